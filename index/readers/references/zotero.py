"""Zotero's own exports but RDF: its JSON (Better BibTeX) and its CSV."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from index.readers.context import Context
from index.readers.draft import Draft, Rejected
from index.readers.references.entry import Entry, EntryReader, natural_name
from index.readers.references.json_entries import objects_of, read_entries, text_of
from index.readers.tables import read_table, table_rows

_SOURCES: Final = (
    "publicationTitle", "websiteTitle", "blogTitle", "bookTitle", "proceedingsTitle", "forumTitle",
    "programTitle", "encyclopediaTitle", "dictionaryTitle", "publisher", "institution", "university",
)  # fmt: skip
_PARTS: Final = frozenset({"attachment", "note", "annotation"})
"""Kinds of items that belong to an entry and are none."""


def read_zotero_json(context: Context) -> Iterator[Draft | Rejected]:
    """Read the entries of an export in JSON."""
    return read_entries(context, _entry_of_json)


def _entry_of_json(item: dict[str, object], line: int) -> Entry | None:
    data = item.get("data")  # items of Zotero's web interface have their fields one level deeper
    fields = data if isinstance(data, dict) else item
    if fields.get("itemType") in _PARTS:
        return None
    names = ("citationKey", "citekey", "key", "itemKey", "itemID")
    creators = objects_of(fields.get("creators"))
    authors = [each for each in creators if each.get("creatorType", "author") == "author"] or creators
    return Entry(
        line=line,
        key=next((key for name in names if (key := text_of(fields.get(name)))), ""),
        title=text_of(fields.get("title")) or text_of(fields.get("shortTitle")),
        abstract=text_of(fields.get("abstractNote")),
        authors=[_name(creator) for creator in authors],
        date=text_of(fields.get("date")),
        source=next((source for name in _SOURCES if (source := text_of(fields.get(name)))), ""),
        url=text_of(fields.get("url")),
        doi=text_of(fields.get("DOI")),
        keywords=_tags(fields.get("tags")),
        language=text_of(fields.get("language")),
        files=[path for each in objects_of(fields.get("attachments")) if (path := _path(each))],
        record=fields,
    )


def _name(creator: Mapping[str, object]) -> str:
    if name := text_of(creator.get("name")):
        return name
    return f"{text_of(creator.get('firstName'))} {text_of(creator.get('lastName'))}".strip()


def _tags(value: object) -> list[str]:
    words = value if isinstance(value, list) else []
    return [text_of(word.get("tag")) if isinstance(word, dict) else text_of(word) for word in words]


def _path(attachment: Mapping[str, object]) -> str:
    return text_of(attachment.get("localPath")) or text_of(attachment.get("path"))


def read_zotero_csv(context: Context) -> Iterator[Draft | Rejected]:
    """Read the rows of an export in CSV; columns are known by Zotero's names."""
    if context.given.options.mapping:
        yield from read_table(context)
        return
    reader = EntryReader(context)
    for row in table_rows(context):
        yield (
            row
            if isinstance(row, Rejected)
            else reader.article(_entry_of_row(row.record, row.line, row.doubts))
        )


def _entry_of_row(record: Mapping[str, str], line: int, doubts: list[str]) -> Entry:
    def column(*names: str) -> str:
        return next((value for name in names if (value := record.get(name, "").strip())), "")

    def listed(*names: str) -> list[str]:
        return [part.strip() for name in names for part in record.get(name, "").split(";") if part.strip()]

    return Entry(
        line=line,
        key=column("Key"),
        title=column("Title", "Short Title"),
        abstract=column("Abstract Note"),
        authors=[natural_name(name) for name in listed("Author") or listed("Editor")],
        date=column("Date", "Publication Year"),
        source=column(
            "Publication Title", "Journal Abbreviation", "Conference Name", "Series Title", "Publisher"
        ),
        url=column("Url"),
        doi=column("DOI"),
        keywords=listed("Manual Tags", "Automatic Tags"),
        language=column("Language"),
        files=listed("File Attachments"),
        doubts=doubts,
        record=record,
    )
