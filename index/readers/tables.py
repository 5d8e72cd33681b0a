"""CSV and TSV: a row of column names, then one article a row."""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from index.readers.context import Context
from index.readers.draft import Draft, Rejected
from index.readers.fields import excerpt
from index.readers.limits import MAX_RECORD_BYTES
from index.readers.mapping import RecordReader, guess_columns

_DELIMITERS: Final = (",", ";", "\t", "|")
_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_MAX_RECOVERIES: Final = 3
"""How often a row whose quotation mark never closes is skipped; each time what follows it is read again."""

_NAMED_COLUMNS: Final = 20


class _RecordTooLong(Exception):
    """A row goes on and on, most likely since a quotation mark is missing."""


@dataclass(frozen=True, slots=True)
class _TextLine:
    number: int
    text: str
    doubt: str = ""
    whole: bool = True


class _Feed:
    """Gives lines to the csv module, remembers those of the current row, and can give them again."""

    def __init__(self, context: Context) -> None:
        self._lines = _text_lines(context)
        self._again: deque[_TextLine] = deque()
        self.row: list[_TextLine] = []
        self.ended = False
        self._size = 0

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._lines, None)
        if line is None:
            self.ended = True
            raise StopIteration
        self.row.append(line)
        self._size += len(line.text)
        if self._size > MAX_RECORD_BYTES or not line.whole:
            raise _RecordTooLong
        return line.text

    def first_line(self) -> _TextLine | None:
        """Look at the first line that is not empty; it is given again."""
        first = next((line for line in self._lines if line.text.strip()), None)
        if first is not None:
            self._again.append(first)
        return first

    def begin_row(self) -> None:
        """Forget the lines of the row before."""
        self.row, self._size, self.ended = [], 0, False

    def give_again(self) -> None:
        """Take back all lines of the current row but its first."""
        self._again.extendleft(reversed(self.row[1:]))


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table.

    Attributes:
        line: where it begins.
        record: column → cell.
        doubts: about its characters.
    """

    line: int
    record: dict[str, str]
    doubts: list[str]


CheckColumns = Callable[[Sequence[str], Mapping[str, str]], str]
"""Given the columns and the mapping, says what is wrong with them, or nothing."""


def read_table(context: Context) -> Iterator[Draft | Rejected]:
    """Read the articles of a table; a row that is broken does not stop the others."""
    records = RecordReader(context.given.options.mapping, context.columns)
    for row in table_rows(context, _missing):
        if isinstance(row, Rejected):
            yield row
            continue
        found = records.find(row.record)
        found.doubts.extend(row.doubts)
        yield context.article(found, row.line)


def table_rows(context: Context, wrong: CheckColumns | None = None) -> Iterator[Row | Rejected]:
    """Give the rows of a table that are not empty, and why others cannot be read.

    Args:
        context: of the table.
        wrong: says what is wrong with its columns; the table is then not read.
    """
    csv.field_size_limit(max(csv.field_size_limit(), MAX_RECORD_BYTES))
    feed = _Feed(context)
    first = feed.first_line()
    if first is None or not first.whole:
        yield context.reject(1, "The table has no row of column names.")
        return
    delimiter = _delimiter(first.text, context)
    rows = _rows(feed, delimiter, context)
    header = next(rows, None)
    if not isinstance(header, list):
        yield header if header is not None else context.reject(1, "The table has no row of column names.")
        return
    names = [name.strip() for name in header]
    if wrong is not None and (reason := wrong(names, context.given.options.mapping)):
        yield context.reject(first.number, reason, excerpt(first.text))
        return
    for row in rows:
        yield row if isinstance(row, Rejected) else _row(row, names, feed, context)


def _row(row: list[str], names: list[str], feed: _Feed, context: Context) -> Row | Rejected:
    line = feed.row[0].number
    while len(row) > len(names) and not row[-1]:
        row.pop()
    if len(row) != len(names):
        few = "few" if len(row) < len(names) else "many"
        reason = f"The row has too {few} columns: {len(row):,} where the first row names {len(names):,}."
        return context.reject(line, reason, excerpt(feed.row[0].text))
    record: dict[str, str] = {}
    for name, value in zip(names, row, strict=True):
        if name:
            record.setdefault(name, value)
    return Row(line, record, list(dict.fromkeys(part.doubt for part in feed.row if part.doubt)))


def _rows(feed: _Feed, delimiter: str, context: Context) -> Iterator[list[str] | Rejected]:
    """Give each row that is not empty; `feed.row` has its lines."""
    reader = csv.reader(feed, delimiter=delimiter)
    recoveries = 0
    while True:
        feed.begin_row()
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield _broken(feed, f"The row cannot be read: {error}.", context)
            continue
        except _RecordTooLong:
            row = None
        if row is not None and not feed.ended:
            if any(cell.strip() for cell in row):
                yield row
            continue
        if row is None and not feed.row[-1].whole:
            limit = f"{MAX_RECORD_BYTES // 2**20} MB"
            yield _broken(feed, f"The row is longer than {limit}.", context)
        else:
            recoveries += 1
            last = recoveries > _MAX_RECOVERIES
            rest = " The rest of the file was not read." if last else ""
            yield _broken(feed, f"A quotation mark of the row is never closed.{rest}", context)
            if last:
                return
            feed.give_again()
        reader = csv.reader(feed, delimiter=delimiter)


def _broken(feed: _Feed, reason: str, context: Context) -> Rejected:
    return context.reject(feed.row[0].number, reason, excerpt(feed.row[0].text[:2_000]))


def _delimiter(header: str, context: Context) -> str:
    """Return what parts the columns: what gives the most that are known, then the most at all."""
    wanted = set(context.given.options.mapping.values())

    def known(delimiter: str) -> tuple[int, int, bool]:
        names = next(csv.reader([header], delimiter=delimiter), [])
        columns = guess_columns([name.strip() for name in names])
        hits = sum(1 for found in columns.values() if found) + len(wanted.intersection(names))
        return hits, len(names), delimiter == "\t" and context.format == "tsv"

    return max(_DELIMITERS, key=known)


def _missing(names: Sequence[str], mapping: Mapping[str, str]) -> str:
    """Return a sentence on the column that is needed and absent, or an empty string."""
    shown = ", ".join(f"“{excerpt(name)}”" for name in names[:_NAMED_COLUMNS])
    more = f" and {len(names) - _NAMED_COLUMNS:,} more" if len(names) > _NAMED_COLUMNS else ""
    there = f"The columns are {shown}{more}." if len(names) > 1 else f"The only column is {shown}."
    for target, name in mapping.items():
        if name not in names:
            return f"There is no column “{excerpt(name)}” for the {target}. {there}"
    columns = guess_columns(names)
    if any(columns[target] or target in mapping for target in ("body", "title")):
        return ""
    return f"No column holds a text or a title; say which one does at import. {there}"


def _text_lines(context: Context) -> Iterator[_TextLine]:
    number = 0
    for line in context.lines:
        text, doubt = context.decoder.decode(line.data)
        for part in _parts(text):
            number += 1
            yield _TextLine(number, part, doubt, line.whole)


def _parts(text: str) -> list[str]:
    """Old files end their lines with CR alone."""
    return _LINE.findall(text) if "\r" in text.removesuffix("\n").removesuffix("\r") else [text]
