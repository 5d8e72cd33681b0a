"""The desk over a library, on a pseudo-terminal: starting, typing, moving, and the memory it takes.

`python -m tests.bench.scale.desk LIBRARY` prints the figures. The library counts as analysed afterwards.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, sleep
from typing import Final

from index.library import Library, open_library
from tests.bench.scale.figures import figures_of
from tests.bench.scale.frames import Frames
from tests.bench.scale.making import mark_analysed
from tests.bench.scale.queries import Asked, Drawing
from tests.bench.scale.records import ALL, MEGABYTES, OWN, Record, once, timed
from tests.bench.startup import BARE_APP, BARE_LIST, EVTUI
from tests.bench.table import print_figures
from tests.bench.terminal import TerminalProgram

STARTS: Final = 9
TYPED_OF_EACH_KIND: Final = 2
LEAST_ANSWERS: Final = 100
"""Answers that the desk has given when its memory is looked at."""
MOVES: Final = 60
STEPS: Final = 10
"""Bars to one side before it goes back."""
STILL_SECONDS: Final = 2.0
"""A key that has painted nothing for so long moved nothing."""
KEY_SECONDS: Final = 0.12
"""Between two keys of a person who types a hundred words a minute."""

BARE_START: Final = "bare Textual"
BARE_MOVES: Final = "bare OptionList"
PEER_TEXT: Final = "row 20"
DOWN, UP, PAGE_DOWN, PAGE_UP = "\x1b[B", "\x1b[A", "\x1b[6~", "\x1b[5~"
HOME, END, LEFT, RIGHT = "\x1b[H", "\x1b[F", "\x1b[D", "\x1b[C"
CLEAR: Final = "\x15"
"""Ctrl and U: what is left of the cursor is deleted."""
IN_PLACE: Final = "search the library"
"""What the desk shows once it takes keys."""
STOP_ANALYSIS: Final = "A"
SEARCH, ENTER = "/", "\r"
HISTOGRAM: Final = "1"


@dataclass(frozen=True, slots=True)
class Typed:
    """A query as it grows under the keys: each text that was on the search line, and its hits."""

    keys: tuple[str, ...]
    texts: tuple[str, ...]
    totals: tuple[int, ...]


def typed(library: Library, queries: Sequence[Asked]) -> list[Typed]:
    """Return what the desk must find after each key of some queries."""
    found = []
    for query in queries:
        texts = tuple(query.text[:length] for length in range(1, len(query.text) + 1))
        totals = tuple(library.count(library.compile(text, lenient=True)) for text in texts)
        found.append(Typed(tuple(query.text), texts, totals))
    return found


def measure_starts(folder: Path, articles: int) -> dict[str, list[float]]:
    """Return the seconds from the start of the process to `paint`, `place` and `result`, for each start."""
    samples: dict[str, list[float]] = {"paint": [], "place": [], "result": []}
    for _ in range(STARTS):
        with TerminalProgram([EVTUI, "-L", str(folder)], environment=_own_environment()) as program:
            frames = Frames(program)
            samples["paint"].append(frames.painted("Timeline"))
            samples["place"].append(frames.painted(IN_PLACE))
            samples["result"].append(frames.painted(_hits(articles, articles)))
    return samples


def measure_bare_starts() -> list[float]:
    """Return the seconds from the start of an empty program of Textual to its first paint."""
    samples = []
    for _ in range(STARTS):
        with TerminalProgram([sys.executable, "-c", BARE_APP]) as program:
            samples.append(Frames(program).painted("painted"))
    return samples


def measure_typing(
    folder: Path, articles: int, growing: Sequence[Typed]
) -> tuple[list[float], Mapping[str, float], int]:
    """Type queries letter by letter: each once the one before was answered, not faster than a person does.

    Returns:
        The seconds from each key to the painted rows of its own answer, the memory of the desk afterwards
        (see `memory_of`), and how many answers it had given by then.
    """
    samples: list[float] = []
    with TerminalProgram([EVTUI, "-L", str(folder)], environment=_own_environment()) as program:
        frames = _opened(program, articles)
        program.send(SEARCH)
        frames.settle()
        answers = 1
        while answers < LEAST_ANSWERS or not samples:
            for query in growing:
                for key, total in zip(query.keys, query.totals, strict=True):
                    samples.append(_key_to_result(program, frames, key, _hits(total, articles)))
                    sleep(max(0.0, KEY_SECONDS - samples[-1]))
                answers += len(query.keys) + 1
                _key_to_result(program, frames, CLEAR, _hits(articles, articles))
                frames.settle()
        frames.settle(1.0)
        memory = memory_of(program.process_id)
    return samples, memory, answers


def measure_moves(folder: Path, articles: int) -> dict[str, list[float]]:
    """Return the seconds from a key to its painted frame: `cursor`, `page`, `jump` and `histogram`."""
    with TerminalProgram([EVTUI, "-L", str(folder)], environment=_own_environment()) as program:
        frames = _opened(program, articles)
        samples = {name: _frames_of(program, frames, keys) for name, keys in _list_keys().items()}
        program.send(HISTOGRAM)
        frames.settle(0.5)
        samples["histogram"] = _frames_of(
            program, frames, [*[LEFT] * STEPS, *[RIGHT] * STEPS] * (MOVES // STEPS // 2)
        )
    return samples


def measure_bare_moves() -> dict[str, list[float]]:
    """Return the same of a list of 200 rows in an empty program of Textual."""
    with TerminalProgram([sys.executable, "-c", BARE_LIST]) as program:
        frames = Frames(program)
        frames.painted(PEER_TEXT)
        frames.settle(1.0)
        return {name: _frames_of(program, frames, keys) for name, keys in _list_keys().items()}


def memory_of(process: int) -> Mapping[str, float]:
    """Return the resident memory of a process in megabytes: `resident`, and `files` that are mapped of it."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()[1:]
    kilobytes = {name: int(rest.split()[0]) for name, _, rest in (line.partition(":") for line in lines)}
    resident = kilobytes["Rss"] * 1024 / 1e6
    return {"resident": resident, "files": resident - kilobytes["Anonymous"] * 1024 / 1e6}


def measure(folder: Path, queries: Sequence[Asked] | None = None) -> list[Record]:
    """Measure everything on a library that is indexed and counts as analysed.

    Args:
        folder: the library.
        queries: what is typed; None draws some.
    """
    with open_library(folder) as library:
        articles = library.store.count()
        growing = typed(library, queries or Drawing(library).some(TYPED_OF_EACH_KIND))
    records = [
        timed("start", part, OWN, seconds) for part, seconds in measure_starts(folder, articles).items()
    ]
    records.append(timed("start", "paint", BARE_START, measure_bare_starts()))
    keystrokes, memory, answers = measure_typing(folder, articles, growing)
    records.append(timed("keystroke", ALL, OWN, keystrokes))
    records += [once("memory", part, OWN, MEGABYTES, megabytes) for part, megabytes in memory.items()]
    records.append(once("memory", "answers", OWN, "", answers))
    for who, moves in ((OWN, measure_moves(folder, articles)), (BARE_MOVES, measure_bare_moves())):
        records += [timed("frame", part, who, seconds) for part, seconds in moves.items()]
    return records


def _opened(program: TerminalProgram, articles: int) -> Frames:
    """Wait until the desk shows everything; keep it from analysing while it is measured."""
    frames = Frames(program)
    # The first result is painted before the desk that takes keys; its answer comes once more in that.
    frames.until(lambda text: IN_PLACE in text)
    frames.until(lambda text: _hits(articles, articles) in text)
    program.send(STOP_ANALYSIS)
    frames.settle(1.0)
    return frames


def _key_to_result(program: TerminalProgram, frames: Frames, key: str, hits: str) -> float:
    asked = perf_counter()
    program.send(key)
    return frames.until(lambda text: hits in text).at - asked


def _frames_of(program: TerminalProgram, frames: Frames, keys: Sequence[str]) -> list[float]:
    """Return the seconds from each key to its frame; a key at an end of what it moves in paints nothing."""
    samples = []
    for key in keys:
        asked = perf_counter()
        program.send(key)
        with suppress(TimeoutError):
            samples.append(frames.next(STILL_SECONDS).at - asked)
        frames.settle()
    if len(samples) < len(keys) / 2:
        raise TimeoutError(f"of {len(keys)} keys, {len(samples)} painted something")
    return samples


def _list_keys() -> Mapping[str, Sequence[str]]:
    return {
        "cursor": _there_and_back(DOWN, UP),
        "page": _there_and_back(PAGE_DOWN, PAGE_UP),
        "jump": [END, HOME] * (MOVES // 2),
    }


def _there_and_back(there: str, back: str) -> list[str]:
    return [there if number % 20 < 15 else back for number in range(MOVES)]


def _hits(total: int, articles: int) -> str:
    """Return the beginning of the status line's facts; a blank before it, lest a longer number ends so."""
    return f" {total:,} of {articles:,}"


def _own_environment() -> Mapping[str, str]:
    return {"LANG": os.environ.get("LANG", "C.UTF-8")}


def main(folder: Path) -> None:
    """Measure and print."""
    with open_library(folder) as library:
        library.catch_up()
        if not library.analysed:
            mark_analysed(library)
    print_figures(f"The desk over {folder.name}", figures_of(measure(folder)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
