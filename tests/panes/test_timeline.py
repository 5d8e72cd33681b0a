"""The timeline pane, fed by messages."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from itertools import accumulate

from textual.app import App, ComposeResult
from textual.message import Message
from textual.pilot import Pilot

from index.model import UNDATED, FacetField, Filters, Granularity, Hit, Marks, NoHits, Order, Snippet, Span
from tui.messages import (
    ArticleChosen,
    ArticleHighlighted,
    FiltersCleared,
    HitsFound,
    HitsWanted,
    MembersWanted,
    WordReplaced,
)
from tui.panes.timeline import TimelinePane
from tui.session import Session

START = date(2023, 1, 1).toordinal()
MANY = 25_000


class Alone(App[None]):
    """The pane and nothing else; it keeps what the pane tells."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[Message] = []

    def compose(self) -> ComposeResult:
        yield TimelinePane()

    def on_article_highlighted(self, message: ArticleHighlighted) -> None:
        self.told.append(message)

    def on_article_chosen(self, message: ArticleChosen) -> None:
        self.told.append(message)

    def on_hits_wanted(self, message: HitsWanted) -> None:
        self.told.append(message)

    def on_members_wanted(self, message: MembersWanted) -> None:
        self.told.append(message)

    def on_word_replaced(self, message: WordReplaced) -> None:
        self.told.append(message)

    def on_filters_cleared(self, message: FiltersCleared) -> None:
        self.told.append(message)


@asynccontextmanager
async def alone() -> AsyncIterator[tuple[Alone, TimelinePane, Pilot[None]]]:
    app = Alone()
    async with app.run_test(size=(60, 30)) as pilot:
        pane = app.query_one(TimelinePane)
        pane.articles.focus()
        await pilot.pause()
        yield app, pane, pilot


def hit(number: int, day: int) -> Hit:
    return Hit(
        f"id{number}",
        f"Title {number}",
        date.fromordinal(day) if day else None,
        None,
        "Wire",
        0.0,
        snippet=Snippet("a word here", (Span(2, 6),)),
    )


def hits(days: dict[int, int], first: int, last: int) -> tuple[Hit, ...]:
    ordered = sorted(day for day in days if day) + [UNDATED] * (UNDATED in days)
    ends = list(accumulate(days[day] for day in ordered))
    return tuple(
        hit(number, ordered[next(i for i, end in enumerate(ends) if number < end)])
        for number in range(first, last)
    )


def found(days: dict[int, int], first: int, last: int, **more: bool) -> HitsFound:
    return HitsFound(1, first, hits(days, first, last), sum(days.values()), 0.0, first=first == 0, **more)


def shown(pane: TimelinePane) -> str:
    return "\n".join(pane.articles.render_line(y).text for y in range(pane.articles.size.height))


FEW = {START: 2, START + 40: 3, UNDATED: 1}


async def test_articles_stand_under_their_periods_and_undated_ones_last() -> None:
    async with alone() as (_app, pane, pilot):
        pane.show_result(found(FEW, 0, 6))
        pane.show_days(FEW, FEW)
        pane.session = Session(granularity=Granularity.MONTH)
        await pilot.pause()
        text = shown(pane)
        headings = [line.split()[0:2] for line in text.splitlines() if "──" in line]
        assert headings[0] == ["Jan", "2023"]
        assert headings[1] == ["Feb", "2023"]
        assert headings[2][0] == "Undated"
        assert "Title 0" in text
        assert "Wire" in text
        assert "«a word here»" in text
        assert pane.border_title is not None
        assert "month" in pane.border_title


async def test_a_list_of_many_shows_placeholders_and_asks_for_what_is_on_screen() -> None:
    days = {START + day: 25 for day in range(MANY // 25)}
    async with alone() as (app, pane, pilot):
        pane.show_result(found(days, 0, 30))
        pane.show_days(days, days)
        await pilot.press("G")
        await pilot.pause()
        assert pane.number == MANY - 1
        assert "· · ·" in shown(pane)
        wanted = [message for message in app.told if isinstance(message, HitsWanted)]
        assert wanted[-1].last == MANY - 1
        assert wanted[-1].first > MANY - 40
        assert not any(isinstance(message, ArticleHighlighted) for message in app.told)
        pane.load(found(days, wanted[-1].first, MANY))
        await pilot.pause()
        assert f"Title {MANY - 1}" in shown(pane)
        told = [message for message in app.told if isinstance(message, ArticleHighlighted)]
        assert [message.hit.id for message in told] == [f"id{MANY - 1}"]


async def test_the_cursor_and_enter_are_told() -> None:
    async with alone() as (app, pane, pilot):
        pane.show_result(found(FEW, 0, 6))
        pane.show_days(FEW, FEW)
        await pilot.press("j", "enter")
        assert [type(message) for message in app.told] == [ArticleHighlighted, ArticleChosen]
        assert pane.step_article(1, -1)
        await pilot.pause()
        last = app.told[-1]
        assert isinstance(last, ArticleHighlighted)
        assert (last.hit.id, last.at_match) == ("id2", -1)


async def test_periods_are_stepped_through_along_the_list() -> None:
    async with alone() as (_app, pane, pilot):
        pane.show_result(found(FEW, 0, 6))
        pane.session = Session(granularity=Granularity.MONTH)
        pane.show_days(FEW, FEW)
        assert pane.step_period(1)
        assert pane.number == 2
        assert pane.step_period(-1)
        assert pane.number == 0
        assert not pane.step_period(-1)
        assert pane.go_to_day(date.fromordinal(START + 40))
        await pilot.pause()
        assert pane.number == 2


async def test_the_longer_span_of_the_histogram_does_not_change_with_the_period() -> None:
    async with alone() as (_app, pane, _pilot):
        pane.session = Session(granularity=Granularity.MONTH)
        pane.show_result(found({START: 2}, 0, 2))
        pane.show_days({START: 2}, FEW)
        assert [bucket.count for bucket in pane.timeline.buckets] == [2, 3]
        assert pane.total == 2


async def test_nothing_found_says_why_and_offers_what_is_near() -> None:
    async with alone() as (app, pane, pilot):
        pane.session = Session("hodna", Filters(required=((FacetField.SOURCE, "Wire"),)), order=Order.NEWEST)
        why = NoHits(("hodna",), {"hodna": ("honda",)})
        pane.show_result(HitsFound(1, 0, (), 0, 0.0, first=True))
        assert "No article fits." in shown(pane)
        pane.explain(why)
        await pilot.pause()
        text = shown(pane)
        assert "hodna" in text
        assert "→ honda" in text
        await pilot.press("enter", "j", "enter")
        assert app.told == [WordReplaced("hodna", "honda"), FiltersCleared()]


async def test_marks_show_in_the_list() -> None:
    async with alone() as (_app, pane, _pilot):
        pane.show_result(found(FEW, 0, 6))
        pane.mark("id1", Marks(starred=True, notes=("a note",)))
        line = next(line for line in shown(pane).splitlines() if "Title 1" in line)
        assert "★✎" in line


async def test_text_of_articles_never_becomes_markup_or_control() -> None:
    async with alone() as (_app, pane, _pilot):
        nasty = Hit("x", "[bold]No[/bold] \x1b[31m [/url]", date.fromordinal(START), None, "[AP]", 0.0)
        pane.show_result(HitsFound(1, 0, (nasty,), 1, 0.0, first=True))
        text = shown(pane)
        assert "[bold]No[/bold]" in text
        assert "[AP]" in text
        assert "\x1b" not in text
