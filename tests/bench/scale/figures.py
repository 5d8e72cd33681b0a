"""The records of one library as figures with goals and peers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from tests.bench.scale import goals
from tests.bench.scale.records import ALL, MEGABYTES, OWN, PER_SECOND, SECONDS, Record
from tests.bench.table import Figure, milliseconds

RAW: Final = "raw tantivy"
FTS5: Final = "SQLite FTS5"
FRAMES: Final = ("cursor", "page", "jump", "histogram")


def told(record: Record) -> str:
    """Return a record in words: median and 95th percentile, where it was measured more than once."""
    if record.unit == SECONDS:
        middle = milliseconds(record.median)
        return middle if record.samples == 1 else f"{middle}, {milliseconds(record.p95)}"
    if record.unit in {MEGABYTES, PER_SECOND}:
        return f"{record.median:,.0f} {record.unit}" if record.median >= 10 else f"{record.median:.1f} MB"
    return f"{record.median:,.0f}"


def figures_of(records: Iterable[Record]) -> list[Figure]:
    """Return the figures of one library; what was not measured is left out."""
    found = _Found(records)
    figures = [
        found.answer(),
        found.beside_raw(),
        found.beside_fts5(),
        found.timed("keystroke", ALL, "key to painted result, debounce included", goals.KEYSTROKE),
        found.timed("start", "paint", "cold start to first paint", goals.PAINT, "bare Textual"),
        found.timed("start", "result", "cold start to first result", goals.RESULT),
        found.memory(),
        *(found.timed("frame", part, f"frame: {part}", goals.FRAME, "bare OptionList") for part in FRAMES),
        found.timed("words", "first", "words that distinguish the first result", goals.WORDS),
        found.timed("words", ALL, "words that distinguish a result", goals.WORDS),
        found.reindex(),
        found.timed("reindex", "rows meanwhile", "first rows of the old index meanwhile", 0.0),
        found.timed("update", ALL, "update of one article until found", goals.UPDATE, RAW),
        found.size(),
        found.imported(),
    ]
    return [figure for figure in figures if figure is not None]


class _Found:
    """The records of one library by what they are about."""

    def __init__(self, records: Iterable[Record]) -> None:
        self._records = {(record.what, record.part, record.who): record for record in records}

    def get(self, what: str, part: str = ALL, who: str = OWN) -> Record | None:
        return self._records.get((what, part, who))

    def timed(self, what: str, part: str, label: str, goal: float, peer: str = "") -> Figure | None:
        own, other = self.get(what, part), self.get(what, part, peer)
        if own is None:
            return None
        beside = f"{peer} {told(other)}" if other else ""
        if not goal:
            return Figure(label, told(own), peer=beside)
        return Figure(label, told(own), f"p95 <= {milliseconds(goal)}", own.p95 <= goal, beside)

    def answer(self) -> Figure | None:
        return self.timed("answer", ALL, "whole answer", goals.ANSWER, RAW)

    def beside_raw(self) -> Figure | None:
        own, raw = self.get("answer"), self.get("answer", ALL, RAW)
        if own is None or raw is None:
            return None
        times = own.p95 / raw.p95
        return Figure(
            "whole answer beside the raw calls",
            f"{times:.2f} times at the p95, {own.median / raw.median:.2f} at the median",
            f"<= {goals.ANSWER_BESIDE_RAW} times",
            times <= goals.ANSWER_BESIDE_RAW,
            f"{RAW} {told(raw)}",
        )

    def beside_fts5(self) -> Figure | None:
        own, peer = self.get("beside", ALL, FTS5), self.get("answer", ALL, FTS5)
        if own is None or peer is None:
            return None
        times = peer.median / own.median
        return Figure(
            "whole answer beside FTS5, its queries",
            f"{times:.1f} times faster at the median ({told(own)})",
            f">= {goals.ANSWER_BESIDE_FTS5:.0f} times",
            times >= goals.ANSWER_BESIDE_FTS5,
            f"{FTS5} {told(peer)}",
        )

    def memory(self) -> Figure | None:
        resident, files, answers = (self.get("memory", part) for part in ("resident", "files", "answers"))
        if resident is None or files is None or answers is None:
            return None
        return Figure(
            f"memory of the desk after {told(answers)} answers",
            f"{told(resident)}, {told(files)} of it mapped files",
            f"<= {goals.MEMORY:.0f} MB",
            resident.median <= goals.MEMORY,
        )

    def reindex(self) -> Figure | None:
        own, peer = self.get("reindex"), self.get("import", ALL, RAW)
        if own is None:
            return None
        return Figure(
            "reindex from the store",
            told(own),
            f">= {goals.REINDEX:,.0f}/s",
            own.median >= goals.REINDEX,
            f"{RAW} of its own {told(peer)}" if peer else "",
        )

    def size(self) -> Figure | None:
        own, peer = self.get("size"), self.get("size", ALL, RAW)
        if own is None or peer is None:
            return None
        times = own.median / peer.median
        return Figure(
            "index size",
            f"{told(own)}, {times:.2f} times",
            f"<= {goals.SIZE_BESIDE_RAW} times",
            times <= goals.SIZE_BESIDE_RAW,
            f"{RAW} of its own {told(peer)}",
        )

    def imported(self) -> Figure | None:
        own = self.get("import")
        peers = [
            f"{who} {told(record)}"
            for (what, _, who), record in self._records.items()
            if what == "import" and who != OWN
        ]
        return Figure("import until searchable", told(own), peer=", ".join(peers)) if own else None
