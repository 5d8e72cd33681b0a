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
    found = []
    for word, count in inside.items():
        if count < LEAST_COUNT or len(word) < LEAST_LENGTH or word in leave_out or not word[0].isalpha():
            continue
        everywhere = max(count, library.get(word, count))
        outside = everywhere - count
        if count * outside_total <= outside * inside_total:
            continue
        score = log_likelihood(count, inside_total, outside, outside_total)
        found.append(DistinctiveWord(word, count, everywhere, score))
    return nlargest(limit, found, key=lambda entry: (entry.score, entry.word))


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
