"""Names and topics in the store: written once, and again only where they have changed."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from pathlib import Path

import orjson
import pytest

from index import derived
from index.analysis.analyser import Analyser
from index.analysis.reading import (
    ArticleReading,
    Runs,
    Vocabulary,
    Words,
    read_article,
    unpacked,
)
from index.background import reading
from index.derived import derive_if_stale
from index.errors import Cancelled
from index.importing import import_inputs
from index.model import Article, Progress
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
    with pytest.raises(Cancelled):
        derive(store, cancelled=lambda: True)
    assert store.last_change() == before
    assert derive(store)
    assert labels(store)


def test_work_that_broke_off_at_the_writing_is_done_again(
    store: Store, take: Take, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(*LIBRARY)

    def broken(*_: object) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(store, "set_derived", broken)
        with pytest.raises(OSError, match="full"):
            derive(store)
    before = store.last_change()
    assert derive(store)
    assert store.changes(before, 100)


def test_progress_is_told_up_to_the_end(store: Store, take: Take) -> None:
    take(*LIBRARY)
    seen: list[Progress] = []
    derive(store, report=seen.append)
    for stage in dict.fromkeys(progress.stage for progress in seen):
        last = [progress for progress in seen if progress.stage == stage][-1]
        assert last.done == last.total == len(LIBRARY), stage


def test_an_empty_library_has_nothing_to_write(store: Store) -> None:
    assert not derive(store)


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that are read, as they are."""
    read: list[str] = []
    before = reading.read_article

    def counted(article: Article, vocabulary: Vocabulary) -> ArticleReading:
        read.append(article.body)
        return before(article, vocabulary)

    monkeypatch.setattr(reading, "read_article", counted)
    return read


def test_an_article_that_comes_later_is_the_only_one_that_is_read(
    store: Store, take: Take, readings: list[str]
) -> None:
    take(*LIBRARY)
    derive(store)
    assert sorted(readings) == sorted(LIBRARY)
    readings.clear()
    take(told("Turin"), file="late.jsonl")
    derive(store)
    assert readings == [told("Turin")]


def test_a_changed_text_is_read_again_and_others_are_not(
    store: Store, take: Take, readings: list[str]
) -> None:
    take(*LIBRARY)
    derive(store)
    readings.clear()
    take(told("Turin"), *LIBRARY[1:])
    derive(store)
    assert readings == [told("Turin")]
    assert "joint venture" in labels(store)["In Turi"]
    assert "In Bonn" not in labels(store)


def test_reading_that_was_stopped_goes_on_where_it_stopped(
    store: Store, take: Take, readings: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "BATCH_CHANGES", 10)
    take(*LIBRARY)
    with pytest.raises(Cancelled):
        derive(store, cancelled=lambda: len(readings) >= 10)
    assert len(readings) == 10
    derive(store)
    assert sorted(readings) == sorted(LIBRARY)
    with_stop = store.names([article.id for _, article in store.iterate()]), labels(store)
    store.clear_readings()
    store.set_setting("derived", None)
    derive(store)
    assert (store.names([article.id for _, article in store.iterate()]), labels(store)) == with_stop


def test_a_stop_while_writing_leaves_what_was_written_and_the_rest_follows(
    store: Store, take: Take, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(derived, "TURN_ARTICLES", 1)
    monkeypatch.setattr(derived, "BATCH", 10)
    take(*LIBRARY)
    followed: list[int] = []
    with pytest.raises(Cancelled):
        derive(store, follow=lambda: followed.append(1), cancelled=lambda: bool(followed))
    ids = [article.id for _, article in store.iterate()]
    assert len(store.names(ids)) == 10
    assert derive(store, follow=lambda: followed.append(1))
    assert len(store.names(ids)) == len(LIBRARY)
    assert len(followed) == 3


def test_an_article_that_is_deleted_counts_no_more(store: Store, take: Take) -> None:
    take(*LIBRARY)
    derive(store)
    gone = next(article.id for _, article in store.iterate() if article.body == told("Bonn"))
    with store.writer(), store.writing() as writer:
        writer.delete(gone)
    derive(store)
    assert "joint venture" not in set().union(*labels(store).values())
    assert gone not in store.names([gone])
    take("Rain fell in Bonn again.", file="late.jsonl")
    derive(store)
    assert len(store.names([article.id for _, article in store.iterate()])) == len(LIBRARY)


def test_an_import_beside_the_work_is_taken_in_by_the_same_run(store: Store, take: Take) -> None:
    take(*LIBRARY)

    def import_one() -> None:
        if store.count() == len(LIBRARY):
            take(told("Turin"), file="late.jsonl")

    derive(store, follow=import_one)
    assert "joint venture" in labels(store)["In Turi"]
    assert store.setting("derived")["change"] == store.last_change()


def test_what_was_read_is_kept_small_and_comes_out_as_it_went_in() -> None:
    article = Article(
        "a",
        "Honda, the BEST of 12-month 1,234.5!",
        "Électric vehicles (EVs) don’t “sell”.\n\nHe said: x" + "y" * 200 + " 7",
    )
    vocabulary = Vocabulary()
    read = read_article(article, vocabulary)
    assert unpacked(read.packed()) == ArticleReading(
        read.title, read.unwritten, array("I", read.words), array("I", read.runs), array("I", read.shorthand)
    )
    words = [vocabulary.words.terms[number] for number in read.words]
    title, body = words[: read.title], words[read.title :]
    assert title == ["Honda", ".", "the", "BEST", "of", "12-month", "0", ".", ".", "."]
    assert body[:4] == ["Électric", "vehicles", ".", "EVs"]
    assert body[-2:] == [".", "0"]
    again = Vocabulary(Words(vocabulary.words.terms), Runs(text for _, text in vocabulary.runs.unsaved()))
    assert read_article(article, again) == read
    assert not again.words.unsaved()
    assert not again.runs.unsaved()
