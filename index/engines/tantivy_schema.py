"""How a document is laid out in a tantivy index, and the sort keys in it.

==========================  =============================================================================
field                       holds
==========================  =============================================================================
id                          the article's id, exact and stored
day                         the day number
oldest, newest, by_id       sort keys, see `sort_keys`
title, body                 stems with positions
title_words, body_words     the different folded words, without positions
title_starts, body_starts   the first three characters of those words
topic, name, source, …      exact values of each facet field, of group and of twin
==========================  =============================================================================
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b
from typing import Final

import tantivy

from index.engines.base import FACET_FIELDS, GROUP, TWIN, Document
from index.engines.tokens import term_text
from index.model import UNDATED

ID: Final = "id"
DAY: Final = "day"
OLDEST: Final = "oldest"
NEWEST: Final = "newest"
BY_ID: Final = "by_id"

KEY_BYTES: Final = 7
"""Bytes of the number of a value: of 50 million libraries with 50,000 names, one has two with one number."""
_KEPT_KEYS: Final = 1 << 16

_MINUTES_OF_DAY: Final = 24 * 60
_ID_BITS: Final = 24
_LAST_MOMENT: Final = (1 << 33) - 1
"""Above every moment: `date.max` is day 3,652,059, and that many days have fewer than 2**33 minutes."""


def words_field(field: str) -> str:
    """Return the field of folded words that belongs to the text field `title` or `body`."""
    return f"{field}_words"


def starts_field(field: str) -> str:
    """Return the field of the beginnings of words that belongs to the text field `title` or `body`."""
    return f"{field}_starts"


def key_field(facet: str) -> str:
    """Return the field of numbers that belongs to a facet field."""
    return f"{facet}_key"


def number_of(value: str) -> int:
    """Return the number that stands for a value where values are counted.

    tantivy counts numbers of a column as they are; for texts it looks up those of every segment, one by one.
    A number depends on its value alone, so that no list of values has to be kept beside the index.
    """
    return int.from_bytes(blake2b(value.encode("utf-8", "surrogatepass"), digest_size=KEY_BYTES).digest())


_kept_number = lru_cache(_KEPT_KEYS)(number_of)


def build_schema() -> tantivy.Schema:
    """Return the schema of every index that this program writes."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field(ID, stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field(DAY, indexed=True, fast=True)
    for key in (OLDEST, NEWEST, BY_ID):
        builder.add_unsigned_field(key, fast=True)
    for field in ("title", "body"):
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="position")
        for shorter in (words_field(field), starts_field(field)):
            builder.add_text_field(shorter, tokenizer_name="whitespace", index_option="basic")
    for field in FACET_FIELDS:
        builder.add_text_field(field, tokenizer_name="raw", index_option="basic")
        builder.add_unsigned_field(key_field(field), fast=True)
    builder.add_text_field(GROUP, tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_text_field(TWIN, tokenizer_name="raw", index_option="basic")
    return builder.build()


def sort_keys(identifier: str, day: int, minute: int) -> dict[str, int]:
    """Return the sort keys of a document; ascending order of a key is the wanted order, but for a few ties.

    `oldest` and `newest` begin with the moment, forwards and backwards, undated last in both, and end with
    the first bytes of the id; `by_id` is the first eight bytes of the id. UTF-8 sorts as code points do.
    """
    beginning = identifier.encode("utf-8", "surrogatepass")[:8].ljust(8, b"\0")
    by_id = int.from_bytes(beginning, "big")
    short = by_id >> (64 - _ID_BITS)
    if day == UNDATED:
        forwards = backwards = _LAST_MOMENT
    else:
        forwards = day * _MINUTES_OF_DAY + minute
        backwards = _LAST_MOMENT - forwards
    return {OLDEST: forwards << _ID_BITS | short, NEWEST: backwards << _ID_BITS | short, BY_ID: by_id}


def to_tantivy(document: Document) -> tantivy.Document:
    """Return a document as tantivy takes it."""
    made = tantivy.Document()
    made.add_text(ID, document.id)
    made.add_integer(DAY, document.day)
    for key, number in sort_keys(document.id, document.day, document.minute).items():
        made.add_unsigned(key, number)
    for field, text in (("title", document.title), ("body", document.body)):
        terms = term_text(text)
        made.add_text(field, terms.stems)
        made.add_text(words_field(field), terms.words)
        made.add_text(starts_field(field), terms.starts)
    for facet, values in document.values.items():
        for value in values:
            made.add_text(facet, value)
            if facet in FACET_FIELDS:
                made.add_unsigned(key_field(facet), _kept_number(value))
    return made
