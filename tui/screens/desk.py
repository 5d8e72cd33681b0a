"""The desk: takes what the panes tell and what the library answers to where it belongs."""

from __future__ import annotations

import gc
from dataclasses import replace
from functools import partial
from typing import Final

from textual import on
from textual.timer import Timer
from textual.worker import Worker, WorkerState

from index.model import Hit, LibraryInfo
from tui.layout import Pane
from tui.messages import (
    ArticleChosen,
    ArticleFetched,
    ArticleHighlighted,
    ArticleLocated,
    ArticleMarked,
    ClusterReturned,
    DaysCounted,
    FacetsCounted,
    FiltersCleared,
    HitsFound,
    HitsWanted,
    LibraryAwaited,
    LibraryFailed,
    LibraryGrew,
    LibraryOpened,
    LibraryProgressed,
    LibraryRefreshed,
    MembersFound,
    MembersWanted,
    NothingExplained,
    QueryRefused,
    QuerySubmitted,
    QueryTyped,
    QuestionAnswered,
    SearchLeft,
    SparksCounted,
    WordReplaced,
    WordsFound,
    WorkFailed,
)
from tui.panes.search import session_without
from tui.panes.status import KeyFooter
from tui.render.empty_desk import OPENING_WORDS
from tui.render.facts import Answered
from tui.screens.desk_actions import DeskActions
from tui.screens.desk_words import (
    AWAITED_WORDS,
    AWAY,
    CHANGED_WORDS,
    GREW_WORDS,
    RETURNED_WORDS,
    opened_words,
)
from tui.session import Session
from tui.widgets.chips import Chips
from tui.widgets.facet_list import FacetList
from tui.widgets.histogram import Histogram

READING_SECONDS: Final = 4.0
"""How long an article must be on screen to count as read."""
WATCH_SECONDS: Final = 5.0
"""Time between two looks for articles that another process added."""


class DeskScreen(DeskActions):
    """The desk."""

    _info: LibraryInfo | None = None
    _shown_query: str | None = None
    _restoring = False
    _awaits_place = False
    _settled = False
    _reading: Timer | None = None

    def on_mount(self) -> None:
        """Open the library, once the desk is painted."""
        self.fit_panes()
        self.status.tell(OPENING_WORDS, lasting=True)
        self.timeline.articles.focus()
        self.call_after_refresh(self.queries.open)

    # The library

    def on_library_progressed(self, message: LibraryProgressed) -> None:
        """Tell how far long work has come."""
        progress = message.progress
        of = f" of {progress.total:,}" if progress.total else ""
        self.status.tell(f"{progress.stage}: {progress.done:,}{of} {progress.unit}", lasting=True)

    def on_library_awaited(self, message: LibraryAwaited) -> None:
        """Tell why nothing can be shown yet; it comes by itself."""
        self.status.tell(f"{AWAITED_WORDS} {message.reason}", lasting=True)

    def on_library_failed(self, message: LibraryFailed) -> None:
        """Leave: without a library there is nothing to show."""
        self.app.exit(return_code=1, message=str(message.error))

    def on_library_opened(self, message: LibraryOpened) -> None:
        """Take up the last sitting, or begin with the query of the command line."""
        gc.freeze()
        gc.enable()
        self._info = message.info
        away = message.info.index == AWAY
        self.status.tell(opened_words(message, readonly=self.queries.readonly), failed=away)
        if not self._demo:
            self.queries.long_work.allow_analysis(True)
        self.set_interval(WATCH_SECONDS, self.queries.look_for_changes)
        if not message.info.articles and not away:
            self.timeline.show_message(
                "This library is empty.",
                "",
                "Leave with q and type:",
                f"evtui -L {message.info.library} import PATH…",
            )
            return
        if self._first_query is not None:
            self.amend(Session().searched(self._first_query))
        elif self.session == Session():
            self.amend(Session.from_data(message.session))
        self.restore()

    def on_library_grew(self, message: LibraryGrew) -> None:
        """Tell of articles that another process added, and leave everything where it is."""
        new = message.articles - self._info.articles if self._info else 0
        if new > 0 and new == message.articles:
            # In an empty library nothing can be disturbed.
            self.restore()
            return
        self.status.answered = replace(self.status.answered, new=max(0, new))
        self.status.tell(GREW_WORDS if new > 0 else CHANGED_WORDS)

    def on_library_refreshed(self, message: LibraryRefreshed) -> None:
        """Speak of the library as it is now."""
        self._info = message.info
        self.status.tell("")

    # Answers

    def on_hits_found(self, message: HitsFound) -> None:
        """Show rows, and the article that the cursor is on."""
        if message.generation != self.queries.generation:
            return
        if not message.first:
            self.timeline.load(message)
            return
        self.search_line.forget_mistake()
        info = self._info
        self.status.answered = Answered(
            message.total,
            info.articles if info else 0,
            message.seconds,
            info.engine if info else "",
            rows=message.listed,
        )
        self.timeline.show_result(message)
        if not message.total:
            self.topics.clear()
            self.source.clear("No article fits.")
            self._shown_query = None
            self.timeline.stand_at(None)
            return
        here = any(hit.id == self.session.article for hit in message.hits)
        self._awaits_place = message.locating and not here
        if not self._awaits_place:
            self._show_article_under_cursor()

    def on_nothing_explained(self, message: NothingExplained) -> None:
        """Say why nothing was found."""
        if message.generation == self.queries.generation:
            self.timeline.explain(message.no_hits)

    def on_days_counted(self, message: DaysCounted) -> None:
        """Show the bars and the headings."""
        if message.generation == self.queries.generation:
            self.timeline.show_days(message.inside, message.whole, message.rows)
            self._mark_place_in_time()

    def on_article_located(self, message: ArticleLocated) -> None:
        """Put the list where the session's article stands; where it is not there, at the first one."""
        if message.generation != self.queries.generation or not self._awaits_place:
            return
        self._awaits_place = False
        if message.number is not None:
            self.timeline.stand_at_article(message.number, self.session.article)
        self._show_article_under_cursor()

    def on_facets_counted(self, message: FacetsCounted) -> None:
        """Show the counts of values."""
        if message.generation == self.queries.generation:
            self.topics.show_values(message.values, message.totals)

    def on_words_found(self, message: WordsFound) -> None:
        """Show the words that stand out."""
        if message.generation == self.queries.generation:
            self.topics.show_words(message.words)

    def on_sparks_counted(self, message: SparksCounted) -> None:
        """Show values over time."""
        if message.generation == self.queries.generation:
            self.topics.show_sparks(message.days, self.timeline.timeline)

    def on_question_answered(self, _message: QuestionAnswered) -> None:
        """Let the collector of garbage pass over what stays for good: it held up the cursor."""
        if not self._settled:
            self._settled = True
            gc.freeze()

    def on_query_refused(self, message: QueryRefused) -> None:
        """Tell what is wrong with the query, under it."""
        if message.generation == self.queries.generation:
            self.search_line.tell_mistake(
                self.session.query, message.message, message.column, message.length, message.hint
            )
            self.search_line.input.focus()

    def on_work_failed(self, message: WorkFailed) -> None:
        """Tell what could not be done."""
        self.status.tell(message.reason, failed=True)

    def on_cluster_returned(self, _message: ClusterReturned) -> None:
        """Ask again what could not be answered."""
        self.status.tell(RETURNED_WORDS)
        self.restore()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Tell of a bug without taking the desk away, unless there is no library to go on with."""
        error = event.worker.error
        if event.state is not WorkerState.ERROR or error is None:
            return
        if not self.queries.ready:
            raise error
        self.status.tell(f"Something went wrong in evtui: {type(error).__name__}: {error}", failed=True)

    # The article

    def on_article_fetched(self, message: ArticleFetched) -> None:
        """Show an article, unless the reader has gone on meanwhile."""
        article = message.article
        if article.id != self.session.article:
            return
        self.marks = message.marks
        self._shown_query = self.session.query
        self.source.show(message)
        self._mark_place_in_time()
        if self._reading is not None:
            self._reading.stop()
        if not message.marks.read:
            self._reading = self.set_timer(READING_SECONDS, partial(self.queries.set_read, article.id))

    def on_article_marked(self, message: ArticleMarked) -> None:
        """Show new marks in list and text."""
        if message.article == self.session.article:
            if message.marks.tags != self.marks.tags:
                self.queries.recount()
            self.marks = message.marks
        self.timeline.mark(message.article, message.marks)
        self.source.mark(message.article, message.marks)

    def on_article_highlighted(self, message: ArticleHighlighted) -> None:
        """Show the article that the cursor came to."""
        self.query_one(KeyFooter).alike = self.timeline.foldable
        self.visit(self.session.article_opened(message.hit.id), "browsing")
        self.queries.fetch_article(message.hit.id, at_match=message.at_match)

    def on_article_chosen(self, message: ArticleChosen) -> None:
        """Go and read the article; it counts as read."""
        self.queries.set_read(message.hit.id)
        self._run = ""
        self.focus_pane(Pane.SOURCE)

    def on_hits_wanted(self, message: HitsWanted) -> None:
        """Ask for rows that came on screen."""
        self.queries.want_hits(message.first, message.last)

    def on_members_wanted(self, message: MembersWanted) -> None:
        """Ask for what shares a row."""
        self.queries.want_members(message.groups)

    def on_members_found(self, message: MembersFound) -> None:
        """Show what shares a row."""
        if message.generation == self.queries.generation:
            self.timeline.show_members(message.members)

    def restore(self) -> None:
        """Ask for the present session and put the reader back to the place in its article."""
        self._restoring = True
        self.queries.ask(self.session)

    def _show_article_under_cursor(self) -> None:
        hit: Hit | None = self.timeline.hit
        self.query_one(KeyFooter).alike = self.timeline.foldable
        restoring, self._restoring = self._restoring, False
        if hit is None:
            return
        session = self.session
        article = self.source.article
        if hit.id == session.article and restoring:
            self.queries.fetch_article(hit.id, at_match=None if session.place else 0, place=session.place)
        elif article is None or article.id != hit.id or self._shown_query != session.query:
            self.amend(session.article_opened(hit.id))
            self.queries.fetch_article(hit.id)

    def _mark_place_in_time(self) -> None:
        article = self.source.article
        self.timeline.stand_at(article.day if article is not None else None)

    # The reader's wishes

    def on_query_typed(self, message: QueryTyped) -> None:
        """Search while the reader types; what was typed on meanwhile comes with a message of its own."""
        if message.text != self.search_line.input.value:
            return
        self.visit(self.session.searched(message.text), "typing")
        if self.queries.ready:
            self.queries.ask(self.session, typing=True, locate=False)

    def on_query_submitted(self, message: QuerySubmitted) -> None:
        """Check the query and go to the articles."""
        self.visit(self.session.searched(message.text), "typing")
        self._run = ""
        self.focus_pane(Pane.TIMELINE)
        if self.queries.ready:
            self.queries.ask(self.session, strict=True)

    def on_search_left(self, _message: SearchLeft) -> None:
        """Go back to the panes."""
        self._run = ""
        self.focus_pane(self._pane)

    def on_word_replaced(self, message: WordReplaced) -> None:
        """Put a word of the library in place of one that it does not have."""
        self._ask_anew(self.session.word_replaced(message.absent, message.word))

    def on_filters_cleared(self, _message: FiltersCleared) -> None:
        """Let go of what is chosen."""
        self.action_clear_filters()

    @on(FacetList.Required)
    def _value_required(self, event: FacetList.Required) -> None:
        if event.field is None:
            self._ask_anew(self.session.word_added(event.value))
        else:
            self._ask_anew(self.session.required(event.field, event.value))

    @on(FacetList.Excluded)
    def _value_excluded(self, event: FacetList.Excluded) -> None:
        if event.field is None:
            self._ask_anew(self.session.word_excluded(event.value))
        else:
            self._ask_anew(self.session.excluded(event.field, event.value))

    @on(FacetList.Freed)
    def _value_freed(self, event: FacetList.Freed) -> None:
        if event.field is not None:
            self._ask_anew(self.session.freed(event.field, event.value))

    @on(Chips.Removed)
    def _chip_removed(self, event: Chips.Removed) -> None:
        self._ask_anew(session_without(self.session, event.chip_id))

    @on(Histogram.PeriodChosen)
    def _period_chosen(self, event: Histogram.PeriodChosen) -> None:
        self._ask_anew(self.session.period_chosen(event.period))

    @on(Histogram.UndatedChosen)
    def _undated_chosen(self) -> None:
        self._ask_anew(self.session.undated_toggled())

    @on(Histogram.GranularityChanged)
    def _granularity_changed(self, event: Histogram.GranularityChanged) -> None:
        self.zoom_timeline(event.delta)

    @on(KeyFooter.Clicked)
    async def _footer_clicked(self, event: KeyFooter.Clicked) -> None:
        if event.action.own:
            self.app.simulate_key(event.action.keys[0])
        else:
            await self.run_action(event.action.id)

    def _ask_anew(self, session: Session) -> None:
        if session != self.session and self.queries.ready:
            self.visit(session)
            self.queries.ask(self.session)
