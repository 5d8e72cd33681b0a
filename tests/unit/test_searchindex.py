"""The index follows the store, whatever happens to it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from index.engines import available_engines, choose_engine
from index.errors import Cancelled, LibraryBusy
from index.library import Library, open_library
from index.manifest import FILE_NAME, Manifest, read_manifest, write_manifest
from index.store import Store


def article(folder: Path, name: str, text: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f" date 2024-03-16 {text}\n", encoding="utf-8")


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    article(folder, "a.txt", "Honda confirms its talks. A memorandum was signed.")
    article(folder, "b.txt", "Nissan cuts its forecast. The plant stays open.")
    return folder


@pytest.fixture
def library(tmp_path: Path, news: Path) -> Library:
    made = open_library(tmp_path / "library", create=True)
    made.import_from([str(news)])
    return made


def folders(library: Library) -> list[str]:
    return sorted(path.name for path in (library.folder / "index").iterdir())


def test_a_deleted_index_comes_back_by_itself(library: Library) -> None:
    library.close()
    shutil.rmtree(library.folder / "index")
    with open_library(library.folder) as again:
        assert again.search("memorandum").total == 1
        assert again.info().index == "current"


def test_a_deleted_manifest_means_a_new_index_and_never_an_unknown_folder(library: Library) -> None:
    library.close()
    (library.folder / FILE_NAME).unlink()
    with open_library(library.folder) as again:
        assert again.index.engine is None
        assert again.search("memorandum").total == 1
        assert len(folders(again)) == 1


@pytest.mark.parametrize("engine", available_engines())
def test_a_damaged_index_is_rebuilt(library: Library, engine: str) -> None:
    library.reindex(engine)
    library.close()
    for path in (library.folder / "index").rglob("*"):
        if path.is_file():
            path.write_bytes(b"\x00" * 10)
    with open_library(library.folder) as again:
        assert again.search("memorandum").total == 1


def test_an_index_of_another_analyser_is_rebuilt(library: Library) -> None:
    library.close()
    held = read_manifest(library.folder)
    assert held is not None
    write_manifest(library.folder, Manifest(held.engine, held.folder, "another analyser", held.change))
    with open_library(library.folder) as again:
        assert again.index.status() == "missing"
        assert again.search("memorandum").total == 1
        now = read_manifest(library.folder)
        assert now is not None
        assert now.analyser == held.analyser


def test_an_index_that_is_behind_is_caught_up_from_the_change_log(library: Library, news: Path) -> None:
    from index.importing import import_inputs
    from index.readers.draft import ReadOptions

    article(news, "c.txt", "Toyota shows a battery. It is solid.")
    with library.store.writer():
        import_inputs(library.store, [str(news)], ReadOptions(), report=None, cancelled=lambda: False)
    assert library.index.status() == "behind"
    assert library.search("solid battery").total == 0
    assert library.catch_up()
    assert library.search("solid battery").total == 1
    assert library.index.status() == "current"


def test_another_engine_takes_over_and_the_old_folder_goes(library: Library) -> None:
    for engine in ("tantivy", "whoosh", "auto"):
        library.reindex(engine)
        assert library.search("memorandum").total == 1
        assert len(folders(library)) == 1
    assert library.info().engine == choose_engine("auto", 2)


def test_a_reader_in_another_process_sees_the_new_index(library: Library, news: Path) -> None:
    with open_library(library.folder) as reader:
        assert reader.search("toyota").total == 0
        article(news, "c.txt", "Toyota shows a battery. It is solid.")
        library.import_from([str(news)])
        library.reindex("tantivy")
        assert reader.catch_up()
        assert reader.search("toyota").total == 1
        assert reader.info().engine == "tantivy"


def test_a_stopped_rebuild_leaves_the_old_index_in_use(library: Library) -> None:
    before = folders(library)
    with pytest.raises(Cancelled):
        library.reindex("tantivy", cancelled=lambda: True)
    assert folders(library) == before
    assert library.search("memorandum").total == 1


def test_while_another_writes_the_old_index_answers(library: Library) -> None:
    library.store.touch([library.search("memorandum").hits[0].id])
    other = Store.open(library.folder)
    with other.writer():
        assert library.catch_up() is False
        assert library.search("memorandum").total == 1
    other.close()
    assert library.catch_up() is True


def test_while_another_writes_and_there_is_no_index_it_is_said(library: Library) -> None:
    library.close()
    shutil.rmtree(library.folder / "index")
    other = Store.open(library.folder)
    with open_library(library.folder) as again, other.writer(), pytest.raises(LibraryBusy):
        again.search("memorandum")
    other.close()


def test_a_growing_library_moves_to_the_engine_for_large_ones(
    library: Library, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert library.info().engine == "whoosh"
    monkeypatch.setattr("index.engines.WHOOSH_ARTICLES", 3)
    for number in range(4):
        article(news, f"more{number}.txt", f"Renault opens plant {number}. It makes small cars.")
    library.import_from([str(news)])
    assert library.info().engine == "tantivy"
    assert library.search("renault").total == 4
    assert library.search("memorandum").total == 1
