"""JSON Lines: one article a line."""

from __future__ import annotations

from collections.abc import Iterator

from index.readers.context import Context
from index.readers.draft import Draft, Rejected
from index.readers.fields import excerpt
from index.readers.json_parse import JsonError, parse_json
from index.readers.limits import MAX_RECORD_BYTES
from index.readers.mapping import RecordReader
from index.readers.stream import Line

_EXCERPT_BYTES = 2_000


def read_json_lines(context: Context) -> Iterator[Draft | Rejected]:
    """Read the articles of JSON Lines; a line that is broken does not stop the others."""
    records = RecordReader(context.given.options.mapping, context.columns)
    for line in context.lines:
        if line.data.strip():
            yield _read_line(line, records, context)


def _read_line(line: Line, records: RecordReader, context: Context) -> Draft | Rejected:
    if not line.whole:
        start, _ = context.decoder.decode(line.data[:_EXCERPT_BYTES])
        reason = f"The line is longer than {MAX_RECORD_BYTES // 2**20} MB."
        return context.reject(line.number, reason, excerpt(start))
    text, doubt = context.decoder.decode(line.data)
    try:
        value = parse_json(text)
    except JsonError as error:
        reason = f"The line is not JSON: {error.reason} (column {error.column:,})."
        return context.reject(line.number, reason, excerpt(text))
    if not isinstance(value, dict):
        return context.reject(line.number, "The line is JSON, but no object with fields.", excerpt(text))
    found = records.find(value)
    if doubt:
        found.doubts.append(doubt)
    return context.article(found, line.number)
