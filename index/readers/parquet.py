"""Parquet: one article a row, with columns mapped like the fields of JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, time
from decimal import Decimal
from math import isfinite
from typing import TYPE_CHECKING, Final

from index.readers.context import Context
from index.readers.draft import Draft, Rejected
from index.readers.fields import excerpt
from index.readers.limits import MAX_RECORD_BYTES
from index.readers.mapping import RecordReader, guess_columns
from index.readers.spool import seekable
from index.sanitise import sanitise_line

if TYPE_CHECKING:
    from pyarrow import Array, DataType, RecordBatch
    from pyarrow.parquet import ParquetFile

_BATCH_ROWS: Final = 32
"""Rows that are in memory at a time. A text that repeats is unpacked for each of them."""
_ROW_BYTES: Final = 512
"""What a row costs of the budget at least, so that a file of nothing but empty rows has an end, too."""

_NAMED_COLUMNS: Final = 20
_MAX_COLUMNS: Final = 10_000
_DAMAGED: Final = "The file is damaged, and could not be read"


def read_parquet(context: Context) -> Iterator[Draft | Rejected]:
    """Read the rows of a file, some at a time; only the columns that an article has are unpacked."""
    import pyarrow as pa
    from pyarrow.parquet import ParquetFile

    with seekable(context) as file:
        try:
            # Pages are read one after the other, and texts that repeat stay one text.
            table = ParquetFile(file, buffer_size=1024 * 1024, pre_buffer=False)
            names = table.schema_arrow.names
            wrong = _missing(names, context.given.options.mapping)
            if wrong:
                yield context.reject(1, wrong)
                return
            yield from _read_rows(table, _wanted(names, context.given.options.mapping), context)
        except (pa.ArrowException, OSError, ValueError, OverflowError) as error:
            row = f" after row {context.position:,}" if context.position else ""
            yield context.reject(1, f"{_DAMAGED}{row}: {_said(error)}.")


def _said(error: Exception) -> str:
    return excerpt(sanitise_line(str(error))).rstrip(".") or type(error).__name__


def _wanted(names: list[str], mapping: Mapping[str, str]) -> list[str]:
    """Return the columns that may hold a field; others are not unpacked."""
    guessed = {
        name for target, found in guess_columns(names).items() if target not in mapping for name in found
    }
    told = {path if path in names else path.partition(".")[0] for path in mapping.values()}
    return [name for name in names if name in guessed or name in told]


def _missing(names: list[str], mapping: Mapping[str, str]) -> str:
    """Return a sentence on the column that is needed and absent, or an empty string."""
    shown = ", ".join(f"“{excerpt(name)}”" for name in names[:_NAMED_COLUMNS])
    more = f" and {len(names) - _NAMED_COLUMNS:,} more" if len(names) > _NAMED_COLUMNS else ""
    there = f"The columns are {shown}{more}." if names else "It has no columns."
    if len(names) > _MAX_COLUMNS:
        return f"It has more than {_MAX_COLUMNS:,} columns."
    for target, path in mapping.items():
        if path not in names and path.partition(".")[0] not in names:
            return f"There is no column “{excerpt(path)}” for the {target}. {there}"
    columns = guess_columns(names)
    if any(columns[target] or target in mapping for target in ("body", "title")):
        return ""
    return f"No column holds a text or a title; say which one does at import. {there}"


def _read_rows(table: ParquetFile, columns: list[str], context: Context) -> Iterator[Draft | Rejected]:
    records = RecordReader(context.given.options.mapping, context.columns)
    for batch in table.iter_batches(batch_size=_BATCH_ROWS, columns=columns, use_threads=False):
        cells = [_Column(batch, number) for number in range(batch.num_columns)]
        for row in range(batch.num_rows):
            doubts: list[str] = []
            size = sum(column.size(row) for column in cells)
            context.budget.spend(max(size, _ROW_BYTES))
            if size > MAX_RECORD_BYTES:
                yield context.reject(
                    context.position + 1, f"The row is larger than {MAX_RECORD_BYTES // 2**20} MB."
                )
                continue
            record = {column.name: column.value(row, context, doubts) for column in cells}
            found = records.find(record)
            found.doubts.extend(dict.fromkeys(doubts))
            yield context.article(found, context.position + 1)


class _Column:
    """One column of some rows."""

    def __init__(self, batch: RecordBatch, number: int) -> None:
        self.name = str(batch.schema.names[number])
        self._array = _plain(batch.column(number))
        self._text = _is_text(self._array.type)

    def size(self, row: int) -> int:
        """Return about how many bytes a cell has, without making it."""
        if not self._text:
            return int(self._array.slice(row, 1).nbytes)
        buffer = self._array[row].as_buffer()
        return int(buffer.size) if buffer is not None else 0

    def value(self, row: int, context: Context, doubts: list[str]) -> object:
        """Return a cell as readers know values."""
        try:
            return _known(self._array[row].as_py(maps_as_pydicts="lossy"), context, doubts)
        except UnicodeDecodeError:
            if not self._text:
                doubts.append(f"A text in the column “{excerpt(self.name)}” is not valid UTF-8.")
                return None
            text, doubt = context.decoder.decode(self._array[row].as_buffer().to_pybytes())
            doubts.append(doubt or "A text is not valid UTF-8.")
            return text
        except (ValueError, OverflowError, KeyError, LookupError, TypeError):
            doubts.append(f"The value in the column “{excerpt(self.name)}” could not be read.")
            return None


def _is_text(kind: DataType) -> bool:
    from pyarrow import types

    checks = (types.is_string, types.is_binary, types.is_large_string, types.is_large_binary)
    return any(check(kind) for check in checks)


def _plain(array: Array) -> Array:
    """Return an array whose values Python has: no nanoseconds, no zones that are not known here."""
    import pyarrow as pa

    kind = array.type
    if pa.types.is_timestamp(kind):
        return array.cast(pa.timestamp("us", tz=_known_zone(kind.tz)), safe=False)
    if pa.types.is_time64(kind):
        return array.cast(pa.time64("us"), safe=False)
    return array


def _known_zone(name: str | None) -> str | None:
    import pyarrow as pa

    try:
        return name if name and pa.scalar(0, pa.timestamp("us", tz=name)).as_py() else None
    except (pa.ArrowException, LookupError, ValueError, TypeError):
        return None


def _known(value: object, context: Context, doubts: list[str]) -> object:
    """Return a value of Python as one of JSON, but for dates."""
    if isinstance(value, str | bool | int | date | time) or value is None:
        return value
    if isinstance(value, float | Decimal):
        return _known_number(value)
    if isinstance(value, bytes):
        text, doubt = context.decoder.decode(value)
        if doubt:
            doubts.append(doubt)
        return text
    if isinstance(value, dict):
        return {str(name): _known(inner, context, doubts) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_known(item, context, doubts) for item in value]
    return str(value)


def _known_number(value: float | Decimal) -> object:
    if not isfinite(value):
        return None
    return int(value) if value == int(value) else float(value)
