"""DOCX: the text of a word processor's document, with its headings, lists, tables and footnotes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby, islice
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from index.errors import ReaderError
from index.readers.context import Context
from index.readers.documents.dateline import date_line
from index.readers.documents.package import check_size, package, parsed
from index.readers.draft import Draft, Rejected
from index.readers.fields import Found

if TYPE_CHECKING:
    from lxml.etree import _Element

_MOST_BYTES: Final = 256 * 1024 * 1024
"""What all parts of a document may unpack to, pictures included, since python-docx holds them in memory."""
_MOST_PARAGRAPHS: Final = 500_000

_NAMESPACE: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BREAKS: Final = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": " "}
_LEFT_OUT: Final = frozenset({"del", "moveFrom", "Fallback", "instrText", "pPr", "rPr"})
"""What was deleted, what is given again for older programs, codes of fields, and looks."""
_WRAPPERS: Final = frozenset({"sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"})
_TITLE_STYLES: Final = ("title", "heading1", "titel", "titre", "berschrift1", "titre1")
_TABLE: Final = "a table"
_ITEM: Final = "- "
_CREATED_DOUBT: Final = "The date is the one on which the document was made; no other was found."


def read_docx(context: Context) -> Iterator[Draft | Rejected]:
    """Read a document of Word."""
    with package(context) as (archive, file):
        if not any(name.startswith("word/document") for name in archive.namelist()):
            raise ReaderError("It is no document of Word, though it looks like one.")
        check_size(archive, _MOST_BYTES)
        context.budget.spend(sum(info.file_size for info in archive.infolist()))
        yield context.article(_found(context, file))


def _found(context: Context, file: BinaryIO) -> Found:
    from docx.package import Package

    try:
        document = Package.open(file)
        main = document.main_document_part
        # Documents with macros are of another type, and come as bytes.
        root: Any = getattr(main, "element", None)
        if root is None:
            root = parsed(main.blob)
        notes = list(_notes(main))
        about = document.core_properties
        title, author, language = about.title, about.author, about.language
        created = about.created
    except Exception as error:
        # Whatever a damaged document makes python-docx stumble over.
        raise ReaderError(
            f"The document is damaged and cannot be opened ({type(error).__name__})."
        ) from error
    blocks = (block for child in (() if root is None else root) for block in _blocks(child))
    paragraphs = [block for block in islice(blocks, _MOST_PARAGRAPHS) if block[1]]
    heading = next((text for style, text in paragraphs if style in _TITLE_STYLES), "")
    title = title.strip() or " ".join(heading.split())
    texts = [text for _, text in paragraphs]
    found = Found(title=title, author=author, language=language or None)
    lines = (text for style, text in paragraphs if style != _TABLE)
    found.date = date_line("\n".join(lines), context.given.options.date_order)
    if texts[1:] and texts[0].casefold() == title.casefold():
        del texts[0]
    found.body = "\n\n".join((*_lists_joined(texts), *notes))
    if not found.date and context.given.file_day is None and isinstance(created, datetime):
        found.date = created.date()
        found.doubts.append(_CREATED_DOUBT)
    return found


def _lists_joined(texts: Iterable[str]) -> Iterator[str]:
    """Put the items of a list below each other."""
    for is_item, together in groupby(texts, lambda text: text.startswith(_ITEM)):
        if is_item:
            yield "\n".join(together)
        else:
            yield from together


def _local(element: _Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _blocks(element: _Element) -> Iterator[tuple[str, str]]:
    """Give the paragraphs and the rows of tables below an element, each with the name of its style."""
    name = _local(element)
    if name == "p":
        yield _style(element), _marked(element, _text(element))
    elif name == "tbl":
        yield _TABLE, "\n".join(filter(None, map(_row, element.iter(f"{_NAMESPACE}tr"))))
    elif name in _WRAPPERS or name == "body":
        for child in element:
            yield from _blocks(child)


def _row(row: _Element) -> str:
    cells = []
    for cell in row.iterchildren(f"{_NAMESPACE}tc"):
        texts = (_text(paragraph) for paragraph in cell.iterchildren(f"{_NAMESPACE}p"))
        cells.append(" ".join(filter(None, texts)))
    return " | ".join(cells) if any(cells) else ""


def _style(paragraph: _Element) -> str:
    style = paragraph.find(f"{_NAMESPACE}pPr/{_NAMESPACE}pStyle")
    return str(style.get(f"{_NAMESPACE}val", "")).casefold().replace(" ", "") if style is not None else ""


def _marked(paragraph: _Element, text: str) -> str:
    """Return the text of a paragraph, with a mark where it is an item of a list."""
    numbered = paragraph.find(f"{_NAMESPACE}pPr/{_NAMESPACE}numPr") is not None
    listed = numbered or _style(paragraph).startswith("list")
    return f"{_ITEM}{text}" if listed and text else text


def _text(paragraph: _Element) -> str:
    """Return the text of one paragraph, without what was deleted in it; boxes in it are put behind it."""
    pieces: list[str] = []
    boxes: list[str] = []
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        name = _local(element)
        if name in _LEFT_OUT:
            continue
        if name == "t":
            pieces.append(element.text or "")
        elif name == "txbxContent":
            boxes.extend(_text(each) for each in element.iterchildren(f"{_NAMESPACE}p"))
        elif name in _BREAKS:
            pieces.append(_BREAKS[name])
        else:
            waiting.extend(reversed(element))
    return "\n".join(filter(None, ("".join(pieces).strip(), *boxes)))


def _notes(main: Any) -> Iterator[str]:
    """Give the footnotes and endnotes."""
    for relation in main.rels.values():
        kind = str(relation.reltype).rpartition("/")[2]
        if kind not in {"footnotes", "endnotes"} or relation.is_external:
            continue
        root = parsed(relation.target_part.blob)
        for note in () if root is None else root.iterchildren(f"{_NAMESPACE}{kind[:-1]}"):
            text = " ".join(filter(None, (_text(each) for each in note.iterchildren(f"{_NAMESPACE}p"))))
            if text and note.get(f"{_NAMESPACE}type") is None:
                yield f"[{note.get(f'{_NAMESPACE}id')}] {text}"
