"""Words and stems by chunk: what stands between two blanks is looked up as a whole.

A surface never goes across white space (see `index.analysis.tokens`), so the tokens of a text are those of its
chunks, one after the other. A chunk as it is written, with its comma and its quotes, is worked out once and
then found by one look into a dictionary.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from index.analysis.tokens import MAX_WORD_LENGTH

GENERATION: Final = 1 << 16
"""Chunks that are kept in one generation, about 12 MB. Most chunks of a large collection occur once or twice."""

_AROUND: Final = "\"'.,:;!?()[]-“”‘’…–—«»"
"""Punctuation around a word that is no part of it, when what is left has ASCII letters only."""

_NOTHING: Final = ("", "")


class ChunkTerms(dict[str, tuple[str, str]]):
    """Chunk → (its stems, its folded words), each with blanks between them, empty where it has none.

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
        self._former: dict[str, tuple[str, str]] = {}

    def __missing__(self, chunk: str) -> tuple[str, str]:
        found = self._former.get(chunk) or self._found(chunk)
        if len(chunk) > MAX_WORD_LENGTH:
            return found
        if len(self) >= GENERATION:
            self._former = dict(self)
            self.clear()
        self[chunk] = found
        return found

    def _found(self, chunk: str) -> tuple[str, str]:
        core = chunk.strip(_AROUND)
        if core.isascii() and (core.isalpha() or core.isdigit()):
            word = core[:MAX_WORD_LENGTH].lower()
            return (self._stem_of(word), word)
        words = self._words_of(chunk)
        if not words:
            return _NOTHING
        return (" ".join(map(self._stem_of, words)), " ".join(words))
