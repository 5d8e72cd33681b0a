"""Questions about near-duplicates that share a row of the list."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from index.errors import EvtuiError
from tui.messages import HitsFound, MembersFound
from tui.queries.failing import failure

if TYPE_CHECKING:
    from textual.message import Message

    from index.answers import CompiledQuery, Results
    from index.library import Library
    from index.model import Hit


@dataclass(frozen=True, slots=True)
class SharedRow:
    """The row that an article shares with others.

    Attributes:
        id: of the article that the row shows.
        group: of near-duplicates.
        members: all that match.
    """

    id: str
    group: str
    members: tuple[Hit, ...]


def page_found(generation: int, page: Results) -> HitsFound:
    """Return a further page of a result as a message."""
    return HitsFound(
        generation, page.offset, page.hits, page.total, page.seconds, first=False, rows=page.rows
    )


def shown_for(library: Library, compiled: CompiledQuery, article: str) -> SharedRow | None:
    """Return the row that an article shares; None where it has one of its own, or does not match."""
    membership = library.store.groups([article]).get(article)
    if membership is None or not compiled.grouped:
        return None
    members = library.members(compiled, membership.group)
    ids = [hit.id for hit in members]
    if article not in ids:
        return None
    return SharedRow(membership.group if membership.group in ids else ids[0], membership.group, members)


def alike_words(library: Library, article: str) -> tuple[str, ...]:
    """Return date and source of each near-duplicate of an article, earliest first, undated ones last."""
    membership = library.store.groups([article]).get(article)
    if membership is None:
        return ()
    rows = library.store.rows([id_ for id_ in library.store.members(membership.group) if id_ != article])
    ordered = sorted(rows.values(), key=lambda row: (row.day is None, row.day or date.min, row.id))
    return tuple(f"{row.day or 'undated'} {row.source}".rstrip() for row in ordered)


def post_members(
    library: Library,
    compiled: CompiledQuery,
    groups: Iterable[str],
    generation: int,
    post: Callable[[Message], None],
) -> None:
    """Send what shares a row in these groups."""
    try:
        members = {group: library.members(compiled, group) for group in groups}
    except EvtuiError as error:
        post(failure(error))
        return
    post(MembersFound(generation, members))
