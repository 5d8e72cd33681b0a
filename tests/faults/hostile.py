"""A folder in which hostile files lie between good ones, for the command line and for the desk."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from tests.documents import epub_of, mail_of, parts_of, pdf_objects, pdf_of, tar_of, zip_of
from tests.reference_lists import lists

MEGABYTE = 1_000_000
NEIGHBOURS = 12
"""Good files between the hostile ones; each has an article with the word “quillwort”."""

MARKUP = "[red]r[/] [/] [/bold] [@click=app.quit]q[/] [link=file:///etc/passwd]l[/link] [$x] [[ \\["
"""What Rich and Textual would take for markup; it must be shown as it is, or the reader is deceived."""
NASTY = (
    f"Thistle\x1b]0;owned\x07\x1b[2J\x9b31m\u202e\u2066\ufeff\x08\r {MARKUP} <script>alert(1)</script> =1+1"
)
NASTY_XML = escape(f"Thistle\x9b31m\u202e\u2066\ufeff {MARKUP} <script>alert(1)</script> =1+1")
"""The same in XML, in which most control characters are mistakes."""
NASTY_NAME = "thistle\n\x1b]0;owned\x07\x1b[31m[red][/]\u202e[@click=app.quit]"
"""A name that a folder or a file on disk may have."""

ENTITIES = (
    '<!DOCTYPE {root} [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + '<!ENTITY file SYSTEM "file:///etc/passwd"><!ENTITY net SYSTEM "http://127.0.0.1:9/">]>'
)
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    '<Override PartName="/docProps/core.xml" '
    'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
)
_RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="word/document.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/>'
    '<Relationship Id="r2" Target="docProps/core.xml" '
    'Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"/>'
    "</Relationships>"
)
_CORE = (
    '<?xml version="1.0"?><cp:coreProperties '
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{0}</dc:title><dc:creator>{0}</dc:creator>'
    "<cp:keywords>{0}</cp:keywords></cp:coreProperties>"
)


def neighbour(number: int) -> str:
    """Return a good article."""
    words = " ".join(f"leaf{number}x{word}" for word in range(20))
    return f" date 2024-03-{number % 27 + 1:02} Quillwort {number} grows. {words}"


def docx_of(document: str | bytes, core: str = "x") -> bytes:
    """Return a Word document with this main part, and one value in every property."""
    return zip_of(
        {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": _RELATIONS,
            "word/document.xml": document,
            "docProps/core.xml": _CORE.format(core),
        }
    )


def in_every_field() -> dict[str, bytes]:
    """Return a file of each format that has fields, with something nasty in each; all give an article."""
    record = dict.fromkeys(("title", "source", "author", "url", "id", "language"), NASTY)
    record |= {"date": "2024-03-15"}
    row = [*record.values(), "=HYPERLINK(1)", _body("a table")]
    cells = ",".join('"' + value.replace('"', '""') + '"' for value in row)
    lines = "\n".join(f"{name}: {json.dumps(NASTY)}" for name in ("title", "source", "author", "tags"))
    printed = _body("a page").encode("cp1252", "ignore").decode("cp1252")
    named = f"<dc:title>{NASTY_XML}</dc:title><dc:creator>{NASTY_XML}</dc:creator>"
    chapters = {"a.xhtml": f"<p>{_in_xml('a book')}</p>"}
    return {
        "text.txt": f"Title: {NASTY}\nSource: {NASTY}\nDate: 2024-03-15\n\n{_body('a text')}".encode(),
        "front.md": f"---\n{lines}\n---\n{_body('Markdown')}".encode(),
        "lines.jsonl": json.dumps({**record, "tags": [NASTY, MARKUP], "text": _body("a line")}).encode(),
        "list.json": json.dumps({"articles": [{**record, "text": _body("a document")}]}).encode(),
        "table.csv": f"{','.join([*record, 'tags', 'text'])}\n{cells}\n".encode(),
        "page.html": _page(),
        "feed.xml": _feed(),
        "json-feed.json": _json_feed(),
        "mail.eml": mail_of(
            _body("mail"), subject=NASTY, message_id=f"<{NASTY}>", **{"from": f"{NASTY} <a@b>"}
        ),
        "paper.pdf": pdf_of([[printed]], Title=printed, Author=printed, Keywords=printed),
        "word.docx": docx_of(_document(_in_xml("a Word document")), NASTY_XML),
        "book.epub": epub_of(chapters, metadata=named, contents={"a.xhtml": NASTY_XML}),
        **{f"list-{name}": lists(_body(name))[name] for name in lists("") if name != "zotero.rdf"},
        "list-zotero.rdf": lists(_in_xml("RDF"))["zotero.rdf"],
    }


def _body(place: str) -> str:
    return f"{NASTY} The thistle in {place} is prickly."


def _in_xml(place: str) -> str:
    return f"{NASTY_XML} The thistle in {place} is prickly."


def _document(text: str) -> str:
    return (
        f'<w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>'
    )


def _page() -> bytes:
    fields = "".join(
        f'<meta name="{name}" content="{escape(NASTY)}"><meta property="og:{name}" content="{escape(NASTY)}">'
        for name in ("title", "author", "site_name", "keywords", "description", "url")
    )
    paragraph = f"<p>{escape(_body('a web page'))} It is, &#27;[31m&#155;2J&#x202e; they say.</p>"
    return (
        f"<!DOCTYPE html><html><head><title>{escape(NASTY)}</title>{fields}</head>"
        f"<body><h1>{escape(NASTY)}</h1><article>{paragraph * 3}</article></body></html>"
    ).encode()


def _feed() -> bytes:
    fields = "".join(
        f"<{name}>{NASTY_XML}</{name}>" for name in ("title", "author", "guid", "link", "category")
    )
    script = "&lt;script&gt;alert('owned')&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;"
    item = f"<item>{fields}<description>{_in_xml('a feed')}{script}</description></item>"
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{fields}{item}</channel></rss>'.encode()


def _json_feed() -> bytes:
    item = {
        "id": NASTY, "url": NASTY, "title": NASTY, "content_text": _body("a JSON feed"), "tags": [NASTY],
        "authors": [{"name": NASTY}], "date_published": "2024-03-15T00:00:00Z",
    }  # fmt: skip
    version = "https://jsonfeed.org/version/1.1"
    return json.dumps({"version": version, "title": NASTY, "items": [item]}).encode()


def bombs() -> dict[str, bytes]:
    """Return what must be left out, in part or in whole, with a reason."""
    entities = ENTITIES.format
    deep = mail_of("The innermost text.", subject="0")
    for level in range(1, 1_000):
        deep = mail_of(deep, subject=str(level), content_type="message/rfc822")
    loop = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"]
    number = b'{"title": "T", "text": "x", "date": ' + b"9" * 10_000 + b"}"
    return {
        "bomb.zip": _bomb(),
        "nested.eml": deep,
        "loop.pdf": pdf_objects(loop),
        "deep.json": b"[" * 100_000,
        "deep.jsonl": b'{"title": ' * 100_000 + b"\n" + b'{"a":[' * 50_000 + b"]}" * 50_000 + b"\n",
        "feed.json": b'{"version": "https://jsonfeed.org/version/1", "items": ' + b"[" * 100_000,
        "large.json": b"[" + number,
        "entities.docx": docx_of(entities(root="w:document") + _document("x &j;")),
        "entities.opml": f"{entities(root='opml')}<opml><body>&j;</body></opml>".encode(),
        "broken.parquet": b"PAR1" + b"\xff" * 5_000 + b"PAR1",
        "binary.txt": bytes(range(256)) * 40,
        f"{NASTY_NAME}.xlsx": bytes(range(256)) * 40,
    }


def _bomb() -> bytes:
    with ZipFile(made := io.BytesIO(), "w", ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("before.txt", neighbour(100))
        with archive.open("bomb.txt", "w", force_zip64=True) as member:
            for _ in range(150):
                member.write(bytes(MEGABYTE))
        archive.writestr("after.txt", neighbour(101))
    return made.getvalue()


def _epub_of_entities() -> bytes:
    with ZipFile(io.BytesIO(epub_of({"a.xhtml": "<p>&j; &file;</p>"}))) as old:
        members = {name: old.read(name) for name in old.namelist()}
    for name in ("OEBPS/book.opf", "OEBPS/a.xhtml"):
        members[name] = members[name].replace(b"?>", b"?>" + ENTITIES.format(root="x").encode(), 1)
    return zip_of(members)


def oddities() -> dict[str, bytes]:
    """Return what is read, as far as there is something to read, and must do no harm."""
    huge = {
        "infinite": '{"text": "Thistle 1", "date": 1e400, "id": 1e400}',
        "digits": f'{{"text": "Thistle 2", "date": {"9" * 5_000}, "id": {"9" * 5_000}}}',
        "far": '{"text": "Thistle 3", "date": "99999999999-99-99", "id": "-1"}',
        "wrong": '{"text": "Thistle 4", "date": {"a": [1]}, "tags": {"b": 1e999}, "id": [[]]}',
        "early": '{"text": "Thistle 5", "date": -1e15, "id": null}',
    }
    up = {
        "../../../up.txt": neighbour(102),
        "/etc/passwd.txt": neighbour(103),
        f"{NASTY_NAME}.txt": "Thistle.",
    }
    entities = ENTITIES.format
    item = "<item><title>Thistle</title><description>Thistle &j; &file; &net;</description></item>"
    feed = f'<?xml version="1.0"?>{entities(root="rss")}<rss version="2.0"><channel>{item}</channel></rss>'
    page = (
        "<html><head><title>Thistle</title></head><body><p>Thistle &j; &file; grows here.</p></body></html>"
    )
    return {
        "numbers.jsonl": "\n".join(huge.values()).encode(),
        "up.zip": zip_of(up),
        "up.tar": tar_of(up, links={"etc": "/etc"}),
        "entities.epub": _epub_of_entities(),
        "entities.xml": feed.encode(),
        "entities.xhtml": f'<?xml version="1.0"?>{entities(root="html")}{page}'.encode(),
        "attached.eml": mail_of(
            parts_of(
                "\nThe thistle came by mail.",
                f'Content-Type: text/plain; name="{MARKUP}.txt"\nContent-Disposition: attachment; '
                f'filename="../../{MARKUP}.txt"\n\n Thistle attached.',
            ),
            content_type="multipart/mixed; boundary=edge",
            subject=NASTY,
        ),
        f"{NASTY_NAME}.txt": b" date 2024-03-15 Thistle in a file with an odd name.",
        f"{NASTY_NAME}/{NASTY_NAME}.txt": b" date 2024-03-15 Thistle in a folder with an odd name.",
    }


def write_hostile_folder(folder: Path) -> None:
    """Write all of it, with good files between."""
    made: Mapping[str, bytes] = {**in_every_field(), **bombs(), **oddities()}
    good: Iterator[int] = iter(range(NEIGHBOURS))
    for number, (name, data) in enumerate({**bombs(), **in_every_field(), **oddities()}.items()):
        path = folder / f"{number:02}-{name}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        if number % max(1, len(made) // NEIGHBOURS) == 0 and (next_good := next(good, None)) is not None:
            (folder / f"{number:02}-good.txt").write_text(neighbour(next_good), encoding="utf-8")
    for rest in good:
        (folder / f"zz-good-{rest}.txt").write_text(neighbour(rest), encoding="utf-8")
    _write_large_page(folder / "05-large.html")
    (folder / "06-link").symlink_to(".")


def _write_large_page(path: Path) -> None:
    paragraph = b"<p>A page of a hundred megabytes is no page. " * 20_000
    with path.open("wb") as file:
        file.write(b"<!DOCTYPE html><html><head><title>Large</title></head><body>")
        for _ in range(110 * MEGABYTE // len(paragraph)):
            file.write(paragraph)
