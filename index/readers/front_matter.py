"""Front matter: what stands before a text between two lines of `---` (YAML) or `+++` (TOML)."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import Any, Final

from index.readers.limits import MAX_FRONT_MATTER_CHARACTERS

_BLOCK: Final = re.compile(
    r"\s*^(?:---[ \t]*\n(?P<yaml>(?:.*\n)*?)(?:---|\.\.\.)"
    r"|\+\+\+[ \t]*\n(?P<toml>(?:.*\n)*?)\+\+\+)[ \t]*(?:\n|\Z)",
    re.MULTILINE,
)
_PAIR: Final = re.compile(r"([A-Za-z][\w.-]*)[ \t]*[:=](.*)", re.ASCII)
_MAX_ALIASES: Final = 16
"""More references from one place of a YAML text to another serve to blow it up."""

_MAX_DEPTH: Final = 20
_NOTHING: Final = {"", "~", "null", "Null", "NULL"}


class _Unreadable(ValueError):
    """Front matter that is not what it should be; the text is the middle of a sentence."""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """Front matter and the text after it.

    Attributes:
        values: what it says, texts in lists and mappings.
        body: the text after it.
        doubts: sentences on what could not be read.
    """

    values: dict[str, object]
    body: str
    doubts: tuple[str, ...] = ()


def split_front_matter(text: str) -> FrontMatter | None:
    """Take the front matter off a text with `\\n` line ends; None where it has none that is closed."""
    block = _BLOCK.match(text[: MAX_FRONT_MATTER_CHARACTERS + 8])
    if block is None:
        return None
    body = text[block.end() :]
    kind, parse = ("YAML", _parse_yaml) if block["yaml"] is not None else ("TOML", _parse_toml)
    raw = block[kind.lower()]
    try:
        return FrontMatter(parse(raw), body)
    except _Unreadable as error:
        doubt = f"The front matter is not {kind}: {error}. Its lines were read one by one."
        return FrontMatter(_pairs(raw), body, (doubt,))


def _parse_yaml(raw: str) -> dict[str, object]:
    import yaml

    # The base loader makes texts of everything: a date that does not exist or a title that reads `yes`
    # is for us to judge, and nothing in a file can make it build any other object.
    loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        _check_shape(yaml, raw, loader)
        value = yaml.load(raw, Loader=loader)  # noqa: S506 - the base loader is safer than the safe one
    except yaml.MarkedYAMLError as error:
        line = f" (line {error.problem_mark.line + 2:,})" if error.problem_mark is not None else ""
        raise _Unreadable(f"{error.problem or 'it cannot be read'}{line}") from error
    except (yaml.YAMLError, RecursionError) as error:
        raise _Unreadable("it cannot be read") from error
    if value is None or value == "":
        return {}
    if not isinstance(value, dict):
        raise _Unreadable("it has no names with values")
    return {str(name): _without_null(part) for name, part in value.items()}


def _check_shape(yaml: Any, raw: str, loader: Any) -> None:
    aliases = depth = 0
    for event in yaml.parse(raw, Loader=loader):
        if isinstance(event, yaml.AliasEvent):
            aliases += 1
        elif isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if aliases > _MAX_ALIASES or depth > _MAX_DEPTH:
            raise _Unreadable("it refers to itself too often, or is nested too deep")


def _without_null(value: object) -> object:
    return None if isinstance(value, str) and value in _NOTHING else value


def _parse_toml(raw: str) -> dict[str, object]:
    try:
        return tomllib.loads(raw)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        words = str(error) if isinstance(error, tomllib.TOMLDecodeError) else "it is nested too deep"
        raise _Unreadable(words[:1].lower() + words[1:]) from error


def _pairs(raw: str) -> dict[str, object]:
    """Read lines that have a name and a value, and leave out the others."""
    values: dict[str, object] = {}
    for line in raw.split("\n"):
        pair = _PAIR.match(line)
        value = _unquoted(pair[2].strip()) if pair is not None else ""
        if pair is not None and value not in _NOTHING:
            values.setdefault(pair[1], value)
    return values


def _unquoted(value: str) -> str:
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if quoted else value
