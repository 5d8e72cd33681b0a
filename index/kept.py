"""What a library keeps of one state of its index, since it costs time to count."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from index.grouped import Rows
    from index.manifest import Manifest
    from index.query.ast import Node
    from index.wordsample import Sample

MOST_ROWS: Final = 32
"""Results of which it is kept which articles have rows: pages, days and members ask one after another."""


class Kept:
    """What is kept of one state of the index."""

    def __init__(self, manifest: Manifest | None) -> None:
        self.manifest = manifest
        self.values: dict[str, tuple[str, ...]] = {}
        self.words: Mapping[str, int] | None = None
        self.sample: Sample | None = None
        self.vocabulary: list[tuple[str, int]] | None = None
        self.has_groups: bool | None = None
        self.rows: dict[Node, Rows] = {}

    def keep_rows(self, node: Node, rows: Rows) -> None:
        """Keep which articles of a result have rows, and let go of the results asked for longest ago."""
        for old in list(self.rows)[: max(0, len(self.rows) + 1 - MOST_ROWS)]:
            self.rows.pop(old, None)
        self.rows[node] = rows


class KeptOfOneState:
    """Keeps what costs time to count, as long as the index stays as it is."""

    def __init__(self) -> None:
        self._kept = Kept(None)

    def at(self, manifest: Manifest | None) -> Kept:
        """Return what is kept for this state of the index, empty after a change."""
        kept = self._kept
        if kept.manifest != manifest:
            # Two threads may both begin anew; the loser's counts are counted again, and never mixed.
            kept = self._kept = Kept(manifest)
        return kept
