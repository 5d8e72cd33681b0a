"""The sample collection is what its page says."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parents[2] / "samples"
ARTICLES = sorted((SAMPLES / "ev").rglob("*.txt"))
HEADER = re.compile(r" date (\d{4}-\d{2}-\d{2}) (?=\S)")
LEAST_ARTICLES = 90
LEAST_WORDS, MOST_WORDS = 120, 350


def test_there_are_enough_articles() -> None:
    assert len([path for path in ARTICLES if path.name[0].isdigit()]) >= LEAST_ARTICLES


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_an_article_is_in_the_plain_format(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    header = HEADER.match(text)
    body = text[header.end() :] if header else text
    assert LEAST_WORDS <= len(body.split()) <= MOST_WORDS
    if header:
        assert path.name.startswith(header[1])
        assert date(2023, 1, 1) <= date.fromisoformat(header[1]) <= date(2025, 4, 30)
    else:
        assert not path.name[0].isdigit()


def test_the_page_counts_right() -> None:
    stated = re.search(r"(\d+) articles, one a file", (SAMPLES / "README.md").read_text(encoding="utf-8"))
    assert stated is not None
    assert int(stated[1]) == len(ARTICLES)
