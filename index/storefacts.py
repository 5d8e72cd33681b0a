"""What the store and the index know, as the lowering of a query asks for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from index.model import FacetField
from index.query.ast import And, Ids, Node, Not, Or, Values

if TYPE_CHECKING:
    from index.store import Store


class LibraryFacts:
    """Answers `index.query.lower` from a store and from the facet values of an index."""

    def __init__(self, store: Store, facet_values: Callable[[str], Sequence[str]]) -> None:
        self._store = store
        self._facet_values = facet_values

    def facet_values(self, field: str) -> Sequence[str]:
        """Return all values of a facet field."""
        return self._facet_values(field)

    def user_tags(self) -> Sequence[str]:
        """Return the tags that the reader gave."""
        return self._store.user_tags()

    def ids_starred(self) -> frozenset[str]:
        """Return the starred articles."""
        return self._store.ids_starred()

    def ids_read(self) -> frozenset[str]:
        """Return the articles that were read."""
        return self._store.ids_read()

    def ids_with_note(self) -> frozenset[str]:
        """Return the articles with a note."""
        return self._store.ids_with_note()

    def ids_with_tag(self, values: Sequence[str] | None) -> frozenset[str]:
        """Return the articles to which the reader gave one of these tags, or any tag."""
        return self._store.ids_with_tag(values)

    def ids_by_prefix(self, prefix: str) -> frozenset[str]:
        """Return the articles whose id begins so."""
        return self._store.ids_by_prefix(prefix)

    def ids_by_url(self, fragment: str) -> frozenset[str]:
        """Return the articles whose address contains this."""
        return self._store.ids_by_url(fragment)

    def ids_by_note(self, words: Sequence[str]) -> frozenset[str]:
        """Return the articles with a note that contains all of these words."""
        return self._store.ids_by_note(words)


def join_user_tags(node: Node, facts: LibraryFacts) -> Node:
    """Let a wanted tag match the articles to which the reader gave it, beside those that came with it."""
    own = frozenset(facts.user_tags())
    return _joined(node, own, facts) if own else node


def _joined(node: Node, own: frozenset[str], facts: LibraryFacts) -> Node:
    if isinstance(node, Values) and node.field == FacetField.TAG.value:
        given = tuple(value for value in node.values if value in own)
        return Or((node, Ids(facts.ids_with_tag(given)))) if given else node
    if isinstance(node, And | Or):
        return type(node)(tuple(_joined(child, own, facts) for child in node.nodes), column=node.column)
    if isinstance(node, Not):
        return Not(_joined(node.node, own, facts), column=node.column)
    return node
