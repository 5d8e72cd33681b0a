"""Whether a text is new, known, or a new version of a known article.

In this order:

1. An article with the same address is the same article.
2. A text that is known is a duplicate, unless its address says that it is another article, or its file has
   it under two keys.
3. A text under the key, or else at the position, of another one in the same file is a new version of that
   one, but only if the other does not occur elsewhere in the file now: else it was merely moved by an
   insertion, or renumbered. The end of the file tells.

An earlier version of an article is a duplicate. But in the file of the current version it is a return to the
old text where the current one does not occur in the file any more, and where it does, an article of its own.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from enum import Enum

from index.importing.candidate import Candidate
from index.store import ArticleWriter, Known, Place, Record
from index.store.writing import about


class Verdict(Enum):
    """What became of a text."""

    ADDED = "added"
    UPDATED = "updated"
    DUPLICATE = "duplicate"
    LATER = "told by the end of the file"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict, the id of the article where one was written, and what to tell of it."""

    verdict: Verdict
    id: str = ""
    doubt: str = ""
    returns: bool = False
    """With LATER: the text is an earlier version."""


@dataclass(slots=True)
class FileState:
    """What is known of one file during one import. An article takes one bit of memory.

    Attributes:
        number: of the file in the store.
        known: whether articles of it were in the library before.
        newest: the highest article number before this file was begun.
    """

    number: int
    known: bool
    newest: int
    _seen: bytearray = field(default_factory=bytearray)

    def note(self, number: int) -> None:
        """Note that an article occurs in the file."""
        if number <= self.newest:
            if not self._seen:
                self._seen = bytearray(self.newest // 8 + 1)
            self._seen[number >> 3] |= 1 << (number & 7)

    def has(self, number: int) -> bool:
        """Whether an article has occurred in the file so far."""
        if number > self.newest:  # added since, and by this very file: files are read one after the other
            return True
        return bool(self._seen) and bool(self._seen[number >> 3] & 1 << (number & 7))


class Judge:
    """Judges texts and writes what follows from it, within one transaction."""

    def __init__(self, writer: ArticleWriter) -> None:
        self._writer = writer

    def enter(self, path: str, named: str) -> FileState:
        """Begin a file. Arguments as for `ArticleWriter.file`."""
        number = self._writer.file(path, named)
        known = next(self._writer.in_file(number), None) is not None
        return FileState(number, known, self._writer.last_number())

    def judge(self, file: FileState, text: Candidate, *, final: bool = False) -> Judgement:
        """Judge a text of a file.

        Args:
            file: the file that is being read.
            text: the next text in it.
            final: the file has been read to its end, so that nothing is put off.
        """
        record = text.record
        if record.place.file != file.number:
            record = replace(record, place=replace(record.place, file=file.number))
        same = [
            known for known in self._writer.by_content(record.content) if not _other_address(known, record)
        ]
        if record.url_digest and (known := self._writer.by_url(record.url_digest)):
            return self._of_address(file, record, known, same, final=final)
        nearest = _nearest(same, file, record.place)
        if nearest and not _another_record(nearest, file, record.place):
            known_text = self._known_text(file, record, nearest, final=final)
            if known_text:
                return known_text
        if file.known and record.place.fixed and (former := self._former(file, record)):
            return self._change(file, former, record) if final else Judgement(Verdict.LATER)
        return Judgement(Verdict.ADDED, self._writer.add(text.identity, record))

    def leave(self, file: FileState) -> None:
        """End a file that was read to its end: what does not occur in it any more has lost its place."""
        if file.known:
            self._writer.unplace(
                [number for number in self._writer.in_file(file.number) if not file.has(number)]
            )

    def _of_address(
        self, file: FileState, record: Record, known: Known, same: list[Known], *, final: bool
    ) -> Judgement:
        texts = [text for text in same if text.number == known.number]
        if texts:
            return self._known_text(file, record, texts[0], final=final) or Judgement(Verdict.DUPLICATE)
        shared = file.has(known.number)
        changed = self._change(file, known, record)
        if not shared:
            return changed
        doubt = f"Article {known.id} in the same file has the same address; this text became its new version."
        return replace(changed, doubt=doubt)

    def _known_text(self, file: FileState, record: Record, known: Known, *, final: bool) -> Judgement | None:
        """Judge a text that an article has or had; None where it stands beside that article's new text."""
        if not known.current:
            if not record.place.fixed or known.now.file != file.number:
                return Judgement(Verdict.DUPLICATE)
            if file.has(known.number):
                return None
            return self._change(file, known, record) if final else Judgement(Verdict.LATER, returns=True)
        first = not file.has(known.number)
        file.note(known.number)
        if (
            not first
            or not record.place.fixed
            or (known.now == record.place and known.about == about(record))
        ):
            return Judgement(Verdict.DUPLICATE)
        moved = known.now.file != file.number
        if moved and _is_on_disk(self._writer.path(known.now.file)):
            return Judgement(Verdict.DUPLICATE)
        return self._renew(known, record, stays=moved or known.now.position == record.place.position)

    def _renew(self, known: Known, record: Record, *, stays: bool) -> Judgement:
        """The text stands where it came from, perhaps some lines off or in a file that was moved.

        What is said about it may have changed, and be it by the name of the folder.
        """
        if known.now != record.place:
            self._writer.move(known, record.place)
        if stays and known.about != about(record):
            return Judgement(Verdict.UPDATED, self._writer.describe(known, record))
        return Judgement(Verdict.DUPLICATE)

    def _change(self, file: FileState, known: Known, record: Record) -> Judgement:
        file.note(known.number)
        return Judgement(Verdict.UPDATED, self._writer.change(known, record))

    def _former(self, file: FileState, record: Record) -> Known | None:
        """Return what the file had under the key or at the position of a text, and has not shown yet."""
        if record.place.key:
            keyed = self._writer.by_key(file.number, record.place.key)
            if len(keyed) == 1 and not file.has(keyed[0].number) and not _other_address(keyed[0], record):
                return keyed[0]
        for known in self._writer.by_place(file.number, record.place.position):
            other_key = bool(known.now.key and record.place.key and known.now.key != record.place.key)
            if not (file.has(known.number) or other_key or _other_address(known, record)):
                return known
        return None


def _is_on_disk(path: str) -> bool:
    """Whether a file is there, or, of what lies inside a file, that one."""
    while path not in ("", os.sep):
        if os.path.lexists(path):
            return os.path.isfile(path)  # noqa: PTH113 - a text, not a path of ours
        path = os.path.dirname(path)  # noqa: PTH120 - as above
    return False


def _other_address(known: Known, record: Record) -> bool:
    return bool(known.url_digest and record.url_digest and known.url_digest != record.url_digest)


def _another_record(known: Known, file: FileState, place: Place) -> bool:
    """Whether a file says by two keys that it has one text twice on purpose."""
    shown = known.now.file == file.number and file.has(known.number)
    return shown and bool(known.now.key and place.key and known.now.key != place.key)


def _nearest(same: list[Known], file: FileState, place: Place) -> Known | None:
    """Of articles with one text: the current before the former, then by how near the place is."""

    def distance(known: Known) -> tuple[bool, bool, bool, bool]:
        elsewhere = known.now.file != place.file
        at_place = known.now.key == place.key if place.key else known.now.position == place.position
        # A record with a key takes what none has taken yet; one without leaves that, and is a repetition.
        taken = file.has(known.number) == bool(place.key)
        return (not known.current, elsewhere or not at_place, taken, elsewhere)

    return min(same, key=distance, default=None)
