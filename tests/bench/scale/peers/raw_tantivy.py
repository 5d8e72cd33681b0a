"""tantivy without evtui: the same queries on the index of a library, and an index of its own for its size."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from time import perf_counter
from typing import Any, Final

import tantivy
from tantivy import FieldType, Occur, Query

from index.analysis.analyser import Analyser
from index.engines.tantivy_schema import DAY, ID, OLDEST, key_field, words_field
from tests.bench.scale.making import PeerArticle
from tests.bench.scale.queries import Asked
from tui.queries.answering import FIELDS, PAGE_HITS

NAME: Final = "raw tantivy"
MOST_BUCKETS: Final = 60_000
"""Different values that are counted of one field; tantivy refuses more than 65,000."""
_TEXTS: Final = ("title", "body")
_WRITER_BYTES: Final = 256_000_000
_WRITER_THREADS: Final = 2
_FACETS: Final = ("topic", "name", "source")


class RawTantivy:
    """Asks the index of a library straight through tantivy.

    An answer is a page with its ids and the total, and one aggregation of days and values. The values are
    counted by the numbers that the index has for them, which is the cheapest there is.

    Args:
        folder: of the index.
    """

    def __init__(self, folder: Path) -> None:
        index = tantivy.Index.open(str(folder))
        self._schema = index.schema
        self._searcher = index.searcher()
        self._analyser = Analyser()
        terms = {"days": DAY, **{field.value: key_field(field.value) for field in FIELDS}}
        self._counts = {
            name: {"terms": {"field": field, "size": MOST_BUCKETS}} for name, field in terms.items()
        }

    def __call__(self, asked: Asked) -> float:
        """Answer a query; return the seconds."""
        query = self._query(asked)
        started = perf_counter()
        found: Any = self._searcher.search(
            query, PAGE_HITS, count=True, order_by_field=OLDEST, order=tantivy.Order.Asc
        )
        for _, address in found.hits:
            self._searcher.doc(address)
        self._searcher.aggregate(query, self._counts)
        return perf_counter() - started

    def total(self, asked: Asked) -> int:
        """Return how many articles match."""
        found: Any = self._searcher.search(self._query(asked), 1)
        return int(found.count)

    def _query(self, asked: Asked) -> Query:
        parts = [(Occur.Must, part) for part in self._parts(asked)]
        if asked.period is not None:
            first, last = asked.period.first.toordinal(), asked.period.last.toordinal()
            days = Query.range_query(self._schema, DAY, FieldType.Integer, first, last)
            parts.append((Occur.Must, days))
        return parts[0][1] if len(parts) == 1 else Query.boolean_query(parts)

    def _parts(self, asked: Asked) -> list[Query]:
        schema, word = self._schema, asked.words[0]
        if asked.kind == "prefix":
            return [_either(Query.regex_query(schema, words_field(text), f"{word}.*") for text in _TEXTS)]
        if asked.kind == "fuzzy":
            return [_either(Query.fuzzy_term_query(schema, words_field(text), word) for text in _TEXTS)]
        stems = [self._analyser.stem(word) for word in asked.words]
        if asked.kind == "phrase":
            return [_either(Query.phrase_query(schema, text, [*stems]) for text in _TEXTS)]
        return [_either(Query.term_query(schema, text, stem) for text in _TEXTS) for stem in stems]


class OwnIndex:
    """An index that tantivy makes of texts as they are, with its own English stems.

    Args:
        folder: for it.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self._folder = folder
        builder = tantivy.SchemaBuilder()
        builder.add_text_field(ID, stored=True, tokenizer_name="raw", index_option="basic")
        builder.add_integer_field(DAY, indexed=True, fast=True)
        for text in _TEXTS:
            builder.add_text_field(text, tokenizer_name="en_stem", index_option="position")
        for facet in _FACETS:
            builder.add_text_field(facet, tokenizer_name="raw", index_option="basic", fast=True)
        self._index = tantivy.Index(builder.build(), path=str(folder))

    def fill(self, articles: Iterable[PeerArticle]) -> float:
        """Index articles; return the seconds until they can be found."""
        started = perf_counter()
        writer = self._index.writer(_WRITER_BYTES, _WRITER_THREADS)
        for article in articles:
            writer.add_document(_document(article))
        writer.commit()
        self._index.reload()
        seconds = perf_counter() - started
        writer.wait_merging_threads()
        return seconds

    def update(self, articles: Iterable[PeerArticle]) -> list[float]:
        """Replace articles one by one; return the seconds until each could be found again."""
        writer = self._index.writer(_WRITER_BYTES, 1)
        samples = []
        for article in articles:
            started = perf_counter()
            writer.delete_documents_by_term(ID, article.id)
            writer.add_document(_document(article))
            writer.commit()
            self._index.reload()
            self._index.searcher()
            samples.append(perf_counter() - started)
        writer.wait_merging_threads()
        return samples

    def bytes(self) -> int:
        """Return the size of the index."""
        return bytes_of(self._folder)


def bytes_of(folder: Path) -> int:
    """Return the bytes of all files in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _either(queries: Iterable[Query]) -> Query:
    return Query.boolean_query([(Occur.Should, query) for query in queries])


def _document(article: PeerArticle) -> tantivy.Document:
    made = tantivy.Document()
    made.add_text(ID, article.id)
    made.add_integer(DAY, article.day)
    made.add_text("title", article.title)
    made.add_text("body", article.body)
    for field, values in (("topic", article.topics), ("name", article.names), ("source", (article.source,))):
        for value in values:
            made.add_text(field, value)
    return made
