"""Names as they are written: runs of capitalised words in a text.

What is found here is raw: `Securities and Exchange Commission` and `Honda and Nissan` look the same, and
the first word of a sentence has a capital in any case. What a run stands for is decided with the evidence of
a whole library, in `index.namebook`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple
from unicodedata import category

from index.model import Article

HEADING_WORDS: Final = 12
"""A paragraph of at most so many words without a full stop at its end is a heading."""

EXPLANATION_CHARACTERS: Final = 100
"""Length of the text before an acronym in brackets in which its words are looked for."""

LEAST_SMALL_SHARE: Final = 0.3
"""Share of a title's words that must begin small for its capitals to mean anything."""

_ABBREVIATIONS: Final = "Co|Inc|Corp|Ltd|Bros|Cos|St|Jr|Sr|Dr|Mr|Mrs|Ms|Gen|Sen|Gov|Rep|Prof|Messrs|Mt"
_LEGAL: Final = "Co|Inc|Corp|Ltd|Plc|LLC|LLP|AG|SA|NV|Limited|Incorporated"
_PARTICLES: Final = (
    "de la|de los|de|van der|van den|van de|van|von der|von|zu|du|da|dos|del|della|di|la|le|al|bin|el|ibn"
)
_LINKS: Final = "of the|of|for the|for|and the|and|on"

_PARAGRAPH: Final = re.compile(r"\n\s*\n|\n[ \t]{2,}")
_TICKER: Final = re.compile(r"\s?<[A-Z0-9.]{1,9}>")
_SIGN_OFF: Final = re.compile(r"\n[ \t]*\w+\s*\Z")
_EXPLAINED: Final = re.compile(r"\(([A-Za-z]{2,6})\)")
_SPACE: Final = re.compile(r"\s+")
_POSSESSIVE: Final = re.compile(r"['’]s ")


class Run(NamedTuple):
    """A run of capitalised words.

    Attributes:
        text: its words with single spaces; a possessive ending inside it stands apart (`China 's BYD`).
        first: whether it begins a sentence, so that its first capital says nothing.
    """

    text: str
    first: bool


@cache
def _upper() -> str:
    """Return the capital letters of the alphabets that have them, as the inside of a character class."""
    return "".join(chr(point) for point in range(0xC0, 0x530) if category(chr(point)) == "Lu")


@cache
def _run_pattern() -> re.Pattern[str]:
    upper = f"[A-Z{_upper()}]"
    gap = r"(?: |\n(?![ \t\n]))"
    word = (
        rf"(?:(?:{upper}\.)+(?:{upper}\b(?!['’]))?"
        rf"|(?:{_ABBREVIATIONS})\."
        rf"|(?:[a-z]{upper}(?=[a-z])|{upper})\w*+(?:[&-]\w++|\.\d++|['’](?!s\b)\w++)*+)"
    )
    link = rf"(?:(?:{_PARTICLES}|{_LINKS}|&){gap})?"
    number = rf"{gap}\d{{1,2}}(?![\w.,/%-])"
    legal = rf",{gap}(?:{_LEGAL})\b\.?"
    return re.compile(rf"(?<![\w.@/-]){word}(?:(?:['’]s)?{gap}{link}{word}|{legal})*+(?:{number})?")


def runs_of(article: Article) -> list[Run]:
    """Return the capitalised runs of an article, in order; headings and shouted paragraphs are left out."""
    found: list[Run] = []
    if not article.title_derived and capitals_mean_something(article.title):
        _runs_in(article.title, found)
    body = _SIGN_OFF.sub("", article.body)
    if "<" in body:
        body = _TICKER.sub("", body)
    for paragraph in _PARAGRAPH.split(body):
        stripped = paragraph.strip()
        if stripped and not _is_heading(stripped) and not stripped.isupper():
            _runs_in(stripped, found)
    return found


def shorthand_in(text: str) -> Iterator[str]:
    """Yield the acronyms that a text explains by common nouns, as in `battery electric vehicles (BEVs)`."""
    for match in _EXPLAINED.finditer(text):
        acronym = match[1].removesuffix("s")
        before = text[max(0, match.start() - EXPLANATION_CHARACTERS) : match.start()]
        words = before.replace("-", " ").split()[-len(acronym) :]
        if "".join(word[0] for word in words) == acronym.lower():
            yield acronym


def _runs_in(paragraph: str, found: list[Run]) -> None:
    for match in _run_pattern().finditer(paragraph):
        text = match.group()
        if len(text) > 1:
            words = _POSSESSIVE.sub(" 's ", _SPACE.sub(" ", text))
            found.append(Run(words, _begins_sentence(paragraph, match.start())))


def _begins_sentence(paragraph: str, start: int) -> bool:
    before = paragraph[max(0, start - 4) : start].rstrip()
    return not before or before[-1] in ".!?:;\"“”'‘([*+•–—" or before.endswith(" -")


def _is_heading(paragraph: str) -> bool:
    return (
        paragraph[-1] not in ".!?:;\"”’',)" and paragraph.count(" ") + paragraph.count("\n") < HEADING_WORDS
    )


def capitals_mean_something(title: str) -> bool:
    """Tell whether a title is written as a sentence is, neither shouted nor with a capital on each word."""
    words = title.split()
    small = sum(word[0].islower() for word in words)
    return small >= LEAST_SMALL_SHARE * len(words)
