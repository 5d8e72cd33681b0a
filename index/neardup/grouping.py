"""Near-duplicates of a library kept in step with its articles: a step of the background analysis.

First every article that has none gets a signature, batch by batch; then groups are found for the articles
whose signature is new, some thousands at a time. All of it takes the writer's right only for moments; it can
be stopped or killed at any time and goes on where it stopped. Articles that come into another group are
logged as changed, and the index follows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence, Set
from typing import TYPE_CHECKING, Final

from index.background.turns import Turns
from index.model import Progress, Report
from index.neardup.leaders import Leaders, Signed
from index.neardup.shingles import LEAST_ALIKE, likeness, shingles
from index.neardup.signatures import bands_of, hashing, rules_of

if TYPE_CHECKING:
    from index.analysis.analyser import Analyser
    from index.store import Store
    from index.store.groups import Unsigned

SIGNED_AT_ONCE: Final = 500
"""Changes that are looked at between two writes of signatures."""
TEXTS_AT_ONCE: Final = 50
"""Whole texts in memory at a time."""

SETTLED_AT_ONCE: Final = 50_000
"""Articles whose groups are found in one go; each go looks through all signatures once."""
TURN_ARTICLES: Final = 2_000
"""Articles that are written and indexed in one turn, for which an import waits."""

SHINGLES_KEPT: Final = 400_000
"""Shingles that are kept for further comparisons, together some 50 MB."""

STAGE: Final = "Grouping near-duplicates"


def group_if_stale(
    store: Store,
    analyser: Analyser,
    *,
    follow: Callable[[], None] | None = None,
    report: Report | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> bool:
    """Find the groups of near-duplicates, where articles have changed since they were found last.

    One process at a time may do it (`index.background.turns.sole_analysis`). Where nothing is installed that
    makes signatures, nothing is grouped.

    Args:
        store: the library's store.
        analyser: gives the tokens of a text.
        follow: called under the writer's right after groups were written, so that the index follows.
        report: called with the progress.
        cancelled: asked now and then whether to stop.

    Returns:
        Whether articles came into other groups, so that the index must follow.

    Raises:
        Cancelled: when `cancelled` said so; what was done stands, and the next call goes on.
    """
    if not hashing():
        return False
    work = Grouping(store, analyser, Turns(store, report, cancelled), report)
    work.sign()
    return work.settle(follow)


class Grouping:
    """One run of the work, in its two stages."""

    def __init__(self, store: Store, analyser: Analyser, turns: Turns, report: Report | None = None) -> None:
        """Take the library's parts; see `group_if_stale`."""
        self._store = store
        self._analyser = analyser
        self._turns = turns
        self._report = report
        self._kept: dict[int, frozenset[str]] = {}
        self._kept_shingles = 0

    def sign(self) -> None:
        """Give a signature to every article that has none of its present text."""
        rules = rules_of(self._analyser)
        state = self._store.grouping_state()
        if state.get("rules") != rules or int(state.get("change", 0)) > self._store.last_change():
            self._turns.patiently(self._store.clear_signatures)
            state = {}
        change = known = int(state.get("change", 0))
        total, done = self._store.count(), 0
        while (looked_at := self._store.unsigned(change, SIGNED_AT_ONCE))[0] > change:
            self._turns.stop_if_wanted()
            change, unsigned = looked_at
            if unsigned:
                done += len(unsigned)
                self._keep(self._signed(unsigned), {"rules": rules, "change": change})
                known = change
                self._tell(done, max(done, total))
        if change > known:
            self._keep([], {"rules": rules, "change": change})

    def settle(self, follow: Callable[[], None] | None = None) -> bool:
        """Find the groups of the articles that wait for theirs; return whether any came out differently."""
        touched = done = 0
        total = self._store.count_unsettled()
        while changed := self._store.unsettled(SETTLED_AT_ONCE):
            self._turns.stop_if_wanted()
            leaders = Leaders(self._settled, self._of, self._store.twins(), self._alike)
            found = leaders.of_changed(set(changed))
            # Stopped between two turns, all that were judged together are judged again.
            self._turns.patiently(lambda: self._store.unsettle(found))  # noqa: B023 - called at once
            for start in range(0, len(found), TURN_ARTICLES):
                part = list(found)[start : start + TURN_ARTICLES]
                touched += self._write({number: found[number] for number in part}, follow)
            done += len(changed)
            self._tell(done, max(done, total))
        return touched > 0

    def _signed(self, unsigned: Sequence[Unsigned]) -> list[tuple[Unsigned, bytes]]:
        signed: list[tuple[Unsigned, bytes]] = []
        for start in range(0, len(unsigned), TEXTS_AT_ONCE):
            part = unsigned[start : start + TEXTS_AT_ONCE]
            texts = {
                number: shingles(title, body, self._analyser)
                for number, title, body in self._store.texts([entry.number for entry in part])
            }
            present = [entry for entry in part if entry.number in texts]
            signed += zip(present, bands_of([texts[entry.number] for entry in present]), strict=True)
        return signed

    def _keep(self, signed: list[tuple[Unsigned, bytes]], state: dict[str, object]) -> None:
        self._turns.patiently(lambda: self._store.keep_signatures(signed, state))

    def _write(self, leaders: dict[int, int], follow: Callable[[], None] | None) -> int:
        with self._turns.turn():
            touched = self._store.settle(leaders)
            if touched and follow is not None:
                follow()
        return touched

    def _settled(self) -> Iterator[Signed]:
        return map(Signed._make, self._store.settled_signatures())

    def _of(self, numbers: Set[int]) -> Iterator[Signed]:
        return map(Signed._make, self._store.signatures(numbers))

    def _alike(self, one: int, other: int) -> bool:
        return likeness(self._shingles_of(one), self._shingles_of(other)) >= LEAST_ALIKE

    def _shingles_of(self, number: int) -> frozenset[str]:
        kept = self._kept.get(number)
        if kept is not None:
            return kept
        made: frozenset[str] = frozenset()
        for _, title, body in self._store.texts([number]):
            made = frozenset(shingles(title, body, self._analyser))
        while self._kept and self._kept_shingles + len(made) > SHINGLES_KEPT:
            self._kept_shingles -= len(self._kept.pop(next(iter(self._kept))))
        self._kept[number] = made
        self._kept_shingles += len(made)
        return made

    def _tell(self, done: int, total: int) -> None:
        if self._report is not None:
            self._report(Progress(STAGE, done, total))
