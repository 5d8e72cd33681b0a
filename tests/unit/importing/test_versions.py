"""What is new, what is known, and what is a new version of something known."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.importing import import_inputs
from index.readers import ReadOptions
from index.store import Store

from .conftest import Import, bodies, figures, lines


def test_the_same_thing_twice_adds_nothing(store: Store, folder: Path, take: Import) -> None:
    lines(folder / "a.jsonl", "Honda", "Nissan", "Renault")
    assert figures(take(folder)) == (3, 0, 0, 0)
    last = store.last_change()
    assert figures(take(folder)) == (0, 0, 3, 0)
    assert figures(take(folder / "a.jsonl")) == (0, 0, 3, 0)
    assert store.last_change() == last


def test_a_copy_elsewhere_adds_nothing(store: Store, folder: Path, take: Import) -> None:
    first = lines(folder / "a.jsonl", "Honda", "Nissan")
    take(first)
    shutil.copy(first, folder / "b.jsonl")
    assert figures(take(folder)) == (0, 0, 4, 0)


def test_a_changed_text_in_its_place_is_a_new_version(store: Store, folder: Path, take: Import) -> None:
    path = lines(folder / "a.jsonl", "Honda", "Nissan")
    take(path)
    (nissan,) = (article.id for _, article in store.iterate() if article.title == "About Nissan")
    lines(path, "Honda", "Renault")
    assert figures(take(path)) == (0, 1, 1, 0)
    assert bodies(store) == ["Honda", "Renault"]
    assert store.article(nissan).body == "Renault is in the news."
    assert store.article(nissan, version=1).body == "Nissan is in the news."
    assert figures(take(path)) == (0, 0, 2, 0)


def test_a_single_text_in_a_file_of_its_own(store: Store, folder: Path, take: Import) -> None:
    path = folder / "talks.txt"
    path.write_text(" date 2024-03-13 Nissan is reportedly in discussions with Honda. More later.\n")
    assert figures(take(folder)) == (1, 0, 0, 0)
    path.write_text(" date 2024-03-16 Nissan officially confirmed it. More later.\n")
    assert figures(take(folder)) == (0, 1, 0, 0)
    ((_, article),) = store.iterate()
    assert article.title_derived
    assert article.title.startswith("Nissan officially confirmed it")
    assert len(store.versions(article.id)) == 2


def test_an_inserted_record_is_new_and_those_below_are_only_moved(
    store: Store, folder: Path, take: Import
) -> None:
    path = lines(folder / "a.jsonl", "Honda", "Nissan", "Renault")
    take(path)
    lines(path, "Kia", "Honda", "Nissan", "Renault")
    assert figures(take(path)) == (1, 0, 3, 0)
    lines(path, "Kia", "Honda", "Nissan", "Ford", "Renault")
    assert figures(take(path)) == (1, 0, 4, 0)
    assert bodies(store) == ["Ford", "Honda", "Kia", "Nissan", "Renault"]
    assert {len(store.versions(article.id)) for _, article in store.iterate()} == {1}
    assert {article.body.split()[0]: article.origin.position for _, article in store.iterate()} == {
        "Kia": 1, "Honda": 2, "Nissan": 3, "Ford": 4, "Renault": 5,
    }  # fmt: skip


def test_after_an_insertion_a_change_is_still_recognised(store: Store, folder: Path, take: Import) -> None:
    path = lines(folder / "a.jsonl", "Honda", "Nissan")
    take(path)
    take(lines(path, "Kia", "Honda", "Nissan"))
    assert figures(take(lines(path, "Kia", "Honda", "Renault"))) == (0, 1, 2, 0)
    assert bodies(store) == ["Honda", "Kia", "Renault"]


def test_what_left_a_file_is_kept_and_no_longer_in_the_way(store: Store, folder: Path, take: Import) -> None:
    path = lines(folder / "a.jsonl", "Honda", "Nissan")
    take(path)
    assert figures(take(lines(path, "Nissan"))) == (0, 0, 1, 0)
    assert figures(take(lines(path, "Renault"))) == (0, 1, 0, 0)
    assert bodies(store) == ["Honda", "Renault"]


def test_a_text_that_returns_is_a_version_again(store: Store, folder: Path, take: Import) -> None:
    path = lines(folder / "a.jsonl", "Honda", "Nissan")
    take(path)
    take(lines(path, "Honda", "Renault"))
    assert figures(take(lines(path, "Kia", "Honda", "Nissan"))) == (1, 1, 1, 0)
    assert bodies(store) == ["Honda", "Kia", "Nissan"]


def test_an_old_copy_elsewhere_does_not_bring_the_old_text_back(
    store: Store, folder: Path, take: Import
) -> None:
    path = lines(folder / "a.jsonl", "Honda")
    old = Path(shutil.copy(path, folder / "old.jsonl"))
    take(path)
    take(lines(path, "Nissan"))
    assert figures(take(old)) == (0, 0, 1, 0)
    assert bodies(store) == ["Nissan"]


def at(url: str, text: str) -> dict[str, object]:
    return {"url": url, "date": "2024-03-13", "title": "T", "text": text}


def test_a_changed_text_at_an_address_is_a_new_version_wherever_it_is(
    store: Store, folder: Path, take: Import
) -> None:
    take(lines(folder / "a.jsonl", at("https://a.example/1", "Honda"), at("https://a.example/2", "Kia")))
    changed = lines(folder / "b.jsonl", at("HTTPS://A.example/1/?utm_source=x#top", "Nissan"))
    assert figures(take(changed)) == (0, 1, 0, 0)
    assert bodies(store) == ["Kia", "Nissan"]
    for _ in range(2):  # both files still say what they said, and neither wins again and again
        assert figures(take(folder)) == (0, 0, 3, 0)
    assert bodies(store) == ["Kia", "Nissan"]


def test_the_same_text_at_two_addresses_is_two_articles(store: Store, folder: Path, take: Import) -> None:
    path = lines(folder / "a.jsonl", at("https://a.example/1", "Honda"), at("https://b.example/1", "Honda"))
    assert figures(take(path)) == (2, 0, 0, 0)
    assert figures(take(path)) == (0, 0, 2, 0)
    assert figures(take(lines(folder / "c.jsonl", at("", "Honda")))) == (0, 0, 1, 0)


def test_two_texts_of_one_address_in_a_file_are_told_of(store: Store, folder: Path, take: Import) -> None:
    report = take(
        lines(folder / "a.jsonl", at("https://a.example/1", "Honda"), at("https://a.example/1", "Nissan"))
    )
    assert figures(report) == (1, 1, 0, 0)
    assert report.doubts == 1
    (doubt,) = store.rejections()
    assert (doubt.kept, doubt.line) == (True, 2)
    assert "same address" in doubt.reason
    assert figures(take(folder)) == (0, 0, 2, 0)


def keyed(key: int, text: str) -> dict[str, object]:
    return {"id": key, "date": "2024-03-13", "title": "T", "text": text}


def test_a_changed_text_under_its_own_key_is_a_new_version_at_any_position(
    store: Store, folder: Path, take: Import
) -> None:
    path = lines(folder / "a.jsonl", keyed(7, "Honda"), keyed(8, "Kia"))
    take(path)
    assert figures(take(lines(path, keyed(9, "Ford"), keyed(8, "Kia"), keyed(7, "Nissan")))) == (1, 1, 1, 0)
    assert bodies(store) == ["Ford", "Kia", "Nissan"]


def test_keys_that_are_row_numbers_do_not_confuse_an_insertion(
    store: Store, folder: Path, take: Import
) -> None:
    path = lines(folder / "a.jsonl", keyed(1, "Honda"), keyed(2, "Kia"))
    take(path)
    inserted = lines(path, keyed(1, "Ford"), keyed(2, "Honda"), keyed(3, "Kia"))
    assert figures(take(inserted)) == (1, 0, 2, 0)
    assert figures(take(inserted)) == (0, 0, 3, 0)
    assert bodies(store) == ["Ford", "Honda", "Kia"]


def test_one_text_under_two_keys_of_a_file_is_two_articles(store: Store, folder: Path, take: Import) -> None:
    path = lines(folder / "a.jsonl", keyed(1, "Honda"), keyed(2, "Honda"))
    assert figures(take(path)) == (2, 0, 0, 0)
    assert figures(take(path)) == (0, 0, 2, 0)
    shutil.copy(path, folder / "b.jsonl")
    assert figures(take(folder)) == (0, 0, 4, 0)


def test_a_repetition_without_a_key_takes_no_record_with_one(
    store: Store, folder: Path, take: Import
) -> None:
    unkeyed = {**keyed(0, "Honda"), "id": ""}
    path = lines(folder / "a.jsonl", keyed(1, "Honda"), unkeyed, keyed(4, "Honda"), unkeyed)
    assert figures(take(path)) == (2, 0, 2, 0)
    assert figures(take(path)) == (0, 0, 4, 0)


def test_a_text_that_comes_back_beside_its_successor_is_an_article(
    store: Store, folder: Path, take: Import
) -> None:
    path = lines(folder / "a.jsonl", "Honda")
    take(path)
    take(lines(path, "Nissan"))
    take(lines(folder / "b.jsonl", "Kia"))
    assert figures(take(lines(path, "Honda", "Nissan"))) == (1, 0, 1, 0)
    assert bodies(store) == ["Honda", "Kia", "Nissan"]


def test_keys_of_different_files_have_nothing_to_do_with_each_other(
    store: Store, folder: Path, take: Import
) -> None:
    lines(folder / "a.jsonl", keyed(1, "Honda"))
    lines(folder / "b.jsonl", keyed(1, "Nissan"))
    assert figures(take(folder)) == (2, 0, 0, 0)


def test_what_is_said_about_a_text_can_be_corrected(store: Store, folder: Path, take: Import) -> None:
    path = lines(folder / "a.jsonl", "Honda")
    take(path, source="Wrie")
    assert figures(take(path, source="Wire")) == (0, 1, 0, 0)
    ((_, article),) = store.iterate()
    assert (article.source, article.version) == ("Wire", 1)
    assert store.statistics().sources == 1
    assert figures(take(path, source="Wire")) == (0, 0, 1, 0)


def test_a_folder_that_was_moved_is_still_followed(store: Store, folder: Path, take: Import) -> None:
    take(lines(folder / "a.jsonl", "Honda"))
    (folder.parent / "archive").mkdir()
    moved = folder.rename(folder.parent / "archive" / folder.name)
    assert figures(take(moved)) == (0, 0, 1, 0)
    assert figures(take(lines(moved / "a.jsonl", "Nissan"))) == (0, 1, 0, 0)
    assert bodies(store) == ["Nissan"]


def test_the_name_of_a_folder_that_was_renamed_is_taken_at_once(
    store: Store, folder: Path, take: Import
) -> None:
    take(lines(folder / "a.jsonl", "Honda"))
    moved = folder.rename(folder.with_name("archive"))
    assert figures(take(moved)) == (0, 1, 0, 0)
    ((_, article),) = store.iterate()
    assert (article.source, article.version) == ("archive", 1)
    assert figures(take(moved)) == (0, 0, 1, 0)


def test_a_file_is_the_same_however_it_is_named(
    store: Store, folder: Path, take: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(lines(folder / "a.jsonl", "Honda"))
    monkeypatch.chdir(folder)
    lines(folder / "a.jsonl", "Nissan")
    assert figures(take("./a.jsonl")) == (0, 1, 0, 0)


def test_texts_with_no_room_in_memory_are_judged_all_the_same(
    store: Store, folder: Path, take: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.importing.batch.PUT_OFF_CHARACTERS", 60)
    monkeypatch.setattr("index.importing.pipeline.BATCH_ARTICLES", 3)
    path = folder / "a.jsonl"
    take(lines(path, *(f"Old{number}" for number in range(10))))
    mixed = [f"New{number}" for number in range(8)]
    assert figures(take(lines(path, *mixed, "Old8", "Inserted", "Old9"))) == (1, 8, 2, 0)
    assert bodies(store) == sorted([*mixed, "Old8", "Inserted", "Old9"])
    assert figures(take(path)) == (0, 0, 11, 0)


FILES = st.lists(st.sampled_from("ABCDEFGH"), min_size=1, max_size=6, unique=True)


@settings(max_examples=60, deadline=None)
@given(states=st.lists(FILES, min_size=1, max_size=4))
def test_after_any_history_a_file_is_in_the_library_as_it_is(states: list[list[str]]) -> None:
    with TemporaryDirectory() as folder, Store.create(Path(folder) / "library") as store:
        path = Path(folder) / "a.jsonl"
        for state in states:
            lines(path, *state)
            report = import_inputs(store, [str(path)], ReadOptions())
            assert report.added + report.updated + report.duplicates == len(state)
            current = bodies(store)
            assert set(state) <= set(current)
            assert len(current) == len(set(current))
            again = import_inputs(store, [str(path)], ReadOptions())
            assert figures(again) == (0, 0, len(state), 0)
