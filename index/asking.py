"""What a library answers: rows, days, facets, distinguishing words, and what matches in an article."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from time import perf_counter
from typing import TYPE_CHECKING, Final

from index.answers import CompiledQuery, ResultCounts, Results
from index.distinctive import distinctive_words
from index.errors import LibraryMissing
from index.grouped import Rows, has_groups, members_of, rows_of_groups, wants_groups
from index.kept import KeptOfOneState
from index.model import (
    Article,
    DistinctiveWord,
    FacetField,
    FacetValue,
    Filters,
    Granularity,
    Hit,
    Order,
    Timeline,
)
from index.periods import COMFORTABLE_BUCKETS, timeline_of
from index.query.ast import All
from index.rows import rows_of

if TYPE_CHECKING:
    from index.analysis.analyser import Analyser
    from index.analysis.highlight import Highlights
    from index.engines.base import Engine
    from index.query.ast import Node
    from index.searchindex import SearchIndex
    from index.store import Store
    from index.storefacts import LibraryFacts
    from index.wordsample import Sample

PAGE_ROWS: Final = 50
"""Rows of a result that are given at once where nothing else is said."""

MOST_KEPT_WORDS: Final = 20_000
"""Articles of the largest library whose words are kept; those of a million articles are 100 MB."""


class Asking:
    """The part of `index.library.Library` that answers queries; safe to use from several threads."""

    store: Store
    analyser: Analyser
    index: SearchIndex

    def __init__(self) -> None:
        self._cached = KeptOfOneState()

    def catch_up(self) -> bool:
        """Bring the index to the state of the store; see `index.library.Library.catch_up`."""
        raise NotImplementedError

    def compile(
        self,
        text: str,
        *,
        filters: Filters | None = None,
        lenient: bool = False,
        today: date | None = None,
    ) -> CompiledQuery:
        """Understand a query.

        Args:
            text: as it was typed; empty means every article.
            filters: what was chosen beside it.
            lenient: while a person types: nothing is an error.
            today: what relative dates count from; None is today.

        Raises:
            QueryError: when the text cannot be understood and `lenient` is not set.
        """
        from index.query.filters import with_filters
        from index.query.parser import parse
        from index.query.walk import positive_leaves
        from index.storefacts import join_user_tags

        chosen = filters or Filters()
        parsed = parse(text, today=today or date.today(), lenient=lenient)
        facts = self._facts()
        lowered = self._lowered(parsed)
        return CompiledQuery(
            text=text,
            parsed=parsed,
            node=join_user_tags(with_filters(lowered, chosen), facts),
            without_period=join_user_tags(with_filters(lowered, chosen, period=False), facts),
            leaves=positive_leaves(lowered),
            filters=chosen,
            grouped=wants_groups(parsed),
        )

    def search(
        self,
        query: str | CompiledQuery,
        *,
        order: Order = Order.BEST,
        limit: int = PAGE_ROWS,
        offset: int = 0,
        explain: bool = True,
    ) -> Results:
        """Return one page of the articles that match, with a line of matching text each.

        Near-duplicates share a row, unless the query says `group:off`; limit and offset count rows.

        Args:
            query: text, or a compiled query.
            order: by date or by relevance.
            limit: rows at most.
            offset: rows to leave out before.
            explain: say why, when nothing is found.
        """
        started = perf_counter()
        compiled = self._compiled(query)
        rows = self._rows(compiled)
        page = self._engine.search(rows.node, order=order, limit=limit, offset=offset)
        hits = rows_of(compiled, page.hits, self.store, self.analyser, rows.matching)
        no_hits = None
        if page.total == 0 and explain:
            from index.nohits import explain_no_hits

            no_hits = explain_no_hits(
                compiled,
                engine=self._engine,
                vocabulary=self._vocabulary,
                lowered=self._lowered,
                words=self.analyser.words,
                values=self._values_of,
            )
        total = page.total + rows.hidden
        return Results(compiled, total, hits, offset, perf_counter() - started, no_hits, page.total)

    def members(self, query: str | CompiledQuery, group: str) -> tuple[Hit, ...]:
        """Return the articles of a group of near-duplicates that match, earliest first.

        Args:
            query: text, or a compiled query.
            group: id of the article that leads the group, as `Hit.group` gives it.
        """
        compiled = self._compiled(query)
        node = members_of(compiled.node, group)
        page = self._engine.search(node, order=Order.OLDEST, limit=max(1, self._engine.count(node)))
        return rows_of(compiled, page.hits, self.store, self.analyser)

    def row_ids(
        self, query: str | CompiledQuery, *, order: Order, limit: int, offset: int = 0
    ) -> tuple[str, ...]:
        """Return the ids of one page of rows, for which no text is read. See `search`."""
        node = self._rows(self._compiled(query)).node
        return tuple(
            hit.id for hit in self._engine.search(node, order=order, limit=limit, offset=offset).hits
        )

    def count(self, query: str | CompiledQuery) -> int:
        """Return the number of articles that match."""
        return self._engine.count(self._compiled(query).node)

    def days(self, query: str | CompiledQuery, *, period: bool = True) -> Mapping[int, int]:
        """Return day number → articles that match; undated ones under `UNDATED`.

        Args:
            query: text, or a compiled query.
            period: whether the chosen period limits the count; the desk's histogram wants the whole span.
        """
        compiled = self._compiled(query)
        return self._engine.days(compiled.node if period else compiled.without_period)

    def row_days(self, query: str | CompiledQuery) -> Mapping[int, int]:
        """Return day number → rows of the list; near-duplicates that share a row count once."""
        return self._engine.days(self._rows(self._compiled(query)).node)

    def timeline(
        self,
        query: str | CompiledQuery,
        by: Granularity | None = None,
        *,
        at_most: int = COMFORTABLE_BUCKETS,
    ) -> Timeline:
        """Return how many matching articles were published in each period; None takes the best fit."""
        return timeline_of(self.days(query), by, at_most=at_most)

    def facet(
        self, query: str | CompiledQuery, field: FacetField, *, limit: int | None = None
    ) -> tuple[FacetValue, ...]:
        """Return the values of a field in a result with their counts, most frequent first."""
        node = self._compiled(query).node
        wanted = None if field is FacetField.TAG else limit
        counted = self._with_own_tags(node, field, self._engine.facet(node, field.value, wanted))
        return tuple(FacetValue(field, value, count) for value, count in counted[:limit])

    def counts(self, query: str | CompiledQuery, fields: Sequence[FacetField], *, limit: int) -> ResultCounts:
        """Return days and values of a result, counted in one pass where the engine can do that.

        Args:
            query: text, or a compiled query.
            fields: whose values are wanted.
            limit: how many values of each.
        """
        node = self._compiled(query).node
        # One more than is told shows that there are more: to fetch all of 50,000 names costs most time.
        counted = self._engine.counts(node, [field.value for field in fields], limit + 1)
        facets = {field: self._with_own_tags(node, field, counted.facets[field.value]) for field in fields}
        values = {
            field: tuple(FacetValue(field, value, count) for value, count in found[:limit])
            for field, found in facets.items()
        }
        totals = {field: min(len(found), limit + 1) for field, found in facets.items()}
        return ResultCounts(counted.days, values, totals)

    def _with_own_tags(
        self, node: Node, field: FacetField, counted: list[tuple[str, int]]
    ) -> list[tuple[str, int]]:
        """Return the counts of a field's values with the tags that the reader gave, which no index holds."""
        from index.query.ast import Ids, Values
        from index.query.simplify import conjunction, disjunction

        if field is not FacetField.TAG or not (own := self.store.user_tags()):
            return counted
        counts = dict(counted)
        for tag in own:
            # An article may carry the same tag twice: from its source and from the reader.
            either = disjunction((Ids(self.store.ids_with_tag((tag,))), Values(field.value, (tag,))))
            counts[tag] = self._engine.count(conjunction((node, either)))
        return sorted(((tag, n) for tag, n in counts.items() if n), key=lambda entry: (-entry[1], entry[0]))

    def distinctive(self, query: str | CompiledQuery, *, limit: int = 12) -> list[DistinctiveWord]:
        """Return the words that distinguish a result from the library; none when it is the whole library.

        In a library of more than `EXACT_ARTICLES` they are looked for in a sample of the result; what is told
        of them is exact in any case. See `index.wordsample`.
        """
        from index.analysis.stopwords import STOPWORDS
        from index.wordsample import EXACT_ARTICLES, sampled_words

        compiled = self._compiled(query)
        engine = self._engine
        inside_total, library_total = engine.count(compiled.node), engine.size()
        if not 0 < inside_total < library_total:
            return []
        leave_out = STOPWORDS | frozenset(self.analyser.words(compiled.text))
        if library_total > EXACT_ARTICLES:
            return sampled_words(
                compiled.node,
                inside_total,
                self._library_sample(),
                engine,
                self._words_in,
                limit=limit,
                leave_out=leave_out,
            )
        return distinctive_words(
            engine.words(compiled.node),
            inside_total,
            self._word_counts(),
            library_total,
            limit=limit,
            leave_out=leave_out,
        )

    def article(self, identifier: str, version: int | None = None) -> Article:
        """Return an article by its id or the beginning of it.

        Raises:
            ArticleMissing: when there is none, or several begin so.
        """
        return self.store.article(identifier, version)

    def highlights(self, query: str | CompiledQuery, article: Article) -> Highlights:
        """Return what matches in an article's title and body, exactly as the engine matched it."""
        from index.analysis.highlight import highlight

        return highlight(self._compiled(query).leaves, article.title, article.body, self.analyser)

    @property
    def _engine(self) -> Engine:
        engine = self.index.engine
        if engine is None:
            self.catch_up()
            engine = self.index.engine
        if engine is None:
            raise LibraryMissing(f"The library {self.store.folder} has no index. Run: evtui reindex")
        return engine

    def _compiled(self, query: str | CompiledQuery) -> CompiledQuery:
        return self.compile(query) if isinstance(query, str) else query

    def _rows(self, compiled: CompiledQuery) -> Rows:
        """Return which articles of a result have rows, kept until the index changes."""
        engine = self._engine
        cached = self._cached.at(self.index.manifest)
        if cached.has_groups is None:
            cached.has_groups = has_groups(engine)
        if not (compiled.grouped and cached.has_groups):
            return Rows(compiled.node)
        rows = cached.rows.get(compiled.node)
        if rows is None:
            rows = rows_of_groups(compiled.node, engine, self.store.groups)
            cached.keep_rows(compiled.node, rows)
        return rows

    def _facts(self) -> LibraryFacts:
        from index.storefacts import LibraryFacts

        return LibraryFacts(self.store, self._values_of)

    def _lowered(self, parsed: Node) -> Node:
        from index.query.lower import lower

        return lower(parsed, analyser=self.analyser, store=self._facts())

    def _values_of(self, field: str) -> Sequence[str]:
        """All values of a facet field, kept until the index changes."""
        engine = self._engine
        values = self._cached.at(self.index.manifest).values
        if field not in values:
            values[field] = tuple(value for value, _ in engine.facet(All(), field))
        return values[field]

    def _vocabulary(self, prefix: str) -> Sequence[tuple[str, int]]:
        """Words that begin so with the number of their articles, kept until the index changes.

        In a large library they are asked for anew, and only those that begin with a letter that is known.
        """
        engine = self._engine
        if engine.size() > MOST_KEPT_WORDS:
            return engine.vocabulary(prefix) if prefix else ()
        cached = self._cached.at(self.index.manifest)
        if cached.vocabulary is None:
            cached.vocabulary = engine.vocabulary()
        first = bisect_left(cached.vocabulary, (prefix, 0))
        after = prefix + _LAST_CHARACTER
        return cached.vocabulary[first : bisect_left(cached.vocabulary, (after, 0))]

    def _words_in(self, ids: Sequence[str]) -> Mapping[str, Collection[str]]:
        """Return the different words in the bodies of articles, by id."""
        articles = self.store.articles(ids)
        return {id_: self.analyser.terms(article.body).words.split() for id_, article in articles.items()}

    def _library_sample(self) -> Sample:
        """A sample of the whole library, kept until the index changes."""
        from index.wordsample import sample_of

        engine = self._engine
        cached = self._cached.at(self.index.manifest)
        if cached.sample is None:
            cached.sample = sample_of(All(), engine, self._words_in)
        return cached.sample

    def _word_counts(self) -> Mapping[str, int]:
        """Articles of the whole library by word, kept until the index changes."""
        engine = self._engine
        cached = self._cached.at(self.index.manifest)
        if cached.words is None:
            cached.words = engine.words(All())
        return cached.words


_LAST_CHARACTER: Final = "\U0010ffff"
"""Stands after every other character where words are sorted."""
