"""The arguments of the commands that look after a library."""

from __future__ import annotations

from typing import Any, Final

from tui.cli.argument_parts import command, lazily

_ENGINES: Final = ("whoosh", "tantivy", "auto")


def add_care_commands(commands: Any) -> None:
    """Add the commands that look after a library."""
    _add_info(commands)
    _add_reindex(commands)
    _add_backup(commands)
    _add_restore(commands)
    _add_doctor(commands)


def _add_info(commands: Any) -> None:
    command(commands, "info", "Tell what is in the library.", lazily("maintenance", "show_info"))


def _add_reindex(commands: Any) -> None:
    parser = command(
        commands, "reindex", "Build the search index anew.", lazily("maintenance", "reindex_library")
    )
    parser.add_argument(
        "--engine", choices=_ENGINES, default=None, help="use this engine from now on; auto goes by the size"
    )


def _add_backup(commands: Any) -> None:
    parser = command(
        commands,
        "backup",
        "Write everything that must not be lost into one file; others may go on writing meanwhile.",
        lazily("care", "back_up_library"),
    )
    parser.add_argument("file", metavar="FILE", help="the file to write, a zip archive")
    parser.add_argument("--force", action="store_true", help="replace a file that is there")


def _add_restore(commands: Any) -> None:
    parser = command(commands, "restore", "Make a library from a backup.", lazily("care", "restore_library"))
    parser.add_argument("file", metavar="FILE", help="file of evtui backup, or a library.db")
    parser.add_argument(
        "--force", action="store_true", help="take the place of a library that is there, and keep it aside"
    )


def _add_doctor(commands: Any) -> None:
    parser = command(
        commands,
        "doctor",
        "Look whether the library is whole and its index agrees with it, and mend what can be mended.",
        lazily("care", "examine_library"),
    )
    parser.add_argument(
        "--repair", action="store_true", help="mend what is found; save what can be read of a damaged library"
    )
