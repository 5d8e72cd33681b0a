"""RIS and CSL-JSON."""

from __future__ import annotations

import json
from datetime import date

import pytest

from index.readers import Draft, Rejected

RIS = """Provider: Sample
TY  - NEWS
ID  - honda2024
AU  - Mibe, Toshihiro
AU  - Sample Desk
TI  - Honda and Nissan study a shared platform
T2  - Sample Wire
PY  - 2024
DA  - 2024/03/15/
AB  - The presidents signed a memorandum
which binds nobody.
UR  - https://example.org/mou
DO  - 10.1000/xyz
KW  - alliances
KW  - platforms; software
LA  - en
XY  - an unknown tag
ER  -

TY - RPRT
TI - With one blank
PB  - Sample Institute
Y1  - 2024/3//
TY  - JOUR
T1  - Older names
JO  - Sample Journal
Y1  - 2024/07/04/Independence Day
N2  - The other abstract.
M3  - 10.1000/abc
ER  -
"""


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_ris(read_list, end, mark):
    one, two, three = read_list("refs.ris", (mark + RIS).replace("\n", end))
    assert isinstance(one, Draft)
    assert (one.title, one.source) == ("Honda and Nissan study a shared platform", "Sample Wire")
    assert (one.author, one.day) == ("Toshihiro Mibe, Sample Desk", date(2024, 3, 15))
    assert one.body == "The presidents signed a memorandum which binds nobody."
    assert (one.url, one.language, one.key) == ("https://example.org/mou", "en", "honda2024")
    assert one.tags == ("alliances", "platforms", "software")
    assert (one.origin.line, one.doubts, one.format) == (2, (), "ris")
    assert (two.title, two.source, two.day) == ("With one blank", "Sample Institute", None)
    assert two.doubts == (
        "The entry has no end (ER); it was read up to the next one.",
        "The date “2024-03” names no day; the article has no date.",
    )
    assert (three.title, three.source, three.day) == ("Older names", "Sample Journal", date(2024, 7, 4))
    assert (three.body, three.url) == ("The other abstract.", "https://doi.org/10.1000/abc")
    assert [item.origin.line for item in (two, three)] == [20, 24]


def test_an_empty_entry_of_ris_is_recorded_and_does_not_stop_the_others(read_list):
    empty, other = read_list("a.ris", "TY  - JOUR\nER  - \nTY  - JOUR\nTI  - Other\nER  - \n")
    assert isinstance(empty, Rejected)
    assert (empty.origin.line, empty.reason) == (1, "It has neither a title nor a text.")
    assert other.title == "Other"


CSL = [
    {
        "id": "mibe2024",
        "type": "article-newspaper",
        "title": "Honda and <i>Nissan</i> study a platform for 2 < 3 brands",
        "container-title": "Sample Wire",
        "author": [{"family": "Mibe", "given": "Toshihiro"}, {"literal": "Sample Desk"}],
        "issued": {"date-parts": [["2024", 3, 15]]},
        "abstract": "<jats:p>The presidents signed.</jats:p><jats:p>It binds nobody.</jats:p>",
        "URL": "https://example.org/mou",
        "keyword": "alliances; platforms",
        "language": "en-US",
    },
    {"type": "report", "title": ["In a list"], "issued": {"date-parts": [[2024, 3]]}, "DOI": "10.1000/x"},
    {"type": "webpage", "title": "Raw", "issued": {"raw": "15 March 2024"}, "publisher": "Sample Institute"},
    {"type": "webpage", "title": "Odd", "issued": {"date-parts": [[None]]}, "author": "nobody"},
    "no entry",
]


@pytest.mark.parametrize("outer", [lambda entries: entries, lambda entries: {"items": entries}])
def test_csl_json(read_list, outer):
    items = read_list("refs.json", json.dumps(outer(CSL), indent=1))
    one, two, three, four, five = items
    assert isinstance(one, Draft)
    assert one.title == "Honda and Nissan study a platform for 2 < 3 brands"
    assert one.body == "The presidents signed.\n\nIt binds nobody."
    assert (one.source, one.author) == ("Sample Wire", "Toshihiro Mibe, Sample Desk")
    assert (one.day, one.url, one.language) == (date(2024, 3, 15), "https://example.org/mou", "en")
    assert (one.tags, one.key, one.format) == (("alliances", "platforms"), "mibe2024", "csl-json")
    assert (two.title, two.day, two.url) == ("In a list", None, "https://doi.org/10.1000/x")
    assert two.doubts == ("The date “2024-03” names no day; the article has no date.",)
    assert (three.day, three.source) == (date(2024, 3, 15), "Sample Institute")
    assert (four.title, four.day, four.author) == ("Odd", None, "")
    assert isinstance(five, Rejected)
    assert five.reason == "The item is no entry with fields."
    lines = [item.origin.line for item in items]
    assert lines == sorted(lines)
    assert lines[0] < lines[1]


def test_ordinary_json_of_articles_is_not_taken_for_a_reference_list(read_list):
    articles = [
        {"type": "article", "title": "T", "body": "B", "date": "2024-03-15", "author": [{"name": "N"}]}
    ]
    assert read_list("a.json", json.dumps(articles))[0].format == "json"
    assert read_list("a.jsonl", "\n".join(json.dumps(entry) for entry in CSL[:2]))[0].format == "jsonl"


def test_a_mapping_wins_over_what_a_list_usually_means(read_list):
    (item,) = read_list("a.json", json.dumps(CSL[:1]), mapping={"body": "container-title"})
    assert item.body == "Sample Wire"
