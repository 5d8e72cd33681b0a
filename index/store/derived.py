"""Tables that were computed from the texts and can be dropped: names and topics of articles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from index.store.part import Part, list_of, list_text


class Derived(Part):
    """Names and topics per article. Writing them logs no change; `touch` does where the index must follow."""

    def set_names(self, names: Mapping[str, tuple[str, ...]]) -> None:
        """Keep the names that stand in articles; unknown ids are passed over."""
        with self._database.transaction() as connection:
            connection.executemany(
                "INSERT OR REPLACE INTO names (number, names) SELECT number, ? FROM articles WHERE id = ?",
                ((list_text(values), id_) for id_, values in names.items()),
            )

    def set_topics(self, topics: Mapping[str, tuple[str, ...]], run_id: str) -> None:
        """Keep the topics of articles and the run that found them; unknown ids are passed over."""
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
