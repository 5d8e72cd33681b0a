"""Selections in an article: Textual's offsets carry the part in `y` and the character in `x`.

So a selection holds when the text is wrapped anew, and it gives the original text, not the painted one.
"""

from __future__ import annotations

from typing import Final

from textual.selection import Selection

from index.model import Article, Span
from tui.render import caret
from tui.render.document import Document

TITLE_PART: Final = 0
BODY_PART: Final = 1


def selected_range(
    document: Document, selection: Selection | None
) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Return what is selected of the title and of the body, each as no or one span."""
    if selection is None:
        return (), ()
    return _part(selection, TITLE_PART, len(document.title)), _part(selection, BODY_PART, len(document.body))


def selected_text(article: Article, selection: Selection | None) -> str:
    """Return the selected text, title and body parted by an empty line."""
    if selection is None:
        return ""
    texts = ((TITLE_PART, article.title), (BODY_PART, article.body))
    parts = [
        text[span.start : span.end] for part, text in texts for span in _part(selection, part, len(text))
    ]
    return "\n\n".join(filter(None, parts))


def _part(selection: Selection, part: int, length: int) -> tuple[Span, ...]:
    start, end = selection
    if (start is not None and start.y > part) or (end is not None and end.y < part):
        return ()
    first = start.x if start is not None and start.y == part else 0
    last = end.x if end is not None and end.y == part else length
    first, last = max(0, first), min(last, length)
    return (Span(first, last),) if first < last else ()


def moved(document: Document, at: int, how: str) -> int:
    """Return where the caret at character `at` of the body goes.

    `how` is `before`, `after`, `next_word`, `previous_word`, `line_start`, `line_end`, `line_up` or
    `line_down`.
    """
    body = document.body
    if how in ("line_up", "line_down"):
        return _moved_by_line(document, at, 1 if how == "line_down" else -1)
    if how in ("line_start", "line_end"):
        row = document.rows[document.row_of(at)]
        return row.start if how == "line_start" else max(row.start, row.end - 1)
    if how == "after":
        return min(caret.after(body, at), caret.before(body, len(body)))
    moves = {"before": caret.before, "next_word": caret.next_word, "previous_word": caret.previous_word}
    return moves[how](body, at)


def _moved_by_line(document: Document, at: int, delta: int) -> int:
    row = document.row_of(at)
    column = at - document.rows[row].start
    row += delta
    document.reach_row(row)
    while 0 <= row < len(document.rows) and document.rows[row].kind not in ("body", "heading"):
        row += delta
        document.reach_row(row)
    if not 0 <= row < len(document.rows):
        return at
    target = document.rows[row]
    return min(target.start + column, max(target.start, target.end - 1))
