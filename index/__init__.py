"""The library of evtui: a store of dated articles and a full-text index over it.

Nothing here needs a terminal. A tour in five lines:

    from index import open_library

    with open_library("my-library", create=True) as library:
        library.import_from(["articles/"])
        for hit in library.search('"memorandum of understanding" date:2024').hits:
            print(hit.day, hit.source, hit.title, hit.snippet.text)

What a library answers, each for a query in the language of `docs/query-language.md`:

- `library.search(query, order=Order.OLDEST)` – a page of hits, and the total
- `library.timeline(query, Granularity.MONTH)` – articles by period, empty periods included
- `library.facet(query, FacetField.TOPIC)` – topics, names, sources, tags with their counts
- `library.distinctive(query)` – the words that distinguish the result from the rest
- `library.article(id)` and `library.highlights(query, article)` – the text, and what matched in it
- `library.info()`, `library.rejections()` – the library in figures, and what an import left out

A query that is asked for several things is compiled once: `library.compile(text, filters=Filters(...))`.

Where to read on: `index.model` holds the values, `index.errors` what can go wrong, `index.library` the calls
above, `index.searchindex` how the index follows the store, `index.query` the language, `index.engines` the
search engines, `index.analysis` what is computed from text, `index.store` the database, `index.readers` the
formats.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from index.version import VERSION

if TYPE_CHECKING:
    from index.library import Library, open_library
    from index.model import Article, FacetField, Filters, Granularity, Hit, Order, Period

__version__ = VERSION

__all__ = [
    "Article",
    "FacetField",
    "Filters",
    "Granularity",
    "Hit",
    "Library",
    "Order",
    "Period",
    "__version__",
    "open_library",
]

_FROM_LIBRARY = frozenset({"Library", "open_library"})


def __getattr__(name: str) -> Any:
    """Import what is asked for only now, so that `import index` costs nothing."""
    from importlib import import_module

    if name in __all__:
        return getattr(import_module("index.library" if name in _FROM_LIBRARY else "index.model"), name)
    raise AttributeError(f"module 'index' has no attribute {name!r}")
