"""The arguments of every command, and what they mean."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any, Final

from tui.cli.argument_parts import SHOWN_ROWS, add_library, add_limit, command, lazily, natural
from tui.cli.care_arguments import add_care_commands
from tui.cli.import_arguments import add_import_commands
from tui.cli.querywords import command_at, parted, with_attached_queries

if TYPE_CHECKING:
    from collections.abc import Sequence

SHOWN_VALUES: Final = 15
"""Values of each kind that `topics` prints where nothing else is said."""

_HELP: Final = frozenset({"-h", "--help"})
_PERIODS: Final = ("day", "week", "month", "quarter", "year")
_ORDERS: Final = ("best", "oldest", "newest")
_QUERY: Final = "query"
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
    add_library(parser, default=None)
    parser.set_defaults(run=lazily("desk", "open_desk"))
    return parser


def _add_commands(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    _add_search(commands)
    _add_timeline(commands)
    _add_topics(commands)
    _add_show(commands)
    add_import_commands(commands)
    add_care_commands(commands)


def _add_search(commands: Any) -> None:
    parser = command(commands, "search", "Search the library.", lazily("searching", "search_articles"))
    parser.add_argument(_QUERY, nargs="*", metavar="QUERY", help="see docs/query-language.md")
    parser.add_argument("--order", choices=_ORDERS, default="best", help="order of the rows (default: best)")
    add_limit(parser, SHOWN_ROWS)
    parser.add_argument("--offset", type=natural, default=0, metavar="N", help="leave out the first N rows")


def _add_timeline(commands: Any) -> None:
    parser = command(
        commands, "timeline", "Count the articles by period.", lazily("timeline", "show_timeline")
    )
    parser.add_argument(_QUERY, nargs="*", metavar="QUERY", help="only articles that match")
    parser.add_argument("--by", choices=_PERIODS, default=None, help="length of a period (default: best fit)")


def _add_topics(commands: Any) -> None:
    parser = command(
        commands,
        "topics",
        "Count topics, names, sources, tags and the words that stand out.",
        lazily("topics", "show_topics"),
    )
    parser.add_argument(_QUERY, nargs="*", metavar="QUERY", help="only articles that match")
    parser.add_argument("--kind", choices=_KINDS, action="append", default=None, help="only this kind")
    add_limit(parser, SHOWN_VALUES)


def _add_show(commands: Any) -> None:
    parser = command(commands, "show", "Print a whole article.", lazily("showing", "show_article"))
    parser.add_argument("id", metavar="ID", help="the article's id, or the beginning of it")
    parser.add_argument("--text-version", type=natural, default=None, metavar="N", help="an earlier text")
