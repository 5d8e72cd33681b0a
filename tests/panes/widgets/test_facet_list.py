"""Facets: requiring, excluding, folding."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual.pilot import Pilot

from index.model import FacetField
from tui.widgets.facet_list import FacetList, FacetRow, FacetSection, FacetState

from .harness import Bench

TOPICS = FacetSection(
    "topics",
    "Topics",
    FacetField.TOPIC,
    (
        FacetRow("alliance", "Alliance", 14, FacetState.REQUIRED, (1, 7, 2, 0, 6)),
        FacetRow("batteries", "Batteries", 4, spark=(0, 2, 0, 1, 0)),
        FacetRow("charging", "Charging", None, FacetState.EXCLUDED),
    ),
    note="↓n",
)
WORDS = FacetSection("words", "Words", None, (FacetRow("mou", "memorandum of understanding", 7),))
TAGS = FacetSection(
    "tags", "Tags", FacetField.TAG, (FacetRow("x", "x", 1), FacetRow("y", "[/red]", 2)), folded=True
)
EMPTY = FacetSection("sources", "Sources", FacetField.SOURCE, ())


@asynccontextmanager
async def running(width: int = 34) -> AsyncIterator[tuple[Bench, FacetList, Pilot[None]]]:
    app = Bench(FacetList())
    async with app.run_test(size=(width, 12)) as pilot:
        assert isinstance(app.widget, FacetList)
        app.widget.show_sections((TOPICS, WORDS, TAGS, EMPTY))
        await pilot.pause()
        yield app, app.widget, pilot


async def test_rows_say_state_label_count_and_course() -> None:
    async with running() as (app, _facets, _pilot):
        assert [line.rstrip() for line in app.lines()][:7] == [
            "  ▾ Topics                     ↓n",
            "▌ ● Alliance             14 ▁▇▂ ▆",
            "    Batteries             4  ▇ ▄",
            "  ✕ Charging              –",
            "  ▾ Words",
            "    memorandum of understandi…  7",
            "  ▸ Tags (2)",
        ]


async def test_a_narrow_list_keeps_labels_and_counts() -> None:
    async with running(20) as (app, _facets, _pilot):
        assert app.lines()[1].rstrip() == "▌ ● Alliance     14"


async def test_enter_requires_or_frees_and_x_excludes_or_frees() -> None:
    async with running() as (app, _facets, pilot):
        await pilot.press("enter", "x", "j", "enter", "x", "j", "enter", "x")
        seen = [message for message in app.seen if isinstance(message, FacetList.ValueMessage)]
        assert [(type(message).__name__, message.value) for message in seen] == [
            ("Freed", "alliance"),
            ("Excluded", "alliance"),
            ("Required", "batteries"),
            ("Excluded", "batteries"),
            ("Required", "charging"),
            ("Freed", "charging"),
        ]
        assert {message.field for message in seen} == {FacetField.TOPIC}


async def test_space_folds_and_the_arrows_open_and_close() -> None:
    async with running() as (app, facets, pilot):
        await pilot.press("space")
        assert app.lines()[0].strip().startswith("▌ ▸ Topics (3)")
        await pilot.press("right", "right", "G", "enter", "j")
        assert facets.current is not None
        assert facets.current[1] == TAGS.rows[0]
        assert [(message.key, message.folded) for message in app.of(FacetList.SectionFolded)] == [
            ("topics", True),
            ("topics", False),
            ("tags", False),
        ]
        assert any("[/red]" in line for line in app.lines())


async def test_a_click_on_a_heading_folds() -> None:
    async with running() as (app, _facets, pilot):
        await pilot.click(FacetList, offset=(6, 4))
        assert [(message.key, message.folded) for message in app.of(FacetList.SectionFolded)] == [
            ("words", True)
        ]
        await pilot.double_click(FacetList, offset=(6, 2))
        assert [message.value for message in app.of(FacetList.Required)] == ["batteries"]


async def test_the_cursor_stays_on_its_value_when_counts_change() -> None:
    async with running() as (_app, facets, pilot):
        await pilot.press("j")
        moved = FacetSection("topics", "Topics", FacetField.TOPIC, (TOPICS.rows[2], TOPICS.rows[1]))
        facets.show_sections((WORDS, moved))
        assert facets.current is not None
        assert facets.current[1] == TOPICS.rows[1]
        facets.show_sections((WORDS,))
        assert facets.current == (WORDS, WORDS.rows[0])
        facets.show_sections(())
        await pilot.press("enter", "x", "space", "j")
        assert facets.current is None
