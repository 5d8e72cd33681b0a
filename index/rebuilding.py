"""All articles of a store into an empty index, read and analysed by as many processes as help.

Processes take ranges of articles out of the database themselves; only what the engine is given goes between
processes. What one of them could not do is done in this process, so an index has every article or is not
made at all.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Final

from index.documents import document_of_row
from index.engines.base import Document
from index.importing.crew import Crew, Job, crew_size
from index.importing.parcels import Shift
from index.importing.tasks import StoredArticles
from index.model import Progress, Report
from index.store.indexing import index_rows, last_number

if TYPE_CHECKING:
    from index.analysis.analyser import Analyser
    from index.engines.base import Engine
    from index.store import Store

PROCESS_ARTICLES: Final = 30_000
"""From so many articles on processes are started. Of fewer, starting them and learning the words of the
articles in each of them takes as long as they save."""
RANGE_NUMBERS: Final = 1_000
"""Numbers of articles that make one task."""
RANGES_AHEAD: Final = 6
"""Ranges that are being read or wait to be taken."""


def fill(
    engine: Engine, store: Store, analyser: Analyser, report: Report | None, look: Callable[[], None]
) -> None:
    """Add all articles of a store to an index that has none.

    Args:
        engine: of the index.
        store: its articles must not change meanwhile.
        analyser: cuts the texts.
        report: called with the progress.
        look: called often; ends the work by an exception.
    """
    with closing(_Filling(store, analyser, look)) as filling:
        total, done = store.count(), 0
        for documents in filling.ranges():
            look()
            engine.add(documents, fresh=True)
            done += filling.count
            if report:
                report(Progress("Indexing", done, total))


class _Filling:
    """The articles of a store on their way into an index.

    Attributes:
        count: documents of the range that was taken last.
    """

    def __init__(self, store: Store, analyser: Analyser, look: Callable[[], None]) -> None:
        self.count = 0
        self._store = store
        self._analyser = analyser
        self._look = look
        self._connection = store.new_connection()
        self._crew = Crew(crew_size()) if store.count() >= PROCESS_ARTICLES else None

    def close(self) -> None:
        """End all processes at once."""
        if self._crew is not None:
            self._crew.close()
        self._connection.close()

    def ranges(self) -> Iterator[Iterator[Document]]:
        """Yield the documents in ranges. Take all of one before you ask for the next."""
        last = last_number(self._connection)
        coming = iter(range(0, last, RANGE_NUMBERS))
        ahead: deque[tuple[StoredArticles, Job | None]] = deque()
        while True:
            while len(ahead) < RANGES_AHEAD and (after := next(coming, None)) is not None:
                task = StoredArticles(
                    str(self._store.folder), after, after + RANGE_NUMBERS, self._analyser.language
                )
                ahead.append((task, self._crew.give(task) if self._crew is not None else None))
            if not ahead:
                return
            yield self._documents(*ahead.popleft())

    def _documents(self, task: StoredArticles, job: Job | None) -> Iterator[Document]:
        self.count = 0
        for item in job.items(self._look, Shift()) if job is not None else ():
            if not isinstance(item, Document):
                break  # why the process could not go on is of no interest: here it can, or says so
            self.count += 1
            yield item
        else:
            if job is not None:
                return
        for row in index_rows(self._connection, task.after, task.until, self.count):
            self.count += 1
            yield document_of_row(row, self._analyser)
