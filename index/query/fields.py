"""The fields of the query language, and its limits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

TEXT_FIELDS: Final = ("title", "body")
"""Fields that are searched as text."""
VALUE_FIELDS: Final = ("source", "author", "topic", "name", "tag", "lang")
"""Fields whose values are matched word by word; named as in `index.model.FacetField`."""
STORE_FIELDS: Final = ("note", "url", "id")
"""Fields that the store answers."""
RAW_FIELDS: Final = ("url", "id")
"""Fields whose value is taken letter by letter: no wildcards in it."""
DATE_FIELDS: Final = ("date", "before", "after")
FLAGS: Final[Mapping[str, tuple[str, ...]]] = {
    "is": ("starred", "unread", "read", "undated"),
    "has": ("note", "tag"),
    "group": ("on", "off"),
}
"""The values that `is:`, `has:` and `group:` take."""
GROUP_FLAG: Final = "group"
"""The flag that says nothing of articles but whether near-duplicates share a row of the list."""
WORD_FIELDS: Final = TEXT_FIELDS + VALUE_FIELDS + STORE_FIELDS
"""Fields that take a word, a phrase, a pattern or a group."""
FIELDS: Final = WORD_FIELDS + DATE_FIELDS + tuple(FLAGS)
"""Every field there is."""

MAX_LENGTH: Final = 4_000
"""Characters in a query."""
MAX_NESTING: Final = 50
"""Parentheses, negations and fields within each other."""
MAX_EDITS: Final = 2
"""The largest distance of `word~2`."""
MAX_DISTANCE: Final = 1_000
"""The largest number of words between the parts of NEAR."""
MAX_NEAR_PARTS: Final = 8
"""Words or phrases in one NEAR."""
DEFAULT_DISTANCE: Final = 10
"""Words between the parts of NEAR where no number is given."""
