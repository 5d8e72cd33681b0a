"""The arguments of the commands that look after a library."""

from __future__ import annotations

from typing import Any, Final

from tui.cli.argument_parts import command, lazily

_ENGINES: Final = ("whoosh", "tantivy", "auto")


def add_care_commands(commands: Any) -> None:
    """Add the commands that look after a library."""
    _add_info(commands)
    _add_reindex(commands)


def _add_info(commands: Any) -> None:
    command(commands, "info", "Tell what is in the library.", lazily("maintenance", "show_info"))


def _add_reindex(commands: Any) -> None:
    parser = command(
        commands, "reindex", "Build the search index anew.", lazily("maintenance", "reindex_library")
    )
    parser.add_argument(
        "--engine", choices=_ENGINES, default=None, help="use this engine from now on; auto goes by the size"
    )
