"""What became of each item of an import, for whoever counts or shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from index.importing.candidate import Candidate

ADDED: Final = "added"
UPDATED: Final = "updated"
DUPLICATE: Final = "duplicate"
REJECTED: Final = "rejected"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one item.

    Attributes:
        verdict: `added`, `updated`, `duplicate` or `rejected`.
        path: the file on disk that it came out of, absolute; `-` for standard input.
        format: names of the formats that it lay in, the outermost first (`zip/html`); empty where the
            format was not recognised.
        text: the text, or None where it was rejected.
        remarks: why it was rejected, or the doubts about it.
        shown: the file as it was named, or what lies in it, as it is shown.
        line: 1-based, where the item begins.
    """

    verdict: str
    path: str
    format: str
    text: Candidate | None = None
    remarks: tuple[str, ...] = ()
    shown: str = ""
    line: int = 1


Observer = Callable[[Outcome], None]
"""Told of each item when it has been judged, before it is committed."""
