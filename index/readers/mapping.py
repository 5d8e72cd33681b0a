"""Where a record keeps which field: guessed from the usual names, or as the import says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from index.errors import ReaderError
from index.readers.fields import Found
from index.readers.names import ALIASES, FIELDS, plain_name

_MAX_SHAPES: Final = 1_000
"""Records of one input seldom have more than a few shapes; beyond this they are not remembered."""


def check_mapping(mapping: Mapping[str, str]) -> None:
    """Make sure that every field named in a mapping exists.

    Raises:
        ReaderError: one does not.
    """
    for name in mapping:
        if name not in FIELDS:
            raise ReaderError(f"“{name}” is not a field of an article; the fields are {', '.join(FIELDS)}.")


def guess_columns(names: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return for each field the names of a record that may hold it, the surest first."""
    plain: dict[str, str] = {}
    for name in names:
        plain.setdefault(plain_name(name), name)
    return {
        target: tuple(plain[alias] for alias in aliases if alias in plain)
        for target, aliases in ALIASES.items()
    }


@dataclass(slots=True)
class RecordReader:
    """Takes the fields of an article out of records.

    Attributes:
        mapping: field → name in the record, with dots into nested values; other fields are guessed.
        used: field → the first name that gave it.
    """

    mapping: Mapping[str, str]
    used: dict[str, str] = field(default_factory=dict)
    _shapes: dict[tuple[str, ...], dict[str, tuple[str, ...]]] = field(default_factory=dict, init=False)

    def find(self, record: Mapping[str, object]) -> Found:
        """Return what a record says. Of several names for a field the first that has a value counts."""
        shape = tuple(record)
        columns = self._shapes.get(shape)
        if columns is None:
            columns = guess_columns(shape)
            if len(self._shapes) < _MAX_SHAPES:
                self._shapes[shape] = columns
        found = Found()
        for target, names in columns.items():
            if target in self.mapping:
                continue
            for name in names:
                value = record[name]
                if value is not None and value not in ("", [], {}):
                    setattr(found, target, value)
                    self.used.setdefault(target, name)
                    break
        for target, path in self.mapping.items():
            setattr(found, target, value_at(record, path))
            self.used[target] = path
        return found


def value_at(record: Mapping[str, object], path: str) -> object:
    """Return the value at a path with dots, numbers counting list items from 0; None where there is none."""
    if path in record:
        return record[path]
    value: object = record
    for step in path.split("."):
        if isinstance(value, Mapping):
            value = value.get(step)
        elif isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
        else:
            return None
    return value
