"""The timeline: a histogram of the result, and below it the articles along it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.reactive import reactive

from index.model import Granularity, Hit, Marks, NoHits, Timeline
from tui.messages import ArticleChosen, ArticleHighlighted, HitsFound, HitsWanted, MembersWanted
from tui.panes.hit_rows import HitRows
from tui.panes.no_hits_rows import Remark, RemarkRows, remarks_on, said
from tui.render.facts import ORDER_WORDS
from tui.rows import HIT_LINES, HitLayout, laid_out, laid_out_before_days, timeline_for
from tui.session import Session
from tui.widgets.histogram import Histogram
from tui.widgets.virtual_list import VirtualList

_LEAST_ROWS: Final = 5
_LIST_MARGIN: Final = 5
_LEAST_TEXT: Final = 20


class ArticleList(VirtualList):
    """A list of articles; their sources have a style of their own."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"list--source"}
    DEFAULT_CSS = """
    ArticleList > .list--source { color: $text-primary; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "unfold", "Alike", show=False, id="list.unfold"),
    ]

    class Unfolded(VirtualList.Highlighted):
        """What shares the row shall be shown under it, or no more."""

    def action_unfold(self) -> None:
        """Show what shares the row of the cursor, or fold it again."""
        if self.cursor is not None:
            self.post_message(self.Unfolded(self, self.cursor))

    def taken(self, row: int, line: int, column: int, cells: int) -> bool:
        """Unfold where the number of others is clicked."""
        source = self.source
        if not isinstance(source, HitRows) or not source.on_sign(row, line, column, cells):
            return False
        self.action_unfold()
        return True


class TimelinePane(Vertical):
    """Shows a result over time; tells which article the cursor is on."""

    session: reactive[Session] = reactive(Session(), init=False, repaint=False)

    def __init__(self) -> None:
        """Make the pane, empty."""
        super().__init__(id="timeline", classes="pane")
        self._rows = HitRows(HitLayout(()), Granularity.MONTH, Session().order)
        self._inside: Mapping[int, int] = {}
        self._row_days: Mapping[int, int] = {}
        self._whole: Mapping[int, int] = {}
        self._timeline = Timeline(Granularity.MONTH, ())
        self._at_match = 0
        self._announced: str | None = None
        self._fitted_query: str | None = None
        self._remarks: RemarkRows | None = None
        self._total = 0
        self._unfolded: set[str] = set()
        """Groups that the reader unfolded, as long as the query stays."""
        self._awaited: set[str] = set()
        self._shown_query: str | None = None
        self.border_title = "1 Timeline"
        self.border_subtitle = ORDER_WORDS[Session().order]

    def compose(self) -> ComposeResult:
        """Put the histogram above the list."""
        yield Histogram(id="histogram")
        yield ArticleList(id="articles")

    @property
    def histogram(self) -> Histogram:
        """The bars."""
        return self.query_one(Histogram)

    @property
    def articles(self) -> VirtualList:
        """The list."""
        return self.query_one("#articles", VirtualList)

    @property
    def timeline(self) -> Timeline:
        """The periods shown, of the whole result without the chosen period."""
        return self._timeline

    @property
    def total(self) -> int:
        """Articles in the result."""
        return self._total

    @property
    def room(self) -> int:
        """How many rows the list has room for, and one more that is seen in part."""
        return max(_LEAST_ROWS, self.articles.size.height // HIT_LINES + 1)

    @property
    def number(self) -> int | None:
        """The place in the list of the article that the cursor is on, from 0."""
        row = self.articles.cursor
        return None if row is None else self._rows.layout.hit_at(row)

    @property
    def hit(self) -> Hit | None:
        """The article that the cursor is on, where it is loaded."""
        row = self.articles.cursor
        return None if row is None else self._rows.hit_on(row)

    @property
    def foldable(self) -> bool:
        """Whether the row of the cursor shares its place with others."""
        hit, row = self.hit, self.articles.cursor
        spot = None if row is None or self._remarks is not None else self._rows.spot_on(row)
        return hit is not None and spot is not None and (hit.others > 0 or spot.member is not None)

    # What came from the library

    def show_result(self, found: HitsFound) -> None:
        """Show the first rows of a new result; the days follow."""
        if not found.total:
            self.explain(None)
            return
        session = self.session
        self._total = found.total
        if session.query != self._shown_query:
            self._unfolded.clear()
        self._shown_query = session.query
        self._awaited.clear()
        layout = laid_out_before_days(found.hits, found.listed, self._timeline.granularity, session.order)
        self._rows = HitRows(layout, self._timeline.granularity, session.order, dict(enumerate(found.hits)))
        number = next((n for n, hit in enumerate(found.hits) if hit.id == session.article), 0)
        self._announced = None
        self._remarks = None
        self.articles.show(self._rows, cursor=layout.row_of(number))
        self._unfold_again(found.hits)

    def load(self, found: HitsFound) -> None:
        """Take in further rows."""
        if not found.hits or found.offset + len(found.hits) > self._rows.plain.total:
            return
        self._rows.load(found.offset, found.hits)
        first, last = found.offset, found.offset + len(found.hits) - 1
        self.articles.rows_changed(self._row_of(first), self._row_of(last))
        hit = self.hit
        if self._announced == "" and hit is not None:
            self._announce(hit)
        self._unfold_again(found.hits)

    def show_days(
        self, inside: Mapping[int, int], whole: Mapping[int, int], rows: Mapping[int, int] | None = None
    ) -> None:
        """Show the bars of a result, and the headings of its periods in the list.

        Args:
            inside: articles by day number.
            whole: the same without the chosen period.
            rows: rows by day number, where some articles share one.
        """
        self._inside, self._whole = inside, whole
        self._row_days = inside if rows is None else rows
        self._lay_out()

    def show_members(self, members: Mapping[str, tuple[Hit, ...]]) -> None:
        """Unfold groups of near-duplicates; the cursor stays with its article."""
        wanted = {
            hit.group: (number, hit)
            for number, hit in self._rows.hits.items()
            if hit.others and hit.group in members
        }
        here = self.hit
        for group, (number, hit) in wanted.items():
            self._unfolded.add(group)
            self._rows.unfold(number, tuple(other for other in members[group] if other.id != hit.id))
        self._awaited -= members.keys()
        if not wanted:
            return
        self._show_again(here)
        for number, _ in wanted.values():
            if here is not None and here.group in wanted:
                last = self._row_of(number, len(self._rows.members.get(number, ())) - 1)
                self.articles.reveal(self._row_of(number), last)

    def show_message(self, *lines: str) -> None:
        """Show words where the articles would be."""
        cells = max(_LEAST_TEXT, self.size.width - _LIST_MARGIN)
        self._show_remarks((Remark(""), *(remark for line in lines for remark in said(line, cells))))

    def mark(self, article: str, marks: Marks) -> None:
        """Show other marks on an article of the list."""
        if self._rows.mark(article, marks):
            self.articles.rows_changed()

    def explain(self, no_hits: NoHits | None) -> None:
        """Say that nothing was found, and, once it is known, why, and offer what is near."""
        session = self.session
        cells = max(_LEAST_TEXT, self.size.width - _LIST_MARGIN)
        self._show_remarks(remarks_on(no_hits, session.query, session.filters, cells))

    def _show_remarks(self, remarks: tuple[Remark, ...]) -> None:
        self._total = 0
        self._rows = HitRows(HitLayout(()), self._timeline.granularity, self.session.order)
        self._remarks = RemarkRows(remarks)
        self.articles.show(self._remarks, cursor=0)

    # The reader's way through it

    def step_article(self, delta: int, at_match: int) -> bool:
        """Go to the next (1) or previous (−1) article, at match `at_match`; False at the end of the list."""
        number = self.number
        if number is None or not 0 <= number + delta < self._rows.layout.total:
            return False
        self._at_match = at_match
        self.articles.move_to(self._rows.layout.row_of(number + delta))
        return True

    def stand_at_article(self, number: int, article: str) -> None:
        """Put the cursor on an article in row `number` of the result, or on one that is unfolded under it."""
        if 0 <= number < self._rows.plain.total:
            ids = [member.id for member in self._rows.members.get(number, ())]
            member = ids.index(article) if article in ids else None
            self.stand_at_place(self._rows.expansion.place_of(number, member), announce=False)

    def stand_at_place(self, place: int, *, announce: bool = True) -> None:
        """Put the cursor on the article at a place of the list."""
        if not 0 <= place < self._rows.layout.total:
            return
        row = self._rows.layout.row_of(place)
        if row not in self.articles.visible_rows:
            # What is jumped to stands with some of what comes before and after it.
            above = self._rows.heights.line_of(row) - self.articles.size.height // 3
            self.articles.scroll_to(y=max(0, above), animate=False, force=True)
        self.articles.move_to(row, announce=announce)

    def step_period(self, delta: int) -> bool:
        """Go to the first article of a later (1) or earlier (−1) period; False where there is none."""
        number = self.number
        order = self.session.order
        if number is None or order.value == "best":
            self.histogram.step(delta)
            return True
        direction = -delta if order.value == "newest" else delta
        target = self._rows.layout.hit_of_next_section(number, direction)
        if target is None:
            return False
        self.stand_at_place(target)
        return True

    def go_to_day(self, day: date) -> bool:
        """Go to the period of a day, in bars and list; False where no article has a date."""
        if self._timeline.buckets:
            self.histogram.go_to(day)
        number = self._rows.layout.hit_near(day, self.session.order)
        if number is not None:
            self.stand_at_place(number)
        return number is not None

    def stand_at(self, day: date | None) -> None:
        """Mark in the histogram where the article on screen stands."""
        self.histogram.stand_at(day)
        if day is not None and self._timeline.buckets and not self.histogram.has_focus:
            self.histogram.go_to(day)

    # Inner workings

    def watch_session(self, before: Session, session: Session) -> None:
        """Follow the session: titles, the chosen period, the length of a period."""
        if before.order != session.order:
            self.border_subtitle = ORDER_WORDS[session.order]
        if before.filters != session.filters:
            self.histogram.choose(session.filters.period, undated=session.filters.undated)
        if before.granularity != session.granularity and (self._whole or self._inside):
            self._lay_out()

    def _lay_out(self) -> None:
        session = self.session
        wanted = session.granularity or self._fitting()
        self._timeline = timeline_for(self._whole, wanted, self.histogram.size.width)
        self._fitted_query = session.query
        self.border_title = f"1 Timeline · {self._timeline.granularity.value}"
        self.histogram.show(
            self._timeline, chosen=session.filters.period, undated_chosen=session.filters.undated
        )
        number = self.number
        layout = laid_out(self._row_days, self._timeline.granularity, session.order, self._inside)
        if number is None or layout.total != self._rows.plain.total:
            return
        held = self._rows
        self._rows = HitRows(layout, self._timeline.granularity, session.order, held.hits, held.members)
        self.articles.show(self._rows, cursor=self._rows.layout.row_of(number))

    def _row_of(self, number: int, member: int | None = None) -> int:
        """Return the row in the list of a row of the result, or of one that is unfolded under it."""
        return self._rows.layout.row_of(self._rows.expansion.place_of(number, member))

    def _unfold_again(self, hits: Iterable[Hit]) -> None:
        """Ask for what the reader unfolded before, where it has come into the list again."""
        self._want_members({hit.group for hit in hits if hit.others and hit.group in self._unfolded})

    def _want_members(self, groups: set[str]) -> None:
        if groups - self._awaited:
            # All at once: of two wishes that wait, only the newer one is heard.
            self._awaited |= groups
            self.post_message(MembersWanted(tuple(sorted(self._awaited))))

    def _show_again(self, here: Hit | None) -> None:
        """Show the list after something was unfolded or folded, with the cursor on the same article."""
        place = self._rows.place_of(here) if here is not None else None
        cursor = self.articles.cursor if place is None else self._rows.layout.row_of(place)
        self.articles.show(self._rows, cursor=cursor, keep_scroll=True)

    def _fitting(self) -> Granularity | None:
        """Return the length of a period that was fitted to this query; choosing values never changes it."""
        before = self._timeline
        return before.granularity if before.buckets and self._fitted_query == self.session.query else None

    def _announce(self, hit: Hit) -> None:
        self._announced = hit.id
        at_match, self._at_match = self._at_match, 0
        self.post_message(ArticleHighlighted(hit, at_match))

    @on(VirtualList.Chosen, "#articles")
    def _row_chosen(self, event: VirtualList.Chosen) -> None:
        event.stop()
        if self._remarks is not None:
            wish = self._remarks.remarks[event.row].wish
            if wish is not None:
                self.post_message(wish)
        elif (hit := self._rows.hit_on(event.row)) is not None:
            self.post_message(ArticleChosen(hit))

    @on(VirtualList.Highlighted, "#articles")
    def _row_highlighted(self, event: VirtualList.Highlighted) -> None:
        event.stop()
        if type(event) is not VirtualList.Highlighted or self._rows.spot_on(event.row) is None:
            return
        hit = self._rows.hit_on(event.row)
        if hit is None:
            self._announced = ""
        else:
            self._announce(hit)

    @on(VirtualList.RowsWanted, "#articles")
    def _rows_wanted(self, event: VirtualList.RowsWanted) -> None:
        event.stop()
        places = self._rows.layout.hits_between(event.first, event.last)
        if places:
            at = self._rows.expansion.at
            self.post_message(HitsWanted(at(places.start).number, at(places.stop - 1).number))

    @on(ArticleList.Unfolded, "#articles")
    def _row_unfolded(self, event: ArticleList.Unfolded) -> None:
        event.stop()
        spot = None if self._remarks is not None else self._rows.spot_on(event.row)
        row = self._rows.hits.get(spot.number) if spot is not None else None
        if spot is None or row is None or not row.others:
            return
        if spot.number not in self._rows.members:
            self._want_members({row.group})
            return
        inside = spot.member is not None
        self._unfolded.discard(row.group)
        self._rows.unfold(spot.number, ())
        self._show_again(row)
        if inside:
            self._announce(row)
