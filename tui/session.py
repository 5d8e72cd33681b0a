"""What the desk shows, as one value: what was asked, what is chosen, the open article and the place in it.

A `Session` never changes; every act of the reader makes the next one. The library keeps it between sittings.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from index.model import FacetField, Filters, Granularity, Order, Period, Timeline

SESSION_SETTING: Final = "session"
"""The setting of a library in which the session of the last sitting is kept."""

_ORDERS: Final = (Order.OLDEST, Order.NEWEST, Order.BEST)

_GROUP: Final = re.compile(r"(?:^|(?<=\s))group:(on|off)(?=\s|$)\s*", re.IGNORECASE)

Choice = tuple[FacetField, str]
"""A facet value that can be required or excluded."""


@dataclass(frozen=True, slots=True)
class Session:
    """One state of the desk.

    Attributes:
        query: the text of the search line, as typed.
        filters: what is chosen beside it.
        granularity: length of a period on the timeline, or None for the best fit.
        order: how the articles are ordered.
        article: id of the article on screen, empty for none.
        place: character of its body at the top of the view.
    """

    query: str = ""
    filters: Filters = field(default_factory=Filters)
    granularity: Granularity | None = None
    order: Order = Order.OLDEST
    article: str = ""
    place: int = 0

    def searched(self, query: str) -> Session:
        """Return the session with another query; what was chosen stays."""
        return replace(self, query=query)

    def word_added(self, word: str) -> Session:
        """Return the session with a word, or several in quotes, added to the query."""
        added = f'"{word}"' if " " in word else word
        return self.searched(f"{self.query.rstrip()} {added}".lstrip())

    def word_excluded(self, word: str) -> Session:
        """Return the session in whose articles a word, or several in quotes, must not stand."""
        excluded = f'-"{word}"' if " " in word else f"-{word}"
        return self.searched(f"{self.query.rstrip()} {excluded}".lstrip())

    def word_replaced(self, absent: str, word: str) -> Session:
        """Return the session with a word of the query, wherever it stands whole, replaced by another."""
        return self.searched(re.sub(rf"(?<!\w){re.escape(absent)}(?!\w)", lambda _: word, self.query))

    def grouping_toggled(self) -> Session:
        """Return the session whose query shows near-duplicates one by one, or, where it does, grouped."""
        without = _GROUP.sub(" ", self.query).strip()
        if any(match[1].lower() == "off" for match in _GROUP.finditer(self.query)):
            return self.searched(without)
        return self.searched(f"{without} group:off".lstrip())

    def required(self, kind: FacetField, value: str) -> Session:
        """Return the session in which only articles with the value count."""
        return self._chosen(kind, value, required=True)

    def excluded(self, kind: FacetField, value: str) -> Session:
        """Return the session in which articles with the value do not count."""
        return self._chosen(kind, value, required=False)

    def freed(self, kind: FacetField, value: str) -> Session:
        """Return the session in which the value is neither required nor excluded."""
        return replace(self, filters=_without(self.filters, (kind, value)))

    def period_chosen(self, period: Period | None) -> Session:
        """Return the session limited to a period; None is all time again."""
        return replace(self, filters=replace(self.filters, period=period, undated=False))

    def period_stepped(self, delta: int, timeline: Timeline) -> Session:
        """Return the session with its period moved by `delta` times its own length along a timeline.

        It stays where it is when there is no period, or nothing further on.
        """
        period = self.filters.period
        if period is None or not timeline.buckets:
            return self
        inside = [
            number
            for number, bucket in enumerate(timeline.buckets)
            if bucket.period.last >= period.first and bucket.period.first <= period.last
        ]
        if not inside:
            edge = timeline.buckets[0 if period.last < timeline.buckets[0].period.first else -1]
            return self.period_chosen(edge.period)
        length = len(inside)
        first = min(max(inside[0] + delta * length, 0), len(timeline.buckets) - length)
        moved = timeline.buckets[first : first + length]
        return self.period_chosen(Period(moved[0].period.first, moved[-1].period.last))

    def undated_toggled(self) -> Session:
        """Return the session that shows only undated articles, or, where it does, all again."""
        return replace(self, filters=replace(self.filters, period=None, undated=not self.filters.undated))

    def filters_cleared(self) -> Session:
        """Return the session with nothing chosen beside the query."""
        return replace(self, filters=Filters())

    def granularity_chosen(self, granularity: Granularity | None) -> Session:
        """Return the session with longer or shorter periods."""
        return replace(self, granularity=granularity)

    def order_cycled(self) -> Session:
        """Return the session in the next order: oldest, newest, best."""
        return replace(self, order=_ORDERS[(_ORDERS.index(self.order) + 1) % len(_ORDERS)])

    def article_opened(self, article: str, place: int = 0) -> Session:
        """Return the session with another article on screen."""
        return replace(self, article=article, place=place)

    def place_kept(self, place: int) -> Session:
        """Return the session with another place in the article."""
        return replace(self, place=max(0, place))

    def as_data(self) -> dict[str, object]:
        """Return the session as plain data that JSON can hold."""
        filters = self.filters
        return {
            "query": self.query,
            "required": [[kind.value, value] for kind, value in filters.required],
            "excluded": [[kind.value, value] for kind, value in filters.excluded],
            "first": filters.period.first.isoformat() if filters.period else "",
            "last": filters.period.last.isoformat() if filters.period else "",
            "undated": filters.undated,
            "granularity": self.granularity.value if self.granularity else "",
            "order": self.order.value,
            "article": self.article,
            "place": self.place,
        }

    @classmethod
    def from_data(cls, data: object) -> Session:
        """Return the session that `as_data` wrote; data of another kind gives a fresh one."""
        if not isinstance(data, Mapping):
            return cls()
        try:
            return cls(
                query=str(data["query"]),
                filters=Filters(
                    required=_choices(data["required"]),
                    excluded=_choices(data["excluded"]),
                    period=_period(str(data["first"]), str(data["last"])),
                    undated=bool(data["undated"]),
                ),
                granularity=Granularity(data["granularity"]) if data["granularity"] else None,
                order=Order(data["order"]),
                article=str(data["article"]),
                place=max(0, int(data["place"])),
            )
        except (KeyError, TypeError, ValueError):
            # Written by another version: the reader loses the place, never the library.
            return cls()

    def _chosen(self, kind: FacetField, value: str, *, required: bool) -> Session:
        choice = (kind, value)
        filters = _without(self.filters, choice)
        if required:
            return replace(self, filters=replace(filters, required=(*filters.required, choice)))
        return replace(self, filters=replace(filters, excluded=(*filters.excluded, choice)))


def _without(filters: Filters, choice: Choice) -> Filters:
    return replace(
        filters,
        required=tuple(entry for entry in filters.required if entry != choice),
        excluded=tuple(entry for entry in filters.excluded if entry != choice),
    )


def _choices(data: object) -> tuple[Choice, ...]:
    if not isinstance(data, list):
        raise TypeError("a list of choices is expected")
    return tuple((FacetField(kind), str(value)) for kind, value in data)


def _period(first: str, last: str) -> Period | None:
    return Period(date.fromisoformat(first), date.fromisoformat(last)) if first and last else None
