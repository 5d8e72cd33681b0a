"""The parts of a message: split, decoded, counted.

The standard library's parser follows parts as deep as they go, with time that grows with their depth, and its
readers of header fields have no limit. Here a message is cut at its boundaries, no deeper and into no more
pieces than a letter has; of the standard library only what reads single fields is used, on fields of a
length that is sane.
"""

from __future__ import annotations

import binascii
import codecs
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from typing import Final

MAX_PARTS: Final = 1_000
"""The most parts of a message that are looked at, those of its parts included."""

MAX_DEPTH: Final = 12
"""How deep parts may lie in parts."""

_MOST_HEADER_BYTES: Final = 256 * 1024
_MOST_FIELD_CHARACTERS: Final = 8_000
_MOST_FIELDS: Final = 1_000
_END_OF_HEADER: Final = re.compile(rb"\n\r?\n|\A\r?\n")
_FIELD: Final = re.compile(rb"^([!-9;-~]{1,100})[ \t]*:[ \t]*([^\n]*(?:\n[ \t][^\n]*)*)", re.MULTILINE)
_FOLD: Final = re.compile(r"\s*[\r\n]+\s*")
_TIME_WASTED: Final = frozenset({"punycode", "idna", "undefined", "unicode_escape", "raw_unicode_escape"})
"""Codecs that no message is written in; the first takes time that grows with the square of the length."""
_UNKNOWN: Final = frozenset({"", "unknown-8bit", "x-unknown", "default", "us-ascii", "ascii"})


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a message, or a whole message.

    Attributes:
        fields: its header.
        message: the bytes of the whole message.
        begin, end: where its content stands in them.
        depth: in how many parts it lies.
    """

    fields: Message
    message: bytes
    begin: int
    end: int
    depth: int = 0

    @property
    def kind(self) -> str:
        """The type of its content in small letters: `text/plain`."""
        return self.fields.get_content_type()

    @property
    def attached(self) -> bool:
        """Whether it is to be shown apart from the message."""
        return self.fields.get_content_disposition() == "attachment"

    @property
    def file_name(self) -> str:
        """The name that its sender gave it, or an empty string."""
        try:
            name = self.fields.get_filename("")
        except (LookupError, ValueError, TypeError):
            return ""
        return decoded(name if isinstance(name, str) else "")

    def data(self) -> bytes:
        """Return its bytes, decoded from what mail needs."""
        content = self.message[self.begin : self.end]
        encoding = str(self.fields.get("content-transfer-encoding", "")).strip().lower()
        if encoding == "base64":
            return _from_base64(content)
        if encoding == "quoted-printable":
            return quopri.decodestring(content)
        return content

    def text(self) -> tuple[str, bool]:
        """Return its text, and whether some of it could not be decoded."""
        return decode_text(self.data(), self.charset)

    @property
    def charset(self) -> str:
        """The name of its encoding as the sender gives it, or an empty string."""
        try:
            return self.fields.get_content_charset("") or ""
        except (LookupError, ValueError, TypeError):
            return ""


def read_part(message: bytes, begin: int = 0, end: int = -1, depth: int = 0) -> Part:
    """Read a message, or the part that stands between two places of it: its header, and what follows."""
    end = len(message) if end < 0 else end
    # A part without a header begins with the empty line that would end one.
    gap = _END_OF_HEADER.search(message, max(0, begin - 1), end)
    stop, content = (gap.start() + 1, gap.end()) if gap is not None else (end, end)
    header = message[begin : min(stop, begin + _MOST_HEADER_BYTES)]
    return Part(_fields(header), message, content, end, depth)


def _fields(header: bytes) -> Message:
    fields = Message()
    for count, match in enumerate(_FIELD.finditer(header.replace(b"\0", b""))):
        if count >= _MOST_FIELDS:
            break
        value = match[2][:_MOST_FIELD_CHARACTERS]
        try:
            text = value.decode("utf-8")
        except UnicodeDecodeError:
            text = value.decode("cp1252", "replace")
        fields[match[1].decode("ascii")] = _FOLD.sub(" ", text).strip()
    return fields


@dataclass(slots=True)
class Walk:
    """A walk through the parts of one message that are not made of parts themselves.

    Attributes:
        looked_at: how many parts were met.
        cut: why some were not looked at, or empty.
    """

    looked_at: int = 0
    cut: str = ""

    def leaves(self, part: Part) -> Iterator[Part]:
        """Give the parts in their order; a message in the message is one part."""
        self.looked_at += 1
        if part.kind.startswith("multipart/") and (boundary := _boundary(part)):
            if part.depth >= MAX_DEPTH:
                self.cut = f"Its parts lie in more than {MAX_DEPTH} others; the inner ones were not read."
                return
            empty = True
            for inner in _split(part, boundary):
                if self.looked_at >= MAX_PARTS:
                    self.cut = f"It has more than {MAX_PARTS:,} parts; the rest was not read."
                    return
                empty = False
                yield from self.leaves(inner)
            if empty:  # the boundary never comes, but the text may be there
                yield part
        else:
            yield part


def _boundary(part: Part) -> bytes:
    try:
        return (part.fields.get_boundary("") or "").encode("utf-8")
    except (LookupError, ValueError, TypeError):
        return b""


def _split(part: Part, boundary: bytes) -> Iterator[Part]:
    mark = re.compile(rb"(?:\r?\n|\A)--" + re.escape(boundary) + rb"(--)?[ \t]*(?:\r?\n|\Z)")
    begin, place = -1, max(0, part.begin - 1)
    while (match := mark.search(part.message, place, part.end)) is not None:
        if begin >= 0:
            yield read_part(part.message, begin, max(begin, match.start()), part.depth + 1)
        begin = -1 if match[1] else match.end()
        # The end of this line is also the line end that the next boundary may follow at once.
        place = max(match.end() - 1, match.start() + 1)
    if begin >= 0:  # a message that was cut
        yield read_part(part.message, begin, part.end, part.depth + 1)


_NOT_BASE64: Final = re.compile(rb"[^A-Za-z0-9+/]+")
_BASE64_GROUP: Final = 4


def _from_base64(content: bytes) -> bytes:
    """Decode base64, whatever stands in it that does not belong there."""
    letters = _NOT_BASE64.sub(b"", content)
    rest = len(letters) % _BASE64_GROUP
    if rest == 1:
        letters, rest = letters[:-1], 0
    return binascii.a2b_base64(letters + b"=" * (-rest % _BASE64_GROUP))


def decode_text(data: bytes, charset: str) -> tuple[str, bool]:
    """Return a text in an encoding that may be misnamed, and whether some of it could not be decoded."""
    named = _codec(charset)
    for name in filter(None, (named, "utf-8")):
        try:
            return data.decode(name), False
        except (UnicodeError, ValueError):
            continue
    return data.decode(named or "cp1252", "replace"), bool(named)


def _codec(charset: str) -> str:
    """Return the codec of texts that a name stands for, or an empty string."""
    if charset.lower() in _UNKNOWN:
        return ""
    try:
        name = codecs.lookup(charset).name
        b"a".decode(name)
    except (LookupError, UnicodeError, ValueError):
        return ""
    return "" if name.replace("-", "_") in _TIME_WASTED else name


def decoded(value: str) -> str:
    """Return a field whose words may be encoded (`=?utf-8?q?Citro=C3=ABn?=`)."""
    if "=?" not in value:
        return value
    try:
        pieces = decode_header(value)
    except (MessageError, ValueError, LookupError):
        return value
    return "".join(
        piece if isinstance(piece, str) else decode_text(piece, charset or "")[0] for piece, charset in pieces
    )
