"""From an entry as feedparser gives it to the values of an article."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from index.dates.order import DateOrder
from index.readers.feeds.markup import host_of, is_markup, text_of, web_address
from index.readers.feeds.published import Stamp, published
from index.readers.fields import Found

Values = Mapping[str, Any]

_DATES: Final = ("published", "updated", "created")
"""The dates of an entry, the best first."""


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed says of itself, for entries that do not say it.

    Attributes:
        source: its title, else the host of its address.
        language: of its texts.
        author: who is the author of entries without one; known of Atom alone.
        order: how its ambiguous dates are read.
    """

    source: str
    language: str
    author: str
    order: DateOrder


def feed_of(feed: Values, version: str, order: DateOrder) -> Feed:
    """Return what a feed says of itself."""
    return Feed(
        source=_title(feed) or host_of(_text(feed, "link")),
        language=_text(feed, "language"),
        author=_authors(feed) if version.startswith("atom") else "",
        order=order,
    )


def found_of(entry: Values, feed: Feed) -> Found:
    """Return the values of an article that an entry tells."""
    when = published((_stamp(entry, name) for name in _DATES), feed.order)
    origin = dict.get(entry, "source") if isinstance(entry, dict) else None
    return Found(
        title=_title(entry),
        body=_body(entry),
        date=when.value,
        source=(_title(origin) if isinstance(origin, dict) else "") or feed.source,
        author=_authors(entry) or feed.author,
        url=web_address(_addresses(entry)),
        language=_language(entry) or feed.language,
        tags=[tag.get("label") or tag.get("term") for tag in _list(entry, "tags")],
        key=_text(entry, "id"),
        doubts=[when.doubt] if when.doubt else [],
    )


def _get(values: Values, name: str) -> Any:
    # feedparser's own lookup answers for names that the feed does not have.
    return dict.get(values, name) if isinstance(values, dict) else None


def _text(values: Values, name: str) -> str:
    value = _get(values, name)
    return value.strip() if isinstance(value, str) else ""


def _list(values: Values, name: str) -> list[Values]:
    value = _get(values, name)
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _stamp(entry: Values, name: str) -> Stamp:
    return Stamp(_text(entry, name), _get(entry, f"{name}_parsed"))


def _title(values: Values) -> str:
    return " ".join(_read(values, "title").split())


def _read(values: Values, name: str) -> str:
    """Return the text of a construct; what stands in its detail may be of an element nested in the entry."""
    detail = _get(values, f"{name}_detail")
    # A summary without details is a copy of the content, markup and all.
    kind = detail.get("type") if isinstance(detail, dict) else "text/html"
    return text_of({"type": kind, "value": _text(values, name)})


def _body(entry: Values) -> str:
    """Return the longest content that is text, else the summary."""
    contents = [text_of(content) for content in _list(entry, "content") if _is_text(content)]
    if longest := max(contents, key=len, default=""):
        return longest
    return _read(entry, "summary")


def _is_text(content: Values) -> bool:
    kind = _text(content, "type")
    return not kind or kind.startswith("text/") or is_markup(kind)


def _authors(values: Values) -> str:
    named = (_text(author, "name") for author in _list(values, "authors"))
    return ", ".join(dict.fromkeys(filter(None, named))) or _text(values, "author")


def _addresses(entry: Values) -> Iterator[str]:
    yield _text(entry, "feedburner_origlink")
    yield _text(entry, "link")
    for link in _list(entry, "links"):
        if _text(link, "rel") == "alternate":
            yield _text(link, "href")


def _language(entry: Values) -> str:
    details = [*_list(entry, "content"), _get(entry, "summary_detail"), _get(entry, "title_detail")]
    languages = (_text(detail, "language") for detail in details if isinstance(detail, dict))
    return next(filter(None, languages), "")
