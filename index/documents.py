"""From an article to what an engine is given of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from index.engines.base import GROUP, TWIN, YES, Document, TermText
from index.model import UNDATED, Article

if TYPE_CHECKING:
    from index.analysis.analyser import Analyser
    from index.store.groups import Membership
    from index.store.indexing import IndexRow
    from index.store.records import Record

_MINUTES_OF_HOUR: Final = 60


def document_of(
    article: Article,
    analyser: Analyser,
    *,
    names: Iterable[str] = (),
    topics: Iterable[str] = (),
    membership: Membership | None = None,
) -> Document:
    """Return the document of an article; its text is analysed here, once, for every use in the engine.

    Args:
        article: the article.
        analyser: cuts its text.
        names: the names that stand in it.
        topics: what it is about.
        membership: where it stands in a group of near-duplicates; None: it is like no other.
    """
    return Document(
        id=article.id,
        day=article.day.toordinal() if article.day else UNDATED,
        minute=article.time.hour * _MINUTES_OF_HOUR + article.time.minute if article.time else 0,
        title=analyser.terms(article.title),
        body=analyser.terms(article.body),
        values=_values(article, names, topics) | _standing(membership),
    )


def document_of_record(
    identifier: str, record: Record | Article, terms: tuple[TermText, TermText] | None, analyser: Analyser
) -> Document:
    """Return the document of an article that is new, so that nothing is known of it but what was read.

    Args:
        identifier: the article's id.
        record: the article.
        terms: of title and body, where they were analysed before.
        analyser: cuts the text where they were not.
    """
    title, body = terms or (analyser.terms(record.title), analyser.terms(record.body))
    return Document(
        id=identifier,
        day=record.day.toordinal() if record.day else UNDATED,
        minute=record.time.hour * _MINUTES_OF_HOUR + record.time.minute if record.time else 0,
        title=title,
        body=body,
        values=_values(record, (), ()),
    )


def document_of_row(row: IndexRow, analyser: Analyser) -> Document:
    """Return the document of an article as the store has it; its text is analysed here."""
    standing: dict[str, tuple[str, ...]] = {}
    if row.leader:
        standing = {GROUP: (row.leader,), TWIN: (YES,)}
    elif row.leads:
        standing = {GROUP: (row.id,)}
    return Document(
        id=row.id,
        day=row.day.toordinal() if row.day else UNDATED,
        minute=row.time.hour * _MINUTES_OF_HOUR + row.time.minute if row.time else 0,
        title=analyser.terms(row.title),
        body=analyser.terms(row.body),
        values=_values(row, row.names, row.topics) | standing,
    )


def _values(
    article: Article | Record | IndexRow, names: Iterable[str], topics: Iterable[str]
) -> dict[str, tuple[str, ...]]:
    gathered = {
        "topic": tuple(dict.fromkeys(topics)),
        "name": tuple(dict.fromkeys(names)),
        "source": (article.source,) if article.source else (),
        "tag": tuple(dict.fromkeys(article.tags)),
        "author": (article.author,) if article.author else (),
        "lang": (article.language,) if article.language else (),
    }
    return {field: values for field, values in gathered.items() if values}


def _standing(membership: Membership | None) -> dict[str, tuple[str, ...]]:
    if membership is None:
        return {}
    return {GROUP: (membership.group,), TWIN: (YES,)} if membership.twin else {GROUP: (membership.group,)}
