"""Sessions with articles that are nearly the same."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest

from index.library import open_library
from tests.driving import desk_over

TALKS = (
    "Nissan is reportedly in discussions with Honda about a wide partnership in electric vehicles, said two"
    " people who know of the talks. Both firms declined to comment and the shares of both rose in Tokyo."
)
PLANT = "Tesla has opened a plant in Germany, where it will build cars and batteries for all of Europe."
ARTICLES = (
    ("Talks between rivals", "2024-03-13", "Ledger", TALKS),
    ("RPT-Talks between rivals", "2024-03-14", "Wire", TALKS),
    ("Talks between rivals", "2024-04-02", "Weekly", TALKS + " More to come."),
    ("Plant opened", "2024-03-20", "Ledger", PLANT),
    ("Honda and Nissan confirm", "2024-03-16", "Ledger", "Honda and Nissan officially confirmed it."),
)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    source = tmp_path / "news.jsonl"
    records = [
        {"title": title, "date": day, "source": source, "body": body} for title, day, source, body in ARTICLES
    ]
    source.write_bytes(b"\n".join(map(orjson.dumps, records)))
    with open_library(tmp_path / "library", create=True) as made:
        made.import_from([str(source)])
    return tmp_path / "library"


async def test_unfolding_reading_and_folding(library: Path) -> None:
    async with desk_over(library, query="nissan") as desk:
        assert "4 of 5 in 2 rows" in desk.text()
        assert "+2 alike · 2024-03-14 Wire" in " ".join(desk.text().split())
        assert desk.screen.timeline.total == 4
        await desk.press("space", "j")
        article = desk.screen.source.article
        assert article is not None
        assert article.source == "Wire"
        await desk.press("n")
        assert desk.screen.source.article is not None
        await desk.press("space")
        article = desk.screen.source.article
        assert article is not None
        assert article.source == "Ledger", "the row that stands for them is on screen again"


async def test_a_key_shows_each_by_itself_and_together_again(library: Path) -> None:
    async with desk_over(library, query="nissan OR tesla") as desk:
        assert "in 3 rows" in desk.text()
        await desk.press("D")
        assert desk.screen.session.query == "nissan OR tesla group:off"
        assert "5 of 5 ·" in desk.text()
        await desk.press("D")
        assert desk.screen.session.query == "nissan OR tesla"
        assert "in 3 rows" in desk.text()


async def test_going_back_to_an_article_that_shares_a_row_unfolds_it(library: Path) -> None:
    async with desk_over(library, query="") as desk:
        await desk.press("space", "j", "j")
        reading = desk.screen.session.article
        await desk.press("s")
        assert desk.screen.session.article == reading
        hit = desk.screen.timeline.hit
        assert hit is not None
        assert hit.id == reading
        await desk.press("H")
        assert desk.screen.session.article == reading
    async with desk_over(library) as desk:
        hit = desk.screen.timeline.hit
        assert hit is not None
        assert hit.id == reading, "the next sitting opens there, too"
        await desk.press("]")
        hit = desk.screen.timeline.hit
        assert hit is not None
        assert hit.source == "Ledger"


async def test_a_typed_word_inside_the_setting_is_no_mistake(library: Path) -> None:
    async with desk_over(library, query="nissan") as desk:
        await desk.press("slash", "end")
        await desk.type(" group:of")
        assert desk.screen.timeline.total == 4
        await desk.type("f")
        assert "4 of 5 ·" in desk.text()


async def test_the_key_is_named_only_where_it_does_something(library: Path) -> None:
    async with desk_over(library, query="nissan") as desk:
        assert "Space alike" in desk.text()
        await desk.press("j")
        assert "Space alike" not in desk.text()
        await desk.press("k", "space", "j")
        assert "Space alike" in desk.text()
