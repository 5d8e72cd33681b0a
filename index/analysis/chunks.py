"""Words and stems by chunk: what stands between two blanks is looked up as a whole.

A surface never goes across white space (see `index.analysis.tokens`), so the tokens of a text are those of
its chunks, one after the other. Before a text is cut, all that makes no difference to its tokens is made
alike: capitals, quotes, and every mark that only separates. What is left is mostly bare words, each of which
is worked out once and then found by one look into a dictionary.
"""

from __future__ import annotations

from collections.abc import Callable
from sys import intern
from typing import Final, TypeAlias

from index.analysis.tokens import MAX_WORD_LENGTH
from index.engines.tokens import START_CHARACTERS

GENERATION: Final = 1 << 17
"""Chunks that are kept in one generation, about 30 MB. Most of a large collection's occur a few times."""

_MARKS_IN_WORDS: Final = frozenset("'.,&")
"""ASCII marks that can be a part of a token, or tell whether something else is."""


def _alike(code: int) -> int:
    character = chr(code)
    if not character.isascii() or character in _MARKS_IN_WORDS:
        return code
    return ord(character.lower()) if character.isalnum() else ord(" ")


_ALIKE: Final = bytes(map(_alike, range(256)))
"""For each byte of UTF-8 what stands for it: small letters, and blanks for ASCII that only separates."""

_SEPARATORS: Final = tuple(mark.encode() for mark in "“”„«»–—…")
_APOSTROPHE: Final = "’".encode()

_NOTHING: Final = ("", "", "")


def chunks_of(text: str) -> list[bytes]:
    """Return the chunks of a text, made alike, in UTF-8."""
    data = text.encode("utf-8", "surrogatepass").translate(_ALIKE)
    if not text.isascii():
        data = data.replace(_APOSTROPHE, b"'")
        for mark in _SEPARATORS:
            data = data.replace(mark, b" ")
    # Before a blank, a comma is no part of a number, and the full stop of an acronym may be missing.
    return data.replace(b", ", b" ").replace(b". ", b" ").split()


ChunkTerm: TypeAlias = tuple[str, str, str]
"""The stems, the folded words and the beginnings of these, each with blanks between them."""


class ChunkTerms(dict[bytes, ChunkTerm]):
    """Chunk → its terms.

    When it is full, what it holds becomes the former generation. A chunk that is asked for again comes back
    from there; the others go when it is full once more. So the words that are in use stay.

    Args:
        words_of: the folded words of any text.
        stem_of: the stem of one word.
    """

    def __init__(self, words_of: Callable[[str], tuple[str, ...]], stem_of: Callable[[str], str]) -> None:
        super().__init__()
        self._words_of = words_of
        self._stem_of = stem_of
        self._former: dict[bytes, ChunkTerm] = {}

    def __missing__(self, chunk: bytes) -> ChunkTerm:
        found = self._former.get(chunk) or self._found(chunk)
        if len(chunk) > MAX_WORD_LENGTH:
            return found
        if len(self) >= GENERATION:
            self._former = dict(self)
            self.clear()
        self[chunk] = found
        return found

    def _found(self, chunk: bytes) -> ChunkTerm:
        if chunk.isalnum() and len(chunk) <= MAX_WORD_LENGTH:
            word = intern(chunk.decode("ascii"))
            return (intern(self._stem_of(word)), word, intern(word[:START_CHARACTERS]))
        words = self._words_of(chunk.decode("utf-8", "surrogatepass"))
        if not words:
            return _NOTHING
        starts = " ".join([word[:START_CHARACTERS] for word in words])
        return (" ".join(map(self._stem_of, words)), " ".join(words), intern(starts))
