"""An article as a document of the cluster holds it, and what becomes of two texts of one article."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from pathlib import PurePath
from typing import Any, Final

from index.errors import EngineError
from index.model import Article, Origin

RECORD: Final = "record"
"""The field of a document with the article in it."""
SENT: Final = "\0"
"""Stands in the local store for a text that the cluster has; no article has this character."""
EARLIER: Final = "earlier"
"""In a record: the earlier texts of the article, oldest first, each a record."""
FORMAT: Final = 1

_ABOUT: Final = ("time", "source", "author", "url", "language", "tags")
"""What is said about a text, and may be renewed while the text stays."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An article of this store that the cluster has to be told of.

    Attributes:
        seq: number of its change.
        article: as it is here; None where it is gone.
        id: of the article.
        content: the digest of its text in hexadecimal.
        imported: when, as ISO timestamp.
    """

    seq: int
    id: str
    article: Article | None = None
    content: str = ""
    imported: str = ""


def record_of(waiting: Waiting, article: Article, by: str) -> dict[str, Any]:
    """Return an article as a record. Of the path where it was read only the name of the file is shared.

    Args:
        waiting: what the store says beside it.
        article: the article.
        by: identity of the store of the person who imports it.
    """
    return {
        "format": FORMAT,
        "version": 1,
        "content": waiting.content,
        "imported": waiting.imported,
        "by": by,
        "day": article.day.toordinal() if article.day else None,
        "time": article.time.isoformat() if article.time else None,
        "title": article.title,
        "title_derived": article.title_derived,
        "source": article.source,
        "author": article.author,
        "url": article.url,
        "language": article.language,
        "tags": list(article.tags),
        "file": PurePath(article.origin.path).name,
        "line": article.origin.line,
        "position": article.origin.position,
        "body": article.body,
    }


def article_of(identifier: str, record: Mapping[str, Any]) -> Article:
    """Return the article of a record.

    Raises:
        EngineError: when it is none that this program wrote.
    """
    try:
        if record["format"] > FORMAT:
            raise EngineError(
                f"Article {identifier} was written to the cluster by a newer evtui. Update evtui to read it."
            )
        return Article(
            identifier,
            str(record["title"]),
            str(record["body"]),
            date.fromordinal(record["day"]) if record["day"] else None,
            time.fromisoformat(record["time"]) if record["time"] else None,
            bool(record["title_derived"]),
            str(record["source"]),
            str(record["author"]),
            str(record["url"]),
            str(record["language"]),
            tuple(str(tag) for tag in record["tags"]),
            Origin(str(record["file"]), int(record["line"]), int(record["position"])),
            int(record["version"]),
        )
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise EngineError(
            f"Article {identifier} in the cluster is not as evtui writes it ({error!r})."
            " Was the index written to by another program?"
        ) from error


def joined(mine: Mapping[str, Any], before: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return a record with the texts that its article had before, oldest first."""
    texts = [{**text, "version": number} for number, text in enumerate(before, 1)]
    return {**mine, "version": len(texts) + 1, EARLIER: texts} if texts else dict(mine)


def merged(theirs: Mapping[str, Any], mine: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return what is to stand in the cluster where it has the article; None where nothing is to change.

    A text that the article has or once had is known; only who brought the present one may return to an
    earlier one, or say something else about it. Another text becomes the newest version, and those before
    stay as earlier ones.

    Args:
        theirs: the record in the cluster.
        mine: the record to be sent; its text may be one that the cluster was given before (`SENT`).
    """
    own = theirs["by"] == mine["by"]
    if mine["content"] == theirs["content"]:
        if not own or _about(theirs) == _about(mine):
            return None
        return {**theirs, **{name: mine[name] for name in _ABOUT}}
    known = list(theirs.get(EARLIER, ()))
    contents = {text["content"] for text in known} | {theirs["content"]}
    if mine["body"] == SENT or (mine["content"] in contents and not own):
        return None
    fresh = [text for text in mine.get(EARLIER, ()) if text["content"] not in contents]
    present = {name: value for name, value in theirs.items() if name != EARLIER}
    return joined({name: value for name, value in mine.items() if name != EARLIER}, [*known, present, *fresh])


def _about(record: Mapping[str, Any]) -> tuple[object, ...]:
    return tuple(record[name] for name in _ABOUT)
