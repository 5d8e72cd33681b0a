"""What every search engine can do, and what it is given.

An engine holds a copy of the library made for searching. It is a cache: it can be deleted and rebuilt from
the store. Engines never see text as it was typed: they are given ready tokens and lowered query trees
(`index.query.ast`), so that **the same query returns the same set of articles from every engine**. Scores may
differ.

How a leaf matches is the same everywhere:

- `Term`, `Phrase`, `Near` match on stems; `Prefix`, `Wildcard`, `Fuzzy` on folded words.
- Field `text` means: in the title or in the body. Phrase and Near match inside one of the two, never across.
- Position is the index of the token in its field; stems and words run in parallel.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Final, Protocol

from index.model import Order
from index.query.ast import Node

FACET_FIELDS = ("topic", "name", "source", "tag", "author", "lang")
"""Fields with exact values, named as in `index.model.FacetField`."""

GROUP: Final = "group"
"""The field of an article in a group of near-duplicates: the id of the article that leads the group."""
TWIN: Final = "twin"
"""The field that has a value, `YES`, in all articles of a group but the leader."""
YES: Final = "yes"
EXACT_FIELDS: Final = (*FACET_FIELDS, GROUP, TWIN)
"""All fields with exact values."""


@dataclass(frozen=True, slots=True)
class TokenText:
    """An analysed text: `words[i]` (folded) and `stems[i]` stand at position `i`; none has blanks."""

    words: tuple[str, ...] = ()
    stems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TermText:
    """An analysed text as an index takes it, ready to be handed on.

    Attributes:
        stems: all stems in order, with blanks between them.
        words: the different folded words, with blanks between them.
        starts: their different beginnings, of a few characters, with blanks between them.
    """

    stems: str = ""
    words: str = ""
    starts: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """What an engine is given of an article.

    Attributes:
        id: the article's id.
        day: `date.toordinal()`, or `index.model.UNDATED`.
        minute: minutes since the beginning of that day, 0 where the time is not known; orders one day.
        title, body: analysed texts.
        values: facet field to values, each value once.
        record: the article itself, for an engine that keeps it for a shared library; others pass it over.
    """

    id: str
    day: int
    minute: int
    title: TokenText | TermText
    body: TokenText | TermText
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    record: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True)
class ScoredId:
    """One hit: an article's id and its score (0.0 where the order is by date)."""

    id: str
    score: float


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a result: `hits` from the wanted offset on, and the `total` number of matching articles."""

    total: int
    hits: tuple[ScoredId, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """What is counted of a result in one pass; each part equals the answer of the call of its own.

    Attributes:
        total: matching articles.
        days: day number → matching articles; undated ones under `index.model.UNDATED`.
        facets: field → (value, matching articles), most frequent first, then by value; exact.
    """

    total: int
    days: Mapping[int, int]
    facets: Mapping[str, list[tuple[str, int]]]


TokensOf = Callable[[Sequence[str]], Iterable[tuple[str, TokenText, TokenText]]]
"""Gives (id, title tokens, body tokens) from the store, for engines that must verify positions themselves."""


class Engine(Protocol):
    """A search engine over one index folder.

    An engine is made by `index.engines.open_engine`. Reading is safe from several threads; writing is not.
    Readers see the state of the last `commit`. All methods raise `index.errors.EngineError` when the engine
    fails, and opening raises `index.errors.IndexDamaged` when the folder cannot be read.
    """

    name: ClassVar[str]

    def add(self, documents: Iterable[Document], *, fresh: bool = False) -> None:
        """Add documents; one with the id of an earlier one replaces it.

        Args:
            documents: what is added.
            fresh: whether the index certainly holds none of these ids, so that nothing is looked for.
        """

    def delete(self, ids: Iterable[str]) -> None:
        """Remove documents; unknown ids are passed over."""

    def commit(self) -> None:
        """Make everything since the last commit durable and visible."""

    def rollback(self) -> None:
        """Forget everything since the last commit."""

    def close(self) -> None:
        """Let go of files and threads. What was not committed is lost. May be called twice."""

    def search(self, query: Node, *, order: Order, limit: int, offset: int = 0) -> Page:
        """Return one page of hits. By date, undated ones come last; ties are broken by id, ascending."""

    def count(self, query: Node) -> int:
        """Return the number of matching articles."""

    def ids(self, query: Node) -> set[str]:
        """Return the ids of all matching articles."""

    def days(self, query: Node) -> dict[int, int]:
        """Return day number → number of matching articles; undated ones under `index.model.UNDATED`."""

    def facet(self, query: Node, field: str, limit: int | None = None) -> list[tuple[str, int]]:
        """Return (value, number of matching articles), most frequent first, then by value; exact counts."""

    def counts(self, query: Node, fields: Sequence[str], limit: int | None = None) -> Counts:
        """Return the total, the days and the facets of a result, counted in one pass where that is possible.

        Args:
            query: the lowered query.
            fields: the facet fields to count.
            limit: values told of each field at most; None is all of them.
        """

    def words(self, query: Node) -> dict[str, int]:
        """Return folded body word → number of matching articles that contain it."""

    def vocabulary(self, prefix: str = "", limit: int | None = None) -> list[tuple[str, int]]:
        """Return (folded word, document frequency in title or body) by prefix, in code-point order.

        Where the engine can only add up title and body, the frequency may count an article twice.
        """

    def size(self) -> int:
        """Return the number of documents in the index."""
