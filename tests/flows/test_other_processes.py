"""What the desk does when the library is changed by another process."""

from __future__ import annotations

from pathlib import Path

from index.library import open_library
from index.model import FacetField
from tests.driving import desk_over


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


async def test_values_that_another_process_finds_come_by_themselves_and_move_nothing(samples: Path) -> None:
    add_article(samples, "Honda closes a museum of old hybrids near Suzuka.", derive=False)
    async with desk_over(samples, query="honda", analysing=False) as desk:
        screen = desk.screen
        before_all = (screen.session.article, screen.timeline.total, screen.status.notice)
        before = screen.topics.listed(FacetField.NAME)
        with open_library(samples) as library:
            names = {article.id: ("Zebra Works",) for _, article in library.store.iterate()}
            library.store.set_derived({id_: (found, ()) for id_, found in names.items()}, "test")
            library.catch_up()
        screen.queries.look_for_changes()
        await desk.until(lambda: screen.topics.listed(FacetField.NAME) != before)
        assert screen.topics.listed(FacetField.NAME) == ("Zebra Works",)
        assert (screen.session.article, screen.timeline.total, screen.status.notice) == before_all
        assert "new" not in screen.status.facts()
