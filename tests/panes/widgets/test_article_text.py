"""The article: matches, finding, selecting, huge texts."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual.pilot import Pilot

from index.model import Article, Marks, Span
from tui.widgets.article_text import ArticleText

from .harness import Bench

PARAGRAPH = "Honda said that it would talk. Nissan agrees with Honda on études. "
BODY = "\n\n".join(f"Paragraph {number}. {PARAGRAPH}" for number in range(40)).strip()
MATCHES = tuple(Span(match.start(), match.end()) for match in re.finditer("Honda", BODY))


@asynccontextmanager
async def running(
    body: str = BODY, matches: tuple[Span, ...] = MATCHES, size: tuple[int, int] = (60, 12)
) -> AsyncIterator[tuple[Bench, ArticleText, Pilot[None]]]:
    app = Bench(ArticleText())
    async with app.run_test(size=size) as pilot:
        text = app.widget
        assert isinstance(text, ArticleText)
        text.show(Article("id", "A title", body), matches, (Span(2, 7),), Marks(starred=True))
        await pilot.pause()
        yield app, text, pilot


async def test_opening_an_article_puts_the_first_match_in_view() -> None:
    far = "word " * 2_000 + "Honda at last"
    async with running(far, (Span(10_000, 10_005),)) as (app, text, _pilot):
        assert any("Honda" in line for line in app.lines())
        assert text.match == 0
        last = app.of(ArticleText.PositionChanged)[-1]
        assert (last.match, last.matches) == (1, 1)
        text.show(Article("id", "A title", far), (Span(10_000, 10_005),), at_match=None)
        assert app.lines()[0].strip() == "A title"
        assert text.match is None


async def test_walking_the_matches_ends_at_both_ends() -> None:
    async with running() as (app, text, pilot):
        assert not text.previous_match()
        seen = 1
        while text.next_match():
            seen += 1
            await pilot.pause()
            match = MATCHES[text.match or 0]
            rows = range(text.scroll_offset.y, text.scroll_offset.y + text.size.height)
            assert text._document is not None
            assert text._document.row_of(match.start) in rows
        assert seen == len(MATCHES)
        position = app.of(ArticleText.PositionChanged)[-1]
        assert (position.match, position.matches) == (len(MATCHES), len(MATCHES))
        await pilot.press("G")
        assert app.of(ArticleText.PositionChanged)[-1].percent == 100


async def test_matches_show_without_colour_and_the_current_one_differs() -> None:
    async with running() as (app, text, _pilot):
        segments = [segment for y in range(text.size.height) for segment in text.render_line(y)]
        marked = [segment.style for segment in segments if segment.text == "Honda" and segment.style]
        assert marked[0].reverse
        assert marked[0].bold
        assert all(style.bold and style.underline and not style.reverse for style in marked[1:])
        assert any("▐Honda▌" in line or "▐Honda " in line for line in app.lines())


async def test_finding_within_the_article() -> None:
    async with running() as (app, text, pilot):
        assert text.find("ETUDES") == 40
        await pilot.pause()
        assert app.of(ArticleText.PositionChanged)[-1].finds == 40
        assert text.next_match()
        assert app.of(ArticleText.PositionChanged)[-1].matches == len(MATCHES)
        assert text._marked.find == 1
        assert text.find("no such words") == 0
        await pilot.press("escape")
        assert text.previous_match() is False
        assert text.match == 0


async def test_selecting_with_keys_gives_the_original_text() -> None:
    async with running() as (app, text, pilot):
        await pilot.press("v")
        assert text.selected_text() == "Honda", "it starts with the match in view"
        await pilot.press("w", "b", "l", "l")
        await pilot.pause()
        assert BODY[MATCHES[0].start :].startswith(text.selected_text())
        await pilot.press("0", "$")
        assert text.selected_text() in BODY
        await pilot.press("j", "j")
        await pilot.pause()
        assert "\n\n" in text.selected_text()
        assert app.of(ArticleText.SelectionChanged)[-1].text == text.selected_text()
        await pilot.press("escape")
        await pilot.pause()
        assert text.selected_text() == ""
        assert app.of(ArticleText.SelectionChanged)[-1].text == ""


async def test_selecting_with_the_mouse() -> None:
    async with running("one two\n\nthree 本田 four", ()) as (app, text, pilot):
        first = next(y for y, line in enumerate(app.lines()) if "one two" in line)
        await pilot.mouse_down(ArticleText, offset=(6, first))
        await pilot.hover(ArticleText, offset=(10, first + 2))
        await pilot.mouse_up(ArticleText, offset=(10, first + 2))
        await pilot.pause()
        assert text.selected_text() == "two\n\nthree 本田"
        assert app.screen.get_selected_text() == "two\n\nthree 本田"


async def test_a_selection_holds_when_the_width_changes() -> None:
    async with running() as (_app, text, pilot):
        await pilot.press("v", "w", "w", "w")
        before = text.selected_text()
        await pilot.resize_terminal(30, 12)
        assert text.selected_text() == before


async def test_the_match_stays_in_view_when_the_width_changes() -> None:
    async with running() as (app, text, pilot):
        text.go_to_match(60)
        await pilot.pause()
        await pilot.resize_terminal(33, 12)
        await pilot.pause()
        assert any("▐Honda" in line for line in app.lines())
        assert all(len(line) <= 33 for line in app.lines())


async def test_notes_and_signs_change_in_place() -> None:
    async with running() as (app, text, pilot):
        text.action_last()
        place = text.place
        text.mark(Marks(notes=("a thought",)))
        await pilot.pause()
        assert text.place == place
        await pilot.press("home")
        assert any("┃✎ a thought" in line for line in app.lines())


async def test_nothing_to_show() -> None:
    async with running() as (app, text, pilot):
        text.clear("Nothing chosen")
        await pilot.press("j", "v", "G", "escape", "ctrl+d")
        assert text.article is None
        assert [line.strip() for line in app.lines() if line.strip()] == ["Nothing chosen"]
        assert not text.next_match()
        text.show(Article("id", "Only a title", ""))
        await pilot.press("v", "j", "G")
        assert app.lines()[0].strip() == "Only a title"


class Early(Bench):
    """Shows the article before anything has a size."""

    def on_mount(self) -> None:
        super().on_mount()
        assert isinstance(self.widget, ArticleText)
        assert not self.widget.size
        self.widget.show(Article("id", "A title", BODY), MATCHES, at_match=-1)


async def test_an_article_shown_before_the_first_layout_opens_at_its_match() -> None:
    app = Early(ArticleText())
    async with app.run_test(size=(50, 12)) as pilot:
        await pilot.pause()
        assert any("▐Honda" in line for line in app.lines())
        assert isinstance(app.widget, ArticleText)
        assert app.widget.match == len(MATCHES) - 1


async def test_a_huge_article_is_laid_out_after_it_is_on_screen() -> None:
    huge = "some words of a very long text " * 30_000
    async with running(huge, ()) as (app, text, pilot):
        assert text._document is not None
        first = text._document.estimate
        while not text._document.done:
            await pilot.pause()
            text._lay_out_more()
        assert text.virtual_size.height == len(text._document.rows)
        assert abs(first - len(text._document.rows)) < first // 50
        text.action_last()
        await pilot.pause()
        assert app.lines()[-1].strip() == huge.strip()[-len(app.lines()[-1].strip()) :]
