"""An article as lines on screen: title, origin, the reader's notes, and the text as far as it is read."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from index.model import Article, Marks
from tui.render.cells import clean, truncate, width
from tui.render.headings import heading_end
from tui.render.reflow import joined_lines
from tui.render.wrap import Wrapper, wrap

STAR: Final = "★"
NOTE: Final = "✎"
TEXTLESS_WORDS: Final = "This article came without a text."
_TITLE_ROWS: Final = 4
"""A title is a sentence at most; what is longer is cut, since the text says it anyway."""
_ALIKE_ROWS: Final = 3
"""Lines for where else nearly the same stands."""
_QUOTED: Final = re.compile(r'\s*["“«„](.{3,200}?)["”»“]', re.DOTALL)
_NARROWEST: Final = 4


class Row(NamedTuple):
    """One line on screen.

    Attributes:
        kind: `title`, `meta`, `rule`, `tags`, `note`, `blank`, `body` or `heading`.
        start, end: the characters of the title or the body that it shows.
        text: what it shows where that is neither title nor body.
        aside: what stands at its right end.
    """

    kind: str
    start: int = 0
    end: int = 0
    text: str = ""
    aside: str = ""


class Document:
    """The rows of one article at one width.

    Attributes:
        title, body: the article's texts, safe to paint, with the offsets of the original.
        rows: the rows known so far; `reach_…` makes more known.
    """

    def __init__(self, article: Article, marks: Marks, columns: int, alike: Sequence[str] = ()) -> None:
        """Take an article, the reader's marks, the width, and where else nearly the same stands."""
        self.title = clean(article.title)
        self.body = joined_lines(clean(article.body, keep_newlines=True))
        self._columns = max(_NARROWEST, columns)
        self._wrapper = Wrapper(self.body, self._columns)
        self._taken = 0
        self._heading_until = 0
        self._starts: list[int] = []
        self._numbers: list[int] = []
        top, self._pending = self._place_notes(marks.notes)
        self.rows: list[Row] = [*self._head(article, marks, alike)]
        for note in top:
            self.rows += self._note(note)
        if top:
            self.rows.append(Row("blank"))
        if not self.body.strip():
            self.rows.append(Row("meta", text=truncate(TEXTLESS_WORDS, self._columns)))
        self.head = len(self.rows)

    @property
    def done(self) -> bool:
        """Whether all rows are known."""
        return self._wrapper.done

    @property
    def estimate(self) -> int:
        """How many rows there are in all, as far as can be told now."""
        if self.done or not self._wrapper.reached:
            return len(self.rows)
        return self.head + (len(self.rows) - self.head) * len(self.body) // self._wrapper.reached

    def advance(self, characters: int) -> None:
        """Lay out at least so many characters more, or all."""
        self._wrapper.advance(characters)
        self._take()

    def reach_row(self, row: int) -> None:
        """Lay out until `row` is known, or all."""
        while not self.done and len(self.rows) <= row:
            self._wrapper.reach_line(self._taken + row - len(self.rows))
            self._take()

    def row_of(self, offset: int) -> int:
        """Return the row that shows character `offset` of the body."""
        self._wrapper.reach_offset(offset)
        self._take()
        if not self._starts:
            return 0
        return self._numbers[max(0, bisect_right(self._starts, offset) - 1)]

    def offset_of(self, row: int) -> int:
        """Return the first character of the body that is shown in `row` or below it."""
        self.reach_row(row)
        index = bisect_right(self._numbers, row - 1)
        return self._starts[index] if index < len(self._starts) else len(self.body)

    def percent_above(self, row: int) -> int:
        """Return how much of the text stands above `row`, in per cent."""
        self.reach_row(row)
        if row >= len(self.rows):
            return 100
        return 100 * self.offset_of(row) // max(1, len(self.body))

    def _take(self) -> None:
        """Make rows of the lines that the wrapper found since the last time, with the notes between them."""
        lines = self._wrapper.lines
        last = len(lines) - 1
        for number in range(self._taken, len(lines)):
            start, end = lines[number]
            if not start or self.body[start - 1] == "\n":
                self._heading_until = heading_end(self.body, start)
            self._starts.append(start)
            self._numbers.append(len(self.rows))
            self.rows.append(Row("heading" if start < self._heading_until else "body", start, end))
            if self._pending:
                # What comes after the last line known is where the wrapper stands.
                following = lines[number + 1].start if number < last else self._wrapper.reached
                self._insert_notes(following)
        self._taken = len(lines)

    def _insert_notes(self, following: int) -> None:
        complete = following >= len(self.body) or self.body[following - 1] == "\n"
        while complete and self._pending and self._pending[0][0] <= following:
            self.rows += self._note(self._pending.pop(0)[1])

    def _place_notes(self, notes: tuple[str, ...]) -> tuple[list[str], list[tuple[int, str]]]:
        """Return the notes on the whole article, and (offset, note) of those that begin with a quotation."""
        top: list[str] = []
        placed: list[tuple[int, str]] = []
        for note in notes:
            quoted = _QUOTED.match(note)
            at = self.body.find(quoted[1]) if quoted else -1
            if quoted and at >= 0:
                placed.append((at + len(quoted[1]), note))
            else:
                top.append(note)
        return top, sorted(placed)

    def _note(self, note: str) -> Iterator[Row]:
        text = clean(note, keep_newlines=True)
        for number, line in enumerate(wrap(text, self._columns - 2)):
            lead = f"{NOTE} " if not number else "  "
            yield Row("note", text=lead + text[line.start : line.end])

    def _alike(self, alike: Sequence[str]) -> Iterator[Row]:
        told = clean(" · ".join((f"+{len(alike):,} alike", *alike)))
        lines = wrap(told, self._columns)[:_ALIKE_ROWS]
        for number, line in enumerate(lines, start=1):
            rest = told[line.start :] if number == _ALIKE_ROWS else told[line.start : line.end]
            yield Row("meta", text=truncate(rest, self._columns))

    def _head(self, article: Article, marks: Marks, alike: Sequence[str]) -> Iterator[Row]:
        signs = [STAR] if marks.starred else []
        signs += [f"{NOTE}{len(marks.notes)}"] if marks.notes else []
        aside = " ".join(signs)
        room = max(_NARROWEST, self._columns - (width(aside) + 1 if aside else 0))
        lines = wrap(self.title, room)
        for number, line in enumerate(lines[:_TITLE_ROWS]):
            cut = number == _TITLE_ROWS - 1 and len(lines) > _TITLE_ROWS
            rest = truncate(self.title[line.start :], room) if cut else ""
            yield Row("title", line.start, line.end, rest, aside if not number else "")
        yield Row("meta", text=_origin(article, self._columns))
        if alike:
            yield from self._alike(alike)
        tags = sorted({*article.tags, *marks.tags})
        if tags:
            yield Row("tags", text=truncate(clean("# " + " · ".join(tags)), self._columns))
        yield Row("rule", text="─" * self._columns)


def _origin(article: Article, columns: int) -> str:
    """Return date, source, author and id, the last of them left out where there is no room."""
    day = article.day.isoformat() if article.day else "undated"
    if article.time is not None and article.day:
        day += f" {article.time:%H:%M}"
    parts = [day, article.source, article.author, article.id]
    if article.version > 1:
        parts.append(f"version {article.version}")
    line = ""
    for part in filter(None, map(clean, parts)):
        longer = f"{line} · {part}" if line else part
        if width(longer) > columns and line:
            # A source of which only the beginning fits says more than none.
            return truncate(longer, columns) if line == day else line
        line = longer
    return truncate(line, columns)
