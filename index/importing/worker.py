"""A process that reads for an import: tasks come in, what was read goes out, until nobody asks any more.

It is started by `index.importing.crew`. A hostile or broken input can take only this process down, and only
so much memory and time; nothing of it is left behind when the importing process is gone, however that ended.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
from contextlib import suppress
from typing import Final

from index.importing.parcels import pack
from index.importing.tasks import messages, results
from index.importing.wire import receive, send

ITEMS: Final = b"i"
END: Final = b"e"
BROKEN: Final = b"x"
"""First bytes of the messages that are sent: items follow, the task is done, what went wrong follows."""

NO_MEMORY: Final = 77
"""Exit code of a process that came to its limit of memory."""

GARBAGE_OBJECTS: Final = 50_000
"""New objects between two searches for garbage. Nearly all that is read here is thrown away without one."""

_DIE_WITH_PARENT: Final = 1
"""`PR_SET_PDEATHSIG` of Linux."""


def main(memory_bytes: int) -> None:
    """Read tasks from standard input until it ends.

    Args:
        memory_bytes: how much this process may take, 0 for any amount.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started us decides when to stop
    _die_with_parent()
    _limit_memory(memory_bytes)
    gc.set_threshold(GARBAGE_OBJECTS, 20, 20)
    tasks = os.fdopen(os.dup(0), "rb", buffering=0)
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    # What a third party's parser prints or reads must not get between our messages.
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nothing, descriptor)
    with suppress(OSError):
        while (message := receive(tasks)) is not None:
            task = pickle.loads(message)  # noqa: S301 - from the process that started this one
            try:
                for portion in messages(task, results(task)):
                    send(answers, ITEMS + pack(portion))
            except MemoryError:
                os._exit(NO_MEMORY)
            except BrokenPipeError:
                raise
            except Exception as error:  # noqa: BLE001 - the other end tells of it, whatever it was
                send(answers, BROKEN + f"{type(error).__name__}: {error}".encode("utf-8", "replace"))
            else:
                send(answers, END)
    os._exit(0)  # without a look at threads that a parser may have left


def _limit_memory(most: int) -> None:
    if not most:
        return
    import resource

    with suppress(OSError, ValueError):
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        limit = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(resource.RLIMIT_DATA, (limit, hard))


def _die_with_parent() -> None:
    """Have the system end this process when the one that started it is gone, where it can do so."""
    if not sys.platform.startswith("linux"):
        return
    import ctypes

    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
