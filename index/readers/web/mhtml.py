"""The page in a file of MHTML (RFC 2557): a message whose parts are the page and what it shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from typing import Final

_MAX_HEADER_BYTES: Final = 64 * 1024
_MAX_PARTS: Final = 20_000
_MAX_DEPTH: Final = 4
"""How deep parts may lie in each other; Internet Explorer puts the page into a part of its own."""

_HEADER_END: Final = re.compile(rb"\r?\n\r?\n")
_PAGE_TYPES: Final = frozenset(("text/html", "application/xhtml+xml"))


@dataclass(frozen=True, slots=True)
class SavedPage:
    """A page as it lay in the file.

    Attributes:
        data: its bytes.
        url: where it was, or empty.
        charset: what its part says of its encoding.
        title: of the message, or empty.
        saved: when it was saved, as the message says; this is no date of publication.
    """

    data: bytes
    url: str = ""
    charset: str = ""
    title: str = ""
    saved: str = ""


def page_in(data: bytes, *, is_whole: bool = True) -> SavedPage | None:
    """Return the page of a file, or None where it holds none.

    Args:
        data: the file, or its beginning.
        is_whole: whether `data` is all of it; of its beginning the last part is not used.
    """
    header, body = _header_and_body(data)
    address = _text(header, "Snapshot-Content-Location")
    root = _root(header, body, address, is_whole=is_whole)
    if root is None:
        return None
    part, content = root
    return SavedPage(
        data=content,
        url=address or _text(part, "Content-Location") or _text(header, "Content-Location"),
        charset=part.get_content_charset() or "",
        title=_text(header, "Subject"),
        saved=_text(header, "Date"),
    )


def _root(
    header: Message, body: bytes, address: str, *, is_whole: bool, depth: int = 0
) -> tuple[Message, bytes] | None:
    """Return the header and the content of the part that is the page."""
    if header.get_content_maintype() != "multipart":
        is_page = header.get_content_type() in _PAGE_TYPES and is_whole
        return (header, _decoded(header, body)) if is_page else None
    boundary = header.get_boundary()
    if not boundary or depth >= _MAX_DEPTH:
        return None
    start = str(header.get_param("start") or "").strip("<> ")
    first: tuple[Message, bytes] | None = None
    for part, content, is_part_whole in _parts(body, boundary, is_whole=is_whole):
        found = _root(part, content, address, is_whole=is_part_whole, depth=depth + 1)
        if found is None:
            continue
        if (start and _text(part, "Content-ID").strip("<> ") == start) or (
            not start and address and _text(found[0], "Content-Location") == address
        ):
            return found
        first = first or found
    return first


def _parts(body: bytes, boundary: str, *, is_whole: bool) -> Iterator[tuple[Message, bytes, bool]]:
    """Give the parts of a body, and whether all of each is there."""
    mark = re.compile(
        rb"(?:^|\n)--" + re.escape(boundary.encode("utf-8", "replace")) + rb"(--)?[ \t]*\r?(?:\n|$)"
    )
    start = -1
    for count, match in enumerate(mark.finditer(body)):
        if start >= 0:
            yield *_header_and_body(body[start : match.start()]), True
        start = match.end() - 1  # the line end may begin the next mark
        if match[1] or count >= _MAX_PARTS:
            return
    if 0 <= start < len(body):
        yield *_header_and_body(body[start:]), is_whole


def _header_and_body(data: bytes) -> tuple[Message, bytes]:
    data = data.lstrip(b"\r\n")
    end = _HEADER_END.search(data, 0, _MAX_HEADER_BYTES)
    header = data[: end.start()] if end else data[:_MAX_HEADER_BYTES]
    return message_from_bytes(header + b"\n\n"), data[end.end() :] if end else b""


def _decoded(header: Message, content: bytes) -> bytes:
    message = Message()
    message["Content-Transfer-Encoding"] = _text(header, "Content-Transfer-Encoding")
    message.set_payload(content.decode("ascii", "surrogateescape"))
    decoded = message.get_payload(decode=True)
    return decoded if isinstance(decoded, bytes) else content


def _text(header: Message, name: str) -> str:
    value = str(header.get(name) or "")
    try:
        return " ".join(str(make_header(decode_header(value))).split())
    except (MessageError, LookupError, ValueError):
        return " ".join(value.split())
