"""The text of the chosen article, and a line to find something in it."""

from __future__ import annotations

from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input

from index.model import Article, Marks, Span
from tui.citation import quotation, sentence_at
from tui.messages import ArticleFetched, FindLeft
from tui.render.cells import clean
from tui.widgets.article_text import ArticleText

_TITLE: Final = "3 Source"


class FindLine(Input):
    """Where a word is typed that shall be found in the article."""

    DEFAULT_CSS = """
    FindLine { display: none; background: $surface; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave_find", "leave", show=False)]

    def action_leave_find(self) -> None:
        """Close the line and forget what was found."""
        self.post_message(FindLeft())


class SourcePane(Vertical):
    """Shows an article with its matches, and where the reader is in it."""

    def __init__(self) -> None:
        """Make the pane, empty."""
        super().__init__(id="source", classes="pane")
        self._matches: tuple[Span, ...] = ()
        self.border_title = _TITLE

    def compose(self) -> ComposeResult:
        """Put the text above the find line, which hides until it is wanted."""
        yield ArticleText(id="text")
        yield FindLine(placeholder="find in this article", compact=True, id="find")

    @property
    def text(self) -> ArticleText:
        """The text."""
        return self.query_one(ArticleText)

    @property
    def find_line(self) -> FindLine:
        """The line to find something by."""
        return self.query_one(FindLine)

    @property
    def article(self) -> Article | None:
        """The article shown."""
        return self.text.article

    @property
    def place(self) -> int:
        """The character of the body at the top of the view."""
        return self.text.place if self.text.article is not None else 0

    def show(self, fetched: ArticleFetched) -> None:
        """Show an article at one of its matches, or at a place in it."""
        self.close_find()
        self._matches = fetched.body_matches
        self.text.alike = fetched.alike
        self.text.show(
            fetched.article,
            fetched.body_matches,
            fetched.title_matches,
            fetched.marks,
            at_match=fetched.at_match,
        )
        if fetched.at_match is None and fetched.place:
            self.text.go_to(fetched.place)

    def mark(self, article: str, marks: Marks) -> None:
        """Show other marks where the article is the one shown."""
        if self.article is not None and self.article.id == article:
            self.text.mark(marks)

    def clear(self, message: str = "") -> None:
        """Show no article, only a message."""
        self.close_find()
        self.text.clear(message)
        self.border_subtitle = ""

    def cited_passage(self) -> str:
        """Return the selection, or the sentence of the current match, cited; empty without article."""
        article = self.article
        if article is None:
            return ""
        return quotation(article, self.text.selected_text() or self._sentence_of_match(article))

    def open_find(self) -> None:
        """Show the find line and go there."""
        self.find_line.display = True
        self.find_line.value = ""
        self.find_line.focus()

    def close_find(self) -> None:
        """Hide the find line and forget what was found."""
        if self.find_line.display:
            had_focus = self.find_line.has_focus
            self.find_line.display = False
            self.text.find("")
            if had_focus:
                self.text.focus()

    def _sentence_of_match(self, article: Article) -> str:
        match = self.text.match
        return "" if match is None else sentence_at(article.body, self._matches[match])

    @on(Input.Changed, "#find")
    def _find_changed(self, event: Input.Changed) -> None:
        event.stop()
        if self.find_line.display and not self.text.find(event.value) and self.finding:
            self.border_subtitle = "not in this article"

    @on(Input.Submitted, "#find")
    def _find_kept(self, event: Input.Submitted) -> None:
        event.stop()
        self.text.focus()

    @on(FindLeft)
    def _find_left(self, event: FindLeft) -> None:
        event.stop()
        self.close_find()

    @on(ArticleText.PositionChanged)
    def _position_changed(self, event: ArticleText.PositionChanged) -> None:
        event.stop()
        article = self.article
        if self.finding and not event.finds and self.text.has_focus:
            # Escape in the text has ended finding.
            self.close_find()
        # The title stands in the border while it is scrolled out of the view.
        above = article is not None and self.text.scroll_offset.y > 0
        title = f"{_TITLE} · {clean(article.title)}" if article and above else _TITLE
        self.border_title = Content(title)
        percent = f"{event.percent}%" if article else ""
        if self.finding:
            found = f"found {event.find} of {event.finds} · {percent}"
            self.border_subtitle = found if event.finds else "not in this article"
        elif event.matches:
            where = f"match {event.match} of {event.matches}" if event.match else _matches(event.matches)
            self.border_subtitle = f"{where} · {percent}"
        else:
            self.border_subtitle = percent

    @property
    def finding(self) -> bool:
        """Whether `n` and `N` walk what was found in the article."""
        return self.find_line.display and bool(self.find_line.value)


def _matches(count: int) -> str:
    return "1 match" if count == 1 else f"{count:,} matches"
