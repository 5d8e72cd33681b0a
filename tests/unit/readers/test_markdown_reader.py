"""Markdown with YAML or TOML front matter, and without."""

from __future__ import annotations

from datetime import date, time
from time import perf_counter

import pytest


def test_yaml_front_matter(read_one):
    draft = read_one(
        "a.md",
        "---\ntitle: Honda and Nissan\ndate: 2024-03-13 10:15:00\nauthor:\n  name: A. Writer\n"
        "source: Gazette\ntags: [cars, batteries]\nlink: https://example.org\nlang: en-GB\n---\n\n"
        "Some *text*.\n\n## Part\n\nMore.\n",
    )
    assert (draft.title, draft.author, draft.source) == ("Honda and Nissan", "A. Writer", "Gazette")
    assert (draft.day, draft.time) == (date(2024, 3, 13), time(10, 15))
    assert (draft.tags, draft.url, draft.language) == (("cars", "batteries"), "https://example.org", "en")
    assert draft.body == "Some *text*.\n\n## Part\n\nMore."


def test_toml_front_matter(read_one):
    draft = read_one(
        "a.md", '+++\r\ntitle = "Honda"\r\ndate = 2024-03-13T10:15:00Z\r\ntags = ["cars"]\r\n+++\r\nText.'
    )
    assert (draft.title, draft.day, draft.time) == ("Honda", date(2024, 3, 13), time(10, 15))
    assert (draft.tags, draft.body) == (("cars",), "Text.")


def test_the_first_heading_is_the_title_where_nothing_else_is(read_one):
    draft = read_one("a.md", "---\ndate: 2024-03-13\n---\n# The title #\n\nText.\n")
    assert (draft.title, draft.body, draft.day) == ("The title", "Text.", date(2024, 3, 13))
    later = read_one("b.md", "```\n# a comment\n```\n\n# Title\n\nText.")
    assert (later.title, later.body) == ("Title", "```\n# a comment\n```\n\n# Title\n\nText.")
    assert read_one("c.md", "---\ntitle: Given\n---\n# Heading\n\nText.").body == "# Heading\n\nText."


def test_values_stay_the_words_that_were_written(read_one):
    draft = read_one("a.md", "---\ntitle: yes\nid: 007\nauthor: ~\ndate: 2024-02-30\n---\nText.")
    assert (draft.title, draft.key, draft.author, draft.day) == ("yes", "007", "", None)
    assert "2024-02-30" in draft.doubts[0]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("---\ntitle: Honda: the plan\ndate: 2024-03-13\n---\nText.", "YAML"),
        ('+++\ntitle = Honda: the plan\ndate = "2024-03-13"\n+++\nText.', "TOML"),
    ],
)
def test_broken_front_matter_is_read_line_by_line_with_a_doubt(read_one, text, kind):
    draft = read_one("a.md", text)
    assert (draft.title, draft.day, draft.body) == ("Honda: the plan", date(2024, 3, 13), "Text.")
    assert f"not {kind}" in draft.doubts[0]


def test_front_matter_that_multiplies_itself_is_refused_quickly(read_one):
    bomb = "a: &a [x,x]\n" + "".join(
        f"{b}: &{b} [{','.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    began = perf_counter()
    draft = read_one("a.md", f"---\ntitle: T\n{bomb}---\nText.")
    assert perf_counter() - began < 5
    assert (draft.title, draft.body) == ("T", "Text.")
    assert "refers to itself" in draft.doubts[0]


@pytest.mark.parametrize(
    "raw",
    [
        "[" * 5000,
        "a: " + "[" * 5000 + "]" * 5000,
        "- a\n- b",
        "&a [*a]",
        "!!python/object/apply:os.system [ls]",
    ],
)
def test_front_matter_that_is_no_mapping_costs_nothing_but_a_doubt(read_one, raw):
    draft = read_one("a.md", f"---\n{raw}\n---\nText.")
    assert draft.body == "Text."
    assert "not YAML" in draft.doubts[0]


def test_deep_toml_costs_nothing_but_a_doubt(read_one):
    draft = read_one("a.md", f"+++\na = {'[' * 3000}\n+++\nText.")
    assert draft.body == "Text."
    assert "not TOML" in draft.doubts[0]


def test_front_matter_that_is_never_closed_is_text(read_one):
    assert read_one("a.md", "---\ntitle: T\n\nText.").body == "---\ntitle: T\n\nText."
    assert read_one("b.md", "---\n\nText after a rule.\n").body == "---\n\nText after a rule."


def test_empty_front_matter_and_other_ways_to_begin(read_one):
    assert read_one("a.md", "---\n---\nText.").body == "Text."
    assert read_one("b.md", " date 2024-03-13 Text.").day == date(2024, 3, 13)
    assert read_one("c.md", "Title: T\n\nText.").title == "T"
    assert read_one("d.txt", "---\ntitle: T\n---\nText.").title == "T"


def test_a_mapping_names_other_fields(read_one):
    draft = read_one(
        "a.md", "---\nhead: H\nmeta:\n  when: 2024-03-13\n---\nText.", mapping={"date": "meta.when"}
    )
    assert (draft.title, draft.day) == ("H", date(2024, 3, 13))
