"""A program on a pseudo-terminal whose frames can be told apart, as a terminal with synchronised output does.

The program is told that the terminal knows mode 2026; it then says where each frame begins and ends. A frame
has arrived when its end was read.
"""

from __future__ import annotations

import os
import re
import select
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tests.bench.terminal import TerminalProgram

READ_BYTES: Final = 1 << 16
QUIET_SECONDS: Final = 0.06
"""A screen that has not changed for so long is taken to be at rest."""
MOST_SETTLING_SECONDS: Final = 3.0
FRAME_SECONDS: Final = 20.0
"""How long a frame is waited for."""

_ASKED: Final = b"\x1b[?2026$p"
_KNOWN: Final = b"\x1b[?2026;2$y"
_FRAME_END: Final = b"\x1b[?2026l"
_ESCAPES: Final = re.compile(
    rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[PX^_].*?\x1b\\|.)", re.DOTALL
)
_PLACE: Final = re.compile(rb"\x1b\[\d+(?:;\d+)?H")


@dataclass(frozen=True, slots=True)
class Frame:
    """What was painted in one go.

    Attributes:
        at: when all of it had arrived, on the clock of `perf_counter`.
        text: what was painted, a line for each place that it was painted to.
    """

    at: float
    text: str


class Frames:
    """Reads the frames of a program that runs on a pseudo-terminal.

    Args:
        program: the running program.
    """

    def __init__(self, program: TerminalProgram) -> None:
        self._descriptor = program.descriptor
        self._started = program.started
        self._rest = b""
        self._waiting: deque[Frame] = deque()
        self._told = False

    def next(self, seconds: float = FRAME_SECONDS) -> Frame:
        """Return the next frame.

        Raises:
            TimeoutError: when none comes.
        """
        deadline = perf_counter() + seconds
        while not self._waiting:
            if not self._read(deadline - perf_counter()):
                raise TimeoutError(f"nothing was painted within {seconds} s")
        return self._waiting.popleft()

    def until(self, wanted: Callable[[str], object], seconds: float = FRAME_SECONDS) -> Frame:
        """Return the next frame whose text is wanted; what is painted before it is passed over.

        Raises:
            TimeoutError: when it does not come.
        """
        deadline = perf_counter() + seconds
        painted = []
        while (left := deadline - perf_counter()) > 0:
            try:
                frame = self.next(left)
            except TimeoutError:
                break
            if wanted(frame.text):
                return frame
            painted.append(frame.text)
        last = painted[-1].strip() if painted else ""
        raise TimeoutError(f"what was waited for was not painted within {seconds} s; the last was: {last!r}")

    def painted(self, text: str, seconds: float = FRAME_SECONDS) -> float:
        """Wait for a text before frames are told apart; return the seconds since the program began.

        Raises:
            TimeoutError: when it does not come.
        """
        deadline = perf_counter() + seconds
        while not any(text in frame.text for frame in self._waiting):
            if text in _plain(self._rest):
                return perf_counter() - self._started
            if not self._read(deadline - perf_counter()):
                raise TimeoutError(f"{text!r} was not painted within {seconds} s")
        return next(frame.at for frame in self._waiting if text in frame.text) - self._started

    def settle(self, quiet: float = QUIET_SECONDS) -> float | None:
        """Read until nothing has been painted for a while; return when the last frame arrived, if any did.

        A blinking cursor is never at rest, so this ends after `MOST_SETTLING_SECONDS` whatever is painted.
        """
        last = None
        deadline = perf_counter() + MOST_SETTLING_SECONDS
        while perf_counter() < deadline and (self._waiting or self._read(quiet)):
            while self._waiting:
                last = self._waiting.popleft().at
        return last

    def _read(self, seconds: float) -> bool:
        ready, _, _ = select.select([self._descriptor], [], [], max(0.0, seconds))
        if not ready:
            return False
        try:
            chunk = os.read(self._descriptor, READ_BYTES)
        except OSError:
            return False  # the program has ended and closed its side
        at = perf_counter()
        self._rest += chunk
        if not self._told and _ASKED in self._rest:
            self._told = True
            os.write(self._descriptor, _KNOWN)
        *frames, self._rest = self._rest.split(_FRAME_END)
        self._waiting.extend(Frame(at, _plain(frame)) for frame in frames)
        return bool(chunk)


def _plain(painted: bytes) -> str:
    return _ESCAPES.sub(b"", _PLACE.sub(b"\n", painted)).decode(errors="replace")
