"""Which of the words on a command line are a query.

A query may exclude words (`evtui search honda -nissan`) and stand around options (`honda -n 3 nissan`), where
the standard parser of arguments would see unknown options, or `-n issan`. So the query is taken out first.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final

QUERY_OPTIONS: Final = ("-q", "--query")
"""Options before any command that take a query, which may begin with a minus."""

_END_OF_OPTIONS: Final = "--"


def command_at(words: Sequence[str], options: Mapping[str, bool]) -> int:
    """Return where the command stands among the words, or their number where there is none.

    Args:
        words: the command line without the name of the program.
        options: options that may stand before a command → whether a value follows them.
    """
    at = 0
    while at < len(words) and words[at].startswith("-"):
        at += 2 if options.get(words[at], False) else 1
    return min(at, len(words))


def with_attached_queries(words: Sequence[str]) -> list[str]:
    """Return the words before a command with each query joined to its option, so that its minus is none."""
    joined: list[str] = []
    rest = iter(words)
    for word in rest:
        query = next(rest, None) if word in QUERY_OPTIONS else None
        joined.append(word if query is None else f"{QUERY_OPTIONS[-1]}={query}")
    return joined


def parted(words: Sequence[str], options: Mapping[str, bool]) -> tuple[list[str], list[str]]:
    """Part the words after a command into its options with their values, and the query.

    Args:
        words: what stands after the command.
        options: the command's options → whether a value follows them.
    """
    given: list[str] = []
    query: list[str] = []
    at = 0
    while at < len(words):
        word = words[at]
        at += 1
        if word == _END_OF_OPTIONS:
            query += words[at:]
            break
        if word in options:
            given.append(word)
            if options[word] and at < len(words):
                given.append(words[at])
                at += 1
        elif _is_option(word, options):
            given.append(word)
        else:
            query.append(word)
    return given, query


def _is_option(word: str, options: Collection[str]) -> bool:
    """Whether a word that is no option by itself is one with its value, or a mistaken one.

    No query has use for two minuses, so that `--ordr` is told as a mistake. After one minus only a number or
    a path is a value (`-n5`, `-L./news`): anything else is a word to exclude.
    """
    if word.startswith("--"):
        return True
    value = word[2:]
    return word[:2] in options and (value.isdecimal() or "/" in value)
