"""What the arguments of all commands are made of."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

SHOWN_ROWS: Final = 50
"""Rows that a command prints where nothing else is said."""

_MOST_DIGITS: Final = 15
"""Digits of a number that is an option; no library has more rows."""


def lazily(module: str, function: str) -> Callable[[argparse.Namespace], int]:
    """Return a function that imports a command only when it is run."""

    def run(options: argparse.Namespace) -> int:
        from importlib import import_module

        code: int = getattr(import_module(f"tui.cli.commands.{module}"), function)(options)
        return code

    return run


def add_library(parser: argparse.ArgumentParser, *, default: Any = argparse.SUPPRESS) -> None:
    """Let a command say which library it works on."""
    parser.add_argument(
        "-L", "--library", default=default, metavar="FOLDER", help="the library (default: $EVTUI_LIBRARY)"
    )


def command(
    commands: Any, name: str, text: str, run: Callable[[argparse.Namespace], int], *, json: bool = True
) -> argparse.ArgumentParser:
    """Add a command that is carried out by `run`, and return its parser."""
    parser: argparse.ArgumentParser = commands.add_parser(
        name, help=text, description=text, allow_abbrev=False
    )
    add_library(parser)
    if json:
        parser.add_argument("--json", action="store_true", help="one JSON object a line on standard output")
    parser.set_defaults(run=run)
    return parser


def add_limit(parser: argparse.ArgumentParser, default: int) -> None:
    """Let a command say how many rows it prints."""
    parser.add_argument(
        "-n",
        "--limit",
        type=natural,
        default=default,
        metavar="N",
        help=f"at most N rows, 0 for all (default: {default})",
    )


def natural(text: str) -> int:
    """Return the number that was typed."""
    if not (text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS):
        raise argparse.ArgumentTypeError(f"a whole number from 0 up is wanted, not '{text}'")
    return int(text)
