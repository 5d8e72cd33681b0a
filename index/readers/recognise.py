"""Which format an input has: by its content, and by its name where the content does not tell."""

from __future__ import annotations

import re
from typing import Final

from index.readers import formats
from index.readers.encoding import unit_encoding
from index.readers.formats import FORMATS, extension_of, format_of_extension
from index.readers.names import ALIASES, plain_name
from index.readers.plain import begins_with_date

_EXTENSION: Final = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,9}", re.ASCII)
_FRONT_MATTER: Final = re.compile(rb"\s*(---|\+\+\+)[ \t]*\r?\n.*?^\1[ \t]*\r?$", re.DOTALL | re.MULTILINE)
_HEADER: Final = re.compile(rb"\s*(title|headline|date|published|source|author)[ \t]*:[ \t]", re.IGNORECASE)
_DOCUMENT_OF_JSON: Final = re.compile(rb"\s*(\[|\{[ \t]*\r?\n)")
_LINE_OF_JSON: Final = re.compile(rb"\s*\{[^\n]*\}[ \t]*\r?\n\s*\{")
_MARKS: Final = {
    b"\xff\xfe\x00\x00": "utf-32", b"\x00\x00\xfe\xff": "utf-32",
    b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16",
    b"<\0\0\0": "utf-32-le", b"\0\0\0<": "utf-32-be", b"<\0": "utf-16-le", b"\0<": "utf-16-be",
    b"\x4c\x6f\xa7\x94": "cp037",
}  # fmt: skip
"""First bytes that tell an encoding without ASCII: a mark, or how markup begins in it."""

_MARKUP_HEAD: Final = 4 * 1024
"""Characters in which the first element of a document in markup is looked for."""
_PROLOGUE: Final = re.compile(
    rb"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>\s*)*", re.DOTALL | re.IGNORECASE
)
_ELEMENT: Final = re.compile(rb"<(?:[\w.-]+:)?([A-Za-z][\w.-]*)")
_ROOTS: Final = {
    b"rss": formats.FEED, b"feed": formats.FEED, b"rdf": formats.FEED, b"channel": formats.FEED,
    b"opml": formats.OPML,
    b"html": formats.HTML, b"head": formats.HTML, b"body": formats.HTML,
}  # fmt: skip
"""What the first element of a document tells. Parts of pages, which Markdown may begin with, tell nothing."""
_HTML_TYPE: Final = re.compile(
    rb"\s*+(?>(?:<\?.*?\?>|<!--.*?-->)\s*+)*+<!DOCTYPE\s++html", re.DOTALL | re.IGNORECASE
)
_HTML_INSIDE: Final = re.compile(rb"<!DOCTYPE\s++html|<html[\s>]|<body[\s>]", re.IGNORECASE)
"""What tells a page that begins with something else, such as the warnings of a server."""
_ZOTERO: Final = b"http://www.zotero.org/namespaces/export#"
_SIGNATURES: Final = {
    b"%PDF-": formats.PDF,
    b"PAR1": formats.PARQUET,
    b"WARC/": formats.WARC, b"filedesc://": formats.WARC,
    b"evtui-fetched ": formats.FETCHED,
}  # fmt: skip
_TAR_MAGIC: Final = slice(257, 262)
_ZIP_MAGIC: Final = (b"PK\x03\x04", b"PK\x05\x06")
_ZIP_NAME_LENGTH: Final = 26
_ZIP_NAMES: Final = 30
"""Offset of the first member's name in a zip file."""
_OFFICE_BEGIN: Final = re.compile(rb"\[Content_Types\]\.xml$|_rels/|docProps/|word/")
_MAIL_HEADER: Final = re.compile(
    rb"(?:[!-9;-~]++:[ \t][^\n]*+\n(?:[ \t][^\n]*+\n)*+)*?"
    rb"(?:received|return-path|delivered-to|message-id|mime-version|x-mozilla-status|dkim-signature):",
    re.IGNORECASE,
)
_MAIL_START: Final = re.compile(rb"[!-9;-~]+:[ \t]")
_SAVED_PAGE: Final = re.compile(
    rb"^(?:snapshot-content-location:|from:[^\n]{0,20}saved by )", re.IGNORECASE | re.MULTILINE
)
_RELATED: Final = re.compile(
    rb"^(?:content-type:\s*+multipart/related|content-location:)", re.IGNORECASE | re.MULTILINE
)
_SENT: Final = re.compile(
    rb"^(?:to|cc|received|return-path|delivered-to|message-id|dkim-signature|list-id|reply-to):",
    re.IGNORECASE | re.MULTILINE,
)
"""What a message that was sent has and a page that was saved has not."""
_MBOX: Final = re.compile(rb"From [^\n]{0,200}\d\d:\d\d[^\n]{0,200}\n[!-9;-~]++:[ \t]")
_BIBTEX: Final = re.compile(
    rb"(?:\s|%[^\n]*\n)*(?:@(?:comment|string|preamble)\s*\{[^@]*)*@[a-z]+\s*[{(]\s*[^\s,{}]*\s*,",
    re.IGNORECASE,
)
_RIS: Final = re.compile(rb"\s*TY  - [A-Z]{2,}")
_JSON_FEED: Final = re.compile(rb'"version"\s*:\s*"https?:(?:\\?/){2}jsonfeed\.org(?:\\?/)version')
_CSL_TYPE: Final = re.compile(
    rb'"type"\s*:\s*"(?:article|book|chapter|webpage|post|report|thesis|paper|entry|broadcast|bill|legal|motion|'
    rb'patent|personal|speech|interview|manuscript|review|dataset|document)[a-z-]*"'
)
_CSL_FIELD: Final = re.compile(
    rb'"issued"\s*:\s*\{\s*"(?:date-parts|raw|literal|season)"|"container-title"\s*:|"family"\s*:\s*"'
)
_ZOTERO_TYPE: Final = re.compile(rb'"itemType"\s*:\s*"')
_ZOTERO_FIELD: Final = re.compile(
    rb'"(?:creators|attachments)"\s*:\s*\[|"(?:abstractNote|citationKey|publicationTitle|dateAdded)"\s*:'
)
_DELIMITERS: Final = "\t,;|"
_FIELD_OF_COLUMN: Final = {name: target for target, names in ALIASES.items() for name in names}
_FEWEST_COLUMNS: Final = 2
_MAX_COLUMN_NAMES: Final = 4_000
"""Bytes of the row of column names of a table that no name tells."""
_ZOTERO_COLUMNS: Final = (b"Item Type", b"Publication Title", b"Abstract Note", b"Manual Tags")


_NOT_PLAIN: Final = frozenset({formats.JSON_LINES, formats.MARKDOWN, formats.CSV, formats.TSV})
"""Formats that files with the name of a plain text turn out to have."""


def recognise(path: str, sample: bytes) -> str:
    """Return the format of an input, or an empty string where it is not recognised.

    Args:
        path: its name, or `-`.
        sample: its first bytes, unpacked, in whatever encoding they are.
    """
    ascii_sample = _ascii(sample)
    told = _by_signature(ascii_sample) or _by_markup(ascii_sample) or _by_lines(ascii_sample)
    if told in FORMATS:
        return told
    return _by_name(path, ascii_sample.removeprefix(b"\xef\xbb\xbf"))


def _ascii(sample: bytes) -> bytes:
    """Return a sample in an encoding that contains ASCII."""
    for mark, encoding in _MARKS.items():
        if sample.startswith(mark):
            return sample.decode(encoding, "replace").encode("utf-8", "replace")
    unit, _ = unit_encoding(sample)
    if unit != "utf-8":
        return sample.decode(unit, "replace").encode("utf-8", "replace")
    return sample.removeprefix(b"\xef\xbb\xbf")


def _by_signature(sample: bytes) -> str:
    """Recognise what begins with bytes of its own."""
    if sample.startswith(_ZIP_MAGIC):
        return _kind_of_zip(sample)
    if sample[_TAR_MAGIC] == b"ustar":
        return formats.TAR
    return next((kind for mark, kind in _SIGNATURES.items() if sample.startswith(mark)), "")


def _kind_of_zip(sample: bytes) -> str:
    """What the first member tells; the reader of zip files looks into the table of contents for the rest."""
    (length,) = sample[_ZIP_NAME_LENGTH : _ZIP_NAME_LENGTH + 1] or b"\0"
    name, rest = sample[_ZIP_NAMES : _ZIP_NAMES + length], sample[_ZIP_NAMES + length :]
    if name == b"mimetype" and rest.startswith(b"application/epub+zip"):
        return formats.EPUB
    if name == b"mimetype" and rest.startswith(b"application/vnd.oasis.opendocument.text"):
        return formats.ODT
    if _OFFICE_BEGIN.match(name) and b"word/" in sample:
        return formats.DOCX
    return formats.ZIP


def _by_markup(sample: bytes) -> str:
    """Recognise XML and HTML by the first element."""
    head = sample[:_MARKUP_HEAD]
    if not head.lstrip().startswith(b"<"):
        return ""
    prologue = _PROLOGUE.match(sample)
    element = _ELEMENT.match(sample, prologue.end() if prologue else 0)
    root = element[1].lower() if element else b""
    if root == b"rdf" and _ZOTERO in sample:
        return formats.ZOTERO_RDF
    if root not in _ROOTS and _HTML_TYPE.match(head):
        return formats.HTML
    return _ROOTS.get(root, "")


def _by_lines(sample: bytes) -> str:
    """Recognise mail, reference lists and the JSON formats that have a name of their own."""
    if _MBOX.match(sample):
        return formats.MBOX
    if _RIS.match(sample):
        return formats.RIS
    if _BIBTEX.match(sample):
        return formats.BIBTEX
    if sample.lstrip()[:1] in {b"{", b"["}:
        return _kind_of_json(sample)
    columns = sample.partition(b"\n")[0]
    if all(column in columns for column in _ZOTERO_COLUMNS):
        return formats.ZOTERO_CSV
    return _kind_of_mail(sample)


def _kind_of_json(sample: bytes) -> str:
    if _JSON_FEED.search(sample):
        return formats.JSON_FEED
    if _ZOTERO_TYPE.search(sample) and _ZOTERO_FIELD.search(sample):
        return formats.ZOTERO_JSON
    # A record alone in its line is one of JSON Lines, and those are never reference lists.
    if _LINE_OF_JSON.match(sample):
        return ""
    return formats.CSL_JSON if _CSL_TYPE.search(sample) and _CSL_FIELD.search(sample) else ""


def _kind_of_mail(sample: bytes) -> str:
    if not _MAIL_START.match(sample):
        return ""
    head = sample.split(b"\n\n", 1)[0].split(b"\r\n\r\n", 1)[0]
    if not _MAIL_HEADER.match(head):
        return ""
    is_saved = _SAVED_PAGE.search(head) or (_RELATED.search(head) and not _SENT.search(head))
    return formats.MHTML if is_saved else formats.EMAIL


def _by_name(path: str, sample: bytes) -> str:
    if path == "-":
        return _by_text(sample) or formats.PLAIN
    extension = extension_of(path)
    if not _EXTENSION.fullmatch(extension):
        return _by_text(sample)
    return _checked(format_of_extension(extension), sample) or _page_in(sample)


def _checked(named: str, sample: bytes) -> str:
    """JSON goes by both names in both forms, and front matter is also put on plain texts."""
    if named == formats.JSON and _LINE_OF_JSON.match(sample):
        return formats.JSON_LINES
    if named == formats.JSON_LINES and _DOCUMENT_OF_JSON.match(sample):
        return formats.JSON
    if named == formats.PLAIN:
        told = _by_text(sample)
        return told if told in _NOT_PLAIN else formats.PLAIN
    return named


def _by_text(sample: bytes) -> str:
    if _LINE_OF_JSON.match(sample):
        return formats.JSON_LINES
    if sample.lstrip()[:1] in {b"{", b"["}:
        return formats.JSON
    if _FRONT_MATTER.match(sample):
        return formats.MARKDOWN
    if begins_with_date(sample) or _HEADER.match(sample):
        return formats.PLAIN
    return _kind_of_table(sample) or _page_in(sample)


def _kind_of_table(sample: bytes) -> str:
    """Recognise a table by its column names: usual ones for the most part, a title or a text among them."""
    first, _, rest = sample.lstrip()[:_MAX_COLUMN_NAMES].partition(b"\n")
    if not rest.strip():
        return ""
    line = first.decode("utf-8", "replace")
    delimiter = max(_DELIMITERS, key=line.count)
    columns = [plain_name(column.strip().strip('"')) for column in line.split(delimiter)]
    known = {_FIELD_OF_COLUMN[column] for column in columns if column in _FIELD_OF_COLUMN}
    if len(known) < max(_FEWEST_COLUMNS, len(columns) / 2) or not known & {"title", "body"}:
        return ""
    return formats.TSV if delimiter == "\t" else formats.CSV


def _page_in(sample: bytes) -> str:
    is_page = sample.lstrip()[:1] == b"<" and _HTML_INSIDE.search(sample)
    return formats.HTML if is_page else ""
