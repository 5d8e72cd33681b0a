"""What each command gives: data on standard output, narration on standard error, an honest exit code."""

from __future__ import annotations

import importlib
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Run


def test_import_ends_with_the_figures(run: Run, tmp_path: Path) -> None:
    article = tmp_path / "news" / "a.txt"
    article.parent.mkdir()
    article.write_text(
        " date 2024-02-30 A day that no calendar has. It is kept as undated.\n", encoding="utf-8"
    )
    (article.parent / "empty.txt").write_text("", encoding="utf-8")
    answer = run("-L", str(tmp_path / "lib"), "import", str(article.parent), "--json")
    assert answer.code == 0
    last = answer.rows[-1]
    assert {key: last[key] for key in ("added", "updated", "duplicates", "rejected")} == {
        "added": 1,
        "updated": 0,
        "duplicates": 0,
        "rejected": 1,
    }
    assert last["seconds"] >= 0
    assert "empty.txt:1" in answer.err
    assert "2024-02-30" in answer.err


def test_importing_again_adds_nothing(run: Run, library: Path, tmp_path: Path) -> None:
    again = run("-L", str(library), "import", str(tmp_path / "Auto Ledger"), "--json").rows[-1]
    assert (again["added"], again["updated"], again["duplicates"]) == (0, 0, 3)


def test_a_changed_article_becomes_a_new_version_and_the_old_text_stays(
    run: Run, library: Path, tmp_path: Path
) -> None:
    before = run("-L", str(library), "search", "memorandum", "--json").rows[0]
    changed = "They signed a letter of intent on a shared platform.\n"
    (tmp_path / "Auto Ledger" / "two.txt").write_text(
        f" date 2024-03-16 Honda and Nissan confirmed their talks. {changed}", encoding="utf-8"
    )
    report = run("-L", str(library), "import", str(tmp_path / "Auto Ledger"), "--json").rows[-1]
    assert (report["added"], report["updated"]) == (0, 1)
    assert run("-L", str(library), "search", "memorandum", "--json").rows == []
    now = run("-L", str(library), "show", before["id"], "--json").rows[0]
    then = run("-L", str(library), "show", before["id"], "--text-version", "1", "--json").rows[0]
    assert now["version"] == 2
    assert "letter of intent" in now["body"]
    assert "memorandum" in then["body"]


def test_search_gives_the_documented_fields(run: Run, library: Path) -> None:
    answer = run("-L", str(library), "search", '"memorandum of understanding"', "--json")
    assert answer.code == 0
    (row,) = answer.rows
    assert set(row) == {
        "id",
        "date",
        "title",
        "source",
        "score",
        "snippet",
        "topics",
        "url",
        "group",
        "others",
    }
    assert row["date"] == "2024-03-16"
    assert row["source"] == "Auto Ledger"
    assert "memorandum of understanding" in row["snippet"]
    assert row["title"] == "Honda and Nissan confirmed their talks"


def test_both_articles_are_found_in_the_order_of_their_days(run: Run, library: Path) -> None:
    oldest = run("-L", str(library), "search", "honda", "nissan", "--order", "oldest", "--json").rows
    newest = run("-L", str(library), "search", "honda", "nissan", "--order", "newest", "--json").rows
    assert [row["date"] for row in oldest] == ["2024-03-13", "2024-03-16"]
    assert [row["date"] for row in newest] == ["2024-03-16", "2024-03-13"]


def test_what_is_not_shown_is_said(run: Run, library: Path) -> None:
    answer = run("-L", str(library), "search", "-n", "1")
    assert "1 of 3 shown" in answer.err


def test_a_limit_of_nought_shows_all(run: Run, library: Path) -> None:
    answer = run("-L", str(library), "search", "-n", "0", "--json")
    assert len(answer.rows) == 3
    assert "shown" not in answer.err


def test_undated_articles_are_searchable_and_counted_apart(run: Run, library: Path) -> None:
    (row,) = run("-L", str(library), "search", "is:undated", "--json").rows
    assert row["date"] is None
    days = run("-L", str(library), "timeline", "--by", "day", "--json").rows
    assert [(entry["from"], entry["count"]) for entry in days] == [
        ("2024-03-13", 1),
        ("2024-03-14", 0),
        ("2024-03-15", 0),
        ("2024-03-16", 1),
        (None, 1),
    ]


def test_topics_give_kind_label_and_count(run: Run, library: Path) -> None:
    rows = run("-L", str(library), "topics", "--json").rows
    assert {"kind": "source", "label": "Auto Ledger", "count": 3} in rows
    assert all(set(row) == {"kind", "label", "count"} for row in rows)


def test_show_takes_the_beginning_of_an_id(run: Run, library: Path) -> None:
    (row,) = run("-L", str(library), "search", "memorandum", "--json").rows
    shown = run("-L", str(library), "show", row["id"][:6], "--json").rows[0]
    assert shown["id"] == row["id"]
    assert shown["title_derived"] is True
    assert shown["origin"]["path"].endswith("two.txt")


def test_an_unknown_id_fails_in_words(run: Run, library: Path) -> None:
    answer = run("-L", str(library), "show", "zzzzzz")
    assert answer.code == 1
    assert "zzzzzz" in answer.err
    assert answer.out == ""


def test_info_gives_the_library_in_figures(run: Run, library: Path) -> None:
    (info,) = run("-L", str(library), "info", "--json").rows
    assert info["library"] == str(library)
    assert info["engine"] == "whoosh"
    assert (info["articles"], info["undated"]) == (3, 1)
    assert (info["first_date"], info["last_date"]) == ("2024-03-13", "2024-03-16")
    assert info["index"] == "current"


@pytest.mark.parametrize("engine", ["tantivy", "whoosh"])
def test_reindex_changes_the_engine_and_the_answers_stay(run: Run, library: Path, engine: str) -> None:
    before = {row["id"] for row in run("-L", str(library), "search", "talk*", "--json").rows}
    answer = run("-L", str(library), "reindex", "--engine", engine, "--json")
    assert answer.rows[-1]["engine"] == engine
    after = {row["id"] for row in run("-L", str(library), "search", "talk*", "--json").rows}
    assert before == after != set()


def test_a_query_that_cannot_be_understood_shows_where(run: Run, library: Path) -> None:
    answer = run("-L", str(library), "search", "titel:honda")
    assert answer.code == 2
    assert "title" in answer.err
    _, query, caret, *_ = answer.err.splitlines()
    assert query[caret.index("^") :].startswith("titel")


def test_no_hits_name_the_absent_word_and_the_nearest(run: Run, library: Path) -> None:
    answer = run("-L", str(library), "search", "hondaa", "nissan")
    assert answer.code == 0
    assert answer.out == ""
    assert "'hondaa'" in answer.err
    assert "honda" in answer.err.replace("hondaa", "")


def test_wrong_usage_is_told_with_exit_code_two(run: Run) -> None:
    assert run("serch", "honda").code == 2


def test_a_library_that_was_named_but_is_not_there_is_an_error(run: Run, tmp_path: Path) -> None:
    answer = run("-L", str(tmp_path / "nowhere"), "search", "honda")
    assert answer.code == 1
    assert "nowhere" in answer.err
    assert not (tmp_path / "nowhere").exists()


def test_an_empty_default_library_gives_the_samples_and_says_so(run: Run) -> None:
    answer = run("search", "honda", "nissan", "--json", "-n", "3")
    assert len(answer.rows) == 3
    assert "evtui import" in answer.err


def test_the_library_can_be_named_by_the_environment(
    run: Run, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EVTUI_LIBRARY", str(library))
    assert run("info", "--json").rows[0]["articles"] == 3


def test_without_a_terminal_an_overview_is_printed(run: Run, library: Path) -> None:
    answer = run("-L", str(library))
    assert answer.code == 0
    assert "3 articles, 1 undated" in answer.out
    assert "2024-03-13 to 2024-03-16" in answer.out
    assert "Auto Ledger 3" in answer.out
    assert "needs a terminal" in answer.err


def test_rejects_lists_what_was_left_out(run: Run, library: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.jsonl"
    broken.write_text(
        '{"date": "2024-05-01", "title": "One", "body": "First."}\n{"date": \n'
        '{"date": "2024-05-02", "title": "Two", "body": "Second."}\n',
        encoding="utf-8",
    )
    assert run("-L", str(library), "import", str(broken), "--json").rows[-1]["added"] == 2
    (row,) = [row for row in run("-L", str(library), "rejects", "--json").rows if row["kind"] == "rejected"]
    assert row["file"].endswith("broken.jsonl")
    assert row["line"] == 2
    assert row["reason"]


def test_version_is_one_line(run: Run) -> None:
    answer = run("--version")
    assert answer.out.startswith("evtui ")
    assert answer.code == 0


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["honda", "-memorandum"], ["2024-03-13"]),
        (["-memorandum", "-is:undated"], ["2024-03-13"]),
        (["honda", "-n", "5", "-talks", "OR", "memorandum", "--order", "oldest"], ["2024-03-16"]),
        (["-n5", "honda", "--order", "oldest", "nissan"], ["2024-03-13", "2024-03-16"]),
        (["honda", "-nissan"], []),
        (["--", "honda", "-memorandum"], ["2024-03-13"]),
        (["-memorandum -is:undated"], ["2024-03-13"]),
    ],
)
def test_a_query_excludes_words_and_stands_around_options(
    run: Run, library: Path, words: list[str], found: list[str]
) -> None:
    answer = run("-L", str(library), "search", "--json", *words)
    assert answer.code == 0
    assert [row["date"] for row in answer.rows] == found


def test_the_desk_takes_a_query_that_begins_by_excluding(run: Run, library: Path) -> None:
    answer = run("-L", str(library), "-q", "-memorandum")
    assert answer.code == 0
    assert "Newest of 2" in answer.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["search", "--ordr", "oldest"], "--ordr"),
        (["search", "-n", "many", "honda"], "'many'"),
        (["import", ".", "--map", "body"], "FIELD=NAME"),
        (["import", ".", "--map", "text=story"], "'text' is not a field"),
        (["import", ".", "--format", "xml"], "xml"),
        (["import", ".", "--encoding", "klingon"], "klingon"),
        (["reindex", "--engine", "lucene"], "tantivy"),
    ],
)
def test_a_wrong_option_is_wrong_usage_and_is_named(
    run: Run, library: Path, words: list[str], said: str
) -> None:
    answer = run("-L", str(library), *words)
    assert answer.code == 2
    assert said in answer.err
    assert "_natural" not in answer.err
    assert answer.out == ""


def test_every_documented_format_and_field_is_taken(run: Run, tmp_path: Path) -> None:
    article = tmp_path / "page"
    article.write_text("Talks between two makers of cars are said to have begun.", encoding="utf-8")
    records = tmp_path / "rows.csv"
    records.write_text("number,words\n7,Another text\n", encoding="utf-8")
    library = str(tmp_path / "library")
    assert run("-L", library, "import", str(article), "--format", "text", "--json").rows[-1]["added"] == 1
    mapped = run("-L", library, "import", str(records), "--map", "id=number", "--map", "body=words", "--json")
    assert mapped.rows[-1]["added"] == 1


def test_a_path_that_is_not_there_makes_no_library(run: Run, tmp_path: Path) -> None:
    answer = run("-L", str(tmp_path / "library"), "import", str(tmp_path / "nowhere"))
    assert answer.code == 1
    assert "nowhere" in answer.err
    assert not (tmp_path / "library").exists()


def test_what_was_left_out_is_told_before_what_is_doubtful(run: Run, tmp_path: Path) -> None:
    rows = [f'{{"date": "03/04/20{year:02}", "body": "Text {year}."}}' for year in range(10, 30)]
    path = tmp_path / "news.jsonl"
    path.write_text("\n".join(["{broken", *rows]), encoding="utf-8")
    answer = run("-L", str(tmp_path / "library"), "import", str(path))
    told = answer.err.splitlines()
    assert told[0] == "1 item was left out and 20 were kept with a doubt:"
    assert "news.jsonl:1: " in told[1]
    assert "day first" in told[2]
    assert told[-1].startswith("  … and 11 more")


def test_what_is_said_of_many_lines_is_said_once(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    path.write_text('{"date": "2024-05-01", "body": "One."}\n' + "[]\n" * 30, encoding="utf-8")
    answer = run("-L", str(tmp_path / "library"), "import", str(path))
    told = answer.err.splitlines()
    assert told[0] == "30 items were left out:"
    assert len(told) == 2
    assert "news.jsonl:2 and 29 more lines: " in told[1]


def test_a_mistake_in_a_query_is_told_with_what_would_be_right(run: Run, library: Path) -> None:
    answer = run("-L", str(library), "search", "date:31/03/2024")
    assert answer.code == 2
    assert answer.err.splitlines()[-1] == "Write year, month, day: 2024-03-13."


def test_auto_goes_by_the_size_where_it_is_asked_for(run: Run, library: Path) -> None:
    assert run("-L", str(library), "reindex", "--engine", "tantivy", "--json").rows[-1]["engine"] == "tantivy"
    assert run("-L", str(library), "reindex", "--engine", "auto", "--json").rows[-1]["engine"] == "whoosh"


@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
def test_a_library_that_cannot_be_written_to_is_read(
    run: Run, library: Path, monkeypatch: pytest.MonkeyPatch, engine: str
) -> None:
    run("-L", str(library), "reindex", "--engine", engine)

    def state() -> dict[str, int]:
        return {str(path): path.stat().st_mtime_ns for path in library.rglob("*")}

    before = state()
    for module in ("index.store.store", "index.store.database", "index.engines.tantivy_engine"):
        importlib.import_module(module)
        monkeypatch.setattr(f"{module}.access", lambda _path, _mode: False)
    assert len(run("-L", str(library), "search", "honda", "--json").rows) == 2
    assert run("-L", str(library), "topics", "honda", "--json").rows
    assert run("-L", str(library), "info", "--json").rows[0]["index"] == "current"
    refused = run("-L", str(library), "reindex")
    assert refused.code == 1
    assert "can be read but not changed" in refused.err
    assert state() == before
    shutil.rmtree(library / "index")
    missing = run("-L", str(library), "search", "honda")
    assert missing.code == 1
    assert "has no index" in missing.err
    assert run("-L", str(library), "info", "--json").rows[0]["index"] == "missing"


@pytest.mark.parametrize("command", ["timeline", "topics"])
def test_every_answer_that_is_empty_says_why(run: Run, library: Path, command: str) -> None:
    answer = run("-L", str(library), command, "hondaa", "--json")
    assert (answer.code, answer.out) == (0, "")
    assert "No article contains 'hondaa'. Near it: honda." in answer.err


def test_a_home_that_nobody_has_is_a_library_that_is_not_there(run: Run) -> None:
    answer = run("-L", "~nobody-has-this-name/news", "info")
    assert answer.code == 1
    assert "There is no library in ~nobody-has-this-name/news" in answer.err


def test_a_version_or_number_beyond_all_bounds_is_told_in_words(run: Run, library: Path) -> None:
    (row,) = run("-L", str(library), "search", "memorandum", "--json").rows
    assert run("-L", str(library), "show", row["id"], "--text-version", "9").code == 1
    assert run("-L", str(library), "show", row["id"], "--text-version", "9" * 30).code == 2
    assert run("-L", str(library), "search", "honda", "-n", "9" * 15).code == 0
