"""Documents, messages and archives made on the spot, as small as they can be."""

from __future__ import annotations

import io
import tarfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from zipfile import ZIP_DEFLATED, ZipFile

from index.readers import Draft, Rejected
from index.sanitise import FORBIDDEN

Line = tuple[int, str]
"""Size of the letters in points, and the text."""


def check(items: Sequence[Draft | Rejected]) -> None:
    """Make sure that items were read, or refused for a foreseen reason, and are safe to show."""
    assert items
    for item in items:
        shown = [item.origin.path]
        if isinstance(item, Draft):
            assert item.body or item.title or item.key
            shown += [item.title, item.source, item.author, item.url, item.key, *item.tags, *item.doubts]
        else:
            assert item.reason.endswith(".")
            assert "could not be read to its end" not in item.reason
            shown += [item.reason, item.excerpt]
        for text in shown:
            assert "\n" not in text
            assert not FORBIDDEN.search(text)


def pdf_objects(objects: Sequence[bytes], *, trailer: bytes = b"", xref: bool = True) -> bytes:
    """Return a PDF file of these objects, numbered from 1; the first is the catalogue."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    begin = len(out)
    if xref:
        out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
        out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        trailer,
        begin,
    )
    return bytes(out)


def pdf_stream(data: bytes, *, packed: bool = False) -> bytes:
    """Return a stream object."""
    packing = b" /Filter /FlateDecode" if packed else b""
    data = zlib.compress(data, 9) if packed else data
    return b"<< /Length %d%s >>\nstream\n%s\nendstream" % (len(data), packing, data)


def pdf_of(
    pages: Sequence[Sequence[Line | str]], *, xref: bool = True, catalogue: bytes = b"", **about: str
) -> bytes:
    """Return a PDF with these lines on its pages, one below the other."""
    objects: list[bytes] = []
    first_page = 4
    kids = b" ".join(b"%d 0 R" % (first_page + 2 * number) for number in range(len(pages)))
    objects.append(b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalogue)
    objects.append(b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages)))
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    for number, lines in enumerate(pages):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
            b"/Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R >>" % (first_page + 2 * number + 1)
        )
        objects.append(pdf_stream(_drawn(lines)))
    objects.append(
        b"<< %s >>"
        % b" ".join(b"/%s (%s)" % (name.encode(), _escaped(value)) for name, value in about.items())
    )
    return pdf_objects(objects, trailer=b"/Info %d 0 R" % len(objects), xref=xref)


def _drawn(lines: Iterable[Line | str]) -> bytes:
    drawn, y = [], 800
    for line in lines:
        size, text = (11, line) if isinstance(line, str) else line
        drawn.append(b"BT /F1 %d Tf 1 0 0 1 50 %d Tm (%s) Tj ET" % (size, y, _escaped(text)))
        y -= size + 3
    return b"\n".join(drawn)


def _escaped(text: str) -> bytes:
    return text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def zip_of(members: Mapping[str, str | bytes], *, packing: int = ZIP_DEFLATED) -> bytes:
    """Return a zip archive of these files."""
    out = io.BytesIO()
    with ZipFile(out, "w", packing) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def tar_of(
    members: Mapping[str, str | bytes], *, mode: str = "w", links: Mapping[str, str] | None = None
) -> bytes:
    """Return a tar archive of these files and links."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        for name, target in (links or {}).items():
            info = tarfile.TarInfo(name)
            info.type, info.linkname = tarfile.SYMTYPE, target
            archive.addfile(info)
        for name, content in members.items():
            data = content.encode() if isinstance(content, str) else content
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


_CONTAINER = (
    '<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
    '<rootfiles><rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/>'
    "</rootfiles></container>"
)


def epub_of(
    chapters: Mapping[str, str],
    *,
    metadata: str = "<dc:title>The year of the plug</dc:title>",
    contents: Mapping[str, str] | None = None,
    more: Mapping[str, str | bytes] | None = None,
) -> bytes:
    """Return a book with these bodies of chapters, and labels of chapters in its table of contents."""
    items = "".join(
        f'<item id="c{number}" href="{name}" media-type="application/xhtml+xml"/>'
        for number, name in enumerate(chapters)
    )
    spine = "".join(f'<itemref idref="c{number}"/>' for number in range(len(chapters)))
    links = "".join(f'<li><a href="{name}">{label}</a></li>' for name, label in (contents or {}).items())
    members: dict[str, str | bytes] = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": _CONTAINER,
        "OEBPS/book.opf": (
            '<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0">'
            f'<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">{metadata}</metadata>'
            f'<manifest><item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>'
            f'{items}</manifest><spine><itemref idref="nav"/>{spine}</spine></package>'
        ),
        "OEBPS/nav.xhtml": f'<html xmlns="http://www.w3.org/1999/xhtml"><body><nav><ol>{links}</ol></nav></body></html>',
        **(more or {}),
    }
    for name, body in chapters.items():
        members[f"OEBPS/{name}"] = (
            '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml">'
            f"<head><title>x</title></head><body>{body}</body></html>"
        )
    out = io.BytesIO()
    with ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def mail_of(body: str | bytes, **fields: str) -> bytes:
    """Return a message; `message_id` becomes `Message-Id`."""
    given = {
        "from": "Plug Weekly <desk@plug.example.org>",
        "subject": "The week in charging",
        "date": "Fri, 15 Mar 2024 08:30:00 +0900",
        "message_id": "<1@plug.example.org>",
        "mime_version": "1.0",
        **fields,
    }
    header = "".join(f"{name.replace('_', '-').title()}: {value}\n" for name, value in given.items() if value)
    return (
        header.encode() + b"\n" + (body.encode("utf-8", "surrogateescape") if isinstance(body, str) else body)
    )


def parts_of(*parts: bytes | str, boundary: str = "edge") -> str:
    """Return the body of a message of several parts, each given with its header."""
    texts = (part if isinstance(part, str) else part.decode("utf-8", "surrogateescape") for part in parts)
    return "".join(f"--{boundary}\n{text}\n" for text in texts) + f"--{boundary}--\n"
