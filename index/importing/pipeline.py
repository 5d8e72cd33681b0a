"""The way of an import: inputs are read one after the other, judged and written in batches.

Reading goes on outside of any transaction, so that a star set meanwhile waits for a write of some
milliseconds and not for a slow file. A batch is one transaction: whatever ends the import
leaves a whole library.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import BinaryIO, Final

from index.importing.candidate import Candidate, candidate
from index.importing.judge import FileState, Judge, Judgement, Verdict
from index.importing.meter import Meter
from index.importing.outcome import REJECTED, Observer, Outcome
from index.model import ImportReport, Rejection, Report
from index.readers import (
    STANDARD_INPUT,
    ChooseOptions,
    Draft,
    Input,
    ReadOptions,
    Rejected,
    choosing,
    find_inputs,
    read,
)
from index.store import ArticleWriter, Store
from index.store.part import now_text
from index.store.rejections import real_path

BATCH_ARTICLES: Final = 500
BATCH_CHARACTERS: Final = 8_000_000
"""A batch is written when it has this many articles or characters."""
PUT_OFF_CHARACTERS: Final = 8_000_000
"""Texts that wait for the end of their file stay in memory up to this; the others are read once more."""


class _Stopped(Exception):
    """The import is to end now."""


@dataclass(slots=True)
class _File:
    """An input while it is imported.

    Attributes:
        fixed: whether it can be read again, unlike standard input or a pipe.
        state: what the judge knows of it, from its first batch on.
        waiting: texts that are judged at its end.
        again: positions of such texts that had no more room in memory.
        written: whether a batch of it has been written before its end.
        articles: how many it gave.
    """

    given: Input
    path: str
    fixed: bool
    state: FileState | None = None
    waiting: list[tuple[Candidate, Judgement]] = field(default_factory=list)
    waiting_characters: int = 0
    again: set[int] = field(default_factory=set)
    written: bool = False
    articles: int = 0


@dataclass(frozen=True, slots=True)
class _Text:
    file: _File
    text: Candidate
    final: bool = False


@dataclass(frozen=True, slots=True)
class _Reject:
    file: str
    rejection: Rejection
    format: str


@dataclass(frozen=True, slots=True)
class _End:
    file: _File


_Step = _Text | _Reject | _End


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

    Returns:
        What was done. After Ctrl-C it says `interrupted`; all batches until then stand, and importing the
        same again goes on from there.

    Raises:
        ReaderError: a path does not exist or an option is wrong; nothing has been imported.
        LibraryBusy: another process is writing to the library.
    """
    with store.writer():
        return _Import(store, options, cancelled, on_batch, stdin, observer=observer).run(paths, report)


class _Import:
    def __init__(
        self,
        store: Store,
        options: ReadOptions | ChooseOptions,
        cancelled: Callable[[], bool] | None,
        on_batch: Callable[[list[str]], None] | None,
        stdin: BinaryIO | None,
        *,
        observer: Observer | None,
    ) -> None:
        self._store = store
        self._choose = choosing(options)
        self._cancelled = cancelled
        self._on_batch = on_batch
        self._stdin = stdin
        self._observer = observer
        self._began = now_text()
        self._steps: list[_Step] = []
        self._characters = 0
        self._counts: Counter[str] = Counter()

    def run(self, paths: Sequence[str], report: Report | None) -> ImportReport:
        """Import, and return what was done."""
        start = monotonic()
        interrupted = False
        try:
            self._run(paths, report)
        except (_Stopped, KeyboardInterrupt):
            interrupted = True
        return ImportReport(**self._counts, seconds=monotonic() - start, interrupted=interrupted)

    def _run(self, paths: Sequence[str], report: Report | None) -> None:
        inputs = list(find_inputs(paths, on_problem=self._reject))
        meter = Meter(report, inputs)
        for given in inputs:
            meter.begin(given)
            self._read(given, meter)
            meter.end()
        self._write()
        meter.tell(now=True)

    def _read(self, given: Input, meter: Meter) -> None:
        path = real_path(given.path)
        file = _File(given, path, fixed=given.path != STANDARD_INPUT and Path(given.path).is_file())
        for item in self._items(given, meter.add):
            if isinstance(item, Rejected):
                self._reject(item, path)
                continue
            file.articles += 1
            self._take(_Text(file, candidate(item, fixed=file.fixed)))
        self._steps.append(_End(file))
        if not file.written:
            return
        self._write()
        if file.again:
            self._read_again(file)

    def _read_again(self, file: _File) -> None:
        wanted = file.again
        for item in self._items(file.given, None):
            if isinstance(item, Draft) and item.origin.position in wanted:
                self._take(_Text(file, candidate(item, fixed=True), final=True))
        file.again = set()
        self._steps.append(_End(file))
        self._write()

    def _items(self, given: Input, on_bytes: Callable[[int], None] | None) -> Iterator[Draft | Rejected]:
        for item in read(given, self._choose(given.path), stdin=self._stdin, on_bytes=on_bytes):
            if self._cancelled is not None and self._cancelled():
                raise _Stopped
            yield item

    def _reject(self, item: Rejected, path: str | None = None) -> None:
        said = Rejection(
            item.origin.path, item.origin.line, item.reason, excerpt=item.excerpt, when=self._began
        )
        self._steps.append(_Reject(path or real_path(item.origin.path), said, item.format))
        if len(self._steps) >= BATCH_ARTICLES:
            self._write()

    def _take(self, step: _Text) -> None:
        self._steps.append(step)
        self._characters += step.text.size
        if len(self._steps) >= BATCH_ARTICLES or self._characters >= BATCH_CHARACTERS:
            step.file.written = True
            self._write()

    def _write(self) -> None:
        """Write all that was gathered, in one transaction."""
        steps, self._steps, self._characters = self._steps, [], 0
        if not steps:
            return
        with self._store.writing() as writer:
            batch = _Batch(writer, self._began, self._observer)
            for step in steps:
                batch.do(step)
        self._counts.update(batch.counts)
        if batch.ids and self._on_batch is not None:
            self._on_batch(list(batch.ids))
        if self._cancelled is not None and self._cancelled():
            raise _Stopped


class _Batch:
    """The steps of one transaction, counted under the names that they have in the report."""

    def __init__(self, writer: ArticleWriter, began: str, observer: Observer | None) -> None:
        self.counts: Counter[str] = Counter()
        self.ids: dict[str, None] = {}
        self._writer = writer
        self._judge = Judge(writer)
        self._began = began
        self._observer = observer

    def do(self, step: _Step) -> None:
        """Do one step."""
        if isinstance(step, _Reject):
            self._writer.reject(step.file, [step.rejection])
            self.counts["rejected"] += 1
            if self._observer is not None:
                said = step.rejection
                self._observer(
                    Outcome(REJECTED, step.file, step.format, None, (said.reason,), said.path, said.line)
                )
        elif isinstance(step, _Text):
            self._judged(step.file, step.text, final=step.final)
        else:
            self._end(step.file)

    def _judged(self, file: _File, text: Candidate, *, final: bool) -> None:
        if file.state is None:
            file.state = self._judge.enter(file.path, file.given.shown)
        judgement = self._judge.judge(file.state, text, final=final)
        if judgement.verdict is Verdict.LATER:
            _put_off(file, text, judgement)
            return
        doubts = (*text.doubts, judgement.doubt) if judgement.doubt else text.doubts
        self._count(judgement, doubtful=bool(doubts))
        if self._observer is not None:
            line, verdict = text.record.place.line, judgement.verdict.value
            self._observer(Outcome(verdict, file.path, text.format, text, doubts, file.given.shown, line))
        if doubts:
            self._writer.reject(file.path, [self._doubt(file, text, reason) for reason in doubts])

    def _count(self, judgement: Judgement, *, doubtful: bool) -> None:
        if judgement.verdict is Verdict.DUPLICATE:
            self.counts["duplicates"] += 1
            return
        self.ids[judgement.id] = None
        self.counts["added" if judgement.verdict is Verdict.ADDED else "updated"] += 1
        if doubtful:
            self.counts["doubts"] += 1

    def _doubt(self, file: _File, text: Candidate, reason: str) -> Rejection:
        line, excerpt = text.record.place.line, text.record.title
        return Rejection(file.given.shown, line, reason, kept=True, excerpt=excerpt, when=self._began)

    def _end(self, file: _File) -> None:
        # Returns to an old text first: that takes their articles from the texts that stand in their places.
        for returns in (True, False):
            for text, judgement in file.waiting:
                if judgement.returns is returns:
                    self._judged(file, text, final=True)
        file.waiting.clear()
        if file.again:
            return
        if file.state is not None:
            self._judge.leave(file.state)
        self._writer.forget_rejections(file.path, self._began)


def _put_off(file: _File, text: Candidate, judgement: Judgement) -> None:
    if file.waiting_characters + text.size > PUT_OFF_CHARACTERS and file.waiting:
        file.again.add(text.record.place.position)
        return
    file.waiting_characters += text.size
    file.waiting.append((text, judgement))
