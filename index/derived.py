"""Names and topics of a library kept in step with its articles, in the background.

The slow part, reading, depends on each article alone and is done once for each (`index.background.reading`).
Which names and topics there are depends on the library as a whole: they are found anew in what was read when
anything was; but only articles whose names or topics come out differently are written and indexed again.

All of it takes the writer's right only for moments, so that imports go on beside it. It can be stopped or
killed at any time and goes on where it stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from index.background.reading import Reader, StoredReadings, state_of
from index.background.state import DERIVED_VERSION, is_by_these_rules
from index.background.turns import Turns
from index.model import Progress, Report
from index.nameset import find_names
from index.store.readings import DERIVED_SETTING
from index.topics import find_topics

if TYPE_CHECKING:
    from index.analysis.analyser import Analyser
    from index.store import Store

BATCH: Final = 500
"""Articles that are compared at a time."""

TURN_ARTICLES: Final = 2_000
"""Articles that are written and indexed in one turn: about a second, for which an import waits."""

PASSES: Final = 5
"""How often what was read is gone through: twice for names, three times for topics."""

REPORT_EVERY: Final = 500
"""Articles between two reports of progress."""

CHOOSING_STAGE: Final = "Finding names and topics"
WRITING_STAGE: Final = "Writing names and topics"

Values = Mapping[str, tuple[str, ...]]


def derive_if_stale(
    store: Store,
    analyser: Analyser,
    *,
    follow: Callable[[], None] | None = None,
    report: Report | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> bool:
    """Find names and topics, where articles have changed since they were found last.

    One process at a time may do it (`index.background.turns.sole_analysis`).

    Args:
        store: the library's store.
        analyser: gives the stems by which phrases are counted.
        follow: called under the writer's right after articles were written, so that the index follows.
        report: called with the progress.
        cancelled: asked now and then whether to stop.

    Returns:
        Whether articles were written that the index must follow.

    Raises:
        Cancelled: when `cancelled` said so; what was done stands, and the next call goes on.
    """
    state = store.setting(DERIVED_SETTING) or {}
    if is_by_these_rules(state, analyser) and state.get("change") == store.last_change():
        return False
    turns = Turns(store, report, cancelled)
    reader = Reader(store, turns, report)
    reader.read_pending()
    written = False
    while not is_by_these_rules(state, analyser) or state.get("readings") != state_of(reader):
        state = {
            "version": DERIVED_VERSION,
            "analyser": analyser.fingerprint,
            "readings": state_of(reader),
        }
        finder = _Finder(store, analyser, turns, report)
        written |= finder.find(reader, follow)
        # What was written is in the log, and an import may have come meanwhile.
        reader.read_pending()
    turns.patiently(lambda: store.set_setting(DERIVED_SETTING, {**state, "change": reader.change}))
    return written


class _Finder:
    """Finds names and topics in what was read, and writes what differs."""

    def __init__(self, store: Store, analyser: Analyser, turns: Turns, report: Report | None) -> None:
        self._store = store
        self._analyser = analyser
        self._turns = turns
        self._report = report
        self._steps = 0
        self._total = 0

    def find(self, reader: Reader, follow: Callable[[], None] | None) -> bool:
        """Find and write all; return whether the index must follow."""
        readings = StoredReadings(self._store, reader.vocabulary)
        self._total = len(readings.ids)
        names = find_names(readings, self._step)
        topics = find_topics(readings, self._analyser.stem, self._step)
        written = False
        differing: list[str] = []
        for start in range(0, self._total, BATCH):
            self._turns.stop_if_wanted()
            differing += self._differing(readings.ids[start : start + BATCH], names, topics)
            if len(differing) >= TURN_ARTICLES:
                self._write(differing, names, topics, follow)
                written, differing = True, []
            if written:
                self._tell(WRITING_STAGE, min(self._total, start + BATCH))
        if differing:
            self._write(differing, names, topics, follow)
        return written or bool(differing)

    def _step(self) -> None:
        self._steps += 1
        if self._steps % REPORT_EVERY == 0 or self._steps == PASSES * self._total:
            self._turns.stop_if_wanted()
            self._tell(CHOOSING_STAGE, self._steps // PASSES)

    def _tell(self, stage: str, done: int) -> None:
        if self._report is not None:
            self._report(Progress(stage, done, self._total))

    def _differing(self, ids: Sequence[str], names: Values, topics: Values) -> list[str]:
        """Return the articles whose values are not written yet, or others."""
        old_names, old_topics = self._store.names(ids), self._store.topics(ids)
        return [id_ for id_ in ids if old_names.get(id_) != names[id_] or old_topics.get(id_) != topics[id_]]

    def _write(
        self, ids: Sequence[str], names: Values, topics: Values, follow: Callable[[], None] | None
    ) -> None:
        with self._turns.turn():
            self._store.set_derived(
                {id_: (names[id_], topics[id_]) for id_ in ids}, f"phrases-{DERIVED_VERSION}"
            )
            if follow is not None:
                follow()
