"""What goes to standard output and standard error, and how."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Any, Final

import orjson

from index.model import Hit, Span

BOLD: Final = "\x1b[1m"
DIM: Final = "\x1b[2m"
PLAIN: Final = "\x1b[0m"

PIPED_COLUMNS: Final = 120
"""Width of a line where standard output is no terminal, in cells."""


def say(text: str) -> None:
    """Narrate on standard error."""
    print(text, file=sys.stderr)


def write_json(values: Mapping[str, Any]) -> None:
    """Write one object on a line of its own."""
    sys.stdout.write(orjson.dumps(values).decode() + "\n")


def styled() -> bool:
    """Whether standard output takes bold and dim text."""
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"


def columns() -> int:
    """Return the width that lines are cut to, in cells."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else PIPED_COLUMNS


def moment(day: date | None, at: time | None) -> str | None:
    """Return a date as ISO 8601, with the time where it is known; None for an undated article."""
    if day is None:
        return None
    return f"{day.isoformat()}T{at.isoformat()}" if at else day.isoformat()


def emphasised(text: str, matches: Iterable[Span]) -> str:
    """Return text with its matches in bold, where standard output takes it."""
    if not styled():
        return text
    parts, end = [], 0
    for span in matches:
        parts += [text[end : span.start], BOLD, text[span.start : span.end], PLAIN]
        end = span.end
    return "".join([*parts, text[end:]])


def dimmed(text: str) -> str:
    """Return text dimmed, where standard output takes it."""
    return f"{DIM}{text}{PLAIN}" if styled() and text else text


def hit_fields(hit: Hit) -> dict[str, Any]:
    """Return a hit as `search --json` writes it."""
    return {
        "id": hit.id,
        "date": moment(hit.day, hit.time),
        "title": hit.title,
        "source": hit.source,
        "score": round(hit.score, 4),
        "snippet": hit.snippet.text,
        "topics": list(hit.topics),
        "url": hit.url,
    }


def write_hit(hit: Hit) -> None:
    """Write a hit as two lines for a person."""
    day = hit.day.isoformat() if hit.day else "undated   "
    print(f"{day}  {emphasised(hit.title, hit.title_matches)}  {dimmed(f'{hit.source} · {hit.id}')}")
    if hit.snippet.text:
        print(f"            {emphasised(hit.snippet.text, hit.snippet.matches)}")
