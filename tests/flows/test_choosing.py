"""Choosing beside the query: values, chips, words; and what is told where nothing fits."""

from __future__ import annotations

from pathlib import Path

from index.model import FacetField
from tests.driving import Desk, desk_over
from tui.widgets.chips import Chips


async def go_to_value(desk: Desk, label: str) -> None:
    await desk.press("2")
    values = desk.screen.topics.values
    for row in range(values.row_count):
        values.move_to(row)
        await desk.pilot.pause()
        if label in cursor_line(desk):
            return
    raise AssertionError(f"{label} is not listed")


def cursor_line(desk: Desk) -> str:
    values = desk.screen.topics.values
    row = values.cursor
    if row is None:
        return ""
    line = row - values.scroll_offset.y
    return desk.text().splitlines()[values.region.y + line][values.region.x : values.region.right]


async def test_a_value_is_required_excluded_and_freed(samples: Path) -> None:
    async with desk_over(samples, query="honda") as desk:
        screen = desk.screen
        whole = screen.timeline.total
        await go_to_value(desk, "Sample Wire")
        await desk.press("enter")
        assert screen.session.filters.required == ((FacetField.SOURCE, "Sample Wire"),)
        wire = screen.timeline.total
        assert 0 < wire < whole
        assert "Sample Wire" in desk.text().splitlines()[0]
        assert f"{wire} of" in desk.text()
        await go_to_value(desk, "Sample Wire")
        await desk.press("x")
        assert screen.timeline.total == whole - wire
        assert "✕" in desk.text()
        screen.query_one(Chips).focus()
        await desk.press("delete")
        assert screen.session.filters.empty
        assert screen.timeline.total == whole


async def test_a_count_beside_a_value_is_what_choosing_it_finds(samples: Path) -> None:
    async with desk_over(samples, query="honda") as desk:
        screen = desk.screen
        values = screen.topics._counts.values
        assert all(values[field] for field in (FacetField.TOPIC, FacetField.NAME, FacetField.SOURCE))
        for field in (FacetField.TOPIC, FacetField.NAME):
            entry = values[field][0]
            screen._ask_anew(screen.session.required(field, entry.value))
            await desk.settle()
            assert screen.timeline.total == entry.count
            await desk.press("c")


async def test_a_word_that_stands_out_is_added_to_the_query(samples: Path) -> None:
    async with desk_over(samples, query="honda") as desk:
        screen = desk.screen
        word = screen.topics._counts.words[0].word
        await go_to_value(desk, word)
        await desk.press("enter")
        assert screen.session.query == f"honda {word}"
        assert f"honda {word}" in desk.text().splitlines()[0]


async def test_a_mistake_is_told_under_its_column_on_enter_only(samples: Path) -> None:
    async with desk_over(samples) as desk:
        await desk.press("slash")
        await desk.paste("honda sorce:wire")
        assert "^" not in desk.text().splitlines()[1]
        await desk.press("enter")
        query, carets, told = desk.text().splitlines()[:3]
        assert carets.index("^") == query.index("sorce")
        assert "source" in carets + told
        assert desk.screen.search_line.input.has_focus
        await desk.press("backspace")
        assert "^" not in desk.text().splitlines()[1]


async def test_a_word_that_nobody_wrote_offers_the_nearest(samples: Path) -> None:
    async with desk_over(samples) as desk:
        await desk.press("slash")
        await desk.paste("hodna nissan")
        await desk.press("enter")
        assert "hodna" in desk.text()
        assert "→ honda" in desk.text()
        assert desk.screen.timeline.total == 0
        await desk.press("enter")
        assert desk.screen.session.query == "honda nissan"
        assert desk.screen.timeline.total > 0


async def test_stars_notes_and_citations(samples: Path) -> None:
    async with desk_over(samples, query="memorandum") as desk:
        screen = desk.screen
        await desk.press("m")
        assert screen.marks.starred
        assert "★" in desk.text()
        await desk.press("a")
        await desk.paste("only a study")
        await desk.press("enter")
        assert screen.marks.notes == ("only a study",)
        assert "only a study" in desk.text()
        await desk.press("y")
        article = screen.source.article
        assert article is not None
        copied = desk.app.clipboard
        assert "memorandum" in copied.lower()
        assert copied.endswith(f"[{article.id}]")
        await desk.press("o")
        assert "address" in desk.text()
        await desk.press("m")
        assert not screen.marks.starred


async def test_help_names_the_keys_of_the_pane_in_focus(samples: Path) -> None:
    async with desk_over(samples) as desk:
        await desk.press("2", "question_mark")
        shown = desk.text()
        assert "Topics" in shown
        assert "Exclude the value" in shown
        await desk.press("escape")
        assert "Exclude the value" not in desk.text()


async def test_a_tag_that_the_reader_gives_is_counted_at_once(samples: Path) -> None:
    async with desk_over(samples, query="honda") as desk:
        topics = desk.screen.topics
        assert topics.listed(FacetField.TAG) == ()
        rows = desk.screen.timeline.articles.scroll_offset
        await desk.press("t")
        await desk.type("merger")
        await desk.press("enter")
        assert topics.listed(FacetField.TAG) == ("merger",)
        assert desk.screen.timeline.articles.scroll_offset == rows
