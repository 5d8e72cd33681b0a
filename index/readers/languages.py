"""Languages as sources name them, as codes of ISO 639."""

from __future__ import annotations

import re
from typing import Final

_SPELLINGS: Final = {
    "ar": "ara arabic العربية",
    "cs": "ces cze czech čeština",
    "da": "dan danish dansk",
    "de": "deu ger german deutsch",
    "el": "ell gre greek",
    "en": "eng english",
    "es": "spa spanish español castellano",
    "fi": "fin finnish suomi",
    "fr": "fra fre french français",
    "he": "heb hebrew",
    "hi": "hin hindi",
    "hu": "hun hungarian magyar",
    "id": "ind indonesian",
    "it": "ita italian italiano",
    "ja": "jpn japanese 日本語",
    "ko": "kor korean 한국어",
    "nl": "nld dut dutch nederlands",
    "no": "nor norwegian norsk",
    "pl": "pol polish polski",
    "pt": "por portuguese português",
    "ro": "ron rum romanian",
    "ru": "rus russian русский",
    "sv": "swe swedish svenska",
    "th": "tha thai",
    "tr": "tur turkish türkçe",
    "uk": "ukr ukrainian українська",
    "vi": "vie vietnamese",
    "zh": "zho chi chinese mandarin 中文",
}
_CODES: Final = {name: code for code, names in _SPELLINGS.items() for name in names.split()}
_TAG: Final = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9]+)*", re.ASCII)


def language_code(text: str) -> str:
    """Return the code of a language given as code, tag (`en-US`) or name; empty where it is not known."""
    name = text.strip().casefold()
    if (code := _CODES.get(name)) is not None:
        return code
    match = _TAG.fullmatch(name)
    return _CODES.get(match[1], match[1]) if match is not None else ""
