"""What a reader gives: drafts of articles, and items that it rejected with a reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Final

from index.dates.order import DateOrder
from index.model import Origin

_NOWHERE: Final = Origin("")


@dataclass(frozen=True, slots=True)
class Draft:
    """An article as it was read, sanitised, before it has an id.

    Attributes:
        body: the text; paragraphs are separated by an empty line. Empty only where a title was given.
        title: as given, empty where the input has none.
        day, time: of publication as the source gave them, not converted between time zones.
        source: what the input says, else the source of the options, else the name of the file's folder.
        author, url: as given.
        language: a two-letter code (three where there is no shorter one), or empty.
        tags: keywords that came with the article, each once.
        key: the record's own id in its file, or empty.
        origin: where the article was read from.
        doubts: sentences about what was guessed or could not be used.
        format: names of the formats that it lay in, the outermost first: `zip/html`.
    """

    body: str
    title: str = ""
    day: date | None = None
    time: time | None = None
    source: str = ""
    author: str = ""
    url: str = ""
    language: str = ""
    tags: tuple[str, ...] = ()
    key: str = ""
    origin: Origin = _NOWHERE
    doubts: tuple[str, ...] = ()
    format: str = ""


@dataclass(frozen=True, slots=True)
class Rejected:
    """An item that could not be read as an article.

    Attributes:
        origin: where it stands.
        reason: a sentence for a person.
        excerpt: its first characters, sanitised, on one line, at most 120 of them.
        format: as for a draft; empty where the format was not recognised.
    """

    origin: Origin
    reason: str
    excerpt: str = ""
    format: str = ""


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the person who imports says about the input.

    Attributes:
        source: the source of articles that name none.
        date_order: how ambiguous dates are read.
        mapping: field of an article → name of the field or column in the input; dots lead into nested values.
        format: `text`, `markdown`, `json`, `jsonl`, `csv`, `tsv`, or empty to recognise it.
        encoding: a Python codec name, or empty to recognise it.
        language: the language of articles that name none, as a code or a name.
    """

    source: str = ""
    date_order: DateOrder = DateOrder.DAY_FIRST
    mapping: Mapping[str, str] = field(default_factory=dict)
    format: str = ""
    encoding: str = ""
    language: str = ""


ChooseOptions = Callable[[str], ReadOptions]
"""How the input with this path is read, where that is not the same for all of an import."""


def choosing(options: ReadOptions | ChooseOptions) -> ChooseOptions:
    """Return what gives the options of each input; the same ones for all where only those were given."""
    return (lambda _path: options) if isinstance(options, ReadOptions) else options
