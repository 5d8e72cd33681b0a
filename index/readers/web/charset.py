"""The characters of a web page: what its bytes, its marks and its server say of their encoding."""

from __future__ import annotations

import codecs
import re
from typing import Final

from index.readers.encoding import Decoder, encoding_note, unit_encoding

_HEAD_BYTES: Final = 4 * 1024
"""Bytes in which a page declares its encoding; browsers look at 1024, but some begin with long comments."""

_DECLARED: Final = (
    re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{2,40})""", re.IGNORECASE),
    re.compile(rb"""<meta[^>]{0,500}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE),
)
_MEANT: Final = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874",
    "tis-620": "cp874", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949",
    "big5": "big5hkscs",
}  # fmt: skip
"""Codec → the one that pages mean by its name (https://encoding.spec.whatwg.org/#names-and-labels)."""
_OTHER_LABELS: Final = {
    "x-sjis": "cp932", "windows-31j": "cp932", "ms932": "cp932", "ks_c_5601-1987": "cp949",
    "korean": "cp949", "windows-874": "cp874", "dos-874": "cp874", "x-gbk": "gb18030",
    "x-x-big5": "big5hkscs", "unicode-1-1-utf-8": "utf-8", "x-cp1251": "cp1251", "x-cp1252": "cp1252",
    "x-mac-cyrillic": "mac-cyrillic", "macintosh": "mac-roman", "x-mac-roman": "mac-roman",
}  # fmt: skip
_SEVEN_BIT: Final = ("iso2022", "hz", "utf-7")
"""Encodings whose bytes are all ASCII, so that they pass for UTF-8."""
_REFUSED: Final = frozenset(
    ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "utf-7",
     "idna", "punycode", "unicode-escape", "raw-unicode-escape")
)  # fmt: skip
"""No page can declare itself in the first, UTF-7 serves to hide text, and the others are no encodings."""

_REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"
_WRONG_SHARE: Final = 0.002
"""The share of undecodable characters up to which a declared encoding is believed."""


def characters_of(data: bytes, charset: str = "") -> tuple[str, str]:
    """Return the characters of a page, and a doubt where their encoding was guessed.

    Args:
        data: the page.
        charset: what the server or the message said of it. What the page itself says counts for more, since
            it was written together with it, and valid UTF-8 counts for more than anything that is said.
    """
    unit, guessed = unit_encoding(data)
    if unit != "utf-8":
        return data.decode(unit, "replace").removeprefix("\ufeff"), encoding_note(unit, guessed=guessed)
    data = data.removeprefix(codecs.BOM_UTF8)
    labels = dict.fromkeys(filter(None, (_codec_of(declared_charset(data)), _codec_of(charset))))
    if not any(label.startswith(_SEVEN_BIT) for label in labels):
        try:
            return data.decode("utf-8"), ""
        except UnicodeDecodeError:
            pass  # what it is instead is found out below
    for label in labels:
        text = data.decode(label, "replace")
        if text.count(_REPLACEMENT) <= _WRONG_SHARE * len(text):
            return text, ""
    return Decoder().decode(data)


def declared_charset(data: bytes) -> str:
    """Return the encoding that a page declares in its head, as it is written there; may be empty."""
    head = data[:_HEAD_BYTES]
    found = next(filter(None, (pattern.search(head) for pattern in _DECLARED)), None)
    return found[1].decode("ascii", "replace") if found else ""


def _codec_of(label: str) -> str:
    """Return the codec that a page means by a label, or an empty string."""
    name = label.strip().strip("\"'").lower()
    try:
        codec = codecs.lookup(_OTHER_LABELS.get(name, name)).name
        b"a".decode(codec)
    except (LookupError, ValueError, TypeError):
        return ""
    codec = _MEANT.get(codec, codec)
    return "" if codec in _REFUSED else codec
