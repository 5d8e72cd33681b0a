"""The pictures of the scale benchmark: which lines stand in which of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.bench.plot import Axis, Goal, Line, chart
from tests.bench.scale.goals import ANSWER, FRAME, KEYSTROKE, MEMORY, REINDEX, RESULT
from tests.bench.scale.queries import KINDS
from tests.bench.scale.records import ALL, OWN, Record

FOLDER: Final = Path(__file__).parents[3] / "docs" / "images"
PREFIX: Final = "bench-"
_THOUSAND, _MILLION = 1_000, 1_000_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """A line that is wanted: of which figure, and whether its 95th percentile or its median."""

    name: str
    what: str
    part: str
    who: str
    p95: bool = True


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: its file, its title, what is on the axis that goes up, its lines and its goals."""

    file: str
    title: str
    up: Axis
    lines: tuple[Wanted, ...]
    goals: tuple[Goal, ...] = ()


def _written_seconds(seconds: float) -> str:
    if seconds >= 1:
        return f"{seconds:,.0f} s"
    return f"{seconds * _THOUSAND:g} ms"


def _written_megabytes(megabytes: float) -> str:
    return f"{megabytes / _THOUSAND:g} GB" if megabytes >= _THOUSAND else f"{megabytes:g} MB"


def _written_count(count: float) -> str:
    if count >= _MILLION:
        return f"{count / _MILLION:g}M"
    return f"{count / _THOUSAND:g}k" if count >= _THOUSAND else f"{count:g}"


ACROSS: Final = Axis("articles", _written_count)
TIME: Final = Axis("time", _written_seconds)
BYTES: Final = Axis("size", _written_megabytes)
RATE: Final = Axis("articles/s", _written_count)
PEERS: Final = ("raw tantivy", "SQLite FTS5", "Xapian", "Whoosh", "ripgrep")

PICTURES: Final = (
    Picture(
        "answers.svg",
        "A whole answer, median over all kinds of query",
        TIME,
        (
            Wanted("evtui", "answer", ALL, OWN, p95=False),
            Wanted("evtui, p95", "answer", ALL, OWN),
            *(Wanted(peer, "answer", ALL, peer, p95=False) for peer in PEERS),
        ),
        (Goal("goal for the p95 at 1M", ANSWER),),
    ),
    Picture(
        "kinds.svg",
        "A whole answer of evtui by kind of query, p95",
        TIME,
        tuple(Wanted(kind, "answer", kind, OWN) for kind in KINDS),
        (Goal("goal at 1M", ANSWER),),
    ),
    Picture(
        "desk.svg",
        "The desk on a terminal, p95",
        TIME,
        (
            Wanted("start to first result", "start", "result", OWN),
            Wanted("start to first paint", "start", "paint", OWN),
            Wanted("key to painted result", "keystroke", ALL, OWN),
            Wanted("frame: cursor", "frame", "cursor", OWN),
            Wanted("frame: page", "frame", "page", OWN),
            Wanted("frame: jump", "frame", "jump", OWN),
            Wanted("frame: histogram", "frame", "histogram", OWN),
        ),
        (
            Goal("goal of the first result", RESULT),
            Goal("goal of a key", KEYSTROKE),
            Goal("goal of a frame", FRAME),
        ),
    ),
    Picture(
        "memory.svg",
        "Memory of the desk, and size of the index",
        BYTES,
        (
            Wanted("resident", "memory", "resident", OWN),
            Wanted("mapped files of it", "memory", "files", OWN),
            Wanted("index of evtui", "size", ALL, OWN),
            Wanted("index of raw tantivy", "size", ALL, "raw tantivy"),
        ),
        (Goal("goal of the memory", MEMORY),),
    ),
    Picture(
        "rates.svg",
        "Into the index",
        RATE,
        (
            Wanted("evtui: import", "import", ALL, OWN),
            Wanted("evtui: reindex", "reindex", ALL, OWN),
            *(Wanted(f"{peer}: import", "import", ALL, peer) for peer in PEERS if peer != "ripgrep"),
        ),
        (Goal("goal of a reindex", REINDEX),),
    ),
    Picture(
        "upkeep.svg",
        "Words that distinguish a result; one article until it is found, p95",
        TIME,
        (
            Wanted("words of a result", "words", ALL, OWN),
            Wanted("update of an article", "update", ALL, OWN),
            Wanted("raw tantivy: update", "update", ALL, "raw tantivy"),
        ),
    ),
)


def draw(records: Sequence[Record], collection: str, folder: Path = FOLDER) -> list[tuple[Path, str]]:
    """Draw all pictures for which there are figures; return their files and titles."""
    folder.mkdir(parents=True, exist_ok=True)
    drawn = []
    for picture in PICTURES:
        lines = [line for wanted in picture.lines if (line := _line(records, collection, wanted)).points]
        if lines:
            path = folder / f"{PREFIX}{picture.file}"
            path.write_text(chart(picture.title, ACROSS, picture.up, lines, picture.goals), encoding="utf-8")
            drawn.append((path, picture.title))
    return drawn


def _line(records: Iterable[Record], collection: str, wanted: Wanted) -> Line:
    points = sorted(
        (float(record.articles), record.p95 if wanted.p95 else record.median)
        for record in records
        if record.collection == collection
        and (record.what, record.part, record.who) == (wanted.what, wanted.part, wanted.who)
    )
    return Line(wanted.name, [point for point in points if point[1] > 0])
