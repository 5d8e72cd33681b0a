"""What lies inside an archive is a file of its own, with its own positions, keys and rejections."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import orjson

from index.store import Store

from .conftest import Import, bodies, figures


def packed(path: Path, **members: list[str]) -> Path:
    """Write a zip archive of JSON Lines files with one article a word; an empty word is a broken line."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, words in members.items():
            records = (
                {"title": f"About {word}", "date": "2024-03-13", "text": f"{word} is in the news."}
                if word
                else {}
                for word in words
            )
            data = b"".join((orjson.dumps(record) if record else b'{"broken') + b"\n" for record in records)
            archive.writestr(f"inner/{name}.jsonl", data)
    return path


def test_members_are_files_of_their_own(store: Store, folder: Path, take: Import) -> None:
    path = packed(folder / "a.zip", one=["Ford", "Honda"], two=["Kia", "", "Nissan"])
    assert figures(take(path)) == (4, 0, 0, 1)
    origins = {article.body.split()[0]: article.origin for _, article in store.iterate()}
    assert {word: (origin.path.removeprefix(str(path)), origin.line) for word, origin in origins.items()} == {
        "Ford": ("/inner/one.jsonl", 1),
        "Honda": ("/inner/one.jsonl", 2),
        "Kia": ("/inner/two.jsonl", 1),
        "Nissan": ("/inner/two.jsonl", 3),
    }
    assert figures(take(path)) == (0, 0, 4, 1)
    assert len(store.rejections()) == 1


def test_a_changed_member_is_a_new_version_and_a_repaired_one_no_longer_complained_of(
    store: Store, folder: Path, take: Import
) -> None:
    path = packed(folder / "a.zip", one=["Ford", "Honda"], two=["Kia", ""])
    take(path)
    packed(path, one=["Ford", "Toyota"], two=["Kia"])
    assert figures(take(path)) == (0, 1, 2, 0)
    assert bodies(store) == ["Ford", "Kia", "Toyota"]
    assert store.rejections() == []


def test_an_archive_that_was_moved_is_followed(store: Store, folder: Path, take: Import) -> None:
    path = packed(folder / "a.zip", one=["Ford", "Honda"])
    take(path)
    moved = Path(shutil.move(path, folder / "b.zip"))
    assert figures(take(moved)) == (0, 0, 2, 0)
    packed(moved, one=["Ford", "Toyota"])
    assert figures(take(moved)) == (0, 1, 1, 0)
    assert bodies(store) == ["Ford", "Toyota"]


def test_a_copy_of_an_archive_takes_nothing_from_the_first(store: Store, folder: Path, take: Import) -> None:
    path = packed(folder / "a.zip", one=["Ford", "Honda"])
    take(path)
    copy = Path(shutil.copy(path, folder / "b.zip"))
    assert figures(take(copy)) == (0, 0, 2, 0)
    assert {article.origin.path for _, article in store.iterate()} == {f"{path}/inner/one.jsonl"}
