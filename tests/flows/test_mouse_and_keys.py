"""The mouse does what keys do; selecting, zooming and leaving."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import LibraryMissing
from index.library import Library
from tests.driving import desk_over
from tui.app import EvtuiApp
from tui.layout import Pane
from tui.panes.status import KeyFooter


async def test_a_range_is_brushed_and_an_article_clicked(samples: Path) -> None:
    async with desk_over(samples, query="honda") as desk:
        screen, pilot = desk.screen, desk.pilot
        total = screen.timeline.total
        histogram = screen.timeline.histogram
        middle = histogram.size.height // 2
        await pilot.mouse_down(histogram, offset=(12, middle))
        await pilot.hover(histogram, offset=(18, middle))
        await pilot.mouse_up(histogram, offset=(18, middle))
        await desk.settle()
        period = screen.session.filters.period
        assert period is not None
        assert (period.last - period.first).days > 60
        assert screen.timeline.total < total
        before = screen.session.article
        await pilot.click(screen.timeline.articles, offset=(10, 4))
        await desk.settle()
        assert screen.session.article != before
        assert screen.source.article is not None
        assert screen.source.article.id == screen.session.article


async def test_a_divider_is_dragged_and_keys_move_it_too(samples: Path) -> None:
    async with desk_over(samples) as desk:
        screen, pilot = desk.screen, desk.pilot
        before = screen.timeline.size.width
        await pilot.mouse_down("#after-timeline", offset=(0, 10))
        await pilot.hover("#after-timeline", offset=(8, 10))
        await pilot.mouse_up("#after-timeline", offset=(0, 10))
        await desk.settle()
        dragged = screen.timeline.size.width
        assert dragged > before
        await desk.press("less_than_sign")
        assert screen.timeline.size.width < dragged
        source = screen.source.size.width
        await desk.press("3", "greater_than_sign")
        assert screen.source.size.width > source


async def test_a_word_of_the_footer_is_clicked(samples: Path) -> None:
    async with desk_over(samples) as desk:
        footer = desk.screen.query_one(KeyFooter)
        column = 1
        for action in footer.named(footer.size.width):
            if action.id == "search":
                break
            column += len(" ".join(action.foot_words)) + 2
        await desk.pilot.click(footer, offset=(column, 0))
        await desk.settle()
        assert desk.screen.search_line.typing


async def test_what_is_selected_is_copied_with_its_citation(samples: Path) -> None:
    async with desk_over(samples, query="memorandum") as desk:
        await desk.press("enter", "v", "w", "w", "w", "y")
        article = desk.screen.source.article
        assert article is not None
        passage, cited = desk.app.clipboard.splitlines()
        assert passage.strip("“”") in " ".join(article.body.split())
        assert len(passage.split()) in (3, 4)
        assert cited.endswith(f"[{article.id}]")


async def test_finding_within_the_article_walks_only_there(samples: Path) -> None:
    async with desk_over(samples, query="memorandum") as desk:
        screen = desk.screen
        await desk.press("3", "slash")
        article = screen.source.article
        await desk.paste("the")
        await desk.press("enter", *("n" for _ in range(40)))
        assert screen.source.article == article
        assert screen.source.finding
        await desk.press("escape")
        assert not screen.source.finding


async def test_zoom_gives_the_whole_screen_and_escape_gives_it_back(samples: Path) -> None:
    async with desk_over(samples) as desk:
        screen = desk.screen
        await desk.press("3", "z")
        assert [pane for pane in Pane if screen.query_one(f"#{pane.value}").display] == [Pane.SOURCE]
        await desk.press("escape")
        assert all(screen.query_one(f"#{pane.value}").display for pane in Pane)


async def test_commands_are_found_by_name(samples: Path) -> None:
    async with desk_over(samples, query="honda") as desk:
        screen = desk.screen
        order = screen.session.order
        await desk.press("colon")
        await desk.paste("order")
        await desk.pilot.pause(0.2)
        await desk.press("enter")
        await desk.settle()
        assert screen.session.order is not order


async def test_a_library_that_cannot_be_opened_ends_with_its_words(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def refuse() -> Library:
        raise LibraryMissing("There is no library here.")

    app = EvtuiApp(refuse)
    await until_it_ends(app)
    assert app.return_code == 1
    printed = capsys.readouterr()
    assert "There is no library here." in printed.out + printed.err


async def test_a_bug_while_opening_ends_the_desk_with_a_failure() -> None:
    def break_down() -> Library:
        raise ZeroDivisionError("a bug")

    app = EvtuiApp(break_down)
    with pytest.raises(ZeroDivisionError):
        await until_it_ends(app)
    assert app.return_code == 1


async def until_it_ends(app: EvtuiApp) -> None:
    async with app.run_test() as pilot:
        while app.return_code != 1:
            await pilot.pause()


async def test_a_terminal_made_too_small_and_large_again_has_the_focus_where_it_was(samples: Path) -> None:
    async with desk_over(samples, query="nissan") as desk:
        await desk.press("3")
        await desk.pilot.resize_terminal(39, 13)
        await desk.settle()
        assert "at least" in desk.text()
        await desk.pilot.resize_terminal(100, 30)
        await desk.settle()
        assert desk.screen.focused is desk.screen.source.text
