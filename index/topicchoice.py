"""Which of many phrases become topics: few that cover much, are no names, and do not say the same twice."""

from __future__ import annotations

import math
import re
from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt
from typing import Final

from index.analysis.namewords import FUNCTION_WORDS
from index.analysis.phrases import Phrase, Usage

TOPICS_PER_ARTICLE: Final = 4
LEAST_TOPICS: Final = 12
MOST_TOPICS: Final = 40
TOPICS_PER_ROOT: Final = 2.2
"""A library of n articles gets about this number times √n topics, within the limits above."""

NAME_SHARE: Final = 0.5
"""A phrase is a name when this share of its mentions have capitals; names are a facet of their own."""

WORD_PROMINENCE: Final = 0.5
"""A single word is prominent in at least this share of its articles."""

NOUN_SHARE: Final = 0.2
"""A word is a noun when at least this share of its mentions follow an article or a preposition …"""
VERB_SHARE: Final = 0.25
"""… and far fewer, this share of them, a pronoun or an auxiliary."""
UNFINISHED: Final = 0.6
"""A phrase that goes on with the same word in this share of its mentions is a part of a longer one."""
VERB_ENDINGS: Final = ("ed", "ous", "ful")

MODIFIER: Final = re.compile(r".*(?:al|ic|ive|ous|ful|able|ible|ary|ed|ing|ish|less|ese|ian)$")
"""Endings of adjectives and verb forms, which make no topic alone."""

SMALL_SHARE: Final = 0.25
"""A label is written small when this share of its mentions are; at the beginning of sentences none is."""

OVERLAP: Final = 0.5
"""Two topics are one when this share of their articles (Jaccard) is the same."""

CONTAINED: Final = 0.6
"""A phrase goes when a longer one that contains it has this share of its articles."""

AGAIN: Final = (20, 10, 4, 1)
"""What it is worth to cover an article, by how many topics cover it already; nothing after that.

These weights are whole numbers, so that their sum does not depend on the order of the articles.
"""

PROMINENT: Final = 10
PASSING: Final = 3
"""What it is worth that an article says a phrase prominently, or only in passing."""

BREADTH: Final = 0.7
"""How much covering many articles counts beside the quality of a phrase: the exponent of the gain."""


@dataclass(slots=True)
class Candidate:
    """A phrase that may become a topic, with the articles that say it."""

    phrase: Phrase
    quality: float
    articles: array[int] = field(default_factory=lambda: array("L"))
    prominent: bytearray = field(default_factory=bytearray)
    usage: Usage = field(default_factory=Usage)


@dataclass(frozen=True, slots=True)
class Topic:
    """A chosen phrase under the label that people read."""

    label: str
    candidate: Candidate


def topics_wanted(articles: int) -> int:
    """Return how many topics a library of so many articles is given at most."""
    return min(articles, MOST_TOPICS, max(LEAST_TOPICS, round(TOPICS_PER_ROOT * sqrt(articles))))


def choose(candidates: Sequence[Candidate], articles: int) -> list[Topic]:
    """Return the topics: each time the candidate that adds most to those already chosen.

    Args:
        candidates: the phrases with all that was learnt about them.
        articles: how many articles the library has.
    """
    left = [candidate for candidate in candidates if _can_be_topic(candidate)]
    sets = {candidate.phrase: frozenset(candidate.articles) for candidate in left}
    left = [candidate for candidate in left if not _is_part_of_other(candidate, left, sets)]
    covered = bytearray(articles)
    chosen: list[Topic] = []
    while left and len(chosen) < topics_wanted(articles):
        best = max(left, key=lambda candidate: (_gain(candidate, covered), candidate.phrase))
        left.remove(best)
        topic = Topic(_label(best), best)
        if any(_same(topic, other, sets) for other in chosen):
            continue
        chosen.append(topic)
        for number in best.articles:
            covered[number] = min(covered[number] + 1, len(AGAIN))
    return chosen


def assign(chosen: Sequence[Topic], ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return each article's labels by its id: what it says prominently first, and of that what is rarer.

    Args:
        chosen: the topics.
        ids: the articles, by the numbers that the topics know them under.
    """
    fitting: dict[int, list[tuple[bool, int, str]]] = {}
    for topic in chosen:
        candidate = topic.candidate
        for number, prominent in zip(candidate.articles, candidate.prominent, strict=True):
            fitting.setdefault(number, []).append((not prominent, len(candidate.articles), topic.label))
    return {
        identifier: tuple(label for _, _, label in sorted(fitting.get(number, ()))[:TOPICS_PER_ARTICLE])
        for number, identifier in enumerate(ids)
    }


def _can_be_topic(candidate: Candidate) -> bool:
    """Tell whether a phrase names a thing: no proper name, no verb, no part of a longer phrase."""
    usage = candidate.usage
    if not usage.mentions or usage.capitals > NAME_SHARE * usage.mentions:
        return False
    last = _label(candidate).lower()
    if len(candidate.phrase) == 1:
        return (
            MODIFIER.match(last) is None
            and sum(candidate.prominent) >= WORD_PROMINENCE * len(candidate.prominent)
            and usage.nominal > NOUN_SHARE * usage.mentions
            and usage.verbal < VERB_SHARE * usage.nominal
        )
    if last.endswith(VERB_ENDINGS) or usage.verbal > usage.nominal:
        return False
    following = [count for word, count in usage.followers.items() if _continues(word)]
    return max(following, default=0) < UNFINISHED * usage.mentions


def _continues(word: str) -> bool:
    return word[0].isalpha() and word not in FUNCTION_WORDS


def _is_part_of_other(
    candidate: Candidate, others: Sequence[Candidate], sets: Mapping[Phrase, frozenset[int]]
) -> bool:
    own, words = sets[candidate.phrase], set(candidate.phrase)
    return any(
        words < set(other.phrase) and len(own & sets[other.phrase]) >= CONTAINED * len(own)
        for other in others
    )


def _same(one: Topic, other: Topic, sets: Mapping[Phrase, frozenset[int]]) -> bool:
    if one.label.lower() == other.label.lower():
        return True
    first, second = sets[one.candidate.phrase], sets[other.candidate.phrase]
    both = len(first & second)
    return both >= OVERLAP * (len(first) + len(second) - both)


def _gain(candidate: Candidate, covered: bytearray) -> float:
    gain = 0
    for number, prominent in zip(candidate.articles, candidate.prominent, strict=True):
        if covered[number] < len(AGAIN):
            gain += AGAIN[covered[number]] * (PROMINENT if prominent else PASSING)
    return candidate.quality * math.pow(gain, BREADTH)


def _label(candidate: Candidate) -> str:
    """Return a phrase as it is written most: small, but with the capitals that it has inside sentences."""
    written = candidate.usage.heads or candidate.usage.forms
    forms: Counter[str] = Counter()
    for form, count in written.items():
        forms[form.lower()] += count
    best = min(forms, key=lambda form: (-forms[form], -len(form), form))
    spellings = {form: count for form, count in written.items() if form.lower() == best}
    if spellings.get(best, 0) >= SMALL_SHARE * forms[best]:
        return best
    return min(spellings, key=lambda form: (-spellings[form], form))
