"""An entry of a reference list, whatever its format, and the article that it becomes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from index.readers.context import Context
from index.readers.draft import Draft, Rejected
from index.readers.fields import Found
from index.readers.mapping import value_at
from index.readers.references.attachments import Attachments

_KEYWORD_MARKS: Final = re.compile(r"[;\n]")
_DOI: Final = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/\S+)", re.IGNORECASE)
_ABSTRACT_START: Final = 120
"""Characters by which an abstract is recognised in the text that is attached."""

_DIALECTS: Final = {
    "american": "en", "usenglish": "en", "british": "en", "ukenglish": "en", "canadian": "en",
    "australian": "en", "newzealand": "en", "ngerman": "de", "austrian": "de", "naustrian": "de",
    "swissgerman": "de", "nswissgerman": "de", "francais": "fr", "acadian": "fr", "canadien": "fr",
    "brazilian": "pt", "brazil": "pt", "portuges": "pt", "nynorsk": "no", "bokmal": "no", "norsk": "no",
    "mexican": "es",
}  # fmt: skip
"""Names of languages that LaTeX knows beside those that everyone uses."""


@dataclass(slots=True)
class Entry:
    """One entry.

    Attributes:
        line: where it begins.
        key: its citation key or its id in the list.
        date: as the list has it, a text in most formats.
        source: the journal, newspaper, site or publisher.
        files: the paths of files attached to it, as the list has them.
        record: its fields as they stand in the list, for a mapping that names them.
    """

    line: int
    key: str = ""
    title: str = ""
    abstract: str = ""
    authors: list[str] = field(default_factory=list)
    date: object = None
    source: str = ""
    url: str = ""
    doi: str = ""
    keywords: list[str] = field(default_factory=list)
    language: str = ""
    files: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    record: Mapping[str, object] = field(default_factory=dict)


class EntryReader:
    """Makes articles of the entries of one list."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._attachments = Attachments(context)

    def article(self, entry: Entry) -> Draft | Rejected:
        """Return the article of an entry: what the list says of it, and the text that is attached to it."""
        text, doubts = self._attachments.text(entry.files) if entry.files else ("", [])
        found = Found(
            title=entry.title,
            body=_joined(entry.abstract, text),
            date=entry.date,
            source=entry.source,
            author=[author for author in entry.authors if author.strip()],
            url=entry.url or address_of(entry.doi),
            language=_DIALECTS.get(entry.language.strip().lower(), entry.language),
            tags=entry.keywords,
            key=entry.key,
            doubts=[*entry.doubts, *doubts],
        )
        for target, path in self._context.given.options.mapping.items():
            setattr(found, target, value_at(entry.record, path))
        return self._context.article(found, entry.line)


def _joined(abstract: str, text: str) -> str:
    """Return an abstract and the text after it; the text alone where it has the abstract in it."""
    if not text:
        return abstract
    start = " ".join(abstract[:_ABSTRACT_START].split())
    known = not start or start in " ".join(text[: 20 * _ABSTRACT_START].split())
    return text if known else f"{abstract}\n\n{text}"


def address_of(doi: str) -> str:
    """Return the address of a digital object identifier, or an empty string where it is none."""
    match = _DOI.search(doi)
    return f"https://doi.org/{match[1]}" if match else ""


def keywords_of(text: str) -> list[str]:
    """Return keywords that stand in one text: parted by semicolons, or else by commas."""
    marked = _KEYWORD_MARKS.search(text) is not None
    return [word.strip() for word in (_KEYWORD_MARKS.split(text) if marked else text.split(","))]


def natural_name(name: str) -> str:
    """Return “Mibe, Toshihiro” as “Toshihiro Mibe”; other names stay."""
    last, comma, first = name.partition(",")
    if not comma or not first.strip():
        return last.strip()
    first, _, suffix = first.partition(",")
    # “Ford, Jr., Henry”: the first name comes last.
    given, end = (suffix, first) if suffix.strip() else (first, "")
    return " ".join(part.strip() for part in (given, last, end) if part.strip())
