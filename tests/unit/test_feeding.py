"""New articles go straight into the index, and the index agrees with the store whatever comes between."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.errors import EngineError
from index.importing.batch import Written
from index.library import Library, open_library
from index.model import Order
from tests.unit.importing.conftest import lines

MANY = 60


@pytest.fixture
def _large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.engines.WHOOSH_ARTICLES", 20)
    monkeypatch.setattr("index.feeding.WHOOSH_ARTICLES", 20)
    monkeypatch.setattr("index.feeding.COMMIT_ARTICLES", 25)
    monkeypatch.setattr("index.importing.pipeline.BATCH_ARTICLES", 7)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with open_library(tmp_path / "library", create=True) as made:
        yield made


@pytest.fixture
def fed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of articles that went into the index without a way through the store."""
    ids: list[str] = []
    from index.searchindex import SearchIndex

    feed = SearchIndex.feed

    def noted(self: SearchIndex, added: list[object], changed: list[str]) -> None:
        ids.extend(document.id for document in added)  # type: ignore[attr-defined]
        feed(self, added, changed)  # type: ignore[arg-type]

    monkeypatch.setattr(SearchIndex, "feed", noted)
    return ids


def check_agrees(library: Library) -> None:
    ids = sorted(article.id for _, article in library.store.iterate())
    found = library.search("", order=Order.OLDEST, limit=10 * MANY)
    assert sorted(hit.id for hit in found.hits) == ids
    assert library.info().index == "current"
    for _, article in library.store.iterate():
        word = article.body.split()[0]
        assert {hit.id for hit in library.search(word).hits} == {article.id}


@pytest.mark.usefixtures("_large")
def test_an_empty_library_that_outgrows_its_engine_is_fed_from_the_start(
    library: Library, tmp_path: Path, fed: list[str]
) -> None:
    path = lines(tmp_path / "a.jsonl", *(f"Alpha{number}" for number in range(MANY)))
    library.import_from([str(path)], derive=False)
    assert len(fed) == len(set(fed)) == MANY
    assert library.info().engine == "tantivy"
    check_agrees(library)


@pytest.mark.usefixtures("_large")
def test_a_small_import_stays_with_the_small_engine(library: Library, tmp_path: Path, fed: list[str]) -> None:
    path = lines(tmp_path / "a.jsonl", *(f"Alpha{number}" for number in range(9)))
    library.import_from([str(path)], derive=False)
    assert fed == []
    assert library.info().engine == "whoosh"
    check_agrees(library)


@pytest.mark.usefixtures("_large")
def test_a_growing_library_catches_up_once_and_is_fed_after_that(
    library: Library, tmp_path: Path, fed: list[str]
) -> None:
    path = lines(tmp_path / "a.jsonl", *(f"Alpha{number}" for number in range(9)))
    library.import_from([str(path)], derive=False)
    lines(path, *(f"Alpha{number}" for number in range(3, MANY)), "Beta")
    library.import_from([str(path)], derive=False)
    assert 0 < len(fed) < MANY
    check_agrees(library)
    lines(path, *(f"Gamma{number}" for number in range(MANY + 10)))
    library.import_from([str(path)], derive=False)
    check_agrees(library)


@pytest.mark.usefixtures("_large")
def test_a_change_that_comes_between_two_batches_is_in_the_index(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from index.feeding import Feed

    take, batches = Feed.take, [0]

    def with_another(self: Feed, batch: Written) -> None:
        take(self, batch)
        batches[0] += 1
        if batches[0] in {2, 6}:
            library.store.touch([next(iter(batch.added))])

    monkeypatch.setattr(Feed, "take", with_another)
    path = lines(tmp_path / "a.jsonl", *(f"Alpha{number}" for number in range(MANY)))
    library.import_from([str(path)], derive=False)
    assert batches[0] > 6
    check_agrees(library)


@pytest.mark.usefixtures("_large")
def test_an_index_that_takes_nothing_costs_no_article(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from index.searchindex import SearchIndex

    def broken(*_: object) -> None:
        raise EngineError("It broke off.")

    monkeypatch.setattr(SearchIndex, "feed", broken)
    path = lines(tmp_path / "a.jsonl", *(f"Alpha{number}" for number in range(MANY)))
    assert library.import_from([str(path)], derive=False).added == MANY
    check_agrees(library)


@pytest.mark.usefixtures("_large")
def test_a_stopped_import_leaves_an_index_that_agrees(library: Library, tmp_path: Path) -> None:
    path = lines(tmp_path / "a.jsonl", *(f"Alpha{number}" for number in range(MANY)))
    report = library.import_from([str(path)], derive=False, cancelled=lambda: library.store.count() > 30)
    assert report.interrupted
    library.catch_up()
    check_agrees(library)
    library.import_from([str(path)], derive=False)
    assert library.store.count() == MANY
    check_agrees(library)
