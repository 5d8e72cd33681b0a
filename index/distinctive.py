"""The words that distinguish a result from the rest of the library."""

from __future__ import annotations

from collections.abc import Container, Mapping
from heapq import nlargest
from math import log
from typing import Final

from index.model import DistinctiveWord

LEAST_COUNT: Final = 2
"""A word must stand in at least this many articles of the result: one oddity distinguishes nothing."""

LEAST_LENGTH: Final = 3
"""Shorter words are left out, in characters."""

_ROUNDING: Final = 1e-6
"""What the ratio and its bound may differ by where they should be equal."""

_GATHERED: Final = 8
"""How many times as many words as are wanted are gathered before the best of them are kept."""


def distinctive_words(
    inside: Mapping[str, int],
    inside_total: int,
    library: Mapping[str, int],
    library_total: int,
    *,
    limit: int,
    leave_out: Container[str] = frozenset(),
) -> list[DistinctiveWord]:
    """Return the words that are most over-represented in a result, most distinctive first.

    Scored by the log-likelihood ratio on article counts (Dunning 1993, "Accurate Methods for the Statistics
    of Surprise and Coincidence", section 4); words that are rarer in the result than outside never appear.

    Args:
        inside: word → articles of the result with it.
        inside_total: articles in the result.
        library: word → articles of the library with it.
        library_total: articles in the library.
        limit: how many words at most.
        leave_out: words that are never wanted (stop words, the words of the query).
    """
    outside_total = library_total - inside_total
    if inside_total <= 0 or outside_total <= 0:
        return []
    found: list[DistinctiveWord] = []
    worst = 0.0
    for word, count in inside.items():
        if count < LEAST_COUNT:
            continue
        outside = max(0, library.get(word, count) - count)
        if count * outside_total <= outside * inside_total:
            continue
        if _at_most(count, inside_total, outside, outside_total) < worst or not _wanted(word, leave_out):
            continue
        score = log_likelihood(count, inside_total, outside, outside_total)
        found.append(DistinctiveWord(word, count, count + outside, score))
        # The ratio costs four logarithms, its bound one: most words of a large result need no more.
        if len(found) >= _GATHERED * limit:
            found = nlargest(limit, found, key=_rank)
            worst = found[-1].score if found else 0.0
    return nlargest(limit, found, key=_rank)


def _at_most(inside: int, inside_total: int, outside: int, outside_total: int) -> float:
    """Return a bound of the log-likelihood ratio of a word that is over-represented in the result.

    The ratio is twice the sum of O·log(O/E) over the four fields of the table. Two of them are negative here;
    of the last, log(O/E) is at most (O - E)/E.
    """
    everywhere, total = inside + outside, inside_total + outside_total
    expected = everywhere * inside_total / total
    neither = outside_total - outside
    expected_neither = (total - everywhere) * outside_total / total
    excess = inside - expected
    rest = neither * excess / expected_neither if expected_neither else 0.0
    return 2.0 * (inside * log(inside / expected) + rest) + _ROUNDING


def _wanted(word: str, leave_out: Container[str]) -> bool:
    return len(word) >= LEAST_LENGTH and word[0].isalpha() and word not in leave_out


def _rank(word: DistinctiveWord) -> tuple[float, str]:
    return word.score, word.word


def log_likelihood(inside: int, inside_total: int, outside: int, outside_total: int) -> float:
    """Return Dunning's ratio −2·log λ for two binomial samples; 0.0 where the shares are equal."""
    share = (inside + outside) / (inside_total + outside_total)
    return 2.0 * (
        _binomial(inside, inside_total, inside / inside_total)
        + _binomial(outside, outside_total, outside / outside_total)
        - _binomial(inside, inside_total, share)
        - _binomial(outside, outside_total, share)
    )


def _binomial(hits: int, trials: int, share: float) -> float:
    found = hits * log(share) if hits else 0.0
    missed = (trials - hits) * log(1.0 - share) if trials > hits else 0.0
    return found + missed
