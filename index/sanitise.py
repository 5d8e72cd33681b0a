"""Text from anywhere made safe to keep, to search and to print.

`sanitise` is applied to every body and `sanitise_line` to every one-line field before anything else sees
them. What remains is NFC text in which

- `\\n` is the only control character; tabs are blanks, and every kind of line end (CR, CRLF, NEL, VT, FF,
  U+2028, U+2029) is `\\n`;
- no terminal escape sequence is left. A whole sequence goes (its letters are no text), and of an unfinished
  one the introducer, so that a stray ESC cannot swallow an article. The 8-bit introducers are also what is
  left of mis-decoded Windows text, so they take text with them only where a complete sequence follows;
- nothing reorders or hides text: bidirectional controls, zero-width blanks, soft hyphens, byte order marks,
  tag characters, interlinear and deprecated format characters are gone. ZWJ and ZWNJ stay only between
  characters of scripts and emoji that need them;
- there are neither surrogates nor noncharacters, nor more than 30 marks on one letter.

Every step is linear in the length of the text.
"""

from __future__ import annotations

import re
from typing import Final
from unicodedata import is_normalized, normalize

from index.marks import MAX_RUN, without_long_runs
from index.printable import is_printable

_STRING: Final = r"[^\x00-\x1f\x7f-\x9f]*+(?:\x07|\x1b\\|\x9c)"
_ESCAPE: Final = re.compile(
    r"\x1b\[[0-?]*+[ -/]*+[@-~]"  # CSI: colours, cursor, erasing
    rf"|\x1b[\]PX^_]{_STRING}"  # OSC, DCS, SOS, PM, APC: titles, links, graphics
    r"|\x1b[ -/]*+[0-~]"  # all other escapes, and the introducer of an unfinished one
    r"|\x9b[0-?]++[ -/]*+[@-~]"  # the same with 8-bit introducers
    rf"|[\x90\x98\x9d-\x9f]{_STRING}"
)
_LINE_END: Final = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")

_CONTROLS: Final = "\x00-\x09\x0b-\x1f\x7f-\x9f"  # all but the newline
_INVISIBLE: Final = (
    "\u00ad"  # soft hyphen
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidirectional controls
    "\u180e\u200b\u2060-\u2065\ufeff"  # zero-width blanks, invisible operators, byte order mark
    "\u206a-\u206f\ufff9-\ufffb"  # deprecated format characters, interlinear annotation
    "\u2028\u2029"  # line ends
)
_NO_CHARACTERS: Final = "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
_BASIC: Final = f"[{_CONTROLS}{_INVISIBLE}{_NO_CHARACTERS}]"
_TAGS: Final = "\U000e0000-\U000e007f"  # text nobody sees
_PLANE_ENDS: Final = "".join(chr(plane << 16 | end) for plane in range(1, 17) for end in (0xFFFE, 0xFFFF))
_ASTRAL: Final = f"[{_TAGS}{_PLANE_ENDS}]"
FORBIDDEN: Final = re.compile(f"{_BASIC}|{_ASTRAL}")
"""One character that sanitised text never contains (joiners apart, which depend on their neighbours)."""

# Apart, because a class that goes beyond the basic plane is ten times slower and rarely needed.
_FORBIDDEN_ASCII: Final = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]+")
_FORBIDDEN_BASIC: Final = re.compile(f"{_BASIC}+")
_FORBIDDEN_ASTRAL: Final = re.compile(f"{_ASTRAL}+")
_ANY_ASTRAL: Final = re.compile("[\U00010000-\U0010ffff]")

_JOINERS: Final = "\u200c\u200d"
_JOINED: Final = "\u0600-\u167f\u1681-\u1dbf\u2190-\u2fff\u3001-\U0010ffff"  # no white space among them
_STRAY_JOINER: Final = re.compile(f"(?<![{_JOINED}])[{_JOINERS}]|[{_JOINERS}](?![{_JOINED}])")
_TRAILING_BLANKS: Final = re.compile(r"(?<! ) ++(?=\n)")
_EMPTY_LINES: Final = re.compile(r"\n\n\n+")


def sanitise(text: str) -> str:
    """Return `text` as a body that is safe everywhere.

    Lines stay. Blanks at their ends go, and more than one empty line in a row, and white space at both ends
    of the text. Applying it twice changes nothing more.
    """
    if _is_clean(text):
        return text.strip()
    ascii_only = text.isascii()
    if not ascii_only or "\x1b" in text:
        text = _ESCAPE.sub("", text)
    text = _LINE_END.sub("\n", text).replace("\t", " ")
    text = _FORBIDDEN_ASCII.sub("", text) if ascii_only else _without_forbidden(text)
    text = text.replace(" \n", "\n")  # most have one blank at the most, and this is the faster way
    if " \n" in text:
        text = _TRAILING_BLANKS.sub("", text)
    if "\n\n\n" in text:
        text = _EMPTY_LINES.sub("\n\n", text)
    return text.strip()


def sanitise_line(text: str) -> str:
    """Return `text` as one safe line: as `sanitise`, with every run of white space made one blank."""
    if text.isascii() and text.isprintable():  # so that blanks are all its white space
        line = text.strip(" ")
        return line if "  " not in line else " ".join(line.split())
    return " ".join(sanitise(text).split())


def shown_path(path: str) -> str:
    """Return a path in characters that can be stored and shown, whatever bytes the file's name has."""
    return sanitise_line(path.encode("utf-8", "backslashreplace").decode("utf-8"))


def _is_clean(text: str) -> bool:
    """Prove with a few fast looks that nothing but white space at the ends has to go; most text is so."""
    # What is forbidden has a category of which nothing is printable, and so have joiners.
    if "\n" in text:
        if not is_printable(text.replace("\n", " ")) or not _are_tidy(text.split("\n")):
            return False
    elif not is_printable(text):
        return False
    if text.isascii():
        return True
    few_marks = len(text) - len(text.encode("ascii", "ignore")) <= MAX_RUN
    return (few_marks or without_long_runs(text) is text) and is_normalized("NFC", text)


def _are_tidy(lines: list[str]) -> bool:
    """Whether no line but the last ends in a blank, and no two empty ones stand between others."""
    before = True
    for line in lines[:-1]:
        if not line:
            if not before:
                return False
            before = False
        elif line[-1] == " ":
            return False
        else:
            before = True
    return bool(before or lines[-1])


def _without_forbidden(text: str) -> str:
    """Return composed text without forbidden characters and without joiners that join nothing."""
    text = _FORBIDDEN_BASIC.sub("", text)
    if _ANY_ASTRAL.search(text):
        text = _FORBIDDEN_ASTRAL.sub("", text)
    text = without_long_runs(normalize("NFC", without_long_runs(text)))
    if any(joiner in text for joiner in _JOINERS):
        # Composed twice: the first can change what stands beside a joiner, and without a joiner a letter and
        # its accent can meet.
        text = normalize("NFC", _STRAY_JOINER.sub("", text))
    return text
