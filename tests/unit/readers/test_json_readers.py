"""JSON Lines and JSON documents."""

from __future__ import annotations

import json
from datetime import date, time

import pytest

from index.errors import ReaderError
from index.readers import Draft, Rejected


def lines(*records: object) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)


@pytest.mark.parametrize(
    "record",
    [
        {
            "title": "T",
            "body": "B",
            "date": "2024-03-13T10:15:00Z",
            "source": "S",
            "author": "A",
            "url": "U",
            "lang": "en",
            "tags": ["x", "y"],
            "id": 7,
        },
        {
            "headline": "T",
            "text": "B",
            "published_at": "2024-03-13 10:15",
            "byline": ["A"],
            "link": "U",
            "publisher": {"id": None, "name": "S"},
            "language": "eng",
            "keywords": "x, y",
            "_id": {"$oid": "7"},
        },
        {
            "webTitle": "T",
            "Content": ["B"],
            "pubDate": "Wed, 13 Mar 2024 10:15:00 +0000",
            "outlet": "S",
            "creator": {"name": "A"},
            "href": "U",
            "inLanguage": "en-US",
            "guid": "7",
            "topics": [{"term": "x"}, "y", "x"],
        },
        {
            "title": "T",
            "content": None,
            "full_text": "B",
            "timestamp": 1710324900,
            "site": "S",
            "authors": [{"name": "A"}],
            "url": "U",
            "lang": "English",
            "categories": "x;y",
            "doc-id": "7",
        },
    ],
)
def test_the_usual_names_are_known(read_one, record):
    draft = read_one("a.jsonl", lines(record))
    assert (draft.title, draft.body, draft.source, draft.author, draft.url) == ("T", "B", "S", "A", "U")
    assert (draft.day, draft.time) == (date(2024, 3, 13), time(10, 15))
    assert (draft.language, draft.tags, draft.key) == ("en", ("x", "y"), "7")
    assert draft.doubts == ()


def test_the_fuller_of_two_names_counts(read_one):
    assert read_one("a.jsonl", lines({"description": "short", "content": "long"})).body == "long"
    assert read_one("a.jsonl", lines({"description": "short", "content": ""})).body == "short"


def test_a_mapping_names_fields_also_inside_others(read_one):
    record = {"title": "wrong", "meta": {"h": "T", "who": [{"n": "A"}]}, "full": "B", "a.b": "U"}
    mapping = {"title": "meta.h", "body": "full", "author": "meta.who.0.n", "url": "a.b"}
    draft = read_one("a.jsonl", lines(record), mapping=mapping)
    assert (draft.title, draft.body, draft.author, draft.url) == ("T", "B", "A", "U")


def test_a_mapping_to_an_unknown_field_is_an_error_at_once(read_file):
    with pytest.raises(ReaderError, match="“bodi” is not a field"):
        read_file("a.jsonl", "{}", mapping={"bodi": "x"})


def test_a_broken_line_does_not_stop_the_others(read_file):
    text = '{"text": "one"}\n\n{"text": "tw\n[1]\n{"text": ""}\n{"text": "five"}\n'
    one, broken, array, nothing, five = read_file("a.jsonl", text)
    assert isinstance(one, Draft)
    assert isinstance(five, Draft)
    assert (five.origin.line, five.origin.position) == (6, 5)
    assert (broken.origin.line, broken.excerpt) == (3, '{"text": "tw')
    assert broken.reason.startswith("The line is not JSON: ")
    assert (array.origin.line, array.reason) == (4, "The line is JSON, but no object with fields.")
    assert (nothing.origin.line, nothing.reason) == (5, "It has neither a title nor a text.")


def test_a_title_without_a_text_is_an_article(read_one):
    draft = read_one("a.jsonl", lines({"title": "Only a headline", "body": ""}))
    assert (draft.title, draft.body) == ("Only a headline", "")


def test_what_other_programs_write_is_read(read_one):
    draft = read_one(
        "a.jsonl",
        '{"text": "half \\ud83d pair", "score": NaN, "date": 1e400, "big": 123456789012345678901234567890}',
    )
    assert draft.body.startswith("half ")
    draft.body.encode("utf-8")
    assert draft.day is None
    assert draft.doubts


def test_too_deep_json_is_rejected_and_not_more(read_file):
    deep, fine = read_file("a.jsonl", '{"a":' + "[" * 100_000 + "]" * 100_000 + "}\n" + '{"text": "fine"}')
    assert isinstance(deep, Rejected)
    assert isinstance(fine, Draft)


def test_a_date_in_the_name_of_a_file_of_many_is_not_theirs(read_one):
    assert read_one("2024-03-13.jsonl", lines({"text": "B"})).day is None


ARTICLES = [{"title": "One", "text": "a"}, {"title": "Two", "text": "b"}]


@pytest.mark.parametrize(
    ("document", "count"),
    [
        (ARTICLES, 2),
        ({"status": "ok", "articles": ARTICLES}, 2),
        ({"title": "My feed", "description": "All of it", "items": ARTICLES}, 2),
        ({"response": {"pages": 1, "results": ARTICLES}}, 2),
        ({"whatever": ARTICLES, "n": [1, 2]}, 2),
        (ARTICLES[0], 1),
        ({"title": "One", "body": "text", "items": [{"title": "related"}]}, 1),
    ],
)
def test_articles_are_found_in_a_document(read_file, document, count):
    items = read_file("a.json", json.dumps(document))
    assert [type(item) for item in items] == [Draft] * count
    assert items[0].title == "One"


def test_lines_in_a_document_are_right(read_file):
    document = {
        "meta": [{"a": "{\n["}],
        "x": {"data": [1]},
        "articles": [{"title": 'T"{', "tags": [{"name": "x"}]}, 5, ARTICLES[1]],
    }
    text = json.dumps(document, indent=1)
    first, wrong, second = read_file("a.json", text)
    rows = text.split("\n")
    starts = [
        number for number, row in enumerate(rows, 1) if row == "  {" and number > rows.index(' "articles": [')
    ]
    assert [first.origin.line, second.origin.line] == starts
    assert isinstance(wrong, Rejected)
    assert [item.origin.position for item in (first, wrong, second)] == [1, 2, 3]


def test_a_document_that_breaks_off_is_rejected_with_its_line(read_file):
    (item,) = read_file("a.json", '[\n {"title": "a"},\n {"title": }\n]')
    assert isinstance(item, Rejected)
    assert item.origin.line == 3
    assert "line 3, column 12" in item.reason
    assert item.excerpt == '{"title": } ]'


@pytest.mark.parametrize("text", ["5", '"text"', "null"])
def test_a_document_without_articles_is_rejected(read_file, text):
    (item,) = read_file("a.json", text)
    assert item.reason == "The document holds no articles that are recognised."


def test_the_other_extension_is_forgiven(read_file):
    assert len(read_file("a.json", lines(*ARTICLES))) == 2
    assert len(read_file("a.jsonl", json.dumps(ARTICLES, indent=2))) == 2
    assert len(read_file("a.jsonl", json.dumps({"articles": ARTICLES}, indent=2))) == 2
    assert len(read_file("a.txt", lines(*ARTICLES))) == 2


def test_an_empty_array_has_no_articles(read_file):
    (item,) = read_file("a.json", "[]")
    assert isinstance(item, Rejected)
    assert item.reason == "It holds no articles."


def test_too_long_fields_are_cut_and_reported(read_one):
    draft = read_one(
        "a.jsonl",
        lines(
            {"title": "t" * 5000, "text": "B", "tags": [str(n) for n in range(500)], "lang": "Klingon (old)"}
        ),
    )
    assert (len(draft.title), len(draft.tags), draft.language) == (2000, 200, "")
    assert len(draft.doubts) == 3
