"""Zotero RDF: one article an item, with its journal and its attachments, which stand beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from index.readers.context import Context
from index.readers.draft import Draft, Rejected
from index.readers.limits import MAX_DOCUMENT_BYTES
from index.readers.references.entry import Entry, EntryReader
from index.sanitise import sanitise_line

if TYPE_CHECKING:
    from lxml.etree import _Element

_RDF: Final = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_DC: Final = "{http://purl.org/dc/elements/1.1/}"
_TERMS: Final = "{http://purl.org/dc/terms/}"
_BIB: Final = "{http://purl.org/net/biblio#}"
_FOAF: Final = "{http://xmlns.com/foaf/0.1/}"
_LINK: Final = "{http://purl.org/rss/1.0/modules/link/}"
_ZOTERO: Final = "{http://www.zotero.org/namespaces/export#}"

_ATTACHMENT: Final = f"{_ZOTERO}Attachment"
_NO_ITEMS: Final = frozenset(
    {f"{_BIB}Memo", f"{_ZOTERO}Collection", f"{_ZOTERO}UserItem", f"{_ZOTERO}Annotation"}
)
_PEOPLE: Final = (f"{_BIB}authors", f"{_ZOTERO}creators", f"{_BIB}editors", f"{_BIB}contributors")
_DOI: Final = "DOI "
_READ_BYTES: Final = 64 * 1024


@dataclass(slots=True)
class _Item:
    """An item, and the names of what stands elsewhere in the document."""

    entry: Entry
    container: str = ""
    attachments: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Collected:
    """What a document holds."""

    items: list[_Item] = field(default_factory=list)
    titles: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)


def read_zotero_rdf(context: Context) -> Iterator[Draft | Rejected]:
    """Read the items of an export. What is broken ends it; the items before that are kept."""
    collected = _Collected()
    problem = _collect(context, collected)
    reader = EntryReader(context)
    for item in collected.items:
        entry = item.entry
        entry.source = entry.source or collected.titles.get(item.container, "")
        entry.files = [collected.files[name] for name in item.attachments if name in collected.files]
        yield reader.article(entry)
    if problem is not None:
        yield context.reject(*problem)
    elif not collected.items:
        yield context.reject(1, "It has no items.")


def _collect(context: Context, collected: _Collected) -> tuple[int, str] | None:
    """Take in a document; return line and reason where it could not be read to its end."""
    from lxml import etree

    # Only the children of the root are looked at, so that an item is complete when it is taken.
    parser = etree.XMLPullParser(
        events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    depth = size = 0
    try:
        while data := context.stream.read(_READ_BYTES):
            size += len(data)
            if size > MAX_DOCUMENT_BYTES:
                limit = MAX_DOCUMENT_BYTES // 2**20
                return 1, f"It is larger than {limit} MB; the rest was not read. Export it in parts."
            parser.feed(data)
            depth = _take(parser, depth, collected)
        parser.close()
        _take(parser, depth, collected)
    except etree.XMLSyntaxError as error:
        said = sanitise_line(error.msg or "it ends too early")
        return max(1, error.lineno or 1), f"The document is broken here, and the rest was not read: {said}."
    return None


def _take(parser: object, depth: int, collected: _Collected) -> int:
    """Take what was parsed since the last time; return how deep it ends."""
    for event, element in parser.read_events():  # type: ignore[attr-defined]  # lxml has no types
        if event == "start":
            depth += 1
            continue
        depth -= 1
        if depth == 1:
            _sort(element, collected)
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    return depth


def _sort(element: _Element, collected: _Collected) -> None:
    about = element.get(f"{_RDF}about", "")
    kind = _text(element, f"{_ZOTERO}itemType")
    if element.tag == _ATTACHMENT or kind == "attachment":
        if about and (path := _path(element)):
            collected.files[about] = path
    elif not kind:
        # A journal or site that several items lie in.
        if about and (title := _text(element, f"{_DC}title")):
            collected.titles[about] = title
    elif element.tag not in _NO_ITEMS and kind not in {"note", "annotation"}:
        collected.items.append(_item(element, about))


def _path(element: _Element) -> str:
    """Return the path of an attachment, which the versions of Zotero put under two names."""
    for name in (f"{_RDF}resource", f"{_ZOTERO}path"):
        if (found := element.find(name)) is not None:
            return str(found.get(f"{_RDF}resource") or found.text or "").strip()
    return ""


def _item(element: _Element, about: str) -> _Item:
    container = element.find(f"{_TERMS}isPartOf")
    inner = container[0] if container is not None and len(container) else None
    meeting = element.find(f"{_BIB}presentedAt")
    source = _text(inner, f"{_DC}title") if inner is not None else ""
    if not source and meeting is not None:
        source = _text(meeting, f".//{_DC}title")
    source = source or _publisher(element)
    entry = Entry(
        line=element.sourceline or 1,
        key=_text(element, f"{_ZOTERO}citationKey") or about,
        title=_text(element, f"{_DC}title") or _text(element, f"{_ZOTERO}shortTitle"),
        abstract=_text(element, f"{_TERMS}abstract"),
        authors=_authors(element),
        date=_text(element, f"{_DC}date") or _text(element, f"{_TERMS}dateSubmitted"),
        source=source,
        url=_address(element, about),
        doi=_doi(element, inner),
        keywords=[
            " ".join("".join(subject.itertext()).split()) for subject in element.findall(f"{_DC}subject")
        ],
        language=_text(element, f"{_ZOTERO}language") or _text(element, f"{_DC}language"),
    )
    name = container.get(f"{_RDF}resource", "") if container is not None else ""
    links = [link.get(f"{_RDF}resource", "") for link in element.findall(f"{_LINK}link")]
    return _Item(entry, "" if entry.source else name, links)


def _text(element: _Element, name: str) -> str:
    found = element.find(name)
    return "" if found is None else "".join(found.itertext()).strip()


def _publisher(element: _Element) -> str:
    found = element.find(f"{_DC}publisher")
    return "" if found is None else _text(found, f".//{_FOAF}name")


def _authors(element: _Element) -> list[str]:
    for name in _PEOPLE:
        if (people := element.find(name)) is not None:
            return [_person(person) for person in people.iter(f"{_FOAF}Person")]
    return []


def _person(person: _Element) -> str:
    given = _text(person, f"{_FOAF}givenName") or _text(person, f"{_FOAF}givenname")
    return f"{given} {_text(person, f'{_FOAF}surname')}".strip()


def _address(element: _Element, about: str) -> str:
    for identifier in element.findall(f"{_DC}identifier"):
        uri = identifier.find(f"{_TERMS}URI")
        if uri is not None and (address := _text(uri, f"{_RDF}value")):
            return address
    return about if about.startswith(("http://", "https://")) else ""


def _doi(element: _Element, container: _Element | None) -> str:
    for each in (element, container):
        for identifier in each.findall(f"{_DC}identifier") if each is not None else ():
            if (identifier.text or "").startswith(_DOI):
                return str(identifier.text)
    return ""
