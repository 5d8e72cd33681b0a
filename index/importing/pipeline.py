"""The way of an import: inputs are read by several processes, judged and written in batches by this one.

Reading goes on outside of any transaction, so that a star set meanwhile waits for a write of some
milliseconds and not for a slow file. A batch is one transaction: whatever ends the import leaves a whole
library. Items are taken in the order of the inputs, so that the outcome does not depend on who read them.
"""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, BinaryIO, Final

from index.importing.batch import Batch, End, Reject, Source, Step, Text
from index.importing.meter import Meter
from index.importing.outcome import Observer
from index.importing.parcels import Arrived
from index.importing.reading import Reading
from index.model import ImportReport, Rejection, Report
from index.readers import (
    STANDARD_INPUT,
    ChooseOptions,
    ReadOptions,
    Rejected,
    choosing,
    find_inputs,
)
from index.store import Store
from index.store.part import now_text
from index.store.rejections import real_path

if TYPE_CHECKING:
    from index.feeding import Feed

BATCH_ARTICLES: Final = 1_000
BATCH_CHARACTERS: Final = 8_000_000
"""A batch is written when it has this many articles or characters."""


GARBAGE_OBJECTS: Final = 50_000
"""New objects between two searches for garbage."""


class _Stopped(Exception):
    """The import is to end now."""


def import_inputs(
    store: Store,
    paths: Sequence[str],
    options: ReadOptions | ChooseOptions,
    *,
    report: Report | None = None,
    cancelled: Callable[[], bool] | None = None,
    on_batch: Callable[[list[str]], None] | None = None,
    stdin: BinaryIO | None = None,
    observer: Observer | None = None,
    feed: Feed | None = None,
) -> ImportReport:
    """Import files and folders.

    Args:
        store: the library.
        paths: files, folders, or `-` for standard input.
        options: how the inputs are read; or what tells it of each by its path.
        report: told of the progress, in bytes.
        cancelled: asked often whether to end; the import then stops as at Ctrl-C.
        on_batch: given the ids of new and changed articles after each batch has been committed.
        stdin: read where an input is `-`.
        observer: told what became of each item, once it has been judged.
        feed: takes the articles of each batch into the search index, where that is worth while.

    Returns:
        What was done. After Ctrl-C it says `interrupted`; all batches until then stand, and importing the
        same again goes on from there.

    Raises:
        ReaderError: a path does not exist or an option is wrong; nothing has been imported.
        LibraryBusy: another process is writing to the library.
    """
    with store.writer(), store.bulk():
        run = _Import(store, choosing(options), cancelled, on_batch, observer=observer, feed=feed)
        return run.run(paths, report, stdin)


class _Import:
    def __init__(
        self,
        store: Store,
        choose: ChooseOptions,
        cancelled: Callable[[], bool] | None,
        on_batch: Callable[[list[str]], None] | None,
        *,
        observer: Observer | None,
        feed: Feed | None,
    ) -> None:
        self._store = store
        self._choose = choose
        self._cancelled = cancelled
        self._on_batch = on_batch
        self._observer = observer
        self._feed = feed
        self._began = now_text()
        self._steps: list[Step] = []
        self._characters = 0
        self._counts: Counter[str] = Counter()
        self._numbers: dict[str, int] = {}

    def run(self, paths: Sequence[str], report: Report | None, stdin: BinaryIO | None) -> ImportReport:
        """Import, and return what was done."""
        start = monotonic()
        interrupted = False
        thresholds = gc.get_threshold()
        try:
            # Articles come and go by the thousand, and none of them is in a circle.
            gc.set_threshold(GARBAGE_OBJECTS, *thresholds[1:])
            self._run(paths, report, stdin)
        except (_Stopped, KeyboardInterrupt):
            interrupted = True
        finally:
            gc.set_threshold(*thresholds)
        return ImportReport(**self._counts, seconds=monotonic() - start, interrupted=interrupted)

    def _run(self, paths: Sequence[str], report: Report | None, stdin: BinaryIO | None) -> None:
        inputs = list(find_inputs(paths, on_problem=self._reject))
        meter = Meter(report, inputs)
        reading = Reading(
            inputs,
            self._choose,
            stdin=stdin,
            language=self._feed.language if self._feed else "",
            idle=self._look_whether_to_stop,
            on_bytes=meter.add,
            files=self._numbers,
        )
        with closing(reading):
            for given, items in reading.inputs():
                meter.begin(given)
                source = Source(
                    given,
                    real_path(given.path),
                    fixed=given.path != STANDARD_INPUT and Path(given.path).is_file(),
                )
                for item in items:
                    self._item(source, item)
                self._end(source, reading)
                self._numbers.clear()
                meter.end()
            self._write()
        meter.tell(now=True)

    def _item(self, source: Source, item: Arrived | Rejected) -> None:
        self._look_whether_to_stop()
        if isinstance(item, Rejected):
            self._reject(item, source.path_of(item.origin.path))
        else:
            self._take(source, Text(source.file(item.path), item.text, item.terms))

    def _end(self, source: Source, reading: Reading) -> None:
        self._steps.append(End(source))
        if not source.written:
            return
        self._write()
        if source.again:
            wanted = {(file.path, position) for file in source.files.values() for position in file.again}
            for item in reading.again(source.given):
                self._look_whether_to_stop()
                if isinstance(item, Arrived):
                    file = source.file(item.path)
                    if (file.path, item.text.record.place.position) in wanted:
                        self._take(source, Text(file, item.text, item.terms, final=True))
            source.forget_again()
            self._steps.append(End(source))
            self._write()

    def _look_whether_to_stop(self) -> None:
        if self._cancelled is not None and self._cancelled():
            raise _Stopped

    def _reject(self, item: Rejected, path: str | None = None) -> None:
        said = Rejection(
            item.origin.path, item.origin.line, item.reason, excerpt=item.excerpt, when=self._began
        )
        self._steps.append(Reject(path or real_path(item.origin.path), said, item.format))
        if len(self._steps) >= BATCH_ARTICLES:
            self._write()

    def _take(self, source: Source, step: Text) -> None:
        self._steps.append(step)
        self._characters += step.text.size
        if len(self._steps) >= BATCH_ARTICLES or self._characters >= BATCH_CHARACTERS:
            source.written = True
            self._write()
            self._numbers.update(source.numbers())

    def _write(self) -> None:
        """Write all that was gathered, in one transaction."""
        steps, self._steps, self._characters = self._steps, [], 0
        if not steps:
            return
        with self._store.writing() as writer:
            batch = Batch(writer, self._began, self._observer)
            batch.do(steps)
        self._counts.update(batch.counts)
        if self._feed is not None:
            self._feed.take(batch.written)
        if batch.ids and self._on_batch is not None:
            self._on_batch(list(batch.ids))
        self._look_whether_to_stop()
