"""Where tokens begin and end in a text, and how one of them is written.

A *surface* is a stretch of the text that makes one token, or, where it is a run of Chinese or Japanese, several. Surfaces
never depend on case, since queries are typed in small letters. Decisions:

===========================  =======================================================================================
`Nissan's`, `workers'`       nissan, workers: the possessive ending is no part of the token
`don't`, `O'Neill`           dont, oneill: other apostrophes are dropped
`U.S.`, `U.S`, `E.U.`        us, us, eu: single letters with full stops between them are one acronym
`ID.4`                       id.4: one or two letters, a full stop and a digit
`2.4`, `35.3 %`, `€1.5`      2.4, 35.3, 1.5: full stops between digits stay
`526,409`, `$5bn`            526409, 5bn: commas between groups of three digits are dropped
`1,5`, `13:30`, `2023/24`    two tokens each
`e-POWER`, `solid_state`     two tokens each
`AT&T`, `R&D`                att, rd: up to three letters on both sides of an `&`
`m²`, `2½`                   m2; 2 and 1/2
`a.b@example.com`, `#ev`     ab, example, com; ev
`東京都`                      東京, 京都, 都: pairs of characters, and the last one at a position of its own
`자동차`, `ภาษาไทย`            one token: Hangul and other scripts are words as they are written
===========================  =======================================================================================

A word is at most 64 characters long; what goes beyond is cut off. White space is never part of a word.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple
from unicodedata import category

from index.analysis.fold import APOSTROPHES, JOINERS, fold

MAX_WORD_LENGTH: Final = 64
"""Characters of a folded word that are kept."""

_FOLDED_AT_MOST: Final = 4 * MAX_WORD_LENGTH
"""Characters of a surface that are looked at; more would be cut off anyway, unless it is nearly all marks."""


class Token(NamedTuple):
    """One token: the folded word, its stem, and where it stands in the text as it was given."""

    word: str
    stem: str
    start: int
    end: int


_CJK: Final = (
    "\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9d\U0001aff0-\U0001b16f\U00020000-\U0003fffd"
)
_CJK_MARKS: Final = "\u3099\u309a\uff9e\uff9f\ufe00-\ufe0f\U000e0100-\U000e01ef"
_FRACTIONS: Final = "\u00bc-\u00be\u2150-\u215f\u2189"
_CJK_UNIT: Final = re.compile(f"[{_CJK}][{_CJK_MARKS}]*")
_POSSESSIVE: Final = re.compile(f"[{APOSTROPHES}][sS]$")
_SPARE_STOP: Final = re.compile(r"\.(?!\d)")
_MARK_RANGES: Final = (
    range(0x300, 0x3400),
    range(0xA66F, 0xAC00),
    range(0xFB00, 0xFE30),
    range(0x10000, 0x12000),
    range(0x13400, 0x13500),
    range(0x16A00, 0x17000),
    range(0x1BC00, 0x1F000),
)


def _grammar(*, letter: str, word: str, inner: str, rest: str, apostrophe: str) -> str:
    """Return the pattern of one surface.

    Args:
        letter: character class of letters.
        word: class of the characters that a word begins with, letters and digits.
        inner: pattern of one character that a word goes on with.
        rest: pattern of any number of those, none included.
        apostrophe: class of apostrophes.
    """
    short = "|".join(f"(?<=(?<!{inner}){letter * length}&)" for length in (1, 2, 3))
    group = "|".join(rf"(?<=(?<![.,])(?<!{inner}){digits},)" for digits in (r"\d", r"\d\d", r"\d\d\d"))
    return (
        rf"{word}{rest}(?:"
        rf"{apostrophe}{word}{rest}"
        rf"|\.(?:(?<=\d\.)\d{rest}"
        rf"|(?<=(?<!{inner}){letter}\.)(?:{letter}(?!{inner})|\d{rest})"
        rf"|(?<=(?<!{inner}){letter}{letter}\.)\d{rest}"
        rf"|(?<=\.{letter}\.)(?!{word}))"
        rf"|&(?:{short}){letter}{{1,3}}+(?!{inner})"
        rf"|,(?:{group})\d{{3}}(?:,\d{{3}})*+(?!\d){rest}"
        rf")*+"
    )


@cache
def _marks() -> str:
    """Return the combining marks of all scripts, as the inside of a character class."""
    points = [point for span in _MARK_RANGES for point in span if category(chr(point))[0] == "M"]
    return "".join(map(chr, points)) + "\U000e0100-\U000e01ef"


_ASCII_WORD: Final = "[A-Za-z0-9]"
_ASCII_SURFACE: Final = re.compile(
    _grammar(letter="[A-Za-z]", word=_ASCII_WORD, inner=_ASCII_WORD, rest=f"{_ASCII_WORD}*+", apostrophe="'"),
    re.ASCII,
)


@cache
def _unicode_surface() -> re.Pattern[str]:
    apart = f"_{_CJK}\uff9e\uff9f{_FRACTIONS}{APOSTROPHES}{JOINERS}"
    word, mark = rf"[^\W{apart}]", f"[{_marks()}{JOINERS}]"
    general = _grammar(
        letter=rf"[^\W\d{apart}]",
        word=word,
        inner=f"(?:{word}|{mark})",
        rest=f"{word}*+(?:{mark}++{word}*+)*+",
        apostrophe=f"[{APOSTROPHES}]",
    )
    return re.compile(f"{general}|(?:{_CJK_UNIT.pattern})++|[{_FRACTIONS}]")


def surface_pattern(text: str) -> re.Pattern[str]:
    """Return the pattern that finds the surfaces in `text`; plain ASCII has a faster one that finds the same."""
    return _ASCII_SURFACE if text.isascii() else _unicode_surface()


def is_cjk(surface: str) -> bool:
    """Tell whether a surface is a run of Chinese or Japanese, which makes several tokens."""
    return _CJK_UNIT.match(surface) is not None


def cjk_pieces(run: str) -> list[tuple[str, int, int]]:
    """Return (word, start, end) of the tokens of a Chinese or Japanese run, offsets counted from its beginning."""
    units = [match.span() for match in _CJK_UNIT.finditer(run)]
    pairs = [(start, end) for (start, _), (_, end) in zip(units, units[1:], strict=False)]
    return [(written(run[start:end]), start, end) for start, end in [*pairs, units[-1]]]


def token_length(surface: str) -> int:
    """Return how many characters of a surface are the token: all but a possessive ending."""
    return len(surface) - 2 if _POSSESSIVE.search(surface) else len(surface)


def written(surface: str) -> str:
    """Return the word of a surface that makes one token: folded, without inner punctuation but a point before a digit."""
    folded = fold(surface[: min(token_length(surface), _FOLDED_AT_MOST)])
    if not folded.isalnum():
        folded = _SPARE_STOP.sub("", "".join(filter(_is_kept, folded)))
    return folded[:MAX_WORD_LENGTH] or surface[:MAX_WORD_LENGTH]


def _is_kept(character: str) -> bool:
    return character.isalnum() or character in "./" or category(character)[0] == "M"
