"""An analysis that is killed has lost one batch at most, and the next one comes to the same end."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import orjson
import pytest

from index.library import Library, open_library
from index.model import FacetField

ARTICLES = 60
BATCH = 20

# It stops for a sign at the wanted call, and is killed there: so the moment is exact.
ANALYSE = """
import sys
import index.background.reading as reading
import index.derived as derived
from index.library import open_library
from index.searchindex import SearchIndex
from index.store import Store

folder, place, moment, batch = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
reading.BATCH_CHANGES = derived.TURN_ARTICLES = derived.BATCH = batch
owner = SearchIndex if place == "catch_up" else Store
before, calls = getattr(owner, place), [0]

def counted(self, *given, **named):
    calls[0] += 1
    if calls[0] == moment:
        print("now", flush=True)
        sys.stdin.read()
    return before(self, *given, **named)

setattr(owner, place, counted)
open_library(folder).derive()
"""

CITIES = ("Bonn", "Oslo", "Rome", "Turin", "Lyon", "Ulm")


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library that is searchable and not analysed; it must not be changed."""
    folder = tmp_path_factory.mktemp("killed")
    records = (
        {
            "title": f"Report {n}",
            "date": "2024-03-13",
            "text": f"In {CITIES[n % 6]} the makers Honda and Nissan discuss a joint venture, number {n}.",
        }
        for n in range(ARTICLES)
    )
    (folder / "news.jsonl").write_bytes(b"\n".join(orjson.dumps(record) for record in records))
    with open_library(folder / "library", create=True) as library:
        library.import_from([str(folder / "news.jsonl")], derive=False)
    return folder / "library"


def found_in(library: Library) -> tuple[object, ...]:
    """What analysis found, as the store and as the index know it."""
    ids = [article.id for _, article in library.store.iterate()]
    everything = library.compile("")
    facets = [library.facet(everything, field) for field in (FacetField.TOPIC, FacetField.NAME)]
    return library.store.names(ids), library.store.topics(ids), facets


@pytest.fixture(scope="module")
def expected(imported: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[object, ...]:
    folder = shutil.copytree(imported, tmp_path_factory.mktemp("whole") / "library")
    with open_library(folder) as library:
        library.derive()
        return found_in(library)


@pytest.mark.parametrize(
    ("moment", "read"),
    [
        (("keep_readings", 1), 0),
        (("keep_readings", 3), 2 * BATCH),
        (("set_derived", 1), ARTICLES),
        (("set_derived", 3), ARTICLES),
        (("catch_up", 2), ARTICLES),
    ],
    ids=str,
)
def test_a_killed_analysis_is_taken_up_where_it_stood(
    imported: Path, expected: tuple[object, ...], tmp_path: Path, moment: tuple[str, int], read: int
) -> None:
    folder = shutil.copytree(imported, tmp_path / "library")
    place, call = moment
    command = [sys.executable, "-c", ANALYSE, str(folder), place, str(call), str(BATCH)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "now\n"
        process.send_signal(signal.SIGKILL)
    with open_library(folder) as library:
        assert len(library.store.read_articles()) == read
        assert not library.analysed
        library.catch_up()
        assert library.search("venture").total == ARTICLES
        library.derive()
        assert library.analysed
        assert found_in(library) == expected
        assert library.index.status() == "current"


def test_two_at_once_do_the_work_once_and_imports_go_on_beside_it(imported: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(imported, tmp_path / "library")
    command = [sys.executable, "-c", ANALYSE, str(folder), "keep_readings", "2", str(BATCH)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "now\n"
        with open_library(folder) as library:
            assert not library.derive()
            late = tmp_path / "late.txt"
            late.write_text(" date 2024-03-14 In Kyoto the makers Honda and Nissan discuss a joint venture.")
            assert library.import_from([str(late)], derive=False).added == 1
            assert library.search("kyoto").total == 1
        process.communicate("go on\n", timeout=60)
        assert process.returncode == 0
    with open_library(folder) as library:
        assert library.analysed
        assert library.search("name:Honda kyoto").total == 1
