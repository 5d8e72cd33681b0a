"""All sizes, one after the other: make a library, measure everything on it, and let go of it."""

from __future__ import annotations

import gzip
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING, Final

from index.library import open_library
from tests.bench.generator import write_articles
from tests.bench.scale import desk
from tests.bench.scale.answers import Ask, measure_answers, measure_words
from tests.bench.scale.making import give_values, make_library, mark_analysed, peer_articles
from tests.bench.scale.peers import fts5, raw_tantivy, whoosh_alone, xapian_alone
from tests.bench.scale.peers.ripgrep import NAME as RIPGREP
from tests.bench.scale.peers.ripgrep import Ripgrep
from tests.bench.scale.queries import Asked, Drawing
from tests.bench.scale.records import ALL, OWN, PER_SECOND, Record, of_collection, once, timed
from tests.bench.scale.report import keep, tell
from tests.bench.scale.upkeep import changed, measure_own_index, measure_reindex, measure_updates

if TYPE_CHECKING:
    from index.library import Library

SIZES: Final = (1_000, 10_000, 100_000, 1_000_000)
SIZES_VARIABLE: Final = "EVTUI_BENCH_SIZES"
FOLDER_VARIABLE: Final = "EVTUI_BENCH_FOLDER"
"""Where libraries are made, instead of the place for temporary files: 15 GB at a million articles."""
HEADLINES: Final = Path(__file__).parents[4] / "shared" / "corpora" / "headlines-2007.jsonl.gz"
GENERATED, REAL = "generated", "headlines"
OF_EACH_KIND: Final = 12
OF_EACH_KIND_FOR_SLOW_PEERS: Final = 3


@dataclass(frozen=True, slots=True)
class Peer:
    """A peer that makes an index of its own.

    Attributes:
        name: as it is told.
        most: articles that it is fed at most; beyond, it would take longer than all else.
        make: makes it in a folder.
    """

    name: str
    most: int
    make: Callable[[Path], fts5.Fts5 | whoosh_alone.WhooshAlone | xapian_alone.XapianAlone]


def peers_here() -> list[Peer]:
    """Return the peers with an index of their own that are installed."""
    peers = [
        Peer(fts5.NAME, fts5.MOST_ARTICLES, lambda folder: fts5.Fts5(folder.with_suffix(".db"))),
        Peer(whoosh_alone.NAME, whoosh_alone.MOST_ARTICLES, whoosh_alone.WhooshAlone),
    ]
    if xapian_alone.XapianAlone.here():
        peers.append(Peer(xapian_alone.NAME, xapian_alone.MOST_ARTICLES, xapian_alone.XapianAlone))
    return peers


def measure(folder: Path, source: Path, collection: str, *, whole: bool) -> list[Record]:
    """Make a library of some articles and measure it.

    Args:
        folder: for everything; empty.
        source: the articles, as lines of JSON.
        collection: what they are called.
        whole: whether everything is measured, not the answers alone.
    """
    place = folder / "library"
    library, seconds = make_library(place, source)
    articles = library.store.count()
    records = [once("import", ALL, OWN, PER_SECOND, articles / seconds)]
    with _step(f"{articles:,} {collection}: names and topics"):
        give_values(library)
        # Before the index is built: what is analysed already is not analysed once more by that.
        mark_analysed(library)
        queries = Drawing(library).some(OF_EACH_KIND)
        library.close()
    with _step(f"{articles:,} {collection}: index anew"):
        records += measure_reindex(place, queries)
    with open_library(place) as library:
        with _step(f"{articles:,} {collection}: answers"):
            records += _answers(library, source, queries)
            records += measure_words(library, queries)
        with _step(f"{articles:,} {collection}: peers with an index of their own"):
            records += _peers(library, folder, queries)
    if whole:
        with _step(f"{articles:,} {collection}: desk"):
            records += desk.measure(place)
        with open_library(place) as library, _step(f"{articles:,} {collection}: size and updates"):
            records += _upkeep(library, folder)
    return of_collection(records, articles, collection)


def _answers(library: Library, source: Path, queries: Sequence[Asked]) -> list[Record]:
    raw = raw_tantivy.RawTantivy(index_folder(library))
    peers: dict[str, Ask] = {raw_tantivy.NAME: raw}
    records = measure_answers(library, queries, peers)
    lines = Ripgrep(source)
    if lines.here:
        taken = [lines(query) for query in _fewer(queries)]
        records.append(timed("answer", ALL, RIPGREP, [seconds for seconds in taken if seconds is not None]))
    return records


def _peers(library: Library, folder: Path, queries: Sequence[Asked]) -> list[Record]:
    """Feed and ask the peers one after the other; evtui is asked the same again beside each."""
    records = []
    articles = library.store.count()
    for peer in peers_here():
        if articles > peer.most:
            continue
        made = peer.make(folder / "peer")
        seconds = made.fill(peer_articles(library))
        records.append(once("import", ALL, peer.name, PER_SECOND, articles / seconds))
        beside = measure_answers(library, _fewer(queries), {peer.name: made})
        records += [record for record in beside if record.who == peer.name]
        # Of the queries that the peer has too, in the same minutes: what the two are compared by.
        asked = [query for query in _fewer(queries) if query.kind != "fuzzy"]
        again = measure_answers(library, asked, {})
        records += [
            Record("beside", record.part, peer.name, record.unit, record.median, record.p95, record.samples)
            for record in again
            if record.what == "answer" and record.part == ALL
        ]
        made.close()
        for path in folder.glob("peer*"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    return records


def _upkeep(library: Library, folder: Path) -> list[Record]:
    own = raw_tantivy.OwnIndex(folder / "own")
    records = measure_own_index(library, own, index_folder(library))
    records.append(timed("update", ALL, raw_tantivy.NAME, own.update(changed(peer_articles(library)))))
    records.append(timed("update", ALL, OWN, measure_updates(library, folder)))
    return records


def index_folder(library: Library) -> Path:
    """Return where the index of a library lies."""
    manifest = library.index.manifest
    if manifest is None:
        raise RuntimeError(f"The library {library.folder} has no index.")
    return library.folder / "index" / manifest.folder


def _fewer(queries: Sequence[Asked]) -> list[Asked]:
    counted: dict[str, int] = {}
    fewer = []
    for query in queries:
        counted[query.kind] = counted.get(query.kind, 0) + 1
        if counted[query.kind] <= OF_EACH_KIND_FOR_SLOW_PEERS:
            fewer.append(query)
    return fewer


@contextmanager
def _step(name: str) -> Iterator[None]:
    """Tell on standard error what is done, and how long it took."""
    started = perf_counter()
    yield
    print(f"{name}: {perf_counter() - started:.0f} s", file=sys.stderr, flush=True)


def wanted(arguments: Sequence[str]) -> tuple[list[int], bool]:
    """Return the sizes that are to be measured, and whether the headlines are.

    They are named by arguments, or else by the environment; where by neither, all are measured.

    Raises:
        ValueError: when one is neither a number nor `headlines`.
    """
    named = [*arguments] or os.environ.get(SIZES_VARIABLE, "").replace(",", " ").split()
    if not named:
        return [*SIZES], True
    return sorted(int(name.replace("_", "")) for name in named if name != REAL), REAL in named


def main(arguments: Sequence[str] = ()) -> None:
    """Measure all sizes and the headlines, and tell the figures."""
    sizes, headlines = wanted(arguments)
    records: list[Record] = []
    with TemporaryDirectory(prefix="evtui-bench-", dir=os.environ.get(FOLDER_VARIABLE)) as name:
        work = Path(name)
        made = work / "articles.jsonl"
        if sizes:
            with _step(f"{max(sizes):,} articles made"):
                write_articles(made, max(sizes))
        for size in sizes:
            source = made if size == max(sizes) else _head(made, size)
            records += _in_folder(work / "size", source, GENERATED, whole=True)
            source.unlink()
            keep(records)
        if headlines and HEADLINES.exists():
            source = work / "headlines.jsonl"
            with gzip.open(HEADLINES) as packed, source.open("wb") as file:
                shutil.copyfileobj(packed, file)
            records += _in_folder(work / "size", source, REAL, whole=False)
            keep(records)
        elif headlines:
            print("The headlines are not here and are left out.")
    tell(records)


def _in_folder(folder: Path, source: Path, collection: str, *, whole: bool) -> list[Record]:
    folder.mkdir()
    try:
        return measure(folder, source, collection, whole=whole)
    finally:
        shutil.rmtree(folder)


def _head(path: Path, count: int) -> Path:
    """Return a file of the first lines of another one."""
    head = path.with_name(f"articles-{count}.jsonl")
    with path.open("rb") as lines, head.open("wb") as file:
        file.writelines(islice(lines, count))
    return head
