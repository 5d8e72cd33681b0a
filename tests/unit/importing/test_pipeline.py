"""The course of an import: batches, progress, what is recorded, and how it is broken off."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from index.errors import ReaderError
from index.model import Progress
from index.store import Store

from .conftest import Import, bodies, figures, lines

UNDATED = {"title": "T", "text": "Undated words."}


@pytest.fixture
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.importing.pipeline.BATCH_ARTICLES", 4)


def test_a_bad_line_is_recorded_and_stops_nothing(store: Store, folder: Path, take: Import) -> None:
    path = lines(folder / "a.jsonl", "Honda", "Nissan")
    good = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(good[0] + b'{"title": "broken\n' + good[1])
    report = take(path)
    assert figures(report) == (2, 0, 0, 1)
    (rejection,) = store.rejections()
    assert (rejection.path, rejection.line, rejection.kept) == (str(path), 2, False)
    assert rejection.reason
    assert rejection.when
    assert store.statistics().rejected == 1


def test_a_file_that_was_repaired_is_no_longer_complained_of(
    store: Store, folder: Path, take: Import
) -> None:
    path = folder / "a.jsonl"
    path.write_bytes(b'{"title": "broken\n')
    assert take(folder).rejected == take(folder).rejected == 1
    assert len(store.rejections()) == 1
    take(lines(path, "Honda"))
    assert store.rejections() == []


def test_an_unreadable_entry_of_a_folder_is_recorded(store: Store, folder: Path, take: Import) -> None:
    lines(folder / "a.jsonl", "Honda")
    (folder / "loop").symlink_to(folder)
    assert figures(take(folder)) == (1, 0, 0, 1)
    assert store.rejections()[0].path == str(folder / "loop")


def test_an_article_without_a_date_is_kept_as_undated(store: Store, folder: Path, take: Import) -> None:
    take(lines(folder / "a.jsonl", UNDATED, "Honda"))
    assert store.statistics().undated == 1
    assert [article.body for _, article in store.iterate() if article.day is None] == ["Undated words."]


def test_a_doubt_is_recorded_with_the_article_kept(store: Store, folder: Path, take: Import) -> None:
    ambiguous = {"title": "T", "date": "03/04/2024", "text": "Ambiguous day."}
    report = take(lines(folder / "a.jsonl", ambiguous))
    assert (report.added, report.doubts) == (1, 1)
    assert [item.kept for item in store.rejections()] == [True]
    assert store.statistics().rejected == 0


def test_a_path_that_does_not_exist_imports_nothing(store: Store, folder: Path, take: Import) -> None:
    lines(folder / "a.jsonl", "Honda")
    with pytest.raises(ReaderError):
        take(folder, folder / "missing")
    assert store.count() == 0


def test_standard_input_has_no_places(store: Store, take: Import, folder: Path) -> None:
    one, two = (lines(folder / name, name).read_bytes() for name in ("one", "two"))
    assert figures(take("-", stdin=io.BytesIO(one))) == (1, 0, 0, 0)
    assert figures(take("-", stdin=io.BytesIO(two))) == (1, 0, 0, 0)
    assert figures(take("-", stdin=io.BytesIO(one))) == (0, 0, 1, 0)
    assert {article.origin.path for _, article in store.iterate()} == {"-"}
    assert store.file_of(next(store.iterate())[1].id) is None


@pytest.mark.usefixtures("_small_batches")
def test_batches_are_told_after_they_can_be_read(store: Store, folder: Path, take: Import) -> None:
    lines(folder / "a.jsonl", *(f"A{number}" for number in range(10)))
    told: list[str] = []

    def on_batch(ids: list[str]) -> None:
        assert 0 < len(ids) <= 4
        assert set(store.articles(ids)) == set(ids)
        told.extend(ids)

    take(folder, on_batch=on_batch)
    assert sorted(told) == sorted(article.id for _, article in store.iterate())
    take(folder, on_batch=lambda ids: pytest.fail(f"nothing was new, but {ids} were told"))


@pytest.mark.usefixtures("_small_batches")
def test_an_import_that_is_cancelled_goes_on_the_next_time(store: Store, folder: Path, take: Import) -> None:
    lines(folder / "a.jsonl", *(f"A{number}" for number in range(10)))
    report = take(folder, cancelled=lambda: store.count() >= 4)
    assert (report.added, report.interrupted) == (4, True)
    assert store.count() == 4
    report = take(folder)
    assert figures(report) == (6, 0, 4, 0)
    assert not report.interrupted


@pytest.mark.usefixtures("_small_batches")
@pytest.mark.parametrize("moment", [1, 2])
def test_ctrl_c_leaves_what_was_written(store: Store, folder: Path, take: Import, moment: int) -> None:
    lines(folder / "a.jsonl", *(f"A{number}" for number in range(10)))
    batches: list[list[str]] = []

    def on_batch(ids: list[str]) -> None:
        batches.append(ids)
        if len(batches) == moment:
            raise KeyboardInterrupt

    report = take(folder, on_batch=on_batch)
    assert (report.added, report.interrupted) == (4 * moment, True)
    assert store.count() == store.last_change() == 4 * moment
    assert take(folder).added == 10 - 4 * moment


@pytest.mark.usefixtures("_small_batches")
def test_a_cancelled_import_of_a_changed_file_takes_no_position_for_granted(
    store: Store, folder: Path, take: Import
) -> None:
    path = lines(folder / "a.jsonl", *(f"A{number}" for number in range(6)))
    take(path)
    lines(path, *(f"N{number}" for number in range(4)), *(f"A{number}" for number in range(6)))
    answers = iter([False] * 6 + [True])
    assert take(path, cancelled=lambda: next(answers, True)).interrupted
    assert take(path).updated == 0
    assert len(bodies(store)) == 10


def test_progress_counts_bytes_up_to_the_whole(store: Store, folder: Path, take: Import) -> None:
    for name in ("a.jsonl", "b.jsonl"):
        lines(folder / name, *(f"{name}{number}" for number in range(300)))
    told: list[Progress] = []
    take(folder, report=told.append)
    total = sum(path.stat().st_size for path in folder.iterdir())
    assert {(one.unit, one.total) for one in told} == {("bytes", total)}
    assert [one.done for one in told] == sorted(one.done for one in told)
    assert told[-1].done == total
    assert told[-1].detail == str(folder / "b.jsonl")


def test_a_text_without_a_sentence_still_gets_a_title(store: Store, folder: Path, take: Import) -> None:
    take(lines(folder / "a.jsonl", {"date": "2024-03-13", "text": "…"}))
    ((_, article),) = store.iterate()
    assert article.title
    assert article.title_derived
