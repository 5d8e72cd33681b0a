"""Phrases: what could be the name of a topic. Two or three words that stand together, or a noun alone.

A phrase is counted by its stems, so that `price cuts` and `a price cut` are one. It never crosses
a full stop, a comma, a number or a word without a subject of its own (`index.analysis.plainwords`); `of` may
stand inside.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from index.analysis.namewords import words
from index.analysis.plainwords import PLAIN_WORDS

Phrase = tuple[str, ...]
"""The stems of a phrase, `OF` among them."""

LEAD_SHARE: Final = 1 / 3
LEAD_WORDS: Final = range(25, 70)
"""Words and marks at the beginning, the title with them, in which a news article says what it is about."""

LEAST_LETTERS: Final = 3
"""Shorter words make no phrase."""

BREAK: Final = ""
NUMBER: Final = "#"
OF: Final = "of"

APOSTROPHES: Final = frozenset("'’")
"""A word with one is a possessor or a contraction; neither is a part of a phrase."""

_DETERMINERS: Final = words(
    "the a an its their his our this that these those no any of in on for with by from new"
)
_VERB_MARKERS: Final = words(
    "to will would could should may might can must has have had he she it they we not who"
)


def lead_of(length: int) -> int:
    """Return how many of an article's words and marks are its title and its lead."""
    return min(LEAD_WORDS.stop, max(LEAD_WORDS.start, int(length * LEAD_SHARE)))


def keys_of(surfaces: Iterable[str], stem: Callable[[str], str]) -> list[str]:
    """Return for each word as it is written its stem, or `BREAK`, `NUMBER`, `OF`.

    Args:
        surfaces: words and marks.
        stem: gives the stem of a small word.
    """
    return [_key(surface, stem) for surface in surfaces]


def _key(surface: str, stem: Callable[[str], str]) -> str:
    if surface[0].isdigit():
        return NUMBER
    if not surface[0].isalpha():
        return BREAK
    word = surface.lower()
    if word == OF:
        return OF
    if (
        len(word) < LEAST_LETTERS
        or word in PLAIN_WORDS
        or word.endswith("ly")
        or not APOSTROPHES.isdisjoint(word)
    ):
        return BREAK
    return stem(word)


def phrases_in(keys: Sequence[str]) -> list[Phrase]:
    """Return the phrases of a text, each as often as it stands there.

    Args:
        keys: stems and `OF`; `BREAK` for all that ends a phrase.
    """
    found: list[Phrase] = [(key,) for key in keys if key and key != OF]
    second = keys[1:]
    found += [
        pair
        for pair in zip(keys, second, strict=False)
        if pair[0] and pair[1] and pair[0] != OF and pair[1] != OF
    ]
    found += [
        triple
        for triple in zip(keys, second, keys[2:], strict=False)
        if triple[0] and triple[1] and triple[2] and triple[0] != OF and triple[2] != OF
    ]
    return found


def starts_of(phrases: Iterable[Phrase]) -> dict[str, list[Phrase]]:
    """Return the phrases by their first stem."""
    starts: dict[str, list[Phrase]] = {}
    for phrase in phrases:
        starts.setdefault(phrase[0], []).append(phrase)
    return starts


Mention = tuple[int, ...]
"""A mention by the numbers of its words: the word before and the one after (−1: none), then the phrase."""

NONE: Final = -1


def mention_at(words: Sequence[int], place: int, length: int) -> Mention:
    """Return the mention of a phrase of some length at some place."""
    after = place + length
    return (
        words[place - 1] if place else NONE,
        words[after] if after < len(words) else NONE,
        *words[place:after],
    )


@dataclass(slots=True)
class Usage:
    """How a phrase is written and used, over all its mentions.

    Attributes:
        forms: its spellings and how often each stands there.
        heads: the same without the mentions that another subject's word follows (`bond` in `bond market`).
        followers: the words after it.
        mentions: all that were looked at.
        capitals: those in which every word has a capital, `of` apart.
        nominal: those after an article or a preposition, or after another word of a subject, as a noun has.
        verbal: those after a pronoun or an auxiliary, as a verb has.
    """

    forms: Counter[str] = field(default_factory=Counter)
    heads: Counter[str] = field(default_factory=Counter)
    followers: Counter[str] = field(default_factory=Counter)
    mentions: int = 0
    capitals: int = 0
    nominal: int = 0
    verbal: int = 0

    def learn(self, mention: Mention, count: int, terms: Sequence[str], keys: Sequence[str]) -> None:
        """Take in a mention that occurs some times.

        Args:
            mention: see `mention_at`.
            count: how often it occurs.
            terms: words as they are written, by number.
            keys: their keys.
        """
        before = terms[mention[0]].lower() if mention[0] != NONE else ""
        after = mention[1]
        words = [terms[number] for number in mention[2:]]
        self.mentions += count
        self.capitals += count * all(word[0].isupper() or word == OF for word in words)
        self.nominal += count * (before in _DETERMINERS)
        self.verbal += count * (before in _VERB_MARKERS)
        if after != NONE:
            self.followers[terms[after].lower()] += count
        spelling = " ".join(words)
        self.forms[spelling] += count
        if after == NONE or keys[after] in (BREAK, NUMBER, OF):
            self.heads[spelling] += count
