"""What was measured: one figure of one subject at one size, as median and 95th percentile."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from tests.bench.table import middle_and_p95

OWN: Final = "evtui"
SECONDS: Final = "s"
MEGABYTES: Final = "MB"
PER_SECOND: Final = "articles/s"
ALL: Final = "all"


@dataclass(frozen=True, slots=True)
class Record:
    """One measured figure.

    Attributes:
        what: what was measured, such as `answer`.
        part: of it, such as the kind of a query; `ALL` for the whole.
        who: `OWN`, or the name of a peer.
        unit: of the figures.
        median, p95: the figures; both the same where it was measured once.
        samples: how often it was measured.
        articles: the size of the collection.
        collection: which articles.
    """

    what: str
    part: str
    who: str
    unit: str
    median: float
    p95: float
    samples: int = 1
    articles: int = 0
    collection: str = ""


def timed(what: str, part: str, who: str, seconds: Sequence[float]) -> Record:
    """Return the record of some times."""
    middle, high = middle_and_p95(seconds) if len(seconds) > 1 else (seconds[0], seconds[0])
    return Record(what, part, who, SECONDS, middle, high, len(seconds))


def once(what: str, part: str, who: str, unit: str, value: float) -> Record:
    """Return the record of a figure that was measured once."""
    return Record(what, part, who, unit, value, value)


def of_collection(records: Iterable[Record], articles: int, collection: str) -> list[Record]:
    """Return records that say which articles they are about."""
    return [replace(record, articles=articles, collection=collection) for record in records]


def as_data(records: Iterable[Record]) -> list[dict[str, Any]]:
    """Return records as they are written to JSON."""
    return [asdict(record) for record in records]
