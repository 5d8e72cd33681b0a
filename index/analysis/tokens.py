"""Where tokens begin and end in a text, and how one of them is written.

A *surface* is a stretch of the text that makes one token, or, where it is a run of Chinese or Japanese,
several. Surfaces never depend on case, since queries are typed in small letters. Decisions:

===========================  ================================================================================
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
`東京都`                       東京, 京都, 都: pairs of characters, and the last one at its own position
`자동차`, `ภาษาไทย`           one token: Hangul and other scripts as they are written
===========================  ================================================================================

A word is at most 64 characters long; what goes beyond is cut off. White space is never part of a word.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import Final, NamedTuple
from unicodedata import category

from index.analysis.fold import APOSTROPHES, JOINERS, fold
from index.marks import marks_class

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
_ALPHABETS: Final = (  # Latin, Greek, Cyrillic
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u0370-\u0481\u048a-\u052f\u1e00-\u1fff\u2c60-\u2c7f"
)
_CJK_UNIT: Final = re.compile(f"[{_CJK}][{_CJK_MARKS}]*")
_POSSESSIVE_LENGTH: Final = 2
"""Characters of `'s`."""
_SPARE_STOP: Final = re.compile(r"\.(?!\d)")


def _grammar(*, word: str, rest: str, apostrophe: str, letter: str, character: str) -> str:
    """Return the pattern of one surface.

    Args:
        word: class of the characters that a word begins with, letters and digits of any script.
        rest: pattern of the rest of a word after its first character, which may be empty.
        apostrophe: class of apostrophes.
        letter: class of the letters that acronyms are made of.
        character: class of those letters, their marks and digits.
    """
    short = "|".join(f"(?<=(?<!{character}){letter * length}&)" for length in (1, 2, 3))
    group = "|".join(rf"(?<=(?<![.,])(?<!{character}){digits},)" for digits in (r"\d", r"\d\d", r"\d\d\d"))
    return (
        rf"{word}{rest}(?:"
        rf"{apostrophe}{word}{rest}"
        rf"|\.(?:(?<=\d\.)\d{character}*+"
        rf"|(?<=(?<!{character}){letter}\.)(?:{letter}(?!{character})|\d{character}*+)"
        rf"|(?<=(?<!{character}){letter}{letter}\.)\d{character}*+"
        rf"|(?<=\.{letter}\.)(?!{character}))"
        rf"|&(?:{short}){letter}{{1,3}}+(?!{character})"
        rf"|,(?:{group})\d{{3}}(?:,\d{{3}})*+(?!\d){character}*+"
        rf")*+"
    )


_ASCII_SURFACE: Final = re.compile(
    _grammar(
        word="[A-Za-z0-9]",
        rest="[A-Za-z0-9]*+",
        apostrophe="'",
        letter="[A-Za-z]",
        character="[A-Za-z0-9]",
    ),
    re.ASCII,
)


@cache
def _unicode_surface() -> re.Pattern[str]:
    apart = f"_{_CJK}\uff9e\uff9f{_FRACTIONS}{APOSTROPHES}{JOINERS}"
    word, mark = rf"[^\W{apart}]", f"[{marks_class()}{JOINERS}]"
    general = _grammar(
        word=word,
        # marks make a large class, so that a cheap look at the next character comes first
        rest=f"{word}*+(?:(?=[\xad-\U0010ffff]){mark}++{word}*+)*+",
        apostrophe=f"[{APOSTROPHES}]",
        letter=f"[{_ALPHABETS}]",
        character=f"[{_ALPHABETS}0-9\u0300-\u036f]",
    )
    return re.compile(f"{general}|(?:{_CJK_UNIT.pattern})++|[{_FRACTIONS}]")


def surface_pattern(text: str) -> re.Pattern[str]:
    """Return the pattern that finds the surfaces in `text`; for ASCII a faster one that finds the same."""
    return _ASCII_SURFACE if text.isascii() else _unicode_surface()


def is_cjk(surface: str) -> bool:
    """Tell whether a surface is a run of Chinese or Japanese, which makes several tokens."""
    return _CJK_UNIT.match(surface) is not None


def cjk_pieces(run: str) -> list[tuple[str, int, int]]:
    """Return (word, start, end) of the tokens of a Chinese or Japanese run, counted from its beginning."""
    units = [match.span() for match in _CJK_UNIT.finditer(run)]
    pairs = [(start, end) for (start, _), (_, end) in pairwise(units)]
    return [(written(run[start:end]), start, end) for start, end in [*pairs, units[-1]]]


def token_length(surface: str) -> int:
    """Return how many characters of a surface are the token: all but possessive endings."""
    length = len(surface)
    while length > _POSSESSIVE_LENGTH and surface[length - 1] in "sS" and surface[length - 2] in APOSTROPHES:
        length -= _POSSESSIVE_LENGTH
    return length


def written(surface: str) -> str:
    """Return the word of a surface that makes one token: folded, with points before digits only."""
    folded = fold(surface[: min(token_length(surface), _FOLDED_AT_MOST)])
    if not folded.isalnum():
        folded = _SPARE_STOP.sub("", "".join(filter(_is_kept, folded)))
    return folded[:MAX_WORD_LENGTH] or surface[:MAX_WORD_LENGTH]


def _is_kept(character: str) -> bool:
    return character.isalnum() or character in "./" or category(character)[0] == "M"
