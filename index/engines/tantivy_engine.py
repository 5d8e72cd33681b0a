"""tantivy: an engine in native code, for libraries of any size on one machine."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from os import W_OK, access
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar, Final, Self

import tantivy

from index.engines.base import Counts, Document, Page, TokensOf
from index.engines.folder import cleared
from index.engines.patterns import WordLeaf, literal_head, word_test
from index.engines.residence import give_back
from index.engines.shape import known_facet, shaped
from index.engines.tantivy_counts import Counting, is_whole, matching, terms_of
from index.engines.tantivy_pages import SORT_KEYS, ids_of, page_by_key, page_by_score
from index.engines.tantivy_query import Emitter
from index.engines.tantivy_schema import DAY, ID, build_schema, to_tantivy, words_field
from index.engines.verifying import Verifier, deadline
from index.engines.weights import scoring_leaves
from index.errors import EngineError, IndexDamaged
from index.model import Order
from index.query.ast import BODY, TITLE, Near, Node

WRITER_BYTES: Final = 128_000_000
"""Memory that the writer fills before it writes a segment."""
WRITER_THREADS: Final = 1
"""One thread makes one segment a commit; the analysis in Python that feeds it is slower than it is."""

MOST_TOTALS: Final = 256
"""Queries of which it is kept how many articles match."""

_OWN_FILES: Final = re.compile(r"meta\.json|\.managed\.json|\.tantivy-\w+\.lock|[0-9a-f]{32}\..+")


class _State:
    """One committed state of the index, and what was found out about it.

    Args:
        searcher: reads it.
        schema: its schema.
        tokens_of: gives analysed texts.
        whole: whether nothing in it is deleted.
    """

    def __init__(
        self, searcher: tantivy.Searcher, schema: tantivy.Schema, tokens_of: TokensOf, *, whole: bool
    ) -> None:
        self.searcher = searcher
        self.whole = whole
        self.verifier = Verifier(tokens_of)
        self.counting = Counting(searcher, schema)
        self._totals: dict[Node, int] = {}

    def total(self, node: Node, query: tantivy.Query) -> int:
        """Return the number of matching articles; an answer asks for it with the page and with the counts."""
        known = self._totals.get(node)
        return matching(self.searcher, query) if known is None else known

    def keep_total(self, node: Node, total: int) -> int:
        """Keep the number of articles that match, and return it."""
        if len(self._totals) >= MOST_TOTALS:
            self._totals.clear()
        self._totals[node] = total
        return total


class TantivyEngine:
    """An index of tantivy in a folder. See `index.engines.base.Engine`."""

    name: ClassVar[str] = "tantivy"

    def __init__(self, index: tantivy.Index, tokens_of: TokensOf, place: Path | None = None) -> None:
        self._index: tantivy.Index | None = index
        self._place = place
        self._schema = index.schema
        self._tokens_of = tokens_of
        self._writer: tantivy.IndexWriter | None = None
        self._lock = threading.Lock()
        self._shadow: TemporaryDirectory[str] | None = None
        index.config_reader("manual")
        self._refresh()

    @classmethod
    def open(cls, folder: Path, *, tokens_of: TokensOf, create: bool = False) -> Self:
        """Open the index in a folder. See `index.engines.open_engine`."""
        if create:
            cleared(folder, _OWN_FILES)
        elif not (folder / "meta.json").is_file():
            raise IndexDamaged(f"There is no index of tantivy in {folder}.")
        with _told(IndexDamaged, f"The index in {folder} cannot be read"):
            shadow, place = _place(folder)
            engine = cls(tantivy.Index(build_schema(), path=str(place)), tokens_of, place)
            engine._shadow = shadow
            engine._try_out()
        return engine

    def add(self, documents: Iterable[Document], *, fresh: bool = False) -> None:
        """See the protocol."""
        for document in documents:
            try:
                writer = self._open_writer()
                if not fresh:
                    writer.delete_documents_by_term(ID, document.id)
                writer.add_document(to_tantivy(document))
            except BaseException as error:
                raise _in_words(error, EngineError, f"Article {document.id} cannot be indexed") from error

    def delete(self, ids: Iterable[str]) -> None:
        """See the protocol."""
        with _told(EngineError, "Articles cannot be removed from the index"):
            for identifier in ids:
                self._open_writer().delete_documents_by_term(ID, identifier)

    def commit(self) -> None:
        """See the protocol."""
        self._opened()
        if self._writer is not None:
            with _told(EngineError, "The index cannot be written"):
                self._writer.commit()
                self._refresh()

    def rollback(self) -> None:
        """See the protocol."""
        self._opened()
        if self._writer is not None:
            with _told(EngineError, "The index cannot be set back"):
                self._writer.rollback()

    def close(self) -> None:
        """See the protocol."""
        writer, self._writer = self._writer, None
        self._index = None
        if writer is not None:
            with _told(EngineError, "The index cannot be closed"):
                writer.rollback()
                writer.wait_merging_threads()
        if self._shadow is not None:
            self._shadow.cleanup()

    def search(self, query: Node, *, order: Order, limit: int, offset: int = 0) -> Page:
        """See the protocol."""
        with _reading():
            state, made = self._query(query)
            offset = max(0, offset)
            if order is Order.BEST and any(scoring_leaves(query)):
                page = page_by_score(state.searcher, made, limit=limit, offset=offset)
            else:
                key = SORT_KEYS[order]
                page = page_by_key(state.searcher, self._schema, made, key, limit=limit, offset=offset)
            state.keep_total(query, page.total)
            return page

    def count(self, query: Node) -> int:
        """See the protocol."""
        with _reading():
            state, made = self._query(query)
            return state.keep_total(query, state.total(query, made))

    def ids(self, query: Node) -> set[str]:
        """See the protocol."""
        with _reading():
            state, made = self._query(query)
            return set(ids_of(state.searcher, made))

    def days(self, query: Node) -> dict[int, int]:
        """See the protocol."""
        with _reading():
            state, made = self._query(query)
            return state.counting.days(made)

    def facet(self, query: Node, field: str, limit: int | None = None) -> list[tuple[str, int]]:
        """See the protocol."""
        known_facet(field)
        with _reading():
            state, made = self._query(query)
            return state.counting.facet(made, field, limit)

    def counts(self, query: Node, fields: Sequence[str], limit: int | None = None) -> Counts:
        """See the protocol."""
        for field in fields:
            known_facet(field)
        with _reading():
            state, made = self._query(query)
            total = state.keep_total(query, state.total(query, made))
            counts = state.counting.counts(made, total, fields, limit)
            if self._place is not None:
                give_back(self._place)
            return counts

    def words(self, query: Node) -> dict[str, int]:
        """See the protocol."""
        with _reading():
            state, made = self._query(query)
            return dict(terms_of(state.searcher, words_field(BODY), made))

    def vocabulary(self, prefix: str = "", limit: int | None = None) -> list[tuple[str, int]]:
        """See the protocol; the frequencies of title and body are added up."""
        with _reading():
            state = self._state_now()
            summed: dict[str, int] = {}
            for field in map(words_field, (BODY, TITLE)):
                # Where nothing is deleted, the postings need not be gone through for what is.
                counted = (
                    state.searcher.terms_with_prefix(field, prefix)
                    if state.whole
                    else terms_of(state.searcher, field, prefix=prefix)
                )
                for word, count in counted:
                    summed[word] = summed.get(word, 0) + count
            return sorted(summed.items())[: None if limit is None else max(0, limit)]

    def size(self) -> int:
        """See the protocol."""
        return int(self._state_now().searcher.num_docs)

    def _opened(self) -> tantivy.Index:
        if self._index is None:
            raise EngineError("The search index was closed.")
        return self._index

    def _open_writer(self) -> tantivy.IndexWriter:
        index = self._opened()
        if self._writer is None:
            self._writer = index.writer(WRITER_BYTES, WRITER_THREADS)
        return self._writer

    def _refresh(self) -> None:
        index = self._opened()
        with self._lock:
            index.reload()
            searcher = index.searcher()
            whole = self._place is not None and is_whole(self._place, searcher.num_docs)
            self._state = _State(searcher, self._schema, self._tokens_of, whole=whole)

    def _state_now(self) -> _State:
        self._opened()
        with self._lock:
            return self._state

    def _query(self, node: Node) -> tuple[_State, tantivy.Query]:
        state = self._state_now()

        def expand(leaf: WordLeaf, field: str) -> list[str]:
            fits = word_test(leaf)
            terms = state.searcher.terms_with_prefix(field, literal_head(leaf))
            return [word for word, _ in terms if fits(word)]

        until = deadline()

        def verify(leaf: Near, candidates: tantivy.Query) -> frozenset[str]:
            if (known := state.verifier.kept(leaf)) is not None:
                return known
            return state.verifier.verified(leaf, sorted(ids_of(state.searcher, candidates)), until)

        return state, Emitter(self._schema, expand, verify).query(shaped(node))

    def _try_out(self) -> None:
        """Read a little of everything, so that a damaged index shows at opening."""
        searcher = self._state.searcher
        for field in (TITLE, BODY, *map(words_field, (TITLE, BODY))):
            searcher.doc_freq(field, "a")
        first_ones = [tantivy.DocAddress(segment, 0) for segment in range(searcher.num_segments)]
        for key in {DAY, *SORT_KEYS.values()}:
            searcher.fast_field_values(key, first_ones)
        for address in first_ones:
            searcher.doc(address)


def _place(folder: Path) -> tuple[TemporaryDirectory[str] | None, Path]:
    """Return where tantivy is to open a folder, and what must be kept for that until it is closed."""
    if not access(folder, W_OK):
        shadow = _shadow(folder)
        return shadow, Path(shadow.name)
    try:
        str(folder).encode()
    except UnicodeEncodeError:
        # Its name is no text, which tantivy wants; a link to it has one.
        link = TemporaryDirectory(prefix="evtui-")
        place = Path(link.name) / "index"
        place.symlink_to(folder.resolve())
        return link, place
    return None, folder


def _shadow(folder: Path) -> TemporaryDirectory[str]:
    """Return a folder of links to an index that cannot be written to: tantivy locks before it reads."""
    shadow = TemporaryDirectory(prefix="evtui-")
    for path in folder.resolve().iterdir():
        if not path.name.endswith(".lock"):
            (Path(shadow.name) / path.name).symlink_to(path)
    return shadow


@contextmanager
def _told(kind: type[EngineError], what: str) -> Iterator[None]:
    """Raise what tantivy raises as an error of ours, told in words."""
    try:
        yield
    except BaseException as error:
        raise _in_words(error, kind, what) from error


def _in_words(error: BaseException, kind: type[EngineError], what: str) -> BaseException:
    """Return an error of ours for what tantivy raises, and whatever else was raised as it is."""
    if isinstance(error, ValueError | OSError | RuntimeError):
        return kind(f"{what}: {error}")
    # A panic in native code comes as a class that cannot be imported and is no `Exception`.
    return kind(f"{what}: tantivy broke off ({error})") if type(error).__name__ == "PanicException" else error


def _reading() -> Any:
    return _told(EngineError, "The search engine could not answer")
