"""Stems: the part of a word that its forms share, by the Snowball stemmer of a language."""

from __future__ import annotations

from threading import Lock
from typing import Final, Protocol

CACHE_LIMIT: Final = 1 << 17
"""Entries that a cache of words holds before it is emptied: more than a language has in use, about 15 MB."""


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802 - the name PyStemmer has


class StemCache(dict[str, str]):
    """Folded word → stem, worked out once per word. Safe to use from several threads.

    Words with digits or in other alphabets are their own stems, and so is every word of a language without a
    Snowball stemmer.
    """

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language
        self._lock = Lock()
        self._stemmer: _Stemmer | None = None

    def __missing__(self, word: str) -> str:
        stem = self._stem(word) if word.isascii() and word.isalpha() else word
        if len(self) >= CACHE_LIMIT:
            self.clear()
        self[word] = stem
        return stem

    def _stem(self, word: str) -> str:
        with self._lock:  # a Stemmer keeps its working buffer between calls
            if self._stemmer is None:
                self._stemmer = _open_stemmer(self._language)
            return self._stemmer.stemWord(word)


class _NoStemmer:
    def stemWord(self, word: str) -> str:  # noqa: N802
        return word


def _open_stemmer(language: str) -> _Stemmer:
    import Stemmer

    try:
        stemmer: _Stemmer = Stemmer.Stemmer(language, 0)
    except KeyError:
        return _NoStemmer()
    return stemmer


def stemmer_version() -> str:
    """Return the version of the stemmers, which may differ in the stems they give."""
    import Stemmer

    return str(Stemmer.version())
