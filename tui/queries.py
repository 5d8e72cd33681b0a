"""Asks the library, on threads, and tells what came as messages: the only module of the desk that knows it.

Every question has a generation. An answer is sent in parts, the first rows before all else; between two parts
a newer question makes the old one stop, and what of it is still on its way is thrown away on arrival.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from time import perf_counter
from typing import TYPE_CHECKING, Final

from index.errors import EvtuiError, QueryError
from index.model import FacetField, FacetValue, Marks, Order, Period, Progress
from tui.messages import (
    ArticleFetched,
    ArticleLocated,
    ArticleMarked,
    DaysCounted,
    FacetsCounted,
    HitsFound,
    LibraryFailed,
    LibraryOpened,
    LibraryProgressed,
    NothingExplained,
    QueryRefused,
    QuestionAnswered,
    SparksCounted,
    WordsFound,
    WorkFailed,
)
from tui.rows import first_hit_of_day
from tui.session import Session

if TYPE_CHECKING:
    from textual.dom import DOMNode
    from textual.message import Message
    from textual.timer import Timer

    from index.answers import CompiledQuery
    from index.library import Library

PAGE_HITS: Final = 30
"""Rows that are asked for at once."""
LOCATE_HITS: Final = 500
"""Rows by relevance that are searched for the article of the session."""
FACET_VALUES: Final = 100
"""Values of one field that are asked for."""
WORDS: Final = 12
"""Words that stand out which are asked for."""
SPARKED_VALUES: Final = 12
"""Values of each field that get a small bar chart."""
SPARK_SECONDS: Final = 0.4
"""Time after which no further small bar charts are counted."""
LEAST_DEBOUNCE: Final = 0.03
MOST_DEBOUNCE: Final = 0.15
"""Seconds to wait for the next letter before asking; as long as the last answer took, within these bounds."""
PROGRESS_SECONDS: Final = 0.1
"""Least time between two reports of progress."""

FIELDS: Final = (FacetField.TOPIC, FacetField.NAME, FacetField.SOURCE, FacetField.TAG)
"""The fields that the desk counts."""
SESSION_SETTING: Final = "session"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: a session, and how strictly to read its query.

    Attributes:
        generation: number of the question; an answer carries it.
        session: query, filters, order and the article to find again.
        lenient: whether nothing in the query is an error, as while a person types.
        locate: whether the session's article is looked for in the result.
    """

    generation: int
    session: Session
    lenient: bool
    locate: bool


class Lane:
    """Does one job at a time on a thread; of the jobs that wait, only the newest stays."""

    def __init__(self, node: DOMNode, name: str) -> None:
        self._node = node
        self._name = name
        self._lock = threading.Lock()
        self._waiting: Callable[[], None] | None = None
        self._busy = False

    @property
    def idle(self) -> bool:
        """Whether nothing is being done and nothing waits."""
        with self._lock:
            return not self._busy and self._waiting is None

    def submit(self, job: Callable[[], None]) -> None:
        """Do a job as soon as the one before is done, unless a newer one comes meanwhile."""
        with self._lock:
            self._waiting = job
            if self._busy:
                return
            self._busy = True
        self._node.run_worker(self._work, name=self._name, thread=True, exit_on_error=False)

    def _work(self) -> None:
        finished = False
        try:
            while (job := self._next()) is not None:
                job()
            finished = True
        finally:
            # A bug ends the worker, and the screen tells of it; the lane must serve the next job.
            if not finished:
                with self._lock:
                    self._busy = False

    def _next(self) -> Callable[[], None] | None:
        with self._lock:
            job, self._waiting = self._waiting, None
            self._busy = job is not None
            return job


class Queries:
    """The desk's way to the library: what is asked here is answered by messages to `node`."""

    def __init__(self, node: DOMNode, opener: Callable[[], Library]) -> None:
        """Take the node that gets the messages, and what opens the library (on a thread)."""
        self._node = node
        self._opener = opener
        self._library: Library | None = None
        self._generation = 0
        self._question: Question | None = None
        self._compiled: CompiledQuery | None = None
        self._facets: Mapping[FacetField, tuple[FacetValue, ...]] = {}
        self._days: Mapping[int, int] = {}
        self._debounce: Timer | None = None
        self._last_seconds = 0.0
        self._questions = Lane(node, "question")
        self._pages = Lane(node, "rows")
        self._articles = Lane(node, "article")
        self._writes: list[Callable[[], None]] = []
        self._writer = Lane(node, "marks")
        self._opening = Lane(node, "opening")
        self._closed = threading.Event()

    @property
    def generation(self) -> int:
        """The number of the newest question; answers to older ones are not to be shown."""
        return self._generation

    @property
    def ready(self) -> bool:
        """Whether the library is open."""
        return self._library is not None

    @property
    def idle(self) -> bool:
        """Whether nothing is being asked."""
        lanes = (self._questions, self._pages, self._articles, self._writer, self._opening)
        return self._debounce is None and all(lane.idle for lane in lanes)

    # The library

    def open(self) -> None:
        """Open the library and bring its index up to date; `LibraryOpened` or `LibraryFailed` follows."""
        self._opening.submit(self._open)

    def close(self, session: Session | None) -> None:
        """Keep the session in the library and let go of it. Nothing is posted any more."""
        self._closed.set()
        library, self._library = self._library, None
        if library is None:
            return
        try:
            if session is not None:
                library.store.set_setting(SESSION_SETTING, session.as_data())
        finally:
            library.close()

    def _open(self) -> None:
        try:
            library = self._opener()
            try:
                current = library.catch_up(self._progress_reporter(), self._closed.is_set)
                # What the first question loads is loaded now; the time told for it is the engine's own.
                library.search("", limit=1)
                opened = LibraryOpened(library.info(), library.store.setting(SESSION_SETTING), current)
            except EvtuiError:
                library.close()
                raise
        except EvtuiError as error:
            self._post(LibraryFailed(error))
            return
        if self._closed.is_set():
            library.close()
            return
        self._library = library
        self._post(opened)

    def _progress_reporter(self) -> Callable[[Progress], None]:
        told = 0.0

        def report(progress: Progress) -> None:
            nonlocal told
            now = perf_counter()
            if now - told >= PROGRESS_SECONDS:
                told = now
                self._post(LibraryProgressed(progress))

        return report

    def stop(self) -> None:
        """Let long work end soon; nothing is posted any more."""
        self._closed.set()

    # Questions

    def ask(
        self, session: Session, *, typing: bool = False, strict: bool = False, locate: bool = True
    ) -> int:
        """Ask for everything about a session, after a short wait while a person types.

        Args:
            session: what to ask.
            typing: whether another letter may follow at once.
            strict: tell mistakes in the query, as on Enter.
            locate: look for the session's article in the result.

        Returns:
            The generation that the answers carry.
        """
        self._generation += 1
        question = Question(self._generation, session, not strict, locate)
        if self._debounce is not None:
            self._debounce.stop()
            self._debounce = None
        if typing:
            wait = min(max(self._last_seconds, LEAST_DEBOUNCE), MOST_DEBOUNCE)
            self._debounce = self._node.set_timer(wait, lambda: self._ask_now(question))
        else:
            self._ask_now(question)
        return self._generation

    def want_hits(self, first: int, last: int) -> None:
        """Ask for rows `first` to `last` (both included) of the newest result."""
        question = self._question
        if question is not None:
            self._pages.submit(lambda: self._fetch_hits(question, first, last))

    def _ask_now(self, question: Question) -> None:
        self._debounce = None
        self._questions.submit(lambda: self._answer(question))

    def _stale(self, question: Question) -> bool:
        return question.generation != self._generation or self._library is None

    def _answer(self, question: Question) -> None:
        library = self._library
        if library is None or self._stale(question):
            return
        started = perf_counter()
        try:
            for part in (
                self._answer_hits,
                self._answer_days,
                self._answer_place,
                self._answer_facets,
                self._answer_words,
                self._answer_sparks,
            ):
                part(library, question)
                if self._stale(question):
                    return
        except QueryError as error:
            self._post(
                QueryRefused(question.generation, error.message, error.column, error.length, error.hint)
            )
        except EvtuiError as error:
            self._post(WorkFailed(str(error)))
        self._post(QuestionAnswered(question.generation, perf_counter() - started))

    def _answer_hits(self, library: Library, question: Question) -> None:
        session = question.session
        started = perf_counter()
        compiled = library.compile(session.query, filters=session.filters, lenient=question.lenient)
        results = library.search(compiled, order=session.order, limit=PAGE_HITS, explain=False)
        self._last_seconds = perf_counter() - started
        if self._stale(question):
            return
        self._question, self._compiled = question, compiled
        self._post(
            HitsFound(
                question.generation,
                0,
                results.hits,
                results.total,
                self._last_seconds,
                first=True,
                locating=question.locate and bool(session.article),
            )
        )
        if not results.total:
            no_hits = library.search(compiled, limit=1).no_hits
            if no_hits is not None:
                self._post(NothingExplained(question.generation, no_hits))

    def _answer_days(self, library: Library, question: Question) -> None:
        compiled = self._compiled
        if compiled is None:
            return
        whole = library.days(compiled, period=False)
        filters = question.session.filters
        inside = library.days(compiled) if filters.period or filters.undated else whole
        self._days = inside
        self._post(DaysCounted(question.generation, inside, whole))

    def _answer_place(self, library: Library, question: Question) -> None:
        """Find the row of the session's article, so that the list stands where the reader left it."""
        compiled, session = self._compiled, question.session
        if compiled is None or not question.locate or not session.article:
            return
        number = self._number_of(library, compiled, question)
        self._post(ArticleLocated(question.generation, number))

    def _number_of(self, library: Library, compiled: CompiledQuery, question: Question) -> int | None:
        session = question.session
        offset, count = 0, LOCATE_HITS
        if session.order is not Order.BEST:
            found = library.store.articles([session.article]).get(session.article)
            if found is None:
                return None
            offset, count = first_hit_of_day(self._days, found.day, session.order)
        if not count:
            return None
        page = library.search(compiled, order=session.order, limit=count, offset=offset, explain=False)
        numbers = [number for number, hit in enumerate(page.hits, offset) if hit.id == session.article]
        if numbers:
            self._post(
                HitsFound(question.generation, offset, page.hits, page.total, page.seconds, first=False)
            )
        return numbers[0] if numbers else None

    def _answer_facets(self, library: Library, question: Question) -> None:
        compiled = self._compiled
        if compiled is None:
            return
        values: dict[FacetField, tuple[FacetValue, ...]] = {}
        for field in FIELDS:
            values[field] = library.facet(compiled, field, limit=FACET_VALUES)
            if self._stale(question):
                return
        self._post(FacetsCounted(question.generation, values))
        self._facets = values

    def _answer_words(self, library: Library, question: Question) -> None:
        if self._compiled is not None:
            words = library.distinctive(self._compiled, limit=WORDS)
            self._post(WordsFound(question.generation, tuple(words)))

    def _answer_sparks(self, library: Library, question: Question) -> None:
        """Count the most frequent values over time, as far as it takes no noticeable time."""
        started = perf_counter()
        session = question.session
        days: dict[tuple[FacetField, str], Mapping[int, int]] = {}
        for field in FIELDS:
            for entry in self._facets.get(field, ())[:SPARKED_VALUES]:
                if self._stale(question):
                    return
                if perf_counter() - started > SPARK_SECONDS:
                    break
                with_value = session.required(field, entry.value)
                compiled = library.compile(with_value.query, filters=with_value.filters, lenient=True)
                days[field, entry.value] = library.days(compiled)
        self._post(SparksCounted(question.generation, days))

    def _fetch_hits(self, question: Question, first: int, last: int) -> None:
        library, compiled = self._library, self._compiled
        if library is None or compiled is None or self._stale(question):
            return
        offset = first - first % PAGE_HITS
        limit = max(PAGE_HITS, last + 1 - offset)
        try:
            page = library.search(
                compiled, order=question.session.order, limit=limit, offset=offset, explain=False
            )
        except EvtuiError as error:
            self._post(WorkFailed(str(error)))
            return
        self._post(HitsFound(question.generation, offset, page.hits, page.total, page.seconds, first=False))

    # Articles

    def fetch_article(self, identifier: str, *, at_match: int | None = 0, place: int = 0) -> None:
        """Ask for an article with its matches; `ArticleFetched` follows, unless a newer wish comes first."""
        self._articles.submit(lambda: self._fetch_article(identifier, at_match, place))

    def _fetch_article(self, identifier: str, at_match: int | None, place: int) -> None:
        library, compiled = self._library, self._compiled
        if library is None:
            return
        try:
            article = library.article(identifier)
            marks = library.store.marks([article.id]).get(article.id, Marks())
            found = library.highlights(compiled, article) if compiled else None
        except EvtuiError as error:
            self._post(WorkFailed(str(error)))
            return
        title, body = (found.title, found.body) if found else ((), ())
        self._post(ArticleFetched(article, title, body, marks, at_match, place))

    # Marks

    def set_starred(self, identifier: str, *, starred: bool) -> None:
        """Star an article or take its star away; `ArticleMarked` follows."""
        self._write(lambda library: library.store.set_starred(identifier, starred), identifier)

    def set_read(self, identifier: str) -> None:
        """Mark an article as read; `ArticleMarked` follows."""
        self._write(lambda library: library.store.set_read(identifier, True), identifier)

    def add_tag(self, identifier: str, tag: str) -> None:
        """Give an article a tag; `ArticleMarked` follows."""
        self._write(lambda library: library.store.add_tag(identifier, tag), identifier)

    def add_note(self, identifier: str, text: str) -> None:
        """Write a note on an article; `ArticleMarked` follows."""
        self._write(lambda library: library.store.add_note(identifier, text), identifier)

    def _write(self, write: Callable[[Library], object], identifier: str) -> None:
        self._writes.append(lambda: self._do_write(write, identifier))
        self._writer.submit(self._do_writes)

    def _do_writes(self) -> None:
        # Unlike questions, no mark gives way to a newer one.
        while self._writes:
            self._writes.pop(0)()

    def _do_write(self, write: Callable[[Library], object], identifier: str) -> None:
        library = self._library
        if library is None:
            return
        try:
            write(library)
            marks = library.store.marks([identifier]).get(identifier, Marks())
        except EvtuiError as error:
            self._post(WorkFailed(str(error)))
            return
        self._post(ArticleMarked(identifier, marks))

    # Words

    @staticmethod
    def read_day(text: str, today: date) -> Period:
        """Return the days that a date in words means.

        Raises:
            EvtuiError: when it cannot be read; says what can.
        """
        from index.dates.natural import read_period

        return read_period(text, today=today)

    def _post(self, message: Message) -> None:
        if not self._closed.is_set():
            self._node.post_message(message)
