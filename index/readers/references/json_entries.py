"""What both lists in JSON share: entries found in a document, each with its line."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from index.readers.context import Context
from index.readers.draft import Draft, Rejected
from index.readers.fields import excerpt
from index.readers.json_document import load_document, object_lines, read_json_document
from index.readers.references.entry import Entry, EntryReader

ENTRY_LISTS = ("items", "references")
"""Names under which an object keeps its entries."""


def read_entries(
    context: Context, entry_of: Callable[[dict[str, object], int], Entry | None]
) -> Iterator[Draft | Rejected]:
    """Read the entries of a document.

    Args:
        context: of the document.
        entry_of: makes an entry of an object and its line; None for what is no entry but belongs to one.
    """
    if context.given.options.mapping:
        yield from read_json_document(context)
        return
    document = load_document(context)
    if isinstance(document, Rejected):
        yield document
        return
    items, way = _items(document.value)
    lines = object_lines(document.text, way)
    reader = EntryReader(context)
    line = 1
    for item in items:
        if not isinstance(item, dict):
            yield context.reject(line, "The item is no entry with fields.", excerpt(str(item)[:2_000]))
            continue
        line = next(lines, line)
        entry = entry_of(item, line)
        if entry is None:
            continue
        if document.doubt:
            entry.doubts.append(document.doubt)
        yield reader.article(entry)


def _items(value: object) -> tuple[list[object], tuple[str, ...]]:
    if isinstance(value, dict):
        for name in ENTRY_LISTS:
            if isinstance(inner := value.get(name), list):
                return inner, ("{", f"{name}[")
        return [value], ()
    return (value, ("[",)) if isinstance(value, list) else ([value], ())


def text_of(value: object) -> str:
    """Return a value that should be a text; numbers are written out, all else is none."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def objects_of(value: object) -> list[dict[str, object]]:
    """Return the objects of a list of them; nothing where it is none."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
