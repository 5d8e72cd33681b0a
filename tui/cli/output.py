"""What goes to standard output and standard error, and how."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from index.model import Hit, Span

BOLD: Final = "\x1b[1m"
DIM: Final = "\x1b[2m"
PLAIN: Final = "\x1b[0m"

_DAY_CELLS: Final = 12
"""The day and two blanks, before the title; lines of text below begin there."""

_LEAST_TITLE: Final = 24
"""Cells that a title gets in the narrowest terminal."""


_STANDARD_INPUT: Final = "-"
"""How the path of standard input begins, and that of what lies in it."""


def say(text: str) -> None:
    """Narrate on standard error."""
    print(text, file=sys.stderr)


def write_json(values: Mapping[str, Any]) -> None:
    """Write one object on a line of its own."""
    import orjson

    sys.stdout.write(orjson.dumps(values).decode() + "\n")


def styled() -> bool:
    """Whether standard output takes bold and dim text."""
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"


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


def fitted(text: str, matches: Iterable[Span], cells: int) -> tuple[str, tuple[Span, ...]]:
    """Return text cut to some cells, with an ellipsis where it is cut, and the matches left in it."""
    from index.model import Span
    from tui.render.cells import truncate

    shown = truncate(text, cells)
    if shown == text:
        return text, tuple(matches)
    end = max(0, len(shown) - 1)
    return shown, tuple(Span(span.start, min(span.end, end)) for span in matches if span.start < end)


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
        "group": hit.group,
        "others": hit.others,
    }


def write_hit(hit: Hit) -> None:
    """Write a hit as two lines for a person: as wide as the terminal, uncut where there is none."""
    title, title_matches = hit.title, hit.title_matches
    line, line_matches = hit.snippet.text, hit.snippet.matches
    about = f"{hit.source} · {hit.id}" if hit.source else hit.id
    if hit.others:
        about += f"  +{hit.others:,}"
    if sys.stdout.isatty():
        room = shutil.get_terminal_size().columns - _DAY_CELLS
        title, title_matches = fitted(title, title_matches, max(_LEAST_TITLE, room - len(about) - 2))
        line, line_matches = fitted(line, line_matches, max(_LEAST_TITLE, room))
    day = hit.day.isoformat() if hit.day else "undated"
    print(f"{day:<{_DAY_CELLS}}{emphasised(title, title_matches)}  {dimmed(about)}")
    if line:
        print(f"{'':<{_DAY_CELLS}}{emphasised(line, line_matches)}")


def place(path: str, line: int) -> str:
    """Return where something stands in a file, for a person."""
    if path.partition("/")[0] == _STANDARD_INPUT:
        path = f"standard input{path.removeprefix(_STANDARD_INPUT)}"
    return f"{path}:{line}"
