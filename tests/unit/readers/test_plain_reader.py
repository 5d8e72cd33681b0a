"""Plain texts: with a date before them, with header lines, with nothing but words."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest

from index.dates.order import DateOrder
from index.readers import Draft, Input, ReadOptions, Rejected, find_inputs, read

SEEDS = Path(__file__).parents[3] / ".." / "shared" / "seeds"


def test_a_text_that_begins_with_its_date(read_one):
    draft = read_one("a.txt", " date 2024-03-13 Nissan talks.\n\nHeading\n\nHonda listens.\n")
    assert (draft.day, draft.title) == (date(2024, 3, 13), "")
    assert draft.body == "Nissan talks.\n\nHeading\n\nHonda listens."
    assert (draft.origin.line, draft.origin.position) == (1, 1)
    assert draft.doubts == ()


@pytest.mark.parametrize(
    "begin",
    ["date 2024-03-13 ", "\ufeff date 2024-03-13\n", "\n\n  Date 2024-03-13 ", " date 2024-03-13\r\n"],
)
def test_the_date_before_a_text_may_be_set_a_little_differently(read_one, begin):
    draft = read_one("a.txt", begin + "Nissan talks.")
    assert (draft.day, draft.body) == (date(2024, 3, 13), "Nissan talks.")


def test_the_source_is_the_folder_unless_somebody_says_otherwise(read_one):
    assert read_one("a.txt", "Text.").source == "press"
    assert read_one("a.txt", "Text.", source="The Wire").source == "The Wire"
    assert read_one("a.txt", "Title: T\nSource: Gazette\n\nText.", source="The Wire").source == "Gazette"


def test_header_lines_give_what_they_name(read_one):
    draft = read_one(
        "a.txt",
        "Title: Honda: the plan\nDate: 13 March 2024 10:15\nSource: Gazette\nAuthor: A. Writer\n"
        "URL: https://example.org/a?b=1\nLanguage: English\nTags: cars, batteries; cars\nID: 77\n\n"
        "First.\n\nSecond: part.",
    )
    assert draft.title == "Honda: the plan"
    assert (draft.day, draft.time) == (date(2024, 3, 13), time(10, 15))
    assert (draft.source, draft.author, draft.language) == ("Gazette", "A. Writer", "en")
    assert (draft.url, draft.key) == ("https://example.org/a?b=1", "77")
    assert draft.tags == ("cars", "batteries")
    assert draft.body == "First.\n\nSecond: part."


def test_headers_with_a_title_alone_make_an_article(read_one):
    draft = read_one("a.txt", "Title: Only a headline\nDate: 2024-03-13\n")
    assert (draft.title, draft.body, draft.day) == ("Only a headline", "", date(2024, 3, 13))


@pytest.mark.parametrize(
    "text",
    [
        "Analysts: wrong again.\n\nMore.",
        "Title: X\nthis line is no header\n\nBody",
        "Note this: it is text",
        "Titled: x\n\ny",
    ],
)
def test_a_text_with_colons_is_not_taken_for_headers(read_one, text):
    draft = read_one("a.txt", text)
    assert (draft.title, draft.body) == ("", text)


def test_a_day_in_the_file_s_name_is_used_where_the_text_has_none(read_one):
    assert read_one("2024-03-13 nissan.txt", "Text.").day == date(2024, 3, 13)
    assert read_one("nissan_20240313.txt", "Text.").day == date(2024, 3, 13)
    assert read_one("2024-03-13.txt", " date 2024-03-16 Text.").day == date(2024, 3, 16)
    assert read_one("2024-02-30.txt", "Text.").day is None
    assert read_one("2024-03-13_to_2024-03-16.txt", "Text.").day is None
    assert read_one("12345678901.txt", "Text.").day is None


def test_an_impossible_date_leaves_the_article_undated_with_a_doubt(read_one):
    draft = read_one("2024-03-13.txt", " date 2024-02-30 Text.")
    assert (draft.day, draft.body) == (None, "Text.")
    assert "“2024-02-30” is not in the calendar" in draft.doubts[0]


def test_an_ambiguous_date_follows_the_setting(read_one):
    text = "Title: T\nDate: 03/04/2024\n\nText."
    assert read_one("a.txt", text).day == date(2024, 4, 3)
    draft = read_one("a.txt", text, date_order=DateOrder.MONTH_FIRST)
    assert draft.day == date(2024, 3, 4)
    assert draft.doubts == ("The date “03/04/2024” was read as 4 March 2024 (month first).",)


def test_one_file_holds_several_articles_where_each_begins_with_its_date(read_file):
    items = read_file(
        "many.txt",
        " date 2024-03-13 One.\n\nStill one.\ndate 2024-01-01 is in the text.\n\n"
        " date 2024-03-16 Two.\n\n\n date 2024-02-30 Three.",
    )
    assert [item.day for item in items] == [date(2024, 3, 13), date(2024, 3, 16), None]
    assert [item.body.split(".")[0] for item in items] == ["One", "Two", "Three"]
    assert [(item.origin.line, item.origin.position) for item in items] == [(1, 1), (6, 2), (9, 3)]


def test_a_file_that_does_not_begin_with_a_date_is_one_article(read_one):
    text = "Chronicle.\n\n date 2024-03-13 is what it says."
    assert read_one("a.txt", text).body == text.replace("\n ", "\n ")


def test_line_ends_of_all_kinds_part_paragraphs(read_one):
    for end in ("\n", "\r\n", "\r"):
        assert read_one("a.txt", f" date 2024-03-13 One.{end}{end}Two.{end}").body == "One.\n\nTwo."
        headers = read_one("b.txt", f"Title: T{end}Date: 2024-03-13{end}{end}Two.{end}")
        assert (headers.title, headers.day, headers.body) == ("T", date(2024, 3, 13), "Two.")


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the two seed articles are not here")
def test_both_seeds_are_read():
    problems: list[Rejected] = []
    inputs: list[Input] = list(find_inputs([str(SEEDS)], on_problem=problems.append))
    drafts = [item for given in inputs for item in read(given, ReadOptions())]
    assert all(isinstance(draft, Draft) for draft in drafts)
    assert [draft.day for draft in drafts] == [date(2024, 3, 13), date(2024, 3, 16)]
    assert "memorandum of understanding" in drafts[1].body
    assert problems == []
