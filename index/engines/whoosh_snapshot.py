"""One committed state of a Whoosh index, read for sets of documents.

Documents are known by their number in this state. Whoosh's postings are read as they are stored; its own
queries are not used: they add up what a large `Or`, a `Not` among alternatives or a prefix costs in objects,
and a prefix over 20,000 articles takes seconds that way. Sets of numbers take milliseconds, and mean what
they say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import cached_property
from itertools import chain
from typing import Any, Final

from index.engines.patterns import WordLeaf, literal_head, word_test
from index.engines.whoosh_analysis import KEY, TEXT_PARTS, StoredKey, words_field
from index.model import UNDATED, Order

MOST_RESULTS: Final = 32
"""Results kept for the next request: list, timeline and facets ask for the same one after another."""


class Snapshot:
    """Reads one state of an index. Not safe for several threads at once; the engine sees to that."""

    def __init__(self, reader: Any) -> None:
        self.generation: int = reader.generation() or 0
        self._leaves: list[tuple[Any, int]] = reader.leaf_readers() if reader.doc_count_all() else []
        self.stored: dict[int, StoredKey] = {
            base + number: StoredKey(*leaf.stored_fields(number)[KEY])
            for leaf, base in self._leaves
            for number in leaf.all_doc_ids()
        }
        self.everything = frozenset(self.stored)
        self.numbers = {stored.id: number for number, stored in self.stored.items()}
        self.results: dict[Any, frozenset[int]] = {}
        self._forward: dict[str, dict[int, list[str]]] = {}

    def documents(self, field: str, token: str) -> set[int]:
        """Return the documents with a token in a field."""
        found: set[int] = set()
        for base, matcher in self._postings(field, token.encode()):
            found.update(number + base for number in matcher.all_ids())
        return found

    def frequencies(self, field: str, token: str) -> dict[int, float]:
        """Return document → how often the token occurs in the field."""
        found = {}
        for base, matcher in self._postings(field, token.encode()):
            while matcher.is_active():
                found[base + matcher.id()] = matcher.weight()
                matcher.next()
        return found

    def positions(self, field: str, token: str, wanted: set[int]) -> dict[int, list[int]]:
        """Return document → positions of the token in the field, for the wanted documents."""
        found = {}
        for base, matcher in self._postings(field, token.encode()):
            while matcher.is_active():
                number = base + matcher.id()
                if number in wanted:
                    found[number] = list(matcher.value_as("positions"))
                matcher.next()
        return found

    def documents_of_words(self, leaf: WordLeaf, part: str) -> set[int]:
        """Return the documents with a word that fits the leaf in a part of the text."""
        found: set[int] = set()
        for base, matcher in self._matching_words(words_field(part), literal_head(leaf), word_test(leaf)):
            found.update(number + base for number in matcher.all_ids())
        return found

    def values(self, field: str) -> dict[int, list[str]]:
        """Return document → its tokens in a field. The first time costs a walk over the whole field."""
        if field not in self._forward:
            forward: dict[int, list[str]] = {number: [] for number in self.stored}
            for leaf, base in self._leaves:
                for token in leaf.lexicon(field):
                    text = token.decode()
                    for number in leaf.postings(field, token).all_ids():
                        forward[base + number].append(text)
            self._forward[field] = forward
        return self._forward[field]

    def word_counts(self, prefix: str) -> dict[str, int]:
        """Return the folded words with a prefix → documents that have them in title or body."""
        if not prefix:
            return self._all_word_counts
        found: dict[str, set[int]] = {}
        start = prefix.encode()
        for part in TEXT_PARTS:
            field = words_field(part)
            for leaf, base in self._leaves:
                for token in leaf.expand_prefix(field, start):
                    numbers = {base + number for number in leaf.postings(field, token).all_ids()}
                    found.setdefault(token.decode(), set()).update(numbers)
        return {word: len(numbers) for word, numbers in found.items() if numbers}

    @cached_property
    def _all_word_counts(self) -> dict[str, int]:
        titles, bodies = (self.values(words_field(part)) for part in TEXT_PARTS)
        return Counter(chain.from_iterable({*titles[number], *bodies[number]} for number in self.stored))

    @cached_property
    def mean_lengths(self) -> dict[str, float]:
        """The mean number of tokens in title and body."""
        count = len(self.stored) or 1
        stored = self.stored.values()
        return {
            "title": sum(key.title_length for key in stored) / count,
            "body": sum(key.body_length for key in stored) / count,
        }

    @cached_property
    def ranks(self) -> dict[Order, dict[int, int]]:
        """For each order, document → its place among all; for `BEST` that is the place by id."""
        return {
            Order.OLDEST: self._ranked(lambda key: (key.day == UNDATED, key.day, _minute(key), key.id)),
            Order.NEWEST: self._ranked(lambda key: (key.day == UNDATED, -key.day, -_minute(key), key.id)),
            Order.BEST: self._ranked(lambda key: (key.id,)),
        }

    def _ranked(self, sort_key: Callable[[StoredKey], tuple[Any, ...]]) -> dict[int, int]:
        ordered = sorted(self.stored, key=lambda number: sort_key(self.stored[number]))
        return {number: place for place, number in enumerate(ordered)}

    def _postings(self, field: str, token: bytes) -> Iterator[tuple[int, Any]]:
        for leaf, base in self._leaves:
            if (field, token) in leaf:
                yield base, leaf.postings(field, token)

    def _matching_words(
        self, field: str, head: str, fits: Callable[[str], bool]
    ) -> Iterator[tuple[int, Any]]:
        start = head.encode()
        for leaf, base in self._leaves:
            for token in leaf.expand_prefix(field, start):
                if fits(token.decode()):
                    yield base, leaf.postings(field, token)


def _minute(key: StoredKey) -> int:
    return 0 if key.day == UNDATED else key.minute
