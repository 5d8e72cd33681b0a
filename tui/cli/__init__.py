"""The command line: `evtui` opens the desk, `evtui COMMAND` answers on standard output.

Standard output is data, standard error is narration. Exit codes: 0 done, 1 failed, 2 wrong usage or a query
that cannot be understood. Nothing heavy is imported before it is needed: `evtui --version` loads no terminal
library.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

EXIT_DONE: Final = 0
EXIT_FAILED: Final = 1
EXIT_USAGE: Final = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run evtui and return its exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words in (["--version"], ["-V"]):
        from tui.cli.version import version_line

        print(version_line())
        return EXIT_DONE
    try:
        return _run(words)
    except BrokenPipeError:
        # Whoever read our output has had enough; that is not a failure, and nothing is left to say.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_DONE
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return EXIT_FAILED


def _run(words: list[str]) -> int:
    from index.errors import EvtuiError, QueryError
    from tui.cli.arguments import parse_arguments

    options = parse_arguments(words)
    try:
        code: int = options.run(options)
        sys.stdout.flush()
    except QueryError as error:
        from index.query.messages import caret

        print(f"{error}\n{caret(error)}", file=sys.stderr)
        return EXIT_USAGE
    except EvtuiError as error:
        print(f"evtui: {error}", file=sys.stderr)
        return EXIT_FAILED
    return code
