"""Topics of a library: phrases that many of its articles share, chosen so that few of them cover much.

An article has a topic when it says the phrase, so that a topic's label is true of each of its articles. The choice is
made from counts alone: no randomness, no order of words in memory, no order of articles.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil, log, sqrt
from typing import Final
from zlib import crc32

from index.analysis.phrases import (
    BREAK,
    NUMBER,
    OF,
    Phrase,
    PhraseReader,
    Reading,
    Usage,
    phrases_in,
    places_of,
)
from index.model import Article

TOPICS_PER_ARTICLE: Final = 4
LEAST_TOPICS: Final = 12
MOST_TOPICS: Final = 40
TOPICS_PER_ROOT: Final = 2.2
"""A library of n articles gets about this number times √n topics, within the limits above."""

LEAST_SPREAD: Final = 3
"""A topic is shared by at least so many articles (two in a library of fewer than twenty) …"""
SMALL_LIBRARY: Final = 20
FLOOR_SHARE: Final = 0.003
"""… and by at least this share of the library …"""
CEILING_SHARE: Final = 0.25
"""… and by at most this share: what everything is about distinguishes nothing."""
WORD_CEILING_SHARE: Final = 0.08
WORD_CEILING: Final = 30
"""The same for a single word, which is vaguer: this share, or this number where it is more."""

SAMPLE: Final = 20_000
"""Articles that the candidates are counted on; the sample is drawn by id, the same on any machine."""

FINALISTS: Final = 12
"""Candidates that are looked at closely, for each topic that is wanted."""

UNIT_SHARE: Final = 0.4
"""A word is a unit of measure when this share of its mentions follow a number."""

NAME_SHARE: Final = 0.5
"""A phrase is a name when this share of its mentions have capitals; names are a facet of their own."""

WORD_QUALITY: Final = 0.15
"""What a single word that its articles say twice is worth beside a phrase that is said only together."""

DOUBT: Final = 3
"""Mutual information flatters what is rare: a phrase of so many articles is worth half."""

BREADTH: Final = 0.7
"""How much covering many articles counts beside the quality of a phrase: the exponent of the gain."""

MODIFIER: Final = re.compile(r".*(?:al|ic|ive|ous|ful|able|ible|ary|ed|ing|ish|less|ese|ian)$")
"""Endings of adjectives and verb forms, which make no topic alone."""

OVERLAP: Final = 0.5
"""Two topics are one when this share of their articles (Jaccard) is the same."""

CONTAINED: Final = 0.6
"""A phrase goes when a longer one that contains it has this share of its articles."""

AGAIN: Final = (1.0, 0.5, 0.2, 0.05)
"""What it is worth that a topic covers an article, by how many topics cover it already; nothing after that."""

Assignments = dict[str, tuple[str, ...]]


@dataclass(slots=True)
class _Candidate:
    """A phrase that may become a topic, with the articles that say it."""

    phrase: Phrase
    quality: float
    articles: array[int] = field(default_factory=lambda: array("L"))
    prominent: bytearray = field(default_factory=bytearray)
    usage: Usage = field(default_factory=Usage)


def find_topics(
    read: Callable[[], Iterable[Article]], stem: Callable[[str], str], step: Callable[[], None] = lambda: None
) -> Assignments:
    """Return each article's topics by its id, the most fitting first; an article without any has an empty tuple.

    Args:
        read: gives the articles anew with every call, always the same ones.
        stem: gives the stem of a small word.
        step: called after each article of each of the three readings; may raise to stop the work.
    """
    finder = _Finder(stem, read, step)
    survey = finder.survey()
    if survey.articles < 2:  # noqa: PLR2004 - one article shares nothing
        return dict.fromkeys(finder.ids, ())
    candidates = finder.candidates(survey)
    finder.locate(candidates)
    chosen = _choose(candidates, survey.articles)
    return _assign(chosen, finder.ids)


@dataclass(slots=True)
class _Survey:
    """How the words of a library are spread."""

    articles: int
    spread: Counter[str]
    mentions: Counter[str]
    numbered: Counter[str]

    @property
    def floor(self) -> int:
        least = 2 if self.articles < SMALL_LIBRARY else LEAST_SPREAD
        return max(least, ceil(self.articles * FLOOR_SHARE))

    def ceiling(self, phrase: Phrase) -> int:
        most = max(LEAST_SPREAD, int(self.articles * CEILING_SHARE))
        return (
            most if len(phrase) > 1 else min(most, max(WORD_CEILING, int(self.articles * WORD_CEILING_SHARE)))
        )

    def words(self) -> frozenset[str]:
        """Return the stems that are frequent enough for a topic and no units of measure."""
        return frozenset(
            word
            for word, count in self.spread.items()
            if count >= self.floor
            and word not in (BREAK, NUMBER, OF)
            and self.numbered[word] <= UNIT_SHARE * self.mentions[word]
        )


class _Finder:
    """The three readings of a library."""

    def __init__(
        self, stem: Callable[[str], str], read: Callable[[], Iterable[Article]], step: Callable[[], None]
    ) -> None:
        self._reader = PhraseReader(stem)
        self._read = read
        self._step = step
        self.ids: list[str] = []

    def _readings(self) -> Iterator[tuple[str, Reading]]:
        for article in self._read():
            yield article.id, self._reader.read(article)
            self._step()

    def survey(self) -> _Survey:
        """First reading: how often each word stands where."""
        survey = _Survey(0, Counter(), Counter(), Counter())
        for identifier, reading in self._readings():
            self.ids.append(identifier)
            survey.articles += 1
            counts = Counter(reading.keys)
            survey.spread.update(counts.keys())
            survey.mentions.update(counts)
            survey.numbered.update(
                key for before, key in zip(reading.keys, reading.keys[1:], strict=False) if before == NUMBER
            )
        return survey

    def candidates(self, survey: _Survey) -> list[_Candidate]:
        """Second reading: the phrases of a sample, and how well each holds together; the best of them."""
        words = survey.words()
        limit = (1 << 32) * SAMPLE // max(SAMPLE, survey.articles)
        spread: Counter[Phrase] = Counter()
        mentions: Counter[Phrase] = Counter()
        sampled = 0
        for identifier, reading in self._readings():
            if crc32(identifier.encode()) < limit:
                sampled += 1
                found = phrases_in(reading.keys, words)
                spread.update(found.keys())
                mentions.update(found)
        scale = survey.articles / max(1, sampled)
        qualities = []
        for phrase, count in spread.items():
            if survey.floor <= count * scale <= survey.ceiling(phrase):
                quality = _quality(phrase, count, mentions[phrase], survey, scale)
                if quality > 0:
                    qualities.append((-quality * count**BREADTH, phrase, quality))
        qualities.sort()
        wanted = FINALISTS * _topics_wanted(survey.articles)
        return [_Candidate(phrase, quality) for _, phrase, quality in qualities[:wanted]]

    def locate(self, candidates: Sequence[_Candidate]) -> None:
        """Third reading: where the candidates stand, and how they are written."""
        by_phrase = {candidate.phrase: candidate for candidate in candidates}
        for number, (_, reading) in enumerate(self._readings()):
            found: dict[Phrase, tuple[int, int]] = {}
            for phrase, place in places_of(reading, by_phrase):
                count, first = found.get(phrase, (0, place))
                found[phrase] = (count + 1, first)
                by_phrase[phrase].usage.learn(reading, place, len(phrase))
            for phrase, (count, first) in found.items():
                by_phrase[phrase].articles.append(number)
                by_phrase[phrase].prominent.append(reading.is_prominent(count, first))


def _topics_wanted(articles: int) -> int:
    return min(articles, MOST_TOPICS, max(LEAST_TOPICS, round(TOPICS_PER_ROOT * sqrt(articles))))


def _quality(phrase: Phrase, spread: int, mentions: int, survey: _Survey, scale: float) -> float:
    """Return how well a phrase holds together, from 0 to about 2.

    The words' normalised pointwise mutual information (Bouma 2009, "Normalized (Pointwise) Mutual Information in
    Collocation Extraction"), times how bursty the phrase is: what an article is about is said in it more than once
    (Church and Gale 1995, "Poisson Mixtures").
    """
    burst = mentions / spread
    words = [stem for stem in phrase if stem != OF]
    if len(words) == 1:
        return WORD_QUALITY * (burst - 1.0) ** 1.5
    total = sum(survey.mentions.values())
    together = log(mentions * scale / total)
    apart = sum(log(survey.mentions[word] / total) for word in words)
    cohesion = (together - apart) / -together / (len(words) - 1)
    return max(0.0, cohesion) * sqrt(burst) * spread / (spread + DOUBT)


def _choose(candidates: Sequence[_Candidate], articles: int) -> list[tuple[str, _Candidate]]:
    """Return the topics with their labels: each time the candidate that adds most, beside those already chosen."""
    left = [candidate for candidate in candidates if _can_be_topic(candidate)]
    sets = {candidate.phrase: frozenset(candidate.articles) for candidate in left}
    left = [candidate for candidate in left if not _is_part_of_other(candidate, left, sets)]
    covered = bytearray(articles)
    chosen: list[tuple[str, _Candidate]] = []
    labels: set[str] = set()
    while left and len(chosen) < _topics_wanted(articles):
        best = max(left, key=lambda candidate: (_gain(candidate, covered), candidate.phrase))
        left.remove(best)
        label = _label(best)
        if label.lower() in labels or any(_same(best, other, sets) for _, other in chosen):
            continue
        labels.add(label.lower())
        chosen.append((label, best))
        for number in best.articles:
            covered[number] = min(covered[number] + 1, len(AGAIN))
    return chosen


def _can_be_topic(candidate: _Candidate) -> bool:
    """Tell whether a phrase is used as the name of a thing: no proper name, no verb, no part of a longer phrase."""
    usage = candidate.usage
    if not usage.mentions or usage.capitals > NAME_SHARE * usage.mentions:
        return False
    last = _label(candidate).lower()
    if len(candidate.phrase) == 1:
        return (
            MODIFIER.match(last) is None
            and usage.nominal > NOUN_SHARE * usage.mentions
            and usage.verbal < VERB_SHARE * usage.nominal
        )
    if last.endswith(VERB_ENDINGS) or usage.verbal > usage.nominal:
        return False
    following = [count for word, count in usage.followers.most_common(1) if word[0].isalpha()]
    return not following or following[0] < UNFINISHED * usage.mentions


NOUN_SHARE: Final = 0.2
"""A word is a noun when at least this share of its mentions follow an article or a preposition …"""
VERB_SHARE: Final = 0.25
"""… and far fewer, this share of them, a pronoun or an auxiliary."""
UNFINISHED: Final = 0.6
"""A phrase that goes on with the same word in this share of its mentions is a part of a longer one."""
VERB_ENDINGS: Final = ("ed", "ous", "ful")


def _is_part_of_other(
    candidate: _Candidate, others: Sequence[_Candidate], sets: Mapping[Phrase, frozenset[int]]
) -> bool:
    own, words = sets[candidate.phrase], set(candidate.phrase)
    return any(
        words < set(other.phrase) and len(own & sets[other.phrase]) >= CONTAINED * len(own)
        for other in others
    )


def _same(one: _Candidate, other: _Candidate, sets: Mapping[Phrase, frozenset[int]]) -> bool:
    first, second = sets[one.phrase], sets[other.phrase]
    both = len(first & second)
    return both >= OVERLAP * (len(first) + len(second) - both)


def _gain(candidate: _Candidate, covered: bytearray) -> float:
    gain = 0.0
    for number, prominent in zip(candidate.articles, candidate.prominent, strict=True):
        if covered[number] < len(AGAIN):
            gain += AGAIN[covered[number]] * (1.0 if prominent else PASSING)
    return candidate.quality * gain**BREADTH


PASSING: Final = 0.3
"""What it is worth that an article says a phrase only in passing."""


def _label(candidate: _Candidate) -> str:
    """Return a phrase as it is written most: small, but with the capitals that it has in the middle of sentences."""
    written = candidate.usage.heads or candidate.usage.forms
    forms: Counter[str] = Counter()
    for form, count in written.items():
        forms[form.lower()] += count
    best = min(forms, key=lambda form: (-forms[form], -len(form), form))
    spellings = {form: count for form, count in written.items() if form.lower() == best}
    small = spellings.get(best, 0)
    if small * 4 >= forms[best]:
        return best
    return min(spellings, key=lambda form: (-spellings[form], form))


def _assign(chosen: Sequence[tuple[str, _Candidate]], ids: Sequence[str]) -> Assignments:
    fitting: dict[int, list[tuple[bool, int, str]]] = {}
    for label, candidate in chosen:
        for number, prominent in zip(candidate.articles, candidate.prominent, strict=True):
            fitting.setdefault(number, []).append((not prominent, len(candidate.articles), label))
    return {
        identifier: tuple(label for _, _, label in sorted(fitting.get(number, ()))[:TOPICS_PER_ARTICLE])
        for number, identifier in enumerate(ids)
    }
