"""The values that go into the store and come out of it, beside those of `index.model`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time

from index.model import Marks


@dataclass(frozen=True, slots=True)
class Change:
    """The latest change of an article. `seq` rises with time and is never given twice."""

    seq: int
    id: str
    deleted: bool


@dataclass(frozen=True, slots=True)
class HitRow:
    """What a row of a list shows of an article, without its body."""

    id: str
    title: str
    title_derived: bool
    day: date | None
    time: time | None
    source: str
    url: str
    topics: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    marks: Marks = field(default_factory=Marks)


@dataclass(frozen=True, slots=True)
class Statistics:
    """A library in figures. `rejected` counts items that were left out; `sources` those with a name."""

    articles: int
    undated: int
    first_day: date | None
    last_day: date | None
    rejected: int
    sources: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text was read.

    Attributes:
        file: number of the file in the store.
        line, position: 1-based, as in `index.model.Origin`.
        fixed: whether the position means anything at the next import; it does not on standard input.
        key: the record's own key in its file, or empty.
    """

    file: int
    line: int
    position: int
    fixed: bool = True
    key: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """An article as it is to be written: sanitised, with a title, and with its digests (see `index.ids`)."""

    title: str
    title_derived: bool
    body: str
    day: date | None
    time: time | None
    source: str
    author: str
    url: str
    language: str
    tags: tuple[str, ...]
    content: bytes
    url_digest: bytes | None
    place: Place


@dataclass(frozen=True, slots=True)
class Known:
    """What a writer must know of a stored article to judge whether a text is new; not its body.

    Attributes:
        version: of the text that was asked for, when asked by content; else the current one.
        current: whether that version is the current one.
        file, position: where that version was read; `now` is where the current one stands.
        about: time, source, author, url, language and tags as stored, to see whether they changed.
    """

    number: int
    id: str
    version: int
    current: bool
    content: bytes
    url_digest: bytes | None
    file: int
    position: int
    now: Place
    about: tuple[object, ...]
