"""Whoosh without evtui, with its own English stems and its own way of counting values."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from importlib import import_module
from pathlib import Path
from time import perf_counter
from typing import Any, Final

from tests.bench.scale.making import PeerArticle
from tests.bench.scale.queries import Asked
from tui.queries.answering import PAGE_HITS

NAME: Final = "Whoosh"
MOST_ARTICLES: Final = 20_000
_WRITER_MEGABYTES: Final = 256


class WhooshAlone:
    """Asks Whoosh.

    Args:
        folder: for its index.
    """

    def __init__(self, folder: Path) -> None:
        fields, index = import_module("whoosh.fields"), import_module("whoosh.index")
        stemming = import_module("whoosh.analysis").StemmingAnalyzer

        folder.mkdir(parents=True)
        schema = fields.Schema(
            id=fields.ID(stored=True),
            title=fields.TEXT(stemming(), stored=True),
            body=fields.TEXT(stemming()),
            day=fields.NUMERIC(sortable=True),
            topic=fields.KEYWORD(commas=True),
            name=fields.KEYWORD(commas=True),
            source=fields.ID(),
        )
        self._schema = schema
        self._index: Any = index.create_in(str(folder), schema)
        self._searcher: Any = None

    def fill(self, articles: Iterable[PeerArticle]) -> float:
        """Index articles; return the seconds."""
        started = perf_counter()
        writer = self._index.writer(limitmb=_WRITER_MEGABYTES)
        for article in articles:
            writer.add_document(
                id=article.id,
                title=article.title,
                body=article.body,
                day=article.day,
                topic=",".join(article.topics),
                name=",".join(article.names),
                source=article.source,
            )
        writer.commit()
        seconds = perf_counter() - started
        self._searcher = self._index.searcher()
        return seconds

    def __call__(self, asked: Asked) -> float | None:
        """Answer a query; return the seconds."""
        sorting = import_module("whoosh.sorting")
        query = self._query(asked)
        started = perf_counter()
        groups = {
            "day": sorting.FieldFacet("day", maptype=sorting.Count),
            "source": sorting.FieldFacet("source", maptype=sorting.Count),
            "topic": sorting.FieldFacet("topic", allow_overlap=True, maptype=sorting.Count),
            "name": sorting.FieldFacet("name", allow_overlap=True, maptype=sorting.Count),
        }
        results = self._searcher.search(query, limit=PAGE_HITS, sortedby="day", groupedby=groups)
        for hit in results:
            hit["title"]
        for name in groups:
            results.groups(name)
        len(results)
        return perf_counter() - started

    def close(self) -> None:
        """Let go of the index."""
        if self._searcher is not None:
            self._searcher.close()
        self._index.close()

    def _query(self, asked: Asked) -> Any:
        query = import_module("whoosh.query")
        word = asked.words[0]
        if asked.kind == "prefix":
            return query.Or([query.Prefix(text, word) for text in ("title", "body")])
        if asked.kind == "fuzzy":
            return query.Or([query.FuzzyTerm(text, word, maxdist=1) for text in ("title", "body")])
        joined = " ".join(asked.words)
        parser = import_module("whoosh.qparser").MultifieldParser(["title", "body"], self._schema)
        wanted = parser.parse(f'"{joined}"' if asked.kind == "phrase" else joined)
        if asked.period is None:
            return wanted
        first, last = (day.toordinal() for day in (asked.period.first, asked.period.last))
        return query.And([wanted, query.NumericRange("day", max(1, first), min(last, date.max.toordinal()))])
