"""The words that distinguish a result, found in samples."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from random import Random

import pytest

from index import wordsample
from index.distinctive import distinctive_words
from index.query.ast import All, Or, Term
from index.wordsample import sample_of, sampled_words
from tests.engines.shelf import Shelf, document

COMMON = [f"common{number}" for number in range(40)]
OWN = [f"own{letter}" for letter in "abcdefgh"]


@pytest.fixture
def news(shelf: Shelf) -> Shelf:
    dice = Random(1)
    shelf.put(
        *(
            document(
                f"{dice.randrange(1 << 40):010x}",
                " ".join(
                    [*dice.sample(COMMON, 9), *(["wanted", *dice.sample(OWN, 4)] if number % 4 == 0 else [])]
                ),
            )
            for number in range(240)
        )
    )
    return shelf


def words_in(shelf: Shelf, asked: list[str]) -> wordsample.WordsOf:
    def words_of(ids: Sequence[str]) -> Mapping[str, Collection[str]]:
        asked.extend(ids)
        return {title: set(body.words) for title, _, body in shelf.tokens_of(ids)}

    return words_of


def test_a_sample_that_holds_everything_tells_what_counting_all_words_does(news: Shelf) -> None:
    query, words_of, engine = Term("wanted"), words_in(news, []), news.engine
    total, size = engine.count(query), engine.size()
    library = sample_of(All(), engine, words_of)
    found = sampled_words(query, total, library, engine, words_of, limit=6, leave_out={"wanted"})
    exact = distinctive_words(
        engine.words(query), total, engine.words(All()), size, limit=6, leave_out={"wanted"}
    )
    assert [entry.word for entry in found] == [entry.word for entry in exact]
    assert [(entry.count, entry.library_count) for entry in found] == [
        (entry.count, entry.library_count) for entry in exact
    ]


def test_only_the_sample_is_read_and_the_counts_are_those_of_the_result(
    news: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wordsample, "SAMPLED", 30)
    asked: list[str] = []
    query, words_of, engine = Or((Term("wanted"), Term("common1"))), words_in(news, asked), news.engine
    library = sample_of(All(), engine, words_of)
    assert library.articles == len(asked) == 30
    total = engine.count(query)
    found = sampled_words(query, total, library, engine, words_of, limit=5, leave_out=())
    assert len(asked) == 60
    assert found[0].word in {"wanted", "common1", *OWN}
    inside, everywhere = engine.words(query), engine.words(All())
    assert {(entry.word, entry.count, entry.library_count) for entry in found} == {
        (entry.word, inside[entry.word], everywhere[entry.word]) for entry in found
    }
