"""Which names a library speaks of: runs of capitalised words, understood with the evidence of all articles.

A run may hold several names (`Honda and Nissan`), more than a name (`President Reagan`, `U.S. Equities` where
the wire begins a word with a capital) or none (`Talks` at the beginning of a sentence). No list of names is
needed to tell: a library shows how a word is written in the middle of sentences, and whether the parts of a
run also stand alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Set
from typing import Final

from index.analysis.names import Run
from index.analysis.namewords import (
    CALENDAR,
    DEMONYMS,
    DIRECTIONS,
    FUNCTION_WORDS,
    LEGAL_FORMS,
    OFFICES,
    TITLES,
    words,
)

JOINT_COUNT: Final = 3
JOINT_COUNT_OF_NAMES: Final = 10
"""`X and Y` is one name only when it stands so often: with a common noun (`Food and Drug Administration`), or
without."""

JOINT_FACTOR: Final = 10
"""… and so many times more often than its rarer part stands without the other."""

NUMBERED_COUNT: Final = 3
"""A number after a name (`Model 3`) belongs to it when both stand together at least so often."""

CAPITAL_SHARE: Final = 0.6
"""A word is a name's word when at least this share of its mentions inside sentences has a capital."""

LEAST_LETTERS: Final = 2
"""A single letter is an initial, not a name."""

MOST_WORDS: Final = 7
"""Longer names are titles of books and laws, or runs that should have ended."""

_LINK: Final = re.compile(r" (of the|of|for the|for|and the|and|on|'s) ")
_NOT_ALONE: Final = words("New Great Saint San Los Las El La De Van Von Al Le Street Avenue Central")


class NameBook:
    """Says which names a run stands for.

    Args:
        runs: how often each run stands in the library.
        small: how often each word stands in it without a capital.
        shorthand: acronyms of common nouns, which are no names.
    """

    def __init__(
        self, runs: Mapping[Run, int], small: Mapping[str, int], shorthand: Set[str] = frozenset()
    ) -> None:
        self._small = small
        self._shorthand = shorthand
        self._capital: Counter[str] = Counter()
        self._whole: Counter[str] = Counter()
        self._parts: Counter[str] = Counter()
        self._alone: Counter[str] = Counter()
        self._links: Counter[tuple[str, str, str]] = Counter()
        self._heads: Counter[str] = Counter()
        self._leading: Counter[str] = Counter()
        self._trailing: Counter[str] = Counter()
        self._numbered: Counter[str] = Counter()
        self._cache: dict[Run, tuple[str, ...]] = {}
        for run, count in runs.items():
            self._learn(run, count)

    def names_of(self, run: Run) -> tuple[str, ...]:
        """Return the names in a run, in its order; none when its capitals mean nothing."""
        if run not in self._cache:
            self._cache[run] = tuple(self._resolve(run))
        return self._cache[run]

    # Evidence

    def _learn(self, run: Run, count: int) -> None:
        words = run.text.split(" ")
        for word in words[1:] if run.first else words:
            self._capital[word] += count
        if words[-1].isdigit():
            self._numbered[" ".join(words[-2:])] += count
        text = _without_function_words(words) if run.first else run.text
        parts = _LINK.split(text)
        for part in parts[::2]:
            self._parts[part] += count
        for part in parts[2::2] if run.first else parts[::2]:
            self._alone[part] += count
        if len(parts) == 1:
            self._whole[text] += count
            return
        for left, link, right in zip(parts[::2], parts[1::2], parts[2::2], strict=False):
            self._links[left, link, right] += count
            if link in _EQUAL_LINKS:
                self._leading[left] += count
                self._trailing[right] += count
            else:
                self._heads[left] += count

    # Decisions

    def _resolve(self, run: Run) -> Iterator[str]:
        words = run.text.split(" ")
        if run.first:
            while words and not self._begins_name(words):
                words = words[1:]
        unproven = run.first and len(words) == len(run.text.split(" "))
        for piece in self._split_at_links(" ".join(words), unproven=unproven):
            for part in self._split_at_strangers(piece.split(" ")):
                name = self._trimmed(part)
                if name and self._is_name(name):
                    yield " ".join(name)

    def _begins_name(self, words: list[str]) -> bool:
        """Tell whether the first word of a sentence belongs to a name, its capital aside."""
        word = words[0]
        if _is_function_word(word):
            return False
        small, capital = self._small.get(word.lower(), 0), self._capital[word]
        if len(words) > 1 and small == 0:
            return True
        return capital > 0 and capital >= CAPITAL_SHARE * (capital + small)

    def _split_at_links(self, text: str, *, unproven: bool) -> list[str]:
        """Cut a run at its `of`, `and` and the like, unless they belong to a name.

        Args:
            text: the run.
            unproven: whether its first word has a capital in any case (`Shares of Tesla`).
        """
        parts = _LINK.split(text)
        if unproven and len(parts) > 1 and parts[1] not in _EQUAL_LINKS and " " not in parts[0]:
            parts = parts if self._capital[parts[0]] else parts[2:]
        pieces = [parts[0]]
        for left, link, right in zip(parts[::2], parts[1::2], parts[2::2], strict=False):
            if self._is_one_name(left, link, right):
                pieces[-1] = f"{pieces[-1]}'s {right}" if link == "'s" else f"{pieces[-1]} {link} {right}"
            elif left.rsplit(" ", 1)[-1] in TITLES and right.split(" ", 1)[0] in OFFICES:
                pieces.append(right.partition(" ")[2])
            else:
                pieces.append(right)
        return pieces

    def _is_one_name(self, left: str, link: str, right: str) -> bool:
        if not left or not right:
            return False
        if left.rsplit(" ", 1)[-1] in TITLES or left in CALENDAR or right.split(" ", 1)[0] in CALENDAR:
            return False
        if link == "'s" and right.split(" ", 1)[0].rstrip(".,") in LEGAL_FORMS:
            return True
        return self._are_paired(left, link, right) if link in _EQUAL_LINKS else self._has_object(left)

    def _are_paired(self, left: str, link: str, right: str) -> bool:
        """Tell whether `X and Y` or `X's Y` is one name: its parts do not stand apart."""
        joint = self._links[left, link, right]
        if self._links[right, link, left] * JOINT_FACTOR > joint:
            return False  # companions are named in either order
        if self._small.get(right.rsplit(" ", 1)[-1].lower(), 0):
            alone = min(self._parts[left] - self._leading[left], self._parts[right] - self._trailing[right])
            return joint >= JOINT_COUNT and joint > JOINT_FACTOR * alone
        alone = min(self._parts[left], self._parts[right]) - joint
        return joint >= JOINT_COUNT_OF_NAMES and joint > JOINT_FACTOR * alone

    def _has_object(self, left: str) -> bool:
        """Tell whether an `of` and the like belong to what stands before: a common noun, or never without."""
        head = left.split(" ")
        if self._small.get(head[-1].lower(), 0) > 0:
            return True
        return len(head) == 1 and self._heads[left] > self._whole[left]

    def _split_at_strangers(self, words: list[str]) -> Iterator[list[str]]:
        """Cut a piece at titles, calendar and function words, and at words that only the wire wrote large."""
        part: list[str] = []
        linked = False
        for word in words:
            if word in _LINK_WORDS or word == "&":
                linked = True
                part.append(word)
                continue
            bare = word.rstrip(".")
            stranger = (
                bare in TITLES
                or (bare in CALENDAR and not (bare == "May" and part))
                or (_is_function_word(word) and not linked)
            )
            if stranger or self._is_stray(word, part):
                if part:
                    yield part
                part = []
            else:
                part.append(word)
            linked = False
        if part:
            yield part

    def _is_stray(self, word: str, part: list[str]) -> bool:
        """Tell whether a word has its capital only from the full stops before it (`U.S. Equities`)."""
        if not part or not part[-1].endswith(".") or part[-1].count(".") < _STOPS_OF_ACRONYM:
            return False
        small = self._small.get(word.lower(), 0)
        return small > 0 and self._capital[word] < CAPITAL_SHARE * (self._capital[word] + small)

    def _trimmed(self, words: list[str]) -> list[str]:
        """Take off what surrounds a name: links at the edges, legal forms, a number of something else."""
        while words and (words[0] in _LINK_WORDS or words[0] == "&"):
            words = words[1:]
        if len(words) > 1 and words[-1].isdigit() and self._numbered[" ".join(words[-2:])] < NUMBERED_COUNT:
            words = words[:-1]
        while len(words) > 1 and (
            words[-1].rstrip(".,") in LEGAL_FORMS or words[-1] in _LINK_WORDS or words[-1] == "&"
        ):
            words = words[:-1]
        return [word.rstrip(",") for word in words if word != ","]

    def _is_name(self, words: list[str]) -> bool:
        if len(words) > 1:
            return len(words) <= MOST_WORDS and not all(
                self._is_adjective(word) or word.isdigit() for word in words
            )
        return not self._is_never_alone(words[0]) and self._is_mostly_capital(words[0])

    def _is_never_alone(self, word: str) -> bool:
        return (
            len(word) < LEAST_LETTERS
            or word.isdigit()
            or word in _NOT_ALONE
            or word in TITLES
            or word.rstrip(".") in LEGAL_FORMS
            or _is_function_word(word)
            or self._is_adjective(word)
            or _is_initial(word)
            or bool({word, word.removesuffix("s")} & self._shorthand)
        )

    def _is_mostly_capital(self, word: str) -> bool:
        if word.isupper() or not word[1:].islower():
            return True
        small, capital = self._small.get(word.lower(), 0), self._alone[word]
        return capital >= CAPITAL_SHARE * (capital + small)

    def _is_adjective(self, word: str) -> bool:
        return (
            word in DEMONYMS
            or word.removesuffix("s") in DEMONYMS
            or word in DIRECTIONS
            or word.startswith("Non-")
        )


_LINK_WORDS: Final = words(
    "of the for and on de la los van der den von zu du da dos del della di le al bin el ibn"
)
_EQUAL_LINKS: Final = frozenset(("and", "and the", "'s"))
_STOPS_OF_ACRONYM: Final = 2


def _is_function_word(word: str) -> bool:
    """Tell whether a word never belongs to a name, cut short (`We're`) or not; `US` may."""
    if len(word) >= LEAST_LETTERS and word.isupper():
        return False
    return word.lower().replace("’", "'").partition("'")[0] in FUNCTION_WORDS


def _is_initial(word: str) -> bool:
    return len(word) == LEAST_LETTERS and word.endswith(".")


def _without_function_words(words: list[str]) -> str:
    start = 0
    while start < len(words) - 1 and words[start].lower() in FUNCTION_WORDS:
        start += 1
    return " ".join(words[start:])


def small_words(text: str) -> list[str]:
    """Return the words that stand in a text without a capital, each as often as it does."""
    return _SMALL_WORD.findall(text)


_SMALL_WORD: Final = re.compile(r"(?<![\w'’])[a-zß-öø-ÿ]{2,}")
