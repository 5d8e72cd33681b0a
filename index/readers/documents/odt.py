"""ODT: the text of an OpenDocument text, with its headings, lists, tables and notes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from index.errors import ReaderError
from index.readers.context import Context
from index.readers.documents.dateline import date_line
from index.readers.documents.package import package, parsed, part
from index.readers.draft import Draft, Rejected
from index.readers.fields import Found, excerpt

if TYPE_CHECKING:
    from lxml.etree import _Element

_TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_DUBLIN_CORE: Final = "{http://purl.org/dc/elements/1.1/}"
_META: Final = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_MIMETYPE: Final = b"application/vnd.oasis.opendocument."
_BREAKS: Final = {f"{_TEXT}tab": " ", f"{_TEXT}line-break": "\n", f"{_TEXT}s": " "}
_LEFT_OUT: Final = frozenset({f"{_TEXT}tracked-changes", f"{_OFFICE}annotation", f"{_TEXT}note"})
_LINES: Final = frozenset({f"{_TEXT}p", f"{_TEXT}h"})
_CREATED_DOUBT: Final = "The date is the one on which the document was made; no other was found."


def read_odt(context: Context) -> Iterator[Draft | Rejected]:
    """Read an OpenDocument text."""
    with package(context) as (archive, _):
        kind = part(archive, "mimetype", context.budget).strip().removeprefix(_MIMETYPE)
        if not kind.startswith(b"text"):
            name = excerpt(kind[:30].decode("ascii", "replace"))
            raise ReaderError(f"It is an OpenDocument file ({name}) and no text; evtui does not read it.")
        root = parsed(part(archive, "content.xml", context.budget))
        named = "meta.xml" in archive.namelist()
        about = parsed(part(archive, "meta.xml", context.budget)) if named else None
        text = None if root is None else next(root.iter(f"{_OFFICE}text"), None)
        if text is None:
            raise ReaderError("The document is damaged: its text cannot be read.")
        yield context.article(_found(context, text, about))


def _found(context: Context, text: _Element, about: _Element | None) -> Found:
    blocks = [each for each in _blocks(text) if each[1]]
    heading = next((body for kind, body in blocks if kind == "h"), "")
    texts = [body for _, body in blocks]
    title = _about(about, f"{_DUBLIN_CORE}title") or heading
    found = Found(title=title, author=_about(about, f"{_META}initial-creator", f"{_DUBLIN_CORE}creator"))
    found.language = _about(about, f"{_DUBLIN_CORE}language") or None
    lines = (body for kind, body in blocks if kind != "table")
    found.date = date_line("\n".join(lines), context.given.options.date_order)
    if texts[1:] and texts[0].casefold() == title.casefold():
        del texts[0]
    found.body = "\n\n".join((*texts, *_notes(text)))
    created = _about(about, f"{_META}creation-date", f"{_DUBLIN_CORE}date").partition("T")[0]
    if not found.date and context.given.file_day is None and created:
        found.date = created
        found.doubts.append(_CREATED_DOUBT)
    return found


def _about(about: _Element | None, *names: str) -> str:
    elements = (about.find(f".//{name}") for name in names) if about is not None else ()
    return next((str(each.text).strip() for each in elements if each is not None and each.text), "")


def _blocks(element: _Element) -> Iterator[tuple[str, str]]:
    """Give the paragraphs and tables below an element, with `h` for headings."""
    for child in element:
        if child.tag in _LINES:
            yield str(child.tag).rpartition("}")[2], _line(child)
        elif child.tag == f"{_TABLE}table":
            yield "table", "\n".join(filter(None, map(_row, child.iter(f"{_TABLE}table-row"))))
        elif child.tag == f"{_TEXT}list":
            yield "list", "\n".join(f"- {line}" for each in child.iter(*_LINES) if (line := _line(each)))
        elif child.tag not in _LEFT_OUT and isinstance(child.tag, str):
            yield from _blocks(child)


def _row(row: _Element) -> str:
    cells = [
        " ".join(filter(None, (_line(each) for each in cell.iterchildren(*_LINES))))
        for cell in row.iterchildren(f"{_TABLE}table-cell")
    ]
    return " | ".join(cells) if any(cells) else ""


def _notes(text: _Element) -> Iterator[str]:
    for note in text.iter(f"{_TEXT}note"):
        citation = _about(note, f"{_TEXT}note-citation")
        body = note.find(f"{_TEXT}note-body")
        lines = () if body is None else (_line(each) for each in body.iter(*_LINES))
        yield f"[{citation}] {' '.join(filter(None, lines))}"


def _line(paragraph: _Element) -> str:
    """Return the text of one paragraph, without its notes and without what was deleted."""
    pieces = [paragraph.text or ""]
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        if isinstance(element, str):
            pieces.append(element)
            continue
        waiting.append(element.tail or "")
        if element.tag in _BREAKS:
            pieces.append(_BREAKS[str(element.tag)])
        elif element.tag not in _LEFT_OUT and isinstance(element.tag, str):
            pieces.append(element.text or "")
            waiting.extend(reversed(element))
    return "".join(pieces).strip()
