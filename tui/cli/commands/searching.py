"""`evtui search`: the matching articles, one a line."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

from index.model import NoHits, Order
from tui.cli import EXIT_DONE
from tui.cli.libraries import reading
from tui.cli.output import hit_fields, say, write_hit, write_json

if TYPE_CHECKING:
    from index.answers import CompiledQuery, Results
    from index.library import Library


def search_articles(options: Namespace) -> int:
    """Print one page of a result."""
    with reading(options) as library:
        compiled = library.compile(" ".join(options.query))
        results = _page(library, compiled, options)
        for hit in results.hits:
            if options.json:
                write_json(hit_fields(hit))
            else:
                write_hit(hit)
        shown = len(results.hits)
        if shown < results.rows:
            say(f"{shown:,} of {results.rows:,} shown{_articles_of(results)}")
        if results.no_hits is not None:
            for line in no_hits_lines(results.no_hits):
                say(line)
    return EXIT_DONE


def _articles_of(results: Results) -> str:
    """Say how many articles there are, where some share a row."""
    return f", for {results.total:,} articles" if results.total > results.rows else ""


def _page(library: Library, compiled: CompiledQuery, options: Namespace) -> Results:
    limit = options.limit or max(1, library.count(compiled))
    return library.search(compiled, order=Order(options.order), limit=limit, offset=options.offset)


def say_if_nothing(library: Library, compiled: CompiledQuery) -> None:
    """Say why, where a query finds nothing."""
    found = library.search(compiled, limit=1)
    if found.no_hits is not None:
        for line in no_hits_lines(found.no_hits):
            say(line)


def no_hits_lines(no_hits: NoHits) -> list[str]:
    """Say why nothing was found, a sentence a line."""
    lines = ["Nothing was found."]
    for word in no_hits.absent:
        near = no_hits.nearest.get(word, ())
        hint = f" Near it: {', '.join(near)}." if near else ""
        lines.append(f"No article contains '{word}'.{hint}")
    if no_hits.conflict:
        lines.append(no_hits.conflict)
    return lines
