"""Near-duplicates of a library kept in step with its articles: a step of the background analysis.

First every article that has none gets a signature, batch by batch; then groups are found for the articles
whose signature is new, some thousands at a time. Each batch is one transaction, so that the work can be stopped
at any moment and goes on where it stopped. Articles that come into another group are logged as changed, and
the index follows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from index.errors import Cancelled
from index.model import Progress, Report
from index.neardup.leaders import Leaders, Signed
from index.neardup.shingles import LEAST_ALIKE, likeness, shingles
from index.neardup.signatures import bands_of, hashing, rules_of

if TYPE_CHECKING:
    from index.analysis.analyser import Analyser
    from index.store import Store

SIGNED_AT_ONCE: Final = 500
"""Articles that get their signatures in one transaction."""

SETTLED_AT_ONCE: Final = 20_000
"""Articles whose groups are found in one go; each go looks through all signatures once."""

TEXTS_KEPT: Final = 1_000
"""Articles whose shingles are kept for further comparisons."""

STAGE: Final = "Grouping near-duplicates"


def group_if_stale(
    store: Store,
    analyser: Analyser,
    *,
    report: Report | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> bool:
    """Find the groups of near-duplicates, where articles have changed since they were found last.

    Args:
        store: the library's store.
        analyser: gives the tokens of a text.
        report: called with the progress.
        cancelled: asked between batches whether to stop; the next call goes on there.

    Returns:
        Whether articles came into other groups, so that the index must follow.
    """
    if not hashing():
        return False
    work = _Grouping(store, analyser, report, cancelled)
    try:
        work.sign()
        work.settle()
    except Cancelled:
        pass
    return work.touched > 0


class _Grouping:
    """One run of the work.

    Attributes:
        touched: how many articles came into another group.
    """

    def __init__(
        self,
        store: Store,
        analyser: Analyser,
        report: Report | None,
        cancelled: Callable[[], bool] | None,
    ) -> None:
        self.touched = 0
        self._store = store
        self._analyser = analyser
        self._report = report
        self._cancelled = cancelled
        self._shingles_of = lru_cache(TEXTS_KEPT)(self._read_shingles)

    def sign(self) -> None:
        """Give a signature to every article that has none of its present text."""
        rules = rules_of(self._analyser)
        state = self._store.grouping_state()
        if state.get("rules") != rules:
            self._store.clear_signatures()
            state = {"rules": rules, "change": 0}
        last, total = self._store.last_change(), self._store.count()
        signed = 0
        while state["change"] < last:
            self._stop_if_cancelled()
            change, unsigned = self._store.unsigned(state["change"], SIGNED_AT_ONCE)
            if change == state["change"]:
                return
            state = {"rules": rules, "change": change}
            texts = {
                number: shingles(title, body, self._analyser)
                for number, title, body in self._store.texts([entry.number for entry in unsigned])
            }
            wanted = [entry for entry in unsigned if entry.number in texts]
            bands = bands_of([texts[entry.number] for entry in wanted])
            self._store.keep_signatures(zip(wanted, bands, strict=True), state)
            signed += len(wanted)
            if wanted:
                self._tell(signed, max(signed, total))

    def settle(self) -> None:
        """Find the groups of the articles that wait for theirs."""
        total = self._store.count_unsettled()
        done = 0
        while changed := self._store.unsettled(SETTLED_AT_ONCE):
            self._stop_if_cancelled()
            leaders = Leaders(self._settled, self._of, self._store.twins(), self._alike)
            self.touched += self._store.settle(leaders.of_changed(set(changed)))
            done += len(changed)
            self._tell(done, total)

    def _settled(self) -> Iterator[Signed]:
        return map(Signed._make, self._store.settled_signatures())

    def _of(self, numbers: Set[int]) -> Iterator[Signed]:
        return map(Signed._make, self._store.signatures(numbers))

    def _alike(self, one: int, other: int) -> bool:
        return likeness(self._shingles_of(one), self._shingles_of(other)) >= LEAST_ALIKE

    def _read_shingles(self, number: int) -> frozenset[str]:
        for _, title, body in self._store.texts([number]):
            return frozenset(shingles(title, body, self._analyser))
        return frozenset()

    def _tell(self, done: int, total: int) -> None:
        if self._report is not None:
            self._report(Progress(STAGE, done, total))

    def _stop_if_cancelled(self) -> None:
        if self._cancelled is not None and self._cancelled():
            raise Cancelled("Grouping near-duplicates was stopped; the next import goes on with it.")
