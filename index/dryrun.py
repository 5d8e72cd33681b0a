"""What an import would do: all of it but the writing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from index.errors import ReaderError
from index.importing.outcome import ADDED, DUPLICATE, REJECTED, UPDATED, Outcome
from index.model import Report
from index.readers.draft import ChooseOptions, ReadOptions, choosing
from index.readers.formats import CSV, FORMATS, JSON, JSON_LINES, PARQUET, TSV, chain_title

if TYPE_CHECKING:
    from index.readers.context import Context, Reader
    from index.readers.draft import Draft, Rejected

SHOWN_ARTICLES: Final = 3
"""Articles of each format that are shown."""
SHOWN_CHARACTERS: Final = 200
"""Characters of the text of each."""
MAX_REASONS: Final = 200
"""Different reasons that are counted one by one for each format; the rest are counted together."""

_RECORDS: Final = frozenset({JSON, JSON_LINES, CSV, TSV, PARQUET})
_MAX_WHOLE_BYTES: Final = 32 * 1024 * 1024
"""The largest document of JSON that is loaded once more to see which names gave its fields."""


@dataclass(frozen=True, slots=True)
class Preview:
    """An article as it would be."""

    title: str
    beginning: str
    day: date | None
    time: time | None
    source: str
    author: str
    url: str
    path: str
    line: int


@dataclass(slots=True)
class Reason:
    """Why items were left out or doubted, and the first of them."""

    reason: str
    kept: bool
    path: str
    line: int
    count: int = 0


@dataclass(slots=True)
class FormatForecast:
    """What would become of what lies in one format.

    Attributes:
        format: as in `Draft.format`: `zip/html`; empty for what was not recognised.
        paths: the files on disk.
        counts: verdict → items.
        doubts: articles that would be kept with a doubt.
        first: the first articles of it.
        reasons: by reason and whether the item is kept.
        others: items whose reason is not among those.
        columns: field → name in the records of the first file, where the format has records.
    """

    format: str
    paths: set[str] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)
    doubts: int = 0
    first: list[Preview] = field(default_factory=list)
    reasons: dict[tuple[str, bool], Reason] = field(default_factory=dict)
    others: int = 0
    columns: dict[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """What people call it: `web pages in zip archives`."""
        return chain_title(self.format) or "not read"

    @property
    def articles(self) -> int:
        """How many articles were found."""
        return sum(self.counts[verdict] for verdict in (ADDED, UPDATED, DUPLICATE))


@dataclass(frozen=True, slots=True)
class Forecast:
    """What an import would do. `interrupted`: it was stopped, and the figures are not those of everything."""

    formats: tuple[FormatForecast, ...]
    seconds: float
    interrupted: bool

    def count(self, verdict: str) -> int:
        """Return how many items of all formats have a verdict."""
        return sum(each.counts[verdict] for each in self.formats)


def forecast(
    folder: Path,
    paths: Sequence[str],
    options: ReadOptions | ChooseOptions | None = None,
    *,
    report: Report | None = None,
    cancelled: Callable[[], bool] | None = None,
    stdin: BinaryIO | None = None,
) -> Forecast:
    """Read inputs as an import would, and say what would become of them. Nothing of the library is changed.

    Args:
        folder: of the library, which need not exist, and may be written to by others meanwhile.
        paths: files and folders; `-` is standard input.
        options: how to read them; or what tells it of each by its path.
        report: told of the progress, in bytes.
        cancelled: asked often whether to stop.
        stdin: what `-` reads from.

    Raises:
        ReaderError: a path does not exist or an option is wrong.
        LibraryError: the library cannot be read.
        Cancelled: when `cancelled` said so before anything was read.
    """
    from index.importing import import_inputs
    from index.store.rehearsal import rehearsal

    choose = choosing(options or ReadOptions())
    collected: dict[str, FormatForecast] = {}
    with rehearsal(folder, cancelled) as store:
        done = import_inputs(
            store,
            paths,
            choose,
            report=report,
            cancelled=cancelled,
            stdin=stdin,
            observer=lambda outcome: _collect(collected, outcome),
        )
    for each in collected.values():
        if each.format in _RECORDS:
            each.columns = _columns(each.format, min(each.paths), choose)
    return Forecast(tuple(collected.values()), done.seconds, done.interrupted)


def _collect(collected: dict[str, FormatForecast], outcome: Outcome) -> None:
    into = collected.get(outcome.format)
    if into is None:
        into = collected[outcome.format] = FormatForecast(outcome.format)
    kept = outcome.verdict != REJECTED
    if kept or "/" not in outcome.format:  # what is left out of an archive is no file on disk
        into.paths.add(outcome.path)
    into.counts[outcome.verdict] += 1
    if kept:
        _show(into, outcome)
    # A duplicate brings nothing into the library, nor do the doubts about it.
    if outcome.verdict != DUPLICATE:
        into.doubts += kept and bool(outcome.remarks)
        for remark in outcome.remarks:
            _count(into, remark, outcome, kept=kept)


def _count(into: FormatForecast, remark: str, outcome: Outcome, *, kept: bool) -> None:
    reason = into.reasons.get((remark, kept))
    if reason is None:
        if len(into.reasons) >= MAX_REASONS:
            into.others += 1
            return
        reason = into.reasons[remark, kept] = Reason(remark, kept, outcome.shown, outcome.line)
    reason.count += 1


def _show(into: FormatForecast, outcome: Outcome) -> None:
    if outcome.text is None or len(into.first) >= SHOWN_ARTICLES:
        return
    record = outcome.text.record
    into.first.append(
        Preview(
            title=record.title,
            beginning=" ".join(record.body[: 2 * SHOWN_CHARACTERS].split())[:SHOWN_CHARACTERS],
            day=record.day,
            time=record.time,
            source=record.source,
            author=record.author,
            url=record.url,
            path=outcome.shown,
            line=outcome.line,
        )
    )


def _columns(kind: str, path: str, choose: ChooseOptions) -> dict[str, str]:
    """Return which names of a file's records gave which fields of its first articles."""
    from index.readers.inputs import Input
    from index.readers.read import read

    place = Path(path)
    try:
        if not place.is_file() or (kind == JSON and place.stat().st_size > _MAX_WHOLE_BYTES):
            return {}
    except OSError:
        return {}
    met: list[Context] = []

    def noting(reader: Reader) -> Reader:
        def run(context: Context) -> Iterator[Draft | Rejected]:
            met.append(context)
            return reader(context)

        return run

    try:
        readers = {kind: noting(FORMATS[kind].load())}
    except ReaderError:  # an extra is missing; that is among the reasons already
        return {}
    for _ in islice(read(Input(path), choose(path), readers=readers), SHOWN_ARTICLES):
        pass
    return dict(met[0].columns) if met else {}
