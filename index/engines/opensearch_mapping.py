"""How a document is laid out in an index of OpenSearch.

==========================  =============================================================================
field                       holds
==========================  =============================================================================
id                          the article's id, exact, for the order and for ties; `_id` is the same
day                         the day number
oldest, newest              sort keys: minutes, forwards and backwards, undated last in both
title, body                 stems with positions
title_words, body_words     the different folded words, exact, without positions
topic, name, source, …      exact values of each facet field, of group and of twin
record                      the article itself, for a library that is shared; kept, not indexed but its URL
==========================  =============================================================================

Of these the cluster keeps the source of all but the stems and words, which can be made again from the
article: they would double what a document takes. So a document is always written whole, never updated in
part.
"""

from __future__ import annotations

from typing import Any, Final

import orjson

from index.engines.base import EXACT_FIELDS, Document
from index.engines.opensearch_settings import ClusterSettings
from index.engines.tokens import LONGEST_TOKEN, term_text
from index.errors import EngineError
from index.model import UNDATED
from index.query.ast import BODY, TITLE

MAPPING_VERSION: Final = 1
"""Raised when a field, an analyser or what is written into one changes; others are never written to."""

META: Final = "evtui"
"""Under this name `_meta` of a mapping says who made it."""

ID: Final = "id"
DAY: Final = "day"
OLDEST: Final = "oldest"
NEWEST: Final = "newest"
RECORD: Final = "record"

ANALYSER: Final = "evtui_tokens"
_LONGEST_TOKEN_UNITS: Final = 4 * LONGEST_TOKEN
"""Lucene counts in UTF-16 units, and would cut a token in two at 255 of them if it were not told."""

_MINUTES_OF_DAY: Final = 24 * 60
LAST_MOMENT: Final = (1 << 33) - 1
"""Above every moment: `date.max` is day 3,652,059, and that many days have fewer than 2**33 minutes."""

_LONGEST_VALUE: Final = 8_000
"""Characters of a value that is indexed: Lucene refuses a document with a value of more than 32,766 bytes."""
_LONGEST_ID_BYTES: Final = 512


def words_field(field: str) -> str:
    """Return the field of folded words that belongs to the text field `title` or `body`."""
    return f"{field}_words"


def index_body(settings: ClusterSettings) -> dict[str, Any]:
    """Return the settings and the mapping of an index."""
    text = {"type": "text", "analyzer": ANALYSER, "index_options": "positions"}
    exact = {"type": "keyword", "ignore_above": _LONGEST_VALUE}
    properties: dict[str, Any] = {
        ID: exact,
        DAY: {"type": "integer"},
        OLDEST: {"type": "long", "index": False},
        NEWEST: {"type": "long", "index": False},
        RECORD: {
            "type": "object",
            "dynamic": "false",
            "properties": {"url": {"type": "keyword", "doc_values": False, "ignore_above": _LONGEST_VALUE}},
        },
    }
    for field in (TITLE, BODY):
        properties |= {field: text, words_field(field): exact}
    properties |= dict.fromkeys(EXACT_FIELDS, exact)
    tokens = {"type": "whitespace", "max_token_length": _LONGEST_TOKEN_UNITS}
    return {
        "settings": {
            "number_of_shards": settings.shards,
            "number_of_replicas": settings.replicas,
            # What was written is seen after a commit and not before.
            "refresh_interval": "-1",
            "analysis": {
                "tokenizer": {ANALYSER: tokens},
                "analyzer": {ANALYSER: {"type": "custom", "tokenizer": ANALYSER}},
            },
        },
        "mappings": {
            "_meta": {META: {"mapping": MAPPING_VERSION}},
            "dynamic": "strict",
            "_source": {"excludes": [name for part in (TITLE, BODY) for name in (part, words_field(part))]},
            "properties": properties,
        },
    }


def source_of(document: Document) -> dict[str, object]:
    """Return a document as the cluster takes it."""
    if document.day == UNDATED:
        oldest = newest = LAST_MOMENT
    else:
        oldest = moment(document.day) + document.minute
        newest = LAST_MOMENT - oldest
    source: dict[str, object] = {
        ID: document.id,
        DAY: document.day,
        OLDEST: oldest,
        NEWEST: newest,
        **{field: list(values) for field, values in document.values.items() if values},
    }
    for field, text in ((TITLE, document.title), (BODY, document.body)):
        terms = term_text(text)
        source[field] = terms.stems
        source[words_field(field)] = terms.words.split(" ") if terms.words else []
    if document.record is not None:
        source[RECORD] = document.record
    return source


def encoded(document: Document) -> bytes:
    """Return a document as JSON.

    Raises:
        EngineError: it holds half of a character, which no encoding has, or its id is too long.
    """
    try:
        if len(document.id.encode()) > _LONGEST_ID_BYTES:
            # The cluster would refuse a whole request for it, and with it all other articles.
            raise EngineError(
                f"Article {document.id} cannot be indexed: its id is longer than {_LONGEST_ID_BYTES} bytes."
            )
        return orjson.dumps(source_of(document))
    except (TypeError, UnicodeEncodeError) as error:
        raise EngineError(f"Article {document.id} cannot be indexed: {error}.") from error


def moment(day: int) -> int:
    """Return the first minute of a day."""
    return day * _MINUTES_OF_DAY
