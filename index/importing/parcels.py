"""What was read, in the plain form in which it goes from one process to another.

Tuples of texts and numbers: `marshal` packs them several times faster than objects can be pickled. Both ends
are the same Python and the same evtui, since one starts the other.
"""

from __future__ import annotations

import marshal
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from index.engines.base import Document, TermText
from index.engines.tokens import term_text
from index.importing.candidate import Candidate, candidate
from index.model import Origin
from index.readers.draft import Draft, Rejected
from index.store.records import Place, Record

if TYPE_CHECKING:
    from index.analysis.analyser import Analyser

Plain: TypeAlias = tuple[Any, ...]
"""An item as a tuple."""

_ARTICLE: Final = 0
_REJECTED: Final = 1
_BYTES: Final = 2
_DOCUMENT: Final = 3


@dataclass(slots=True)
class Arrived:
    """An article that was read.

    Attributes:
        path: of its file, as it is shown; of a member of an archive its path in there.
        text: what may be written.
        terms: of title and body, where they were analysed.
    """

    path: str
    text: Candidate
    terms: tuple[TermText, TermText] | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """Bytes of an input that have been read."""

    count: int


Item: TypeAlias = Arrived | Rejected | Read | Document


def arrived(draft: Draft, *, fixed: bool, analyser: Analyser | None = None) -> Arrived:
    """Return a draft with its digests, and with its terms where there is an analyser."""
    text = candidate(draft, fixed=fixed)
    terms = (analyser.terms(text.record.title), analyser.terms(text.record.body)) if analyser else None
    return Arrived(draft.origin.path, text, terms)


def size(item: Item) -> int:
    """Return the characters of an item's text, as a measure of the memory it takes."""
    if isinstance(item, Arrived):
        return item.text.size
    if isinstance(item, Document):
        return sum(len(text.stems) for text in (item.title, item.body))
    return 0


def pack(items: Sequence[Item]) -> bytes:
    """Return items as bytes."""
    return marshal.dumps([_plain(item) for item in items], 2)  # version 2 looks for no repetitions


@dataclass(frozen=True, slots=True)
class Shift:
    """Where an input stands of which only a part was read.

    Attributes:
        line, position: lines and positions that come before the part.
        files: numbers in the store of files that have one already, by their paths as they are shown.
    """

    line: int = 0
    position: int = 0
    files: Mapping[str, int] = field(default_factory=dict)


def unpack(message: bytes, shift: Shift) -> list[Item]:
    """Return the items of `pack`, at the places where they stand in the whole."""
    return [_item(plain, shift) for plain in marshal.loads(message)]  # noqa: S302 - from a process of our own


def _plain(item: Item) -> Plain:
    if isinstance(item, Document):
        texts = (_parts(term_text(item.title)), _parts(term_text(item.body)))
        return (_DOCUMENT, item.id, item.day, item.minute, *texts, dict(item.values))
    if isinstance(item, Read):
        return (_BYTES, item.count)
    if isinstance(item, Rejected):
        origin = item.origin
        where = (origin.path, origin.line, origin.position)
        return (_REJECTED, *where, item.reason, item.excerpt, item.format)
    text, record = item.text, item.text.record
    place = record.place
    terms = item.terms
    return (
        _ARTICLE,
        item.path,
        (place.line, place.position, place.fixed, place.key),
        (
            record.title,
            record.title_derived,
            record.body,
            record.day.toordinal() if record.day else None,
            record.time.isoformat() if record.time else None,
            record.source,
            record.author,
            record.url,
            record.language,
            record.tags,
            record.content,
            record.url_digest,
        ),
        (text.identity, text.doubts, text.format),
        (_parts(terms[0]), _parts(terms[1])) if terms else None,
    )


def _parts(terms: TermText) -> tuple[str, str, str]:
    return (terms.stems, terms.words, terms.starts)


def _item(plain: Plain, shift: Shift) -> Item:
    if plain[0] == _BYTES:
        return Read(plain[1])
    if plain[0] == _DOCUMENT:
        _, identifier, day, minute, title, body, values = plain
        return Document(identifier, day, minute, TermText(*title), TermText(*body), values)
    if plain[0] == _REJECTED:
        _, path, line, position, reason, excerpt, kind = plain
        origin = Origin(path, line + shift.line, position + shift.position)
        return Rejected(origin, reason, excerpt, kind)
    _, path, (line, position, fixed, key), values, (identity, doubts, kind), terms = plain
    title, derived, body, day, at, source, author, url, language, tags, content, url_digest = values
    record = Record(
        title=title,
        title_derived=derived,
        body=body,
        day=date.fromordinal(day) if day else None,
        time=time.fromisoformat(at) if at else None,
        source=source,
        author=author,
        url=url,
        language=language,
        tags=tags,
        content=content,
        url_digest=url_digest,
        place=Place(shift.files.get(path, 0), line + shift.line, position + shift.position, fixed, key),
    )
    analysed = (TermText(*terms[0]), TermText(*terms[1])) if terms else None
    return Arrived(path, Candidate(record, identity, doubts, kind), analysed)
