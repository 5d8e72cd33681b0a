"""Folding: one spelling for all the ways to write the same letters.

Decisions:

- Compatibility decomposition (NFKD) and case folding: `ＮＴＴ` = `ntt`, `CO₂` = `co2`, `ﬁ` = `fi`,
  `ß` = `ss`.
- Diacritics of alphabets go: Latin, Greek and Cyrillic accents, Hebrew points, Arabic vowel signs
  (`Citroën` = `citroen`, `Škoda` = `skoda`). Marks of other scripts stay, because there they are the vowels,
  or make another sound.
- Letters that Unicode does not decompose: `ø` = `o`, `ł` = `l`, `đ` = `d`, `æ` = `ae`, `œ` = `oe`,
  `ı` = `i`, `þ` = `th`, `ð` = `d`, `ħ` = `h`.
- Apostrophes, joiners, soft hyphens, Arabic tatweel and variation selectors go.
"""

from __future__ import annotations

import re
from typing import Final
from unicodedata import normalize

APOSTROPHES: Final = "'\u2019\u2018\u02bc\u02bb\uff07"
"""Straight, typographic (both), modifier letters, full width."""

JOINERS: Final = "\u00ad\u200c\u200d\u2060\u0640"
"""Characters inside a word that are no letters of it: soft hyphen, ZWNJ, ZWJ, word joiner, tatweel."""

_DROPPED: Final = re.compile(
    f"[{APOSTROPHES}{JOINERS}"
    "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"  # marks for any alphabet
    "\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"  # Cyrillic, Hebrew
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed"  # Arabic
    "\ufe00-\ufe0f\U000e0100-\U000e01ef]+"  # variation selectors
)
_LETTERS: Final = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "æ": "ae",
        "œ": "oe",
        "ı": "i",
        "þ": "th",
        "ð": "d",
        "ħ": "h",
        "\u2044": "/",
    }
)


def fold(text: str) -> str:
    """Return `text` folded. Punctuation stays, apostrophes apart, so that patterns can be folded too."""
    if text.isascii():
        return text.lower().replace("'", "")
    decomposed = normalize("NFKD", normalize("NFKD", text).casefold())
    return normalize("NFC", _DROPPED.sub("", decomposed).translate(_LETTERS))
