"""The query tree.

The parser makes this tree from what a person typed (`parser.py`). `lower.py` turns it into the tree that an
engine answers: words become stems, fields are pushed down to the leaves, what the store knows becomes `Ids`,
and words in facet fields become `Values`. Engines (`index.engines`) see lowered trees only:

=============  ====================================  ==================================================
node           as parsed                             lowered
=============  ====================================  ==================================================
Term           a word as typed                       one stem
Phrase         the words as typed                    stems, adjacent and in order
Near           parts as typed                        `Term` and `Phrase` parts, within a distance
Prefix         letters before the `*`, as typed      folded letters, matched on folded words (not stems)
Wildcard       pattern with `*` and `?`              folded pattern, matched on folded words
Fuzzy          word and distance                     folded word, matched on folded words
Field          name and any node                     gone: leaves carry `field`
DateRange      days, either end open                 the same
Undated        from `is:undated`                     the same
Flag           `is:starred` and the like             gone: `Ids` or `Undated`; nothing for `group:off`
Values         never                                 exact values of a facet field; any of them matches
Ids            never                                 article ids; any of them matches
All, Nothing   empty query; never                    every article; none
And, Or, Not   operators                             the same
=============  ====================================  ==================================================

`column` is the 0-based character where the node begins in the typed query; it never takes part in comparison.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as attribute
from datetime import date
from typing import Final, TypeAlias

TEXT: Final = "text"
"""The field of a leaf that may match in the title or in the body."""
TITLE: Final = "title"
BODY: Final = "body"


@dataclass(frozen=True, slots=True)
class Term:
    """One word. Lowered: one stem, in `field` (`text`, `title` or `body`)."""

    text: str
    field: str = TEXT
    column: int = attribute(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in order, each directly after the other, in one field."""

    words: tuple[str, ...]
    field: str = TEXT
    column: int = attribute(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Near:
    """Parts in any order and in one field, with at most `distance` other words between them in all.

    Formally: occurrences of all parts exist such that (last position − first position + 1) − (words in the
    parts) is at most `distance`, and the occurrences do not overlap.
    """

    parts: tuple[Term | Phrase, ...]
    distance: int
    field: str = TEXT
    column: int = attribute(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Prefix:
    """Words that begin with `text`."""

    text: str
    field: str = TEXT
    column: int = attribute(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Wildcard:
    """Words that fit `pattern`: `*` is any run of characters, also none, and `?` exactly one."""

    pattern: str
    field: str = TEXT
    column: int = attribute(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Words within `distance` edits of `text`: insert, delete, replace, swap (optimal string alignment)."""

    text: str
    distance: int = 1
    field: str = TEXT
    column: int = attribute(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Field:
    """`name:node` as parsed, for example `title:(honda OR nissan)`."""

    name: str
    node: Node
    column: int = attribute(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class DateRange:
    """Articles published from `first` to `last`, both included; None: an open end. Never undated ones."""

    first: date | None
    last: date | None
    column: int = attribute(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Undated:
    """Articles without a usable date."""

    column: int = attribute(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Flag:
    """`is:starred`, `is:unread`, `has:note`: something that the store knows. `name` is `is` or `has`."""

    name: str
    value: str
    column: int = attribute(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Values:
    """Articles with any of these exact values in a facet field (the value of a `FacetField`)."""

    field: str
    values: tuple[str, ...]
    column: int = attribute(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Ids:
    """These articles."""

    ids: frozenset[str]
    column: int = attribute(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class All:
    """Every article."""

    column: int = attribute(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Nothing:
    """No article."""

    column: int = attribute(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class And:
    """All of `nodes`."""

    nodes: tuple[Node, ...]
    column: int = attribute(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of `nodes`."""

    nodes: tuple[Node, ...]
    column: int = attribute(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    """Every article that `node` does not match."""

    node: Node
    column: int = attribute(default=0, compare=False)


Leaf: TypeAlias = Term | Phrase | Near | Prefix | Wildcard | Fuzzy
Node: TypeAlias = Leaf | Field | DateRange | Undated | Flag | Values | Ids | All | Nothing | And | Or | Not
