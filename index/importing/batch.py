"""A batch of an import: what was read is judged and written, in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from index.engines.base import TermText
from index.importing.candidate import Candidate
from index.importing.judge import FileState, Judge, Judgement, Verdict
from index.importing.outcome import REJECTED, Observer, Outcome
from index.model import Rejection
from index.readers import Input
from index.store import ArticleWriter, Record

PUT_OFF_CHARACTERS: Final = 8_000_000
"""Texts that wait for the end of their input stay in memory up to this; the others are read once more."""


@dataclass(slots=True, eq=False)
class File:
    """A file while it is imported: an input, or what lies inside one.

    Attributes:
        source: the input that it lies in.
        shown: its path as it is shown.
        path: its path as it is compared.
        state: what the judge knows of it, from its first batch on.
        waiting: texts that are judged at its end.
        again: positions of such texts that had no more room in memory.
    """

    source: Source
    shown: str
    path: str
    state: FileState | None = None
    waiting: list[tuple[Text, Judgement]] = field(default_factory=list)
    again: set[int] = field(default_factory=set)


@dataclass(slots=True, eq=False)
class Source:
    """An input while it is imported, with all files that lie in it.

    Attributes:
        given: the input.
        path: its path as it is compared.
        fixed: whether it can be read again, unlike standard input or a pipe.
        files: by the path as it is shown.
        waiting_characters: of all texts that wait for its end.
        written: whether a batch of it has been written before its end.
    """

    given: Input
    path: str
    fixed: bool
    files: dict[str, File] = field(default_factory=dict)
    waiting_characters: int = 0
    written: bool = False

    def file(self, shown: str) -> File:
        """Return the file with a path as it is shown."""
        file = self.files.get(shown)
        if file is None:
            file = self.files[shown] = File(self, shown, self.path_of(shown))
        return file

    def path_of(self, shown: str) -> str:
        """Return the path of a file as it is compared: that of the input, and the way inside it."""
        return self.path + shown.removeprefix(self.given.shown) if shown != self.given.shown else self.path

    def numbers(self) -> dict[str, int]:
        """Return the numbers in the store of files that have one already, by the path as it is shown."""
        return {shown: file.state.number for shown, file in self.files.items() if file.state is not None}

    @property
    def again(self) -> bool:
        """Whether texts of it have to be read once more."""
        return any(file.again for file in self.files.values())

    def forget_again(self) -> None:
        """Note that they were."""
        for file in self.files.values():
            file.again = set()


@dataclass(frozen=True, slots=True)
class Text:
    """An article that was read.

    Attributes:
        file: where it stands.
        text: what may be written.
        terms: of title and body, where they were analysed on the way.
        final: the file has been read to its end, so that nothing is put off.
    """

    file: File
    text: Candidate
    terms: tuple[TermText, TermText] | None = None
    final: bool = False


@dataclass(frozen=True, slots=True)
class Reject:
    """An item that was left out; `file` is its path as it is compared."""

    file: str
    rejection: Rejection
    format: str


@dataclass(frozen=True, slots=True)
class End:
    """An input has been read to its end."""

    source: Source


Step = Text | Reject | End


@dataclass(slots=True)
class Written:
    """What a batch did to the articles of the store.

    Attributes:
        before, after: the numbers of the latest change before it and after it.
        added: new articles by id, with their terms where they were analysed on the way.
        changed: ids of articles that were there before, in this batch or an earlier one.
    """

    before: int = 0
    after: int = 0
    added: dict[str, tuple[Record, tuple[TermText, TermText] | None]] = field(default_factory=dict)
    changed: dict[str, None] = field(default_factory=dict)


class Batch:
    """The steps of one transaction, counted under the names that they have in the report.

    Attributes:
        counts: by name.
        ids: of new and changed articles.
        written: the same with all that an index takes of them.
    """

    def __init__(self, writer: ArticleWriter, began: str, observer: Observer | None) -> None:
        self.counts: Counter[str] = Counter()
        self.ids: dict[str, None] = {}
        self.written = Written()
        self._writer = writer
        self._judge = Judge(writer)
        self._began = began
        self._observer = observer

    def do(self, steps: Sequence[Step]) -> None:
        """Do the steps."""
        self.written.before = self._writer.last_change()
        texts = [step.text for step in steps if isinstance(step, Text)]
        self._writer.expect((text.identity, text.record) for text in texts)
        for step in steps:
            if isinstance(step, Text):
                self._judged(step)
            elif isinstance(step, Reject):
                self._rejected(step)
            else:
                self._end(step.source)
        self._writer.finish()
        self.written.after = self._writer.last_change()

    def _rejected(self, step: Reject) -> None:
        self._writer.reject(step.file, [step.rejection])
        self.counts["rejected"] += 1
        if self._observer is not None:
            said = step.rejection
            self._observer(
                Outcome(REJECTED, step.file, step.format, None, (said.reason,), said.path, said.line)
            )

    def _judged(self, step: Text) -> None:
        file, text = step.file, step.text
        if file.state is None:
            file.state = self._judge.enter(file.path, file.shown)
        judgement = self._judge.judge(file.state, text, final=step.final)
        if judgement.verdict is Verdict.LATER:
            _put_off(step, judgement)
            return
        doubts = (*text.doubts, judgement.doubt) if judgement.doubt else text.doubts
        self._count(judgement, step, doubtful=bool(doubts))
        if self._observer is not None:
            verdict, line = judgement.verdict.value, text.record.place.line
            self._observer(Outcome(verdict, file.source.path, text.format, text, doubts, file.shown, line))
        if doubts:
            self._writer.reject(file.path, [self._doubt(file, text, reason) for reason in doubts])

    def _count(self, judgement: Judgement, step: Text, *, doubtful: bool) -> None:
        if judgement.verdict is Verdict.DUPLICATE:
            self.counts["duplicates"] += 1
            return
        self.ids[judgement.id] = None
        if judgement.verdict is Verdict.ADDED:
            self.counts["added"] += 1
            self.written.added[judgement.id] = (step.text.record, step.terms)
        else:
            self.counts["updated"] += 1
            self.written.changed[judgement.id] = None
        if doubtful:
            self.counts["doubts"] += 1

    def _doubt(self, file: File, text: Candidate, reason: str) -> Rejection:
        line, excerpt = text.record.place.line, text.record.title
        return Rejection(file.shown, line, reason, kept=True, excerpt=excerpt, when=self._began)

    def _end(self, source: Source) -> None:
        # Returns to an old text first: that takes their articles from the texts that stand in their places.
        for file in source.files.values():
            for returns in (True, False):
                for step, judgement in file.waiting:
                    if judgement.returns is returns:
                        self._judged(Text(file, step.text, step.terms, final=True))
            file.waiting.clear()
        if source.again:
            return
        for file in source.files.values():
            if file.state is not None:
                self._judge.leave(file.state)
        self._writer.forget_rejections(source.path, self._began)


def _put_off(step: Text, judgement: Judgement) -> None:
    source = step.file.source
    if source.waiting_characters + step.text.size > PUT_OFF_CHARACTERS and source.waiting_characters:
        step.file.again.add(step.text.record.place.position)
        return
    source.waiting_characters += step.text.size
    step.file.waiting.append((step, judgement))
