"""PDF: the text of all pages as one article, with what the document says about itself."""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from index.errors import ReaderError
from index.readers.context import Context
from index.readers.documents.dateline import date_line
from index.readers.documents.page_lines import headline_of, lines_of, text_of
from index.readers.documents.paragraphs import paragraphs_of
from index.readers.draft import Draft, Rejected
from index.readers.fields import Found
from index.readers.limits import MAX_ARTICLE_CHARACTERS, MAX_SEEKABLE_DOCUMENT_BYTES
from index.readers.spool import seekable

if TYPE_CHECKING:
    from pypdf import PdfReader

MAX_PAGES: Final = 5_000
"""The most pages of a document that are read."""

MAX_SECONDS: Final = 45.0
"""How long the pages of a document are read, less than an import waits; those read by then are kept."""

_LIMITS: Final = {
    "zlib_maximum_output_length": 32_000_000,
    "lzw_maximum_output_length": 32_000_000,
    "run_length_maximum_output_length": 32_000_000,
    "array_based_stream_maximum_output_length": 32_000_000,
    "stream_decoding_work_maximum_length": 64_000_000,
    "stream_parsing_work_maximum_count": 500_000,
    "xform_maximum_invocations_per_extraction": 500,
    "page_tree_maximum_entries": 50_000,
    "page_tree_maximum_page_entries": 500_000,
}
"""pypdf's own limits where a document with text needs less than it allows; bytes, and numbers of objects."""
_RECOVERED_OBJECTS: Final = 1_000
_XREF_ENTRIES: Final = 500_000

_LOCKED: Final = "It is locked with a password; save a copy without one and import that."
_SCANNED: Final = (
    "Its pages are pictures without text (a scan); run a program for character recognition over it first."
)
_NO_PAGES: Final = "It is damaged: it has no page that can be read."
_FILE_NAME: Final = re.compile(
    r"(?:microsoft (?:word|powerpoint|excel)|powerpoint presentation|untitled|unbenannt|document\d*|"
    r"slide \d+|layout \d+|print|title|none|null)\b|[\W\d_]*$|https?:|"
    r".*\.(?:docx?|pdf|indd|qxp|qxd|tex|dvi|pptx?|xlsx?|rtf|odt|html?|txt)$",
    re.IGNORECASE,
)
"""What programs put where a title belongs."""
_IDENTIFIER: Final = re.compile(r"\S*[_\d]\S*$")
_CREATED: Final = re.compile(r"(?:D:)?(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2}))?")
_MOST_TITLE_CHARACTERS: Final = 300


@dataclass(slots=True)
class _Pages:
    """What was read of a document.

    Attributes:
        texts: of the pages, in their order.
        headline: what is written largest on the first page.
        failed: how many pages could not be read.
        cut: why the later pages were not read, or empty.
    """

    texts: list[str] = field(default_factory=list)
    headline: str = ""
    failed: int = 0
    cut: str = ""


def read_pdf(context: Context) -> Iterator[Draft | Rejected]:
    """Read a PDF document."""
    with seekable(context, MAX_SEEKABLE_DOCUMENT_BYTES) as file:
        with _quiet():
            reader = _opened(file)
            pages = _read_pages(reader)
            about = _about(reader)
        body = paragraphs_of(pages.texts)
        if not body:
            yield context.reject(1, _NO_PAGES if pages.failed or not pages.texts else _SCANNED)
            return
        yield context.article(_found(context, pages, about, body))


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep pypdf within limits, and its remarks on the document off the terminal."""
    from pypdf import apply_configuration, get_configuration

    logger = logging.getLogger("pypdf")
    logger.propagate = False
    logger.addHandler(logging.NullHandler())
    with warnings.catch_warnings(), apply_configuration(get_configuration().with_overwrites(**_LIMITS)):
        warnings.simplefilter("ignore")
        yield


def _opened(file: Any) -> PdfReader:
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, FileNotDecryptedError

    try:
        reader = PdfReader(
            file, strict=False,
            root_object_recovery_limit=_RECOVERED_OBJECTS, xref_stream_maximum_entries=_XREF_ENTRIES,
        )  # fmt: skip
        locked = reader.is_encrypted and not reader.decrypt("")
    except (DependencyError, FileNotDecryptedError) as error:
        raise ReaderError(_LOCKED) from error
    except Exception as error:
        # Whatever a damaged document makes a parser stumble over.
        raise ReaderError(f"It is damaged and cannot be opened ({type(error).__name__}).") from error
    if locked:
        raise ReaderError(_LOCKED)
    return reader


def _read_pages(reader: PdfReader) -> _Pages:
    pages = _Pages()
    deadline = monotonic() + MAX_SECONDS
    size = 0
    try:
        count = len(reader.pages)
    except Exception:  # noqa: BLE001 - as in `_opened`
        pages.failed = 1
        return pages
    for number in range(count):
        if number >= MAX_PAGES or size > MAX_ARTICLE_CHARACTERS or monotonic() > deadline:
            pages.cut = f"It has {count:,} pages; the first {number:,} were read."
            break
        try:
            lines = lines_of(reader.pages[number])
            text = text_of(lines)
            if number == 0:
                pages.headline = headline_of(lines)
        except Exception:  # noqa: BLE001 - one page that is damaged must not cost the others
            pages.failed += 1
            continue
        size += len(text)
        pages.texts.append(text)
    return pages


def _about(reader: PdfReader) -> dict[str, str]:
    """Return what the document says about itself: title, author, date, language."""
    about: dict[str, str] = {}
    try:
        metadata: dict[str, Any] = dict(reader.metadata or {})
        for name, key in (("title", "/Title"), ("author", "/Author"), ("created", "/CreationDate")):
            value = metadata.get(key)
            about[name] = str(value.get_object()).strip() if value is not None else ""
        language = reader.root_object.get("/Lang")
        about["language"] = str(language.get_object()).strip() if language is not None else ""
    except Exception:  # noqa: BLE001 - damaged metadata must not cost the text
        return about
    return about


def _found(context: Context, pages: _Pages, about: dict[str, str], body: str) -> Found:
    found = Found(author=_author(about.get("author", "")), body=body)
    language = about.get("language", "")
    found.language = language if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9-]+)?", language) else None
    found.title = _title(about.get("title", ""), pages.headline, body)
    found.body = _without_title(body, str(found.title))
    found.date = date_line(pages.texts[0], context.given.options.date_order)
    created = _CREATED.match(about.get("created", ""))
    if not found.date and context.given.file_day is None and created is not None:
        found.date = f"{created[1]}-{created[2]}-{created[3]}"
        found.doubts.append("The date is the one on which the document was made; no other was found.")
    if pages.failed:
        found.doubts.append(f"{pages.failed:,} of its pages could not be read.")
    if pages.cut:
        found.doubts.append(pages.cut)
    return found


def _title(given: str, headline: str, body: str) -> str:
    """The title of the metadata if it is one, else the largest line, else the first one if it is short."""
    plain = " ".join(given.split())
    if plain and not _FILE_NAME.match(plain) and not _IDENTIFIER.match(plain):
        return plain[:_MOST_TITLE_CHARACTERS]
    if headline:
        return headline
    first = body.partition("\n")[0]
    return first if len(first) <= _MOST_TITLE_CHARACTERS // 2 and not first.endswith(".") else ""


def _author(given: str) -> str:
    """The author of the metadata, unless a program put itself or an account there."""
    return "" if re.fullmatch(r"(?i)(?:administrator|admin|user|owner|author|unknown|\W*)", given) else given


def _without_title(body: str, title: str) -> str:
    """Take the title off the beginning of the text, which would say it twice."""
    first, _, rest = body.partition("\n\n")
    return rest if title and rest and first.casefold() == title.casefold() else body
