"""The values that everything else speaks of: articles, hits, buckets, facets.

This module is pure: frozen dataclasses, no input or output, nothing imported but the standard library.
It is the only part of `index` that the desk's session, messages and rendering know.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import Enum
from typing import Final

UNDATED: Final = 0
"""The day number of an article without a usable date. Real days are `date.toordinal()`, from 1 up."""


class Order(Enum):
    """How a result is ordered. Undated articles come last by date; ties are broken by id."""

    OLDEST = "oldest"
    NEWEST = "newest"
    BEST = "best"


class Granularity(Enum):
    """The length of a period on the timeline, finest first."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class FacetField(Enum):
    """A field whose values are counted in a result and can be required or excluded."""

    TOPIC = "topic"
    NAME = "name"
    SOURCE = "source"
    TAG = "tag"
    AUTHOR = "author"
    LANGUAGE = "lang"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an article was read from.

    Attributes:
        path: the file as it was named at import, or `-` for standard input.
        line: 1-based line where the article begins in that file.
        position: 1-based number of the article in that file.
    """

    path: str
    line: int = 1
    position: int = 1


@dataclass(frozen=True, slots=True)
class Article:
    """One dated text, sanitised: no control, escape or bidirectional characters but `\\n`.

    Attributes:
        id: stable short id; the same article has the same id on any machine.
        title: never empty; given, or derived from the first sentence.
        title_derived: whether the title was derived.
        body: the text; paragraphs are separated by an empty line. May be empty when a title was given.
        day: day of publication, or None where it is not known.
        time: time of publication on that day as the source gave it, or None.
        source, author, url, language: as given, empty where not known. Language is a two-letter code.
        tags: keywords that came with the article.
        origin: file and line.
        version: 1 for the text as first imported, then 2, 3 …
    """

    id: str
    title: str
    body: str
    day: date | None = None
    time: time | None = None
    title_derived: bool = False
    source: str = ""
    author: str = ""
    url: str = ""
    language: str = ""
    tags: tuple[str, ...] = ()
    origin: Origin = Origin("")
    version: int = 1


@dataclass(frozen=True, slots=True)
class Marks:
    """What the reader did with an article."""

    starred: bool = False
    read: bool = False
    tags: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a text: characters `start` (included) to `end` (excluded)."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Snippet:
    """One line of text out of an article, with the matches in it."""

    text: str = ""
    matches: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One row of a result: enough to show it in a list without opening the article.

    Attributes:
        group: id of the article that leads its group of near-duplicates, empty where it is like no other.
        others: how many more articles of the result share its row.
    """

    id: str
    title: str
    day: date | None
    time: time | None
    source: str
    score: float
    url: str = ""
    title_derived: bool = False
    title_matches: tuple[Span, ...] = ()
    snippet: Snippet = Snippet()
    topics: tuple[str, ...] = ()
    marks: Marks = Marks()
    group: str = ""
    others: int = 0


@dataclass(frozen=True, slots=True)
class FacetValue:
    """How often a value occurs in a result: the number of articles, not of mentions."""

    field: FacetField
    value: str
    count: int


@dataclass(frozen=True, slots=True)
class DistinctiveWord:
    """A word that distinguishes a result from the rest of the library.

    Attributes:
        word: as it is written, folded.
        count: articles in the result that contain it.
        library_count: articles in the whole library that contain it.
        score: log-likelihood ratio (Dunning 1993), higher is more distinctive.
    """

    word: str
    count: int
    library_count: int
    score: float


@dataclass(frozen=True, slots=True)
class Period:
    """A span of days, both ends included."""

    first: date
    last: date

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Bucket:
    """One bar of the timeline: the articles published in one period."""

    period: Period
    count: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """A result over time: contiguous buckets, empty ones included, in ascending order."""

    granularity: Granularity
    buckets: tuple[Bucket, ...]
    undated: int = 0


@dataclass(frozen=True, slots=True)
class Filters:
    """What was chosen beside the typed query. All of it must hold.

    Attributes:
        required, excluded: facet values.
        period: the chosen days, or None for all.
        undated: show only undated articles.
    """

    required: tuple[tuple[FacetField, str], ...] = ()
    excluded: tuple[tuple[FacetField, str], ...] = ()
    period: Period | None = None
    undated: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing is chosen."""
        return not (self.required or self.excluded or self.period or self.undated)


@dataclass(frozen=True, slots=True)
class Rejection:
    """An item that was not imported, or was imported with a doubt.

    Attributes:
        path, line: where the item stands.
        reason: a sentence.
        kept: False where the item was left out; True where it was imported with a doubt.
        excerpt: the first characters of the item, sanitised.
        when: ISO timestamp (UTC) of the import.
    """

    path: str
    line: int
    reason: str
    kept: bool = False
    excerpt: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did: `rejected` items were left out, `doubts` were kept with a remark."""

    added: int = 0
    updated: int = 0
    duplicates: int = 0
    rejected: int = 0
    doubts: int = 0
    seconds: float = 0.0
    interrupted: bool = False


@dataclass(frozen=True, slots=True)
class LibraryInfo:
    """A library in figures. `index` says in a word how the index stands: `current`, `behind`, `missing`."""

    library: str
    engine: str
    articles: int
    undated: int
    first_date: date | None
    last_date: date | None
    index: str
    rejected: int = 0
    sources: int = 0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a long work has come. `total` is 0 while unknown; `unit` is `articles` or `bytes`."""

    stage: str
    done: int
    total: int = 0
    unit: str = "articles"
    detail: str = ""


Report = Callable[[Progress], None]
"""Called now and then during long work, on the thread that does it."""


@dataclass(frozen=True, slots=True)
class NoHits:
    """Why a query found nothing, and what is near.

    Attributes:
        absent: words of the query that no article contains, as typed.
        nearest: for each of those, the nearest words of the library's vocabulary, best first.
        conflict: a sentence where every part has hits but not together, or empty.
    """

    absent: tuple[str, ...] = ()
    nearest: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    conflict: str = ""
