"""BibTeX and BibLaTeX: one article an entry."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import TYPE_CHECKING, Final

from index.dates.names import MONTHS
from index.readers.context import Context
from index.readers.draft import Draft, Rejected
from index.readers.fields import excerpt
from index.readers.limits import MAX_ENTRY_CHARACTERS
from index.readers.references.bibtex_values import files_of, people, value_of
from index.readers.references.entry import Entry, EntryReader, keywords_of, natural_name
from index.readers.references.latex import plain, plain_address
from index.readers.references.lines import Block, blocks

if TYPE_CHECKING:
    from bibtexparser.model import Entry as Parsed

_BEGIN: Final = re.compile(r"\s*@\w*[ \t]*[{(]")
_SOURCES: Final = (
    "journaltitle", "journal", "booktitle", "maintitle", "publication", "publisher", "institution",
    "organization", "school", "howpublished", "eventtitle", "series",
)  # fmt: skip
_ABSTRACTS: Final = ("abstract", "annotation", "annote")
_MONTH_NUMBERS: Final = {name[:3]: number for number, name in enumerate(MONTHS, start=1)}
_MONTH: Final = re.compile(r"(?P<name>[a-z]{3})[a-z]*|(?P<number>\d{1,2})")
_DAY: Final = re.compile(r"\d{1,2}(?!\d)")
_RANGE: Final = re.compile(r"(\d{4}-\d\d(?:-\d\d)?)/(?:\d{4}|\.\.|$)")
_ADDRESS: Final = re.compile(r"https?://", re.IGNORECASE)
_MAX_STRINGS: Final = 10_000
_MAX_STRING_CHARACTERS: Final = 10_000
_UNCLOSED: Final = "The entry is not closed: a brace or a quotation mark is missing."


def read_bibtex(context: Context) -> Iterator[Draft | Rejected]:
    """Read the entries of a list; one that is broken does not stop the others."""
    # It would tell standard error of every broken entry; here they are recorded.
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL + 1)
    strings = {name[:3]: name.capitalize() for name in MONTHS}
    reader = EntryReader(context)
    entries = 0
    for block in blocks(context, _BEGIN.match):
        for item in _read_block(block, strings, context):
            entries += 1
            yield reader.article(item) if isinstance(item, Entry) else item
    if not entries:
        yield context.reject(1, "It has no entries.")


def _read_block(block: Block, strings: dict[str, str], context: Context) -> Iterator[Entry | Rejected]:
    from bibtexparser.entrypoint import parse_string
    from bibtexparser.model import DuplicateFieldKeyBlock, ParsingFailedBlock, String
    from bibtexparser.model import Entry as Parsed

    if not block.lines or not _BEGIN.match(block.lines[0]):
        return  # BibTeX takes what stands before the first entry as a comment
    if not block.whole:
        reason = f"The entry is longer than {MAX_ENTRY_CHARACTERS:,} characters."
        yield context.reject(block.line, reason, excerpt("".join(block.lines[:1])))
        return
    for part in parse_string(block.text, parse_stack=[]).blocks:
        line = block.line + (part.start_line or 0)
        if isinstance(part, Parsed):
            yield _entry(part, line, strings, block.doubts)
        elif isinstance(part, DuplicateFieldKeyBlock) and isinstance(part.ignore_error_block, Parsed):
            twice = ", ".join(sorted(part.duplicate_keys))
            doubt = f"The entry has a field twice ({excerpt(twice)}); the last one was taken."
            yield _entry(part.ignore_error_block, line, strings, [*block.doubts, doubt])
        elif isinstance(part, ParsingFailedBlock):
            yield context.reject(line, _why(part), excerpt(part.raw or ""))
        elif isinstance(part, String) and len(strings) < _MAX_STRINGS:
            strings[part.key.lower()] = value_of(part.value, strings, _MAX_STRING_CHARACTERS)


def _why(block: object) -> str:
    error = getattr(block, "error", None)
    said = str(getattr(error, "abort_reason", error)).strip()
    if "end of file" in said or "block start" in said:
        return _UNCLOSED
    return f"The entry cannot be read: {excerpt(said)}".rstrip(".") + "."


def _entry(parsed: Parsed, line: int, strings: Mapping[str, str], doubts: list[str]) -> Entry:
    raw: dict[str, str] = {}
    room = MAX_ENTRY_CHARACTERS
    for field in parsed.fields:
        value = raw[field.key.lower()] = value_of(field.value, strings, room)
        room -= len(value)
    fields = {name: plain(_unwrapped(value)).strip() for name, value in raw.items()}

    def first(*names: str) -> str:
        return next((fields[name] for name in names if fields.get(name)), "")

    title = first("title", "shorttitle")
    subtitle = first("subtitle", "titleaddon")
    return Entry(
        line=line,
        key=parsed.key.strip(),
        title=f"{title}: {subtitle}" if title and subtitle else title or subtitle,
        abstract=first(*_ABSTRACTS),
        authors=[natural_name(plain(name)) for name in people(raw.get("author") or raw.get("editor", ""))],
        date=_date(fields),
        source=first(*(name for name in _SOURCES if not _ADDRESS.search(raw.get(name, "")))),
        url=_url(raw),
        doi=plain_address(raw.get("doi", "")),
        keywords=keywords_of(first("keywords", "keyword", "mendeley-tags")),
        language=first("langid", "language", "hyphenation"),
        files=files_of(raw.get("file", "")),
        doubts=list(doubts),
        record=fields,
    )


def _unwrapped(value: str) -> str:
    """Return a value without the line ends in its paragraphs, which mean nothing in BibTeX."""
    lines = (line.strip() for line in value.split("\n"))
    return "\n\n".join(" ".join(paragraph) for full, paragraph in groupby(lines, bool) if full)


def _date(fields: Mapping[str, str]) -> str:
    """Return the date of BibLaTeX, of a range its first day; else that of year, month and day."""
    if date := fields.get("date"):
        span = _RANGE.match(date)
        return span[1] if span else date
    year, month = fields.get("year", ""), fields.get("month", "").lower()
    match = _MONTH.search(month)
    number = 0
    if match is not None:
        number = _MONTH_NUMBERS.get(match["name"], 0) if match["name"] else int(match["number"])
    if not (year.isdecimal() and number):
        return " ".join(filter(None, (month, year)))
    # Some write the day into the month: `month = jun # "~12"`.
    rest = month[: match.start()] + month[match.end() :] if match else ""
    day = _DAY.search(fields.get("day", "") or rest)
    return f"{year}-{number:02d}-{int(day[0]):02d}" if day else f"{year}-{number:02d}"


def _url(raw: Mapping[str, str]) -> str:
    if url := plain_address(raw.get("url", "")):
        return url
    if _ADDRESS.search(raw.get("howpublished", "")):
        return plain_address(raw["howpublished"])
    eprint = plain_address(raw.get("eprint", ""))
    archive = (raw.get("archiveprefix") or raw.get("eprinttype", "")).strip("{} ").lower()
    return f"https://arxiv.org/abs/{eprint}" if eprint and archive == "arxiv" and not raw.get("doi") else ""
