"""Work that is killed at fifty random moments loses nothing that was said to be done."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from index import open_library
from index.engines import available_engines
from index.importing import import_inputs
from index.readers import ReadOptions
from index.store import Store

from .killing import Killer
from .whole import check_whole, ids_in, write_source

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")

MOMENTS = 50
ARTICLES = 60


@pytest.fixture(scope="module")
def killer() -> Iterator[Killer]:
    with Killer() as made:
        yield made


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_source(tmp_path_factory.mktemp("wire") / "news.jsonl", ARTICLES)


@pytest.fixture
def library(tmp_path: Path, source: Path) -> Path:
    """A library with all articles and its index."""
    with open_library(tmp_path / "library", create=True) as made:
        made.import_from([str(source)], derive=False)
    return tmp_path / "library"


def moments(calls: int, seed: int, count: int = MOMENTS) -> list[int]:
    """Return random moments of some work, spread over all of it."""
    random = Random(seed)
    return [random.randrange(calls * part // count, calls * (part + 1) // count) + 1 for part in range(count)]


@pytest.mark.parametrize(
    ("work", "engine"),
    [
        *(("import_articles", engine) for engine in available_engines()),
        ("import_with_crew", available_engines()[-1]),
    ],
)
def test_an_import(killer: Killer, source: Path, tmp_path: Path, work: str, engine: str) -> None:
    calls = killer.run(work, str(tmp_path / "first"), str(source), engine, str(tmp_path / "log"))
    whole = sorted(ids_in(tmp_path / "first"))
    assert len(whole) == ARTICLES
    killed = 0
    for trial, moment in enumerate(moments(calls, seed=1)):
        folder, log = tmp_path / f"library{trial}", tmp_path / f"log{trial}"
        killed += killer.kill(work, str(folder), str(source), engine, str(log), at=moment)
        check_goes_on(folder, log, source, whole, thorough=trial % 5 == 0)
    assert killed > MOMENTS // 2


def check_goes_on(folder: Path, log: Path, source: Path, whole: list[str], *, thorough: bool) -> None:
    """Check that what was reported is there, and that importing again brings the rest."""
    reported = log.read_text().split() if log.exists() else []
    kept = 0
    if (folder / "library.db").exists() and (folder / "library.db").stat().st_size:
        kept = check_whole(folder, reported)
    assert len(reported) <= kept
    with open_library(folder, create=True) as library:
        done = library.import_from([str(source)], derive=False)
        assert (done.added, done.duplicates, done.updated) == (ARTICLES - kept, kept, 0)
        assert sorted(library.store.all_ids()) == whole
    if thorough:
        assert check_whole(folder, whole) == ARTICLES


def a_worker_of(process: int) -> int:
    """Return a process that another one began; that one itself where it has none just now."""
    children = Path(f"/proc/{process}/task/{process}/children")
    found = children.read_text().split() if children.exists() else []
    return int(found[0]) if found else process


@pytest.mark.skipif(
    not Path("/proc/self/task").exists(), reason="nothing tells the children of a process here"
)
def test_an_import_whose_worker_is_killed(killer: Killer, source: Path, tmp_path: Path) -> None:
    engine = available_engines()[-1]
    calls = killer.run(
        "import_with_crew", str(tmp_path / "first"), str(source), engine, str(tmp_path / "log")
    )
    whole = sorted(ids_in(tmp_path / "first"))
    for trial, moment in enumerate(moments(calls, seed=6, count=12)):
        folder, log = tmp_path / f"library{trial}", tmp_path / f"log{trial}"
        given = (str(folder), str(source), engine, str(log))
        killer.kill("import_with_crew", *given, at=moment, victim=a_worker_of)
        check_goes_on(folder, log, source, whole, thorough=False)


@pytest.mark.parametrize("change", [False, True], ids=["reindex", "another engine"])
def test_building_the_index_anew(killer: Killer, library: Path, change: bool) -> None:
    engines = available_engines()
    calls = killer.run("reindex", str(library), engines[0])
    for trial, moment in enumerate(moments(calls, seed=2)):
        engine = engines[trial % len(engines)] if change else ""
        killer.kill("reindex", str(library), engine, at=moment)
        assert check_whole(library) == ARTICLES


def test_writing_notes_and_stars(killer: Killer, library: Path, tmp_path: Path) -> None:
    identifier = ids_in(library)[0]
    first, log = 0, tmp_path / "log"
    calls = killer.run("write_notes", str(library), identifier, str(first), str(log))
    for moment in moments(calls, seed=3):
        first += 1_000
        killer.kill("write_notes", str(library), identifier, str(first), str(log), at=moment)
        said = [int(line) for line in log.read_text().split()]
        with Store.open(library) as store:
            written = [int(text.removeprefix("note ")) for _, text, _ in store.notes(identifier)]
            assert len(written) == len(set(written))
            assert set(said) <= set(written)
            # One at most was written and could not be told any more.
            assert (
                len([number for number in written if number >= first])
                <= len([number for number in said if number >= first]) + 1
            )
    assert check_whole(library) == ARTICLES


def test_backup_and_restore(killer: Killer, library: Path, tmp_path: Path) -> None:
    backup = tmp_path / "backup.zip"
    calls = killer.run("back_up", str(library), str(backup))
    for moment in moments(calls, seed=4, count=15):
        killer.kill("back_up", str(library), str(backup), at=moment)
    calls = killer.run("restore", str(library), str(backup))
    for moment in moments(calls, seed=5, count=15):
        killer.kill("restore", str(library), str(backup), at=moment)
        assert check_whole(library) == ARTICLES


def test_an_import_that_another_one_follows_sees_the_same_places(tmp_path: Path, source: Path) -> None:
    with Store.create(tmp_path / "library") as store:
        first = import_inputs(store, [str(source)], ReadOptions())
        again = import_inputs(store, [str(source)], ReadOptions())
    assert (first.added, again.added, again.duplicates) == (ARTICLES, 0, ARTICLES)
