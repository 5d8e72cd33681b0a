"""The terminal while the desk is being loaded: its frames at once, and everything given back as it was.

Textual takes most of the time until a desk can be painted, before any of our own code is reached. The frames
need nothing but the size of the terminal, so they are written first, and the first answer of the library in
them as soon as it is there; Textual then paints over them. Keys that
are pressed meanwhile are not echoed, and wait in the terminal's own buffer until Textual reads them.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING, Final

from tui.render.empty_desk import empty_desk

if TYPE_CHECKING:
    from rich.segment import Segment
    from rich.style import Style

    from tui.panes.first_desk import FirstDesk

_ENTER: Final = "\x1b[?1049h\x1b[?25l\x1b[H\x1b[2m"
_LEAVE: Final = "\x1b[0m\x1b[?25h\x1b[?1049l"
_PLAIN: Final = "\x1b[0m"
_LOCAL_MODES: Final = 3
"""Place of the local modes among the attributes of a terminal (termios)."""

_SIGNALLED: Final = 128
"""A shell tells by an exit code above this one which signal ended a program."""

_OUTPUT: Final = 1
_ERRORS: Final = 2


_HOME: Final = "\x1b[H"
_DIM: Final = frozenset(
    {"border", "status", "muted", "count", "marker", "scale", "axis", "label", "caption", "guide", "undated"}
)
_BOLD: Final = frozenset({"heading", "match", "own"})
_UNDERLINED: Final = frozenset({"match"})


class Frames:
    """What is on the terminal before the desk.

    Attributes:
        handed_over: whether Textual has the terminal now, and will leave it by itself.
    """

    handed_over = False

    def show(self, desk: FirstDesk) -> None:
        """Paint the first answer into the frames."""
        size = os.get_terminal_size(_OUTPUT)
        lines = desk.lines(size.columns, size.lines, _style)
        _write(_HOME + "\r\n".join("".join(map(_painted, line)) for line in lines))


@contextmanager
def frames_on_terminal() -> Iterator[Frames]:
    """Show the frames of the desk; at the end, however it comes, the terminal is as it was before."""
    import termios

    keyboard = sys.stdin.fileno()
    before = termios.tcgetattr(keyboard)
    silent = termios.tcgetattr(keyboard)
    silent[_LOCAL_MODES] &= ~(termios.ECHO | termios.ICANON)
    shown = Frames()
    size = os.get_terminal_size(_OUTPUT)
    handlers = {wanted: signal.signal(wanted, _leave) for wanted in (signal.SIGTERM, signal.SIGHUP)}
    try:
        termios.tcsetattr(keyboard, termios.TCSANOW, silent)
        _write(_ENTER + "\r\n".join(empty_desk(size.columns, size.lines)) + _PLAIN)
        yield shown
    finally:
        if not shown.handed_over:
            _write(_LEAVE)
        termios.tcsetattr(keyboard, termios.TCSANOW, before)
        for wanted, handler in handlers.items():
            signal.signal(wanted, handler)


@contextmanager
def errors_on_terminal() -> Iterator[None]:
    """Let standard error be the terminal as well: it is what Textual paints on, wherever it was sent."""
    if sys.stderr.isatty():
        yield
        return
    kept = os.dup(_ERRORS)
    os.dup2(_OUTPUT, _ERRORS)
    try:
        yield
    finally:
        os.dup2(kept, _ERRORS)
        os.close(kept)


def _style(kind: str) -> Style:
    """Return how a kind of text looks where nothing is known of colours."""
    from rich.style import Style

    return Style(dim=kind in _DIM, bold=kind in _BOLD, underline=kind in _UNDERLINED)


def _painted(segment: Segment) -> str:
    style = segment.style
    codes = (
        [code for code, wanted in (("1", style.bold), ("2", style.dim), ("4", style.underline)) if wanted]
        if style
        else []
    )
    return f"\x1b[{';'.join(codes)}m{segment.text}{_PLAIN}" if codes else segment.text


def _leave(number: int, _frame: FrameType | None) -> None:
    """Leave in good order when the terminal is closed or the system asks before there is a desk to do it."""
    raise SystemExit(_SIGNALLED + number)


def _write(text: str) -> None:
    os.write(_OUTPUT, text.encode())
