"""What the result is about: topics, names, words, sources, tags; each of them can be chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.reactive import reactive

from index.model import DistinctiveWord, FacetField, FacetValue, Timeline
from tui.actions import Scope, bindings
from tui.panes.facet_rows import Counts, sections_of
from tui.rows import DaySums
from tui.session import Session
from tui.widgets.facet_list import FacetList


class TopicsPane(Vertical):
    """Lists what the result is about. Choosing is told by the messages of `FacetList`."""

    BINDINGS = bindings(Scope.TOPICS)

    session: reactive[Session] = reactive(Session(), init=False, repaint=False)

    def __init__(self) -> None:
        """Make the pane, empty."""
        super().__init__(id="topics", classes="pane")
        self._counts = Counts()
        self._folded: frozenset[str] = frozenset()
        self._all_values = False
        self.border_title = "2 Topics"

    def compose(self) -> ComposeResult:
        """Put the list in."""
        yield FacetList(id="values")

    @property
    def values(self) -> FacetList:
        """The list."""
        return self.query_one(FacetList)

    def listed(self, field: FacetField) -> tuple[str, ...]:
        """Return the values of a field that are listed now, as they are ordered."""
        sections = sections_of(self._counts, self.session.filters, all_values=self._all_values)
        return tuple(row.value for section in sections if section.field is field for row in section.rows)

    def show_values(
        self, values: Mapping[FacetField, tuple[FacetValue, ...]], totals: Mapping[FacetField, int]
    ) -> None:
        """Show the counts of another result; its words and small bars follow."""
        self._counts = Counts(values, self._counts.words, {}, self._counts.timeline, totals)
        self._show()

    def show_words(self, words: tuple[DistinctiveWord, ...]) -> None:
        """Show the words that stand out."""
        self._counts = replace(self._counts, words=words)
        self._show()

    def show_sparks(self, days: Mapping[tuple[FacetField, str], DaySums], timeline: Timeline) -> None:
        """Show small bars beside the values, over the periods of the timeline."""
        self._counts = replace(self._counts, days=days, timeline=timeline)
        self._show()

    def clear(self) -> None:
        """Show that the result is empty; what is chosen stays, so that it can be freed."""
        self._counts = Counts()
        self._show()

    def action_more_values(self) -> None:
        """List all values of each kind, or only the most frequent again."""
        self._all_values = not self._all_values
        self._show()

    def watch_session(self, before: Session, session: Session) -> None:
        """Show at once what is chosen; the new counts follow."""
        if before.filters != session.filters:
            self._show()

    @on(FacetList.SectionFolded)
    def _section_folded(self, event: FacetList.SectionFolded) -> None:
        event.stop()
        self._folded = self._folded | {event.key} if event.folded else self._folded - {event.key}

    def _show(self) -> None:
        self.values.show_sections(
            sections_of(self._counts, self.session.filters, self._folded, all_values=self._all_values)
        )
