"""Topics, source, search line and status line, each alone and fed by values."""

from __future__ import annotations

from datetime import date

import pytest
from textual.app import App, ComposeResult
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from index.model import Article, DistinctiveWord, FacetField, FacetValue, Filters, Marks, Order, Period, Span
from index.periods import timeline_of
from tui.actions import Scope
from tui.messages import ArticleFetched, QuerySubmitted, QueryTyped
from tui.panes.facet_rows import FEW_VALUES, WORDS_KEY, Counts, sections_of
from tui.panes.search import SearchLine, chips_of, session_without
from tui.panes.source import SourcePane
from tui.panes.status import KeyFooter, StatusLine
from tui.render.facts import Answered, time_words
from tui.rows import DaySums
from tui.session import Session
from tui.widgets.facet_list import FacetState

START = date(2024, 1, 1)
TOPIC, SOURCE = FacetField.TOPIC, FacetField.SOURCE


class Alone(App[None]):
    """One widget and nothing else; it keeps what the widget tells."""

    def __init__(self, widget: Widget) -> None:
        super().__init__()
        self.widget = widget
        self.told: list[Message] = []

    def compose(self) -> ComposeResult:
        yield self.widget

    def on_query_typed(self, message: QueryTyped) -> None:
        self.told.append(message)

    def on_query_submitted(self, message: QuerySubmitted) -> None:
        self.told.append(message)


def values(field: FacetField, *counts: int) -> tuple[FacetValue, ...]:
    return tuple(FacetValue(field, f"v{number}", count) for number, count in enumerate(counts))


def test_what_is_chosen_stays_listed_when_no_article_has_it_any_more() -> None:
    counts = Counts({TOPIC: values(TOPIC, 5, 3)})
    filters = Filters(required=((TOPIC, "gone"), (TOPIC, "v0")), excluded=((TOPIC, "v1"), (SOURCE, "Wire")))
    sections = {section.key: section for section in sections_of(counts, filters)}
    rows = [(row.value, row.count, row.state) for row in sections["topic"].rows]
    assert rows == [
        ("v0", 5, FacetState.REQUIRED),
        ("gone", None, FacetState.REQUIRED),
        ("v1", None, FacetState.EXCLUDED),
    ]
    assert [row.value for row in sections["source"].rows] == ["Wire"]


def test_few_values_are_listed_until_more_are_wanted() -> None:
    counts = Counts({TOPIC: values(TOPIC, *range(30, 0, -1))})
    few = sections_of(counts, Filters())[0]
    assert len(few.rows) == FEW_VALUES
    assert few.note == f"{FEW_VALUES} of 30"
    assert len(sections_of(counts, Filters(), all_values=True)[0].rows) == 30


def test_values_beyond_those_that_were_asked_for_are_told_of() -> None:
    counts = Counts({TOPIC: values(TOPIC, *range(30, 0, -1))}, totals={TOPIC: 31})
    assert sections_of(counts, Filters())[0].note == f"{FEW_VALUES} of 30+"
    assert sections_of(counts, Filters(), all_values=True)[0].note == "30 of 30+"
    folded = sections_of(counts, Filters(), frozenset({TOPIC.value}))[0]
    assert (folded.total, folded.more) == (30, True)


def test_words_that_stand_out_have_a_section_of_their_own() -> None:
    counts = Counts(words=(DistinctiveWord("feasibility", 4, 5, 9.0),))
    words = next(section for section in sections_of(counts, Filters()) if section.key == WORDS_KEY)
    assert words.field is None
    assert [(row.value, row.count) for row in words.rows] == [("feasibility", 4)]


def test_small_bars_follow_the_timeline() -> None:
    days = {START.toordinal(): 2, START.toordinal() + 60: 1}
    counts = Counts(
        {TOPIC: values(TOPIC, 3)}, days={(TOPIC, "v0"): DaySums(days)}, timeline=timeline_of(days)
    )
    spark = sections_of(counts, Filters())[0].rows[0].spark
    assert (spark[0], spark[-1], sum(spark)) == (2, 1, 3)


FILTERS = Filters(
    required=((TOPIC, "Alliance"),),
    excluded=((TOPIC, "Charging"), (SOURCE, "Wire")),
    period=Period(date(2024, 1, 1), date(2025, 2, 28)),
)


@pytest.mark.parametrize("number", range(4))
def test_every_chip_can_be_removed(number: int) -> None:
    session = Session("q", FILTERS)
    chips = chips_of(FILTERS)
    assert [chip.text for chip in chips] == [
        "topic: Alliance",
        "not: Charging",
        "not: Wire",
        "2024-01-01 … 2025-02-28",
    ]
    left = session_without(session, chips[number].id)
    remaining = [chip.text for chip in chips_of(left.filters)]
    assert remaining == [chip.text for chip in chips if chip is not chips[number]]


def test_the_chip_of_undated_articles_and_a_stranger() -> None:
    session = Session().undated_toggled()
    assert session_without(session, chips_of(session.filters)[0].id) == Session()
    assert session_without(session, "required:7") == session


async def test_the_search_line_tells_every_change_and_enter() -> None:
    app = Alone(SearchLine())
    async with app.run_test(size=(80, 10)) as pilot:
        line = app.query_one(SearchLine)
        line.input.focus()
        await pilot.press("a", "b", "enter")
        assert app.told == [QueryTyped("a"), QueryTyped("ab"), QuerySubmitted("ab")]
        line.session = Session("other")
        await pilot.pause()
        assert line.input.value == "other"
        assert len(app.told) == 3
        with line.prevent(Input.Changed):
            line.input.value = "other words"
        line.session = Session("other").article_opened("an article that came meanwhile")
        await pilot.pause()
        assert line.input.value == "other words"


async def test_a_mistake_stands_under_its_column() -> None:
    app = Alone(SearchLine())
    async with app.run_test(size=(80, 10)) as pilot:
        line = app.query_one(SearchLine)
        line.session = Session("honda sorce:x")
        line.tell_mistake("honda sorce:x", "There is no field 'sorce'.", 6, 5, "Did you mean source?")
        await pilot.pause()
        shown = [strip.text for strip in app.screen._compositor.render_strips()]
        assert shown[1].index("^^^^^") == shown[0].index("sorce")
        assert "Did you mean source?" in shown[1]
        line.forget_mistake()
        await pilot.pause()
        assert "^" not in app.screen._compositor.render_strips()[1].text


ARTICLE = Article(
    "k7q2m9xd", "A memorandum", "First. The memorandum is signed.\n\nEnd.", date(2024, 3, 16), source="Wire"
)


def fetched(at_match: int | None = 0, marks: Marks | None = None) -> ArticleFetched:
    return ArticleFetched(ARTICLE, (Span(2, 12),), (Span(11, 21),), marks or Marks(), at_match, 0)


async def test_the_source_says_which_match_and_gives_the_sentence_with_citation() -> None:
    app = Alone(SourcePane())
    async with app.run_test(size=(60, 20)) as pilot:
        pane = app.query_one(SourcePane)
        assert pane.cited_passage() == ""
        pane.show(fetched())
        await pilot.pause()
        assert pane.border_subtitle is not None
        assert pane.border_subtitle.startswith("match 1 of 1")
        assert pane.cited_passage().splitlines() == [
            "“The memorandum is signed.”",
            "— Wire, 2024-03-16, “A memorandum” [k7q2m9xd]",
        ]


async def test_finding_in_the_article_counts_and_ends() -> None:
    app = Alone(SourcePane())
    async with app.run_test(size=(60, 20)) as pilot:
        pane = app.query_one(SourcePane)
        pane.show(fetched())
        pane.text.focus()
        pane.open_find()
        await pilot.pause()
        await pilot.press("e", "n", "d")
        await pilot.pause()
        assert pane.finding
        assert pane.border_subtitle is not None
        assert "found 1 of 1" in pane.border_subtitle
        await pilot.press("x")
        await pilot.pause()
        assert pane.border_subtitle == "not in this article"
        await pilot.press("escape")
        await pilot.pause()
        assert not pane.finding
        assert pane.text.has_focus


async def test_the_status_line_gives_hits_time_engine_order_and_filters() -> None:
    app = Alone(StatusLine())
    async with app.run_test(size=(100, 5)) as pilot:
        status = app.query_one(StatusLine)
        status.session = Session("q", FILTERS, order=Order.BEST)
        status.answered = Answered(1234, 21578, 0.004, "tantivy")
        await pilot.pause()
        assert status.render_line(0).text.strip() == (
            "1,234 of 21,578 · 4 ms · tantivy · best match first · 4 filters"
        )
        status.tell("Copied")
        assert status.render_line(0).text.startswith("Copied")
        assert "21,578" in status.render_line(0).text
        status.tell("x" * 90)
        assert "21,578" not in status.render_line(0).text


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.0002, "<1 ms"), (0.0042, "4 ms"), (0.0994, "99 ms"), (0.0996, "0.1 s"), (2, "2.0 s")],
)
def test_times_are_told_as_a_person_reads_them(seconds: float, words: str) -> None:
    assert time_words(seconds) == words


@pytest.mark.parametrize("cells", [20, 40, 80, 200])
def test_the_footer_fits_and_keeps_help(cells: int) -> None:
    footer = KeyFooter()
    for scope in Scope:
        footer.set_reactive(KeyFooter.scope, scope)
        named = footer.named(cells)
        used = sum(len(" ".join(action.foot_words)) + 2 for action in named)
        assert used <= cells
        assert scope is Scope.SEARCH or named[-1].id == "help"
