"""Turns one token into one leaf of the tree: words, patterns, phrases, dates, flags.

What cannot be read is raised as a `Mistake`; where a reading is at hand all the same, it is carried along for
lenient parsing.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from index.dates.natural import FORMS_HINT, read_period, read_range
from index.errors import DateError
from index.query.ast import All, DateRange, Flag, Fuzzy, Near, Node, Phrase, Prefix, Term, Undated, Wildcard
from index.query.fields import FIELDS, FLAGS, MAX_DISTANCE, MAX_EDITS, MAX_NEAR_PARTS, RAW_FIELDS
from index.query.lexer import Token
from index.query.suggest import nearest

WILDCARDS: Final = "*?"
_OTHER_NAMES: Final = {
    "from": "after",
    "since": "after",
    "until": "before",
    "on": "date",
    "day": "date",
    "year": "date",
    "headline": "title",
    "text": "body",
    "by": "author",
    "publisher": "source",
    "language": "lang",
    "person": "name",
    "company": "name",
    "keyword": "tag",
    "link": "url",
    "site": "url",
}
"""What people call a field that has another name here."""


class Mistake(Exception):
    """A token that cannot be read strictly. It never leaves the parser, which makes a `QueryError` of it.

    Attributes:
        message, hint: what is wrong and what would be right.
        reading: what it means while a person is still typing; None where it does not count yet.
        length: characters of the token that are wrong; 0 for all of them.
    """

    def __init__(self, message: str, hint: str = "", reading: Node | None = None, *, length: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.reading = reading
        self.length = length


def word_leaf(token: Token, field: str) -> Node:
    """Read a word that stands in `field`: `honda`, `hond*`, `h?nda`, `honda~1`, or `*` for everything.

    Raises:
        Mistake: an unknown field, a pattern that is none, or one where only words can be.
    """
    leaf = _any_word_leaf(token, field)
    if field == "note" and isinstance(leaf, Prefix | Wildcard | Fuzzy):
        raise Mistake(
            "'note:' takes whole words, no wildcards.", reading=Term(token.text, column=token.column)
        )
    return leaf


def _any_word_leaf(token: Token, field: str) -> Node:
    text, column = token.text, token.column
    if field in RAW_FIELDS and text == "*":
        raise Mistake(f"'{field}:' takes a part of it, not '*'.")
    if field in RAW_FIELDS or "://" in text:
        return Term(text, column=column)
    if not field:
        _check_field(token)
    base, tilde, digits = text.rpartition("~")
    if tilde and base and (not digits or (digits.isascii() and digits.isdigit())):
        return _fuzzy(base, int(digits or 1), column)
    return _pattern(text, column)


def _pattern(text: str, column: int) -> Node:
    if not text.strip("*"):
        return All(column=column)
    if text.endswith("*") and not any(wildcard in text[:-1] for wildcard in WILDCARDS):
        return Prefix(text[:-1], column=column)
    if any(wildcard in text for wildcard in WILDCARDS):
        return Wildcard(text, column=column)
    return Term(text, column=column)


def _fuzzy(base: str, distance: int, column: int) -> Node:
    if any(wildcard in base for wildcard in WILDCARDS):
        raise Mistake("A word has either wildcards or a '~', not both.", reading=_pattern(base, column))
    if distance == 0:
        raise Mistake(
            f"'{base}~0' allows no edit.", f"Leave the '~0' away: {base}", Term(base, column=column)
        )
    if distance > MAX_EDITS:
        raise Mistake(
            f"A word can be {MAX_EDITS} edits away at most.",
            f"Write {base}~{MAX_EDITS}.",
            Fuzzy(base, MAX_EDITS, column=column),
        )
    return Fuzzy(base, distance, column=column)


def _check_field(token: Token) -> None:
    """Raise where a word looks like a field that does not exist; `10:30` and `https://…` do not."""
    name, colon, rest = token.text.partition(":")
    if not colon or len(name) == 1 or not (name.isascii() and name.isalpha()) or rest.startswith("//"):
        return
    guess = _field_like(name.lower())
    if not rest and not token.bound and not guess:
        return  # a word before a colon, as in running text
    question = f" Did you mean '{guess}'?" if guess else ""
    hint = "" if guess else f"Fields are {', '.join(FIELDS)}."
    raise Mistake(
        f"There is no field '{name}'.{question}",
        hint or f'To search for the text, put it in quotes: "{token.text}".',
        Term(token.text, column=token.column),
        length=len(name),
    )


@lru_cache(maxsize=256)
def _field_like(name: str) -> str:
    """Return the field that was perhaps meant, or an empty string."""
    return _OTHER_NAMES.get(name) or next(iter(nearest(name, FIELDS, 1)), "")


def phrase_leaf(token: Token, field: str) -> Node:
    """Read a phrase; one of a single word is that word, taken letter by letter.

    Raises:
        Mistake: nothing in it, not closed, or a distance that is too large.
    """
    words, column = tuple(token.text.split()), token.column
    if not token.closed:
        raise Mistake(
            "This quotation mark is never closed.",
            'Put a " at the end of the phrase.',
            _phrase(words, column) if words else None,
        )
    if not words:
        raise Mistake("There is nothing between these quotation marks.")
    if token.number is None or len(words) == 1 or field in RAW_FIELDS:
        return _phrase(words, column)
    parts = tuple(Term(word, column=column) for word in words)
    if token.number > MAX_DISTANCE:
        reading = Near(parts[:MAX_NEAR_PARTS], MAX_DISTANCE, column=column)
        raise Mistake(f"The distance after '~' can be {MAX_DISTANCE} words at most.", reading=reading)
    if len(parts) > MAX_NEAR_PARTS:
        raise Mistake(
            f"A phrase with '~' can have {MAX_NEAR_PARTS} words at most.", reading=_phrase(words, column)
        )
    return Near(parts, token.number, column=column)


def _phrase(words: tuple[str, ...], column: int) -> Node:
    return Term(words[0], column=column) if len(words) == 1 else Phrase(words, column=column)


def date_leaf(token: Token, today: date) -> Node:
    """Read `date:`, `before:` or `after:` with its value. `date:*` is every day.

    Raises:
        Mistake: the date cannot be read or does not exist.
    """
    if not token.text:
        raise Mistake(f"'{token.name}:' needs a date directly after it.", FORMS_HINT)
    if token.name == "date" and token.text == "*":
        return DateRange(None, None, column=token.column)
    try:
        leaf = _dates(token, today)
    except DateError as error:
        raise Mistake(error.message, error.hint) from None
    if not token.closed:
        raise Mistake("This quotation mark is never closed.", 'Put a " at the end of the date.', leaf)
    return leaf


def _dates(token: Token, today: date) -> DateRange:
    if token.name == "date":
        return DateRange(*read_range(token.text, today=today), column=token.column)
    if ".." in token.text or "…" in token.text:
        raise DateError(f"'{token.name}:' takes one date, not a range.", hint="Ranges are for 'date:'.")
    period = read_period(token.text, today=today)
    if token.name == "before":
        if period.first == date.min:
            raise DateError("There is no day before the first of the calendar.")
        return DateRange(None, period.first - timedelta(days=1), column=token.column)
    if period.last == date.max:
        raise DateError("There is no day after the last of the calendar.")
    return DateRange(period.last + timedelta(days=1), None, column=token.column)


def flag_leaf(token: Token) -> Node:
    """Read `is:starred` and the like.

    Raises:
        Mistake: no such value.
    """
    values, value = FLAGS[token.name], token.text.lower()
    if value not in values:
        guess = next(iter(nearest(value, values, 1)), "")
        question = f" Did you mean '{token.name}:{guess}'?" if guess else ""
        what = (
            f"There is no '{token.name}:{value}'.{question}"
            if value
            else f"'{token.name}:' needs a word after it."
        )
        raise Mistake(what, f"Possible are {', '.join(f'{token.name}:{known}' for known in values)}.")
    return (
        Undated(column=token.column) if value == "undated" else Flag(token.name, value, column=token.column)
    )
