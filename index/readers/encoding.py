"""From bytes to text: UTF-8 unless the bytes say otherwise, and a doubt wherever that was a guess."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from typing import Final

from index.errors import ReaderError

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_GUESS_BYTES: Final = 64 * 1024
_FEW_BYTES: Final = 12
"""With fewer bytes beyond ASCII than this, statistics say nothing and Windows-1252 is the best guess."""

_CANDIDATES: Final = [
    "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "koi8_r",
    "shift_jis", "euc_jp", "gb18030", "big5", "euc_kr",
]  # fmt: skip
_NAMES: Final = {"cp1252": "Windows-1252", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16"}
_MULTIBYTE: Final = re.compile(
    rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}|\xc2[\xa0-\xbf]"
)
_BEYOND_ASCII: Final = re.compile(rb"[\x80-\xff]")
_REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"
_MIXED: Final = "evtui-mixed"

_SIGNATURES: Final = (
    b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\x7fELF", b"BZh", b"\xfd7zXZ",
    b"7z\xbc\xaf", b"\x28\xb5\x2f\xfd", b"SQLite format 3\x00", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"RIFF",
)  # fmt: skip
_ODD_CONTROLS: Final = re.compile(rb"[\x00-\x07\x0e-\x1a\x1c-\x1f\x7f]")
_MOST_ODD_CONTROLS: Final = 0.05
_FEW_ODD_CONTROLS: Final = 8
_FEWEST_PAIRS: Final = 4
_NUL_SHARE: Final = 0.4
_NUL_SHARE_OTHER: Final = 0.02


def unit_encoding(sample: bytes) -> tuple[str, bool]:
    """Recognise UTF-16 and UTF-32, by byte order mark or by where the NUL bytes are.

    Returns:
        The codec, `utf-8` where neither is recognised, and whether that was a guess.
    """
    for mark, encoding in _MARKS:
        if sample.startswith(mark):
            return encoding, False
    pairs = len(sample) // 2
    if pairs >= _FEWEST_PAIRS:
        high, low = sample[0 : pairs * 2 : 2].count(0) / pairs, sample[1 : pairs * 2 : 2].count(0) / pairs
        if low >= _NUL_SHARE and high <= _NUL_SHARE_OTHER:
            return "utf-16-le", True
        if high >= _NUL_SHARE and low <= _NUL_SHARE_OTHER:
            return "utf-16-be", True
    return "utf-8", False


def has_binary_signature(sample: bytes) -> bool:
    """Whether bytes begin like a document, picture, archive or program that is no text."""
    return sample.startswith(_SIGNATURES)


def is_binary(sample: bytes) -> bool:
    """Whether bytes in an encoding that contains ASCII are no text, since many are control characters."""
    odd = len(_ODD_CONTROLS.findall(sample))
    return odd > _FEW_ODD_CONTROLS and odd > _MOST_ODD_CONTROLS * len(sample)


def check_encoding(name: str) -> str:
    """Return the codec of that name.

    Raises:
        ReaderError: there is none, or it is none for text.
    """
    try:
        codec = codecs.lookup(name)
        known = codec.incrementaldecoder is not None and b"a".decode(name, "replace") is not None
    except (LookupError, ValueError):
        known = False
    if not known:
        raise ReaderError(f"“{name}” is not an encoding that is known here; try utf-8, cp1252 or utf-16.")
    return codec.name


@dataclass(slots=True)
class Decoder:
    """Decodes the records of one input, which were split at line ends before.

    Attributes:
        note: a doubt that holds for every record of the input, or empty.
    """

    note: str = ""
    _guess: str = field(default="", init=False)

    def decode(self, data: bytes) -> tuple[str, str]:
        """Return the text and a doubt, empty where nothing was guessed."""
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            return self._decode_other(data)
        return text, self.note or (_NUL_DOUBT if "\0" in text else "")

    def _decode_other(self, data: bytes) -> tuple[str, str]:
        valid = sum(len(match[0]) for match in _MULTIBYTE.finditer(data))
        beyond = len(_BEYOND_ASCII.findall(data))
        if valid > beyond - valid:
            text = data.decode("utf-8", _MIXED)
            return text, "Some bytes were not valid UTF-8; they were read as Windows-1252."
        if not self._guess:
            self._guess = _guess_encoding(data[:_GUESS_BYTES]) if beyond >= _FEW_BYTES else "cp1252"
        text = data.decode(self._guess, "replace")
        name = _NAMES.get(self._guess, self._guess)
        doubt = f"The text is not valid UTF-8; it was read as {name}, which is a guess."
        if _REPLACEMENT in text:
            doubt += " Some characters could not be decoded."
        return text, doubt


_NUL_DOUBT: Final = "The text contained NUL bytes; they were removed."


def encoding_note(encoding: str, *, guessed: bool) -> str:
    """Return the doubt about an encoding that was guessed for a whole input."""
    return (
        f"The encoding was recognised as {_NAMES.get(encoding, encoding)} without a mark." if guessed else ""
    )


def _guess_encoding(data: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data, cp_isolation=_CANDIDATES, enable_fallback=False).best()
    return best.encoding if best is not None else "cp1252"


def _read_as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    return wrong.decode("cp1252", "replace"), error.end


codecs.register_error(_MIXED, _read_as_windows_1252)
