"""Queries as a person, or a cat, may type them."""

from __future__ import annotations

from typing import Final

from hypothesis import strategies as st

OPERATORS: Final = ["AND", "OR", "NOT", "NEAR", "NEAR/3", "NEAR/", "-", "--"]
SIGNS: Final = ["(", ")", '"', "“", "~", "~2", "*", "?", ":", "..", " "]
WORDS: Final = ["a", "b c", "2024-02-30"]
FIELDS: Final = ["title:", "titel:", "date:", "date:2024", "is:", "is:read", "url:", "note:", "before:"]

QUERIES: Final = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from(OPERATORS + SIGNS + WORDS + FIELDS), max_size=25).map("".join),
)
