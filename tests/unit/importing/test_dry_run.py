"""A dry run says what the import then does, and changes nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.dryrun import Forecast, forecast
from index.errors import LibraryOutdated, ReaderError
from index.importing import import_inputs
from index.readers import ReadOptions
from index.store import Store

FIGURES: Final = {"added": "added", "updated": "updated", "duplicates": "duplicate", "rejected": "rejected"}


def record(title: str, body: str = "A text.", **more: str) -> str:
    return json.dumps({"title": title, "body": body, "date": "2024-03-15", **more}) + "\n"


def counts(told: Forecast) -> dict[str, int]:
    found = {name: told.count(verdict) for name, verdict in FIGURES.items()}
    return {**found, "doubts": sum(each.doubts for each in told.formats)}


def print_of(folder: Path) -> dict[str, str]:
    return {
        str(path): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "press"
    made.mkdir()
    return made


def test_without_a_library_none_is_made(folder, tmp_path):
    (folder / "a.jsonl").write_text(record("One") + record("One") + record("Two") + "{broken\n")
    (folder / "b.txt").write_text(" date 2024-02-30 Third. A text.")
    (folder / "c.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    told = forecast(tmp_path / "library", [str(folder)])
    assert not (tmp_path / "library").exists()
    lines, plain, unread = sorted(told.formats, key=lambda each: ("text" in each.format, not each.format))
    assert (lines.format, lines.title, len(lines.paths)) == ("jsonl", "JSON Lines", 1)
    assert dict(lines.counts) == {"added": 2, "duplicate": 1, "rejected": 1}
    assert [article.title for article in lines.first] == ["One", "One", "Two"]
    assert lines.first[0].day == date(2024, 3, 15)
    assert lines.columns == {"title": "title", "body": "body", "date": "date"}
    (reason,) = lines.reasons.values()
    assert (reason.kept, reason.line, reason.count) == (False, 4, 1)
    assert {(each.format, each.title) for each in (plain, unread)} == {
        ("text", "plain text"),
        ("", "not read"),
    }
    assert sum(each.doubts for each in told.formats) == 1


def test_it_agrees_with_the_import_that_follows(folder, tmp_path):
    (folder / "a.jsonl").write_text(
        "".join(record(f"Title {number}", id=str(number)) for number in range(20))
    )
    (folder / "b.csv").write_text("title,text,url\nA,B,https://e.org/1\nC,D,https://e.org/2\n")
    library = tmp_path / "library"
    with Store.create(library) as store:
        import_inputs(store, [str(folder)], ReadOptions())
    (folder / "a.jsonl").write_text(
        "".join(
            record(f"Title {number}", "Changed." if number % 5 == 0 else "A text.", id=str(number))
            for number in range(25)
        )
        + "nonsense\n"
    )
    (folder / "b.csv").write_text("title,text,url\nA,Changed,https://e.org/1\nC,D,https://e.org/3\n")
    before = print_of(library)
    told = forecast(library, [str(folder)])
    assert print_of(library) == before
    with Store.open(library) as store:
        done = import_inputs(store, [str(folder)], ReadOptions())
    assert counts(told) == {name: getattr(done, name) for name in (*FIGURES, "doubts")}
    assert (done.added, done.updated, done.rejected) == (6, 5, 1)
    assert counts(forecast(library, [str(folder)]))["added"] == 0


ARTICLES = st.lists(
    st.builds(
        record,
        st.sampled_from(["One", "Two", ""]),
        st.sampled_from(["A text.", "Another.", ""]),
        id=st.sampled_from(["", "1", "2"]),
        url=st.sampled_from(["", "https://e.org/1", "https://e.org/2"]),
        date=st.sampled_from(["2024-03-15", "03/04/2024", "2024", ""]),
    )
    | st.just("{broken\n"),
    max_size=6,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=st.tuples(ARTICLES, ARTICLES), second=st.tuples(ARTICLES, ARTICLES))
def test_it_agrees_whatever_is_imported(first, second, tmp_path_factory):
    place = tmp_path_factory.mktemp("any")
    library = place / "library"
    paths = [str(place / "a.jsonl"), str(place / "b.jsonl")]
    for contents in (first, second):
        for path, lines in zip(paths, contents, strict=True):
            Path(path).write_text("".join(lines))
        told = forecast(library, paths)
        with Store.open(library) if library.exists() else Store.create(library) as store:
            done = import_inputs(store, paths, ReadOptions())
        assert counts(told) == {name: getattr(done, name) for name in (*FIGURES, "doubts")}


def test_a_library_that_can_only_be_read(folder, tmp_path):
    (folder / "a.jsonl").write_text(record("One"))
    library = tmp_path / "library"
    with Store.create(library) as store:
        import_inputs(store, [str(folder)], ReadOptions())
    (folder / "a.jsonl").write_text(record("One") + record("Two"))
    for path in (*library.iterdir(), library):
        path.chmod(0o500 if path.is_dir() else 0o400)
    before = print_of(library)
    told = forecast(library, [str(folder)])
    assert (told.count("added"), told.count("duplicate")) == (1, 1)
    assert print_of(library) == before


def test_while_another_process_writes(folder, tmp_path):
    (folder / "a.jsonl").write_text(record("One"))
    library = tmp_path / "library"
    Store.create(library).close()
    holding = (
        "import sys; from pathlib import Path; from index.store import Store\n"
        "store = Store.open(Path(sys.argv[1]))\n"
        "with store.writer(), store.writing():\n"
        "    print('held', flush=True); sys.stdin.readline()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", holding, str(library)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        assert forecast(library, [str(folder)]).count("added") == 1
        other.communicate("\n")


def test_a_path_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(ReaderError):
        forecast(tmp_path / "library", [str(tmp_path / "nowhere")])


def test_a_library_of_an_older_version_is_left_as_it_is(folder, tmp_path):
    import sqlite3

    (folder / "a.jsonl").write_text(record("One"))
    library = tmp_path / "library"
    Store.create(library).close()
    connection = sqlite3.connect(library / "library.db")
    connection.execute("PRAGMA user_version = 1")
    connection.close()
    with pytest.raises(LibraryOutdated, match=r"evtui -L .* info"):
        forecast(library, [str(folder)])


def test_it_can_be_stopped(folder, tmp_path):
    for number in range(30):
        (folder / f"{number}.txt").write_text(f"Text {number}. It has two sentences.")
    asked = 0

    def cancelled() -> bool:
        nonlocal asked
        asked += 1
        return asked > 10

    told = forecast(tmp_path / "library", [str(folder)], cancelled=cancelled)
    assert told.interrupted
    assert told.count("added") < 30


def test_nothing_is_left_in_the_temporary_folder(folder, tmp_path, monkeypatch):
    place = tmp_path / "tmp"
    place.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(place))
    (folder / "a.jsonl").write_text(record("One"))
    forecast(tmp_path / "library", [str(folder)])
    assert os.listdir(place) == []  # noqa: PTH208


def test_a_missing_extra_is_told_and_does_not_end_the_dry_run(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "a.parquet").write_bytes(b"PAR1" + bytes(64))
    (folder / "b.jsonl").write_text(record("Pact"))
    monkeypatch.setattr("index.readers.formats.find_spec", lambda name: None)
    told = forecast(tmp_path / "library", [str(folder)])
    assert (told.count("added"), told.count("rejected")) == (1, 1)
