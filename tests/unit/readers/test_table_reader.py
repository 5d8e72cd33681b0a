"""CSV and TSV."""

from __future__ import annotations

from datetime import date

import pytest

from index.readers import Draft, Rejected
from index.readers.recognise import recognise


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_columns_are_found_by_name(read_file, delimiter, end, mark):
    rows = [
        ("Date", "Headline", "Text"),
        ("2024-03-13", "One", f'"a{delimiter} ""b""{end}c"'),
        ("2024-03-16", "Two", "d"),
    ]
    items = read_file("a.csv", mark + end.join(delimiter.join(row) for row in rows))
    assert [(item.title, item.day) for item in items] == [
        ("One", date(2024, 3, 13)),
        ("Two", date(2024, 3, 16)),
    ]
    assert items[0].body == f'a{" " if delimiter == chr(9) else delimiter} "b"\nc'
    assert [(item.origin.line, item.origin.position) for item in items] == [(2, 1), (4, 2)]


def test_a_tsv_file_and_a_header_with_commas_in_it(read_one):
    draft = read_one("a.tsv", "title\ttext, with a comma\tbody\nOne\tx\ty\n")
    assert (draft.title, draft.body) == ("One", "y")


def test_rows_of_another_length_are_rejected_with_their_line(read_file):
    text = 'title,body,date\nOne,"a\nb",2024-03-13\nshort,a\n\nlong,a,2024-03-13,x\nTwo,b,2024-03-16,\n'
    one, short, long, two = read_file("a.csv", text)
    assert isinstance(one, Draft)
    assert isinstance(two, Draft)
    assert (short.origin.line, short.reason) == (
        4,
        "The row has too few columns: 2 where the first row names 3.",
    )
    assert (long.origin.line, long.reason) == (
        6,
        "The row has too many columns: 4 where the first row names 3.",
    )
    assert long.excerpt == "long,a,2024-03-13,x"
    assert two.origin.line == 7


def test_a_table_without_a_column_for_the_text_is_rejected_as_a_whole(read_file):
    (item,) = read_file("a.csv", "foo,bar\n1,2\n3,4\n")
    assert isinstance(item, Rejected)
    assert (
        item.reason
        == "No column holds a text or a title; say which one does at import. The columns are “foo”, “bar”."
    )


def test_a_mapping_names_the_columns(read_file, read_one):
    assert read_one("a.csv", "foo,bar\n1,2\n", mapping={"body": "bar", "key": "foo"}).body == "2"
    (item,) = read_file("a.csv", "foo,bar\n1,2\n", mapping={"body": "baz"})
    assert item.reason == "There is no column “baz” for the body. The columns are “foo”, “bar”."


def test_a_quotation_mark_that_never_closes_costs_one_row(read_file):
    text = 'title,body\nOne,a\nTwo,"b\nThree,c\nFour,d\n'
    one, broken, three, four = read_file("a.csv", text)
    assert (one.title, three.title, four.title) == ("One", "Three", "Four")
    assert (broken.origin.line, broken.reason) == (3, "A quotation mark of the row is never closed.")
    assert four.origin.line == 5


def test_a_table_full_of_them_is_left_with_a_reason(read_file):
    items = read_file("a.csv", "title,body\n" + "x,'\n" + 'a,"\nb,""""\n' * 50 + 'c,"\n')
    assert any(isinstance(item, Rejected) and "never closed" in item.reason for item in items)
    assert len(items) < 200


def test_column_names_alone_are_no_articles(read_file):
    (item,) = read_file("a.csv", "title,body\n")
    assert isinstance(item, Rejected)
    assert item.reason == "It holds no articles."


def test_a_row_with_neither_title_nor_text_is_rejected(read_file):
    items = read_file("a.csv", "id,title,body\n7,,\n8,T,\n,,\n")
    assert [type(item) for item in items] == [Rejected, Draft]
    assert items[0].excerpt == "7"


def test_a_cell_may_be_long(read_one):
    assert len(read_one("a.csv", f"title,body\nT,{'x' * 500_000}\n").body) == 500_000


def test_a_column_named_twice_counts_once(read_one):
    assert read_one("a.csv", "title,body,body,\nT,a,b,\n").body == "a"


@pytest.mark.parametrize("name", ["-", "table", "export.txt"])
def test_a_table_is_known_by_its_column_names(name):
    table = b'published,headline,text,desk\n2024-03-15,Pact,"They signed, at last."\n'
    assert recognise(name, table) == "csv"
    assert recognise(name, table.replace(b",", b"\t")) == "tsv"
    assert recognise(name, b'\xef\xbb\xbf"Title";"Date"\r\n"Pact";"2024-03-15"\r\n') == "csv"


@pytest.mark.parametrize(
    "text",
    [
        "Title, date\n",
        "Honda, Nissan, source of the story\nThey signed.\n",
        "Title\nThe text follows.\n",
        "By day, the text is dull; by night, too.\nMore of it.\n",
    ],
)
def test_sentences_are_no_column_names(text):
    assert recognise("a.txt", text.encode()) == "text"
