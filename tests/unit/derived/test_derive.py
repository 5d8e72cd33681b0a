"""Names and topics in the store: written once, and again only where they have changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import orjson
import pytest

from index.analysis.analyser import Analyser
from index.derived import READINGS, derive_if_stale
from index.importing import import_inputs
from index.model import Progress
from index.readers import ReadOptions
from index.store import Store

from .test_topics import FILLERS

Take = Callable[..., None]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "library") as made:
        yield made


@pytest.fixture
def take(store: Store, tmp_path: Path) -> Take:
    """Import texts, each as an article of its own."""

    def run(*bodies: str, file: str = "wire.jsonl") -> None:
        path = tmp_path / file
        records = [{"title": f"report {body[:30]}", "date": "2024-03-13", "text": body} for body in bodies]
        path.write_bytes(b"".join(orjson.dumps(record) + b"\n" for record in records))
        import_inputs(store, [str(path)], ReadOptions())

    return run


def derive(store: Store, **given: object) -> bool:
    with store.writer():
        return derive_if_stale(store, Analyser(), **given)  # type: ignore[arg-type]


def told(place: str) -> str:
    return (
        f"In {place} the makers Honda and Nissan discuss a joint venture. The joint venture is for {place}."
    )


LIBRARY = [
    told("Bonn"),
    told("Oslo"),
    told("Rome"),
    *(f"{FILLERS[n % 5]} It was day {n}." for n in range(27)),
]


def labels(store: Store) -> dict[str, set[str]]:
    """First words of the text → topics."""
    ids = {article.id: article.body[:7] for _, article in store.iterate()}
    return {ids[id_]: set(topics) for id_, topics in store.topics(ids).items() if topics}


def test_names_and_topics_are_written_and_the_index_is_told(store: Store, take: Take) -> None:
    take(*LIBRARY)
    before = store.last_change()
    assert derive(store)
    assert all("joint venture" in labels(store)[f"In {place}"] for place in ("Bonn", "Oslo", "Rome"))
    ids = [article.id for _, article in store.iterate()]
    with_honda = [id_ for id_, names in store.names(ids).items() if "Honda" in names]
    assert len(with_honda) == 3
    assert set(with_honda) <= {change.id for change in store.changes(before, 100)}


def test_a_second_run_writes_nothing(store: Store, take: Take) -> None:
    take(*LIBRARY)
    derive(store)
    change = store.last_change()
    assert not derive(store)
    assert store.last_change() == change


def test_a_tag_or_star_does_not_have_everything_found_anew(store: Store, take: Take) -> None:
    take(*LIBRARY)
    derive(store)
    store.touch([article.id for _, article in store.iterate(limit=2)])
    seen: list[Progress] = []
    assert not derive(store, report=seen.append)
    assert not seen


def test_only_articles_whose_names_or_topics_change_are_touched(store: Store, take: Take) -> None:
    take(*LIBRARY)
    derive(store)
    take(told("Turin"), file="late.jsonl")
    before = store.last_change()
    assert derive(store)
    assert [store.article(change.id).body[:8] for change in store.changes(before, 100)] == ["In Turin"]


def test_articles_in_another_order_get_the_same(store: Store, take: Take, tmp_path: Path) -> None:
    take(*LIBRARY)
    derive(store)
    with Store.create(tmp_path / "other") as other:
        path = tmp_path / "turned.jsonl"
        path.write_bytes(b"\n".join(reversed((tmp_path / "wire.jsonl").read_bytes().splitlines())) + b"\n")
        import_inputs(other, [str(path)], ReadOptions())
        derive(other)
        assert labels(other) == labels(store)


def test_stopped_work_is_done_the_next_time(store: Store, take: Take) -> None:
    take(*LIBRARY)
    before = store.last_change()
    assert not derive(store, cancelled=lambda: True)
    assert store.last_change() == before
    assert derive(store)
    assert labels(store)


def test_work_that_broke_off_between_the_log_and_the_values_is_done_again(
    store: Store, take: Take, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(*LIBRARY)

    def broken(*_: object) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(store, "set_names", broken)
        with pytest.raises(OSError, match="full"):
            derive(store)
    before = store.last_change()
    assert derive(store)
    assert store.changes(before, 100)


def test_progress_is_told_up_to_the_end(store: Store, take: Take) -> None:
    take(*LIBRARY)
    seen: list[Progress] = []
    derive(store, report=seen.append)
    assert seen[-1].done == seen[-1].total == len(LIBRARY)
    assert READINGS >= 1


def test_an_empty_library_has_nothing_to_write(store: Store) -> None:
    assert not derive(store)
