"""`evtui import --dry-run`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.sanitise import FORBIDDEN


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    rows = [
        {
            "headline": f"Title {n}",
            "text": f"Text {n}.",
            "published": "2024-03-15",
            "url": f"https://e.org/{n}",
        }
        for n in range(5)
    ]
    (folder / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows) + "{broken\n")
    (folder / "b.txt").write_text("Date: 03/04/2024\n\nA plain one. It is short.")
    return folder


def test_it_tells_each_format_with_its_first_three_articles(run, tmp_path, inbox):
    library = tmp_path / "library"
    answer = run("-L", str(library), "import", "--dry-run", str(inbox))
    assert answer.code == 0
    assert not library.exists()
    first, *lines = answer.out.splitlines()
    assert first == "JSON Lines: 1 file, 5 articles: 5 to be added, 1 left out"
    assert lines[0] == "  fields: title=headline, body=text, date=published, url=url"
    assert lines[1:4] == [
        "  2024-03-15  Title 0",
        "              inbox · https://e.org/0",
        "              Text 0.",
    ]
    assert "  … and 2 articles more" in lines
    assert f"  left out: {inbox}/a.jsonl:6: The line is not JSON" in answer.out
    assert "plain text: 1 file, 1 article: 1 to be added, 1 with a doubt" in lines
    assert "was read as 3 April 2024 (day first)." in answer.out
    assert answer.err.splitlines()[-1] == (
        "Nothing was written. An import would add 6 articles and leave out 1 item."
    )


def test_json(run, tmp_path, inbox):
    library = str(tmp_path / "library")
    run("-L", library, "import", str(inbox))
    rows = run("-L", library, "import", "--dry-run", "--json", str(inbox)).rows
    lines = next(row for row in rows if row["format"] == "jsonl")
    assert (lines["title"], lines["files"], lines["added"], lines["duplicates"]) == ("JSON Lines", 1, 0, 5)
    assert lines["map"]["title"] == "headline"
    assert len(lines["articles"]) == 3
    assert lines["articles"][0]["date"] == "2024-03-15"
    assert lines["reasons"][0]["kind"] == "rejected"


def test_declared_sources_and_the_date_order_are_used_but_not_written(run, tmp_path, inbox):
    library = ("-L", str(tmp_path / "library"))
    run(*library, "source", "add", "Declared", "--path", str(inbox), "--date-order", "month-first")
    answer = run(*library, "import", "--dry-run", str(inbox))
    assert "2 files were read as declared for “Declared”." in answer.err
    assert "was read as 4 March 2024 (month first)." in answer.out
    assert "Declared · https://e.org/0" in answer.out
    run(*library, "import", "--dry-run", "--date-order", "month-first", str(tmp_path / "inbox" / "b.txt"))
    run(*library, "source", "remove", "--all")
    assert "(day first)" in run(*library, "import", "--dry-run", str(inbox)).out


def test_nothing_in_it_reaches_the_terminal(run, tmp_path):
    nasty = "\x1b]0;owned\x07\x1b[31m[/bold]\u202e\x9b1m"
    folder = tmp_path / f"in\n{nasty}".replace("/", "")
    folder.mkdir()
    fields = ("title", "body", "source", "author", "url", "date", "id")
    (folder / "a.jsonl").write_text(json.dumps(dict.fromkeys(fields, f"x{nasty}")) + "\n" + nasty)
    answer = run("-L", str(tmp_path / "library"), "import", "--dry-run", str(folder))
    assert answer.code == 0
    assert "[/bold]" in answer.out
    assert not FORBIDDEN.search(answer.out + answer.err)


def test_what_is_watched_is_not_tried(run, inbox):
    assert run("import", "--dry-run", "--watch", str(inbox)).code == 2
