"""RIS: one article an entry."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from index.readers.context import Context
from index.readers.draft import Draft, Rejected
from index.readers.fields import excerpt
from index.readers.limits import MAX_ENTRY_CHARACTERS
from index.readers.references.entry import Entry, EntryReader, natural_name
from index.readers.references.lines import Block, blocks

if TYPE_CHECKING:
    from rispy import RisParser

_BEGIN: Final = re.compile(r"\ufeff?TY  ?- ?")
_LISTS: Final = ["A1", "A2", "AU", "KW", "UR", "N1", "L1", "L2", "L3", "L4", "LK"]
_SOURCES: Final = ("T2", "JO", "JF", "JA", "J1", "J2", "BT", "PB", "DP", "DB")
_DATES: Final = ("DA", "PY", "Y1")
_KEYWORD_MARKS: Final = re.compile(r"[;\n]")
_DATE: Final = re.compile(r"\s*(\d{4})(?:/\s*(\d{1,2})?)?(?:/\s*(\d{1,2})?)?(?:/(.*))?\s*$", re.DOTALL)
_UNCLOSED: Final = "The entry has no end (ER); it was read up to the next one."


def read_ris(context: Context) -> Iterator[Draft | Rejected]:
    """Read the entries of a list; one that is broken does not stop the others."""
    reader = EntryReader(context)
    entries = 0
    for block in blocks(context, _BEGIN.match):
        if block.lines and not _BEGIN.match(block.lines[0]):
            continue  # what stands before the first entry is no part of one
        entries += 1
        if block.whole:
            yield reader.article(_entry(block))
        else:
            reason = f"The entry is longer than {MAX_ENTRY_CHARACTERS:,} characters."
            yield context.reject(block.line, reason, excerpt(" ".join(block.lines[:3])))
    if not entries:
        yield context.reject(1, "It has no entries.")


@cache
def _parser() -> RisParser:
    from rispy import RisParser

    class Parser(RisParser):  # type: ignore[misc]  # rispy has no types
        """Keeps the tags as they are, so that no tag of a newer RIS is lost, and takes one blank for two."""

        def parse_line(self, line: str) -> tuple[str | None, str]:
            match = _LINE.match(line)
            return (match[1], (match[2] or "").strip()) if match else (None, line.strip())

    return Parser(mapping=_Same(), list_tags=_LISTS, delimiter_tags_mapping={}, ignore=[])


_LINE: Final = re.compile(r"([A-Z][A-Z0-9])  ?-(?:$| ?(.*))", re.DOTALL)


class _Same(dict[str, str]):
    """A mapping of every tag to itself."""

    def __missing__(self, tag: str) -> str:
        return tag


def _entry(block: Block) -> Entry:
    lines = _whole_lines(block.lines)
    ended = any(line.startswith(("ER  -", "ER -")) for line in lines)
    records = _parser().parse_lines(iter(lines if ended else [*lines, "ER  - "]))
    record: dict[str, Any] = records[0] if records else {}

    def first(*tags: str) -> str:
        return next((text for tag in tags if (text := _text(record.get(tag)))), "")

    return Entry(
        line=block.line,
        key=first("ID", "AN", "LB"),
        title=first("TI", "T1", "CT", "ST"),
        abstract=first("AB", "N2").replace("\n", " "),
        authors=[natural_name(name) for tag in ("AU", "A1", "A2") for name in record.get(tag, ())],
        date=_date(record),
        source=first(*_SOURCES),
        url=next((url for tag in ("UR", "LK", "L2") for url in record.get(tag, ()) if _is_web(url)), ""),
        doi=first("DO", "M3"),
        keywords=[word for line in record.get("KW", ()) for word in _KEYWORD_MARKS.split(line)],
        language=first("LA"),
        files=[path for tag in ("L1", "L2", "L4") for path in record.get(tag, ()) if path],
        doubts=[*block.doubts, *([] if ended else [_UNCLOSED])],
        record=record,
    )


def _whole_lines(lines: list[str]) -> list[str]:
    """Return the lines with those that go on joined to them; rispy's own joining grows with their square."""
    whole: list[list[str]] = []
    for line in lines:
        if whole and not _LINE.match(line):
            whole[-1].append(line)
        else:
            whole.append([line.lstrip("\ufeff")])
    return ["\n".join(parts) for parts in whole]


def _text(value: object) -> str:
    return str(value[0] if value else "") if isinstance(value, list) else str(value or "")


def _is_web(url: str) -> bool:
    return url.lower().startswith(("http://", "https://"))


def _date(record: dict[str, Any]) -> str:
    """Return the date that says most: a day before a month before a year."""
    found = [_as_written(_text(record.get(tag))) for tag in _DATES]
    return max(found, key=lambda date: (date[:4].isdecimal(), date.count("-"), len(date)), default="")


def _as_written(text: str) -> str:
    """Return `2024/03/15/` as `2024-03-15`; what is no date of RIS stays."""
    match = _DATE.match(text)
    if match is None:
        return text
    year, month, day, _other = match.groups()
    parts = [year] + [f"{int(part):02d}" for part in ((month, day) if month else ()) if part]
    return "-".join(parts)
