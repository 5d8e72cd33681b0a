"""Documents around what is fuzzed: a change in packed bytes ends at a checksum, one inside them does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile

from index.readers.fetched import About, with_about
from tests.documents import epub_of, mail_of, parts_of, pdf_objects, pdf_stream, zip_of
from tests.faults.hostile import WORD, docx_of
from tests.reference_lists import lists

_OFFICE = "urn:oasis:names:tc:opendocument:xmlns"
_ODT_BODY = (
    f'<office:document-content xmlns:office="{_OFFICE}:office:1.0" xmlns:text="{_OFFICE}:text:1.0" '
    f'xmlns:table="{_OFFICE}:table:1.0"><office:body><office:text><text:h>Charging in Norway</text:h>'
    "<text:p>2 January 2025</text:p><text:p>Nine<text:s/>in <text:span>ten</text:span> cars.<text:note>"
    "<text:note-citation>1</text:note-citation><text:note-body><text:p>A note.</text:p></text:note-body>"
    "</text:note></text:p><text:list><text:list-item><text:p>Oslo</text:p></text:list-item></text:list>"
    "<table:table><table:table-row><table:table-cell><text:p>2024</text:p></table:table-cell>"
    "</table:table-row></table:table></office:text></office:body></office:document-content>"
)
_WORD_BODY = (
    f'<w:document xmlns:w="{WORD}"><w:body><w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Charging'
    "</w:t></w:r></w:p><w:p><w:r><w:t>2 January 2025</w:t><w:br/></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r>"
    "<w:t>Oslo</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:sectPr/></w:body></w:document>"
)
_DRAWN = (
    b"q BT /F1 20 Tf 1 0 0 1 50 800 Tm (Charging in Nor-) Tj T* [(w) -300 (ay)] TJ ET Q\n"
    b"BT /F1 11 Tf 50 700 Td (Nine in ten cars.) ' <4e696e65> Tj ET /X Do"
)
_PAGE = (
    "<!DOCTYPE html><html><head><title>Charging</title></head><body><p>Nine in ten cars.</p></body></html>"
)


@dataclass(frozen=True)
class Inside:
    """What is fuzzed inside a document.

    Attributes:
        kind: the document's format.
        wrap: puts bytes into a document.
        seed: something to begin with.
    """

    kind: str
    wrap: Callable[[bytes], bytes]
    seed: bytes


def _open_text(data: bytes) -> bytes:
    kind = "application/vnd.oasis.opendocument.text"
    return zip_of({"mimetype": kind, "content.xml": data}, packing=ZIP_STORED)


def _chapter(data: bytes) -> bytes:
    with ZipFile(BytesIO(epub_of({"a.xhtml": ""}))) as book:
        members = {name: book.read(name) for name in book.namelist()}
    return zip_of({**members, "OEBPS/a.xhtml": data}, packing=ZIP_STORED)


def _drawing(data: bytes) -> bytes:
    page = b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    pages = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    return pdf_objects([b"<< /Type /Catalog /Pages 2 0 R >>", pages, page, pdf_stream(data), font])


def _attached(data: bytes) -> bytes:
    part = b"Content-Type: application/octet-stream; name=a\nContent-Disposition: attachment\n\n"
    return mail_of(parts_of("\nText.", part + data), content_type="multipart/mixed; boundary=edge")


INSIDE = {
    "docx-inside": Inside("docx", docx_of, _WORD_BODY.encode()),
    "odt-inside": Inside("odt", _open_text, _ODT_BODY.encode()),
    "epub-inside": Inside("epub", _chapter, _PAGE.encode()),
    "pdf-inside": Inside("pdf", _drawing, _DRAWN),
    "email-inside": Inside("email", _attached, _PAGE.encode()),
}


def seeds_without_sample(name: str) -> Iterator[bytes]:
    """Give something to begin with where no file among the samples has the format."""
    if name in INSIDE:
        yield INSIDE[name].seed
    elif name == "odt":
        yield _open_text(_ODT_BODY.encode())
    elif name == "zotero-json":
        yield lists("Plain value")["zotero.json"]
    elif name == "fetched":
        yield with_about(About("https://example.org/a", "text/html"), _PAGE.encode())
