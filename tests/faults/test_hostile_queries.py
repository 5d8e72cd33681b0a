"""Queries built to explode: each is answered or refused in words, in bounded time, by every engine."""

from __future__ import annotations

from random import Random
from time import monotonic

import orjson
import pytest

from index import open_library
from index.errors import EvtuiError, QueryError, QueryTooSlow

ARTICLES = 120
MOST_SECONDS = 60.0
"""A query may be slow; it may not be a way to stop the desk."""

LETTERS = "abcdefghijklmnopqrstuvwxyz"
COMMON = ("the", "of", "and", "to", "in", "said", "maker", "price")

ANSWERED = {
    "every word by prefixes": " OR ".join(f"{letter}*" for letter in LETTERS),
    "a star for each letter": "*" + "*".join(LETTERS[:6]) + "*",
    "stars alone": "*" * 200,
    "question marks": "?" * 300,
    "stars and question marks": "*?" * 100,
    "all spellings": " ".join(f"{word}~2" for word in COMMON),
    "near everything": " NEAR/1000 ".join(COMMON[:6]),
    "loose phrases": " ".join(f'"{a} {b} {a} {b}"~1000' for a in COMMON[:4] for b in COMMON[:4] if a != b),
    "a long phrase of one word": '"' + "the " * 900 + '"',
    "one word, a thousand times": "the " * 990,
    "words that nobody wrote": " OR ".join(f"w{number}" for number in range(600)),
    "nested as deep as allowed": "(" * 20 + "oil" + ")" * 20,
    "no after no": "NOT " * 19 + "oil",
    "all days there are": "date:0001..9999",
    "marks on a letter": "o" + "\u0301" * 3000,
    "every wildcard in every field": " ".join(
        f"{field}:*a*" for field in ("title", "body", "source", "tag", "topic", "name", "author")
    ),
}
REFUSED = {
    "too long": "x" * 100_000,
    "too deep": "(" * 1500 + "a" + ")" * 1500,
    "too far": '"the of"~999999999999',
    "too near": "the NEAR/99999999999 of",
    "a day that is all digits": "date:" + "9" * 3000,
}


@pytest.fixture(scope="module", params=["whoosh", "tantivy"])
def library(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    source = folder / "news.jsonl"
    chance = Random(7)
    with source.open("wb") as file:
        for number in range(ARTICLES):
            words = chance.choices(COMMON, k=300)
            words[::9] = [
                f"{LETTERS[(number + place) % 26]}{LETTERS[place % 26]}{place}" for place in range(34)
            ]
            record = {
                "title": f"The price of the maker {number}",
                "date": "2024-03-13",
                "body": " ".join(words),
            }
            file.write(orjson.dumps(record) + b"\n")
    with open_library(folder / "library", create=True) as opened:
        opened.store.set_setting("engine", request.param)
        opened.import_from([str(source)], derive=False)
        yield opened


@pytest.mark.parametrize("query", ANSWERED.values(), ids=ANSWERED)
def test_it_is_answered_or_refused_in_bounded_time(library, query):
    started = monotonic()
    try:
        library.search(query, limit=20)
        library.days(query)
    except EvtuiError as error:
        said = str(error)
    else:
        said = "answered"
    assert said
    assert monotonic() - started < MOST_SECONDS


@pytest.mark.parametrize("query", REFUSED.values(), ids=REFUSED)
def test_it_is_refused_with_the_place(library, query):
    with pytest.raises(QueryError) as refused:
        library.search(query)
    assert 0 <= refused.value.column <= len(query)


@pytest.mark.parametrize("query", [*ANSWERED.values(), *REFUSED.values()], ids=[*ANSWERED, *REFUSED])
def test_nothing_of_it_is_an_error_while_it_is_typed(library, query):
    started = monotonic()
    library.compile(query, lenient=True)
    assert monotonic() - started < MOST_SECONDS


def test_the_library_answers_as_before(library):
    assert library.count("price") == ARTICLES


def test_reading_texts_to_find_words_near_each_other_comes_to_an_end(library, monkeypatch):
    if library.index.manifest.engine != "tantivy":
        pytest.skip("whoosh finds them by their places")
    monkeypatch.setattr("index.engines.verifying.MOST_SECONDS", -1.0)
    with pytest.raises(QueryTooSlow, match=r"articles would have to be read.* rarer word"):
        library.search('"the of and to"~9')
    assert library.count("the AND of AND said") == ARTICLES
