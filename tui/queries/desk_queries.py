"""The desk's questions to the library, and what is asked of it beside them."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Final, TypeAlias

from index.errors import ClusterAway, EvtuiError
from index.manifest import Manifest
from index.model import Marks, Period
from tui.messages import (
    ArticleFetched,
    ArticleMarked,
    ClusterReturned,
    LibraryFailed,
    LibraryGrew,
    LibraryOpened,
    LibraryRefreshed,
    ValuesOutdated,
    WorkFailed,
)
from tui.queries.answering import PAGE_HITS, Answering, Question
from tui.queries.failing import failure
from tui.queries.lane import Lane
from tui.queries.long_work import LongWork
from tui.queries.members import alike_words, page_found, post_members
from tui.queries.opening import made_ready, now_text
from tui.session import SESSION_SETTING, Session

if TYPE_CHECKING:
    from textual.dom import DOMNode
    from textual.message import Message

    from index.answers import CompiledQuery
    from index.library import Library

Opener: TypeAlias = "Callable[[], Library]"
"""Opens the library; called on a thread. An `EvtuiError` of it is told to the reader."""

QUESTIONS_AT_ONCE: Final = 2
"""A question is asked while an older one, which no engine lets go of in the middle, still runs to its end."""
END_SECONDS: Final = 1.0
"""How long leaving waits for long work to end; what takes longer ends by itself."""


class Queries:
    """The desk's way to the library: what is asked here is answered by messages to `node`."""

    def __init__(self, node: DOMNode, opener: Opener, room: Callable[[], int] = lambda: PAGE_HITS) -> None:
        """Take the node that gets the messages.

        Args:
            node: gets them.
            opener: opens the library, on a thread.
            room: tells how many rows the list has room for; their texts are read before all else.
        """
        self._room = room
        self._node = node
        self._opener = opener
        self._library: Library | None = None
        self._generation = 0
        self._question: Question | None = None
        self._compiled: CompiledQuery | None = None
        self._newest = Question(0, Session(), lenient=True, locate=False)
        self._questions = Lane(node, "question", at_once=QUESTIONS_AT_ONCE)
        self._pages = Lane(node, "rows")
        self._articles = Lane(node, "article")
        self._members = Lane(node, "members")
        self._writes: deque[Callable[[], None]] = deque()
        self._writing = threading.Lock()
        self._writer = Lane(node, "marks")
        self._opening = Lane(node, "opening")
        self._watching = Lane(node, "watching")
        self._values = Lane(node, "values")
        self._outdated: Manifest | None = None
        self._since = ""
        """Moment up to which the answers speak of all texts; empty where that is not known."""
        self._lost = False
        """Whether the cluster with the library did not answer when it was asked last."""
        self._closed = threading.Event()
        self.long_work = LongWork(node, lambda: self._library, self._post)

    @property
    def generation(self) -> int:
        """The number of the newest question; answers to older ones are not to be shown."""
        return self._generation

    @property
    def ready(self) -> bool:
        """Whether the library is open."""
        return self._library is not None

    @property
    def readonly(self) -> bool:
        """Whether the library is open and can only be read."""
        return self._library is not None and self._library.store.readonly

    @property
    def idle(self) -> bool:
        """Whether nothing is being asked."""
        lanes = (self._questions, self._pages, self._articles, self._members, self._writer, self._opening)
        return all(lane.idle for lane in (*lanes, self._values))

    # The library

    def open(self) -> None:
        """Open the library and bring its index up to date; `LibraryOpened` or `LibraryFailed` follows."""
        self._opening.submit(self._open)

    def close(self, session: Session | None) -> None:
        """Keep the session in the library and let go of it. Nothing is posted any more."""
        self._closed.set()
        self.long_work.close()
        # A mark that was made just before leaving may still wait for its thread.
        self._do_writes()
        library, self._library = self._library, None
        if library is None:
            return
        try:
            if session is not None:
                library.store.set_setting(SESSION_SETTING, session.as_data())
        finally:
            library.close()
            self.long_work.wait(END_SECONDS)

    def _open(self) -> None:
        try:
            library = self._opener()
            try:
                ready = made_ready(library, self._post, self._closed)
                self._since, self._lost = ready.since, ready.lost
                session = library.store.setting(SESSION_SETTING)
                opened = LibraryOpened(
                    library.info(), session, ready.current, library.analysed, library.far_behind
                )
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

    def look_for_changes(self) -> None:
        """Look whether another process has changed the index; `LibraryGrew` follows where it has.

        What is on screen stays: rows that follow later must belong to the same result. The next question is
        answered by the new index, and `LibraryRefreshed` comes before its answer.
        """
        self._watching.submit(self._look)

    def _look(self) -> None:
        library = self._library
        if library is None:
            return
        try:
            self._look_at(library)
            self.long_work.consider()
        except EvtuiError:
            # Whatever keeps it from being read now is told by the next question.
            return

    def _look_at(self, library: Library) -> None:
        try:
            manifest = library.index.newer()
        except ClusterAway as error:
            if not self._lost:
                self._post(failure(error))
            return
        if self._lost:
            self._lost = False
            library.index.refresh()
            self._post(ClusterReturned())
            return
        held = library.index.manifest
        if manifest is None or manifest in (held, self._outdated):
            return
        store = library.store
        if held and not (store.texts_changed(held.change, self._since) or store.regrouped(held.change)):
            library.index.refresh()
            if held.engine != manifest.engine:
                self._post(LibraryRefreshed(library.info()))
            self._post(ValuesOutdated())
            return
        self._outdated = manifest
        self._post(LibraryGrew(library.store.count()))

    def _refresh(self, library: Library) -> None:
        if self._outdated is not None:
            self._outdated = None
            moment = now_text()
            try:
                library.index.refresh()
            except ClusterAway:
                # The question that follows meets the same, and it is told then.
                return
            self._since = moment if library.index.status() == "current" else ""
            self._post(LibraryRefreshed(library.info()))

    def stop(self) -> None:
        """Let long work end soon; nothing is posted any more."""
        self._closed.set()
        self.long_work.close()

    # Questions

    def ask(
        self,
        session: Session,
        *,
        typing: bool = False,
        strict: bool = False,
        locate: bool = True,
    ) -> int:
        """Ask for everything about a session at once; what is being asked gives way to it.

        Args:
            session: what to ask.
            typing: whether another letter may follow at once, so that what costs most waits a little.
            strict: tell mistakes in the query, as on Enter.
            locate: look for the session's article in the result.

        Returns:
            The generation that the answers carry.
        """
        self._generation += 1
        question = Question(self._generation, session, not strict, locate, typing, self._room())
        self._newest.superseded.set()
        self._newest = question
        self._questions.submit(lambda: self._answer(question))
        return self._generation

    def want_hits(self, first: int, last: int) -> None:
        """Ask for rows `first` to `last` (both included) of the newest result."""
        question = self._question
        if question is not None:
            self._pages.submit(lambda: self._fetch_hits(question, first, last))

    def recount(self) -> None:
        """Ask for the values of the newest result again, after the reader gave a tag."""
        question = self._question
        if question is not None:
            self._values.submit(lambda: self._recount(question))

    def _recount(self, question: Question) -> None:
        library = self._library
        if library is not None and not self._stale(question):
            Answering(library, question, self._post, lambda: self._stale(question)).recount()

    def _stale(self, question: Question) -> bool:
        return question.generation != self._generation or self._library is None

    def _answer(self, question: Question) -> None:
        library = self._library
        if library is None or self._stale(question):
            return

        def understood(compiled: CompiledQuery) -> None:
            if self._question is None or self._question.generation < question.generation:
                self._question, self._compiled = question, compiled

        self._refresh(library)
        Answering(library, question, self._post, lambda: self._stale(question)).run(understood)

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
            self._post(failure(error))
            return
        self._post(page_found(question.generation, page))

    def want_members(self, groups: tuple[str, ...]) -> None:
        """Ask for what shares a row of the newest result with the articles of these groups."""
        question, library, compiled = self._question, self._library, self._compiled
        if question is not None and library is not None and compiled is not None:
            self._members.submit(
                lambda: post_members(library, compiled, groups, question.generation, self._post)
            )

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
            alike = alike_words(library, article.id)
        except EvtuiError as error:
            self._post(failure(error))
            return
        title, body = (found.title, found.body) if found else ((), ())
        self._post(ArticleFetched(article, title, body, marks, at_match, place, alike))

    # Marks

    def set_starred(self, identifier: str, *, starred: bool) -> None:
        """Star an article or take its star away; `ArticleMarked` follows."""
        self._write(lambda library: library.store.set_starred(identifier, starred), identifier)

    def set_read(self, identifier: str) -> None:
        """Mark an article as read, where that can be kept: nobody asked for it; `ArticleMarked` follows."""
        if self.readonly:
            return
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
        with self._writing:
            while self._writes:
                self._writes.popleft()()

    def _do_write(self, write: Callable[[Library], object], identifier: str) -> None:
        library = self._library
        if library is None:
            return
        try:
            write(library)
            marks = library.store.marks([identifier]).get(identifier, Marks())
        except EvtuiError as error:
            self._post(failure(error))
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
        if isinstance(message, WorkFailed) and message.away:
            self._lost = True
        if not self._closed.is_set():
            self._node.post_message(message)
