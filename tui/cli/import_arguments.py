"""The arguments of the commands that take articles in."""

from __future__ import annotations

import argparse
from typing import Any, Final

from tui.cli.argument_parts import SHOWN_ROWS, add_library, add_limit, command, lazily

_DATE_ORDERS: Final = ("day-first", "month-first")
_FIELDS: Final = ("title", "body", "date", "source", "author", "url", "language", "tags", "id")


def add_import_commands(commands: Any) -> None:
    """Add the commands that take articles in."""
    _add_import(commands)
    _add_source(commands)
    _add_fetch(commands)
    _add_analyse(commands)
    _add_rejects(commands)


def _add_import(commands: Any) -> None:
    parser = command(
        commands,
        "import",
        "Read files and folders into the library: texts, tables, pages, feeds, documents, mail, archives.",
        lazily("importing", "import_articles"),
    )
    parser.add_argument("paths", nargs="+", metavar="PATH", help="a file, a folder, or - for standard input")
    parser.add_argument("--source", default="", help="the source, where the file does not name one")
    _add_reading(parser, "how 03/04/2024 is read; remembered by the library (at first: day-first)")
    parser.add_argument(
        "--from",
        dest="declared",
        default="",
        metavar="SOURCE",
        help="read all of it as declared for this source; see evtui source",
    )
    ways = parser.add_mutually_exclusive_group()
    ways.add_argument(
        "--dry-run", action="store_true", help="read everything and say what would happen; write nothing"
    )
    ways.add_argument(
        "--watch", action="store_true", help="go on and import what comes into the folders, until Ctrl-C"
    )
    parser.add_argument(
        "--no-analysis", action="store_true", help="leave names and topics for later; see evtui analyse"
    )


def _add_reading(parser: argparse.ArgumentParser, about_dates: str) -> None:
    """Let a command say how inputs are read."""
    parser.add_argument("--date-order", choices=_DATE_ORDERS, default=None, help=about_dates)
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
        "--language",
        type=_language,
        default=None,
        metavar="CODE",
        help="the language of articles that name none",
    )


def _add_source(commands: Any) -> None:
    parser = commands.add_parser(
        "source",
        help="Declare how a source is read, for every import from it.",
        description="Declare how a source is read, for every import from it.",
        allow_abbrev=False,
    )
    add_library(parser)
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    added = command(actions, "add", "Declare a source.", lazily("sources", "add_source"))
    added.add_argument("name", metavar="NAME", help="the source of its articles, where they name none")
    added.add_argument(
        "--path",
        action="append",
        default=[],
        metavar="PATTERN",
        help="files that are read like this unasked: a folder, a file, or either with wildcards (* ? [] **)",
    )
    _add_reading(added, "how 03/04/2024 is read in this source")
    added.add_argument("--replace", action="store_true", help="in place of the one declared under this name")
    command(actions, "list", "List the declared sources.", lazily("sources", "list_sources"))
    shown = command(actions, "show", "Show how a source is read.", lazily("sources", "show_source"))
    shown.add_argument("name", metavar="NAME", help="as it was declared")
    removed = command(
        actions,
        "remove",
        "Forget how a source is read; its articles stay.",
        lazily("sources", "remove_source"),
    )
    removed.add_argument("name", nargs="?", default="", metavar="NAME", help="as it was declared")
    removed.add_argument("--all", action="store_true", help="forget all of them")


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


def _language(text: str) -> str:
    from index.readers.languages import language_code

    code = language_code(text)
    if not code:
        raise argparse.ArgumentTypeError(f"'{text}' is no language that is known; a code like en is wanted")
    return code


def _encoding(text: str) -> str:
    from index.errors import ReaderError
    from index.readers.encoding import check_encoding

    try:
        return check_encoding(text)
    except ReaderError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
