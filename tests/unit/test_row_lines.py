"""What a row of a result says about an article."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.library import Library, open_library

BODY = "Honda confirms its talks. Nissan is the partner. A memorandum was signed in Tokyo."


@pytest.fixture
def library(tmp_path: Path) -> Library:
    news = tmp_path / "news"
    news.mkdir()
    (news / "derived.txt").write_text(f" date 2024-03-16 {BODY}\n", encoding="utf-8")
    (news / "given.txt").write_text(
        f"Title: Two carmakers agree\nDate: 2024-03-17\n\n{BODY}\n", encoding="utf-8"
    )
    (news / "blanks.txt").write_text(
        " date 2024-03-19 Renault  opens\na plant. It is new.\n", encoding="utf-8"
    )
    (news / "short.txt").write_text(" date 2024-03-18 Toyota waits\n", encoding="utf-8")
    made = open_library(tmp_path / "library", create=True)
    made.import_from([str(news)])
    return made


def line(library: Library, query: str, title: str) -> str:
    (hit,) = [hit for hit in library.search(f"{query} group:off").hits if hit.title == title]
    shown = hit.snippet.text
    for span in reversed(hit.snippet.matches):
        shown = f"{shown[: span.start]}[{shown[span.start : span.end]}]{shown[span.end :]}"
    return shown


def test_a_derived_title_is_not_said_twice(library: Library) -> None:
    assert line(library, "honda", "Honda confirms its talks") == (
        "Nissan is the partner. A memorandum was signed in Tokyo."
    )


def test_matches_after_a_derived_title_are_shown(library: Library) -> None:
    shown = line(library, "honda memorandum", "Honda confirms its talks")
    assert "[memorandum]" in shown


def test_a_given_title_leaves_the_whole_text_to_the_line(library: Library) -> None:
    assert line(library, "honda", "Two carmakers agree").startswith("[Honda] confirms its talks.")


def test_blanks_within_the_first_sentence_do_not_matter(library: Library) -> None:
    assert line(library, "renault", "Renault opens a plant") == "It is new."


def test_a_text_of_one_sentence_is_its_own_line(library: Library) -> None:
    assert line(library, "toyota", "Toyota waits") == "Toyota waits"
