"""Writes `docs/keys.md` from the table of actions, or checks that it is as the table says."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Final

from tui.actions import Action, Scope, of_scope

PAGE: Final = Path(__file__).resolve().parent.parent / "docs" / "keys.md"

_HEAD: Final = """\
# Keys

Every key of the desk. This page is written by `python -m tui.reference` from the table in `tui/actions.py`;
the footer, the command palette (`:` or `^P`) and the help (`?`) come from the same table.

`^D` means Ctrl and D. Everything can be done by mouse as well: click a bar or drag over several, click an
article, a value, a chip, a word of the footer; drag a divider between panes.
"""


def page() -> str:
    """Return the page as the table says it."""
    parts = [_HEAD]
    for scope in Scope:
        actions = of_scope(scope)
        parts.append(f"\n## {scope.value}\n\n| keys | |\n|---|---|\n")
        parts += map(_row, actions)
    return "".join(parts)


def _row(action: Action) -> str:
    keys = " ".join(f"`` {key} ``" if "`" in key else f"`{key}`" for key in action.key_words.split(" "))
    return f"| {keys} | {action.help.replace('|', chr(92) + '|')} |\n"


def main(arguments: list[str] | None = None) -> int:
    """Write the page; with `--check` only compare it, and return 1 where it differs."""
    parser = argparse.ArgumentParser(prog="python -m tui.reference", description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit 1 where the page has drifted"
    )
    options = parser.parse_args(arguments)
    wanted = page()
    if not options.check:
        PAGE.parent.mkdir(parents=True, exist_ok=True)
        PAGE.write_text(wanted, encoding="utf-8")
        return 0
    if PAGE.is_file() and PAGE.read_text(encoding="utf-8") == wanted:
        return 0
    sys.stderr.write(f"{PAGE.name} is not what the table of actions says. Run: python -m tui.reference\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
