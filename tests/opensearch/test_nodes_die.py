"""Nodes that are killed while the library is filled and while it is asked."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.engines import open_engine, opensearch_bulk, opensearch_cluster
from index.errors import ClusterAway
from index.model import Order
from index.query.ast import All, And, Not, Phrase, Prefix, Term
from tests.engines.shelf import Shelf, document, name_cluster
from tests.opensearch.cluster import Cluster

DOCUMENTS = 6_000
BATCH = 200
DAYS = 7
SECONDS = 90.0


def copied(cluster: Cluster, folder: Path, *, replicas: int) -> Shelf:
    """Return a shelf whose index has three shards and so many further copies of each."""
    shelf = Shelf.__new__(Shelf)
    shelf.name, shelf.folder, shelf.store, shelf.asked = "opensearch", folder / "index", {}, 0
    name_cluster(folder, shards=3, replicas=replicas)
    shelf.engine = open_engine("opensearch", shelf.folder, tokens_of=shelf.tokens_of, create=True)
    cluster.wait(lambda health: health["status"] == "green")
    return shelf


@pytest.fixture
def safe(cluster: Cluster, tmp_path: Path) -> Iterator[Shelf]:
    """A shelf whose shards are on two nodes each."""
    made = copied(cluster, tmp_path, replicas=1)
    yield made
    cluster.start()
    made.close()


@pytest.fixture
def unsafe(cluster: Cluster, tmp_path: Path) -> Iterator[Shelf]:
    """A shelf whose shards are on one node each."""
    made = copied(cluster, tmp_path, replicas=0)
    yield made
    cluster.start()
    made.close()


def articles(first: int, last: int) -> list[object]:
    return [document(f"{n:05}", f"x y{n % DAYS} w{n} " * 30, topic=[f"t{n % 3}"]) for n in range(first, last)]


@pytest.mark.parametrize(("victim", "fresh"), [(0, True), (1, False)])
def test_a_node_dies_during_an_import_and_nothing_is_lost_or_doubled(
    cluster: Cluster, safe: Shelf, victim: int, fresh: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opensearch_bulk, "REQUEST_BYTES", 100_000)
    safe.put(document("first", "x"))
    killed = threading.Event()

    def kill() -> None:
        cluster.nodes[victim].kill()
        killed.set()

    for start in range(0, DOCUMENTS, BATCH):
        if start == DOCUMENTS // 3:
            threading.Thread(target=kill).start()
        safe.engine.add(articles(start, start + BATCH), fresh=fresh)  # type: ignore[arg-type]
    killed.wait()
    safe.engine.commit()
    assert safe.engine.ids(Term("x")) == {"first", *(f"{n:05}" for n in range(DOCUMENTS))}
    assert safe.engine.size() == DOCUMENTS + 1
    assert dict(safe.engine.facet(All(), "topic")) == {f"t{n}": DOCUMENTS // 3 for n in range(3)}


def test_the_first_node_dies_while_searches_run_and_every_answer_is_whole(
    cluster: Cluster, safe: Shelf
) -> None:
    safe.put(*articles(0, 700))  # type: ignore[arg-type]
    queries = {
        And((Term("x"), Not(Term("y1")))): 600,
        Phrase(("x", "y2")): 100,
        Prefix("y"): 700,
    }
    ended = threading.Event()
    wrong: list[object] = []
    answered: list[int] = []

    def ask() -> None:
        while not ended.is_set():
            for query, expected in queries.items():
                page = safe.engine.search(query, order=Order.BEST, limit=5)
                counts = safe.engine.counts(query, ("topic",))
                if (page.total, counts.total, sum(counts.days.values())) != (expected,) * 3:
                    wrong.append((query, page.total, counts))
            answered.append(len(queries))

    def asking() -> None:
        try:
            ask()
        except Exception as error:  # noqa: BLE001 - it is what the test is about
            wrong.append(error)

    askers = [threading.Thread(target=asking) for _ in range(3)]
    for asker in askers:
        asker.start()
    cluster.elected().kill()
    cluster.wait(lambda health: health["number_of_nodes"] == 2)
    after = len(answered)
    cluster.wait(lambda _: len(answered) > after + 6 or bool(wrong), SECONDS)
    ended.set()
    for asker in askers:
        asker.join()
    assert not wrong


def test_without_a_copy_a_shard_is_missed_in_words_and_nothing_is_lost(
    cluster: Cluster, unsafe: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    unsafe.put(*articles(0, 300))  # type: ignore[arg-type]
    for module in (opensearch_cluster, opensearch_bulk):
        monkeypatch.setattr(module, "WRITE_PAUSES", (0.01,))
    monkeypatch.setattr(opensearch_cluster, "READ_PAUSES", (0.01,))
    cluster.nodes[1].kill()
    cluster.wait(lambda health: health["status"] == "red")
    for use in (
        lambda: unsafe.engine.count(All()),
        lambda: unsafe.engine.search(Term("x"), order=Order.BEST, limit=5),
        lambda: unsafe.engine.counts(All(), ("topic",)),
        unsafe.engine.vocabulary,
    ):
        with pytest.raises(ClusterAway, match="Some of its nodes may be away; try again"):
            use()
    monkeypatch.undo()
    # An import waits for the node, goes on when it is back, and has lost nothing.
    cluster.nodes[1].start()
    unsafe.put(*articles(200, 400))  # type: ignore[arg-type]
    cluster.start()
    assert unsafe.engine.ids(All()) == {f"{n:05}" for n in range(400)}
    assert unsafe.engine.size() == 400


def test_no_node_is_left(cluster: Cluster, safe: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    safe.put(*articles(0, 10))  # type: ignore[arg-type]
    monkeypatch.setattr(opensearch_cluster, "READ_PAUSES", (0.01,))
    cluster.stop()
    with pytest.raises(ClusterAway, match=r"No node of the cluster can be reached .* Connection refused"):
        safe.engine.count(All())
    cluster.start()
    assert safe.engine.count(All()) == 10
