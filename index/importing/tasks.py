"""What can be read apart from everything else: a whole input, lines of a large one, articles of a store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from io import BufferedReader, BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from index.importing.parcels import Item, Read, arrived, size
from index.readers import Draft, Input, ReadOptions, Rejected, read
from index.readers.context import Context
from index.readers.encoding import Decoder
from index.readers.fields import Given
from index.readers.formats import FORMATS
from index.readers.stream import Lines

if TYPE_CHECKING:
    import sqlite3

    from index.analysis.analyser import Analyser

MESSAGE_CHARACTERS: Final = 400_000
MESSAGE_ITEMS: Final = 200
"""A message is sent when it has this many characters or items."""


@dataclass(frozen=True, slots=True)
class WholeInput:
    """Reading an input from beginning to end.

    Attributes:
        given: the input.
        options: how it is read.
        fixed: whether it is there again at the next import.
        language: whose stems are taken, empty where nothing is to be analysed.
        one_by_one: whether each item is to be handed on at once, lest it is lost with those that come after.
    """

    given: Input
    options: ReadOptions
    fixed: bool
    language: str = ""
    one_by_one: bool = False

    @property
    def shown(self) -> str:
        """The input as it is shown."""
        return self.given.shown

    @property
    def weight(self) -> int:
        """About how much memory its result takes, in bytes."""
        return self.given.size


@dataclass(frozen=True, slots=True)
class SomeLines:
    """Reading some lines of an input; lines and positions of what comes out count from their beginning.

    Attributes:
        shown: the input as it is shown.
        given: what is known about its articles.
        format: its format.
        note: the doubt about its encoding that holds for all of it.
        data: the lines.
        fixed, language: as for a whole input.
    """

    shown: str
    given: Given
    format: str
    note: str
    data: bytes
    fixed: bool
    language: str = ""

    @property
    def weight(self) -> int:
        """About how much memory its result takes, in bytes."""
        return 3 * len(self.data)


@dataclass(frozen=True, slots=True)
class StoredArticles:
    """Reading articles that are in the store already, as an index takes them.

    Attributes:
        library: the folder of the library.
        after, until: the numbers of the articles that come after the first and up to the second.
        language: whose stems are taken.
    """

    library: str
    after: int
    until: int
    language: str

    @property
    def shown(self) -> str:
        """The library as it is shown."""
        return self.library


Task = WholeInput | SomeLines | StoredArticles


def results(task: Task, *, stdin: BinaryIO | None = None) -> Iterator[Item]:
    """Read what a task says, in whatever process."""
    analyser = _analyser(task.language) if task.language else None
    if isinstance(task, SomeLines):
        yield from _of_lines(task, analyser)
        return
    if isinstance(task, StoredArticles):
        yield from _of_store(task)
        return
    counted: list[int] = []
    for item in read(task.given, task.options, stdin=stdin, on_bytes=counted.append):
        if counted:
            yield Read(sum(counted))
            counted.clear()
        yield arrived(item, fixed=task.fixed, analyser=analyser) if isinstance(item, Draft) else item
    yield Read(sum(counted))


def messages(task: Task, items: Iterator[Item]) -> Iterator[list[Item]]:
    """Give items in the portions in which they are handed on."""
    one_by_one = isinstance(task, WholeInput) and task.one_by_one
    portion: list[Item] = []
    characters = 0
    for item in items:
        portion.append(item)
        characters += size(item)
        full = characters >= MESSAGE_CHARACTERS or len(portion) >= MESSAGE_ITEMS
        if full or (one_by_one and not isinstance(item, Read)):
            yield portion
            portion, characters = [], 0
    yield portion


def _of_lines(task: SomeLines, analyser: Analyser | None) -> Iterator[Item]:
    context = Context(
        path=task.shown,
        lines=Lines(BufferedReader(BytesIO(task.data))),
        decoder=Decoder(task.note),
        given=task.given,
        format=task.format,
    )
    for item in _reader(task.format)(context):
        yield arrived(item, fixed=task.fixed, analyser=analyser) if isinstance(item, Draft) else item


def _of_store(task: StoredArticles) -> Iterator[Item]:
    from index.documents import document_of_row
    from index.store.indexing import index_rows

    analyser, connection = _analyser(task.language), _connection(task.library)
    for row in index_rows(connection, task.after, task.until):
        yield document_of_row(row, analyser)


@cache
def _connection(library: str) -> sqlite3.Connection:
    from index.store import Store

    return Store.open(Path(library), readonly=True).new_connection()


@cache
def _reader(kind: str) -> Callable[[Context], Iterator[Draft | Rejected]]:
    return FORMATS[kind].load()


@cache
def _analyser(language: str) -> Analyser:
    from index.analysis.analyser import Analyser

    return Analyser(language)
