"""The arguments of every command, and what they mean."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any, Final

from tui.cli.querywords import command_at, parted, with_attached_queries

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SHOWN_ROWS: Final = 50
"""Rows that `search` and `rejects` print where nothing else is said."""

SHOWN_VALUES: Final = 15
"""Values of each kind that `topics` prints where nothing else is said."""

_MOST_DIGITS: Final = 15
"""Digits of a number that is an option; no library has more rows."""

_HELP: Final = frozenset({"-h", "--help"})
_PERIODS: Final = ("day", "week", "month", "quarter", "year")
_ORDERS: Final = ("best", "oldest", "newest")
_QUERY: Final = "query"
_FORMATS: Final = ("text", "markdown", "json", "jsonl", "csv", "tsv")
_FIELDS: Final = ("title", "body", "date", "source", "author", "url", "language", "tags", "id")
_ENGINES: Final = ("whoosh", "tantivy", "auto")
_KINDS: Final = ("topic", "name", "source", "tag", "author", "lang", "word")


def parse_arguments(words: Sequence[str]) -> argparse.Namespace:
    """Return the options; `run` among them is the function that carries the command out.

    Ends the process with exit code 2 and a message, when the arguments are wrong.
    """
    parser = _desk_parser()
    at = command_at(words, _options_of(parser))
    if at >= len(words) and not _HELP.intersection(words):
        # The desk is what people wait for; the parsers of eight commands take longer to make than to use.
        return parser.parse_args(with_attached_queries(words))
    _add_commands(parser)
    before, command, after = with_attached_queries(words[:at]), words[at : at + 1], words[at + 1 :]
    asked = _commands_of(parser).get(command[0]) if command else None
    if asked is None or not any(action.dest == _QUERY for action in asked._actions):
        return parser.parse_args([*before, *command, *after])
    given, query = parted(after, _options_of(asked))
    options = parser.parse_args([*before, *command, *given])
    options.query = query
    return options


def _options_of(parser: argparse.ArgumentParser) -> dict[str, bool]:
    """Return the options that a parser knows → whether a value follows them."""
    return {name: action.nargs is None for action in parser._actions for name in action.option_strings}


def _commands_of(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    return {}


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line; `docs/cli.md` is checked against it."""
    parser = _desk_parser()
    _add_commands(parser)
    return parser


def _desk_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="evtui",
        description="A research desk in the terminal: search dated news articles, with timeline, topics "
        "and source text side by side. Without a command it opens the desk.",
        allow_abbrev=False,
        epilog="The library is -L, else $EVTUI_LIBRARY, else your own default one.",
    )
    parser.add_argument("-V", "--version", action="store_true", help="print the version and exit")
    parser.add_argument("-q", "--query", default=None, help="begin the desk with this query")
    parser.add_argument("--samples", action="store_true", help="open the desk on the sample collection")
    _add_library(parser, default=None)
    parser.set_defaults(run=_lazily("desk", "open_desk"))
    return parser


def _add_commands(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    _add_import(commands)
    _add_search(commands)
    _add_timeline(commands)
    _add_topics(commands)
    _add_show(commands)
    _add_info(commands)
    _add_rejects(commands)
    _add_reindex(commands)


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
    parser: argparse.ArgumentParser = commands.add_parser(
        name, help=text, description=text, allow_abbrev=False
    )
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
        type=_pair,
        metavar="FIELD=NAME",
        help=f"take FIELD ({', '.join(_FIELDS)}) from the input's NAME",
    )
    parser.add_argument(
        "--format", choices=_FORMATS, default="", help="where name and content of a file do not tell it"
    )
    parser.add_argument(
        "--encoding",
        type=_encoding,
        default=None,
        metavar="NAME",
        help="the encoding of the input, where it is not UTF-8",
    )


def _add_search(commands: Any) -> None:
    parser = _command(commands, "search", "Search the library.", _lazily("searching", "search_articles"))
    parser.add_argument(_QUERY, nargs="*", metavar="QUERY", help="see docs/query-language.md")
    parser.add_argument("--order", choices=_ORDERS, default="best", help="order of the rows (default: best)")
    _add_limit(parser, SHOWN_ROWS)
    parser.add_argument("--offset", type=_natural, default=0, metavar="N", help="leave out the first N rows")


def _add_timeline(commands: Any) -> None:
    parser = _command(
        commands, "timeline", "Count the articles by period.", _lazily("timeline", "show_timeline")
    )
    parser.add_argument(_QUERY, nargs="*", metavar="QUERY", help="only articles that match")
    parser.add_argument("--by", choices=_PERIODS, default=None, help="length of a period (default: best fit)")


def _add_topics(commands: Any) -> None:
    parser = _command(
        commands,
        "topics",
        "Count topics, names, sources, tags and the words that stand out.",
        _lazily("topics", "show_topics"),
    )
    parser.add_argument(_QUERY, nargs="*", metavar="QUERY", help="only articles that match")
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
    parser.add_argument(
        "--engine", choices=_ENGINES, default=None, help="use this engine from now on; auto goes by the size"
    )


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
    if not (text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS):
        raise argparse.ArgumentTypeError(f"a whole number from 0 up is wanted, not '{text}'")
    return int(text)


def _pair(text: str) -> tuple[str, str]:
    field, equals, name = (part.strip() for part in text.partition("="))
    if not (field and equals and name):
        raise argparse.ArgumentTypeError(f"FIELD=NAME is wanted, for example body=full_text, not '{text}'")
    if field.lower() not in _FIELDS:
        raise argparse.ArgumentTypeError(
            f"'{field}' is not a field of an article; the fields are {', '.join(_FIELDS)}"
        )
    return field.lower(), name


def _encoding(text: str) -> str:
    from index.errors import ReaderError
    from index.readers.encoding import check_encoding

    try:
        return check_encoding(text)
    except ReaderError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
