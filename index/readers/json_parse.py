"""JSON text to values, leniently where that loses nothing, with errors in words."""

from __future__ import annotations

import json
from typing import Final

import orjson

_MAX_LENIENT_CHARACTERS: Final = 32_000_000


class JsonError(ValueError):
    """A text that is no JSON.

    Attributes:
        reason: what is wrong, the middle of a sentence.
        line, column: where, both 1-based.
        start: offset in characters of the beginning of that line.
    """

    def __init__(self, reason: str, line: int = 1, column: int = 1, start: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line
        self.column = column
        self.start = start


def parse_json(text: str) -> object:
    """Return the value of a JSON text.

    What orjson refuses but other programs write (NaN, half of a surrogate pair) is read as well.

    Raises:
        JsonError: it is not JSON, or nested too deep.
    """
    try:
        return orjson.loads(text.encode("utf-8", "replace"))
    except orjson.JSONDecodeError as error:
        if len(text) <= _MAX_LENIENT_CHARACTERS:
            return _parse_leniently(text)
        raise _located(error) from error


def _parse_leniently(text: str) -> object:
    try:
        return json.loads(text, strict=False)
    except json.JSONDecodeError as error:
        raise _located(error) from error
    except RecursionError as error:
        raise JsonError("it is nested too deep") from error
    except ValueError as error:
        raise JsonError("it holds a number that is too long") from error


def _located(error: json.JSONDecodeError) -> JsonError:
    words = error.msg.split(":")[0].strip().rstrip(".")
    start = error.pos - error.colno + 1
    return JsonError(words[:1].lower() + words[1:], error.lineno, error.colno, start)
