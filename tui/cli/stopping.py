"""Ctrl-C as a wish to stop in good order."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from threading import Event
from typing import TYPE_CHECKING

from tui.cli.output import say

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType


@contextmanager
def stopping_on_interrupt(notice: str = "") -> Iterator[Event]:
    """Turn the first Ctrl-C, and a request of the system to end, into a wish; the second Ctrl-C ends at once.

    Args:
        notice: what is said then.
    """
    stop = Event()
    before = {wanted: signal.getsignal(wanted) for wanted in (signal.SIGINT, signal.SIGTERM)}

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        stop.set()
        restore()
        if notice:
            say(f"\n{notice}")

    def restore() -> None:
        for wanted, handler in before.items():
            signal.signal(wanted, handler)

    for wanted in before:
        signal.signal(wanted, on_signal)
    try:
        yield stop
    finally:
        restore()
