"""A command as the child of another evtui: `python -m tui.cli.attached COMMAND …`.

It runs at low priority, and ends when the other one does, however that comes: the other holds a pipe to its
standard input, which the system closes with it.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from contextlib import suppress
from time import sleep
from typing import Final

NICENESS: Final = 10
"""How much the work gives way to a desk that somebody types in."""
GRACE_SECONDS: Final = 10.0
"""How long the command may take to end in good order."""
_INPUT: Final = 0
_CHUNK: Final = 4096


def _end_with_parent() -> None:
    """Wait until the pipe closes, then ask the command to end, and at last end it."""
    with suppress(OSError):
        while os.read(_INPUT, _CHUNK):
            pass
    os.kill(os.getpid(), signal.SIGTERM)
    sleep(GRACE_SECONDS)
    os._exit(1)


def run() -> int:
    """Run the command of the arguments."""
    with suppress(OSError):
        os.nice(NICENESS)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    from tui.cli import main

    return main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(run())
