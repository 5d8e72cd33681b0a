"""What the command line says where articles are nearly the same."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest

from tests.cli.conftest import Run

BODY = (
    "Nissan is reportedly in discussions with Honda about a wide partnership in electric vehicles, said two"
    " people who know of the talks. Both firms declined to comment and the shares of both rose in Tokyo."
)


@pytest.fixture
def copies(run: Run, tmp_path: Path) -> Path:
    records = [
        {"title": "Talks", "date": f"2024-03-1{day}", "source": "Wire", "body": BODY} for day in (3, 4)
    ]
    records.append(
        {"title": "Plant", "date": "2024-03-15", "source": "Wire", "body": "Tesla opened a plant."}
    )
    source = tmp_path / "news.jsonl"
    source.write_bytes(b"\n".join(map(orjson.dumps, records)))
    assert run("-L", str(tmp_path / "library"), "import", str(source)).code == 0
    return tmp_path / "library"


def test_a_row_ends_in_the_number_of_others(run: Run, copies: Path) -> None:
    lines = run("-L", str(copies), "search", "nissan").out.splitlines()
    assert lines[0].startswith("2024-03-13")
    assert lines[0].endswith("+1")
    assert len(lines) == 2
    assert "+1" not in run("-L", str(copies), "search", "nissan group:off").out


def test_json_names_the_group(run: Run, copies: Path) -> None:
    (row,) = run("-L", str(copies), "search", "nissan", "--json").rows
    assert (row["group"], row["others"]) == (row["id"], 1)
    rows = run("-L", str(copies), "search", "nissan group:off", "--json").rows
    assert [(other["group"], other["others"]) for other in rows] == [(row["id"], 0)] * 2
    (alone,) = run("-L", str(copies), "search", "tesla", "--json").rows
    assert (alone["group"], alone["others"]) == ("", 0)


def test_what_is_shown_is_counted_in_rows_and_told_in_articles(run: Run, copies: Path) -> None:
    assert "1 of 2 shown, for 3 articles" in run("-L", str(copies), "search", "", "-n", "1").err
    assert "1 of 3 shown" in run("-L", str(copies), "search", "group:off", "-n", "1").err


def test_a_setting_in_the_wrong_place_is_told_in_words(run: Run, copies: Path) -> None:
    answer = run("-L", str(copies), "search", "(nissan group:off)")
    assert answer.code != 0
    assert "whole list" in answer.err
