"""feedparser, without the few places in it that take time with the square of what a feed holds."""

from __future__ import annotations

from typing import Any, Final
from xml.sax.xmlreader import AttributesNSImpl

_MAX_AUTHOR_CHARACTERS: Final = 2_000
"""The longest author that is searched for an address of mail."""
_MAX_TAGS: Final = 1_000
"""The most tags of one entry; each is compared with all before it."""
_MAX_NAMESPACES: Final = 500
"""The most namespaces of one feed; each element is compared with all of them."""
_MAX_ATTRIBUTES: Final = 500
"""The most attributes of one element; each is looked for among all of them."""
_PARSERS: Final = ("StrictFeedParser", "LooseFeedParser")


def bound_feedparser() -> None:
    """Make feedparser use parsers whose time grows no faster than the feed; once a process is enough."""
    from feedparser import api

    for name in _PARSERS:
        parser = getattr(api, name)
        if not issubclass(parser, _Bounds):
            setattr(api, name, type(name, (_Bounds, parser), {}))


class _Bounds:
    """Goes before a parser of feedparser, and lets through what is not too much."""

    def _sync_author_detail(self, key: str = "author") -> None:
        parser: Any = super()
        author = self._here().get(key)
        if not isinstance(author, str) or len(author) <= _MAX_AUTHOR_CHARACTERS:
            parser._sync_author_detail(key)

    def _add_tag(self, term: str | None, scheme: str | None, label: str | None) -> None:
        parser: Any = super()
        if len(self._here().get("tags") or ()) < _MAX_TAGS:
            parser._add_tag(term, scheme, label)

    def track_namespace(self, prefix: str | None, uri: str) -> None:
        """Remember a namespace, unless there are too many to be meant."""
        parser: Any = self
        if len(parser.namespaces_in_use) < _MAX_NAMESPACES:
            super().track_namespace(prefix, uri)  # type: ignore[misc]  # the parser that follows has it

    def startElementNS(self, name: Any, qname: Any, attrs: Any) -> None:  # noqa: N802 - SAX's name
        """Begin an element, without its attributes where there are too many to be meant."""
        kept = attrs if len(attrs) <= _MAX_ATTRIBUTES else AttributesNSImpl({}, {})
        super().startElementNS(name, qname, kept)  # type: ignore[misc]  # as above

    def _here(self) -> Any:
        parser: Any = self
        return parser._get_context()
