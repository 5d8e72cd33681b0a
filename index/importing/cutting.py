"""JSON Lines read by several processes: cut at line ends, read in blocks, given out in their order.

`Cutting.read` is a reader like any other, in place of the usual one for JSON Lines; what it gives has gone
through the crew meanwhile. So everything that holds for an input that is read here (damage, lines without
end, files of which nothing can be used) holds for it as well.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from index.importing.crew import Crew, Job
from index.importing.parcels import Arrived, Item, Shift, arrived
from index.importing.tasks import SomeLines
from index.readers import Draft, Rejected
from index.readers.context import Context
from index.readers.jsonlines import read_json_lines
from index.readers.stream import DAMAGE, Line

BLOCK_BYTES: Final = 256 * 1024
"""How much one task reads."""
FIRST_BLOCKS: Final = 4
"""An input that has no more blocks than these is read here: starting a process would take longer."""
BLOCKS_AHEAD: Final = 16
"""Blocks that are being read or wait to be taken."""


@dataclass(slots=True)
class _Block:
    """Some lines, and who reads them: the crew, or, where the job is missing, this process."""

    lines: list[Line]
    data: bytes
    job: Job | None = None

    @property
    def first(self) -> int:
        """The number of its first line."""
        return self.lines[0].number


@dataclass(slots=True)
class _Held:
    """Lines that were read before, in the form that a reader expects."""

    lines: list[Line]
    number: int = 0
    abandoned: bool = False

    def __iter__(self) -> Iterator[Line]:
        for line in self.lines:
            self.number = line.number
            yield line


class Cutting:
    """Reads JSON Lines with a crew.

    Args:
        crew: gives the crew, which is started when it is first asked for.
        fixed, language: as for a task.
        files: as for `Shift`.
        idle: called now and then while there is nothing to do but wait.
    """

    def __init__(
        self,
        crew: Callable[[], Crew],
        *,
        fixed: bool,
        language: str,
        files: Mapping[str, int],
        idle: Callable[[], None],
    ) -> None:
        self._crew = crew
        self._files = files
        self._fixed = fixed
        self._language = language
        self._idle = idle

    def read(self, context: Context) -> Iterator[Any]:
        """Yield the articles as `Arrived`, and what was rejected."""
        ahead: deque[_Block] = deque()
        try:
            yield from self._read(context, ahead)
        finally:
            for block in ahead:
                if block.job is not None:
                    block.job.drop()

    def _read(self, context: Context, ahead: deque[_Block]) -> Iterator[Item]:
        blocks = _blocks(context)
        damage: Exception | None = None
        large = False
        while True:
            try:
                block = next(blocks, None)
            except DAMAGE as error:
                block, damage = None, error
            if block is None:
                break
            ahead.append(block)
            large = large or len(ahead) > FIRST_BLOCKS
            for waiting in ahead if large else ():
                if waiting.job is None and _for_crew(waiting):
                    waiting.job = self._crew().give(self._task(context, waiting))
            if len(ahead) > BLOCKS_AHEAD:
                yield from self._taken(context, ahead.popleft())
        while ahead:
            yield from self._taken(context, ahead.popleft())
        if damage is not None:
            raise damage

    def _task(self, context: Context, block: _Block) -> SomeLines:
        return SomeLines(
            shown=context.path,
            given=context.given,
            format=context.format,
            note=context.decoder.note,
            data=block.data,
            fixed=self._fixed,
            language=self._language,
        )

    def _taken(self, context: Context, block: _Block) -> Iterator[Item]:
        if block.job is None:
            yield from self._here(context, block)
            return
        last = context.position
        shift = Shift(block.first - 1, context.position, self._files)
        for item in block.job.items(self._idle, shift):
            if isinstance(item, Arrived):
                last = item.text.record.place.position
            elif isinstance(item, Rejected):
                last = item.origin.position
            yield item
        context.position = last

    def _here(self, context: Context, block: _Block) -> Iterator[Item]:
        inner = replace(context, lines=_Held(block.lines))  # type: ignore[arg-type]  # all that the reader uses
        inner.position = context.position
        for item in read_json_lines(inner):
            context.position = inner.position
            yield arrived(item, fixed=self._fixed) if isinstance(item, Draft) else item


def _for_crew(block: _Block) -> bool:
    """Whether a block can be read apart; what is in no certain encoding depends on what came before."""
    if not all(line.whole for line in block.lines):
        return False
    try:
        block.data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _blocks(context: Context) -> Iterator[_Block]:
    lines: list[Line] = []
    size = 0

    def block() -> _Block:
        return _Block(lines, b"".join([line.data for line in lines]))

    try:
        for line in context.lines:
            lines.append(line)
            size += len(line.data)
            if size >= BLOCK_BYTES:
                yield block()
                lines, size = [], 0
    except DAMAGE:
        if lines:
            yield block()
        raise
    if lines:
        yield block()
