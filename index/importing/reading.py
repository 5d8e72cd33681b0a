"""Reading all inputs of an import, in their order, with as many processes as help.

Little and light input is read in this process, since starting another takes longer. What is heavy always goes
to one with limits. Of everything else, inputs are read ahead by the crew, one input a task, and large JSON
Lines in blocks. Whoever reads them, the items come in the order in which one process would give them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, Final

from index.importing.crew import Crew, Job, crew_size
from index.importing.cutting import Cutting
from index.importing.parcels import Arrived, Item, Read, Shift, arrived
from index.importing.tasks import WholeInput
from index.readers import STANDARD_INPUT, ChooseOptions, Draft, Input, ReadOptions, Rejected, read
from index.readers.budget import Budget
from index.readers.formats import FORMATS, JSON_LINES
from index.readers.recognise import recognise
from index.readers.stream import DAMAGE, open_stream

LIGHT_BYTES: Final = 1_000_000
"""Light inputs of up to so many bytes in all are read in this process."""
CUT_BYTES: Final = 4_000_000
"""JSON Lines larger than this are cut into blocks."""
AHEAD_BYTES: Final = 16_000_000
"""Inputs that are read ahead have up to so many bytes."""
AHEAD_INPUTS: Final = 64
INPUT_BYTES: Final = 32_000
"""What an input counts for at least."""


class Reading:
    """The inputs of an import.

    Args:
        inputs: all of them.
        choose: tells how each is read.
        stdin: read where an input is `-`.
        language: whose stems are taken where texts are analysed on the way, or empty.
        idle: called now and then while there is nothing to do but wait.
        on_bytes: told how many bytes more were read.
        files: as for `Shift`; may grow meanwhile.
    """

    def __init__(
        self,
        inputs: list[Input],
        choose: ChooseOptions,
        *,
        stdin: BinaryIO | None,
        language: str,
        idle: Callable[[], None],
        on_bytes: Callable[[int], None],
        files: Mapping[str, int],
    ) -> None:
        self._files = files
        self._inputs = inputs
        self._choose = choose
        self._stdin = stdin
        self._language = language
        self._idle = idle
        self._on_bytes = on_bytes
        self._crew: Crew | None = None
        self._light = sum(given.size for given in inputs) <= LIGHT_BYTES

    def inputs(self) -> Iterator[tuple[Input, Iterator[Arrived | Rejected]]]:
        """Yield each input with what is read of it. Take all of that before you ask for the next."""
        coming = iter(self._inputs)
        ahead: deque[tuple[Input, Job | None]] = deque()
        weight = 0
        while True:
            while weight < AHEAD_BYTES and len(ahead) < AHEAD_INPUTS:
                given = next(coming, None)
                if given is None:
                    break
                ahead.append((given, self._begun(given)))
                weight += max(given.size, INPUT_BYTES)
            if not ahead:
                return
            given, job = ahead.popleft()
            weight -= max(given.size, INPUT_BYTES)
            yield given, self._items(given, job, self._on_bytes)

    def again(self, given: Input) -> Iterator[Arrived | Rejected]:
        """Read an input once more."""
        return self._items(given, self._begun(given), None)

    def close(self) -> None:
        """End all processes at once."""
        if self._crew is not None:
            self._crew.close()

    def _begun(self, given: Input) -> Job | None:
        """Have the crew begin an input, or leave it to this process."""
        options = self._choose(given.path)
        kind = "" if _is_stream(given) else _format(given, options)
        heavy = kind in FORMATS and FORMATS[kind].heavy
        if not kind or (self._light and not heavy) or (kind == JSON_LINES and given.size > CUT_BYTES):
            return None
        return self._started().give(
            WholeInput(given, options, fixed=True, language=self._language, one_by_one=heavy)
        )

    def _items(
        self, given: Input, job: Job | None, on_bytes: Callable[[int], None] | None
    ) -> Iterator[Arrived | Rejected]:
        items: Iterator[Item] = (
            self._here(given, on_bytes) if job is None else job.items(self._idle, Shift(files=self._files))
        )
        for item in items:
            if isinstance(item, Arrived | Rejected):
                yield item
            elif isinstance(item, Read) and on_bytes is not None:
                on_bytes(item.count)

    def _here(self, given: Input, on_bytes: Callable[[int], None] | None) -> Iterator[Item]:
        fixed = given.path != STANDARD_INPUT and Path(given.path).is_file()
        cutting = Cutting(
            self._started, fixed=fixed, language=self._language, files=self._files, idle=self._idle
        )
        readers = {JSON_LINES: cutting.read}
        options = self._choose(given.path)
        for item in read(given, options, stdin=self._stdin, on_bytes=on_bytes, readers=readers):
            yield arrived(item, fixed=fixed) if isinstance(item, Draft) else item

    def _started(self) -> Crew:
        if self._crew is None:
            self._crew = Crew(crew_size())
        return self._crew


def _is_stream(given: Input) -> bool:
    """Whether an input can be read only once."""
    return given.path == STANDARD_INPUT or not Path(given.path).is_file()


def _format(given: Input, options: ReadOptions) -> str:
    """Return the format that a file has, as far as its beginning tells; empty where it does not."""
    if options.format:
        return options.format
    try:
        with Path(given.path).open("rb") as file:
            _, sample = open_stream(file, None, Budget())
    except DAMAGE:
        return ""
    return recognise(given.path, sample)
