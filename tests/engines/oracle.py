"""What a query means, written down as plainly as can be: the judge of the engines in the tests."""

from __future__ import annotations

import re
from itertools import product

from index.engines.base import Document, TokenText
from index.model import UNDATED, Order
from index.query.ast import (
    All,
    And,
    DateRange,
    Fuzzy,
    Ids,
    Near,
    Node,
    Not,
    Nothing,
    Or,
    Phrase,
    Prefix,
    Term,
    Undated,
    Values,
    Wildcard,
)


def matching(query: Node, library: list[Document]) -> set[str]:
    return {document.id for document in library if holds(query, document)}


def ordered(query: Node, library: list[Document], order: Order) -> list[str]:
    """Return the ids of a result in an order by date."""
    backwards = -1 if order is Order.NEWEST else 1

    def key(document: Document) -> tuple[bool, int, int, str]:
        undated = document.day == UNDATED
        minute = 0 if undated else document.minute
        return undated, backwards * document.day, backwards * minute, document.id

    return [document.id for document in sorted(library, key=key) if holds(query, document)]


def holds(query: Node, document: Document) -> bool:  # noqa: PLR0911 - one answer for each kind of node
    match query:
        case And(nodes):
            return all(holds(node, document) for node in nodes)
        case Or(nodes):
            return any(holds(node, document) for node in nodes)
        case Not(node):
            return not holds(node, document)
        case All():
            return True
        case Nothing():
            return False
        case Ids(ids):
            return document.id in ids
        case Values(field, values):
            return bool(set(values) & set(document.values.get(field, ())))
        case Undated():
            return document.day == UNDATED
        case DateRange(first, last):
            after = first is None or document.day >= first.toordinal()
            before = last is None or document.day <= last.toordinal()
            return document.day != UNDATED and after and before
        case Term() | Phrase() | Near() | Prefix() | Wildcard() | Fuzzy():
            return any(leaf_holds(query, text) for text in texts(document, query.field))
    raise AssertionError(query)


def texts(document: Document, field: str) -> list[TokenText]:
    return {"title": [document.title], "body": [document.body]}.get(field, [document.title, document.body])


def leaf_holds(leaf: Term | Phrase | Near | Prefix | Wildcard | Fuzzy, text: TokenText) -> bool:
    match leaf:
        case Term(stem):
            return stem in text.stems
        case Phrase(words):
            return bool(places(words, text.stems))
        case Near(parts, distance):
            return near(parts, distance, text.stems)
        case Prefix(prefix):
            return any(word.startswith(prefix) for word in text.words)
        case Wildcard(pattern):
            expression = "".join({"*": ".*", "?": "."}.get(c, re.escape(c)) for c in pattern)
            return any(re.fullmatch(expression, word, re.DOTALL) for word in text.words)
        case Fuzzy(word, distance):
            return any(alignment(word, other) <= distance for other in text.words)


def places(words: tuple[str, ...], stems: tuple[str, ...]) -> list[range]:
    size = len(words)
    return [range(at, at + size) for at in range(len(stems) - size + 1) if stems[at : at + size] == words]


def near(parts: tuple[Term | Phrase, ...], distance: int, stems: tuple[str, ...]) -> bool:
    words = [(part.text,) if isinstance(part, Term) else part.words for part in parts]
    for chosen in product(*(places(part, stems) for part in words)):
        positions = [position for occurrence in chosen for position in occurrence]
        apart = max(positions) - min(positions) + 1 - len(positions)
        if len(set(positions)) == len(positions) and apart <= distance:
            return True
    return False


def alignment(first: str, second: str) -> int:
    """Return the optimal string alignment distance by its recursive definition."""
    known: dict[tuple[int, int], int] = {}

    def distance(i: int, j: int) -> int:
        if (i, j) not in known:
            known[i, j] = min(steps(i, j), default=0)
        return known[i, j]

    def steps(i: int, j: int) -> list[int]:
        found = []
        if i:
            found.append(distance(i - 1, j) + 1)
        if j:
            found.append(distance(i, j - 1) + 1)
        if i and j:
            found.append(distance(i - 1, j - 1) + (first[i - 1] != second[j - 1]))
        if i > 1 and j > 1 and first[i - 2 : i] == second[j - 1] + second[j - 2]:
            found.append(distance(i - 2, j - 2) + 1)
        return found

    return distance(len(first), len(second))
