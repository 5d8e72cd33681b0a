"""E-mail: one message as an article, and what is attached to it as articles of their own.

Newsletters are meant. The subject is the title, the sender the author, the list or the sender's name the
source, and the date is that of the `Date` field as its clock showed it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from index.model import Origin
from index.readers.context import Context
from index.readers.draft import Draft, Rejected
from index.readers.fields import Found, build, excerpt
from index.readers.limits import MAX_DOCUMENT_BYTES
from index.readers.mail.mime import Part, Walk, decoded, read_part
from index.readers.read import read_member

if TYPE_CHECKING:
    from email.message import Message

_TOO_LONG: Final = f"The message is larger than {MAX_DOCUMENT_BYTES // 2**20} MB; it was not read."
_ENVELOPE: Final = "Envelope"
_FORWARDED: Final = frozenset({"message/rfc822", "message/global"})
_PASSED_OVER: Final = (
    "image/", "audio/", "video/", "font/", "message/", "text/calendar", "text/vcard", "text/x-vcard",
    "text/css", "text/x-amp-html", "application/ics", "application/ms-tnef", "application/pgp-",
    "application/pkcs7-", "application/x-pkcs7-",
)  # fmt: skip
_ENDINGS: Final = {
    "application/pdf": ".pdf", "text/html": ".html", "text/plain": ".txt", "application/zip": ".zip",
    "message/rfc822": ".eml", "message/global": ".eml", "text/csv": ".csv", "application/json": ".json",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/epub+zip": ".epub", "application/rss+xml": ".rss",
}  # fmt: skip
"""Type of an attachment without a name → the ending that it gets."""

_FEW_CHARACTERS: Final = 200
"""A plain text that is shorter may only say that the message is to be read as a page."""
_SHARE_OF_PAGE: Final = 0.25
_ADDRESS: Final = re.compile(r"<?([^\s<>@\"]+@([^\s<>@\"]+))>?\s*$")
_LIST_ID: Final = re.compile(r"^\s*(.*?)\s*<([^<>]*)>\s*$")
_WEB_ADDRESS: Final = re.compile(r"https?://[^\s<>\"')\]]{4,1500}", re.IGNORECASE)
_IN_BROWSER: Final = re.compile(
    r"<a\s[^>]{0,1000}?href\s*=\s*[\"'](https?://[^\"'<>\s]{4,1500})[\"'][^>]{0,1000}>"
    r"(?:\s|<[^>]{0,500}>|&nbsp;){0,20}"
    r"(?:view|read|open|see|im browser|online|web|voir|ver )[^<]{0,60}"
    r"(?:browser|online|web|navigateur|navegador|ansehen|version)",
    re.IGNORECASE,
)
_IN_BROWSER_PLAIN: Final = re.compile(
    r"\b(?:view|read|open|see)\b.{0,40}\b(?:browser|online|web)\b.{0,20}?[\s:(<\[]{1,4}(https?://[^\s<>\")\]]{4,1500})",
    re.IGNORECASE,
)
_OFFER_CHARACTERS: Final = 300
"""The longest line of a plain text in which such an offer is looked for, its address left aside."""
_OFFER: Final = re.compile(
    r"\A[^\n]{0,40}\b(?:browser|online|web ?version)\b[^\n]{0,20}\n\s*\n", re.IGNORECASE
)
"""The line before the text that offers the message as a page."""
_HEAD_CHARACTERS: Final = 20_000
_TAIL_CHARACTERS: Final = 20_000


@dataclass(slots=True)
class _Content:
    """What a message is made of.

    Attributes:
        plain, html: its text in both forms.
        files: what is attached.
        doubts: sentences about what could not be used.
    """

    plain: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)
    files: list[Part] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


def read_email(context: Context) -> Iterator[Draft | Rejected]:
    """Read a file that is one message."""
    data = context.stream.read(MAX_DOCUMENT_BYTES + 1)
    if len(data) > MAX_DOCUMENT_BYTES:
        yield context.reject(1, _TOO_LONG, excerpt(data[:1000].decode("utf-8", "replace")))
        return
    yield from read_message(context, data)


def read_message(
    context: Context, data: bytes, line: int = 1, folder: str = ""
) -> Iterator[Draft | Rejected]:
    """Read one message and what is attached to it.

    Args:
        context: of the file that the message lies in.
        data: the message.
        line: where it begins in the file.
        folder: is put before the names of what is attached, where the file holds several messages.
    """
    message = read_part(data)
    walk, content = Walk(), _Content()
    for part in walk.leaves(message):
        _sort(part, content, whole=part is message)
    if walk.cut:
        content.doubts.append(walk.cut)
    found = _found(message.fields, content)
    if found.title or found.body or not content.files:
        item = context.article(found, line)
        yield item
    else:  # it is nothing but the envelope of what is attached
        item = build(replace(found, title=_ENVELOPE), Origin(context.path, line), context.given)
    source = item.source if isinstance(item, Draft) else ""
    for number, part in enumerate(content.files, start=1):
        name = folder + _name_of(part, number)
        for inner in read_member(context, name, io.BytesIO(_unpacked(context, part)), source=source):
            yield _dated(inner, item)


def _sort(part: Part, content: _Content, *, whole: bool) -> None:
    """Say of a part whether it is text of the message, attached to it, or neither."""
    kind = "text/plain" if part.kind.startswith("multipart/") else part.kind
    if kind in _FORWARDED:
        content.files.append(part)
    elif kind in {"text/plain", "text/html", "text/enriched", "text/markdown"} and (
        whole or not part.attached
    ):
        text, spoilt = part.text()
        if spoilt:
            content.doubts.append(f"Some characters could not be decoded as {excerpt(part.charset)}.")
        (content.html if kind == "text/html" else content.plain).append(text)
    elif not kind.startswith(_PASSED_OVER) and (
        part.attached or part.file_name or not kind.startswith("text/")
    ):
        content.files.append(part)


def _found(fields: Message, content: _Content) -> Found:
    html = "\n".join(content.html)
    name, address = _sender(fields)
    return Found(
        title=decoded(_field(fields, "subject")),
        body=_OFFER.sub("", _body("\n\n".join(content.plain), html).lstrip()),
        date=_field(fields, "date") or _received(fields),
        source=_source(fields, name, address),
        author=name or address,
        url=_url(fields, html, content.plain),
        language=_field(fields, "content-language").partition(",")[0],
        key=_field(fields, "message-id").strip("<> \t"),
        doubts=content.doubts,
    )


def _field(fields: Message, name: str) -> str:
    return str(fields.get(name, "")).strip()


def _received(fields: Message) -> str:
    """The date of the last server that passed on a message without a date, or an empty string."""
    return _field(fields, "received").rpartition(";")[2].strip()


def _sender(fields: Message) -> tuple[str, str]:
    """Return the name and the address of the sender; both may be empty."""
    sender = _field(fields, "from") or _field(fields, "sender")
    match = _ADDRESS.search(sender)
    if match is None:
        return decoded(sender).strip().strip('"'), ""
    name = decoded(sender[: match.start()].strip().strip('"'))
    return name.strip().strip('"'), match[1]


def _source(fields: Message, name: str, address: str) -> str:
    """The list's name, else the sender's, else the domain that the message came from."""
    match = _LIST_ID.match(decoded(_field(fields, "list-id")))
    listed = match[1].strip('" ') if match is not None else ""
    return listed or name or address.rpartition("@")[2]


def _url(fields: Message, html: str, plain: list[str]) -> str:
    """The address of the message on the web, where it clearly says so."""
    archived = _WEB_ADDRESS.search(_field(fields, "archived-at"))
    if archived is not None:
        return archived[0]
    for text in (html[:_HEAD_CHARACTERS], html[_HEAD_CHARACTERS:][-_TAIL_CHARACTERS:]):
        link = _IN_BROWSER.search(text)
        if link is not None:
            return link[1].replace("&amp;", "&")
    for line in "".join(plain[:1])[:_HEAD_CHARACTERS].splitlines():
        place = line.find("http")
        link = _IN_BROWSER_PLAIN.search(line) if 0 < place < _OFFER_CHARACTERS else None
        if link is not None:
            return link[1]
    return ""


def _body(plain: str, html: str) -> str:
    """The text of a message: the plain form where it is one, else that of the page."""
    from index.readers.web.text import text_of_html

    if not html:
        return plain
    if not plain.strip():
        return text_of_html(html)
    if len(plain) >= _FEW_CHARACTERS and not plain.lstrip().startswith("<"):
        page = text_of_html(html)
        return plain if len(plain) >= _SHARE_OF_PAGE * len(page) else page
    page = text_of_html(html)
    return page if len(page) > len(plain) else plain


def _name_of(part: Part, number: int) -> str:
    """A name for an attachment; without one it gets one after its type."""
    ending = _ENDINGS.get(part.kind, "")
    name = part.file_name.replace("\\", "/").rpartition("/")[2].strip()
    if name.strip("."):
        return name
    stem = "forwarded" if part.kind in _FORWARDED else "attachment"
    return f"{stem}-{number}{ending}"


def _unpacked(context: Context, part: Part) -> bytes:
    data = part.data()
    context.budget.spend(len(data))
    return data


def _dated(inner: Draft | Rejected, mail: Draft | Rejected) -> Draft | Rejected:
    """Give the day of a message to what came with it and has none."""
    if isinstance(inner, Rejected) or isinstance(mail, Rejected) or inner.day or not mail.day:
        return inner
    doubt = "It has no date of its own; that of the message is given."
    return replace(inner, day=mail.day, time=mail.time, doubts=(*inner.doubts, doubt))
