"""The two articles that evtui is made for: from rumour to confirmation in three days."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="the two model articles are not here")


@pytest.fixture
def library(run: Run, tmp_path: Path) -> str:
    folder = str(tmp_path / "library")
    assert run("-L", folder, "import", str(SEEDS)).code == 0
    return folder


def test_both_are_found_and_stand_on_their_days(run: Run, library: str) -> None:
    rows = run("-L", library, "search", "honda nissan", "--order", "oldest", "--json").rows
    assert [row["date"] for row in rows] == ["2024-03-13", "2024-03-16"]
    days = run("-L", library, "timeline", "honda nissan", "--by", "day", "--json").rows
    assert {row["from"]: row["count"] for row in days if row["count"]} == {"2024-03-13": 1, "2024-03-16": 1}


def test_only_the_second_speaks_of_a_memorandum(run: Run, library: str) -> None:
    rows = run("-L", library, "search", '"memorandum of understanding"', "--json").rows
    assert [row["date"] for row in rows] == ["2024-03-16"]
    assert "memorandum of understanding" in rows[0]["snippet"]


def test_only_the_first_is_a_report_of_discussions(run: Run, library: str) -> None:
    rows = run("-L", library, "search", "reportedly NEAR/3 discussions", "--json").rows
    assert [row["date"] for row in rows] == ["2024-03-13"]
