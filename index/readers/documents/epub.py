"""EPUB: a book as its chapters, each an article of the source that is the book."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote
from zipfile import ZipFile

from index.errors import ReaderError
from index.readers.budget import Budget
from index.readers.context import Context
from index.readers.documents.package import package, parsed, part
from index.readers.draft import Draft, Rejected
from index.readers.fields import Found, excerpt
from index.readers.web.text import text_of_html

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_CHAPTERS: Final = 10_000
"""The most chapters of a book that are read."""

_CONTAINER: Final = "META-INF/container.xml"
_ENCRYPTION: Final = "META-INF/encryption.xml"
_PAGES: Final = frozenset(
    {"application/xhtml+xml", "text/html", "application/x-dtbook+xml", "text/x-oeb1-document"}
)
_CONTENTS_TYPE: Final = "application/x-dtbncx+xml"
_HEADING: Final = re.compile(r"<h([1-3])\b[^>]{0,500}>(.{1,2000}?)</h\1\s*>", re.IGNORECASE | re.DOTALL)
_HEADING_WITHIN: Final = 20_000
_ENCODING: Final = re.compile(rb"""^\s*<\?xml[^>]{0,200}encoding\s*=\s*["']([\w.-]{1,40})["']""")
_DAMAGED: Final = "The book is damaged: {} cannot be read."


@dataclass(slots=True)
class _Book:
    """What the package of a book says.

    Attributes:
        title, authors, date, language: of the book.
        chapters: names of the files with its text, in reading order.
        contents: names of the files with its table of contents, the best first.
        labels: name of a file → its title in the table of contents.
        locked: names of files that are protected.
    """

    title: str = ""
    authors: list[str] = field(default_factory=list)
    date: str = ""
    language: str = ""
    chapters: list[str] = field(default_factory=list)
    contents: list[str] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)
    locked: frozenset[str] = frozenset()


def read_epub(context: Context) -> Iterator[Draft | Rejected]:
    """Read the chapters of a book."""
    with package(context) as (archive, _):
        book = _book(archive, context.budget)
        if not book.chapters:
            raise ReaderError(_DAMAGED.format("the list of its chapters"))
        if all(name in book.locked for name in book.chapters):
            raise ReaderError("The book is protected against copying (DRM), and its text cannot be read.")
        found_any = False
        for name in book.chapters[:MAX_CHAPTERS]:
            for item in _chapter(context, archive, book, name):
                found_any = True
                yield item
        if not found_any:
            yield context.reject(1, "The book holds no text; its pages may be pictures.")
        if len(book.chapters) > MAX_CHAPTERS:
            yield context.reject(
                1, f"The book has more than {MAX_CHAPTERS:,} chapters; the rest was not read."
            )


def _chapter(context: Context, archive: ZipFile, book: _Book, name: str) -> Iterator[Draft | Rejected]:
    """Give the article of one file of the book, none where it holds no text."""
    if name in book.locked:
        yield context.reject(1, "The chapter is protected against copying (DRM).", excerpt(name))
        return
    try:
        html = _decoded(part(archive, name, context.budget))
    except ReaderError as error:
        yield context.reject(1, str(error), excerpt(name))
        return
    body = text_of_html(html)
    if not body:
        return
    title = book.labels.get(name) or _heading(html)
    first, _, rest = body.partition("\n\n")
    yield context.article(
        Found(
            title=title,
            body=rest if rest and " ".join(first.split()).casefold() == title.casefold() else body,
            date=book.date or None,
            source=book.title,
            author=book.authors,
            language=book.language,
            key=name,
        )
    )


def _heading(html: str) -> str:
    match = _HEADING.search(html[:_HEADING_WITHIN])
    return " ".join(text_of_html(match[2]).split()) if match is not None else ""


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    named = _ENCODING.match(data)
    for encoding in (named[1].decode("ascii") if named is not None else "utf-8", "utf-8"):
        try:
            return data.decode(encoding).removeprefix("\ufeff")
        except (LookupError, UnicodeError, ValueError):
            continue
    return data.decode("cp1252", "replace")


def _book(archive: ZipFile, budget: Budget) -> _Book:
    path = _package_path(archive, budget)
    root = parsed(part(archive, path, budget))
    if root is None:
        raise ReaderError(_DAMAGED.format("its description"))
    book = _Book()
    _read_metadata(root, book)
    _read_spine(root, path, book)
    present = set(archive.namelist())
    book.chapters = [name for name in dict.fromkeys(book.chapters) if name in present]
    for name in book.contents:
        if name in present and not book.labels:
            _read_contents(archive, name, book, budget)
    if _ENCRYPTION in present:
        book.locked = _locked(archive, budget)
    return book


def _package_path(archive: ZipFile, budget: Budget) -> str:
    root = parsed(part(archive, _CONTAINER, budget))
    paths = [_attribute(each, "full-path") for each in _all(root, "rootfile")]
    if not paths:
        paths = [name for name in archive.namelist() if name.endswith(".opf")]
    if not paths:
        raise ReaderError(_DAMAGED.format("its description"))
    return normpath(unquote(paths[0]))


def _read_metadata(root: _Element, book: _Book) -> None:
    book.title = next(filter(None, map(_text, _all(root, "title"))), "")
    book.authors = [name for each in _all(root, "creator") if (name := _text(each))]
    book.language = next(filter(None, map(_text, _all(root, "language"))), "")
    dates = [(_attribute(each, "event"), _text(each)) for each in _all(root, "date")]
    ranked = sorted(
        (each for each in dates if each[0] != "modification"), key=lambda each: each[0] != "publication"
    )
    book.date = ranked[0][1] if ranked else ""


def _read_spine(root: _Element, path: str, book: _Book) -> None:
    folder = dirname(path)
    files: dict[str, tuple[str, str]] = {}
    for item in _all(root, "item"):
        name = _inside(folder, _attribute(item, "href"))
        kind = _attribute(item, "media-type")
        files[_attribute(item, "id")] = (name, kind)
        if "nav" in _attribute(item, "properties").split():
            book.contents.insert(0, name)
        elif kind == _CONTENTS_TYPE:
            book.contents.append(name)
    for reference in islice(_all(root, "itemref"), 2 * MAX_CHAPTERS):
        name, kind = files.get(_attribute(reference, "idref"), ("", ""))
        if name and kind in _PAGES and name not in book.contents:
            book.chapters.append(name)


def _read_contents(archive: ZipFile, name: str, book: _Book, budget: Budget) -> None:
    """Read the titles of chapters; a table of contents that is damaged gives none."""
    try:
        root = parsed(part(archive, name, budget))
    except ReaderError:
        return
    folder = dirname(name)
    for link in _all(root, "a"):
        _label(book, _inside(folder, _attribute(link, "href")), "".join(map(str, link.itertext())))
    for point in _all(root, "navPoint"):
        target = next(_all(point, "content"), None)
        label = next(_all(point, "text"), None)
        if target is not None and label is not None:
            _label(book, _inside(folder, _attribute(target, "src")), _text(label))


def _label(book: _Book, name: str, text: str) -> None:
    title = " ".join(text.split())
    if title:
        book.labels.setdefault(name, title)


def _locked(archive: ZipFile, budget: Budget) -> frozenset[str]:
    """Return the files that are encrypted; fonts may be in any book."""
    root = parsed(part(archive, _ENCRYPTION, budget))
    return frozenset(normpath(unquote(_attribute(each, "URI"))) for each in _all(root, "CipherReference"))


def _inside(folder: str, href: str) -> str:
    """Return the name of the file in the book that a link leads to."""
    return normpath(join(folder, unquote(href.partition("#")[0])))


def _all(root: _Element | None, name: str) -> Iterator[_Element]:
    return iter(()) if root is None else root.iter(f"{{*}}{name}")


def _attribute(element: _Element, name: str) -> str:
    """Return an attribute, whatever its namespace."""
    values = (value for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name)
    return str(next(values, ""))


def _text(element: _Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())
