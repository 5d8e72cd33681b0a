"""Reading articles out of the store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from index.errors import ArticleMissing
from index.model import Article, Origin
from index.store.database import Row
from index.store.derived import Derived
from index.store.marks import MarksPart
from index.store.part import Part, day_of, list_of, time_of
from index.store.records import HitRow, Statistics

NAMED_IN_ERRORS: Final = 5
"""How many of the ids that begin alike an error names."""
ITERATE_CHUNK: Final = 500
"""Articles read at once by `iterate`. Between two chunks no read is open, and SQLite's log can shrink."""

_TEXT: Final = (
    "title, title_derived, body, day, time, source, author, url, language, tags,"
    " f.named, {o}.line, {o}.position, version"
)
_CURRENT: Final = (
    f"SELECT a.number, a.id, {_TEXT.format(o='o')} FROM articles a"
    " JOIN origins o ON o.number = a.number JOIN files f ON f.number = o.file"
)
_EARLIER: Final = (
    f"SELECT v.number, ?, {_TEXT.format(o='v')} FROM versions v JOIN files f ON f.number = v.file"
    " WHERE v.number = ? AND v.version = ?"
)
_HIT: Final = (
    "SELECT a.id, a.title, a.title_derived, a.day, a.time, a.source, a.url, t.topics, n.names FROM articles a"
    " LEFT JOIN topics t ON t.number = a.number LEFT JOIN names n ON n.number = a.number WHERE a.id IN ({})"
)


class ArticlesPart(MarksPart, Derived, Part):
    """Articles, their versions and figures about them."""

    def article(self, id_or_prefix: str, version: int | None = None) -> Article:
        """Return an article by its id or the beginning of it.

        Args:
            id_or_prefix: upper and lower case are the same.
            version: an earlier version's number; None is the current one.

        Raises:
            ArticleMissing: when none or several begin so, or there is no such version.
        """
        whole = self.resolve(id_or_prefix)
        row = self._database.row(f"{_CURRENT} WHERE a.id = ?", (whole,))
        if row is None:
            raise ArticleMissing(f"There is no article {whole}.")
        current = _article(row)
        if version is None or version == current.version:
            return current
        there = 0 < version < current.version
        earlier = self._database.row(_EARLIER, (whole, row[0], version)) if there else None
        if earlier is None:
            raise ArticleMissing(
                f"Article {whole} has no version {version}; it has {_versions_in_words(current.version)}."
            )
        return _article(earlier)

    def resolve(self, id_or_prefix: str) -> str:
        """Return the whole id for an id or the beginning of one.

        Raises:
            ArticleMissing: when none or several begin so.
        """
        # An id is made of letters and figures of ASCII; what else was typed may not even be text for SQLite.
        prefix = id_or_prefix.strip().lower().encode("ascii", "replace").decode()
        found = self._ids_from(prefix, NAMED_IN_ERRORS + 1) if prefix else []
        if found and (len(found) == 1 or found[0] == prefix):
            return found[0]
        if not found:
            raise ArticleMissing(f"No article has the id {id_or_prefix!r}.")
        more = " …" if len(found) > NAMED_IN_ERRORS else ""
        raise ArticleMissing(
            f"Several articles begin with {prefix!r}: {', '.join(found[:NAMED_IN_ERRORS])}{more}."
            " Type more of the id."
        )

    def articles(self, ids: Iterable[str]) -> dict[str, Article]:
        """Return the current versions of articles by id; unknown ids are left out."""
        rows = self._database.rows_in(f"{_CURRENT} WHERE a.id IN ({{}})", ids)
        return {row[1]: _article(row) for row in rows}

    def rows(self, ids: Sequence[str]) -> dict[str, HitRow]:
        """Return what list rows show, by id; unknown ids are left out. No body is read."""
        marks = self.marks(ids)
        found: dict[str, HitRow] = {}
        for id_, title, derived, day, time, source, url, topics, names in self._database.rows_in(_HIT, ids):
            row = HitRow(
                id_,
                title,
                bool(derived),
                day_of(day),
                time_of(time),
                source,
                url,
                list_of(topics),
                list_of(names),
            )
            found[id_] = replace(row, marks=marks[id_]) if id_ in marks else row
        return found

    def iterate(self, after_rowid: int = 0, limit: int | None = None) -> Iterator[tuple[int, Article]]:
        """Yield (number, article) of the current versions, by ascending number.

        Args:
            after_rowid: go on after this number.
            limit: how many at most, None for all.
        """
        left = limit
        while left is None or left > 0:
            size = ITERATE_CHUNK if left is None else min(left, ITERATE_CHUNK)
            chunk = self._database.rows(
                f"{_CURRENT} WHERE a.number > ? ORDER BY a.number LIMIT ?", (after_rowid, size)
            )
            for row in chunk:
                yield row[0], _article(row)
            if len(chunk) < size:
                return
            after_rowid = chunk[-1][0]
            left = None if left is None else left - size

    def versions(self, identifier: str) -> list[tuple[int, str]]:
        """Return (version, ISO timestamp of its import) of an article, oldest first; [] for an unknown id."""
        return [
            (version, imported)
            for version, imported in self._database.rows(
                "SELECT version, imported FROM versions"
                " WHERE number = (SELECT number FROM articles WHERE id = ?)"
                " UNION ALL SELECT version, imported FROM articles WHERE id = ? ORDER BY 1",
                (identifier, identifier),
            )
        ]

    def count(self) -> int:
        """Return the number of articles."""
        row = self._database.row("SELECT coalesce(sum(articles), 0) FROM sources")
        return int(row[0]) if row else 0

    def statistics(self) -> Statistics:
        """Return the library in figures; none of them is counted out over the articles."""
        row = self._database.row(
            "SELECT coalesce(sum(articles), 0), coalesce(sum(undated), 0),"
            " (SELECT min(day) FROM articles), (SELECT max(day) FROM articles),"
            " (SELECT count(*) FROM rejections WHERE kept = 0), coalesce(sum(source <> ''), 0) FROM sources"
        )
        articles, undated, first, last, rejected, sources = row or (0, 0, None, None, 0, 0)
        return Statistics(articles, undated, day_of(first), day_of(last), rejected, sources)

    def file_of(self, identifier: str) -> Path | None:
        """Return the absolute path of the file that an article was read from; None for standard input."""
        row = self._database.row(
            "SELECT f.path FROM articles a JOIN origins o ON o.number = a.number"
            " JOIN files f ON f.number = o.file WHERE a.id = ?",
            (identifier,),
        )
        return Path(row[0]) if row and row[0] != "-" else None

    def ids_by_prefix(self, prefix: str) -> frozenset[str]:
        """Return the ids that begin so, in upper or lower case; none for an empty prefix."""
        wanted = prefix.strip().lower()
        return frozenset(self._ids_from(wanted)) if wanted else frozenset()

    def ids_by_url(self, fragment: str) -> frozenset[str]:
        """Return the articles whose address contains a text, in upper or lower case."""
        wanted = fragment.strip()
        if not wanted:
            return frozenset()
        escaped = wanted.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        return frozenset(
            id_
            for (id_,) in self._database.rows(
                "SELECT id FROM articles WHERE url <> '' AND url LIKE ? ESCAPE '\\'", (f"%{escaped}%",)
            )
        )

    def _ids_from(self, prefix: str, limit: int = -1) -> list[str]:
        # Ids are ASCII letters and digits, so the last code point ends the range of those that begin so.
        return [
            id_
            for (id_,) in self._database.rows(
                "SELECT id FROM articles WHERE id >= ? AND id < ? ORDER BY id LIMIT ?",
                (prefix, f"{prefix}\U0010ffff", limit),
            )
        ]


def _article(row: Row) -> Article:
    (
        _,
        id_,
        title,
        derived,
        body,
        day,
        time,
        source,
        author,
        url,
        language,
        tags,
        path,
        line,
        position,
        version,
    ) = row
    return Article(
        id_,
        title,
        body,
        day_of(day),
        time_of(time),
        bool(derived),
        source,
        author,
        url,
        language,
        list_of(tags),
        Origin(path, line, position),
        version,
    )


def _versions_in_words(current: int) -> str:
    return "only one" if current == 1 else f"versions 1 to {current}"
