"""Figures counted out over all articles, to compare an index with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import Final

from index.model import UNDATED
from index.store.part import Part, list_of

_VALUES: Final = {
    "source": "SELECT id, source, NULL FROM articles WHERE source <> ''",
    "name": "SELECT a.id, NULL, d.names FROM articles a JOIN names d ON d.number = a.number",
    "topic": "SELECT a.id, NULL, d.topics FROM articles a JOIN topics d ON d.number = a.number",
}


class FiguresPart(Part):
    """Counts that read every article's row; for checks, not for the desk."""

    def all_ids(self) -> set[str]:
        """Return the ids of all articles."""
        return {id_ for (id_,) in self._database.rows("SELECT id FROM articles")}

    def day_counts(self, leave_out: Collection[str] = frozenset()) -> dict[int, int]:
        """Return day number → articles, undated ones under `UNDATED`."""
        rows = self._database.rows("SELECT id, day FROM articles")
        return dict(Counter(UNDATED if day is None else day for id_, day in rows if id_ not in leave_out))

    def value_counts(self, field: str, leave_out: Collection[str] = frozenset()) -> dict[str, int]:
        """Return value → articles with it, of the field `source`, `name` or `topic`."""
        counts: Counter[str] = Counter()
        for id_, value, listed in self._database.rows(_VALUES[field]):
            if id_ not in leave_out:
                counts.update((value,) if value is not None else set(list_of(listed)))
        return dict(counts)
