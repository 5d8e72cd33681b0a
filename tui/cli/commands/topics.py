"""`evtui topics`: what a result is about."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING, Final

from index.model import FacetField
from tui.cli import EXIT_DONE
from tui.cli.commands.searching import say_if_nothing
from tui.cli.libraries import reading
from tui.cli.output import say, write_json

if TYPE_CHECKING:
    from index.answers import CompiledQuery
    from index.library import Library

WORD: Final = "word"
USUAL_KINDS: Final = ("topic", "name", "source", "tag", WORD)
_HEADINGS: Final = {
    "topic": "Topics",
    "name": "Names",
    "source": "Sources",
    "tag": "Tags",
    "author": "Authors",
    "lang": "Languages",
    WORD: "Words that stand out",
}


def show_topics(options: Namespace) -> int:
    """Print the counts of each kind, most frequent first."""
    with reading(options) as library:
        compiled = library.compile(" ".join(options.query))
        anything = False
        for kind in options.kind or USUAL_KINDS:
            counted = _counted(library, compiled, kind, options.limit)
            anything = anything or bool(counted)
            shown = counted[: options.limit or None]
            if options.json:
                for label, count in shown:
                    write_json({"kind": kind, "label": label, "count": count})
            elif shown:
                print(_HEADINGS[kind])
                for label, count in shown:
                    print(f"  {count:>7,}  {label}")
            if len(shown) < len(counted):
                say(f"{_HEADINGS[kind]}: {len(shown):,} of {len(counted):,} shown")
        if not anything:
            say_if_nothing(library, compiled)
    return EXIT_DONE


def _counted(library: Library, compiled: CompiledQuery, kind: str, limit: int) -> list[tuple[str, int]]:
    if kind == WORD:
        words = library.distinctive(compiled, **({"limit": limit} if limit else {}))
        return [(entry.word, entry.count) for entry in words]
    return [(entry.value, entry.count) for entry in library.facet(compiled, FacetField(kind))]
