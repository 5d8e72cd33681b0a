"""The desk's screen as a value and its parts: panes, session, history, and which panes are shown."""

from __future__ import annotations

from typing import Final

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.reactive import reactive
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from tui.actions import Scope
from tui.history import History
from tui.layout import ROOMY_HEIGHT, WIDE_WIDTH, Pane, fits, shown_panes
from tui.panes.search import SearchLine
from tui.panes.source import SourcePane
from tui.panes.status import KeyFooter, StatusLine
from tui.panes.timeline import TimelinePane
from tui.panes.topics import TopicsPane
from tui.queries import Opener, Queries
from tui.render.empty_desk import DEMO_WORDS
from tui.session import Session
from tui.widgets.splitter import Splitter

TOO_SMALL_WORDS: Final = (
    "The desk needs a terminal of at least\n40 × 14 characters.\nMake the window a little larger."
)


class DeskState(Screen[None]):
    """Composes the desk, holds its session and history, and fits the panes to the terminal."""

    AUTO_FOCUS = ""

    session: reactive[Session] = reactive(Session(), init=False, repaint=False)

    def __init__(self, opener: Opener, *, query: str | None, demo: bool) -> None:
        """Take what opens the library, a query to begin with, and whether it is the sample collection."""
        super().__init__()
        self.queries = Queries(self, opener, lambda: self.timeline.room)
        self.history = History()
        self._first_query = query
        self._demo = demo
        self._run = ""
        self._pane = Pane.TIMELINE
        self._beside = Pane.SOURCE
        self._zoomed = False
        self.last_session: Session | None = None

    def compose(self) -> ComposeResult:
        """Put the search line above the panes, and two lines about them below."""
        yield Static(Content(TOO_SMALL_WORDS), id="too-small")
        yield SearchLine().data_bind(DeskState.session)
        if self._demo:
            yield Static(Content(DEMO_WORDS), id="banner")
        with Horizontal(id="panes"):
            yield TimelinePane().data_bind(DeskState.session)
            yield Splitter(id="after-timeline")
            yield TopicsPane().data_bind(DeskState.session)
            yield Splitter(id="after-topics")
            yield SourcePane()
        yield StatusLine().data_bind(DeskState.session)
        yield KeyFooter()

    # Parts

    @property
    def search_line(self) -> SearchLine:
        """The search line."""
        return self.query_one(SearchLine)

    @property
    def timeline(self) -> TimelinePane:
        """The first pane."""
        return self.query_one(TimelinePane)

    @property
    def topics(self) -> TopicsPane:
        """The second pane."""
        return self.query_one(TopicsPane)

    @property
    def source(self) -> SourcePane:
        """The third pane."""
        return self.query_one(SourcePane)

    @property
    def status(self) -> StatusLine:
        """The line that says how the question was answered."""
        return self.query_one(StatusLine)

    # Session and history

    def here(self) -> Session:
        """Return the session with the place that the reader has reached in the article."""
        article = self.source.article
        if article is None or article.id != self.session.article:
            return self.session
        return self.session.place_kept(self.source.place)

    def keep_place(self) -> None:
        """Remember where the reader is, for when the panes are gone."""
        self.last_session = self.here() if self.queries.ready else None

    def visit(self, session: Session, run: str = "") -> None:
        """Make a session the present one, as a step to go back from; steps of one run count as one."""
        history = self.history.amended(self.here())
        self.history = history.amended(session) if run and run == self._run else history.visited(session)
        self._run = run
        self._present(session)

    def amend(self, session: Session) -> None:
        """Make a session the present one, without a step of its own."""
        self.history = self.history.amended(session)
        self._present(session)

    def _present(self, session: Session) -> None:
        self.session = session
        if self.queries.ready:
            self.last_session = session

    # Which panes are shown

    @property
    def scope(self) -> Scope:
        """What has the focus, as the footer and the help speak of it."""
        focused = self.focused
        if focused is None:
            return Scope.DESK
        if any(ancestor is self.search_line for ancestor in focused.ancestors):
            return Scope.SEARCH
        return {
            "histogram": Scope.HISTOGRAM,
            "articles": Scope.ARTICLES,
            "values": Scope.TOPICS,
            "text": Scope.SOURCE,
        }.get(focused.id or "", Scope.DESK)

    def stops(self) -> list[Widget]:
        """Return what `Tab` walks through, from left to right."""
        stops: list[Widget] = []
        for pane in shown_panes(self.app.size.width, self._pane, self._beside, zoomed=self._zoomed):
            if pane is Pane.TIMELINE:
                stops += [self.timeline.histogram, self.timeline.articles]
            else:
                stops.append(self.topics.values if pane is Pane.TOPICS else self.source.text)
        return stops

    def focus_pane(self, pane: Pane) -> None:
        """Show a pane and go there."""
        self._pane = pane
        if pane is not Pane.TIMELINE:
            self._beside = pane
        self.fit_panes()
        target: dict[Pane, Widget] = {
            Pane.TIMELINE: self.timeline.articles,
            Pane.TOPICS: self.topics.values,
            Pane.SOURCE: self.source.text,
        }
        target[pane].focus()

    def fit_panes(self) -> None:
        """Show the panes that fit the terminal, or say that it is too small."""
        width, height = self.app.size
        self.set_class(not fits(width, height), "-too-small")
        self.set_class(height < ROOMY_HEIGHT, "-short")
        self.set_class(width >= WIDE_WIDTH, "-wide")
        shown = shown_panes(width, self._pane, self._beside, zoomed=self._zoomed)
        for pane in Pane:
            self.query_one(f"#{pane.value}").display = pane in shown
        self.query_one("#after-timeline").display = Pane.TIMELINE in shown and len(shown) > 1
        self.query_one("#after-topics").display = Pane.TOPICS in shown and Pane.SOURCE in shown

    def on_resize(self) -> None:
        """Follow the terminal; the focus, which nothing can have where all is too small, comes back."""
        self.fit_panes()
        if self.focused is None and fits(*self.app.size):
            self.focus_pane(self._pane)

    def on_descendant_focus(self) -> None:
        """Follow the focus: footer, and which pane stays where only one fits."""
        focused = self.focused
        for pane in Pane:
            widget = self.query_one(f"#{pane.value}")
            if focused is not None and widget in focused.ancestors:
                self._pane = pane
                if pane is not Pane.TIMELINE:
                    self._beside = pane
        self.query_one(KeyFooter).scope = self.scope
