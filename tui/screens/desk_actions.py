"""What the keys of the desk do: one method for each action of the table."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Final

from textual import events

from index.errors import EvtuiError
from index.model import Granularity, Marks
from tui.actions import Scope, bindings
from tui.layout import Pane
from tui.screens.desk_work import DeskWork
from tui.theme import DARK, LIGHT
from tui.widgets.splitter import Splitter
from tui.widgets.virtual_list import VirtualList

_RESIZE_CELLS: Final = 4
_WEB: Final = ("http://", "https://")
_NO_ARTICLE: Final = "No article is open."


class DeskActions(DeskWork):
    """The desk with its keys."""

    BINDINGS = bindings(Scope.DESK)

    _chord = ""

    # Going about

    def action_search(self) -> None:
        """Go to the search line; inside the source, find in the article."""
        if self.scope is Scope.SOURCE and self.source.article is not None:
            self.source.open_find()
        else:
            self.search_line.input.focus()

    def action_next_pane(self) -> None:
        """Go to the next pane."""
        self._walk_panes(1)

    def action_previous_pane(self) -> None:
        """Go to the previous pane."""
        self._walk_panes(-1)

    def _walk_panes(self, delta: int) -> None:
        stops = self.stops()
        if self.focused in stops:
            stops[(stops.index(self.focused) + delta) % len(stops)].focus()
        else:
            self.focus_pane(self._pane)

    def action_pane_timeline(self) -> None:
        """Go to the timeline; again: between histogram and list."""
        if self.timeline.articles.has_focus:
            self.timeline.histogram.focus()
        else:
            self.focus_pane(Pane.TIMELINE)

    def action_pane_topics(self) -> None:
        """Go to the topics."""
        self.focus_pane(Pane.TOPICS)

    def action_pane_source(self) -> None:
        """Go to the source text."""
        self.focus_pane(Pane.SOURCE)

    def action_leave(self) -> None:
        """Leave a find line or a zoomed pane, or take a notice away."""
        if self.source.find_line.display:
            self.source.close_find()
        elif self._zoomed:
            self.action_zoom()
        else:
            self.status.tell("")

    def on_key(self, event: events.Key) -> None:
        """Do `gg`: the second letter of a chord goes to the beginning of what has the focus."""
        chord, self._chord = self._chord, event.key if event.key == "g" else ""
        if chord == "g" and event.key == "g":
            self._chord = ""
            focused = self.focused
            if isinstance(focused, VirtualList):
                focused.action_first()
            elif focused is self.source.text:
                self.source.text.go_to(0)

    # Matches and periods

    def action_next_match(self) -> None:
        """Go to the next match, and on into the next article."""
        if self.source.article is not None and self.source.text.next_match():
            return
        if self.source.finding:
            self.status.tell("There is no more of it further on in this article; Esc ends finding.")
        elif not self.timeline.step_article(1, 0):
            self.status.tell("This is the last match of the last article.")

    def action_previous_match(self) -> None:
        """Go to the previous match, and back into the article before."""
        if self.source.article is not None and self.source.text.previous_match():
            return
        if self.source.finding:
            self.status.tell("There is no more of it before in this article; Esc ends finding.")
        elif not self.timeline.step_article(-1, -1):
            self.status.tell("This is the first match of the first article.")

    def action_next_period(self) -> None:
        """Go one period later; a chosen period moves along."""
        self._step_period(1)

    def action_previous_period(self) -> None:
        """Go one period earlier; a chosen period moves along."""
        self._step_period(-1)

    def _step_period(self, delta: int) -> None:
        session = self.session
        if session.filters.period is None:
            if not self.timeline.step_period(delta):
                self.status.tell(f"There is no {'later' if delta > 0 else 'earlier'} period.")
            return
        stepped = session.period_stepped(delta, self.timeline.timeline)
        if stepped == session:
            self.status.tell(f"There is no {'later' if delta > 0 else 'earlier'} period.")
            return
        self.visit(stepped, "stepping")
        if stepped.filters.period is not None:
            self.timeline.histogram.go_to(stepped.filters.period.first)
        self.queries.ask(self.session)

    def action_finer(self) -> None:
        """Show shorter periods."""
        self.zoom_timeline(-1)

    def action_coarser(self) -> None:
        """Show longer periods."""
        self.zoom_timeline(1)

    def zoom_timeline(self, delta: int) -> None:
        """Show periods that are `delta` steps longer."""
        lengths = list(Granularity)
        wanted = lengths.index(self.timeline.timeline.granularity) + delta
        if 0 <= wanted < len(lengths):
            self.amend(self.session.granularity_chosen(lengths[wanted]))
            if self.timeline.timeline.granularity is not lengths[wanted]:
                self.status.tell("These articles span too long a time for shorter periods.")

    def action_go_to_date(self) -> None:
        """Ask for a date in words and go there."""
        today = date.today()

        def refuse(text: str) -> str:
            try:
                self.queries.read_day(text, today)
            except EvtuiError as error:
                return str(error)
            return ""

        def go(text: str) -> None:
            day = self.queries.read_day(text, today).first
            if not self.timeline.go_to_day(day):
                self.status.tell("No article of this result has a date to go to.")

        hint = "2024-03 · 13 March 2024 · last month · 3 weeks ago · Q1-2024"
        self._prompt("Go to a date", hint, go, refuse)

    def action_cycle_order(self) -> None:
        """Order the articles another way."""
        self.visit(self.session.order_cycled(), "ordering")
        self.queries.ask(self.session)

    def action_toggle_groups(self) -> None:
        """Give near-duplicates a row each, or one row together again."""
        self.visit(self.session.grouping_toggled())
        self.queries.ask(self.session)

    def action_clear_filters(self) -> None:
        """Let go of everything that is chosen beside the query."""
        if not self.session.filters.empty:
            self.visit(self.session.filters_cleared())
            self.queries.ask(self.session)

    def action_more_values(self) -> None:
        """List more values of each kind, or fewer again."""
        self.topics.action_more_values()

    # The article

    def action_copy(self) -> None:
        """Copy the selection, or the sentence of the match, with its citation."""
        passage = self.source.cited_passage()
        if not passage:
            self.status.tell(_NO_ARTICLE)
            return
        self.app.copy_to_clipboard(passage)
        self.status.tell(f"Copied: {' '.join(passage.split())}")

    def action_star(self) -> None:
        """Star the article, or take its star away."""
        article = self.source.article
        if article is None:
            self.status.tell(_NO_ARTICLE)
            return
        self.queries.set_starred(article.id, starred=not self.marks.starred)

    def action_tag(self) -> None:
        """Give the article a tag."""
        article = self.source.article
        if article is None:
            self.status.tell(_NO_ARTICLE)
            return

        hint = "A word or a few; found again by tag:"
        self._prompt("Tag this article", hint, partial(self.queries.add_tag, article.id))

    def action_note(self) -> None:
        """Write a note on the article."""
        article = self.source.article
        if article is None:
            self.status.tell(_NO_ARTICLE)
            return

        hint = "Stands beside the text; found again by note: and has:note"
        self._prompt("Note on this article", hint, partial(self.queries.add_note, article.id))

    def _prompt(
        self,
        title: str,
        hint: str,
        answered: Callable[[str], None],
        refuse: Callable[[str], str] | None = None,
    ) -> None:
        from tui.screens.prompt import PromptScreen

        def take(text: str | None) -> None:
            if text:
                answered(text)

        self.app.push_screen(PromptScreen(title, hint, refuse), take)

    def action_open_original(self) -> None:
        """Open the article's web address in the browser."""
        article = self.source.article
        if article is None:
            self.status.tell(_NO_ARTICLE)
        elif not article.url:
            self.status.tell("This article came without a web address.")
        elif not article.url.lower().startswith(_WEB):
            self.status.tell(f"This address is not one of the web, so it is not opened: {article.url}")
        else:
            self._open_address(article.url)

    def _open_address(self, url: str) -> None:
        import webbrowser

        try:
            browser = webbrowser.get()
        except webbrowser.Error:
            browser = None
        # A browser that runs in the terminal would paint over the desk.
        if browser is None or type(browser) is webbrowser.GenericBrowser:
            self.app.copy_to_clipboard(url)
            self.status.tell(f"There is no browser here; the address is copied: {url}")
        else:
            self.app.open_url(url)
            self.status.tell(f"Opened {url}")

    marks = Marks()
    """The reader's marks on the article on screen."""

    # History

    def action_back(self) -> None:
        """Go back to the session before."""
        self._walk_history(back=True)

    def action_forward(self) -> None:
        """Go forward again."""
        self._walk_history(back=False)

    def _walk_history(self, *, back: bool) -> None:
        history = self.history.amended(self.here())
        moved = history.back() if back else history.forward()
        if moved == history:
            self.status.tell(f"There is nothing to go {'back' if back else 'forward'} to.")
            return
        self.history = moved
        self._run = ""
        self.session = moved.present
        self.restore()

    def restore(self) -> None:
        """Ask for the present session and put the reader back to the place in its article."""
        self.queries.ask(self.session)

    # The desk itself

    def action_zoom(self) -> None:
        """Give the pane the whole screen, or back."""
        self._zoomed = not self._zoomed
        self.fit_panes()

    def action_wider(self) -> None:
        """Make the pane wider."""
        self._resize_pane(_RESIZE_CELLS)

    def action_narrower(self) -> None:
        """Make the pane narrower."""
        self._resize_pane(-_RESIZE_CELLS)

    def _resize_pane(self, cells: int) -> None:
        splitters = [splitter for splitter in self.query(Splitter) if splitter.display]
        if not splitters:
            return
        last = self._pane is Pane.SOURCE or (self._pane is Pane.TOPICS and len(splitters) == 1)
        splitter = splitters[-1] if self._pane is not Pane.TIMELINE else splitters[0]
        splitter.move_by(-cells if last else cells)

    def action_commands(self) -> None:
        """Find and run any command by its name."""
        self.app.action_command_palette()

    def action_switch_theme(self) -> None:
        """Change between the dark and the light colours."""
        self.app.theme = LIGHT.name if self.app.theme == DARK.name else DARK.name

    def action_help(self) -> None:
        """Show the keys of the pane in focus."""
        from tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self.scope))

    def action_quit(self) -> None:
        """Leave evtui."""
        self.keep_place()
        self.queries.stop()
        self.app.exit()
