"""A passage with its citation, as it goes to the clipboard."""

from __future__ import annotations

import re
from typing import Final

from index.model import Article, Span

LONGEST_SENTENCE: Final = 600
"""Characters of a sentence that is copied whole; a longer one is cut around the match."""

_SENTENCE_END: Final = re.compile(r"[.!?。！？…]+[\"'”’»)\]]*(?=\s|$)|[。！？]|\n\s*\n")


def citation(article: Article) -> str:
    """Return the source, date, title and id of an article on one line."""
    day = article.day.isoformat() if article.day else "undated"
    parts = [article.source, day, f"“{article.title}”"]
    return f"{', '.join(part for part in parts if part)} [{article.id}]"


def quotation(article: Article, passage: str) -> str:
    """Return a passage in quotes with the citation under it; without a passage, the citation alone."""
    text = passage.strip()
    return f"“{text}”\n— {citation(article)}" if text else citation(article)


def sentence_at(body: str, span: Span) -> str:
    """Return the sentence of `body` around a match, with its white space made plain."""
    start = 0
    end = len(body)
    for boundary in _SENTENCE_END.finditer(body):
        if boundary.end() <= span.start:
            start = boundary.end()
        elif boundary.end() >= span.end:
            end = boundary.end()
            break
    if end - start > LONGEST_SENTENCE:
        start = max(start, span.start - LONGEST_SENTENCE // 2)
        end = min(end, span.end + LONGEST_SENTENCE // 2)
    return " ".join(body[start:end].split())
