"""Made-up news articles for benchmarks: as many as are asked for, the same ones each time.

What costs an index its time is how often which words occur, so that is taken from real news. `_FREQUENCIES`
is the rank-frequency curve of Reuters-21578 as our analyser counts it (2.6 million words), carried on beyond
its last word with the slope it has there; `_REPEATED` makes an article repeat its own words as those do. The
types among the first n words, there and here (`python -m tests.bench.generator` prints them):

===========  ======  ======  =======  =========  =========
words         1,000  10,000  100,000  1,000,000  2,600,000
===========  ======  ======  =======  =========  =========
Reuters         452   2,461   10,259     35,704     61,700
generated       478   2,557   10,880     40,249     67,961
===========  ======  ======  =======  =========  =========

An article of 330 words has 172 different ones there and 177 here, of which 62 and 59 in a hundred are their
own stem; 4 and 5 words in a hundred are numbers; it has 1,997 and 1,907 characters. SQLite FTS5 and tantivy
take as long for these as for articles of 330 words cut from the texts of Reuters-21578, within a tenth.
Beside that there are capitals, commas, quotes, possessives, hyphens and paragraphs, and every third article
has typographic quotes, dashes and accents, as most news has today.
"""

from __future__ import annotations

import os
import sys
from array import array
from bisect import bisect
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache, lru_cache
from itertools import accumulate, pairwise
from math import exp, log
from multiprocessing import Pool
from pathlib import Path
from random import Random
from typing import Final

import orjson

SEED: Final = 20_240_313
WORDS: Final = 330
TITLE_WORDS: Final = 9
_FREQUENCIES: Final = (
    (1, 5.5e-2), (2, 2.78e-2), (3, 2.65e-2), (5, 2.03e-2), (10, 8.7e-3), (20, 5.6e-3), (50, 2.19e-3),
    (100, 1.1e-3), (200, 6.16e-4), (500, 2.81e-4), (1_000, 1.25e-4), (2_000, 5.19e-5), (5_000, 1.42e-5),
    (10_000, 4.61e-6), (20_000, 1.54e-6), (40_000, 3.84e-7),
)  # fmt: skip
"""(rank of a word, its share of all words)."""
_TAIL_SLOPE: Final = 1.75
"""How the curve goes on after its last word."""
_LAST_RANK: Final = 4_000_000
_REPEATED: Final = 0.27
"""Share of the words that repeat one of the same article."""
_RANGE: Final = 1 << 32
_REPEATED_DICE: Final = int(_REPEATED * _RANGE)
_BLOCK: Final = 2_000
"""Articles that are drawn from one seed, in one process."""
_KEPT_WORDS: Final = 1 << 17
"""Rare words that are kept once they are made."""
_COARSE: Final = 12
"""Bits of a drawn number that the table does not look at."""

_CONSONANTS: Final = [
    "b",
    "c",
    "d",
    "f",
    "g",
    "h",
    "k",
    "l",
    "m",
    "n",
    "p",
    "r",
    "s",
    "t",
    "v",
    "w",
    "st",
    "tr",
    "ch",
    "br",
]
_VOWELS: Final = ["a", "i", "o", "u", "ea", "er", "an", "or"]
_SUFFIXES: Final = {1: "s", 3: "ed", 5: "ing", 6: "es"}
"""Of eight neighbouring ranks, those that are forms of the first one."""
_FIRST_NUMBER: Final = 4_000
"""From this rank on, of five words two are numbers."""
_FIRST_NAME: Final = 200
_ACCENTS: Final = str.maketrans({"a": "á", "o": "ö"})
_FIRST_DAY: Final = date(2000, 1, 1)
_DAYS: Final = 9_000


def articles(count: int, *, seed: int = SEED) -> Iterator[bytes]:
    """Yield articles as lines of JSON with id, date, title, source and body.

    Args:
        count: how many.
        seed: another one gives other articles.
    """
    for block in _blocks(count, seed):
        yield from _articles_of(*block)


def write_articles(path: Path, count: int, *, seed: int = SEED, processes: int | None = None) -> int:
    """Write JSON Lines; return their size in bytes.

    Args:
        path: the file.
        count: how many articles.
        seed: another one gives other articles.
        processes: how many make them, None for one a core; the articles are the same for any number.
    """
    cores = len(os.sched_getaffinity(0))
    blocks = list(_blocks(count, seed))
    with path.open("wb") as file, Pool(min(processes or cores, max(1, len(blocks)))) as pool:
        # In order: what comes out must not depend on who is done first.
        file.writelines(pool.imap(_written, blocks))
        return file.tell()


def _blocks(count: int, seed: int) -> Iterator[tuple[int, int, int]]:
    """Yield seed, number of the first article and count of articles that are made in one go."""
    for first in range(0, count, _BLOCK):
        yield seed, first, min(_BLOCK, count - first)


def _written(block: tuple[int, int, int]) -> bytes:
    return b"".join(_articles_of(*block))


def _articles_of(seed: int, first: int, count: int) -> Iterator[bytes]:
    """Yield some articles; what they are depends on nothing but the seed and their numbers."""
    random = Random(f"{seed} {first // _BLOCK}")
    draw = _draw()
    for number in range(first, first + count):
        words = draw.some(random, WORDS + TITLE_WORDS)
        dice = array("I", random.randbytes(4 * len(words)))
        for position, thrown in enumerate(dice):
            if thrown < _REPEATED_DICE and position:
                words[position] = words[thrown % position]
        yield _article(number, words, dice)


class _Draw:
    """Draws words as `_FREQUENCIES` has them; nearly all by one look into a table."""

    def __init__(self) -> None:
        shares: list[float] = []
        for (first, high), (last, low) in pairwise(_FREQUENCIES):
            slope = log(low / high) / log(last / first)
            shares.extend(high * exp(slope * log(rank / first)) for rank in range(first, last))
        last, share = _FREQUENCIES[-1]
        tail = share * last / (_TAIL_SLOPE - 1)
        whole = sum(shares) + tail
        self._sums = [round(part / whole * _RANGE) for part in accumulate(shares)]
        self._table = [""] * (_RANGE >> _COARSE)
        step = 1 << _COARSE
        for rank, (low, high) in enumerate(pairwise([0, *self._sums]), 1):
            cells = range(-(-low // step), high // step)
            self._table[cells.start : cells.stop] = [_surface(rank)] * len(cells)

    def some(self, random: Random, count: int) -> list[str]:
        """Return so many words."""
        table, drawn = self._table, array("I", random.randbytes(4 * count))
        return [table[number >> _COARSE] or self._exact(number) for number in drawn]

    def _exact(self, number: int) -> str:
        rank = bisect(self._sums, number) + 1
        if rank > len(self._sums):
            left = (_RANGE - number) / (_RANGE - self._sums[-1])
            rank = min(int(rank * left ** (-1 / (_TAIL_SLOPE - 1))), _LAST_RANK)
        return _surface(rank)


@cache
def _draw() -> _Draw:
    """Return what draws words, made once in a process."""
    return _Draw()


def _article(number: int, words: list[str], dice: array[int]) -> bytes:
    modern = number % 3 == 0
    title = " ".join(words[WORDS:]).capitalize()
    body = _prose(words[:WORDS], dice, modern=modern)
    day = _FIRST_DAY + timedelta(days=dice[0] % _DAYS)
    record = {
        "id": number,
        "date": day.isoformat(),
        "title": title,
        "source": f"{_word(dice[1] % 40 + 300)} wire",
        "body": body,
    }
    return orjson.dumps(record) + b"\n"


def _prose(drawn: list[str], dice: array[int], *, modern: bool) -> str:
    opening, closing, apostrophe, dash = ("“", "”", "’", " — ") if modern else ('"', '"', "'", " - ")
    paragraphs: list[str] = []
    sentences: list[str] = []
    position = 0
    while position < len(drawn):
        thrown = dice[position]
        words = drawn[position : position + 8 + thrown % 24]
        position += len(words)
        if modern and thrown % 5 == 0:
            words[-1] = words[-1].translate(_ACCENTS)
        words[0] = words[0][:1].upper() + words[0][1:]
        if len(words) > 9:
            words[4] += ","
            if thrown % 3 == 0:
                words[6] += f"{apostrophe}s"
            if thrown % 7 == 0:
                words[7:9] = [f"{opening}{words[7]}", f"{words[8]}{closing}"]
            if thrown % 11 == 0:
                words[5] += dash + words.pop(6)
        sentences.append(" ".join(words) + ".")
        if len(sentences) == 2 + thrown % 3:
            paragraphs.append(" ".join(sentences))
            sentences = []
    return "\n\n".join([*paragraphs, " ".join(sentences)]).strip()


@lru_cache(_KEPT_WORDS)
def _surface(rank: int) -> str:
    word = _word(rank)
    return word.capitalize() if rank >= _FIRST_NAME and rank % 4 == 0 else word


@lru_cache(_KEPT_WORDS)
def _word(rank: int) -> str:
    if rank >= _FIRST_NUMBER and rank % 5 in (1, 3):
        return _number(rank)
    place = rank % 8
    suffix = _SUFFIXES.get(place, "") if rank > 8 else ""
    return _syllables(rank - place if suffix else rank) + suffix


def _number(rank: int) -> str:
    mixed = rank * 7_919 % 1_000_003
    forms = (f"{rank}", f"{rank / 100:.2f}", f"{mixed:,}", f"{mixed}")
    return forms[rank % 4]


def _syllables(rank: int) -> str:
    made = ""
    size = len(_CONSONANTS) * len(_VOWELS)
    while rank:
        rank, syllable = divmod(rank, size)
        consonant, vowel = divmod(syllable * 37 % size, len(_VOWELS))
        made += _CONSONANTS[consonant] + _VOWELS[vowel]
    return made


def main() -> None:
    """Print the figures of the table above."""
    from index.analysis.analyser import Analyser

    analyser = Analyser()
    types: set[str] = set()
    words = different = stems = numbers = characters = count = 0
    marks = [1_000, 10_000, 100_000, 1_000_000, 2_600_000]
    for line in articles(8_000):
        body = orjson.loads(line)["body"]
        analysed = analyser.analyse(body)
        for word in analysed.words:
            types.add(word)
            words += 1
            if marks and words == marks[0]:
                print(f"{marks.pop(0):,} words: {len(types):,} types")
        own = set(analysed.words)
        different += len(own)
        stems += sum(analyser.stem(word) == word for word in own)
        numbers += sum(word[0].isdigit() for word in analysed.words)
        characters += len(body)
        count += 1
    print(f"{words / count:.0f} words and {characters / count:.0f} characters an article")
    print(f"{different / count:.0f} different, {stems / different:.2f} their own stem")
    print(f"{numbers / words:.3f} of the words are numbers")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        write_articles(Path(sys.argv[1]), int(sys.argv[2]))
    else:
        main()
