"""The arguments of the commands that take articles in."""

from __future__ import annotations

import argparse
from typing import Any, Final

from tui.cli.argument_parts import SHOWN_ROWS, add_limit, command, lazily

_FIELDS: Final = ("title", "body", "date", "source", "author", "url", "language", "tags", "id")


def add_import_commands(commands: Any) -> None:
    """Add the commands that take articles in."""
    _add_import(commands)
    _add_fetch(commands)
    _add_analyse(commands)
    _add_rejects(commands)


def _add_import(commands: Any) -> None:
    parser = command(
        commands,
        "import",
        "Read files and folders into the library.",
        lazily("importing", "import_articles"),
    )
    parser.add_argument("paths", nargs="+", metavar="PATH", help="a file, a folder, or - for standard input")
    parser.add_argument("--source", default="", help="the source, where the file does not name one")
    parser.add_argument(
        "--date-order",
        choices=("day-first", "month-first"),
        default=None,
        help="how 03/04/2024 is read; remembered by the library (at first: day-first)",
    )
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        type=_pair,
        metavar="FIELD=NAME",
        help=f"take FIELD ({', '.join(_FIELDS)}) from the input's NAME",
    )
    parser.add_argument(
        "--format",
        type=_format,
        default="",
        metavar="NAME",
        help="where name and content of a file do not tell it; see docs/importing.md",
    )
    parser.add_argument(
        "--encoding",
        type=_encoding,
        default=None,
        metavar="NAME",
        help="the encoding of the input, where it is not UTF-8",
    )
    parser.add_argument(
        "--watch", action="store_true", help="go on and import what comes into the folders, until Ctrl-C"
    )
    parser.add_argument(
        "--no-analysis", action="store_true", help="leave names and topics for later; see evtui analyse"
    )


def _add_analyse(commands: Any) -> None:
    command(
        commands,
        "analyse",
        "Find names and topics where articles have changed; goes on where it was stopped.",
        lazily("analysing", "analyse_library"),
    )


def _add_fetch(commands: Any) -> None:
    parser = command(
        commands,
        "fetch",
        "Fetch pages and feeds from the web into the library; the only command that uses a network.",
        lazily("fetching", "fetch_addresses"),
    )
    parser.add_argument("urls", nargs="+", metavar="URL", help="an article or a feed, http or https")
    parser.add_argument(
        "--articles", action="store_true", help="fetch the pages too that a feed names, one after the other"
    )
    parser.add_argument(
        "--allow-private",
        action="store_true",
        help="also from the hosts that are named here, where they lie on a private network",
    )


def _add_rejects(commands: Any) -> None:
    parser = command(
        commands,
        "rejects",
        "List what an import left out or doubted, latest first.",
        lazily("maintenance", "show_rejects"),
    )
    add_limit(parser, SHOWN_ROWS)


def _pair(text: str) -> tuple[str, str]:
    field, equals, name = (part.strip() for part in text.partition("="))
    if not (field and equals and name):
        raise argparse.ArgumentTypeError(f"FIELD=NAME is wanted, for example body=full_text, not '{text}'")
    if field.lower() not in _FIELDS:
        raise argparse.ArgumentTypeError(
            f"'{field}' is not a field of an article; the fields are {', '.join(_FIELDS)}"
        )
    return field.lower(), name


def _format(text: str) -> str:
    from index.errors import ReaderError
    from index.readers.formats import check_format

    try:
        return check_format(text)
    except ReaderError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _encoding(text: str) -> str:
    from index.errors import ReaderError
    from index.readers.encoding import check_encoding

    try:
        return check_encoding(text)
    except ReaderError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
