"""The engine over a cluster of three nodes on this machine, beside tantivy in the same run.

Both engines are fed the same documents, analysed before, and asked the same queries one after the other. The
cluster shares the processor with the one who asks, and its nodes share one disk: on machines of their own
they are quicker.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Final

from index.documents import document_of
from index.engines import OPENSEARCH, TANTIVY, open_engine
from index.engines.base import Document, Engine
from index.engines.opensearch_engine import OpenSearchEngine
from index.engines.opensearch_settings import ClusterSettings, write_settings
from index.library import Library, open_library
from index.model import Order
from index.query.ast import Node
from tests.bench.generator import WORDS, write_articles
from tests.bench.scale.queries import KINDS, Asked, Drawing
from tests.bench.table import Figure, middle_and_p95, milliseconds, print_figures
from tests.opensearch.cluster import Cluster, ClusterFailed, running

ARTICLES: Final = 100_000
BATCH: Final = 1_000
QUERIES_OF_EACH_KIND: Final = 15
WARM_SEED: Final = 11
HITS: Final = 50
FACETS: Final = ("topic", "name", "source")
SHARDS: Final = 3
WITH_SOURCE: Final = 20_000
"""Articles that are written once more with their text, for the bytes that it takes in a shared library."""
MOST_SECONDS: Final = 120.0


def main(count: int = ARTICLES) -> None:
    """Measure and print; where no cluster can be started, say why."""
    try:
        with running(measured=True) as cluster, TemporaryDirectory(prefix="evtui-bench-") as name:
            print_figures(f"OpenSearch, three nodes, {SHARDS} shards", _measure(cluster, Path(name), count))
    except ClusterFailed as error:
        print(f"\n## OpenSearch\n\nSkipped: {error}")


def _measure(cluster: Cluster, folder: Path, count: int) -> list[Figure]:
    source = folder / "articles.jsonl"
    write_articles(source, count)
    with open_library(folder / "library", create=True) as library:
        library.import_from([str(source)], derive=False)
        _keep_documents(library, folder / "documents")
        queries = Drawing(library).some(QUERIES_OF_EACH_KIND)
        return [
            Figure("articles", f"{count:,} of {WORDS} words"),
            *_compared(cluster, folder, library, queries, count),
        ]


def _compared(
    cluster: Cluster, folder: Path, library: Library, queries: tuple[Asked, ...], count: int
) -> list[Figure]:
    figures: list[Figure] = []
    beside = _opened(TANTIVY, folder / "beside" / "index")
    away = _opened(OPENSEARCH, _placed(cluster, folder / "away", replicas=0))
    copied = _opened(OPENSEARCH, _placed(cluster, folder / "copied", replicas=1))
    kept = _opened(OPENSEARCH, _placed(cluster, folder / "kept", replicas=0))
    try:
        tantivy_rate = count / _filled(beside, _documents(folder / "documents"))
        for engine, what in ((away, "import"), (copied, "import, each shard on two nodes")):
            rate = count / _filled(engine, _documents(folder / "documents"))
            figures.append(Figure(what, f"{rate:,.0f}/s", peer=f"tantivy: {tantivy_rate:,.0f}/s"))
        figures += _answers(library, away, beside, queries)
        size = _bytes_of(cluster, away)
        tantivy_bytes = sum(path.stat().st_size for path in (folder / "beside" / "index").iterdir())
        figures.append(
            Figure(
                "bytes an article, without its text",
                f"{size / count:,.0f}",
                peer=f"tantivy: {tantivy_bytes / count:,.0f}",
            )
        )
        few = min(count, WITH_SOURCE)
        _filled(kept, _with_text(library, islice(_documents(folder / "documents"), few)))
        figures.append(
            Figure(f"bytes an article, with its text, of {few:,}", f"{_bytes_of(cluster, kept) / few:,.0f}")
        )
    finally:
        for engine in (beside, away, copied, kept):
            engine.close()
    return figures


def _answers(library: Library, engine: Engine, peer: Engine, queries: tuple[Asked, ...]) -> list[Figure]:
    nodes = [(asked.kind, library.compile(asked.text, lenient=True).node) for asked in queries]
    for _, node in nodes[: len(KINDS)]:
        for warmed in (engine, peer):
            _asked(warmed, node)
    times: dict[str, list[tuple[float, float]]] = {}
    for kind, node in nodes:
        (own, found), (other, expected) = _asked(engine, node), _asked(peer, node)
        if found != expected:
            raise AssertionError(f"The engines do not agree on {node}: {found} and {expected} articles")
        times.setdefault(kind, []).append((own, other))
    everything = [pair for pairs in times.values() for pair in pairs]
    figures = []
    for kind, pairs in [*times.items(), ("all kinds", everything)]:
        (middle, p95), (other_middle, other_p95) = (
            middle_and_p95([pair[number] for pair in pairs]) for number in (0, 1)
        )
        figures.append(
            Figure(
                f"whole answer, {kind}",
                f"{milliseconds(middle)}, p95 {milliseconds(p95)}",
                peer=f"tantivy: {milliseconds(other_middle)}, p95 {milliseconds(other_p95)}",
            )
        )
    return figures


def _asked(engine: Engine, node: Node) -> tuple[float, int]:
    """Return the seconds that a whole answer took, and its number of articles."""
    started = perf_counter()
    page = engine.search(node, order=Order.BEST, limit=HITS)
    counts = engine.counts(node, FACETS, HITS)
    seconds = perf_counter() - started
    if page.total != counts.total:
        raise AssertionError(f"{page.total} and {counts.total} articles match {node}")
    return seconds, page.total


def _opened(name: str, folder: Path) -> Engine:
    return open_engine(name, folder, tokens_of=lambda _: (), create=True)


def _placed(cluster: Cluster, folder: Path, *, replicas: int) -> Path:
    """Name the cluster in a folder; return that of an index in it."""
    folder.mkdir()
    settings = ClusterSettings(cluster.urls, f"bench-{folder.name}", shards=SHARDS, replicas=replicas)
    write_settings(folder, settings)
    return folder / "index"


def _filled(engine: Engine, documents: Iterator[Document]) -> float:
    """Return the seconds until all documents could be found."""
    started = perf_counter()
    engine.add(documents, fresh=True)
    engine.commit()
    return perf_counter() - started


def _keep_documents(library: Library, path: Path) -> None:
    """Write down the analysed documents, so that the analysis is in no figure."""
    with path.open("wb") as file:
        rows = library.store.iterate()
        while batch := [document_of(row, library.analyser) for _, row in islice(rows, BATCH)]:
            pickle.dump(batch, file)


def _documents(path: Path) -> Iterator[Document]:
    with path.open("rb") as file:
        while True:
            try:
                yield from pickle.load(file)
            except EOFError:
                return


def _with_text(library: Library, documents: Iterator[Document]) -> Iterator[Document]:
    while batch := list(islice(documents, BATCH)):
        articles = library.store.articles([document.id for document in batch])
        for document in batch:
            article = articles[document.id]
            yield replace(document, record={"title": article.title, "body": article.body, "url": article.url})


def _bytes_of(cluster: Cluster, engine: Engine) -> int:
    """Return the bytes of all shards, once each, after what was written is merged."""
    assert isinstance(engine, OpenSearchEngine)
    engine.client.indices.flush(index=engine.index)
    cluster.wait(lambda _: not _merging(engine), MOST_SECONDS)
    told = engine.client.indices.stats(index=engine.index, metric="store")
    return int(told["_all"]["primaries"]["store"]["size_in_bytes"])


def _merging(engine: OpenSearchEngine) -> bool:
    told = engine.client.indices.stats(index=engine.index, metric="merge")
    return bool(told["_all"]["total"]["merges"]["current"])


if __name__ == "__main__":
    import sys

    main(*map(int, sys.argv[1:]))
