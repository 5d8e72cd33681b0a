"""The command line: `evtui` opens the desk, `evtui COMMAND` answers on standard output.

Standard output is data, standard error is narration. Exit codes: 0 done, 1 failed, 2 wrong usage or a query
that cannot be understood. Nothing heavy is imported before it is needed: `evtui --version` loads no terminal
library.
"""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

EXIT_DONE: Final = 0
EXIT_FAILED: Final = 1
EXIT_USAGE: Final = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run evtui and return its exit code."""
    _open_missing_streams()
    _make_output_safe()
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words in (["--version"], ["-V"]):
        from tui.cli.version import version_line

        print(version_line())
        return EXIT_DONE
    try:
        return _run(words)
    except BrokenPipeError:
        # Whoever read our output has had enough; that is not a failure, and nothing is left to say.
        _drop_output()
        return EXIT_DONE
    except OSError as error:
        # The disk is full, or something else of this machine fails that no module could foresee.
        _drop_output()
        where = f" ({error.filename})" if error.filename else ""
        print(f"evtui: This cannot be done here: {error.strerror or error}{where}.", file=sys.stderr)
        return EXIT_FAILED
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return EXIT_FAILED


def _open_missing_streams() -> None:
    """Give a process that was started without its standard streams empty ones."""
    if not (sys.stdin is None or sys.stdout is None or sys.stderr is None):
        return
    from pathlib import Path

    if sys.stdin is None:
        sys.stdin = Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115 - it lives as long as the process
    if sys.stdout is None:
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - as above
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - as above


def _make_output_safe() -> None:
    """Write UTF-8 where a program reads, whatever the locale says; on a terminal, what that can show."""
    if not isinstance(sys.stdout, TextIOWrapper):
        return
    if sys.stdout.isatty():
        sys.stdout.reconfigure(errors="replace")
    else:
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")


def _drop_output() -> None:
    """Let what is left of the output go nowhere, so that leaving does not fail once more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(words: list[str]) -> int:
    from index.errors import EvtuiError, QueryError
    from tui.cli.arguments import parse_arguments

    options = parse_arguments(words)
    try:
        code: int = options.run(options)
        sys.stdout.flush()
    except QueryError as error:
        from index.query.messages import caret

        hint = f"\n{error.hint}" if error.hint else ""
        print(f"{error}\n{caret(error)}{hint}", file=sys.stderr)
        return EXIT_USAGE
    except EvtuiError as error:
        print(f"evtui: {error}", file=sys.stderr)
        return EXIT_FAILED
    return code
