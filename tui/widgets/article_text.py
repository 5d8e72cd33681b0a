"""The text of one article with its matches marked."""

from __future__ import annotations

from textual.message import Message
from textual.scroll_view import ScrollView

from index.model import Article, Marks, Span


class ArticleText(ScrollView, can_focus=True):
    """An article's title, origin and text, wrapped to the width, with matches marked and one of them current.

    Keys: j k and arrows, ^d ^u, page keys, home/G end; `v` starts a selection that h l (characters), w b (words), j k
    (lines) and 0 $ extend, Escape ends it. The mouse selects by dragging. The screen owns `n N / y`.
    """

    class PositionChanged(Message):
        """Where the reader is: current match (1-based, 0: none) of `matches`, and per cent read."""

        def __init__(self, match: int, matches: int, percent: int) -> None:
            super().__init__()
            self.match = match
            self.matches = matches
            self.percent = percent

    class SelectionChanged(Message):
        """Another stretch of text is selected; empty: none."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)

    def show(
        self,
        article: Article,
        matches: tuple[Span, ...] = (),
        title_matches: tuple[Span, ...] = (),
        marks: Marks | None = None,
        *,
        at_match: int | None = 0,
    ) -> None:
        """Show an article with match `at_match` (−1: the last one) in view, or from the top (None, or no matches)."""
        raise NotImplementedError

    def mark(self, marks: Marks) -> None:
        """Show other marks on the same article; the place in the text stays."""
        raise NotImplementedError

    def clear(self, message: str = "") -> None:
        """Show no article, only `message` in the middle."""
        raise NotImplementedError

    @property
    def article(self) -> Article | None:
        """The article shown."""
        raise NotImplementedError

    @property
    def match(self) -> int | None:
        """The current match, from 0."""
        raise NotImplementedError

    def go_to_match(self, match: int) -> None:
        """Make `match` (from 0) the current one and bring it into view."""
        raise NotImplementedError

    def next_match(self) -> bool:
        """Go to the next match, or the next find while finding; False where there is none further on."""
        raise NotImplementedError

    def previous_match(self) -> bool:
        """Go to the previous match, or find; False where there is none before."""
        raise NotImplementedError

    def find(self, text: str) -> int:
        """Mark `text` wherever it occurs, whatever the case and accents, and go to the first; empty ends finding.

        Returns:
            How often it occurs.
        """
        raise NotImplementedError

    def find_next(self, delta: int = 1) -> bool:
        """Go to the next (or with −1 the previous) find; False where there is none further on."""
        raise NotImplementedError

    @property
    def place(self) -> int:
        """The character of the body at the top of the view, for coming back by `go_to`."""
        raise NotImplementedError

    def go_to(self, offset: int) -> None:
        """Bring character `offset` of the body to the top of the view."""
        raise NotImplementedError

    def selected_text(self) -> str:
        """Return the selected stretch of the original text, or an empty string."""
        raise NotImplementedError
