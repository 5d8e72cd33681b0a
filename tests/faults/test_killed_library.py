"""An import that is killed or stopped at any stage leaves a library whose index agrees with its store."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import orjson
import pytest

from index import FacetField, Library, Order, open_library

ARTICLES = 120
BATCH = 30
FIRMS = ("Honda", "Nissan", "Renault", "Stellantis")

# The import stops for a sign from here at the wanted call of a function, and is killed there.
IMPORT = """
import importlib, sys
import index.derived, index.background.reading, index.feeding, index.importing.pipeline, index.searchindex
from index import open_library

folder, source, engine, place, moment = sys.argv[1:5] + [int(sys.argv[5])]
index.importing.pipeline.BATCH_ARTICLES = index.derived.BATCH = index.searchindex.BATCH_ARTICLES = 30
index.searchindex.COMMIT_ARTICLES = index.feeding.COMMIT_ARTICLES = 50
index.importing.reading.LIGHT_BYTES, index.importing.reading.crew_size = -1, lambda: 1
index.importing.reading.CUT_BYTES, index.importing.cutting.BLOCK_BYTES = 5_000, 2_000
index.derived.TURN_ARTICLES = index.background.reading.BATCH_CHANGES = 30
*way, name = place.split(".")
module, owner = ".".join(part for part in way if part.islower()), [part for part in way if not part.islower()]
holder = importlib.import_module(module)
for part in owner:
    holder = getattr(holder, part)
original, calls = getattr(holder, name), [0]

def counted(*given, **named):
    calls[0] += 1
    if calls[0] == moment:
        print("now", flush=True)
        sys.stdin.read()
    return original(*given, **named)

setattr(holder, name, counted)
with open_library(folder, create=True) as library:
    library.store.set_setting("engine", engine)
    library.import_from([source])
print("done", flush=True)
"""

MOMENTS = [
    ("tantivy", "index.store.ArticleWriter.add", 1),
    ("tantivy", "index.store.ArticleWriter.add", 3 * BATCH + 7),
    ("whoosh", "index.store.ArticleWriter.add", 3 * BATCH + 7),
    ("tantivy", "index.store.pending.PendingArticles.write", 2),
    ("tantivy", "index.searchindex.SearchIndex.start", 1),
    ("tantivy", "index.searchindex.SearchIndex.feed", 2),
    ("tantivy", "index.searchindex.SearchIndex.commit_fed", 1),
    ("tantivy", "index.searchindex.SearchIndex.commit_fed", 2),
    ("tantivy", "index.searchindex.SearchIndex.add_articles", 1),
    ("tantivy", "index.searchindex.SearchIndex.add_articles", 3),
    ("whoosh", "index.searchindex.SearchIndex.add_articles", 3),
    ("tantivy", "index.searchindex.write_manifest", 1),
    ("whoosh", "index.searchindex.write_manifest", 1),
    ("tantivy", "index.searchindex.SearchIndex._commit", 1),
    ("tantivy", "index.searchindex.SearchIndex._remove_all_but", 1),
    ("tantivy", "index.derived.find_topics", 1),
    ("tantivy", "index.derived._Finder._write", 1),
    ("whoosh", "index.derived._Finder._write", 1),
    ("tantivy", "index.derived._Finder._write", 3),
    ("tantivy", "index.background.reading.Reader._read_batch", 1),
    ("tantivy", "index.background.reading.Reader._read_batch", 2),
    ("whoosh", "index.store.Store.set_setting", 3),
]


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("wire") / "news.jsonl"
    records = (
        {
            "id": number,
            "title": f"Article number {number}",
            "date": f"2024-{number % 12 + 1:02}-13",
            "text": f"The maker {FIRMS[number % 4]} said that solid state batteries cost {number} euros. "
            f"Analysts of {FIRMS[number % 3]} expect solid state batteries in cars.",
        }
        for number in range(ARTICLES)
    )
    path.write_bytes(b"\n".join(orjson.dumps(record) for record in records))
    return path


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, source: Path) -> dict[str, object]:
    """What a library says that was imported without a break."""
    with open_library(tmp_path_factory.mktemp("whole") / "library", create=True) as library:
        library.import_from([str(source)])
        return what_it_says(library)


def what_it_says(library: Library) -> dict[str, object]:
    fields = (FacetField.TOPIC, FacetField.NAME, FacetField.SOURCE)
    return {
        "ids": sorted(article.id for _, article in library.store.iterate()),
        "facets": {field: library.facet("", field) for field in fields},
        "days": dict(library.days("")),
        "found": library.count('"solid state"'),
    }


def check_agrees(library: Library) -> None:
    """Check that the index holds what the store holds, neither more nor less, and finds each article."""
    assert library.info().index == "current"
    assert library.index.engine is not None
    everything = library.search("group:off", order=Order.OLDEST, limit=2 * ARTICLES)
    ids = [article.id for _, article in library.store.iterate()]
    assert len(ids) == len(set(ids)) == library.store.count()
    assert everything.total == library.count("") == library.index.engine.size() == len(ids)
    assert sorted(hit.id for hit in everything.hits) == sorted(ids)
    for identifier in ids[::20]:
        title = library.article(identifier).title
        assert identifier in {hit.id for hit in library.search(f'title:"{title}" group:off').hits}
    names = Counter(name for given in library.store.names(ids).values() for name in given)
    assert {entry.value: entry.count for entry in library.facet("", FacetField.NAME)} == names


@pytest.mark.parametrize("where", MOMENTS, ids=str)
def test_after_a_kill_the_index_agrees_with_the_store_and_the_next_import_goes_on(
    tmp_path: Path, source: Path, whole: dict[str, object], where: tuple[str, str, int]
) -> None:
    engine, place, moment = where
    folder = tmp_path / "library"
    command = [sys.executable, "-c", IMPORT, str(folder), str(source), engine, place, str(moment)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = process.stdout.readline()
        process.kill()
    if said == "done\n":
        pytest.skip(f"{engine} does not come there")
    assert said == "now\n"
    with open_library(folder) as library:
        assert library.catch_up()
        check_agrees(library)
        library.import_from([str(source)])
        check_agrees(library)
        assert what_it_says(library) == whole


@pytest.mark.parametrize("asked", [0, 3, 6, 8, 10, 12, 15])
def test_after_a_stop_at_any_stage_the_report_says_so_and_the_next_import_goes_on(
    tmp_path: Path, source: Path, whole: dict[str, object], monkeypatch: pytest.MonkeyPatch, asked: int
) -> None:
    monkeypatch.setattr("index.importing.pipeline.BATCH_ARTICLES", BATCH)
    monkeypatch.setattr("index.searchindex.BATCH_ARTICLES", BATCH)
    monkeypatch.setattr("index.derived.REPORT_EVERY", BATCH)
    stages: list[str] = []

    def stop() -> bool:
        return len(stages) > asked

    with open_library(tmp_path / "library", create=True) as library:
        monkeypatch.setattr("index.importing.meter.INTERVAL", 0.0)
        report = library.import_from(
            [str(source)], report=lambda progress: stages.append(progress.stage), cancelled=stop
        )
        assert report.interrupted == (len(stages) > asked)
        library.catch_up()
        check_agrees(library)
        assert not library.import_from([str(source)]).interrupted
        assert what_it_says(library) == whole
