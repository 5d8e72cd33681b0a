"""The first stage of analysis: each article is read once, and what was read in it is kept.

It follows the change log, batch by batch: it goes on where it stopped, and reads only what has changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from index.analysis.reading import (
    NOTHING,
    READING_VERSION,
    ArticleReading,
    Runs,
    Vocabulary,
    Words,
    read_article,
    unpacked,
)
from index.model import Progress, Report
from index.store.readings import Kept, Pending

if TYPE_CHECKING:
    from index.background.turns import Turns
    from index.store import Store

BATCH_CHANGES: Final = 500
"""Changes that are looked at between two writes; so many are lost at most when the work is killed."""
ARTICLES_AT_ONCE: Final = 50
"""Whole articles in memory at a time."""

READING_STAGE: Final = "Reading for names and topics"
WORD, RUN = "word", "run"


class Reader:
    """Reads the articles of a library that were not read yet."""

    def __init__(self, store: Store, turns: Turns, report: Report | None = None) -> None:
        self._store = store
        self._turns = turns
        self._report = report
        self._vocabulary: Vocabulary | None = None
        state = store.reading_state()
        known = state.get("rules") == READING_VERSION
        self.change = int(state.get("change", 0)) if known else 0
        """The change up to which all articles are read."""
        self.round = int(state.get("round", 0))
        """A number that grows whenever something else is read."""

    @property
    def vocabulary(self) -> Vocabulary:
        """The words and runs of the library."""
        if self._vocabulary is None:
            store = self._store
            self._vocabulary = Vocabulary(Words(store.reading_terms(WORD)), Runs(store.reading_terms(RUN)))
        return self._vocabulary

    def read_pending(self) -> None:
        """Read what has changed, up to the latest change.

        Raises:
            Cancelled: when stopped; what was read stands.
        """
        total, done, told = self._store.changes_to_read(self.change), 0, False
        while pending := self._store.pending(self.change, BATCH_CHANGES, rules=READING_VERSION):
            self._turns.stop_if_wanted()
            told |= self._read_batch(pending)
            done += len(pending)
            if told and self._report is not None:
                self._report(Progress(READING_STAGE, done, max(done, total)))

    def _read_batch(self, pending: Sequence[Pending]) -> bool:
        """Read a batch and write it; return whether anything in it had to be read."""
        numbers = {entry.id: entry.number for entry in pending if entry.number is not None and not entry.read}
        kept = [
            Kept(number, article_version, reading.packed())
            for number, article_version, reading in self._read(numbers)
        ]
        gone = any(entry.number is None for entry in pending)
        self.change = pending[-1].seq
        self.round += bool(kept or gone)
        state = {"rules": READING_VERSION, "change": self.change, "round": self.round}
        terms = self._unsaved() if kept else []
        self._turns.patiently(lambda: self._store.keep_readings(kept, terms, state, rules=READING_VERSION))
        return bool(kept)

    def _read(self, numbers: dict[str, int]) -> Iterator[tuple[int, int, ArticleReading]]:
        ids = list(numbers)
        for start in range(0, len(ids), ARTICLES_AT_ONCE):
            for id_, article in self._store.articles(ids[start : start + ARTICLES_AT_ONCE]).items():
                yield numbers[id_], article.version, read_article(article, self.vocabulary)

    def _unsaved(self) -> list[tuple[str, int, str]]:
        words, runs = self.vocabulary.words.unsaved(), self.vocabulary.runs.unsaved()
        return [(WORD, *entry) for entry in words] + [(RUN, *entry) for entry in runs]


class StoredReadings:
    """What was read in all articles of a library, as `index.analysis.reading.Readings`."""

    def __init__(self, store: Store, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._store = store
        read = store.read_articles()
        self._numbers = [number for number, _ in read]
        self.ids = [id_ for _, id_ in read]

    def __iter__(self) -> Iterator[ArticleReading]:
        for start in range(0, len(self._numbers), BATCH_CHANGES):
            numbers = self._numbers[start : start + BATCH_CHANGES]
            found = dict(self._store.readings(numbers))
            for number in numbers:
                # An article may go while this runs; its place stays, so that the others keep theirs.
                yield unpacked(found[number]) if number in found else NOTHING


def state_of(reader: Reader) -> dict[str, Any]:
    """Return what tells one state of the readings from another."""
    return {"rules": READING_VERSION, "round": reader.round}
