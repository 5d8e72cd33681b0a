"""The day on which a page says that its article appeared, or else the most probable one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from index.dates.parse import parse_date
from index.readers.web.facts import Facts

_GUESSED: Final = (
    "The page does not say when it was published; the date was found in its text, and is a guess."
)
_CHANGED: Final = "The page says only when it was changed last; that day was taken."


@dataclass(frozen=True, slots=True)
class Publication:
    """When an article appeared.

    Attributes:
        date: as the page writes it, or a day in ISO form, or empty.
        doubt: a sentence where the day was not told but found, or empty.
    """

    date: str = ""
    doubt: str = ""


def told_publication(facts: Facts) -> Publication:
    """Return the date of publication that a page itself tells; one with an empty date where it tells none.

    One that can be read in one way only counts for more than one that depends on the order of day and month.
    """
    ambiguous = ""
    for text in facts.published:
        parsed = parse_date(text)
        if parsed.day is not None and not parsed.doubt:
            return Publication(text)
        if parsed.day is not None:
            ambiguous = ambiguous or text
    return Publication(ambiguous)


def found_publication(facts: Facts, found: str, guess: Callable[[], str]) -> Publication:
    """Return the date of a page that tells none plainly.

    Args:
        facts: what the page says of itself.
        found: the day that stands where pages have it, in ISO form, or empty.
        guess: gives the day that the text makes probable, or an empty string; asked where nothing was found.
    """
    if found:
        return Publication(_with_time(date.fromisoformat(found), facts.times) or found)
    changed = next((text for text in facts.changed if parse_date(text).day), "")
    if changed:
        return Publication(changed, _CHANGED)
    guessed = guess()
    return Publication(guessed, _GUESSED if guessed else "")


def _with_time(day: date, texts: Iterable[str]) -> str:
    """Return the text that names a time of that day, or an empty string."""
    for text in texts:
        parsed = parse_date(text)
        if parsed.day == day and parsed.time is not None and not parsed.doubt:
            return text
    return ""
