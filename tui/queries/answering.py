"""The parts of an answer, in the order in which they are wanted: rows, days and values, words, small bars."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Event
from time import perf_counter
from typing import TYPE_CHECKING, Final

from index.errors import EvtuiError, QueryError
from index.locating import row_number
from index.model import FacetField, FacetValue
from tui.messages import (
    ArticleLocated,
    DaysCounted,
    FacetsCounted,
    HitsFound,
    MembersFound,
    NothingExplained,
    QueryRefused,
    QuestionAnswered,
    SparksCounted,
    WordsFound,
)
from tui.queries.failing import failure
from tui.queries.members import page_found, shown_for
from tui.rows import DaySums
from tui.session import Session

if TYPE_CHECKING:
    from textual.message import Message

    from index.answers import CompiledQuery
    from index.library import Library

PAGE_HITS: Final = 30
"""Rows that are asked for at once where a list is scrolled."""
FACET_VALUES: Final = 500
"""Values of one field that are told at most; whether there are more is told beside them."""
WORDS: Final = 12
"""Words that stand out which are asked for."""
SPARKED_VALUES: Final = 8
"""Values of each field that get a small bar chart."""
SPARK_SECONDS: Final = 0.4
"""Time after which no further small bar charts are counted."""
PAUSE_SECONDS: Final = 0.15
"""While a person types, the words that stand out wait so long for the next letter: they cost most."""
FIELDS: Final = (FacetField.TOPIC, FacetField.NAME, FacetField.SOURCE, FacetField.TAG)
"""The fields that the desk counts."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: a session, and how strictly to read its query.

    Attributes:
        generation: number of the question; an answer carries it.
        session: query, filters, order and the article to find again.
        lenient: whether nothing in the query is an error, as while a person types.
        locate: whether the session's article is looked for in the result.
        typing: whether another letter may follow at once.
        rows: rows that the list has room for; their texts are read before all else.
        superseded: set once there is a newer question.
    """

    generation: int
    session: Session
    lenient: bool
    locate: bool
    typing: bool = False
    rows: int = PAGE_HITS
    superseded: Event = field(default_factory=Event, compare=False)


class Answering:
    """Answers one question, part by part; stops between two parts when the question is no longer wanted."""

    def __init__(
        self,
        library: Library,
        question: Question,
        post: Callable[[Message], None],
        stale: Callable[[], bool],
    ) -> None:
        """Take what is asked of whom.

        Args:
            library: what answers.
            question: what is asked.
            post: sends a part.
            stale: whether there is a newer question.
        """
        self._library = library
        self._question = question
        self._post = post
        self._stale = stale
        self._compiled: CompiledQuery | None = None
        self._row_days: Mapping[int, int] = {}
        self._listed = 0
        self._shared = False
        """Whether some articles of the result share a row."""
        self._values: Mapping[FacetField, tuple[FacetValue, ...]] = {}

    def run(self, understood: Callable[[CompiledQuery], None]) -> None:
        """Send all parts; what cannot be done is told by a message, too.

        Args:
            understood: called once with the compiled query.
        """
        started = perf_counter()
        generation = self._question.generation
        try:
            self._hits(understood)
            for part in (self._counts, self._place, self._pause, self._ahead, self._words, self._sparks):
                if self._stale():
                    return
                part()
        except QueryError as error:
            self._post(QueryRefused(generation, error.message, error.column, error.length, error.hint))
        except EvtuiError as error:
            self._post(failure(error))
        self._post(QuestionAnswered(generation, perf_counter() - started))

    def recount(self) -> None:
        """Send values and small bars anew, after the reader gave a tag."""
        session = self._question.session
        try:
            self._compiled = self._library.compile(
                session.query, filters=session.filters, lenient=self._question.lenient
            )
            for part in (self._facets, self._sparks):
                if not self._stale():
                    part()
        except EvtuiError as error:
            self._post(failure(error))

    def _hits(self, understood: Callable[[CompiledQuery], None]) -> None:
        session = self._question.session
        started = perf_counter()
        compiled = self._library.compile(
            session.query, filters=session.filters, lenient=self._question.lenient
        )
        results = self._library.search(
            compiled, order=session.order, limit=self._question.rows, explain=False
        )
        seconds = perf_counter() - started
        if self._stale():
            return
        self._compiled = compiled
        self._listed = results.rows
        self._shared = results.rows != results.total
        understood(compiled)
        self._post(
            HitsFound(
                self._question.generation,
                0,
                results.hits,
                results.total,
                seconds,
                first=True,
                locating=self._question.locate and bool(session.article),
                rows=results.rows,
            )
        )
        if not results.total:
            no_hits = self._library.search(compiled, limit=1).no_hits
            if no_hits is not None:
                self._post(NothingExplained(self._question.generation, no_hits))

    def _counts(self) -> None:
        """Count days and values, in one pass where no period is chosen."""
        compiled = self._compiled
        if compiled is None:
            return
        counted = self._library.counts(compiled, FIELDS, limit=FACET_VALUES)
        filters = self._question.session.filters
        limited = filters.period is not None or filters.undated
        whole = self._library.days(compiled, period=False) if limited else counted.days
        self._row_days = self._library.row_days(compiled) if self._shared else counted.days
        self._values = counted.values
        self._post(DaysCounted(self._question.generation, counted.days, whole, self._row_days))
        self._post(FacetsCounted(self._question.generation, counted.values, counted.totals))

    def _pause(self) -> None:
        if self._question.typing:
            self._question.superseded.wait(PAUSE_SECONDS)

    def _place(self) -> None:
        """Find the row of the session's article, so that the list stands where the reader left it."""
        compiled, session = self._compiled, self._question.session
        if compiled is None or not self._question.locate or not session.article:
            return
        number = self._number_of(compiled, session.article)
        if number is None and (row := shown_for(self._library, compiled, session.article)) is not None:
            number = self._number_of(compiled, row.id)
            if number is not None:
                self._post(MembersFound(self._question.generation, {row.group: row.members}))
        self._post(ArticleLocated(self._question.generation, number))

    def _number_of(self, compiled: CompiledQuery, article: str) -> int | None:
        order = self._question.session.order
        number = row_number(self._library, compiled, article, order, self._row_days)
        if number is not None:
            offset = number - number % PAGE_HITS
            page = self._library.search(compiled, order=order, limit=PAGE_HITS, offset=offset, explain=False)
            self._post(page_found(self._question.generation, page))
        return number

    def _ahead(self) -> None:
        """Send the rows of the next page, which is most often where the reader goes."""
        compiled, rows = self._compiled, self._question.rows
        if compiled is None or self._listed <= rows:
            return
        order = self._question.session.order
        page = self._library.search(compiled, order=order, limit=rows, offset=rows, explain=False)
        if not self._stale():
            self._post(page_found(self._question.generation, page))

    def _facets(self) -> None:
        if self._compiled is not None:
            counted = self._library.counts(self._compiled, FIELDS, limit=FACET_VALUES)
            self._values = counted.values
            self._post(FacetsCounted(self._question.generation, counted.values, counted.totals))

    def _words(self) -> None:
        if self._compiled is not None:
            words = self._library.distinctive(self._compiled, limit=WORDS)
            self._post(WordsFound(self._question.generation, tuple(words)))

    def _sparks(self) -> None:
        """Count the most frequent values over time, as far as it takes no noticeable time."""
        started = perf_counter()
        session = self._question.session
        days: dict[tuple[FacetField, str], DaySums] = {}
        for kind in FIELDS:
            for entry in self._values.get(kind, ())[:SPARKED_VALUES]:
                if self._stale():
                    return
                if perf_counter() - started > SPARK_SECONDS:
                    break
                with_value = session.required(kind, entry.value)
                compiled = self._library.compile(with_value.query, filters=with_value.filters, lenient=True)
                days[kind, entry.value] = DaySums(self._library.days(compiled))
        self._post(SparksCounted(self._question.generation, days))
