"""What analysis takes from one article: its words and its capitalised runs, as numbers of a vocabulary.

Reading is the slow part of finding names and topics, and depends on the article alone. So each article is
read once and what was found in it is kept (`index.store.readings`); names and topics, which depend on the
library as a whole, are then found in what is kept.
"""

from __future__ import annotations

import re
import struct
import sys
import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from index.analysis.names import Run, capitals_mean_something, runs_of, shorthand_in
from index.model import Article

READING_VERSION: Final = 1
"""Raised with every change that takes something else from some article; articles are then read anew."""

MARK: Final = "."
FIGURE: Final = "0"
"""All marks are kept as one word, and so are all numbers: nothing asks which they were."""

LONGEST_WORD: Final = 64
"""Characters; what is longer is no word of a language and is kept as a mark."""

_TOKEN: Final = re.compile(r"[^\W\d_]\w*(?:['’&-]\w+)*|\d[\w.,%-]*|\n\s*\n|[^\w\s]")
_LETTER: Final = re.compile(r"[^\W\d_]")
_TITLE_END: Final = (MARK, MARK)
_HEAD: Final = struct.Struct("<5I")
_FAST: Final = 1
"""Level of compression."""
_FIRST, _INSIDE = "^", " "


class Words(dict[str, int]):
    """Word as it is written → its number. A word that is not known yet is given the next one."""

    def __init__(self, known: Iterable[str] = ()) -> None:
        super().__init__()
        self.terms: list[str] = []
        for term in known:
            self[term] = len(self.terms)
            self.terms.append(term)
        self._saved = len(self.terms)
        if not self.terms:
            self.mark, self.figure = self._enter(MARK), self._enter(FIGURE)
        self.mark, self.figure = self[MARK], self[FIGURE]

    def __missing__(self, surface: str) -> int:
        if surface[0].isdigit():
            if len(surface) > LONGEST_WORD or not _LETTER.search(surface):
                return self.figure
        elif not surface[0].isalpha() or len(surface) > LONGEST_WORD:
            return self.mark
        return self._enter(surface)

    def _enter(self, term: str) -> int:
        number = self[term] = len(self.terms)
        self.terms.append(term)
        return number

    def unsaved(self) -> list[tuple[int, str]]:
        """Return the numbers and terms that came since the last call."""
        fresh = list(enumerate(self.terms[self._saved :], self._saved))
        self._saved = len(self.terms)
        return fresh


class Runs(dict[Run, int]):
    """Capitalised run → its number. A run that is not known yet is given the next one."""

    def __init__(self, known: Iterable[str] = ()) -> None:
        super().__init__()
        self.terms: list[Run] = []
        for text in known:
            self[Run(text[1:], text[0] == _FIRST)]
        self._saved = len(self.terms)

    def __missing__(self, run: Run) -> int:
        number = self[run] = len(self.terms)
        self.terms.append(run)
        return number

    def unsaved(self) -> list[tuple[int, str]]:
        """Return the numbers that came since the last call, and their runs as text."""
        fresh = [
            (number, (_FIRST if run.first else _INSIDE) + run.text)
            for number, run in enumerate(self.terms[self._saved :], self._saved)
        ]
        self._saved = len(self.terms)
        return fresh


@dataclass(slots=True)
class Vocabulary:
    """The words and runs of a library under the numbers that readings speak of."""

    words: Words = field(default_factory=Words)
    runs: Runs = field(default_factory=Runs)


@dataclass(frozen=True, slots=True)
class ArticleReading:
    """What was taken from one article.

    Attributes:
        title: how many of the words are the title's; none where the title was derived from the text.
        unwritten: how many of them say nothing about how a word is written, by the title's capitals.
        words: all words and marks in order, the title first.
        runs: the capitalised runs in order.
        shorthand: acronyms that the text explains by common nouns, as words.
    """

    title: int = 0
    unwritten: int = 0
    words: Sequence[int] = ()
    runs: Sequence[int] = ()
    shorthand: Sequence[int] = ()

    def packed(self) -> bytes:
        """Return the reading as it is kept."""
        head = _HEAD.pack(self.title, self.unwritten, len(self.words), len(self.runs), len(self.shorthand))
        numbers = array("I", (*self.words, *self.runs, *self.shorthand))
        if sys.byteorder == "big":
            numbers.byteswap()
        return zlib.compress(head + numbers.tobytes(), _FAST)


NOTHING: Final = ArticleReading()
"""The reading of an article that is gone."""


def unpacked(kept: bytes) -> ArticleReading:
    """Return the reading that `ArticleReading.packed` made."""
    plain = zlib.decompress(kept)
    title, unwritten, words, runs, shorthand = _HEAD.unpack_from(plain)
    numbers = array("I")
    numbers.frombytes(plain[_HEAD.size :])
    if sys.byteorder == "big":
        numbers.byteswap()
    last = words + runs + shorthand
    return ArticleReading(
        title, unwritten, numbers[:words], numbers[words : words + runs], numbers[words + runs : last]
    )


def read_article(article: Article, vocabulary: Vocabulary) -> ArticleReading:
    """Read one article; words and runs that are not in the vocabulary come into it."""
    surfaces: list[str] = []
    title = unwritten = 0
    if not article.title_derived:
        surfaces = [*_TOKEN.findall(article.title), *_TITLE_END]
        title = len(surfaces)
        if not capitals_mean_something(article.title):
            unwritten = title - len(_TITLE_END)
    surfaces += _TOKEN.findall(article.body)
    number_of, run_number = vocabulary.words.__getitem__, vocabulary.runs.__getitem__
    return ArticleReading(
        title,
        unwritten,
        array("I", map(number_of, surfaces)),
        array("I", map(run_number, runs_of(article))),
        array("I", map(number_of, shorthand_in(article.body))),
    )


class Readings(Protocol):
    """The readings of a library, which can be gone through several times; always the same, in one order."""

    @property
    def ids(self) -> Sequence[str]:
        """The articles, in that order."""

    @property
    def vocabulary(self) -> Vocabulary:
        """What the numbers of the readings mean."""

    def __iter__(self) -> Iterator[ArticleReading]:
        """Go through them in the order of `ids`."""


class ReadArticles:
    """Readings of articles in memory."""

    def __init__(self, articles: Iterable[Article]) -> None:
        """Read all of them."""
        self.vocabulary = Vocabulary()
        self.ids: list[str] = []
        self._readings: list[ArticleReading] = []
        for article in articles:
            self.ids.append(article.id)
            self._readings.append(read_article(article, self.vocabulary))

    def __iter__(self) -> Iterator[ArticleReading]:
        return iter(self._readings)
