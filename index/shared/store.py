"""The store of a shared library: marks and ledger are here, the articles are read from the cluster."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final, Self

from index.errors import ArticleMissing
from index.model import UNDATED, Article, Marks, Origin
from index.query.ast import All
from index.shared import ledger
from index.shared.articles import MOST_IDS, ClusterArticles, Stored, stored_of
from index.shared.records import EARLIER, Waiting, article_of
from index.store import Store
from index.store.records import HitRow, Statistics

if TYPE_CHECKING:
    from index.engines.base import Engine
    from index.store.database import Database
    from index.store.groups import Membership
    from index.store.writing import ArticleWriter

_OWN_PLACE: Final = (
    "SELECT a.id, f.named, o.line, o.position FROM articles a JOIN origins o ON o.number = a.number"
    " JOIN files f ON f.number = o.file WHERE a.id IN ({})"
)


class SharedStore(Store):
    """A store whose articles are in a cluster.

    What is read of articles may raise an `EngineError` where the cluster does not answer; marks never do.
    """

    articles_there: ClusterArticles
    engine_of: Callable[[], Engine]

    @classmethod
    def over(cls, store: Store, articles: ClusterArticles, engine_of: Callable[[], Engine]) -> Self:
        """Take over an open store.

        Args:
            store: not to be used any more.
            articles: in the cluster.
            engine_of: gives the engine that counts them.
        """
        made = cls(store.folder, store._database, migrated=store.migrated)
        if not made.readonly:
            ledger.prepare(made._database)
        made.articles_there, made.engine_of = articles, engine_of
        return made

    @property
    def database(self) -> Database:
        """The local database, for the ledger."""
        return self._database

    @contextmanager
    def writing(self) -> Iterator[ArticleWriter]:
        """One transaction of the ledger."""
        with self._database.transaction() as connection:
            writer = ledger.LedgerWriter(connection)
            yield writer
            writer.finish()

    # The ledger

    def sent(self) -> int:
        """Return the change of this store up to which the cluster has acknowledged everything."""
        return int(self.setting(ledger.SENT_SETTING, 0))

    def waiting(self, last: int, limit: int) -> list[Waiting]:
        """Return up to `limit` articles that the cluster has to be told of, up to a change."""
        return ledger.waiting(self._database, self.sent(), last, limit)

    def earlier(self, waiting: Sequence[Waiting]) -> Mapping[str, list[Waiting]]:
        """Return the earlier texts of waiting articles that the cluster does not know."""
        changed = [entry.id for entry in waiting if entry.article and entry.article.version > 1]
        return ledger.earlier(self._database, changed) if changed else {}

    def acknowledge(self, waiting: Sequence[Waiting], change: int) -> None:
        """Note that the cluster has all changes up to one, and drop the texts that it took."""
        ledger.acknowledge(self._database, waiting, change)

    def own_ids(self) -> list[str]:
        """Return the articles that this person imported and the cluster has acknowledged."""
        sql = "SELECT a.id FROM articles a JOIN changes c ON c.id = a.id WHERE c.seq <= ? ORDER BY a.id"
        return [id_ for (id_,) in self._database.rows(sql, (self.sent(),))]

    def files_of(self, ids: Sequence[str]) -> list[str]:
        """Return the files that articles were read from, each once."""
        rows = self._database.rows_in(_OWN_PLACE, ids)
        return list(dict.fromkeys(named for _, named, _, _ in rows))

    # Articles

    def article(self, id_or_prefix: str, version: int | None = None) -> Article:
        """Return an article of the cluster by its id or the beginning of it."""
        whole = self.resolve(id_or_prefix)
        found = self._fetched([whole]).get(whole)
        if found is None:
            raise ArticleMissing(f"There is no article {whole}.")
        if version is None or version == found.article.version:
            return found.article
        record = self.articles_there.record(whole) or {}
        for text in record.get(EARLIER, ()):
            if text["version"] == version:
                return article_of(whole, text)
        raise ArticleMissing(
            f"Article {whole} has no version {version}; its latest is version {found.article.version}."
        )

    def articles(self, ids: Iterable[str]) -> dict[str, Article]:
        """Return articles of the cluster by id; unknown ids are left out."""
        return {id_: stored.article for id_, stored in self._fetched(ids).items()}

    def rows(self, ids: Sequence[str]) -> dict[str, HitRow]:
        """Return what list rows show, by id."""
        marks = self.marks(ids)
        return {id_: _row(stored, marks.get(id_, Marks())) for id_, stored in self._fetched(ids).items()}

    def iterate(self, after_rowid: int = 0, limit: int | None = None) -> Iterator[tuple[int, Article]]:
        """Yield (number, article) of all articles; a number counts those before it."""
        for number, document in enumerate(self.articles_there.scan(), 1):
            if number > after_rowid:
                yield number, stored_of(document).article
            if limit is not None and number >= after_rowid + limit:
                return

    def versions(self, identifier: str) -> list[tuple[int, str]]:
        """Return (version, ISO timestamp of its import) of an article, oldest first."""
        record = self.articles_there.record(identifier)
        if record is None:
            return []
        return [(int(text["version"]), text["imported"]) for text in (*record.get(EARLIER, ()), record)]

    def ids_by_prefix(self, prefix: str) -> frozenset[str]:
        """Return the ids that begin so."""
        wanted = prefix.strip().lower()
        return frozenset(self._ids_from(wanted)) if wanted else frozenset()

    def ids_by_url(self, fragment: str) -> frozenset[str]:
        """Return the articles whose address contains a text."""
        wanted = fragment.strip()
        return frozenset(self.articles_there.by_url(wanted)) if wanted else frozenset()

    def names(self, ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Return the names by id."""
        return {id_: stored.names for id_, stored in self._fetched(ids).items()}

    def topics(self, ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Return the topics by id."""
        return {id_: stored.topics for id_, stored in self._fetched(ids).items()}

    def groups(self, ids: Sequence[str]) -> dict[str, Membership]:
        """Return where articles stand in their groups, by id."""
        fetched = self._fetched(ids).items()
        return {id_: stored.membership for id_, stored in fetched if stored.membership is not None}

    def members(self, _group: str) -> list[str]:
        """Return nothing: near-duplicates are not grouped in a shared library."""
        return []

    # Figures

    def count(self) -> int:
        """Return the number of articles that a search finds."""
        return self.articles_there.count()

    def statistics(self) -> Statistics:
        """Return the library in figures, counted by the cluster."""
        engine = self.engine_of()
        days = engine.days(All())
        dated = sorted(day for day in days if day != UNDATED)
        first, last = (date.fromordinal(dated[0]), date.fromordinal(dated[-1])) if dated else (None, None)
        sources = len(engine.facet(All(), "source"))
        return Statistics(sum(days.values()), days.get(UNDATED, 0), first, last, self._rejected(), sources)

    def all_ids(self) -> set[str]:
        """Return the ids of all articles."""
        return {document["_id"] for document in self.articles_there.scan(texts=False)}

    def day_counts(self, leave_out: Collection[str] = frozenset()) -> dict[int, int]:
        """Return day number → articles, undated ones under `UNDATED`."""
        found = (stored_of(document).article for document in self.articles_there.scan())
        days = (article.day for article in found if article.id not in leave_out)
        return dict(Counter(day.toordinal() if day else UNDATED for day in days))

    def texts_changed(self, _after: int, _since: str) -> bool:
        """Return True: whoever asks has seen that the cluster holds other articles than before."""
        return True

    def _rejected(self) -> int:
        row = self._database.row("SELECT count(*) FROM rejections WHERE kept = 0")
        return int(row[0]) if row else 0

    def _ids_from(self, prefix: str, limit: int = -1) -> list[str]:
        most = MOST_IDS if limit < 0 else limit
        return self.articles_there.by_prefix(prefix, most)

    def _must_exist(self, connection: sqlite3.Connection, id_: str) -> None:
        """Let any article be marked: the cluster, which knows it, may be away."""

    def _fetched(self, ids: Iterable[str]) -> dict[str, Stored]:
        """Return articles; of those that this person imported, with the path where they were read."""
        found = self.articles_there.fetch(ids)
        for id_, named, line, position in self._database.rows_in(_OWN_PLACE, found):
            article = replace(found[id_].article, origin=Origin(named, line, position))
            found[id_] = replace(found[id_], article=article)
        return found


def _row(stored: Stored, marks: Marks) -> HitRow:
    article = stored.article
    return HitRow(
        article.id,
        article.title,
        article.title_derived,
        article.day,
        article.time,
        article.source,
        article.url,
        stored.topics,
        stored.names,
        marks=marks,
    )
