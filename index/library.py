"""The library: one folder of articles with its index, as a script or the desk uses it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, BinaryIO, Final, Self

from index.analysis.analyser import Analyser
from index.answers import CompiledQuery, Results
from index.distinctive import distinctive_words
from index.engines import available_engines
from index.errors import EngineMissing, LibraryBusy, LibraryMissing
from index.model import (
    Article,
    DistinctiveWord,
    FacetField,
    FacetValue,
    Filters,
    Granularity,
    Hit,
    ImportReport,
    LibraryInfo,
    Order,
    Rejection,
    Report,
    Timeline,
)
from index.periods import COMFORTABLE_BUCKETS, timeline_of
from index.query.ast import All
from index.searchindex import AUTO, COMMIT_ARTICLES, ENGINE_SETTING, SearchIndex
from index.store import Store

if TYPE_CHECKING:
    from index.analysis.highlight import Highlights
    from index.engines.base import Engine
    from index.query.ast import Node
    from index.readers.draft import ReadOptions
    from index.storefacts import LibraryFacts

PAGE_ROWS: Final = 50
"""Rows of a result that are given at once where nothing else is said."""

SNIPPET_CHARACTERS: Final = 160
"""Length of the line of matching text in a row."""


class Library:
    """A folder of dated articles that can be searched.

    Made by `open_library`. Reading is safe from several threads; one process writes at a time.
    """

    def __init__(self, store: Store) -> None:
        """Take over an open store; `open_library` is the usual way."""
        self.store = store
        self.analyser = Analyser()
        self.index = SearchIndex(store, self.analyser)
        self._facet_cache: tuple[int, dict[str, tuple[str, ...]]] = (-1, {})
        self._facet_lock = threading.Lock()

    @property
    def folder(self) -> Path:
        """Where the library lies."""
        return self.store.folder

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database and the index."""
        self.index.close()
        self.store.close()

    # Keeping the index current

    def catch_up(self, report: Report | None = None, cancelled: Callable[[], bool] | None = None) -> bool:
        """Bring the index to the state of the store, when it is not.

        Returns:
            Whether the index is current now. False when another process is writing and an older index can be
            read meanwhile.

        Raises:
            LibraryBusy: when another process is writing and there is no index to read.
        """
        self.index.refresh()
        if self.index.status() == "current":
            return True
        try:
            with self.store.writer():
                self.index.refresh()
                self.index.catch_up(report, cancelled)
        except LibraryBusy:
            if self.index.engine is None:
                raise
            return False
        return True

    def reindex(
        self,
        engine: str | None = None,
        report: Report | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> None:
        """Build the index anew from the store.

        Args:
            engine: name of the engine to use from now on, or `auto`; None keeps the setting.
            report: called with the progress.
            cancelled: asked now and then whether to stop.

        Raises:
            EngineMissing: when there is no such engine here.
        """
        if engine is not None and engine != AUTO and engine not in available_engines():
            known = ", ".join((*available_engines(), AUTO))
            raise EngineMissing(f"There is no search engine '{engine}' here. Known ones: {known}.")
        with self.store.writer():
            if engine is not None:
                self.store.set_setting(ENGINE_SETTING, engine)
            self.index.rebuild(self.index.wanted_engine(), report, cancelled)

    # Importing

    def import_from(
        self,
        paths: Sequence[str],
        options: ReadOptions | None = None,
        *,
        report: Report | None = None,
        cancelled: Callable[[], bool] | None = None,
        stdin: BinaryIO | None = None,
        derive: bool = True,
    ) -> ImportReport:
        """Read files and folders into the library and make them searchable.

        Args:
            paths: files and folders; `-` is standard input.
            options: how to read them.
            report: called with the progress.
            cancelled: asked between batches whether to stop.
            stdin: what `-` reads from.
            derive: whether names and topics are computed at the end as well.

        Raises:
            ReaderError: when a path does not exist.
            LibraryBusy: when another process is writing.
        """
        from index.importing import import_inputs
        from index.readers.draft import ReadOptions as Options

        def stop() -> bool:
            return cancelled is not None and cancelled()

        with self.store.writer():
            done = import_inputs(
                self.store,
                paths,
                options or Options(),
                report=report,
                cancelled=stop,
                on_batch=self._index_when_large,
                stdin=stdin,
            )
            if not done.interrupted:
                self.index.refresh()
                self.index.catch_up(report, cancelled)
                if derive:
                    self._derive(report, cancelled)
        return done

    def _index_when_large(self, _ids: list[str]) -> None:
        # A small library is indexed in one go at the end: its engine is the slow one, and it may yet be
        # outgrown.
        if self.index.behind() >= COMMIT_ARTICLES and self.index.wanted_engine() != available_engines()[0]:
            self.index.catch_up()

    def derive(self, report: Report | None = None, cancelled: Callable[[], bool] | None = None) -> None:
        """Compute names and topics where the articles have changed since they were computed last."""
        with self.store.writer():
            self._derive(report, cancelled)

    def _derive(self, report: Report | None, cancelled: Callable[[], bool] | None) -> None:
        from index.derived import derive_if_stale

        if derive_if_stale(self.store, self.analyser, report=report, cancelled=cancelled):
            self.index.catch_up(report, cancelled)

    # Asking

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

        Args:
            query: text, or a compiled query.
            order: by date or by relevance.
            limit: rows at most.
            offset: rows to leave out before.
            explain: say why, when nothing is found.
        """
        started = perf_counter()
        compiled = self._compiled(query)
        page = self._engine.search(compiled.node, order=order, limit=limit, offset=offset)
        hits = self._hits(compiled, [(hit.id, hit.score) for hit in page.hits])
        no_hits = None
        if page.total == 0 and explain:
            from index.nohits import explain_no_hits

            no_hits = explain_no_hits(
                compiled,
                engine=self._engine,
                lowered=self._lowered,
                words=self.analyser.words,
                values=self._values_of,
            )
        return Results(compiled, page.total, hits, offset, perf_counter() - started, no_hits)

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
        from index.query.ast import Ids
        from index.query.simplify import conjunction

        node = self._compiled(query).node
        if field is not FacetField.TAG or not (own := self.store.user_tags()):
            counted = self._engine.facet(node, field.value, limit)
            return tuple(FacetValue(field, value, count) for value, count in counted)
        counts = dict(self._engine.facet(node, field.value))
        for tag in own:
            ids = self.store.ids_with_tag((tag,))
            given = self._engine.ids(conjunction((node, Ids(ids))))
            # An article may carry the same tag twice: from its source and from the reader.
            both = (
                self._engine.facet(conjunction((node, Ids(frozenset(given)))), field.value) if given else []
            )
            counts[tag] = counts.get(tag, 0) + len(given) - dict(both).get(tag, 0)
        ordered = sorted(
            ((n, tag) for tag, n in counts.items() if n), key=lambda entry: (-entry[0], entry[1])
        )
        return tuple(FacetValue(field, tag, n) for n, tag in ordered[:limit])

    def distinctive(self, query: str | CompiledQuery, *, limit: int = 12) -> list[DistinctiveWord]:
        """Return the words that distinguish a result from the library; none when it is the whole library."""
        from index.analysis.stopwords import STOPWORDS

        compiled = self._compiled(query)
        engine = self._engine
        inside_total, library_total = engine.count(compiled.node), engine.size()
        if not 0 < inside_total < library_total:
            return []
        typed = frozenset(self.analyser.words(compiled.text))
        return distinctive_words(
            engine.words(compiled.node),
            inside_total,
            self._word_counts(),
            library_total,
            limit=limit,
            leave_out=STOPWORDS | typed,
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

    def info(self) -> LibraryInfo:
        """Return the library in figures."""
        facts = self.store.statistics()
        manifest = self.index.manifest
        return LibraryInfo(
            library=str(self.folder),
            engine=manifest.engine if manifest else self.index.wanted_engine(),
            articles=facts.articles,
            undated=facts.undated,
            first_date=facts.first_day,
            last_date=facts.last_day,
            index=self.index.status(),
            rejected=facts.rejected,
            sources=facts.sources,
        )

    def rejections(self, limit: int | None = None) -> list[Rejection]:
        """Return what was left out or doubtful at import, latest first."""
        return self.store.rejections(limit)

    # Inner workings

    @property
    def _engine(self) -> Engine:
        engine = self.index.engine
        if engine is None:
            self.catch_up()
            engine = self.index.engine
        if engine is None:
            raise LibraryMissing(f"The library {self.folder} has no index. Run: evtui reindex")
        return engine

    def _compiled(self, query: str | CompiledQuery) -> CompiledQuery:
        return self.compile(query) if isinstance(query, str) else query

    def _hits(self, compiled: CompiledQuery, scored: Sequence[tuple[str, float]]) -> tuple[Hit, ...]:
        from index.analysis.highlight import highlight
        from index.analysis.snippet import snippet

        ids = [identifier for identifier, _ in scored]
        articles = self.store.articles(ids)
        topics, marks = self.store.topics(ids), self.store.marks(ids)
        hits = []
        for identifier, score in scored:
            # An article may have gone since the index was made; the index catches up by itself.
            if (article := articles.get(identifier)) is None:
                continue
            found = highlight(compiled.leaves, article.title, article.body, self.analyser)
            hits.append(
                Hit(
                    id=identifier,
                    title=article.title,
                    day=article.day,
                    time=article.time,
                    source=article.source,
                    score=score,
                    url=article.url,
                    title_derived=article.title_derived,
                    title_matches=found.title,
                    snippet=snippet(article.body, found.body, width=SNIPPET_CHARACTERS),
                    topics=topics.get(identifier, ()),
                    **({"marks": marks[identifier]} if identifier in marks else {}),
                )
            )
        return tuple(hits)

    def _facts(self) -> LibraryFacts:
        from index.storefacts import LibraryFacts

        return LibraryFacts(self.store, self._values_of)

    def _lowered(self, parsed: Node) -> Node:
        from index.query.lower import lower

        return lower(parsed, analyser=self.analyser, store=self._facts())

    def _values_of(self, field: str) -> Sequence[str]:
        """All values of a facet field, kept until the index changes."""
        engine = self._engine
        change = self.index.manifest.change if self.index.manifest else 0
        with self._facet_lock:
            if self._facet_cache[0] != change:
                self._facet_cache = (change, {})
            cached = self._facet_cache[1]
            if field not in cached:
                cached[field] = tuple(value for value, _ in engine.facet(All(), field))
            return cached[field]

    def _word_counts(self) -> Mapping[str, int]:
        return self._engine.words(All())


def open_library(folder: str | Path, *, create: bool = False) -> Library:
    """Open a library.

    Args:
        folder: where it lies.
        create: make an empty one where there is none.

    Raises:
        LibraryMissing: when there is none and `create` is not set.
        LibraryTooNew: when a newer evtui wrote it.
        LibraryError: when the database cannot be read.
    """
    path = Path(folder)
    if create and not (path / "library.db").exists():
        return Library(Store.create(path))
    return Library(Store.open(path))
