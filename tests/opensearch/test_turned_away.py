"""A cluster that is busy, slow, away for a moment, or does not let one in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from time import monotonic

import pytest

from index.engines import opensearch_bulk, opensearch_cluster
from index.engines.opensearch_settings import read_settings, write_settings
from index.errors import ClusterAway, EngineError, LoginRefused
from index.query.ast import All, Term
from tests.engines.shelf import Shelf, document
from tests.opensearch.proxy import Proxy, answers, loses_the_answer, proxy_before, turns_every_second_away

TIMEOUT_SECONDS = 2.0


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the engine give up soon."""
    monkeypatch.setattr(opensearch_cluster, "READ_PAUSES", (0.01,) * 4)
    monkeypatch.setattr(opensearch_cluster, "WRITE_PAUSES", (0.01,) * 4)
    monkeypatch.setattr(opensearch_bulk, "WRITE_PAUSES", (0.01,) * 4)


@pytest.fixture
def proxy(addresses: tuple[str, ...]) -> Iterator[Proxy]:
    with proxy_before(addresses[0]) as made:
        yield made


@pytest.fixture
def shelf(proxy: Proxy, quick: None, tmp_path: Path) -> Iterator[Shelf]:
    made = Shelf("opensearch", tmp_path / "index")
    made.put(document("old", "old"))
    made.engine.close()
    direct = read_settings(tmp_path)
    write_settings(tmp_path, replace(direct, urls=(proxy.url,), timeout_seconds=TIMEOUT_SECONDS))
    made.reopen()
    yield made
    proxy.behave()
    made.close()


def some(count: int) -> list[str]:
    return [f"{number:03}" for number in range(count)]


@pytest.mark.parametrize("fault", [answers(429), answers(503), loses_the_answer, turns_every_second_away])
def test_what_is_turned_away_is_sent_again_and_nothing_is_doubled(shelf: Shelf, proxy: Proxy, fault) -> None:  # type: ignore[no-untyped-def]
    proxy.misbehave("/_bulk", fault, times=3)
    shelf.put(*(document(identifier, "new") for identifier in some(40)))
    assert proxy.count("/_bulk") == 4
    assert shelf.engine.ids(Term("new")) == set(some(40))
    assert shelf.engine.size() == 41


def test_a_request_that_a_proxy_finds_too_large_is_halved(shelf: Shelf, proxy: Proxy) -> None:
    proxy.misbehave("/_bulk", lambda body, forward: (413, {}) if body.count(b"\n") > 20 else forward(body))
    shelf.put(*(document(identifier, "new") for identifier in some(40)))
    assert shelf.engine.ids(Term("new")) == set(some(40))


@pytest.mark.parametrize("fresh", [False, True])
def test_what_a_cluster_never_takes_is_told_and_can_be_forgotten(
    shelf: Shelf, proxy: Proxy, fresh: bool
) -> None:
    proxy.misbehave("/_bulk", turns_every_second_away, times=3)
    proxy.misbehave("/_bulk", answers(429))
    shelf.engine.add((document(identifier, "new") for identifier in some(40)), fresh=fresh)
    with pytest.raises(ClusterAway, match="too much to do"):
        shelf.engine.commit()
    proxy.behave()
    assert shelf.found(All()) == "old"
    shelf.engine.rollback()
    shelf.engine.add([document("other", "new")], fresh=fresh)
    shelf.engine.commit()
    found = shelf.engine.ids(Term("new"))
    assert "other" in found
    if fresh:
        assert found == {"other"}
    shelf.put(*(document(identifier, "new") for identifier in some(40)))
    assert shelf.engine.ids(Term("new")) == {"other", *some(40)}
    assert shelf.engine.size() == 42


def test_a_commit_that_failed_can_be_made_again(shelf: Shelf, proxy: Proxy) -> None:
    shelf.engine.add([document("a", "new")])
    shelf.engine.delete(["old"])
    proxy.misbehave("/_refresh", answers(503))
    with pytest.raises(ClusterAway):
        shelf.engine.commit()
    proxy.behave()
    assert shelf.found(All()) == "old"
    shelf.engine.commit()
    assert shelf.found(All()) == "a"


def test_an_article_that_the_cluster_refuses_is_named(shelf: Shelf) -> None:
    with pytest.raises(EngineError, match=r"iii cannot be indexed: its id is longer"):
        shelf.engine.add([document("i" * 600, "x")])
    shelf.engine.add([document("a", "x"), document("strange", "x", city=["Rome"])])
    with pytest.raises(EngineError, match=r"strange cannot be indexed: .*\[city\]"):
        shelf.engine.commit()
    shelf.engine.rollback()
    shelf.put(document("b", "x"))
    assert "b" in shelf.found(Term("x"))


def test_a_value_of_any_length_keeps_no_article_out(shelf: Shelf) -> None:
    shelf.put(document("a", "x", author=["x" * 50_000, "Ann"], source=["日" * 9_000]))
    assert shelf.found(Term("x")) == "a"
    assert shelf.engine.facet(Term("x"), "author") == [("Ann", 1)]


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_search_is_made_again_while_the_cluster_is_away(shelf: Shelf, proxy: Proxy, status: int) -> None:
    proxy.misbehave("/_search", answers(status), times=2)
    assert shelf.found(Term("old")) == "old"
    proxy.misbehave("/_search", answers(status))
    with pytest.raises(ClusterAway, match="ry again"):
        shelf.engine.count(All())
    proxy.behave()
    assert shelf.found(Term("old")) == "old"


def test_an_answer_that_does_not_come_is_not_waited_for_twice(shelf: Shelf, proxy: Proxy) -> None:
    proxy.misbehave("/_search", lambda *_: (500, {}) if proxy.ended.wait(20) else None)
    begun = monotonic()
    with pytest.raises(ClusterAway, match=r"did not answer within 2 seconds.*timeout_seconds"):
        shelf.engine.count(All())
    assert monotonic() - begun < 2 * TIMEOUT_SECONDS


def test_closing_does_not_wait_for_a_cluster_that_is_away(
    shelf: Shelf, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opensearch_bulk, "WRITE_PAUSES", (60.0,))
    monkeypatch.setattr(opensearch_bulk, "REQUEST_BYTES", 10)
    proxy.misbehave("/_bulk", answers(429))
    shelf.engine.add([document("a", "new words")], fresh=True)
    begun = monotonic()
    shelf.engine.close()
    assert monotonic() - begun < 30
    proxy.behave()
    shelf.reopen()
    assert shelf.found(All()) == "old"


@pytest.mark.parametrize("status", [401, 403])
def test_a_login_that_is_refused_is_told_at_once(shelf: Shelf, proxy: Proxy, status: int) -> None:
    proxy.misbehave("/", answers(status))
    begun = len(proxy.seen)
    for use in (shelf.engine.size, shelf.engine.commit, shelf.reopen):
        with pytest.raises(LoginRefused, match="login"):
            use()
    assert len(proxy.seen) == begun + 3


def test_what_is_not_opensearch_is_told(shelf: Shelf, proxy: Proxy) -> None:
    proxy.misbehave("/", lambda *_: (200, "welcome to my home page"))
    with pytest.raises(EngineError, match="not OpenSearch"):
        shelf.engine.count(All())
