"""Cuts a typed query into tokens, each with its column.

The lexer never fails. Every character of the query belongs to a token or is white space, and each is looked
at a fixed number of times, so the work grows with the length of the query.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from index.query.fields import DATE_FIELDS, DEFAULT_DISTANCE, FLAGS, WORD_FIELDS

_QUOTES: Final = "“”„‟«»〝〞〟「」『』"
_FULL_WIDTH: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_TABLE: Final = _FULL_WIDTH | {ord(quote): '"' for quote in _QUOTES} | {0x2212: "-"}
_INVISIBLE: Final = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")

_SPACE: Final = re.compile(r"\s+")
_DASHES: Final = re.compile(r"-+")
_WORD: Final = re.compile(r'[^\s()"]+')
_PHRASE: Final = re.compile(r'"([^"]*)("?)')
_SLOP: Final = re.compile(r"~([0-9]*)")
_NAME: Final = re.compile(r"([A-Za-z]+):")
_VALUE: Final = re.compile(r'(?:"[^"]*"?|[^\s()"]+)*+')
_NEAR: Final = re.compile(r"NEAR(?:/([0-9]+))?")


class Kind(Enum):
    """What a token is."""

    WORD = auto()
    PHRASE = auto()
    FIELD = auto()
    DATE = auto()
    FLAG = auto()
    OPEN = auto()
    CLOSE = auto()
    AND = auto()
    OR = auto()
    NOT = auto()
    NEAR = auto()


_OPERATORS: Final = {"AND": Kind.AND, "OR": Kind.OR, "NOT": Kind.NOT}


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the query.

    Attributes:
        kind: what it is.
        text: the word or the inside of the phrase; for a DATE or a FLAG its value; else the token as typed.
        column, length: where it stands, in characters.
        name: the field of a FIELD, DATE or FLAG, in lower case.
        number: the distance of a PHRASE with `~` or of a NEAR; None where there is none that can be read.
        closed: False for a phrase (or quoted value) that lacks its closing quote.
        bound: whether the next token follows without white space.
    """

    kind: Kind
    text: str
    column: int
    length: int
    name: str = ""
    number: int | None = None
    closed: bool = True
    bound: bool = False


def normalised(text: str) -> str:
    """Return the query with plain quotes, ASCII for full-width forms, no invisible characters; as long."""
    return _INVISIBLE.sub(" ", text.translate(_TABLE))


def tokens(text: str) -> Iterator[Token]:
    """Cut a query into tokens, in the order of their columns."""
    text = normalised(text)
    at, after_field = 0, False
    while at < len(text):
        if (space := _SPACE.match(text, at)) is not None:
            at, after_field = space.end(), False
            continue
        found = _tokens_at(text, at, after_field=after_field)
        yield from found
        at = found[-1].column + found[-1].length
        after_field = found[-1].kind is Kind.FIELD


def _tokens_at(text: str, at: int, *, after_field: bool) -> list[Token]:
    """Return the token at a column, or one token for each dash of a run of them."""
    character = text[at]
    if character in "()":
        return [
            Token(Kind.OPEN if character == "(" else Kind.CLOSE, character, at, 1, bound=_bound(text, at + 1))
        ]
    if character == '"':
        return [_phrase(text, at)]
    if character == "-":
        return _dashes(text, at)
    if (name := _NAME.match(text, at)) is not None and (token := _field(text, at, name)) is not None:
        return [token]
    return [_word(text, at, after_field=after_field)]


def _bound(text: str, at: int) -> bool:
    return at < len(text) and not text[at].isspace()


def _phrase(text: str, at: int) -> Token:
    match = _PHRASE.match(text, at)
    assert match is not None  # noqa: S101 - the caller saw the quote
    end, number = match.end(), None
    if match[2] and (slop := _SLOP.match(text, end)) is not None:
        end, number = slop.end(), int(slop[1] or DEFAULT_DISTANCE)
    closed = bool(match[2])
    return Token(Kind.PHRASE, match[1], at, end - at, number=number, closed=closed, bound=_bound(text, end))


def _dashes(text: str, at: int) -> list[Token]:
    """Return a negation for each dash, or one word where nothing to negate follows them directly."""
    match = _DASHES.match(text, at)
    assert match is not None  # noqa: S101 - the caller saw the dash
    end = match.end()
    if not _bound(text, end) or text[end] == ")":
        return [Token(Kind.WORD, match[0], at, end - at, bound=_bound(text, end))]
    return [Token(Kind.NOT, "-", column, 1, bound=True) for column in range(at, end)]


def _field(text: str, at: int, match: re.Match[str]) -> Token | None:
    name, end = match[1].lower(), match.end()
    if name in WORD_FIELDS:
        return Token(Kind.FIELD, match[0], at, end - at, name=name, bound=_bound(text, end))
    if name not in DATE_FIELDS and name not in FLAGS:
        return None
    value = _VALUE.match(text, end)
    typed = value[0] if value is not None else ""
    kind = Kind.DATE if name in DATE_FIELDS else Kind.FLAG
    end += len(typed)
    return Token(
        kind,
        typed.replace('"', ""),
        at,
        end - at,
        name=name,
        closed=typed.count('"') % 2 == 0,
        bound=_bound(text, end),
    )


def _word(text: str, at: int, *, after_field: bool) -> Token:
    match = _WORD.match(text, at)
    assert match is not None  # noqa: S101 - all other beginnings are taken
    word, end = match[0], match.end()
    bound = _bound(text, end)
    if not after_field and word in _OPERATORS:
        return Token(_OPERATORS[word], word, at, end - at, bound=bound)
    if not after_field and (word == "NEAR" or word.startswith("NEAR/")):
        return _near(word, at, bound=bound)
    return Token(Kind.WORD, word, at, end - at, bound=bound)


def _near(word: str, at: int, *, bound: bool) -> Token:
    match = _NEAR.fullmatch(word)
    number = None if match is None else int(match[1] or DEFAULT_DISTANCE)
    return Token(Kind.NEAR, word, at, len(word), number=number, bound=bound)
