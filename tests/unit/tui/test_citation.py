"""What goes to the clipboard can be cited."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.model import Article, Span
from tui.citation import citation, quotation, sentence_at

ARTICLE = Article("k7q2m9xd", "They confirm it", "Body.", date(2024, 3, 16), source="Auto Ledger")
BODY = (
    "It began as talk. Honda and Nissan have signed a memorandum.\n"
    "Nothing else is known.\n\nA heading\n\nMore."
)


def test_a_citation_names_source_date_title_and_id() -> None:
    assert citation(ARTICLE) == "Auto Ledger, 2024-03-16, “They confirm it” [k7q2m9xd]"


def test_an_undated_article_without_source_is_cited_as_such() -> None:
    assert citation(Article("x1", "T", "")) == "undated, “T” [x1]"


def test_a_passage_stands_in_quotes_above_its_citation() -> None:
    assert quotation(ARTICLE, "  a memorandum ").splitlines() == ["“a memorandum”", f"— {citation(ARTICLE)}"]
    assert quotation(ARTICLE, " ") == citation(ARTICLE)


@pytest.mark.parametrize(
    ("word", "sentence"),
    [
        ("talk", "It began as talk."),
        ("Nissan", "Honda and Nissan have signed a memorandum."),
        ("heading", "A heading"),
        ("More", "More."),
    ],
)
def test_the_sentence_of_a_match_is_found(word: str, sentence: str) -> None:
    start = BODY.index(word)
    assert sentence_at(BODY, Span(start, start + len(word))) == sentence


@given(st.text("ab .!?\n。", min_size=1, max_size=80), st.data())
def test_the_sentence_always_holds_the_match(body: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(body) - 1))
    end = data.draw(st.integers(start + 1, len(body)))
    match = "".join(body[start:end].split())
    assert match in "".join(sentence_at(body, Span(start, end)).split())
