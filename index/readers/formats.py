"""The formats that evtui reads: their names, what tells them, and who reads them.

A new format is one line in `_ALL`, a rule in `index.readers.recognise`, and a reader of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from index.errors import ReaderError

if TYPE_CHECKING:
    from index.readers.context import Reader

PLAIN: Final = "text"
MARKDOWN: Final = "markdown"
JSON: Final = "json"
JSON_LINES: Final = "jsonl"
CSV: Final = "csv"
TSV: Final = "tsv"
HTML: Final = "html"
MHTML: Final = "mhtml"
FEED: Final = "feed"
JSON_FEED: Final = "jsonfeed"
OPML: Final = "opml"
WARC: Final = "warc"
PDF: Final = "pdf"
EPUB: Final = "epub"
DOCX: Final = "docx"
EMAIL: Final = "email"
MBOX: Final = "mbox"
ODT: Final = "odt"
ZIP: Final = "zip"
TAR: Final = "tar"
BIBTEX: Final = "bibtex"
RIS: Final = "ris"
CSL_JSON: Final = "csl-json"
ZOTERO_RDF: Final = "zotero-rdf"
ZOTERO_JSON: Final = "zotero-json"
ZOTERO_CSV: Final = "zotero-csv"
PARQUET: Final = "parquet"
FETCHED: Final = "fetched"


@dataclass(frozen=True, slots=True)
class Format:
    """One format.

    Attributes:
        name: as `ReadOptions.format` and `--format` take it.
        title: what people call it.
        reader: `module:function` of the reader; the module is imported when it is first needed.
        extensions: of file names, in small letters with the dot. Content decides where both speak.
        text: whether the reader takes lines of text, transcoded to UTF-8; else the bytes as they are.
        heavy: whether reading may take much time or memory; it is then done in a process with limits.
        extra: the extra of evtui that installs what the reader needs, or empty.
        needs: the modules that the extra brings.
    """

    name: str
    title: str
    reader: str
    extensions: tuple[str, ...] = ()
    text: bool = False
    heavy: bool = True
    extra: str = ""
    needs: tuple[str, ...] = ()

    def load(self) -> Reader:
        """Return the reader.

        Raises:
            ReaderError: an extra is not installed; says how to install it.
        """
        missing = next((module for module in self.needs if find_spec(module) is None), None)
        if missing is not None:
            raise ReaderError(
                f"Reading {self.title} needs an extra that is not installed here:"
                f" pip install 'evtui[{self.extra}]'"
            )
        module, _, function = self.reader.partition(":")
        reader: Reader = getattr(import_module(module), function)
        return reader


def _light(name: str, title: str, reader: str, *extensions: str) -> Format:
    return Format(name, title, f"index.readers.{reader}", extensions, text=True, heavy=False)


def _reference_list(
    name: str, title: str, reader: str, extensions: tuple[str, ...] = (), *, needs: str = ""
) -> Format:
    # Light in itself, but what is attached to its entries may not be.
    return Format(
        name,
        title,
        f"index.readers.references.{reader}",
        extensions,
        text=True,
        extra="bibliography" if needs else "",
        needs=(needs,) if needs else (),
    )


_ALL: Final = (
    _light(PLAIN, "plain text", "plain:read_plain", ".txt", ".text", ".asc"),
    _light(MARKDOWN, "Markdown", "markdown:read_markdown", ".md", ".markdown", ".mdown"),
    _light(JSON, "JSON", "json_document:read_json_document", ".json"),
    _light(JSON_LINES, "JSON Lines", "jsonlines:read_json_lines", ".jsonl", ".ndjson", ".jsonlines"),
    _light(CSV, "CSV", "tables:read_table", ".csv"),
    _light(TSV, "TSV", "tables:read_table", ".tsv", ".tab"),
    Format(HTML, "web pages", "index.readers.web.files:read_html", (".html", ".htm", ".xhtml", ".xht")),
    Format(MHTML, "MHTML", "index.readers.web.files:read_mhtml", (".mhtml", ".mht")),
    Format(
        FEED,
        "RSS and Atom feeds",
        "index.readers.feeds.xml_feed:read_feed",
        (".rss", ".atom", ".rdf", ".cdf", ".xml"),
    ),
    _light(JSON_FEED, "JSON Feed", "feeds.json_feed:read_json_feed"),
    Format(OPML, "OPML", "index.readers.feeds.opml:read_opml", (".opml",)),
    Format(
        WARC,
        "web archives",
        "index.readers.webarchives:read_web_archive",
        (".warc", ".arc"),
        extra="archive",
        needs=("warcio",),
    ),
    Format(FETCHED, "fetched pages", "index.readers.fetched:read_fetched", (".fetched",)),
    Format(PDF, "PDF", "index.readers.documents.pdf:read_pdf", (".pdf",), extra="pdf", needs=("pypdf",)),
    Format(EPUB, "EPUB", "index.readers.documents.epub:read_epub", (".epub",)),
    Format(
        DOCX,
        "Word documents",
        "index.readers.documents.docx:read_docx",
        (".docx", ".docm", ".dotx"),
        extra="docx",
        needs=("docx",),
    ),
    Format(ODT, "OpenDocument texts", "index.readers.documents.odt:read_odt", (".odt", ".ott")),
    Format(EMAIL, "e-mail", "index.readers.mail.message:read_email", (".eml",)),
    Format(MBOX, "mailboxes (mbox)", "index.readers.mail.mbox:read_mbox", (".mbox", ".mbx")),
    Format(ZIP, "zip archives", "index.readers.archives.zip:read_zip", (".zip",)),
    Format(TAR, "tar archives", "index.readers.archives.tar:read_tar", (".tar", ".tgz", ".tbz2", ".txz")),
    _reference_list(BIBTEX, "BibTeX", "bibtex:read_bibtex", (".bib", ".bibtex"), needs="bibtexparser"),
    _reference_list(RIS, "RIS", "ris:read_ris", (".ris",), needs="rispy"),
    _reference_list(CSL_JSON, "CSL-JSON", "csl_json:read_csl_json"),
    _reference_list(ZOTERO_JSON, "Zotero JSON", "zotero:read_zotero_json"),
    _reference_list(ZOTERO_CSV, "Zotero CSV", "zotero:read_zotero_csv"),
    Format(ZOTERO_RDF, "Zotero RDF", "index.readers.references.zotero_rdf:read_zotero_rdf"),
    Format(
        PARQUET,
        "Parquet",
        "index.readers.parquet:read_parquet",
        (".parquet", ".pq"),
        extra="parquet",
        needs=("pyarrow",),
    ),
)
FORMATS: Final = {each.name: each for each in _ALL}
"""Name → format, in the order in which they are told."""

_BY_EXTENSION: Final = {extension: each.name for each in _ALL for extension in each.extensions}


def check_format(name: str) -> str:
    """Return the name of a format.

    Raises:
        ReaderError: there is no such format.
    """
    if name and name not in FORMATS:
        raise ReaderError(f"“{name}” is not a format that evtui reads; it reads {', '.join(FORMATS)}.")
    return name


def format_of_extension(extension: str) -> str:
    """Return the format that files with an extension usually have, or an empty string."""
    return _BY_EXTENSION.get(extension.lower(), "")


def titles() -> str:
    """Return what evtui reads, in words."""
    *most, last = (each.title for each in FORMATS.values())
    return f"{', '.join(most)} and {last}"


def chain_title(chain: str) -> str:
    """Return what people call formats that lie in each other: `zip/html` is “web pages in zip archives”."""
    names = [FORMATS[name].title if name in FORMATS else name for name in chain.split("/") if name]
    return " in ".join(reversed(names))


_PACKED: Final = {".gz", ".gzip", ".bz2", ".xz", ".lzma"}


def stem_of(path: str) -> str:
    """Return a file's name without its folder and without `.gz` and its like."""
    name = PurePath(path).name
    suffix = PurePath(name).suffix.lower()
    return name[: -len(suffix)] if suffix in _PACKED else name


def extension_of(path: str) -> str:
    """Return the part of a file's name that tells its format, without `.gz`; may be empty."""
    return PurePath(stem_of(path)).suffix
