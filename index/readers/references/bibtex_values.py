r"""The values of BibTeX: `{text}`, `"text"`, numbers, and the names of strings, joined by `#`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from index.readers.limits import MAX_ENTRY_CHARACTERS

_MARK: Final = re.compile(r"\\.|[{}\"#]", re.DOTALL)
_AND: Final = re.compile(r"[{}]|\s+and\s+", re.IGNORECASE)
_ESCAPED: Final = re.compile(r"\\([:;\\{}_&%#$])")
_FILE_MARK: Final = re.compile(r"\\.|[;:]", re.DOTALL)
_PARTS_OF_A_FILE: Final = 3


def value_of(raw: str, strings: Mapping[str, str], room: int = MAX_ENTRY_CHARACTERS) -> str:
    """Return a value without what encloses it, its parts joined, the names of strings replaced.

    Args:
        raw: as it stands in the list.
        strings: name → value.
        room: how many characters it may have, since strings made of strings could become any number of
            them; the rest is left out.
    """
    parts: list[str] = []
    length = 0
    for part in _parts(raw.strip()):
        parts.append(_part(part, strings))
        length += len(parts[-1])
        if length > room:
            break
    return "".join(parts)[:room]


def _part(part: str, strings: Mapping[str, str]) -> str:
    part = part.strip()
    if len(part) > 1 and part[0] + part[-1] in {"{}", '""'}:
        return part[1:-1]
    return strings.get(part.lower(), part)


def _parts(raw: str) -> Iterator[str]:
    if "#" not in raw:
        yield raw
        return
    start, depth, quoted = 0, 0, False
    for mark in _MARK.finditer(raw):
        char = mark[0]
        if char == "{":
            depth += 1
        elif char == "}":
            depth -= 1
        elif char == '"' and not depth:
            quoted = not quoted
        elif char == "#" and not (depth or quoted):
            yield raw[start : mark.start()]
            start = mark.end()
    yield raw[start:]


def people(value: str) -> list[str]:
    """Return the names in a list of people, which `and` parts; braces hold a name together."""
    names, start, depth = [], 0, 0
    for mark in _AND.finditer(value):
        if mark[0] == "{":
            depth += 1
        elif mark[0] == "}":
            depth -= 1
        elif not depth:
            names.append(value[start : mark.start()])
            start = mark.end()
    names.append(value[start:])
    return [name.strip() for name in names if name.strip() and name.strip().lower() != "others"]


def files_of(value: str) -> list[str]:
    r"""Return the paths in a `file` field: `name:path:type;…` of Zotero and JabRef, or paths alone."""
    files = []
    for entry in _split(value.strip().removeprefix("{").removesuffix("}"), ";"):
        parts = _split(entry, ":")
        # `file:///…` is an address; a drive has its letter before the colon.
        if len(parts) < _PARTS_OF_A_FILE or parts[0].strip().lower() == "file":
            path = entry
        else:
            path = ":".join(parts[1:-1])
        if path := _ESCAPED.sub(r"\1", path).strip(" :"):
            files.append(path)
    return files


def _split(text: str, mark: str) -> list[str]:
    parts, start = [], 0
    for match in _FILE_MARK.finditer(text):
        if match[0] == mark:
            parts.append(text[start : match.start()])
            start = match.end()
    return [*parts, text[start:]]
