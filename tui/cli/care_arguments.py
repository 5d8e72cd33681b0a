"""The arguments of the commands that look after a library."""

from __future__ import annotations

import argparse
from typing import Any, Final

from tui.cli.argument_parts import command, lazily, natural

_ENGINES: Final = ("whoosh", "tantivy", "opensearch", "auto")


def add_care_commands(commands: Any) -> None:
    """Add the commands that look after a library."""
    _add_init(commands)
    _add_info(commands)
    _add_reindex(commands)
    _add_backup(commands)
    _add_restore(commands)
    _add_doctor(commands)


def _add_init(commands: Any) -> None:
    parser = command(
        commands,
        "init",
        "Make an empty library; with --engine opensearch, one whose articles a team shares in a cluster.",
        lazily("clusters", "make_library"),
    )
    parser.add_argument(
        "--engine", choices=_ENGINES, default=None, help="opensearch: articles and index are in a cluster"
    )
    _add_cluster(parser)


def _add_cluster(parser: Any) -> None:
    """Let a command say which cluster it means; a login is never among its arguments."""
    parser.add_argument(
        "--url", action="append", default=None, metavar="ADDRESS", help="of a node, once for each of some"
    )
    parser.add_argument("--index", default=None, metavar="NAME", help="name of the index in the cluster")
    parser.add_argument(
        "--ca-file", default=None, metavar="FILE", help="certificate of the cluster's own authority, PEM"
    )
    parser.add_argument(
        "--timeout", type=_seconds, default=None, metavar="SECONDS", help="for one request (default: 30)"
    )
    parser.add_argument(
        "--shards", type=natural, default=None, metavar="N", help="of a new index (default: 1)"
    )
    parser.add_argument(
        "--replicas", type=natural, default=None, metavar="N", help="of each shard (default: 1)"
    )


def _seconds(text: str) -> float:
    """Return the number of seconds that was typed."""
    try:
        return float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"a number of seconds is wanted, not '{text}'") from None


def _add_info(commands: Any) -> None:
    command(commands, "info", "Tell what is in the library.", lazily("maintenance", "show_info"))


def _add_reindex(commands: Any) -> None:
    parser = command(
        commands, "reindex", "Build the search index anew.", lazily("maintenance", "reindex_library")
    )
    parser.add_argument(
        "--engine", choices=_ENGINES, default=None, help="use this engine from now on; auto goes by the size"
    )
    _add_cluster(parser)


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
