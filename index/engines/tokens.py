"""What an index takes of a token, the same in every engine."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from index.engines.base import TermText, TokenText

LONGEST_TOKEN: Final = 1_000
"""Characters. A longer run without a blank (a base64 blob) is no word that anyone looks for."""

PLACEHOLDER: Final = "\ufffd"
"""Stands where a token cannot be indexed, so that the tokens after it keep their positions."""

START_CHARACTERS: Final = 3
"""Length of the beginnings of words that are indexed. Half a million articles have a word that begins with a
few given letters; to put them together from the postings of thousands of words takes half a second. A shorter
beginning is put together from those of this length, which are some hundred."""


def indexable(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Return the tokens with a placeholder for each that is empty or too long; most often there is none."""
    if "" not in tokens and (not tokens or len(max(tokens, key=len)) <= LONGEST_TOKEN):
        return tokens
    return tuple(token if 0 < len(token) <= LONGEST_TOKEN else PLACEHOLDER for token in tokens)


def vocabulary_of(words: tuple[str, ...]) -> dict[str, None]:
    """Return the different words of a text, in order, without what cannot be indexed."""
    different = dict.fromkeys(words)
    if "" not in different and (not different or len(max(different, key=len)) <= LONGEST_TOKEN):
        return different
    return {word: None for word in different if 0 < len(word) <= LONGEST_TOKEN}


def term_text(text: TokenText | TermText) -> TermText:
    """Return an analysed text as an index takes it."""
    if isinstance(text, TermText):
        return text
    words = vocabulary_of(text.words)
    return TermText(" ".join(indexable(text.stems)), " ".join(words), " ".join(starts_of(words)))


def starts_of(words: Iterable[str]) -> dict[str, None]:
    """Return the different beginnings of words; a shorter word is its own."""
    return dict.fromkeys(word[:START_CHARACTERS] for word in words)
