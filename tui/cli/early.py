"""The terminal while the desk is being loaded: its frames at once, and everything given back as it was.

Textual takes most of the time until a desk can be painted, before any of our own code is reached. The frames
need nothing but the size of the terminal, so they are written first; Textual then paints over them. Keys that
are pressed meanwhile are not echoed, and wait in the terminal's own buffer until Textual reads them.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

from tui.render.empty_desk import empty_desk

_ENTER: Final = "\x1b[?1049h\x1b[?25l\x1b[H\x1b[2m"
_LEAVE: Final = "\x1b[0m\x1b[?25h\x1b[?1049l"
_PLAIN: Final = "\x1b[0m"
_LOCAL_MODES: Final = 3
"""Place of the local modes among the attributes of a terminal (termios)."""

_SIGNALLED: Final = 128
"""A shell tells by an exit code above this one which signal ended a program."""

_OUTPUT: Final = 1
_ERRORS: Final = 2


class Frames:
    """What is on the terminal before the desk.

    Attributes:
        handed_over: whether Textual has the terminal now, and will leave it by itself.
    """

    handed_over = False


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


def _leave(number: int, _frame: FrameType | None) -> None:
    """Leave in good order when the terminal is closed or the system asks before there is a desk to do it."""
    raise SystemExit(_SIGNALLED + number)


def _write(text: str) -> None:
    os.write(_OUTPUT, text.encode())
