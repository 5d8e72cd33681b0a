"""PDF, EPUB, Word and OpenDocument: the text as it is read, and what documents say about themselves."""

from __future__ import annotations

import io
import sys
from datetime import UTC, date, datetime
from zipfile import ZipFile

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from index.readers import Draft, Input, ReadOptions, read
from tests.documents import check, epub_of, pdf_objects, pdf_of, pdf_stream, zip_of

WORDS = (
    "Norway sold more electric cars than ever, and the share of those with a battery alone rose again, "
    "as the office that registers them said on Thursday. Buyers there pay no tax on them up to a price. "
)


def wrapped(text: str, width: int = 60) -> list[str]:
    lines, line = [], ""
    for word in text.split():
        if len(line) + len(word) > width:
            lines.append(line.strip())
            line = ""
        line += f"{word} "
    return [*lines, line.strip()]


def docx_of(**about: object) -> bytes:
    document = Document()
    for name, value in about.items():
        setattr(document.core_properties, name, value)
    document.add_heading("Charging in Norway", level=1)
    document.add_paragraph("Oslo, 2 January 2025")
    document.add_paragraph("Almost nine in ten cars are electric.")
    document.add_paragraph("Oslo", style="List Bullet")
    document.add_paragraph("Bergen", style="List Bullet")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ["Year", "Share", "2024", "88.9 %"], strict=True):
        cell.text = text
    document.save(made := io.BytesIO())
    return made.getvalue()


# PDF


def test_lines_of_a_page_are_joined_to_paragraphs(read_one):
    lines = [*wrapped(WORDS)[:-1], "A last line.", *wrapped(WORDS)]
    draft = read_one("a.pdf", pdf_of([lines]))
    first, second = draft.body.split("\n\n")
    assert first.startswith("Norway sold more electric cars than ever, and the share")
    assert first.endswith("A last line.")
    assert second == WORDS.strip()


def test_gaps_and_headings_part_paragraphs_whatever_the_length_of_lines(read_one):
    lines = [
        (16, "A heading over the text below"),
        *wrapped(WORDS)[:2],
        "",
        *wrapped(WORDS)[:2],
        "Short",
        "Line in it",
    ]
    heading, first, second = read_one("a.pdf", pdf_of([lines], Title="Another title")).body.split("\n\n")
    assert heading == "A heading over the text below"
    assert first == " ".join(wrapped(WORDS)[:2])
    assert second == f"{first} Short Line in it"


def test_words_broken_at_the_end_of_lines_are_whole_again(read_one):
    lines = [
        "The share of battery-",
        "electric cars in the regis-",
        "trations of the year rose, said the",
        "office.",
    ]
    body = read_one("a.pdf", pdf_of([lines])).body
    assert "registrations of the year" in body


def test_running_heads_and_page_numbers_are_left_out(read_one):
    pages = [
        [
            "The Plug Report 2024",
            f"Paragraph {word} of the report has words of its own.",
            f"Page {number} of 4",
        ]
        for number, word in enumerate(("one", "two", "three", "four"), start=1)
    ]
    body = read_one("a.pdf", pdf_of(pages)).body
    assert "The Plug Report" not in body
    assert "Page" not in body
    assert [word in body for word in ("one", "two", "three", "four")] == [True] * 4


def test_a_sentence_goes_on_over_the_page(read_one):
    pages = [[*wrapped(WORDS)[:2], "and it goes on"], ["on the other side of the page, as it should."]]
    assert "and it goes on on the other side of the page" in read_one("a.pdf", pdf_of(pages)).body


def test_a_pdf_tells_its_title_author_and_language(read_one):
    data = pdf_of(
        [["Text of the page."]], Title="A year of plugs", Author="Jane Doe", catalogue=b"/Lang (en-GB)"
    )
    draft = read_one("a.pdf", data)
    assert (draft.title, draft.author, draft.language) == ("A year of plugs", "Jane Doe", "en")


@pytest.mark.parametrize("title", ["", "Microsoft Word - final_v2.docx", "report_2024", "untitled", "12345"])
def test_without_a_sensible_title_the_largest_line_is_the_title(read_one, title):
    page = ["Sample Institute", (24, "The connector war"), (24, "is over"), *wrapped(WORDS)]
    draft = read_one("a.pdf", pdf_of([page], Title=title))
    assert draft.title == "The connector war is over"


def test_the_date_on_the_first_page_is_that_of_the_document(read_one):
    page = [(20, "Charging in Norway"), "Published: 2 January 2025", *wrapped(WORDS)]
    draft = read_one("2024-12-30-draft.pdf", pdf_of([page], CreationDate="D:20250301120000Z"))
    assert (draft.day, draft.doubts) == (date(2025, 1, 2), ())


def test_the_day_in_the_name_counts_before_the_day_of_making(read_one):
    data = pdf_of([wrapped(WORDS)], CreationDate="D:20250301120000Z")
    assert read_one("2025-01-02-norway.pdf", data).day == date(2025, 1, 2)
    made = read_one("norway.pdf", data)
    assert made.day == date(2025, 3, 1)
    assert made.doubts == ("The date is the one on which the document was made; no other was found.",)


def test_a_pdf_whose_table_of_objects_is_missing_is_read(read_one):
    assert read_one("a.pdf", pdf_of([["The text is there."]], xref=False)).body == "The text is there."
    data = pdf_of([["The text is there."]]).replace(b"startxref\n", b"startxref\n9")
    assert read_one("b.pdf", data).body == "The text is there."


def test_a_scan_is_told(read_file):
    (item,) = read_file("a.pdf", pdf_of([[], []]))
    assert "pictures without text (a scan)" in item.reason


def test_a_pdf_with_an_empty_password_is_read_and_one_with_another_is_not(read_file):
    from pypdf import PdfReader, PdfWriter

    for password, word in (("", "The text."), ("secret", "locked with a password")):
        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf_of([["The text."]]))))
        writer.encrypt(user_password=password, owner_password="owner", algorithm="RC4-128")
        writer.write(made := io.BytesIO())
        (item,) = read_file("a.pdf", made.getvalue())
        assert word in (item.body if isinstance(item, Draft) else item.reason)


def test_a_damaged_page_costs_the_others_nothing(read_one):
    data = pdf_of([["Page one."], ["Page two."], ["Page three."]]).replace(
        b"(Page two.) Tj", b"(Page [[<<>> T]"
    )
    draft = read_one("a.pdf", data)
    assert "Page one." in draft.body
    assert "Page three." in draft.body


def test_what_pypdf_says_stays_off_the_terminal(read_file, capfd, caplog):
    read_file("a.pdf", pdf_of([["Text."]], xref=False).replace(b"/Helvetica", b"/Nowhere"))
    read_file("b.pdf", b"%PDF-1.4\ngarbage")
    assert capfd.readouterr() == ("", "")
    assert not caplog.records


def test_a_packed_pdf_is_read(read_one):
    import gzip

    assert read_one("a.pdf.gz", gzip.compress(pdf_of([["Text of it."]]))).body == "Text of it."


# EPUB

METADATA = (
    "<dc:title>The year of the plug</dc:title><dc:creator>Jane Doe</dc:creator>"
    "<dc:creator>John Roe</dc:creator><dc:date>2024-03-01</dc:date><dc:language>en-US</dc:language>"
)


def test_the_chapters_of_a_book_are_its_articles(read_file):
    book = epub_of(
        {
            "a.xhtml": "<h1>One</h1><p>First text.</p>",
            "cover.xhtml": "<img src='x'/>",
            "b.xhtml": "<p>Second text.</p>",
        },
        metadata=METADATA,
        contents={"b.xhtml": "Two, by the contents"},
    )
    one, two = read_file("a.epub", book)
    assert (one.title, one.body, one.key) == ("One", "First text.", "OEBPS/a.xhtml")
    assert (two.title, two.body) == ("Two, by the contents", "Second text.")
    for draft in (one, two):
        assert (draft.source, draft.author) == ("The year of the plug", "Jane Doe, John Roe")
        assert (draft.day, draft.language) == (date(2024, 3, 1), "en")
    assert (one.origin.position, two.origin.position) == (1, 2)


def test_an_old_table_of_contents_gives_titles(read_one):
    ncx = (
        '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap><navPoint><navLabel>'
        '<text>From the NCX</text></navLabel><content src="a.xhtml#top"/></navPoint></navMap></ncx>'
    )
    with ZipFile(io.BytesIO(epub_of({"a.xhtml": "<p>Text.</p>"}))) as old:
        members = {name: old.read(name) for name in old.namelist() if "nav" not in name}
    listed = b'properties="nav" media-type="application/xhtml+xml"'
    opf = members["OEBPS/book.opf"].replace(listed, b'media-type="application/x-dtbncx+xml"')
    opf = opf.replace(b'"nav.xhtml"', b'"toc.ncx"')
    members |= {"OEBPS/book.opf": opf, "OEBPS/toc.ncx": ncx.encode()}
    assert read_one("a.epub", zip_of(members)).title == "From the NCX"


def test_a_book_with_only_a_year_has_no_day(read_one):
    draft = read_one("a.epub", epub_of({"a.xhtml": "<p>Text.</p>"}, metadata="<dc:date>2024</dc:date>"))
    assert draft.day is None
    assert draft.doubts


def test_a_protected_book_is_told(read_file):
    locked = '<encryption><EncryptedData><CipherReference URI="OEBPS/a.xhtml"/></EncryptedData></encryption>'
    (item,) = read_file("a.epub", epub_of({"a.xhtml": "x"}, more={"META-INF/encryption.xml": locked}))
    assert "protected against copying" in item.reason


def test_a_book_is_known_by_its_contents_too(read_one):
    with ZipFile(io.BytesIO(epub_of({"a.xhtml": "<p>Text.</p>"}))) as old:
        members = {name: old.read(name) for name in reversed(old.namelist())}
    draft = read_one("book.zip", zip_of(members))
    assert (draft.body, draft.format) == ("Text.", "epub")


# Word and OpenDocument


def test_a_word_document_gives_headings_lists_and_tables(read_one):
    draft = read_one("a.docx", docx_of(author="Jane Doe", language="en-GB"))
    assert draft.title == "Charging in Norway"
    assert draft.body == (
        "Oslo, 2 January 2025\n\nAlmost nine in ten cars are electric.\n\n- Oslo\n- Bergen\n\n"
        "Year | Share\n2024 | 88.9 %"
    )
    assert (draft.author, draft.language) == ("Jane Doe", "en")


def test_the_properties_of_a_document_give_title_and_day(read_one):
    document = Document()
    document.core_properties.title = "Given title"
    document.core_properties.created = datetime(2024, 5, 6, tzinfo=UTC)
    document.add_paragraph("A text without a date.")
    document.save(made := io.BytesIO())
    draft = read_one("a.docx", made.getvalue())
    assert (draft.title, draft.day) == ("Given title", date(2024, 5, 6))
    assert "was made" in draft.doubts[0]
    assert read_one("2024-04-01.docx", made.getvalue()).day == date(2024, 4, 1)


def test_a_document_is_known_by_its_table_of_contents(read_one):
    with ZipFile(io.BytesIO(docx_of())) as old:
        members = {name: old.read(name) for name in reversed(old.namelist())}
    members = {"word/media/large.bin": bytes(range(256)) * 400, **members}
    draft = read_one("document", zip_of(members, packing=0))
    assert (draft.title, draft.format) == ("Charging in Norway", "docx")


def test_deleted_words_are_left_out_and_inserted_ones_kept(read_one):
    with ZipFile(io.BytesIO(docx_of())) as old:
        members = {name: old.read(name) for name in old.namelist()}
    members["word/document.xml"] = members["word/document.xml"].replace(
        b"<w:t>Almost nine in ten cars are electric.</w:t></w:r>",
        b"<w:t>Many cars </w:t></w:r><w:del><w:r><w:delText>were</w:delText></w:r></w:del>"
        b"<w:ins><w:r><w:t>are</w:t></w:r></w:ins><w:r><w:tab/><w:t>electric.</w:t></w:r>",
    )
    assert "Many cars are electric." in read_one("a.docx", zip_of(members)).body


ODT_CONTENT = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body><office:text>'
    "<text:h>Charging in Norway</text:h><text:p>2 January 2025</text:p>"
    "<text:p>Nine<text:s/>in <text:span>ten</text:span> cars.<text:note>"
    "<text:note-citation>1</text:note-citation><text:note-body><text:p>A note.</text:p></text:note-body>"
    "</text:note></text:p>"
    "<text:list><text:list-item><text:p>Oslo</text:p></text:list-item></text:list>"
    "<table:table><table:table-row><table:table-cell><text:p>2024</text:p></table:table-cell>"
    "<table:table-cell><text:p>88.9 %</text:p></table:table-cell></table:table-row></table:table>"
    "</office:text></office:body></office:document-content>"
)
ODT = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": ODT_CONTENT}


def test_an_opendocument_text_is_read(read_one):
    draft = read_one("a.odt", zip_of(ODT))
    assert (draft.title, draft.day, draft.format) == ("Charging in Norway", date(2025, 1, 2), "odt")
    assert draft.body == "2 January 2025\n\nNine in ten cars.\n\n- Oslo\n\n2024 | 88.9 %\n\n[1] A note."


def test_other_opendocument_files_are_named(read_file):
    (item,) = read_file(
        "a.ods", zip_of({**ODT, "mimetype": "application/vnd.oasis.opendocument.spreadsheet"})
    )
    assert "spreadsheet" in item.reason


# What is missing, and whatever comes


@pytest.mark.parametrize(("name", "module", "extra"), [("a.pdf", "pypdf", "pdf"), ("a.docx", "docx", "docx")])
def test_a_missing_extra_is_named(read_file, monkeypatch, name, module, extra):
    monkeypatch.setattr("index.readers.formats.find_spec", lambda wanted: None if wanted == module else sys)
    data = pdf_of([["Text."]]) if extra == "pdf" else docx_of()
    (item,) = read_file(name, data)
    assert f"pip install 'evtui[{extra}]'" in item.reason


WHOLE = {
    "pdf": pdf_of(
        [[(20, "A heading"), *wrapped(WORDS)], wrapped(WORDS)], Title="A title", CreationDate="D:20240101"
    ),
    "epub": epub_of({"a.xhtml": "<h1>One</h1><p>First text.</p>"}, metadata=METADATA),
    "docx": docx_of(),
    "odt": zip_of(ODT, packing=0),
}


@settings(deadline=None)
@given(st.sampled_from(sorted(WHOLE)), st.data())
def test_damaged_documents_give_articles_or_reasons(kind, data):
    content = WHOLE[kind]
    for place, bytes_ in data.draw(
        st.lists(st.tuples(st.integers(0, len(content)), st.binary(max_size=8)), max_size=8)
    ):
        content = content[:place] + bytes_ + content[place + len(bytes_) :]
    items = list(read(Input("-"), ReadOptions(format=kind), stdin=io.BytesIO(content)))
    check(items)


@settings(deadline=None)
@given(st.sampled_from(sorted(WHOLE)), st.binary(max_size=400))
def test_any_bytes_give_reasons(kind, data):
    items = list(read(Input("-"), ReadOptions(format=kind), stdin=io.BytesIO(data)))
    check(items)


def test_objects_are_where_the_builder_says():
    # Tests of broken files would prove nothing if the whole ones were broken too.
    data = pdf_objects([b"<< /Type /Catalog >>", pdf_stream(b"x", packed=True)])
    assert data.count(b"endobj") == 2
