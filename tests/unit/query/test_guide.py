"""The user's page on the query language says what is so."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from index.query.fields import FIELDS, FLAGS, MAX_LENGTH, MAX_NEAR_PARTS, MAX_NESTING
from index.query.parser import parse

TODAY = date(2024, 5, 15)
GUIDE = Path(__file__).parents[3] / "docs" / "query-language.md"


def examples() -> list[str]:
    """Return the queries of the page: first columns of tables, and blocks marked `query`."""
    text = GUIDE.read_text(encoding="utf-8")
    found = [
        line for block in re.findall(r"```query\n(.*?)```", text, re.DOTALL) for line in block.splitlines()
    ]
    for row in re.findall(r"^\| (`.*?) \|", text, re.MULTILINE):
        found += re.findall(r"`([^`]+)`", row)
    return found


@pytest.mark.parametrize("query", examples())
def test_every_example_can_be_typed(query: str) -> None:
    parse(query, today=TODAY)


def test_every_field_and_flag_has_an_example() -> None:
    everything = " ".join(examples())
    for name in FIELDS:
        assert f"{name}:" in everything
    for name, values in FLAGS.items():
        assert {f"{name}:{value}" for value in values} <= set(everything.split())


def test_the_limits_are_the_real_ones() -> None:
    text = " ".join(GUIDE.read_text(encoding="utf-8").split())
    assert f"at most {MAX_LENGTH:,} characters" in text
    assert f"nested {MAX_NESTING} deep" in text
    assert f"up to {MAX_NEAR_PARTS} of them" in text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("honda nissan OR renault", "(honda AND nissan) OR renault"),
        ("honda -nissan", "honda NOT nissan"),
        ("volkswagon~", "volkswagon~1"),
        ('"honda nissan"~5', "honda NEAR/5 nissan"),
        ("honda NEAR nissan", "honda NEAR/10 nissan"),
        ("date:2024-Q1", "date:Q1-2024"),
        ("a NEAR/5 b NEAR/2 c", "(a NEAR/5 b) (b NEAR/2 c)"),
        ("before:2024-03", "date:..2024-02"),
        ("after:2024-03", "date:2024-04.."),
    ],
)
def test_what_is_said_to_mean_the_same_does(one: str, other: str) -> None:
    assert parse(one, today=TODAY) == parse(other, today=TODAY)
    text = GUIDE.read_text(encoding="utf-8")
    assert one in text
