"""An index that processes fill from the store is the one that this process would make of it alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index import rebuilding
from index.engines import TANTIVY, available_engines
from index.engines.base import EXACT_FIELDS
from index.errors import Cancelled
from index.library import Library, open_library
from index.model import Progress
from index.query.ast import All, Values
from tests.unit.importing.conftest import lines

pytestmark = pytest.mark.skipif(TANTIVY not in available_engines(), reason="tantivy is not installed")

ARTICLES = 60
BROKEN = "import sys; sys.exit(3)  # {home!r} {memory}"


@pytest.fixture
def _processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rebuilding, "PROCESS_ARTICLES", 1)
    monkeypatch.setattr(rebuilding, "RANGE_NUMBERS", 7)
    monkeypatch.setattr("index.importing.tasks.MESSAGE_ITEMS", 3)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    records: list[dict[str, object] | str] = [
        {
            "title": f"Report {number} of the U.S. plant",
            "date": f"2024-03-{number % 28 + 1:02} 13:{number % 60:02}" if number % 9 else "",
            "text": f"Word{number} was built in 2.4 days, Citroën's workers said.\n\nRunning costs fell.",
            "source": f"wire {number % 4}",
            "author": "" if number % 3 else "A. Writer",
            "tags": ["batteries", f"tag {number % 5}"],
        }
        for number in range(ARTICLES)
    ]
    source = lines(tmp_path / "news.jsonl", *records)
    with open_library(tmp_path / "library", create=True) as made:
        made.import_from([str(source)], derive=False)
        ids = [article.id for _, article in made.store.iterate()]
        with made.store.writing() as writer:
            for identifier in ids[10:14]:
                writer.delete(identifier)
        ids = ids[:10] + ids[14:]
        made.store.set_names({ids[3]: ("Nissan", "Honda"), ids[40]: ("Nissan",)})
        made.store.set_topics({ids[3]: ("joint venture",)}, "run")
        numbers = [number for number, _ in made.store.iterate()]
        made.store.settle({numbers[5]: numbers[5], numbers[6]: numbers[5], numbers[7]: numbers[5]})
        yield made


def answers(library: Library) -> dict[str, object]:
    """All that the index tells of its articles."""
    engine = library.index.engine
    assert engine is not None
    told: dict[str, object] = {field: engine.facet(All(), field) for field in EXACT_FIELDS}
    for field in EXACT_FIELDS:
        values = [value for value, _ in engine.facet(All(), field)]
        told[f"with {field}"] = {value: engine.ids(Values(field, (value,))) for value in values}
    told |= {"ids": engine.ids(All()), "days": engine.days(All()), "words": engine.vocabulary()}
    for query in ('"workers said"', "u.s.", "cost", "2.4", "citroen"):
        told[query] = [hit.id for hit in library.search(query, limit=ARTICLES).hits]
    return told


@pytest.fixture
def expected(library: Library) -> dict[str, object]:
    library.reindex(TANTIVY)
    told = answers(library)
    assert told["name"] == [("Nissan", 2), ("Honda", 1)]
    assert told["topic"] == [("joint venture", 1)]
    assert [count for _, count in told["group"]] == [3]  # type: ignore[attr-defined]
    assert told["twin"] == [("yes", 2)]
    assert len(told["ids"]) == ARTICLES - 4  # type: ignore[arg-type]
    return told


@pytest.mark.usefixtures("expected", "_processes")
def test_the_index_is_the_same_whoever_fills_it(library: Library, expected: dict[str, object]) -> None:
    told: list[Progress] = []
    library.reindex(TANTIVY, report=told.append)
    assert answers(library) == expected
    assert library.index.status() == "current"
    assert (told[-1].done, told[-1].total) == (ARTICLES - 4, ARTICLES - 4)


@pytest.mark.usefixtures("_processes")
def test_what_no_process_can_do_is_done_here(
    library: Library, expected: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.importing.crew.WORKER_CODE", BROKEN)
    library.reindex(TANTIVY)
    assert answers(library) == expected


@pytest.mark.usefixtures("_processes")
def test_what_a_process_left_undone_is_done_here(
    library: Library, expected: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    dying = (
        "import sys; sys.path.append({home!r})\n"
        "from index.importing import tasks, worker\n"
        "whole = tasks.messages\n"
        "def some(task, items):\n"
        "    coming = whole(task, items)\n"
        "    yield next(coming)\n"
        "    raise ValueError('broken off')\n"
        "worker.messages = some\n"
        "worker.main({memory})\n"
    )
    monkeypatch.setattr("index.importing.crew.WORKER_CODE", dying)
    library.reindex(TANTIVY)
    assert answers(library) == expected


@pytest.mark.usefixtures("_processes")
def test_a_rebuild_that_is_stopped_leaves_the_old_index_in_use(
    library: Library, expected: dict[str, object]
) -> None:
    folders = sorted(path.name for path in (library.folder / "index").iterdir())
    seen: list[Progress] = []

    def look() -> bool:
        assert answers(library) == expected  # it is readable meanwhile, too
        return len(seen) > 1

    with pytest.raises(Cancelled):
        library.reindex(TANTIVY, report=seen.append, cancelled=look)
    assert answers(library) == expected
    assert sorted(path.name for path in (library.folder / "index").iterdir()) == folders
