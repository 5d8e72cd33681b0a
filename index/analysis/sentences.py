"""Sentences of a text, by rules for news prose.

A sentence ends at `.`, `!`, `?` or `…` (with closing quotes and brackets) before a blank and a capital
letter, a digit or an opening quote, at `。` and its like anywhere, and at the end of its paragraph. A full
stop does not end it

- after an abbreviation that stands before something (`Mr.`, `No.`, `Feb.`, `vs.`);
- after one that may end it (`U.S.`, `Co.`, `Ltd.`, `a.m.`) or after an initial (`J.`), unless a word follows
  that only a sentence would begin with a capital letter (`The`, `It`, `But`).

A line is a paragraph of its own, so that headings and list items are sentences, unless lines are wrapped: the
next one goes on with a small letter, or its first word had no room on this one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from index.analysis.cut import shortened
from index.analysis.stopwords import STOPWORDS
from index.model import Span

TITLE_LENGTH: Final = 120
"""Characters of a derived title, at most."""

_TITLE_SOURCE: Final = 4_000
"""Characters of a body in which its first sentence is sought."""

_WRAP_WIDTHS: Final = range(45, 101)
"""Lengths of the longest line that a paragraph wrapped by a program may have."""

_WRAP_LINES: Final = 3
"""Lines that a block has at least when it is taken for wrapped."""

_CLOSING: Final = "\"'”’»)\\]"
_END: Final = re.compile(
    rf"[.!?…]++[{_CLOSING}]*+(?=\s+[\"'“‘«(\[¿¡]*[^\W_])|[。！？｡]++[」』）{_CLOSING}]*+"
)
_NEXT_WORD: Final = re.compile(r"\s+[\"'“‘«(\[¿¡]*+([\w'’]++)(\.?)")
_LAST_WORD: Final = re.compile(r"[\w.&]+$")
_LAST_WORD_LENGTH: Final = 24
"""Characters in which the word before a full stop is sought; abbreviations are shorter."""

_ACRONYM: Final = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_BEFORE_SOMETHING: Final = _words(
    "mr mrs ms messrs mx dr prof sen gov gen rep rev hon pres sgt capt cmdr lt col maj adm st ste mt ft"
    " no nos nr art fig figs vol pp p vs v cf e.g i.e approx est ca incl ph"
    " jan feb mar apr jun jul aug sep sept oct nov dec"
)
_MAY_END: Final = _words(
    "co cos corp inc ltd plc llc bros jr sr bhd pty pte cie etc dept assn univ ave blvd rd dist mfg intl natl"
    " govt min max avg est ex pct mln bln dlr dlrs cts shr oz lb lbs ph.d s.p.a"
)


def sentences(text: str) -> list[Span]:
    """Return the sentences of `text` in order, without the white space between them."""
    return [span for paragraph in _paragraphs(text) for span in _within(text, paragraph)]


def derived_title(body: str) -> str:
    """Return the first sentence of `body` as a title: on one line, cut between words, without its full stop.

    Empty where the body has no word.
    """
    source = body[:_TITLE_SOURCE]
    for span in sentences(source):
        line = " ".join(source[span.start : span.end].split())
        if re.search(r"[^\W_]", line):
            return shortened(_without_full_stop(line), TITLE_LENGTH)
    return ""


def _without_full_stop(line: str) -> str:
    last = _LAST_WORD.search(line[-_LAST_WORD_LENGTH:])
    if not line.endswith(".") or line.endswith("..") or (last and "." in last.group()[:-1]):
        return line
    return line[:-1]


def _paragraphs(text: str) -> Iterator[Span]:
    """Yield the stretches between line ends that part sentences."""
    for block in re.finditer(r"[^\n]+(?:\n[^\n]+)*+", text):
        lines = [
            (block.start() + line.start(), line.group()) for line in re.finditer(r"[^\n]+", block.group())
        ]
        width = max(len(line) for _, line in lines)
        wrapped = len(lines) >= _WRAP_LINES and width in _WRAP_WIDTHS
        begin, end = lines[0][0], lines[0][0] + len(lines[0][1])
        for (_, line), (start, following) in pairwise(lines):
            if not _goes_on(line, following, width if wrapped else 0):
                yield Span(begin, end)
                begin = start
            end = start + len(following)
        yield Span(begin, end)


def _goes_on(line: str, following: str, width: int) -> bool:
    """Tell whether a line is continued by the next; `width` is that of wrapped text, or 0."""
    if following[0].islower():
        return True
    if not width or following[0].isspace():
        return False
    return len(line.rstrip()) + 1 + len(following.split(maxsplit=1)[0]) > width


def _within(text: str, paragraph: Span) -> Iterator[Span]:
    start = paragraph.start
    for end in _END.finditer(text, paragraph.start, paragraph.end):
        if end.start() >= start and _ends_sentence(text, end, paragraph.end):
            yield from _trimmed(text, start, end.end())
            start = end.end()
    yield from _trimmed(text, start, paragraph.end)


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    stripped = text[start:end].strip()
    if stripped:
        start += len(text[start:end]) - len(text[start:end].lstrip())
        yield Span(start, start + len(stripped))


def _ends_sentence(text: str, end: re.Match[str], limit: int) -> bool:
    if end.group()[0] in "。！？｡":
        return True
    following = _NEXT_WORD.match(text, end.end(), limit)
    if following is None or following.group(1)[0].islower():
        return False
    last = _LAST_WORD.search(text[max(0, end.start() - _LAST_WORD_LENGTH) : end.start()])
    if end.group() != "." or last is None:
        return True
    word = last.group().lower()
    if word in _BEFORE_SOMETHING:
        return False
    if word in _MAY_END or _ACRONYM.fullmatch(word):
        return not following.group(2) and following.group(1).lower() in STOPWORDS
    return True
