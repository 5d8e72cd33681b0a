"""The rows of a result: what a list shows of an article without opening it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from index.analysis.cut import ELLIPSIS
from index.analysis.highlight import highlight
from index.analysis.snippet import snippet
from index.model import Article, Hit, Marks, Snippet, Span

if TYPE_CHECKING:
    from index.analysis.analyser import Analyser
    from index.answers import CompiledQuery
    from index.engines.base import ScoredId
    from index.store import Store
    from index.store.groups import Membership

SNIPPET_CHARACTERS: Final = 160
"""Length of the line of matching text in a row."""

_BETWEEN_SENTENCES: Final = " .!?…\n"


def rows_of(
    compiled: CompiledQuery,
    scored: Sequence[ScoredId],
    store: Store,
    analyser: Analyser,
    matching: Mapping[str, int] = MappingProxyType({}),
) -> tuple[Hit, ...]:
    """Return the rows of some hits, in their order.

    Args:
        compiled: what was asked; its leaves are marked in title and snippet.
        scored: the hits.
        store: has the articles and what the reader did with them.
        analyser: cuts the texts as they were indexed.
        matching: group of near-duplicates → how many articles of it match, where they share a row.
    """
    ids = [hit.id for hit in scored]
    articles = store.articles(ids)
    topics, marks, groups = store.topics(ids), store.marks(ids), store.groups(ids)
    rows = []
    for hit in scored:
        # An article may have gone since the index was made; the index catches up by itself.
        if (article := articles.get(hit.id)) is None:
            continue
        group = _group_of(groups.get(hit.id))
        found = highlight(compiled.leaves, article.title, article.body, analyser)
        rows.append(
            Hit(
                id=hit.id,
                title=article.title,
                day=article.day,
                time=article.time,
                source=article.source,
                score=hit.score,
                url=article.url,
                title_derived=article.title_derived,
                title_matches=found.title,
                snippet=_row_snippet(article, found.body),
                topics=topics.get(hit.id, ()),
                marks=marks.get(hit.id, Marks()),
                group=group,
                others=matching.get(group, 1) - 1,
            )
        )
    return tuple(rows)


def _group_of(membership: Membership | None) -> str:
    return membership.group if membership is not None else ""


def _row_snippet(article: Article, matches: Sequence[Span]) -> Snippet:
    """Return a line of an article that says more than the title beside it does.

    A derived title is the beginning of the text: what comes after it is told, where there is anything.
    """
    told = _end_of_title(article) if article.title_derived else 0
    further = [match for match in matches if match.start >= told]
    if further or not told:
        return snippet(article.body, further, width=SNIPPET_CHARACTERS)
    rest = article.body[told:].lstrip(_BETWEEN_SENTENCES)
    return snippet(rest or article.body, (), width=SNIPPET_CHARACTERS)


def _end_of_title(article: Article) -> int:
    """Return where in the text its derived title ends; the text may have more blanks than the title."""
    left = sum(not character.isspace() for character in article.title.removesuffix(ELLIPSIS))
    for offset, character in enumerate(article.body):
        if not left:
            return offset
        left -= not character.isspace()
    return len(article.body)
