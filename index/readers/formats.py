"""Which format an input has: by its name, checked against its first bytes."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Final

from index.errors import ReaderError
from index.readers.plain import begins_with_date

PLAIN: Final = "text"
MARKDOWN: Final = "markdown"
JSON: Final = "json"
JSON_LINES: Final = "jsonl"
CSV: Final = "csv"
TSV: Final = "tsv"
FORMATS: Final = (PLAIN, MARKDOWN, JSON, JSON_LINES, CSV, TSV)
"""The names of the formats, as `ReadOptions.format` takes them."""

_EXTENSIONS: Final = {
    ".txt": PLAIN, ".text": PLAIN, ".asc": PLAIN,
    ".md": MARKDOWN, ".markdown": MARKDOWN, ".mdown": MARKDOWN,
    ".json": JSON,
    ".jsonl": JSON_LINES, ".ndjson": JSON_LINES, ".jsonlines": JSON_LINES,
    ".csv": CSV, ".tsv": TSV, ".tab": TSV,
}  # fmt: skip
_PACKED: Final = {".gz", ".gzip"}
_EXTENSION: Final = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,9}", re.ASCII)
_FRONT_MATTER: Final = re.compile(rb"\s*(---|\+\+\+)[ \t]*\r?\n.*?^\1[ \t]*\r?$", re.DOTALL | re.MULTILINE)
_HEADER: Final = re.compile(rb"\s*(title|headline|date|published|source|author)[ \t]*:[ \t]", re.IGNORECASE)
_DOCUMENT_OF_JSON: Final = re.compile(rb"\s*(\[|\{[ \t]*\r?\n)")
_LINE_OF_JSON: Final = re.compile(rb"\s*\{[^\n]*\}[ \t]*\r?\n\s*\{")


def check_format(name: str) -> str:
    """Return the name of a format.

    Raises:
        ReaderError: there is no such format.
    """
    if name and name not in FORMATS:
        raise ReaderError(f"“{name}” is not a format that evtui reads; it reads {', '.join(FORMATS)}.")
    return name


def stem_of(path: str) -> str:
    """Return a file's name without its folder and without `.gz`."""
    name = PurePath(path).name
    suffix = PurePath(name).suffix.lower()
    return name[: -len(suffix)] if suffix in _PACKED else name


def recognise(path: str, sample: bytes) -> str:
    """Return the format of an input, or an empty string where it is not recognised.

    Args:
        path: its name, or `-`.
        sample: its first bytes as UTF-8, without a byte order mark.
    """
    if path == "-":
        return _by_content(sample) or PLAIN
    extension = PurePath(stem_of(path)).suffix
    if not _EXTENSION.fullmatch(extension):
        return _by_content(sample)
    named = _EXTENSIONS.get(extension.lower(), "")
    return _checked(named, sample)


def extension_of(path: str) -> str:
    """Return the part of a file's name that tells its format, without `.gz`; may be empty."""
    return PurePath(stem_of(path)).suffix


def _checked(named: str, sample: bytes) -> str:
    """JSON goes by both names in both forms, and front matter is also put on plain texts."""
    if named == JSON and _LINE_OF_JSON.match(sample):
        return JSON_LINES
    if named == JSON_LINES and _DOCUMENT_OF_JSON.match(sample):
        return JSON
    if named == PLAIN:
        return {JSON_LINES: JSON_LINES, MARKDOWN: MARKDOWN}.get(_by_content(sample), PLAIN)
    return named


def _by_content(sample: bytes) -> str:
    if _LINE_OF_JSON.match(sample):
        return JSON_LINES
    if sample.lstrip()[:1] in {b"{", b"["}:
        return JSON
    if _FRONT_MATTER.match(sample):
        return MARKDOWN
    if begins_with_date(sample) or _HEADER.match(sample):
        return PLAIN
    return ""
