"""A JSON document: one article, an array of them, or an object that holds such an array."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from index.readers.context import Context
from index.readers.draft import Draft, Rejected
from index.readers.fields import excerpt
from index.readers.json_parse import JsonError, parse_json
from index.readers.limits import MAX_JSON_FILE_BYTES
from index.readers.mapping import RecordReader, guess_columns
from index.readers.names import SUMMARIES, plain_name

_LISTS: Final = (
    "articles", "items", "data", "docs", "documents", "results", "entries", "records", "stories", "posts",
    "news", "response", "hits",
)  # fmt: skip
"""Names under which objects keep their articles."""

_LOOKED_AT: Final = 10
"""How many items tell whether an array is one of objects."""

_MAX_DEPTH: Final = 3
"""How many objects deep an array of articles is looked for."""

_TOKEN: Final = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?|[\[\]{}\n]', re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Articles:
    """The articles of a document, and the brackets around them, each after its name, the outermost first."""

    items: list[object]
    way: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A JSON document: its text, its value, and a doubt about its characters or an empty string."""

    text: str
    value: object
    doubt: str


def load_document(context: Context) -> Document | Rejected:
    """Load a JSON document whole, or say why that is not possible."""
    data = context.lines.stream.read(MAX_JSON_FILE_BYTES + 1)
    if len(data) > MAX_JSON_FILE_BYTES:
        limit = f"{MAX_JSON_FILE_BYTES // 2**20} MB"
        return context.reject(
            1, f"The document is larger than {limit}; convert it to JSON Lines, one article a line."
        )
    text, doubt = context.decoder.decode(data)
    del data
    try:
        return Document(text, parse_json(text), doubt)
    except JsonError as error:
        reason = f"The document is not JSON: {error.reason} (line {error.line:,}, column {error.column:,})."
        return context.reject(error.line, reason, excerpt(text[error.start : error.start + 2_000]))


def read_json_document(context: Context) -> Iterator[Draft | Rejected]:
    """Read the articles of a JSON document, which is loaded whole."""
    document = load_document(context)
    if isinstance(document, Rejected):
        yield document
        return
    articles = _find_articles(document.value, context.given.options.mapping)
    if articles is None:
        shown = excerpt(document.text[:2_000])
        yield context.reject(1, "The document holds no articles that are recognised.", shown)
        return
    records = RecordReader(context.given.options.mapping, context.columns)
    lines = object_lines(document.text, articles.way)
    line = 1
    for item in articles.items:
        if not isinstance(item, dict):
            yield context.reject(line, "The item is no object with fields.", excerpt(str(item)[:2_000]))
            continue
        line = next(lines, line)
        found = records.find(item)
        if document.doubt:
            found.doubts.append(document.doubt)
        yield context.article(found, line)


def _find_articles(value: object, mapping: Mapping[str, str]) -> _Articles | None:
    if isinstance(value, list):
        return _Articles(value, ("[",))
    if not isinstance(value, dict):
        return None
    if _has_text(value, mapping):
        return _Articles([value], ())
    inner = _find_array(value, ("{",), named_only=True) or _find_array(value, ("{",), named_only=False)
    # Without an array it is tried as an article, so that the reason is told like that of any other.
    return inner or _Articles([value], ())


def _find_array(value: Mapping[str, object], way: tuple[str, ...], *, named_only: bool) -> _Articles | None:
    """Look for an array of objects: under a name that is usual, or under the only name that has one."""
    if len(way) > _MAX_DEPTH:
        return None
    names = [name for name in _LISTS if name in value] if named_only else list(value)
    enough = any if named_only else all
    found = []
    for name in names:
        inner = value[name]
        if isinstance(inner, list) and enough(
            isinstance(item, dict) for item in inner[:_LOOKED_AT] or [None]
        ):
            found.append(_Articles(inner, (*way, name + "[")))
        elif isinstance(inner, dict):
            deeper = _find_array(inner, (*way, name + "{"), named_only=named_only)
            if deeper is not None:
                found.append(deeper)
    if named_only:
        return found[0] if found else None
    return found[0] if len(found) == 1 else None


def _has_text(value: Mapping[str, object], mapping: Mapping[str, str]) -> bool:
    if "body" in mapping:
        return RecordReader(mapping).find(value).body is not None
    names = (name for name in guess_columns(tuple(value))["body"] if plain_name(name) not in SUMMARIES)
    return any(isinstance(value[name], str) and value[name] for name in names)


def object_lines(text: str, way: tuple[str, ...]) -> Iterator[int]:
    """Give the line where each object begins that stands directly at the end of `way`.

    Args:
        text: of the document.
        way: the brackets around the objects, each after its name, the outermost first: `("{", "items[")`.

    The text is known to be JSON, so that brackets and strings are all there is to watch.
    """
    line, name = 1, ""
    target = list(way)
    stack: list[str] = []
    for token in _TOKEN.finditer(text):
        first = token[0][0]
        if first == "\n":
            line += 1
        elif first == '"':
            if token[1] is not None:
                name = token[0][1 : token[0].rindex('"')]
            line += token[0].count("\n")
        elif first in "]}":
            stack.pop()
            name = ""
        else:
            if first == "{" and stack == target:
                yield line
            stack.append(name + first)
            name = ""
