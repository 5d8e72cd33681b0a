"""Slow work beside the desk: it runs in a child process, is told in a few words, and disturbs nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from index.library import open_library
from index.model import FacetField
from tests.driving import Desk, desk_over
from tui.messages import AnalysisProgressed
from tui.queries import long_work
from tui.screens.desk_work import STOPPED_WORDS

Said = Mapping[str, Any]

CHILD_SECONDS = 60.0
"""A real child loads a whole evtui, on a machine that may be busy."""


def add_articles(folder: Path, *texts: str) -> None:
    path = folder.parent / "late.jsonl"
    lines = (
        f'{{"title": "Late {n}", "date": "2025-02-03", "text": "{text}"}}' for n, text in enumerate(texts)
    )
    path.write_text("\n".join(lines), encoding="utf-8")
    with open_library(folder) as library:
        library.import_from([str(path)], derive=False)


class FakeChild:
    """A child that says what the test says."""

    started: list[FakeChild]

    def __init__(
        self, arguments: list[str], on_line: Callable[[Said], None], on_end: Callable[[str], None]
    ) -> None:
        self.arguments = arguments
        self.say = on_line
        self.running = True
        self._on_end = on_end
        self.started.append(self)

    def stop(self) -> None:
        self.end()

    def end(self, failure: str = "") -> None:
        if self.running:
            self.running = False
            self._on_end(failure)

    def wait(self, _seconds: float) -> bool:
        return True


@pytest.fixture
def children(monkeypatch: pytest.MonkeyPatch) -> list[FakeChild]:
    """The children that the desk starts, none of them a process."""
    FakeChild.started = []
    monkeypatch.setattr(long_work.LongWork.__init__, "__defaults__", (FakeChild,))
    return FakeChild.started


def names(desk: Desk) -> tuple[str, ...]:
    return desk.screen.topics.listed(FacetField.NAME)


async def test_what_an_import_left_to_be_found_is_found_in_the_background_and_appears(samples: Path) -> None:
    add_articles(samples, *(f"The plant of Zebra Works near Ulm is number {n}." for n in range(60)))
    async with desk_over(samples, query="zebra") as desk:
        assert "Zebra Works" not in names(desk)
        chosen = desk.screen.session.article
        await desk.until(lambda: "Zebra Works" in names(desk), CHILD_SECONDS)
        await desk.until(lambda: not desk.screen.queries.long_work.analysing, CHILD_SECONDS)
        assert desk.screen.session.article == chosen
        assert desk.screen.status.notice == ""
        await desk.until(lambda: "analysis" not in desk.text())
    with open_library(samples) as library:
        assert library.analysed


async def test_an_analysed_library_starts_no_child(samples: Path, children: list[FakeChild]) -> None:
    async with desk_over(samples) as desk:
        assert not children
        assert "analysis" not in desk.screen.status.facts()


async def test_a_tag_makes_nothing_to_analyse(samples: Path, children: list[FakeChild]) -> None:
    async with desk_over(samples) as desk:
        desk.screen.queries.add_tag(desk.screen.session.article, "museum")
        await desk.settle()
        for _ in range(3):
            desk.screen.queries.look_for_changes()
            await desk.settle()
        assert not children


async def test_the_demo_starts_no_child(samples: Path, children: list[FakeChild]) -> None:
    add_articles(samples, "Honda closes a museum.")
    async with desk_over(samples, demo=True) as desk:
        desk.screen.queries.look_for_changes()
        await desk.settle()
        assert not children


async def test_the_analysis_is_told_stopped_and_goes_on(samples: Path, children: list[FakeChild]) -> None:
    add_articles(samples, "Honda closes a museum.")
    async with desk_over(samples) as desk:
        await desk.until(lambda: children)
        assert children[0].arguments == ["analyse", "--json", f"--library={samples}"]
        children[0].say({"stage": "Reading for names and topics", "done": 30, "total": 60})
        await desk.until(lambda: "analysis 40 %" in desk.text())
        await desk.press("A")
        assert not children[0].running
        assert desk.screen.status.notice == STOPPED_WORDS
        await desk.until(lambda: "analysis 40" not in desk.text())
        desk.screen.queries.look_for_changes()
        await desk.settle()
        assert len(children) == 1
        await desk.press("A")
        await desk.until(lambda: len(children) == 2)


async def test_an_analysis_that_failed_is_told_and_not_tried_for_ever(
    samples: Path, children: list[FakeChild]
) -> None:
    add_articles(samples, "Honda closes a museum.")
    async with desk_over(samples) as desk:
        await desk.until(lambda: children)
        children[0].end("The disk with the library is full.")
        await desk.until(lambda: "disk with the library is full" in desk.text())
        desk.screen.queries.look_for_changes()
        await desk.settle()
        assert len(children) == 1


async def test_leaving_ends_the_children(samples: Path, children: list[FakeChild]) -> None:
    add_articles(samples, "Honda closes a museum.")
    async with desk_over(samples) as desk:
        await desk.until(lambda: children)
        desk.screen.watch_folder(str(samples.parent))
        await desk.until(lambda: len(children) == 2)
    assert not any(child.running for child in children)


async def test_files_that_come_into_a_watched_folder_are_told_and_disturb_nothing(
    samples: Path, tmp_path: Path
) -> None:
    news = tmp_path / "news"
    news.mkdir()
    async with desk_over(samples, query="honda") as desk:
        screen = desk.screen
        await desk.press("j", "j")
        held, scroll = (screen.session.article, screen.timeline.total), screen.timeline.articles.scroll_offset
        await desk.press("colon")
        await desk.paste(f"watch {news}")
        await desk.until(lambda: f"watch {news}"[:30] in desk.text())
        await desk.pilot.press("enter")
        await desk.until(lambda: "watching news" in desk.text(), CHILD_SECONDS)
        (news / "late.part").write_text(" date 2025-02-03 Half of something by Honda")
        (news / "late.part").write_text(" date 2025-02-03 Honda closes a museum near Suzuka.")
        (news / "late.part").replace(news / "late.txt")
        await desk.press("slash")
        await desk.pilot.press("end", "x")
        await desk.until(lambda: "watching news, 1 added" in desk.text(), CHILD_SECONDS)
        assert screen.search_line.input.value == "hondax"
        await desk.pilot.press("backspace")
        await desk.settle()
        await desk.until(lambda: "1 new" in desk.text() or screen.timeline.total == held[1] + 1)
        await desk.press("escape")
        assert screen.timeline.articles.scroll_offset == scroll
        assert screen.session.article == held[0]
        await desk.press("W")
        assert "watching" not in screen.status.facts()
        assert "is not watched any more" in screen.status.notice


async def test_articles_that_come_into_an_empty_library_are_shown_at_once(tmp_path: Path) -> None:
    news = tmp_path / "news"
    news.mkdir()
    (news / "one.txt").write_text(" date 2025-02-03 Honda closes a museum near Suzuka.")
    open_library(tmp_path / "library", create=True).close()
    async with desk_over(tmp_path / "library") as desk:
        assert "This library is empty." in desk.text()
        desk.screen.watch_folder(str(news))
        await desk.until(lambda: "Honda closes a museum" in desk.text(), CHILD_SECONDS)
        assert desk.screen.timeline.total == 1


async def test_a_folder_that_is_not_there_is_not_watched(samples: Path, children: list[FakeChild]) -> None:
    async with desk_over(samples) as desk:
        desk.screen.watch_folder("/nowhere/at/all")
        await desk.settle()
        assert "There is no folder /nowhere/at/all" in desk.screen.status.notice
        assert not children


async def test_what_a_watch_says_and_why_it_ended_is_told(
    samples: Path, tmp_path: Path, children: list[FakeChild]
) -> None:
    async with desk_over(samples) as desk:
        desk.screen.watch_folder(str(tmp_path))
        await desk.until(lambda: children)
        children[0].say({"event": "notice", "text": "The folder is gone."})
        await desk.until(lambda: "The folder is gone." in desk.text())
        children[0].end("It broke.")
        await desk.until(lambda: "The watching ended: It broke." in desk.text())
        assert "watching" not in desk.screen.status.facts()


async def test_a_narrow_line_leaves_out_what_matters_least(samples: Path) -> None:
    async with desk_over(samples, size=(80, 24)) as desk:
        desk.screen.post_message(AnalysisProgressed(40))
        await desk.settle()
        desk.screen.status.tell("")
        desk.screen._watch_words = "watching press clippings, 12 added"
        desk.screen._show_work()
        await desk.settle()
        assert "analysis 40 % · watching press clippings, 12 added · " in desk.text()
        assert " of " in desk.text()
