"""What the desk does when the library is changed by another process, or was left half done by one."""

from __future__ import annotations

from pathlib import Path

from index.derived import STATE_SETTING
from index.library import open_library
from tests.driving import desk_over
from tui.queries.desk_queries import DERIVED_SETTING
from tui.screens.desk import UNDERIVED_WORDS


def add_article(folder: Path, text: str, *, derive: bool = True) -> None:
    path = folder.parent / "new.txt"
    path.write_text(f" date 2025-02-03 {text}", encoding="utf-8")
    with open_library(folder) as library:
        library.import_from([str(path)], derive=derive)


async def test_articles_that_another_process_adds_are_told_and_come_with_the_next_search(
    samples: Path,
) -> None:
    async with desk_over(samples, query="honda") as desk:
        screen = desk.screen
        total, chosen = screen.timeline.total, screen.session.article
        held = screen._info.articles if screen._info else 0
        add_article(samples, "Honda opens a museum of old hybrids near Suzuka. It may be visited on Sundays.")
        screen.queries.look_for_changes()
        for _ in range(100):
            await desk.pilot.pause()
            if "1 new" in desk.text():
                break
        assert f"{total} of {held} + 1 new" in desk.text()
        assert "New articles were added" in screen.status.notice
        assert (screen.timeline.total, screen.session.article) == (total, chosen)
        await desk.press("slash", "enter")
        assert screen.timeline.total == total + 1
        assert f"{total + 1} of {held + 1} ·" in desk.text()
        assert screen.status.notice == ""
        assert screen.session.article == chosen


async def test_names_and_topics_that_are_not_up_to_date_are_told_with_the_remedy(samples: Path) -> None:
    add_article(samples, "Honda closes a museum of old hybrids near Suzuka.", derive=False)
    async with desk_over(samples) as desk:
        assert desk.screen.status.notice == UNDERIVED_WORDS
        assert "evtui reindex" in desk.text()


def test_the_desk_reads_the_setting_that_the_library_writes() -> None:
    assert DERIVED_SETTING == STATE_SETTING
