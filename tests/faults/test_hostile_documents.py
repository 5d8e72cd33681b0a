"""Documents made to fill memory, to run in circles or to fetch: bounded, and no harm to others."""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import Iterator
from time import process_time
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from index.readers import Draft, Input, ReadOptions, Rejected, read
from index.readers.documents.paragraphs import paragraphs_of
from index.sanitise import FORBIDDEN
from tests.documents import epub_of, pdf_objects, pdf_of, pdf_stream, zip_of

Item = Draft | Rejected
MEGABYTE = 1_000_000
PAGES = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
    'officeDocument" Target="word/document.xml"/></Relationships>'
)


@pytest.fixture(autouse=True)
def _in_time() -> Iterator[None]:
    """Give every test a bounded time, on a machine that does other things too."""
    begin = process_time()
    yield
    assert process_time() - begin < 10


@pytest.fixture
def little_memory() -> Iterator[None]:
    """Give a test little memory; counting it makes everything slower."""
    tracemalloc.start()
    yield
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 300 * MEGABYTE


def between_neighbours(name: str, data: bytes) -> list[Item]:
    """Read a document in an archive between two notes, and make sure that those are whole."""
    archive = zip_of({"0.txt": "The note before.", name: data, "~.txt": "The note after."})
    before, *items, after = read(Input("-"), ReadOptions(), stdin=io.BytesIO(archive))
    assert isinstance(before, Draft)
    assert isinstance(after, Draft)
    assert (before.body, after.body) == ("The note before.", "The note after.")
    return items


def docx_of(body: str, **members: str | bytes) -> bytes:
    """Return a Word document with this markup as its body."""
    document = f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    return zip_of(
        {"[Content_Types].xml": TYPES, "_rels/.rels": RELATIONS, "word/document.xml": document, **members}
    )


FORM = (
    b"<< /Type /XObject /Subtype /Form /Resources << /XObject << /X 5 0 R >> >> /Length 11 >>\n"
    b"stream\n/X Do /X Do\nendstream"
)
LOOPS = {
    "pages that are their own children": [PAGES, b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"],
    "pages in a circle": [
        PAGES,
        b"<< /Type /Pages /Kids [3 0 R] /Count 9 >>",
        b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 9 >>",
    ],
    "an object that is itself": [PAGES, b"2 0 R"],
    "a length that is its own stream": [
        PAGES,
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        PAGE,
        b"<< /Length 4 0 R >>\nstream\nBT ET\nendstream",
    ],
    "a form that draws itself": [
        PAGES,
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /XObject << /X 5 0 R >> >> >>",
        pdf_stream(b"/X Do /X Do"),
        FORM,
    ],
    "pages nested without end": [
        PAGES,
        *(b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (number + 1) for number in range(2, 5_000)),
    ],
    "arrays nested without end": [
        PAGES,
        b"<< /Type /Pages /Kids " + b"[" * 100_000 + b"]" * 100_000 + b" >>",
    ],
    "no pages at all": [b"<< /Type /Catalog >>"],
    "a huge count": [PAGES, b"<< /Type /Pages /Kids [] /Count 99999999999 >>"],
}


@pytest.mark.parametrize("loop", LOOPS)
def test_pdf_documents_that_run_in_circles_end(loop):
    (item,) = between_neighbours("a.pdf", pdf_objects(LOOPS[loop]))
    assert isinstance(item, Rejected)


def test_an_object_table_that_points_to_itself_ends():
    data = pdf_of([["Text."]])
    place = data.rindex(b"xref\n0")
    (item,) = between_neighbours("a.pdf", data.replace(b"/Size", b"/Prev %d /Size" % place))
    assert isinstance(item, Draft | Rejected)


@pytest.mark.usefixtures("little_memory")
def test_a_pdf_stream_that_unpacks_to_a_gigabyte_is_left():
    bomb = pdf_stream(b"BT (x) Tj ET\n" * 8_000_000, packed=True)
    (item,) = between_neighbours(
        "a.pdf", pdf_objects([PAGES, b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", PAGE, bomb])
    )
    assert isinstance(item, Rejected)


def test_a_pdf_of_endless_pages_is_cut(monkeypatch):
    monkeypatch.setattr("index.readers.documents.pdf.MAX_PAGES", 20)
    kids = b"3 0 R " * 5_000
    page = b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    text = pdf_stream(b"BT /F1 9 Tf 1 0 0 1 9 9 Tm (A text of some length.) Tj ET")
    pages = b"<< /Type /Pages /Kids [%s] /Count 5000 >>" % kids
    (item,) = between_neighbours("a.pdf", pdf_objects([PAGES, pages, page, text, font]))
    assert isinstance(item, Draft)
    assert "It has 5,000 pages; the first 20 were read." in item.doubts


def test_a_pdf_that_takes_too_long_gives_what_was_read_by_then(monkeypatch):
    monkeypatch.setattr("index.readers.documents.pdf.MAX_SECONDS", -1.0)
    (item,) = between_neighbours("a.pdf", pdf_of([["Text."]] * 3))
    assert isinstance(item, Rejected)


@pytest.mark.parametrize(
    "data", [b"%PDF-", b"%PDF-1.7\n" + b"\0" * 100_000, b"%PDF-1.7\n" + b"1 0 obj\n" * 5_000]
)
def test_what_only_begins_like_a_pdf_is_rejected(data):
    (item,) = between_neighbours("a.pdf", data)
    assert isinstance(item, Rejected)


@pytest.mark.parametrize("text", ["a", "a-", "a\n", "(", "."])
def test_a_page_of_tens_of_thousands_of_pieces_is_read_in_time(text):
    drawn = b" ".join(b"(%s) Tj" % text.replace("(", "\\(").encode() for _ in range(20_000))
    page = b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    stream = pdf_stream(b"BT /F1 9 Tf 10 TL 1 0 0 1 9 9 Tm " + drawn.replace(b"Tj (", b"T* (") * 2 + b" ET")
    pages = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    (item,) = between_neighbours("a.pdf", pdf_objects([PAGES, pages, page, stream, font]))
    assert isinstance(item, Draft | Rejected)


def test_lines_without_an_end_of_paragraph_are_joined_in_time():
    assert len(paragraphs_of([f"{'word ' * 10}\n" * 100] * 1_000)) > 3 * MEGABYTE
    assert paragraphs_of(["a-\n" * 200_000]).startswith("aaaa")


def test_a_pdf_shows_neither_escapes_nor_markup():
    nasty = "red\x1b[31m\x07[/b]"
    (item,) = between_neighbours("a.pdf", pdf_of([[nasty]], Title=f"A title {nasty}", Author=nasty))
    for text in (item.title, item.body, item.author):
        assert not FORBIDDEN.search(text)
        assert "[/b]" in text


# Packages of XML

ENTITIES = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + '<!ENTITY file SYSTEM "file:///etc/passwd"><!ENTITY net SYSTEM "http://127.0.0.1:9/">]>'
)


@pytest.mark.usefixtures("little_memory")
def test_entities_of_a_word_document_are_not_expanded():
    paragraph = "<w:p><w:r><w:t>x &j; &file; &net;</w:t></w:r></w:p>"
    body = f'{ENTITIES}<w:document xmlns:w="{WORD}"><w:body>{paragraph}</w:body></w:document>'
    (item,) = between_neighbours("a.docx", docx_of("", **{"word/document.xml": body}))
    said = item.body if isinstance(item, Draft) else item.reason
    assert "root:" not in said
    assert len(said) < 1_000


@pytest.mark.usefixtures("little_memory")
def test_entities_of_a_book_are_not_expanded():
    book = epub_of(
        {"a.xhtml": "<p>Text &j; &file;</p>"},
        metadata="<dc:title>x&j;&file;&net;</dc:title>",
    )
    with ZipFile(io.BytesIO(book)) as old:
        members = {name: old.read(name) for name in old.namelist()}
    for name in ("OEBPS/book.opf", "OEBPS/a.xhtml", "META-INF/container.xml"):
        head, _, rest = members[name].partition(b"?>")
        members[name] = head + b"?>" + ENTITIES.encode() + rest
    for item in between_neighbours("a.epub", zip_of(members)):
        said = f"{item.body}{item.source}" if isinstance(item, Draft) else item.reason
        assert "root:" not in said
        assert len(said) < 1_000


@pytest.mark.parametrize(
    "body",
    [
        "<w:p>" * 100_000 + "</w:p>" * 100_000,
        "<w:tbl><w:tr><w:tc>" * 5_000 + "</w:tc></w:tr></w:tbl>" * 5_000,
        "<w:sdt><w:sdtContent>" * 100
        + "<w:p><w:r><w:t>x</w:t></w:r></w:p>"
        + "</w:sdtContent></w:sdt>" * 100,
        "<w:p><w:r><w:t>" + "x" * 12_000_000 + "</w:t></w:r></w:p>",
        "<w:p/>" * 30_000,
    ],
    ids=["paragraphs", "tables", "wrappers", "text", "many"],
)
def test_word_documents_nested_or_long_without_end_are_bounded(body):
    (item,) = between_neighbours("a.docx", docx_of(body))
    assert isinstance(item, Draft | Rejected)


def packed_zeros(name: str, size: int, members: dict[str, str | bytes]) -> bytes:
    with ZipFile(made := io.BytesIO(), "w", ZIP_DEFLATED, compresslevel=1) as archive:
        for each, content in members.items():
            archive.writestr(each, content)
        with archive.open(name, "w", force_zip64=True) as member:
            for _ in range(size // MEGABYTE):
                member.write(b" " * MEGABYTE)
    return made.getvalue()


@pytest.mark.usefixtures("little_memory")
def test_a_word_document_that_unpacks_to_hundreds_of_times_its_size_is_not_loaded():
    members = {"[Content_Types].xml": TYPES, "_rels/.rels": RELATIONS}
    (item,) = between_neighbours("a.docx", packed_zeros("word/document.xml", 100 * MEGABYTE, members))
    assert "A part of it unpacks to more than 200 times its size" in item.reason


@pytest.mark.usefixtures("little_memory")
def test_a_chapter_that_is_far_too_long_costs_the_others_nothing():
    with ZipFile(io.BytesIO(epub_of({"big.xhtml": "x", "b.xhtml": "<p>The other chapter.</p>"}))) as old:
        members = {name: old.read(name) for name in old.namelist() if "big" not in name}
    big, other = between_neighbours("a.epub", packed_zeros("OEBPS/big.xhtml", 70 * MEGABYTE, members))
    assert "A part of it unpacks to more than 200 times its size" in big.reason
    assert other.body == "The other chapter."


def test_a_book_that_names_a_chapter_a_million_times_gives_it_once():
    book = epub_of({"a.xhtml": "<p>The chapter.</p>"})
    with ZipFile(io.BytesIO(book)) as old:
        members = {name: old.read(name) for name in old.namelist()}
    members["OEBPS/book.opf"] = members["OEBPS/book.opf"].replace(
        b'<itemref idref="c0"/>', b'<itemref idref="c0"/>' * 100_000
    )
    (item,) = between_neighbours("a.epub", zip_of(members))
    assert item.body == "The chapter."


def test_a_book_never_reads_beside_itself():
    book = epub_of({"../../../../etc/passwd": "x", "/etc/passwd": "x", "file:///etc/passwd": "x"})
    for item in between_neighbours("a.epub", book):
        assert "root:" not in (item.body if isinstance(item, Draft) else item.reason)


@pytest.mark.parametrize("name", ["a.docx", "a.epub", "a.odt"])
@pytest.mark.parametrize("data", [b"PK\x03\x04", b"PK\x05\x06" + bytes(18), b"PK\x03\x04" + b"\xff" * 5_000])
def test_what_only_begins_like_a_package_is_rejected(name, data):
    for item in between_neighbours(name, data):
        assert isinstance(item, Rejected)
