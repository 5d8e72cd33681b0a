"""Topics of a library: phrases that many of its articles share, chosen so that few of them cover much.

An article has a topic when it says the phrase, so that a topic's label is true of each of its articles. The
choice is made from counts alone: no randomness, no order of words in memory, no order of articles.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, log, sqrt
from operator import eq
from typing import Final
from zlib import crc32

from index.analysis.phrases import (
    BREAK,
    NUMBER,
    OF,
    Mention,
    Phrase,
    keys_of,
    lead_of,
    mention_at,
    phrases_in,
    starts_of,
)
from index.analysis.reading import ArticleReading, Readings
from index.topicchoice import BREADTH, Candidate, assign, choose, topics_wanted

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

WORD_QUALITY: Final = 0.15
"""What a single word that its articles say twice is worth beside a phrase that is said only together."""

WORD_BURST: Final = 1.4
"""An article about the thing says a single word so many times, on average."""

DOUBT: Final = 3
"""Mutual information flatters what is rare: a phrase of so many articles is worth half."""


def find_topics(
    readings: Readings, stem: Callable[[str], str], step: Callable[[], None] = lambda: None
) -> dict[str, tuple[str, ...]]:
    """Return each article's topics by its id, the most fitting first; an empty tuple where there are none.

    Args:
        readings: what was read in the articles; gone through three times.
        stem: gives the stem of a small word.
        step: called after each article of each time; may raise to stop the work.
    """
    finder = _Finder(stem, readings, step)
    survey = finder.survey()
    candidates = finder.candidates(survey)
    finder.locate(candidates)
    chosen = choose(candidates, survey.articles)
    return assign(chosen, readings.ids)


@dataclass(slots=True)
class _Survey:
    """How the words of a library are spread."""

    articles: int
    spread: Counter[str]
    mentions: Counter[str]
    numbered: Counter[str]

    @property
    def floor(self) -> int:
        """In how many articles a phrase must stand at least."""
        least = 2 if self.articles < SMALL_LIBRARY else LEAST_SPREAD
        return max(least, ceil(self.articles * FLOOR_SHARE))

    def ceiling(self, phrase: Phrase) -> int:
        """Return in how many articles a phrase may stand at most."""
        most = max(LEAST_SPREAD, int(self.articles * CEILING_SHARE))
        if len(phrase) > 1:
            return most
        return min(most, max(WORD_CEILING, int(self.articles * WORD_CEILING_SHARE)))

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
    """Goes three times through what was read in a library."""

    def __init__(self, stem: Callable[[str], str], readings: Readings, step: Callable[[], None]) -> None:
        self._source = readings
        self._terms = readings.vocabulary.words.terms
        self._keys = keys_of(self._terms, stem)
        self._step = step

    def _readings(self) -> Iterator[tuple[str, ArticleReading]]:
        for identifier, reading in zip(self._source.ids, self._source, strict=True):
            yield identifier, reading
            self._step()

    def survey(self) -> _Survey:
        """First time: how often each word stands where."""
        survey = _Survey(0, Counter(), Counter(), Counter())
        key = self._keys.__getitem__
        for _, reading in self._readings():
            keys = list(map(key, reading.words))
            survey.articles += 1
            survey.spread.update(set(keys))
            survey.mentions.update(keys)
            survey.numbered.update([after for before, after in pairwise(keys) if before == NUMBER])
        return survey

    def candidates(self, survey: _Survey) -> list[Candidate]:
        """Second time: the phrases of a sample, and how well each holds together; the best of them."""
        words = survey.words()
        # What is not wanted ends a phrase as a full stop does.
        key = [key if key in words or key == OF else BREAK for key in self._keys].__getitem__
        limit = (1 << 32) * SAMPLE // max(SAMPLE, survey.articles)
        spread: Counter[Phrase] = Counter()
        mentions: Counter[Phrase] = Counter()
        sampled = 0
        for identifier, reading in self._readings():
            if crc32(identifier.encode()) < limit:
                sampled += 1
                found = phrases_in(list(map(key, reading.words)))
                spread.update(set(found))
                mentions.update(found)
        scale = survey.articles / max(1, sampled)
        qualities = []
        for phrase, count in spread.items():
            if survey.floor <= count * scale <= survey.ceiling(phrase):
                quality = _quality(phrase, count, mentions[phrase], survey, scale)
                if quality > 0:
                    qualities.append((-quality * count**BREADTH, phrase, quality))
        qualities.sort()
        wanted = FINALISTS * topics_wanted(survey.articles)
        return [Candidate(phrase, quality) for _, phrase, quality in qualities[:wanted]]

    def locate(self, candidates: Sequence[Candidate]) -> None:
        """Third time: where the candidates stand, and how they are written."""
        mentions: dict[Phrase, Counter[Mention]] = {candidate.phrase: Counter() for candidate in candidates}
        starts = starts_of(mentions)
        starting = {number for number, key in enumerate(self._keys) if key in starts}
        by_phrase = {candidate.phrase: candidate for candidate in candidates}
        for number, (_, reading) in enumerate(self._readings()):
            places = [place for place, word in enumerate(reading.words) if word in starting]
            for phrase, found in self._phrases_at(places, reading, starts).items():
                candidate = by_phrase[phrase]
                candidate.articles.append(number)
                candidate.prominent.append(len(found) > 1 or found[0] < lead_of(len(reading.words)))
                counts = mentions[phrase]
                for place in found:
                    if place >= reading.unwritten:
                        counts[mention_at(reading.words, place, len(phrase))] += 1
        for phrase, counted in mentions.items():
            for mention, count in counted.items():
                by_phrase[phrase].usage.learn(mention, count, self._terms, self._keys)

    def _phrases_at(
        self, places: Sequence[int], reading: ArticleReading, starts: Mapping[str, Sequence[Phrase]]
    ) -> dict[Phrase, list[int]]:
        """Return the candidates that begin at some of these places, and where."""
        found: dict[Phrase, list[int]] = {}
        words, keys = reading.words, self._keys
        for place in places:
            for phrase in starts[keys[words[place]]]:
                # The first word fits already, and mostly the second does not.
                rest = words[place + 1 : place + len(phrase)]
                if len(rest) == len(phrase) - 1 and all(map(eq, map(keys.__getitem__, rest), phrase[1:])):
                    found.setdefault(phrase, []).append(place)
        return found


def _quality(phrase: Phrase, spread: int, mentions: int, survey: _Survey, scale: float) -> float:
    """Return how well a phrase holds together, from 0 to about 2.

    The words' normalised pointwise mutual information (Bouma 2009, "Normalized (Pointwise) Mutual Information
    in Collocation Extraction"), times how bursty the phrase is: what an article is about is said in it more
    than once (Church and Gale 1995, "Poisson Mixtures").
    """
    burst = mentions / spread
    words = [stem for stem in phrase if stem != OF]
    certain = spread / (spread + DOUBT)
    if len(words) == 1:
        return WORD_QUALITY * (burst - 1.0) ** 1.5 * certain if burst >= WORD_BURST else 0.0
    total = sum(survey.mentions.values())
    together = log(mentions * scale / total)
    apart = sum(log(survey.mentions[word] / total) for word in words)
    cohesion = (together - apart) / -together / (len(words) - 1)
    return max(0.0, cohesion) * sqrt(burst) * certain
