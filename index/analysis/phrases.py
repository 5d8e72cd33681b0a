"""Phrases: what could be the name of a topic. Two or three words that stand together, or a noun alone.

A phrase is counted by its stems, so that `price cuts` and `a price cut` are one. It never crosses
a full stop, a comma, a number or a word without a subject of its own (`index.analysis.plainwords`); `of` may
stand inside.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
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


@dataclass(frozen=True, slots=True)
class Reading:
    """An article as phrases see it.

    Attributes:
        surfaces: its words and marks as they are written, the title first.
        keys: for each its stem, or `BREAK`, `NUMBER`, `OF`.
        unwritten: so many of them come from a title whose capitals say nothing about how a word is written.
    """

    surfaces: list[str]
    keys: list[str]
    unwritten: int = 0

    @property
    def lead(self) -> int:
        """How many of the words and marks are the title and the lead."""
        return min(LEAD_WORDS.stop, max(LEAD_WORDS.start, int(len(self.keys) * LEAD_SHARE)))

    def is_prominent(self, count: int, place: int) -> bool:
        """Tell whether the article says a phrase in its title or lead, or more than once."""
        return count > 1 or place < self.lead


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


def phrases_in(keys: Sequence[str], wanted: Container[str]) -> Counter[Phrase]:
    """Return the phrases made of wanted stems, and how often each stands there."""
    found: list[Phrase] = []
    first = second = BREAK
    for key in keys:
        if not key:
            first = second = BREAK
            continue
        third = key if key in wanted or key == OF else BREAK
        if third and third != OF:
            found.append((third,))
            if second and second != OF:
                found.append((second, third))
            if first and second and first != OF:
                found.append((first, second, third))
        first, second = second, third
    return Counter(found)


def starts_of(phrases: Iterable[Phrase]) -> dict[str, list[Phrase]]:
    """Return the phrases by their first stem."""
    starts: dict[str, list[Phrase]] = {}
    for phrase in phrases:
        starts.setdefault(phrase[0], []).append(phrase)
    return starts


def places_of(keys: Sequence[str], starts: Mapping[str, Sequence[Phrase]]) -> Iterator[tuple[Phrase, int]]:
    """Yield the phrases of a text and the place where each begins, in the order of the text."""
    for place, key in enumerate(keys):
        if key in starts:
            for phrase in starts[key]:
                length = len(phrase)
                if length == 1 or tuple(keys[place : place + length]) == phrase:
                    yield phrase, place


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

    def learn(self, reading: Reading, place: int, length: int) -> None:
        """Take in one mention."""
        words = reading.surfaces[place : place + length]
        before = reading.surfaces[place - 1].lower() if place else ""
        if place < reading.unwritten:
            return
        self.mentions += 1
        self.capitals += all(word[0].isupper() or word == OF for word in words)
        self.nominal += before in _DETERMINERS
        self.verbal += before in _VERB_MARKERS
        after = place + length
        if after < len(reading.surfaces):
            self.followers[reading.surfaces[after].lower()] += 1
        spelling = " ".join(words)
        self.forms[spelling] += 1
        if after == len(reading.keys) or reading.keys[after] in (BREAK, NUMBER, OF):
            self.heads[spelling] += 1
