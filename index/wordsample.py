"""The words that distinguish a result of a large library, found in a sample of it.

To count every word of a large result takes a walk over all postings of the library: seconds at a million
articles. So words are looked for in a sample of the result, beside one of the library. Which articles are in
a sample does not depend on chance: those with the first ids, and ids are hashes of the articles. What is told
of the words that are found, how many articles of the result and of the library have them, is exact.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Container, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from typing import TYPE_CHECKING, Final

from index.distinctive import distinctive_words, log_likelihood
from index.model import DistinctiveWord, Order
from index.query.ast import BODY, Fuzzy, Not
from index.query.simplify import conjunction

if TYPE_CHECKING:
    from index.engines.base import Engine
    from index.query.ast import Node

EXACT_ARTICLES: Final = 5_000
"""The largest library in which every word of a result is counted."""
SAMPLED: Final = 200
"""Articles of a sample. Their texts are read and cut, a quarter of a millisecond each."""
_CANDIDATES: Final = 5
"""How many times as many words as are wanted are taken from the samples and looked up in the library."""

WordsOf = Callable[[Sequence[str]], Mapping[str, Collection[str]]]
"""Gives the different words in the bodies of articles, by id."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Some articles of a result.

    Attributes:
        articles: how many.
        words: word → how many of them have it.
    """

    articles: int
    words: Mapping[str, int]


def sample_of(node: Node, engine: Engine, words_of: WordsOf) -> Sample:
    """Return a sample of the articles that match."""
    # Whatever is below a `Not` gives no score, and a result without scores is ordered by id.
    page = engine.search(Not(Not(node)), order=Order.BEST, limit=SAMPLED)
    texts = words_of([hit.id for hit in page.hits])
    counted: Counter[str] = Counter()
    for words in texts.values():
        counted.update(words)
    return Sample(len(texts), counted)


def sampled_words(
    node: Node,
    total: int,
    library: Sample,
    engine: Engine,
    words_of: WordsOf,
    *,
    limit: int,
    leave_out: Container[str],
) -> list[DistinctiveWord]:
    """Return the words that are most over-represented in a result, most distinctive first.

    Args:
        node: the lowered query.
        total: articles that match.
        library: a sample of the whole library.
        engine: answers the query.
        words_of: gives the words of the articles of a sample.
        limit: how many words at most.
        leave_out: words that are never wanted (stop words, the words of the query).
    """
    inside = sample_of(node, engine, words_of)
    both = Counter(inside.words)
    both.update(library.words)
    candidates = distinctive_words(
        inside.words,
        inside.articles,
        both,
        inside.articles + library.articles,
        limit=_CANDIDATES * limit,
        leave_out=leave_out,
    )
    size = engine.size()
    scored = []
    for candidate in candidates:
        everywhere = engine.count(_with(candidate.word))
        share = candidate.count / inside.articles
        outside = max(0, everywhere - round(share * total))
        if share * (size - total) > outside:
            score = log_likelihood(candidate.count, inside.articles, outside, size - total)
            scored.append((score, candidate.word, everywhere))
    return [
        DistinctiveWord(word, engine.count(conjunction((node, _with(word)))), everywhere, score)
        for score, word, everywhere in nlargest(limit, scored)
    ]


def _with(word: str) -> Node:
    return Fuzzy(word, 0, BODY)
