"""The one analyser: from a text to the tokens that are indexed, searched and highlighted.

How text is cut is decided in `index.analysis.tokens`, how letters are folded in `index.analysis.fold`,
how words are stemmed in `index.analysis.stems`. Here they meet, made fast: a surface as it is written is
folded once and then looked up, so the cost of a word is one match of a regular expression and two
dictionary look-ups.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Final
from unicodedata import normalize, unidata_version

from index.analysis.chunks import ChunkTerm, ChunkTerms, chunks_of
from index.analysis.fold import fold
from index.analysis.stems import CACHE_LIMIT, StemCache, stemmer_version
from index.analysis.tokens import (
    MAX_WORD_LENGTH,
    Token,
    cjk_pieces,
    is_cjk,
    surface_pattern,
    token_length,
    written,
)
from index.engines.base import TermText, TokenText
from index.marks import without_long_runs

ANALYSIS_VERSION: Final = 1
"""Raised with every change that gives other tokens for some text; indexes of another version are rebuilt."""


class _CjkRun(KeyError):
    """A surface makes several tokens, so that no single word stands for it."""


class _WordCache(dict[str, str]):
    """Surface → folded word. Raises `_CjkRun` for surfaces that make several tokens."""

    def __missing__(self, surface: str) -> str:
        if is_cjk(surface):
            raise _CjkRun(surface)
        word = sys.intern(written(surface))
        if len(self) >= CACHE_LIMIT:
            self.clear()
        if len(surface) <= MAX_WORD_LENGTH:
            self[surface] = word
        return word


class Analyser:
    """Turns texts into tokens, the same for the same text and `fingerprint`. Threads can share one.

    Args:
        language: two-letter code of the language whose stems are taken.
    """

    def __init__(self, language: str = "en") -> None:
        self.language = language
        self._words = _WordCache()
        self._stems = StemCache(language)
        self._word_of: Callable[[str], str] = self._words.__getitem__
        self._stem_of: Callable[[str], str] = self._stems.__getitem__
        chunks = ChunkTerms(lambda chunk: self.analyse(chunk).words, self._stem_of)
        self._terms_of: Callable[[bytes], ChunkTerm] = chunks.__getitem__

    @cached_property
    def fingerprint(self) -> str:
        """All that the tokens depend on: rules, language, stemmer, Unicode tables."""
        rules = f"evtui-{ANALYSIS_VERSION}/{self.language}"
        return f"{rules}/snowball-{stemmer_version()}/unicode-{unidata_version}"

    def analyse(self, text: str, *, query: bool = False) -> TokenText:
        """Return the words and stems of `text` in parallel.

        Args:
            text: any text; composed (NFC), as `index.sanitise` gives it, or acronyms with accents are cut.
            query: whether the text was typed as a query. Then it is composed first, and a Chinese or Japanese
                run of two or more characters at its very end goes without its last single character, so that
                it is found inside longer runs. (Elsewhere the single stays: there the run ends in a matching
                text, too.)
        """
        if query:
            text = normalize("NFC", without_long_runs(text))
        surfaces = surface_pattern(text).findall(text)
        try:
            words = tuple(map(self._word_of, surfaces))
        except _CjkRun:
            words = tuple(self._expanded(surfaces, query=query))
        return TokenText(words, tuple(map(self._stem_of, words)))

    def terms(self, text: str) -> TermText:
        """Return the stems, the different words and their beginnings, as `analyse` finds them."""
        chunks = chunks_of(text)
        if not chunks:
            return TermText()
        stems, words, starts = zip(*map(self._terms_of, chunks), strict=True)
        different, beginnings = dict.fromkeys(words), dict.fromkeys(starts)
        if "" in different:  # a chunk has no words
            del different[""], beginnings[""]
            stems = tuple(filter(None, stems))
        word_line, start_line = " ".join(different), " ".join(beginnings)
        if word_line.count(" ") >= len(different):  # a chunk has several words
            word_line = " ".join(dict.fromkeys(word_line.split(" ")))
            start_line = " ".join(dict.fromkeys(start_line.split(" ")))
        return TermText(" ".join(stems), word_line, start_line)

    def located(self, text: str) -> tuple[TokenText, list[tuple[int, int]]]:
        """Return the words and stems of `text`, and where each stands in it: start and end of the token."""
        surfaces = surface_pattern(text).findall(text)
        try:
            words = tuple(map(self._word_of, surfaces))
        except _CjkRun:
            return self._located_pieces(text)
        spans: list[tuple[int, int]] = []
        find, end = text.find, 0
        for surface in surfaces:
            # Whatever a surface can begin with is in a surface: nothing between two of them is found instead.
            start = find(surface, end)
            end = start + len(surface)
            spans.append((start, end if surface.isalnum() else start + token_length(surface)))
        return TokenText(words, tuple(map(self._stem_of, words))), spans

    def _located_pieces(self, text: str) -> tuple[TokenText, list[tuple[int, int]]]:
        words: list[str] = []
        spans: list[tuple[int, int]] = []
        for match in surface_pattern(text).finditer(text):
            surface = match.group()
            start, end = match.span()
            try:
                words.append(self._word_of(surface))
                spans.append((start, end if surface.isalnum() else start + token_length(surface)))
            except _CjkRun:
                for word, first, last in cjk_pieces(surface):
                    words.append(word)
                    spans.append((start + first, start + last))
        return TokenText(tuple(words), tuple(map(self._stem_of, words))), spans

    def tokens(self, text: str) -> list[Token]:
        """Return the tokens of `text` with their offsets in it; the same sequence as `analyse` gives."""
        analysed, spans = self.located(text)
        return [
            Token(word, stem, start, end)
            for word, stem, (start, end) in zip(analysed.words, analysed.stems, spans, strict=True)
        ]

    def words(self, text: str) -> list[str]:
        """Return the folded words of `text`."""
        return list(self.analyse(text).words)

    def stem(self, word: str) -> str:
        """Return the stem of one folded word."""
        return self._stem_of(word)

    def fold(self, text: str) -> str:
        """Return `text` folded but not cut into tokens; `*` and `?` of a pattern stay."""
        return fold(text)

    def _expanded(self, surfaces: Sequence[str], *, query: bool) -> Iterable[str]:
        for surface in surfaces:
            if not is_cjk(surface):
                yield self._word_of(surface)
                continue
            pieces = [word for word, _, _ in cjk_pieces(surface)]
            yield from pieces[:-1] if query and len(pieces) > 1 and surface is surfaces[-1] else pieces
