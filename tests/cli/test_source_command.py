"""`evtui source`, and imports that go by it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.sanitise import FORBIDDEN


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    """A table with columns that nobody can guess, in Windows-1252, month first."""
    folder = tmp_path / "inbox" / "odd"
    folder.mkdir(parents=True)
    rows = "wann;kopf;volltext\n03/04/2024;Citroën;Der Text von gestern.\n"
    (folder / "a.dat").write_bytes(rows.encode("cp1252"))
    return folder


def test_declared_once_and_used_at_each_import(run, tmp_path, odd):
    library = str(tmp_path / "library")
    mapping = ("--map", "date=wann", "--map", "title=kopf", "--map", "body=volltext")
    more = ("--format", "csv", "--encoding", "cp1252", "--date-order", "month-first", "--language", "de")
    added = run("-L", library, "source", "add", "Odd Paper", "--path", str(odd), *mapping, *more)
    assert added.code == 0
    assert added.out.splitlines()[:2] == ["Odd Paper", f"  path        {odd}"]

    done = run("-L", library, "import", str(odd.parent), "--json")
    assert done.rows[0]["added"] == 1
    assert "1 file was read as declared for “Odd Paper”." in done.err
    (row,) = run("-L", library, "search", "gestern", "--json").rows
    assert (row["title"], row["date"], row["source"]) == ("Citroën", "2024-03-04", "Odd Paper")
    assert run("-L", library, "show", row["id"], "--json").rows[0]["language"] == "de"


def test_a_source_that_is_asked_for(run, tmp_path, odd):
    library = str(tmp_path / "library")
    told = run("-L", library, "source", "add", "Odd", "--map", "body=volltext", "--format", "csv")
    assert "evtui import --from 'Odd' PATH…" in told.err
    done = run("-L", library, "import", "--from", "odd", str(odd), "--map", "title=kopf", "--json")
    assert done.rows[0]["added"] == 1
    assert "declared" not in done.err


def test_list_show_remove(run, tmp_path):
    library = ("-L", str(tmp_path / "library"))
    run(*library, "source", "add", "B", "--map", "id=nr", "--path", "*.x")
    run(*library, "source", "add", "A")
    assert run(*library, "source", "list").out == "A: nothing but its name\nB: path *.x; map id=nr\n"
    assert [row["name"] for row in run(*library, "source", "list", "--json").rows] == ["A", "B"]
    assert run(*library, "source", "show", "B", "--json").rows == [
        {
            "name": "B",
            "paths": ["*.x"],
            "map": {"key": "nr"},
            "date_order": None,
            "format": "",
            "encoding": "",
            "language": "",
        }
    ]
    assert run(*library, "source", "remove", "B").code == 0
    assert run(*library, "source", "show", "B").code == 1
    assert run(*library, "source", "remove").code == 1
    assert run(*library, "source", "remove", "--all").code == 0
    assert "No source is declared." in run(*library, "source", "list").err


def test_wrong_words_leave_no_library_behind(run, tmp_path, odd):
    library = tmp_path / "library"
    answer = run("-L", str(library), "import", "--from", "Nobody", str(odd))
    assert answer.code == 1
    assert "No source is declared under the name “Nobody”." in answer.err
    assert run("-L", str(library), "source", "add", "X", "--map", "nonsense=x").code == 2
    assert run("-L", str(library), "source", "add", "X", "--language", "klingon language").code == 2
    assert run("-L", str(library), "source").code == 2
    assert not library.exists()


def test_nothing_in_a_declared_source_reaches_the_terminal(run, tmp_path):
    nasty = "\x1b]0;owned\x07\x1b[31m\u202e"
    library = ("-L", str(tmp_path / "library"))
    run(*library, "source", "add", f"A{nasty}", "--map", f"body=b{nasty}", "--path", f"/p{nasty}*")
    for words in (("list",), ("show", "A")):
        answer = run(*library, "source", *words)
        assert answer.code == 0
        assert not FORBIDDEN.search(answer.out + answer.err)
    (tmp_path / "a.jsonl").write_text(json.dumps({f"b{nasty}": "A text.", "title": "T"}))
    answer = run(*library, "import", "--dry-run", "--from", "A", str(tmp_path / "a.jsonl"))
    assert "body=b" in answer.out
    assert not FORBIDDEN.search(answer.out + answer.err)
