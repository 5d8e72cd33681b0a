"""What a library answers where articles are nearly the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest

from index.library import Library, open_library
from index.model import FacetField, Filters, Order

TALKS = (
    "Nissan is reportedly in discussions with Honda about a wide partnership in electric vehicles, said two"
    " people who know of the talks. Both firms declined to comment and the shares of both rose in Tokyo."
)
PLANT = (
    "Tesla has opened a plant in Germany where it will build cars and batteries for the whole of Europe, and"
    " means to hire twelve thousand people there within three years if the state lets it."
)
ARTICLES = (
    ("Talks between rivals", "2024-03-13", "Ledger", TALKS),
    ("RPT-Talks between rivals", "2024-03-14", "Wire", TALKS),
    ("Talks between rivals", "2024-04-02", "Weekly", TALKS + " More to come."),
    ("Plant opened", "2024-03-20", "Ledger", PLANT),
    ("Plant opened", "2024-03-21", "Wire", PLANT),
    ("Rivals confirm memorandum", "2024-03-16", "Ledger", "Honda and Nissan officially confirmed it."),
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("grouped")
    source = folder / "news.jsonl"
    records = [
        {"title": title, "date": day, "source": source, "body": body} for title, day, source, body in ARTICLES
    ]
    source.write_bytes(b"\n".join(map(orjson.dumps, records)))
    with open_library(folder / "library", create=True) as made:
        made.import_from([str(source)])
        yield made


def days(library: Library, query: str) -> list[str]:
    return [str(hit.day) for hit in library.search(query, order=Order.OLDEST).hits]


def test_near_duplicates_share_the_row_of_the_earliest(library: Library) -> None:
    found = library.search("", order=Order.OLDEST)
    assert (found.total, found.rows) == (6, 3)
    assert [(str(hit.day), hit.others) for hit in found.hits] == [
        ("2024-03-13", 2),
        ("2024-03-16", 0),
        ("2024-03-20", 1),
    ]
    assert [bool(hit.group) for hit in found.hits] == [True, False, True]


def test_counts_stay_those_of_the_articles_and_agree(library: Library) -> None:
    found = library.search("nissan")
    assert found.total == library.count("nissan") == 4
    assert sum(library.days("nissan").values()) == 4
    assert sum(value.count for value in library.facet("nissan", FacetField.SOURCE)) == 4
    assert sum(library.row_days("nissan").values()) == found.rows == 2


def test_group_off_shows_every_article(library: Library) -> None:
    found = library.search("nissan group:off")
    assert (found.total, found.rows, len(found.hits)) == (4, 4, 4)
    assert all(hit.others == 0 for hit in found.hits)


def test_a_leader_that_does_not_match_leaves_the_row_to_the_earliest_that_does(library: Library) -> None:
    assert days(library, "talks -source:ledger") == ["2024-03-14"]
    compiled = library.compile("", filters=Filters(required=((FacetField.SOURCE, "Wire"),)))
    found = library.search(compiled, order=Order.OLDEST)
    assert [(str(hit.day), hit.others) for hit in found.hits] == [("2024-03-14", 0), ("2024-03-21", 0)]
    assert days(library, "rivals after:2024-03-13") == ["2024-03-14", "2024-03-16"]


def test_members_are_the_matching_ones_earliest_first(library: Library) -> None:
    row = library.search("talks", order=Order.OLDEST).hits[0]
    members = library.members("talks", row.group)
    assert [str(hit.day) for hit in members] == ["2024-03-13", "2024-03-14", "2024-04-02"]
    assert [str(hit.day) for hit in library.members("talks -source:wire", row.group)] == [
        "2024-03-13",
        "2024-04-02",
    ]
    assert members[0].title_matches, "what matches in them is marked as in any row"
    assert library.members("talks", "nowhere") == ()


def test_pages_are_pages_of_rows(library: Library) -> None:
    pages = [library.search("", order=Order.OLDEST, limit=1, offset=offset).hits for offset in range(4)]
    assert [str(hit.day) for page in pages for hit in page] == ["2024-03-13", "2024-03-16", "2024-03-20"]


def test_an_empty_result_has_no_rows(library: Library) -> None:
    found = library.search("zeppelin")
    assert (found.total, found.rows) == (0, 0)
    assert found.no_hits is not None


def test_what_is_imported_later_joins_its_group(library: Library, tmp_path: Path) -> None:
    later = tmp_path / "later.txt"
    later.write_text(f" date 2024-06-01 Memorandum again. {PLANT}", encoding="utf-8")
    library.import_from([str(later)])
    row = library.search("plant", order=Order.OLDEST).hits[0]
    assert (str(row.day), row.others) == ("2024-03-20", 2)
