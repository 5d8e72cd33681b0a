"""From the tree of a typed query to the tree that an engine answers (see the table in `index.query.ast`).

What asks for nothing, such as a word of punctuation only, is left out of And, Or and Not; a query of nothing
else is All. Facet fields become exact values, and what the store knows becomes ids; where there are none,
Nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Protocol

from index.query.ast import (
    TEXT,
    All,
    And,
    Flag,
    Fuzzy,
    Ids,
    Leaf,
    Near,
    Node,
    Not,
    Nothing,
    Or,
    Phrase,
    Prefix,
    Term,
    Values,
    Wildcard,
)
from index.query.fields import TEXT_FIELDS, VALUE_FIELDS
from index.query.simplify import disjunction, negation, rejoined
from index.query.values import matching_values
from index.query.walk import positive_leaves, terms_of, transform
from index.query.words import Analysis, lowered_words

__all__ = ["Analysis", "StoreFacts", "lower", "positive_leaves", "terms_of"]


class StoreFacts(Protocol):
    """What a library knows about its articles beside their text."""

    def facet_values(self, field: str) -> Sequence[str]:
        """Return all values of a facet field."""

    def user_tags(self) -> Sequence[str]:
        """Return the tags that the reader gave."""

    def ids_starred(self) -> frozenset[str]:
        """Return the starred articles."""

    def ids_read(self) -> frozenset[str]:
        """Return the articles that were read."""

    def ids_with_note(self) -> frozenset[str]:
        """Return the articles with a note."""

    def ids_with_tag(self, values: Sequence[str] | None) -> frozenset[str]:
        """Return the articles to which the reader gave one of these tags; None: any tag."""

    def ids_by_prefix(self, prefix: str) -> frozenset[str]:
        """Return the articles whose id begins so."""

    def ids_by_url(self, fragment: str) -> frozenset[str]:
        """Return the articles whose address contains this."""

    def ids_by_note(self, words: Sequence[str]) -> frozenset[str]:
        """Return the articles whose notes contain all of these words."""


def lower(node: Node, *, analyser: Analysis, store: StoreFacts) -> Node:
    """Return the lowered and simplified tree of a parsed one.

    Args:
        node: from `index.query.parser.parse`.
        analyser: the one that the library is indexed with.
        store: answers what is not in the text.
    """
    lowered = transform(node, _Lowering(analyser, store).leaf, _branch)
    return All() if lowered is None else lowered


def _branch(node: And | Or | Not, parts: list[Node | None]) -> Node | None:
    kept = [part for part in parts if part is not None]
    return rejoined(node, kept) if kept else None


class _Lowering:
    """Lowers one leaf after another; None is a leaf that asks for nothing."""

    def __init__(self, analyser: Analysis, store: StoreFacts) -> None:
        self._analyser = analyser
        self._store = store

    def leaf(self, node: Node, field: str) -> Node | None:
        match node:
            case Flag(name=name, value=value):
                return self._flag(f"{name}:{value}", node.column)
            case Term() | Phrase() | Near() | Prefix() | Wildcard() | Fuzzy():
                if field == TEXT or field in TEXT_FIELDS:
                    return lowered_words(node, field, self._analyser)
                if field in VALUE_FIELDS:
                    return self._values(node, field)
                return self._known(node, field)
            case All() if field != TEXT:
                return self._any(field, node.column)
            case _:
                return node

    def _flag(self, flag: str, column: int) -> Node | None:
        match flag:
            case "is:starred":
                return _ids(self._store.ids_starred(), column)
            case "is:read":
                return _ids(self._store.ids_read(), column)
            case "is:unread":
                return negation(_ids(self._store.ids_read(), column), column)
            case "has:note":
                return _ids(self._store.ids_with_note(), column)
            case "group:on" | "group:off":
                return None
            case "has:tag":
                return _ids(self._store.ids_with_tag(None), column)
            case _:
                raise ValueError(f"There is no flag {flag!r}.")

    def _values(self, leaf: Leaf, field: str) -> Node | None:
        found = matching_values(leaf, self._store.facet_values(field), self._analyser)
        if found is None:
            return None
        values: Node = Values(field, found, leaf.column) if found else Nothing(leaf.column)
        if field != "tag":
            return values
        given = matching_values(leaf, self._store.user_tags(), self._analyser)
        own = self._store.ids_with_tag(given) if given else frozenset()
        return disjunction((values, _ids(own, leaf.column)), leaf.column)

    def _any(self, field: str, column: int) -> Node:
        """Return what has any value in a field; every article has a title."""
        if field in VALUE_FIELDS:
            values = tuple(self._store.facet_values(field))
            found: Node = Values(field, values, column) if values else Nothing(column)
            own = self._store.ids_with_tag(None) if field == "tag" else frozenset()
            return disjunction((found, _ids(own, column)), column)
        if field == "note":
            return _ids(self._store.ids_with_note(), column)
        return All(column)

    def _known(self, leaf: Leaf, field: str) -> Node | None:
        """Return what the store finds for `note:`, `url:` and `id:`."""
        texts = _texts(leaf)
        if field == "note":
            words = [word for text in texts for word in text.split() if self._analyser.analyse(word).words]
            return _ids(self._store.ids_by_note(words), leaf.column) if words else None
        find: Callable[[str], frozenset[str]]
        if field == "url":
            find = self._store.ids_by_url
        elif field == "id":
            find = self._store.ids_by_prefix
        else:
            raise ValueError(f"There is no field {field!r}.")
        found = reduce(frozenset.intersection, [find(text.strip("*")) for text in texts])
        return _ids(found, leaf.column)


def _ids(ids: frozenset[str], column: int) -> Node:
    return Ids(ids, column) if ids else Nothing(column)


def _texts(leaf: Leaf) -> list[str]:
    """Return what was typed in a leaf, letter by letter; one text for each part of NEAR."""
    match leaf:
        case Phrase(words=words):
            return [" ".join(words)]
        case Near(parts=parts):
            return [text for part in parts for text in _texts(part)]
        case Wildcard(pattern=pattern):
            return [pattern]
        case _:
            return [leaf.text]
