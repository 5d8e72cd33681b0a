"""Text from anywhere made safe to keep, to search and to print.

`sanitise` is applied to every body and `sanitise_line` to every one-line field before anything else sees them.
What remains is NFC text in which

- `\\n` is the only control character; tabs are blanks, and every kind of line end (CR, CRLF, NEL, VT, FF, U+2028, U+2029)
  is `\\n`;
- no terminal escape sequence is left. A whole sequence goes (its letters are no text), and of an unfinished one the
  introducer, so that a stray ESC cannot swallow an article. The 8-bit introducers are also what is left of
  mis-decoded Windows text, so they take text with them only where a complete sequence follows;
- nothing reorders or hides text: bidirectional controls, zero-width blanks, soft hyphens, byte order marks, tag
  characters, interlinear and deprecated format characters are gone. ZWJ and ZWNJ stay only between characters of
  scripts and emoji that need them;
- there are neither surrogates nor noncharacters.

Every step is linear in the length of the text.
"""

from __future__ import annotations

import re
from typing import Final
from unicodedata import normalize

_STRING_BODY: Final = r"[^\x00-\x1f\x7f-\x9f]*+"
_ESCAPE: Final = re.compile(
    r"\x1b\[[0-?]*+[ -/]*+[@-~]"  # CSI: colours, cursor, erasing
    rf"|\x1b[\]PX^_]{_STRING_BODY}(?:\x07|\x1b\\|\x9c)"  # OSC, DCS, SOS, PM, APC: titles, links, graphics
    r"|\x1b[ -/]*+[0-~]"  # all other escapes, and the introducer of an unfinished one
    r"|\x9b[0-?]++[ -/]*+[@-~]"  # the same with 8-bit introducers
    rf"|[\x90\x98\x9d-\x9f]{_STRING_BODY}(?:\x07|\x1b\\|\x9c)"
)
_LINE_END: Final = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_PLANES: Final = range(1, 17)
_NONCHARACTERS: Final = "\ufdd0-\ufdef\ufffe\uffff" + "".join(
    f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in _PLANES
)
_FORBIDDEN_CLASS: Final = (
    "\x00-\x09\x0b-\x1f\x7f-\x9f"  # C0 but the newline, DEL, C1
    "\u00ad"  # soft hyphen
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidirectional controls
    "\u180e\u200b\u2060-\u2065\ufeff"  # zero-width blanks, joiners of words, invisible operators, byte order mark
    "\u206a-\u206f\ufff9-\ufffb"  # deprecated format characters, interlinear annotation
    "\U000e0000-\U000e007f"  # tag characters: text nobody sees
    "\u2028\u2029"  # line ends
    "\ud800-\udfff" + _NONCHARACTERS
)
FORBIDDEN: Final = re.compile(f"[{_FORBIDDEN_CLASS}]")
"""One character that sanitised text never contains (joiners apart, which depend on their neighbours)."""

_FORBIDDEN_RUN: Final = re.compile(f"[{_FORBIDDEN_CLASS}]+")
_ASCII_FORBIDDEN_RUN: Final = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]+")
_JOINERS: Final = "\u200c\u200d"
_JOINED: Final = "\u0600-\u1dbf\u2190-\U0010ffff"
_STRAY_JOINER: Final = re.compile(f"(?<![{_JOINED}])[{_JOINERS}]|[{_JOINERS}](?![{_JOINED}])")
_TRAILING_BLANKS: Final = re.compile(r"(?<! ) ++(?=\n)")
_EMPTY_LINES: Final = re.compile(r"\n{3,}")


def sanitise(text: str) -> str:
    """Return `text` as a body that is safe everywhere.

    Lines stay, blanks at their ends and more than one empty line in a row go, as do blanks and empty lines at both
    ends of the text. Applying it twice changes nothing more.
    """
    if "\x1b" in text or not text.isascii():
        text = _ESCAPE.sub("", text)
    text = _LINE_END.sub("\n", text).replace("\t", " ")
    if text.isascii():
        text = _ASCII_FORBIDDEN_RUN.sub("", text)
    else:
        text = _composed(_FORBIDDEN_RUN.sub("", text))
    text = _TRAILING_BLANKS.sub("", text)
    return _EMPTY_LINES.sub("\n\n", text).strip()


def sanitise_line(text: str) -> str:
    """Return `text` as one line that is safe everywhere: as `sanitise`, with every run of white space one blank."""
    return " ".join(sanitise(text).split())


def _composed(text: str) -> str:
    """Return NFC text without joiners that join nothing.

    Composed on both sides: composing can change what stands beside a joiner, and taking one out can bring a letter
    and its accent together.
    """
    text = normalize("NFC", text)
    if any(joiner in text for joiner in _JOINERS):
        text = normalize("NFC", _STRAY_JOINER.sub("", text))
    return text
