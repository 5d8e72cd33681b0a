"""Tables that were computed from the texts and can be dropped: names and topics of articles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from index.store.changes import log_change
from index.store.part import Part, list_of, list_text

_DERIVED: Final = (
    "SELECT a.number, n.names, t.topics FROM articles a LEFT JOIN names n ON n.number = a.number"
    " LEFT JOIN topics t ON t.number = a.number WHERE a.id = ?"
)
_NONE: Final = list_text(())


class Derived(Part):
    """Names and topics per article."""

    def set_derived(self, values: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]], run_id: str) -> None:
        """Keep names and topics by id, and log a change of the articles whose values were others.

        All in one transaction: whatever ends the work, the index follows. Unknown ids are passed over.

        Args:
            values: names and topics of each article.
            run_id: the run that found the topics.
        """
        texts = {id_: (list_text(names), list_text(topics)) for id_, (names, topics) in values.items()}
        with self._database.transaction() as connection:
            for id_, (names, topics) in texts.items():
                found = connection.execute(_DERIVED, (id_,)).fetchone()
                if found is None:
                    continue
                number, old_names, old_topics = found
                connection.execute(
                    "INSERT OR REPLACE INTO names (number, names) VALUES (?, ?)", (number, names)
                )
                connection.execute(
                    "INSERT OR REPLACE INTO topics (number, topics, run) VALUES (?, ?, ?)",
                    (number, topics, run_id),
                )
                if (old_names or _NONE, old_topics or _NONE) != (names, topics):
                    log_change(connection, id_)

    def set_names(self, names: Mapping[str, tuple[str, ...]]) -> None:
        """Keep the names that stand in articles, without a change in the log; unknown ids are passed over."""
        with self._database.transaction() as connection:
            connection.executemany(
                "INSERT OR REPLACE INTO names (number, names) SELECT number, ? FROM articles WHERE id = ?",
                ((list_text(values), id_) for id_, values in names.items()),
            )

    def set_topics(self, topics: Mapping[str, tuple[str, ...]], run_id: str) -> None:
        """Keep the topics of articles as `set_names` does names, and the run that found them."""
        with self._database.transaction() as connection:
            connection.executemany(
                "INSERT OR REPLACE INTO topics (number, topics, run)"
                " SELECT number, ?, ? FROM articles WHERE id = ?",
                ((list_text(values), run_id, id_) for id_, values in topics.items()),
            )

    def names(self, ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Return the names by id. An article whose names were never looked for is left out."""
        sql = "SELECT a.id, n.names FROM articles a JOIN names n ON n.number = a.number WHERE a.id IN ({})"
        return {id_: list_of(names) for id_, names in self._database.rows_in(sql, ids)}

    def topics(self, ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Return the topics by id. An article whose topics were never looked for is left out."""
        sql = "SELECT a.id, t.topics FROM articles a JOIN topics t ON t.number = a.number WHERE a.id IN ({})"
        return {id_: list_of(topics) for id_, topics in self._database.rows_in(sql, ids)}

    def clear_topics(self) -> None:
        """Forget all topics."""
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM topics")

    def clear_names(self) -> None:
        """Forget all names."""
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM names")
