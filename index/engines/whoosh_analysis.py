"""How a document is laid out in a Whoosh index: fields that take tokens as they are.

Whoosh is given no text and analyses none. Its fields here take tuples of tokens and pass them on, so that a
token is the same in every engine. The schema is pickled into the index by name of these classes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from whoosh.fields import STORED, FieldType, Schema
from whoosh.formats import Existence, Positions

from index.engines.base import EXACT_FIELDS, Document
from index.engines.tokens import term_text

ID: Final = "id"
KEY: Final = "key"
TEXT_PARTS: Final = ("title", "body")

_POSITIONS: Final = Positions()
_NO_ANALYSER: Any = None

Posting: TypeAlias = tuple[bytes, int, float, bytes]
"""Token, frequency, weight and encoded positions, as Whoosh wants them from a field."""


@dataclass(frozen=True, slots=True)
class StoredKey:
    """What is stored of each document, in the order in which it is stored."""

    id: str
    day: int
    minute: int
    title_length: int
    body_length: int


class PositionedTokens(FieldType):
    """A field of tokens with their positions."""

    def __init__(self) -> None:
        super().__init__(format=_POSITIONS, analyzer=_NO_ANALYSER)

    def index(self, value: tuple[str, ...], **_: Any) -> Generator[Posting, Any, None]:
        """Yield a posting for each different token."""
        positions = defaultdict(list)
        for position, token in enumerate(value):
            positions[token].append(position)
        for token, places in positions.items():
            yield token.encode(), len(places), float(len(places)), _POSITIONS.encode(places)


class ExactValues(FieldType):
    """A field of values that a document has or has not."""

    def __init__(self, *, unique: bool = False) -> None:
        super().__init__(format=Existence(), analyzer=_NO_ANALYSER, unique=unique)

    def index(self, value: tuple[str, ...], **_: Any) -> Generator[Posting, Any, None]:
        """Yield a posting for each value; the caller gives each once."""
        for token in value:
            yield token.encode(), 1, 1.0, b""


def words_field(part: str) -> str:
    """Return the field of folded words that belongs to the text field `title` or `body`."""
    return f"{part}_words"


def build_schema() -> Schema:
    """Return the schema of every index that this program writes."""
    fields: dict[str, FieldType] = {ID: ExactValues(unique=True), KEY: STORED()}
    for part in TEXT_PARTS:
        fields[part] = PositionedTokens()
        fields[words_field(part)] = ExactValues()
    for facet in EXACT_FIELDS:
        fields[facet] = ExactValues()
    return Schema(**fields)


def to_whoosh(document: Document) -> dict[str, Any]:
    """Return a document as Whoosh takes it."""
    texts = [term_text(text) for text in (document.title, document.body)]
    stems = [tuple(text.stems.split()) for text in texts]
    fields: dict[str, Any] = {
        ID: (document.id,),
        KEY: (document.id, document.day, document.minute, *map(len, stems)),
    }
    for part, text, tokens in zip(TEXT_PARTS, texts, stems, strict=True):
        fields[part] = tokens
        fields[words_field(part)] = tuple(text.words.split())
    for facet, values in document.values.items():
        fields[facet] = tuple(dict.fromkeys(values))
    return fields
