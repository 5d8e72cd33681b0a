"""Whoosh: an engine in Python, for small libraries and wherever nothing native can be installed."""

from __future__ import annotations

import pickle
import re
import struct
import threading
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any, ClassVar, Final, Self

from whoosh.filedb.filestore import FileStorage
from whoosh.index import IndexError as WhooshError
from whoosh.index import LockError
from whoosh.writing import IndexingError

from index.engines.base import Counts, Document, Page, ScoredId
from index.engines.folder import cleared
from index.engines.shape import known_facet, shaped
from index.engines.weights import scoring_leaves
from index.engines.whoosh_analysis import build_schema, to_whoosh, words_field
from index.engines.whoosh_query import documents, scores
from index.engines.whoosh_snapshot import Snapshot
from index.errors import EngineError, IndexDamaged
from index.model import Order
from index.query.ast import BODY, Node

WRITER_MEGABYTES: Final = 64
"""Memory that the writer fills before it spills postings to a temporary file."""

_OWN_FILES: Final = re.compile(r"_?MAIN_.+|MAIN\.tmp")

_BROKEN: Final = (
    OSError,
    EOFError,
    ValueError,
    LookupError,
    AttributeError,
    ImportError,
    TypeError,
    AssertionError,
    ArithmeticError,
    struct.error,
    pickle.UnpicklingError,
    zlib.error,
    RuntimeError,
    MemoryError,
    WhooshError,
    IndexingError,
    LockError,
)
"""What Whoosh raises over files that are not as they should be: whatever a byte out of place makes of its
decoders."""


class WhooshEngine:
    """An index of Whoosh in a folder. See `index.engines.base.Engine`.

    One lock is around all reading: the readers of Whoosh share the places in their files, and pure Python
    gains nothing from several threads at once.
    """

    name: ClassVar[str] = "whoosh"

    def __init__(self, index: Any) -> None:
        self._index: Any = index
        self._writer: Any = None
        self._written: dict[str, int] = {}
        self._lock = threading.RLock()
        self._snapshot: Snapshot | None = Snapshot(index.reader())

    @classmethod
    def open(cls, folder: Path, *, create: bool = False) -> Self:
        """Open the index in a folder. See `index.engines.open_engine`."""
        if create:
            cleared(folder, _OWN_FILES)
        with _told(IndexDamaged, f"The index in {folder} cannot be read"):
            if create:
                return cls(_storage(folder).create_index(build_schema()))
            if not any(folder.glob("_MAIN_*.toc")):
                raise IndexDamaged(f"There is no index of Whoosh in {folder}.")
            index = _storage(folder).open_index()
            if index.schema != build_schema():
                raise IndexDamaged(f"The index in {folder} is laid out in another way.")
            return cls(index)

    def add(self, documents: Iterable[Document], *, fresh: bool = False) -> None:
        """See the protocol. When it fails, everything since the last commit is forgotten."""
        for document in documents:
            with self._writing(f"Article {document.id} cannot be indexed") as writer:
                fields = to_whoosh(document)
                if not fresh:
                    self._remove(writer, document.id)
                number = writer.docnum
                writer.add_document(**fields)
                self._written[document.id] = number

    def delete(self, ids: Iterable[str]) -> None:
        """See the protocol."""
        for identifier in ids:
            with self._writing("Articles cannot be removed from the index") as writer:
                self._remove(writer, identifier)

    def commit(self) -> None:
        """See the protocol."""
        self._opened()
        if self._writer is None:
            return
        with self._writing("The index cannot be written") as writer:
            writer.commit()
            self._writer = None
            self._written = {}
            with self._lock:
                self._snapshot = Snapshot(self._index.reader())

    def rollback(self) -> None:
        """See the protocol."""
        self._opened()
        self._cancel()

    def close(self) -> None:
        """See the protocol."""
        self._cancel()
        with self._lock:
            self._snapshot = None

    def search(self, query: Node, *, order: Order, limit: int, offset: int = 0) -> Page:
        """See the protocol."""
        with self._reading() as snapshot:
            node = shaped(query)
            places = snapshot.ranks[order]
            if order is Order.BEST and any(scoring_leaves(node)):
                scored = scores(snapshot, node)
                ordered = sorted(scored, key=lambda number: (-scored[number], places[number]))
            else:
                scored = {}
                ordered = sorted(documents(snapshot, node), key=places.__getitem__)
            start = max(0, offset)
            chosen = ordered[start : start + max(0, limit)]
            hits = (ScoredId(snapshot.stored[number].id, scored.get(number, 0.0)) for number in chosen)
            return Page(len(ordered), tuple(hits))

    def count(self, query: Node) -> int:
        """See the protocol."""
        with self._reading() as snapshot:
            return len(documents(snapshot, shaped(query)))

    def ids(self, query: Node) -> set[str]:
        """See the protocol."""
        with self._reading() as snapshot:
            return {snapshot.stored[number].id for number in documents(snapshot, shaped(query))}

    def days(self, query: Node) -> dict[int, int]:
        """See the protocol."""
        with self._reading() as snapshot:
            found = documents(snapshot, shaped(query))
            return dict(Counter(snapshot.stored[number].day for number in found))

    def facet(self, query: Node, field: str, limit: int | None = None) -> list[tuple[str, int]]:
        """See the protocol."""
        counted = sorted(
            self._counted(query, known_facet(field)).items(), key=lambda pair: (-pair[1], pair[0])
        )
        return counted if limit is None else counted[: max(0, limit)]

    def counts(self, query: Node, fields: Sequence[str], limit: int | None = None) -> Counts:
        """See the protocol; the parts share the articles of the result, which the snapshot keeps."""
        with self._reading():
            facets = {field: self.facet(query, field, limit) for field in fields}
            return Counts(self.count(query), self.days(query), facets)

    def words(self, query: Node) -> dict[str, int]:
        """See the protocol."""
        return dict(self._counted(query, words_field(BODY)))

    def vocabulary(self, prefix: str = "", limit: int | None = None) -> list[tuple[str, int]]:
        """See the protocol; the frequencies are exact."""
        with self._reading() as snapshot:
            counted = sorted(snapshot.word_counts(prefix).items())
            return counted if limit is None else counted[: max(0, limit)]

    def size(self) -> int:
        """See the protocol."""
        return len(self._opened().stored)

    def _counted(self, query: Node, field: str) -> Counter[str]:
        with self._reading() as snapshot:
            values = snapshot.values(field)
            found = documents(snapshot, shaped(query))
            return Counter(chain.from_iterable(values[number] for number in found))

    def _opened(self) -> Snapshot:
        snapshot = self._snapshot
        if snapshot is None:
            raise EngineError("The search index was closed.")
        return snapshot

    @contextmanager
    def _reading(self) -> Iterator[Snapshot]:
        with self._lock, _told(EngineError, "The search engine could not answer"):
            yield self._opened()

    @contextmanager
    def _writing(self, what: str) -> Iterator[Any]:
        """Give the writer; when it breaks it is given up, for it cannot be trusted after that."""
        self._opened()
        try:
            with _told(EngineError, what):
                if self._writer is None:
                    self._open_writer()
                yield self._writer
        except EngineError:
            self._cancel()
            raise

    def _open_writer(self) -> None:
        self._writer = self._index.writer(limitmb=WRITER_MEGABYTES)
        if self._opened().generation != self._writer.generation - 1:
            with self._lock:
                self._snapshot = Snapshot(self._index.reader())

    def _remove(self, writer: Any, identifier: str) -> None:
        """Mark a document as deleted: one that is committed, or one that was added since."""
        number = self._opened().numbers.get(identifier)
        if number is not None:
            writer.delete_document(number)
        number = self._written.pop(identifier, None)
        if number is not None:
            writer.newsegment.delete_document(number)

    def _cancel(self) -> None:
        writer, self._writer = self._writer, None
        self._written = {}
        if writer is not None and not writer.is_closed:
            with _told(EngineError, "The index cannot be set back"):
                writer.cancel()


def _storage(folder: Path) -> Any:
    storage: Any = FileStorage
    return storage(str(folder))


@contextmanager
def _told(kind: type[EngineError], what: str) -> Iterator[None]:
    """Raise what Whoosh raises as an error of ours, told in words."""
    try:
        yield
    except LockError as error:
        raise kind(f"{what}: another process is writing to this index.") from error
    except _BROKEN as error:
        raise kind(f"{what}: {type(error).__name__}: {error}") from error
