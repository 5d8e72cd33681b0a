"""What a query costs: evtui as its desk asks it, and each peer, one after the other on the same query."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from time import perf_counter
from typing import TYPE_CHECKING, Final

from tests.bench.scale.queries import KINDS, Asked, Drawing
from tests.bench.scale.records import ALL, OWN, Record, timed
from tui.messages import DaysCounted, FacetsCounted, HitsFound
from tui.queries.answering import WORDS, Answering, Question
from tui.session import Session

if TYPE_CHECKING:
    from textual.message import Message

    from index.library import Library

WARM_SEED: Final = 11
"""Queries of another seed go before, since the first ones load what all need."""
_WHOLE: Final = frozenset({HitsFound, DaysCounted, FacetsCounted})

Ask = Callable[[Asked], float | None]
"""Answers a query and returns the seconds that it took; None where the peer has no such query."""


class Watch:
    """Takes the parts of one answer as the desk does, and the times at which they came.

    Args:
        wanted: parts after which the answer is no longer wanted.
    """

    def __init__(self, wanted: frozenset[type[Message]] = _WHOLE) -> None:
        self._wanted = wanted
        self._started = perf_counter()
        self.came: dict[type[Message], float] = {}

    def post(self, message: Message) -> None:
        """Take a part."""
        self.came.setdefault(type(message), perf_counter() - self._started)

    def stale(self) -> bool:
        """Tell whether all that was wanted has come."""
        return self._wanted <= self.came.keys()


def answered(library: Library, query: Asked) -> Watch:
    """Ask a library for a whole answer as the desk does; return when its parts came."""
    watch = Watch()
    question = Question(1, Session(query=query.text), lenient=True, locate=False)
    Answering(library, question, watch.post, watch.stale).run(lambda *_: None)
    if not watch.stale():
        raise RuntimeError(f"The query {query.text} was not answered: {sorted(map(str, watch.came))}")
    return watch


def measure_answers(library: Library, queries: Sequence[Asked], peers: Mapping[str, Ask]) -> list[Record]:
    """Return the times of whole answers by kind and in all, of evtui and its peers, and of its first rows."""
    warm = Drawing(library, WARM_SEED).some(1)
    for query in warm:
        answered(library, query)
        for ask in peers.values():
            ask(query)
    samples: dict[tuple[str, str], list[float]] = {}
    rows: list[float] = []

    def own(query: Asked) -> float:
        came = answered(library, query).came
        rows.append(came[HitsFound])
        return max(came[part] for part in _WHOLE)

    everyone: list[tuple[str, Ask]] = [(OWN, own), *peers.items()]
    for number, query in enumerate(queries):
        # In turns: who is second finds in memory what the first has read.
        for who, ask in everyone if number % 2 else reversed(everyone):
            if (seconds := ask(query)) is not None:
                samples.setdefault((who, query.kind), []).append(seconds)
                samples.setdefault((who, ALL), []).append(seconds)
    return [
        timed("rows", ALL, OWN, rows),
        *(
            timed("answer", kind, who, seconds)
            for (who, kind), seconds in sorted(samples.items(), key=_by_kind)
        ),
    ]


def measure_words(library: Library, queries: Sequence[Asked]) -> list[Record]:
    """Return the times of the words that distinguish a result: of the first one, and of the others."""
    seconds = []
    for query in queries:
        compiled = library.compile(query.text, lenient=True)
        started = perf_counter()
        library.distinctive(compiled, limit=WORDS)
        seconds.append(perf_counter() - started)
    return [timed("words", "first", OWN, seconds[:1]), timed("words", ALL, OWN, seconds[1:])]


def _by_kind(entry: tuple[tuple[str, str], list[float]]) -> tuple[str, int]:
    (who, kind), _ = entry
    return who, KINDS.index(kind) if kind in KINDS else len(KINDS)
