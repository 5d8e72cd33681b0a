"""BibTeX and BibLaTeX."""

from __future__ import annotations

from datetime import date

import pytest

from index.readers import Draft, Rejected

LIST = r"""% made by hand
@string{wire = "Sample Wire"}
This line is a comment, since it stands outside of any entry.
@article{mibe2024,
  title = {Honda and {Nissan} study a \emph{shared} platform --- for {Citro{\"e}n}'s rivals \& others},
  subtitle = {A question of {CO$_2$}},
  author = "Mibe, Toshihiro and M{\"u}ller, J\"org and {Sample Desk} and others",
  journal = wire # { of } # "Tokyo",
  year = 2024, month = mar, day = 15,
  abstract = {The presidents signed a memorandum in \textbf{Tokyo}.\\ It binds nobody: 5\,\% of nothing.},
  url = {https://example.org/mou\_2024?a=1\&b=~x--y},
  doi = {10.1000/xyz},
  keywords = {alliances, platforms},
  langid = {ngerman},
}

@online(parens2024, title = "In parentheses", date = {2024-12-23/2024-12-24})
"""


def test_an_entry_becomes_an_article(read_list):
    first, second = read_list("refs.bib", LIST)
    assert isinstance(first, Draft)
    assert first.title == (
        "Honda and Nissan study a shared platform — for Citroën's rivals & others: A question of CO2"
    )
    assert first.author == "Toshihiro Mibe, Jörg Müller, Sample Desk"
    assert first.body == "The presidents signed a memorandum in Tokyo.\n It binds nobody: 5 % of nothing."
    assert (first.source, first.day) == ("Sample Wire of Tokyo", date(2024, 3, 15))
    assert first.url == "https://example.org/mou_2024?a=1&b=~x--y"
    assert (first.tags, first.language, first.key) == (("alliances", "platforms"), "de", "mibe2024")
    assert (first.format, first.origin.line, first.doubts) == ("bibtex", 4, ())
    assert isinstance(second, Draft)
    assert (second.title, second.body, second.day) == ("In parentheses", "", date(2024, 12, 23))
    assert (second.source, second.origin.line) == ("Desk", 17)


@pytest.mark.parametrize(
    ("fields", "day", "doubt"),
    [
        ("date = {2024-03-15}", date(2024, 3, 15), ""),
        ("date = {2024-03-15T10:00}", date(2024, 3, 15), ""),
        ('year = 2024, month = jun # "~12"', date(2024, 6, 12), ""),
        ("year = 2024, month = {September 4}", date(2024, 9, 4), ""),
        ("year = 2024, month = 9, day = 4", date(2024, 9, 4), ""),
        ("year = {2024}, month = {March}", None, "The date “2024-03” names no day; the article has no date."),
        ("year = {2024}", None, "The date “2024” names no day; the article has no date."),
        ("year = {in press}", None, "The date “in press” could not be read; the article has no date."),
        ("year = 2024, month = feb, day = 30", None, "The date “2024-02-30” is not in the calendar"),
        ("note = {none}", None, ""),
    ],
)
def test_dates_as_lists_give_them(read_list, fields, day, doubt):
    (item,) = read_list("a.bib", f"@misc{{k, title = {{T}}, {fields} }}")
    assert item.day == day
    assert [said[: len(doubt)] for said in item.doubts] == ([doubt] if doubt else [])


def test_where_an_address_stands(read_list):
    items = read_list(
        "a.bib",
        r"""@misc{a, title={A}, howpublished={\url{https://example.org/a\_b}}}
@misc{b, title={B}, doi={https://doi.org/10.1000/b}}
@misc{c, title={C}, eprint={2403.01234}, archivePrefix={arXiv}}
@misc{d, title={D}, doi={none}}
""",
    )
    assert [item.url for item in items] == [
        "https://example.org/a_b",
        "https://doi.org/10.1000/b",
        "https://arxiv.org/abs/2403.01234",
        "",
    ]
    assert {item.source for item in items} == {"Desk"}


def test_a_broken_entry_does_not_stop_the_others(read_list):
    items = read_list(
        "a.bib",
        "@article{one, title = {One}}\n"
        "@article{two, title = {never closed,\n  note = {x}\n"
        "@article{three, title = {Three}}\n"
        "@article{four, title {no sign}}\n"
        "@article{five, title = {Five}, title = {Fifth}, abstract = {A}}\n"
        "@article{six}\n"
        "@article{seven, title = {Seven}}",
    )
    one, two, three, four, five, six, seven = items
    assert [item.title for item in (one, three, seven)] == ["One", "Three", "Seven"]
    assert isinstance(two, Rejected)
    assert two.reason == "The entry is not closed: a brace or a quotation mark is missing."
    assert (two.origin.line, two.excerpt) == (2, "@article{two, title = {never closed, note = {x}")
    assert isinstance(four, Rejected)
    assert four.reason.startswith("The entry cannot be read: ")
    assert five.doubts == ("The entry has a field twice (title); the last one was taken.",)
    assert isinstance(six, Rejected)
    assert [item.origin.line for item in items] == [1, 2, 4, 5, 6, 7, 8]


def test_a_list_without_entries_says_so(read_list):
    (item,) = read_list("a.bib", "% nothing here\n@comment{jabref-meta: x}\n")
    assert item.reason == "It has no entries."


def test_two_entries_with_one_key_are_two_articles(read_list):
    items = read_list("a.bib", "@misc{k, title={One}}\n@misc{k, title={Two}}")
    assert [(item.title, item.key) for item in items] == [("One", "k"), ("Two", "k")]


def test_a_mapping_names_fields_of_the_list(read_list):
    (item,) = read_list("a.bib", "@misc{k, title={One}, note={Body of the note}}", mapping={"body": "note"})
    assert item.body == "Body of the note"


def test_a_list_in_windows_1252_has_a_doubt(read_list):
    (item,) = read_list("a.bib", "@misc{k, title={Citroën}}".encode("cp1252"))
    assert item.title == "Citroën"
    assert "Windows-1252" in item.doubts[0]


def test_a_list_is_recognised_whatever_its_name(read_list):
    assert read_list("export.txt", "@article{k,\n title={One}}")[0].format == "bibtex"
    assert read_list("a.bib.gz", __import__("gzip").compress(b"@article{k,\n title={One}}"))[0].title == "One"


def test_a_broken_list_writes_nothing_to_the_terminal(read_list, capfd):
    read_list("a.bib", "@article{two, title = {never closed,\n@article{k}\n@misc{a,b={c}\n")
    assert capfd.readouterr() == ("", "")


def test_lines_that_were_wrapped_are_joined_and_paragraphs_kept(read_list):
    entry = """@article{one, title = {A title
            of two lines}, abstract = {They signed
            on Friday.

            It binds nobody.}}"""
    (draft,) = read_list("refs.bib", entry)
    assert draft.title == "A title of two lines"
    assert draft.body == "They signed on Friday.\n\nIt binds nobody."
