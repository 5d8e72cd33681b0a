"""From what a reader gives to what the store keeps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from index.ids import content_identity, digest, url_identity
from index.readers.draft import Draft
from index.store import Place, Record

_TITLE_CHARACTERS: Final = 80
"""The length of a title where the text has no sentence to derive one from."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A text on its way into the store.

    Attributes:
        record: what would be written; its place lacks the number of the file.
        identity: the hash that gives it an id, if it is new.
        doubts: what the reader was unsure of.
        format: names of the formats that it lay in, as for a draft.
    """

    record: Record
    identity: bytes
    doubts: tuple[str, ...]
    format: str = ""

    @property
    def size(self) -> int:
        """The characters of its text, as a measure of the memory it takes."""
        return len(self.record.body) + len(self.record.title)


def candidate(draft: Draft, *, fixed: bool) -> Candidate:
    """Return a draft with its title and its digests.

    Args:
        draft: as a reader gives it.
        fixed: whether its input is there again at the next import, so that positions and keys mean anything.
    """
    content = content_identity(draft.day, draft.title or _textless_name(draft), draft.body)
    address = url_identity(draft.url)
    place = Place(0, draft.origin.line, draft.origin.position, fixed, draft.key if fixed else "")
    record = Record(
        title=draft.title or _derived_title(draft.body) or _textless_name(draft),
        title_derived=not draft.title,
        body=draft.body,
        day=draft.day,
        time=draft.time,
        source=draft.source,
        author=draft.author,
        url=draft.url,
        language=draft.language,
        tags=draft.tags,
        content=digest(content),
        url_digest=digest(address) if address else None,
        place=place,
    )
    return Candidate(record, address or content, draft.doubts, draft.format)


def _textless_name(draft: Draft) -> str:
    """Return what stands for the title of a record that has no text, "" for all others."""
    return "" if draft.title or draft.body else f"Untitled {draft.key}"


def _derived_title(body: str) -> str:
    from index.analysis.sentences import derived_title

    return derived_title(body) or body[:_TITLE_CHARACTERS].strip()
