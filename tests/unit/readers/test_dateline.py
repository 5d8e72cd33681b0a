"""Which date near the beginning of a document is its own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.dates.order import DateOrder
from index.dates.parse import parse_date
from index.readers.documents.dateline import date_line


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("13 March 2025", "13 March 2025"),
        ("Title\n\nPublished: 13 March 2025\nText", "13 March 2025"),
        ("Published on March 13, 2025", "March 13, 2025"),
        ("Thursday, March 13, 2025", "March 13, 2025"),
        ("By Jane Doe | 13 March 2025 | 5 min read", "13 March 2025"),
        ("By Jane Doe · 2025-03-13", "2025-03-13"),
        ("Stockholm, 13 March 2025", "13 March 2025"),
        ("STOCKHOLM, March 13, 2025 – The maker of batteries has filed.", "March 13, 2025"),
        ("SAN FRANCISCO, March 13, 2025 /Newswire/ -- The maker of batteries has filed.", "March 13, 2025"),
        ("Tokyo (13 March 2025) — The maker has filed.", "13 March 2025"),
        ("(13/03/2025)", "13/03/2025"),
        ("Stand: 13.03.2025", "13.03.2025"),
        ("2025年3月13日", "2025年3月13日"),
    ],
)
def test_a_date_on_a_line_of_its_own_is_that_of_the_document(text, date):
    assert date_line(text, DateOrder.DAY_FIRST) == date


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2025",
        "March 2025",
        "On 13 March 2025 the maker of batteries filed for bankruptcy.",
        "13 March 2025 was the day on which it filed.",
        "23 September 2024 | 1,600 jobs cut in the north" + ", and in other places" * 10,
        "A text of many words. " * 200 + "\n13 March 2025",
        "Report 2024/25",
        "Copyright 2025 Sample Press",
        "20250313",
        "31 February 2025",
    ],
)
def test_other_dates_are_left_alone(text):
    assert date_line(text, DateOrder.DAY_FIRST) == ""


@given(st.text(max_size=300), st.sampled_from(DateOrder))
def test_any_text_has_a_date_line_or_none(text, order):
    line = date_line(text, order)
    assert not line or parse_date(line, order=order).day
