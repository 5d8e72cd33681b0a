"""From a lowered query tree to documents of a Whoosh index, and their scores."""

from __future__ import annotations

from math import log
from typing import Final

from index.analysis.match import matches
from index.engines.base import TokenText
from index.engines.shape import words_of
from index.engines.weights import (
    LENGTH_SHARE,
    SATURATION,
    TITLE_BOOST,
    scoring_leaves,
    silent_stems,
)
from index.engines.whoosh_snapshot import MOST_RESULTS, Snapshot
from index.query.ast import (
    BODY,
    TEXT,
    TITLE,
    All,
    And,
    DateRange,
    Fuzzy,
    Ids,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Term,
    Undated,
    Values,
    Wildcard,
)

_BOOSTS: Final = {TITLE: TITLE_BOOST, BODY: 1.0}


def documents(snapshot: Snapshot, node: Node) -> frozenset[int]:
    """Return the documents that match a tree that `index.engines.shape.shaped` gave."""
    known = snapshot.results.get(node)
    if known is None:
        known = frozenset(_documents(snapshot, node))
        while len(snapshot.results) >= MOST_RESULTS:
            del snapshot.results[next(iter(snapshot.results))]
        snapshot.results[node] = known
    return known


def scores(snapshot: Snapshot, node: Node) -> dict[int, float]:
    """Return the matching documents with their BM25 scores. Phrases score as their words do."""
    added = dict.fromkeys(documents(snapshot, node), 0.0)
    silent = silent_stems(node)
    for leaf in scoring_leaves(node):
        wanted = set(added) if isinstance(leaf, Term) else added.keys() & documents(snapshot, leaf)
        for stem in _stems(leaf):
            if not (isinstance(leaf, Term) and stem in silent):
                for part in _parts(leaf.field):
                    _add_scores(snapshot, part, stem, wanted, added)
    return added


def _add_scores(snapshot: Snapshot, part: str, stem: str, wanted: set[int], added: dict[int, float]) -> None:
    frequencies = snapshot.frequencies(part, stem)
    total, having = len(snapshot.stored), len(frequencies)
    rarity = log(1 + (total - having + 0.5) / (having + 0.5))
    mean = snapshot.mean_lengths[part] or 1.0
    for number in frequencies.keys() & wanted:
        frequency = frequencies[number]
        key = snapshot.stored[number]
        length = key.title_length if part == TITLE else key.body_length
        slowed = SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * length / mean)
        added[number] += _BOOSTS[part] * rarity * frequency * (SATURATION + 1) / (frequency + slowed)


def _documents(snapshot: Snapshot, node: Node) -> frozenset[int] | set[int]:
    match node:
        case And(nodes):
            return _all_of(snapshot, nodes)
        case Or(nodes):
            return set().union(*(_documents(snapshot, child) for child in nodes))
        case Not(child):
            return snapshot.everything - _documents(snapshot, child)
        case Term() | Phrase() | Near() | Prefix() | Wildcard() | Fuzzy():
            return set().union(*(_leaf(snapshot, node, part) for part in _parts(node.field)))
        case _:
            return _filtered(snapshot, node)


def _all_of(snapshot: Snapshot, nodes: tuple[Node, ...]) -> frozenset[int] | set[int]:
    left: frozenset[int] | set[int] = snapshot.everything
    for child in sorted(nodes, key=lambda child: isinstance(child, Not)):
        if not left:
            break
        if isinstance(child, Not):
            left = left - _documents(snapshot, child.node)
        else:
            left = left & _documents(snapshot, child)
    return left


def _leaf(snapshot: Snapshot, leaf: Term | Phrase | Near | Prefix | Wildcard | Fuzzy, part: str) -> set[int]:
    match leaf:
        case Term(text):
            return snapshot.documents(part, text)
        case Phrase(words):
            return _phrase(snapshot, words, part)
        case Near():
            return _near(snapshot, leaf, part)
        case _:
            return snapshot.documents_of_words(leaf, part)


def _filtered(snapshot: Snapshot, node: Node) -> frozenset[int] | set[int]:
    match node:
        case All():
            return snapshot.everything
        case Undated():
            return {number for number, key in snapshot.stored.items() if not key.day}
        case DateRange(first, last):
            low = first.toordinal() if first else 1
            high = last.toordinal() if last else float("inf")
            return {number for number, key in snapshot.stored.items() if low <= key.day <= high}
        case Values(field, values):
            return set().union(*(snapshot.documents(field, value) for value in values))
        case Ids(ids):
            return {snapshot.numbers[identifier] for identifier in ids & snapshot.numbers.keys()}
        case _:
            return set()


def _phrase(snapshot: Snapshot, words: tuple[str, ...], part: str) -> set[int]:
    wanted = _having(snapshot, words, part)
    if not wanted:
        return set()
    places = {word: snapshot.positions(part, word, wanted) for word in set(words)}
    found = set()
    for number in wanted:
        starts = set(places[words[0]][number])
        for shift, word in enumerate(words[1:], start=1):
            starts &= {position - shift for position in places[word][number]}
        if starts:
            found.add(number)
    return found


def _near(snapshot: Snapshot, near: Near, part: str) -> set[int]:
    """Return documents with the parts close together.

    A text is put together of the stems in question at their places, and judged like any other.
    """
    stems = _stems(near)
    wanted = _having(snapshot, stems, part)
    if not wanted:
        return set()
    places = {stem: snapshot.positions(part, stem, wanted) for stem in set(stems)}
    leaf = Near(near.parts, near.distance, part)
    found = set()
    for number in wanted:
        length = 1 + max(places[stem][number][-1] for stem in places)
        tokens = [""] * length
        for stem, positions in places.items():
            for position in positions[number]:
                tokens[position] = stem
        text = TokenText(tuple(tokens), tuple(tokens))
        title, body = (text, TokenText()) if part == TITLE else (TokenText(), text)
        if matches(leaf, title, body):
            found.add(number)
    return found


def _having(snapshot: Snapshot, stems: tuple[str, ...], part: str) -> set[int]:
    """Return the documents that have all of the stems in a part."""
    found: set[int] = set(snapshot.everything)
    for stem in dict.fromkeys(stems):
        if found:
            found &= snapshot.documents(part, stem)
    return found


def _stems(leaf: Term | Phrase | Near) -> tuple[str, ...]:
    if isinstance(leaf, Near):
        return tuple(word for part in leaf.parts for word in words_of(part))
    return words_of(leaf)


def _parts(field: str) -> tuple[str, ...]:
    return (TITLE, BODY) if field == TEXT else (field,)
