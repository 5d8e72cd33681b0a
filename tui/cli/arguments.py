"""The arguments of every command, and what they mean."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SHOWN_ROWS: Final = 50
"""Rows that `search` and `rejects` print where nothing else is said."""

SHOWN_VALUES: Final = 15
"""Values of each kind that `topics` prints where nothing else is said."""

_PERIODS: Final = ("day", "week", "month", "quarter", "year")
_ORDERS: Final = ("best", "oldest", "newest")
_KINDS: Final = ("topic", "name", "source", "tag", "author", "lang", "word")


def parse_arguments(words: Sequence[str]) -> argparse.Namespace:
    """Return the options; `run` among them is the function that carries the command out.

    Ends the process with exit code 2 and a message, when the arguments are wrong.
    """
    return build_parser().parse_args(list(words))


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line; `docs/cli.md` is checked against it."""
    parser = argparse.ArgumentParser(
        prog="evtui",
        description="A research desk in the terminal: search dated news articles, with timeline, topics "
        "and source text side by side. Without a command it opens the desk.",
        epilog="The library is -L, else $EVTUI_LIBRARY, else your own default one.",
    )
    parser.add_argument("-V", "--version", action="store_true", help="print the version and exit")
    parser.add_argument("-q", "--query", default=None, help="begin the desk with this query")
    parser.add_argument("--samples", action="store_true", help="open the desk on the sample collection")
    _add_library(parser, default=None)
    parser.set_defaults(run=_lazily("desk", "open_desk"))
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    _add_import(commands)
    _add_search(commands)
    _add_timeline(commands)
    _add_topics(commands)
    _add_show(commands)
    _add_info(commands)
    _add_rejects(commands)
    _add_reindex(commands)
    return parser


def _lazily(module: str, function: str) -> Callable[[argparse.Namespace], int]:
    """Return a function that imports a command only when it is run."""

    def run(options: argparse.Namespace) -> int:
        from importlib import import_module

        code: int = getattr(import_module(f"tui.cli.commands.{module}"), function)(options)
        return code

    return run


def _add_library(parser: argparse.ArgumentParser, *, default: Any = argparse.SUPPRESS) -> None:
    parser.add_argument(
        "-L", "--library", default=default, metavar="FOLDER", help="the library (default: $EVTUI_LIBRARY)"
    )


def _command(
    commands: Any, name: str, text: str, run: Callable[[argparse.Namespace], int], *, json: bool = True
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=text, description=text)
    _add_library(parser)
    if json:
        parser.add_argument("--json", action="store_true", help="one JSON object a line on standard output")
    parser.set_defaults(run=run)
    return parser


def _add_import(commands: Any) -> None:
    parser = _command(
        commands,
        "import",
        "Read files and folders into the library.",
        _lazily("importing", "import_articles"),
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
        metavar="FIELD=NAME",
        help="take FIELD (title, body, date, source, author, url, language, tags, id) from the input's NAME",
    )
    parser.add_argument("--format", default="", help="text, markdown, json, jsonl, csv or tsv")
    parser.add_argument("--encoding", default="", help="the encoding of the input, where it is not UTF-8")


def _add_search(commands: Any) -> None:
    parser = _command(commands, "search", "Search the library.", _lazily("searching", "search_articles"))
    parser.add_argument("query", nargs="*", metavar="QUERY", help="see docs/query-language.md")
    parser.add_argument("--order", choices=_ORDERS, default="best", help="order of the rows (default: best)")
    _add_limit(parser, SHOWN_ROWS)
    parser.add_argument("--offset", type=_natural, default=0, metavar="N", help="leave out the first N rows")


def _add_timeline(commands: Any) -> None:
    parser = _command(
        commands, "timeline", "Count the articles by period.", _lazily("timeline", "show_timeline")
    )
    parser.add_argument("query", nargs="*", metavar="QUERY", help="only articles that match")
    parser.add_argument("--by", choices=_PERIODS, default=None, help="length of a period (default: best fit)")


def _add_topics(commands: Any) -> None:
    parser = _command(
        commands,
        "topics",
        "Count topics, names, sources, tags and the words that stand out.",
        _lazily("topics", "show_topics"),
    )
    parser.add_argument("query", nargs="*", metavar="QUERY", help="only articles that match")
    parser.add_argument("--kind", choices=_KINDS, action="append", default=None, help="only this kind")
    _add_limit(parser, SHOWN_VALUES)


def _add_show(commands: Any) -> None:
    parser = _command(commands, "show", "Print a whole article.", _lazily("showing", "show_article"))
    parser.add_argument("id", metavar="ID", help="the article's id, or the beginning of it")
    parser.add_argument("--text-version", type=_natural, default=None, metavar="N", help="an earlier text")


def _add_info(commands: Any) -> None:
    _command(commands, "info", "Tell what is in the library.", _lazily("maintenance", "show_info"))


def _add_rejects(commands: Any) -> None:
    parser = _command(
        commands,
        "rejects",
        "List what an import left out or doubted, latest first.",
        _lazily("maintenance", "show_rejects"),
    )
    _add_limit(parser, SHOWN_ROWS)


def _add_reindex(commands: Any) -> None:
    parser = _command(
        commands, "reindex", "Build the search index anew.", _lazily("maintenance", "reindex_library")
    )
    parser.add_argument("--engine", default=None, metavar="NAME", help="whoosh, tantivy or auto, from now on")


def _add_limit(parser: argparse.ArgumentParser, default: int) -> None:
    parser.add_argument(
        "-n",
        "--limit",
        type=_natural,
        default=default,
        metavar="N",
        help=f"at most N rows, 0 for all (default: {default})",
    )


def _natural(text: str) -> int:
    number = int(text)
    if number < 0:
        raise argparse.ArgumentTypeError("a number from 0 up is wanted")
    return number
