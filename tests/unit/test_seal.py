"""An index folder is opened only where it is the one that was written, as it was written."""

from __future__ import annotations

import os
import pickle
import shutil
from pathlib import Path
from random import Random

import pytest

from index.care.doctor import examine
from index.engines import available_engines
from index.library import open_library
from index.manifest import read_manifest
from index.seal import SEAL_NAME, SealState, folder_number, seal_state, write_seal


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "index"
    made.mkdir()
    (made / "segment").write_bytes(b"postings" * 100)
    (made / "meta.json").write_bytes(b"{}")
    write_seal(made, "secret")
    return made


def state(folder: Path, secret: str = "secret", *, thorough: bool = False) -> SealState:
    return seal_state(folder, secret, folder_number(folder), thorough=thorough)


def test_a_folder_is_whole_as_it_was_sealed(folder: Path) -> None:
    assert state(folder) is SealState.WHOLE
    assert state(folder, thorough=True) is SealState.WHOLE


def test_a_folder_that_was_not_sealed_by_the_manifest_is_foreign(folder: Path, tmp_path: Path) -> None:
    assert state(folder, "another") is SealState.FOREIGN
    assert state(folder, "") is SealState.FOREIGN
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    assert seal_state(copy, "secret", folder_number(folder)) is SealState.FOREIGN
    link = tmp_path / "link"
    link.symlink_to(folder)
    assert state(link) is SealState.FOREIGN
    (folder / SEAL_NAME).unlink()
    assert state(folder) is SealState.FOREIGN


def test_what_was_written_over_is_damaged_and_what_came_or_went_is_a_change(folder: Path) -> None:
    segment = folder / "segment"
    whole, facts = segment.read_bytes(), segment.stat()
    segment.write_bytes(whole[:-1] + b"x")
    assert state(folder) is SealState.DAMAGED
    # A disk changes bytes without changing the time; only reading all of it shows that.
    os.utime(segment, ns=(facts.st_atime_ns, facts.st_mtime_ns))
    assert state(folder) is SealState.WHOLE
    assert state(folder, thorough=True) is SealState.DAMAGED
    segment.write_bytes(whole)
    assert state(folder) is SealState.WHOLE
    (folder / "meta.json").write_bytes(b"{ }")
    assert state(folder) is SealState.CHANGED
    segment.unlink()
    assert state(folder) is SealState.CHANGED


def library_of(folder: Path, engine: str, articles: int = 30) -> Path:
    news = folder / "news.jsonl"
    news.write_text(
        "\n".join(
            f'{{"title": "Article {n}", "date": "2024-03-13", "text": "Battery {n} of {n % 3} firms."}}'
            for n in range(articles)
        )
    )
    with open_library(folder / "library", create=True) as library:
        library.store.set_setting("engine", engine)
        library.import_from([str(news)], derive=False)
    return folder / "library"


def index_of(library: Path) -> Path:
    manifest = read_manifest(library)
    assert manifest is not None
    return library / "index" / manifest.folder


class Planted:
    """Leaves a mark when it is unpickled."""

    def __init__(self, mark: str) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[object, tuple[str, ...]]:
        return os.mkdir, (self.mark,)


@pytest.mark.parametrize("where", ["own folder", "other folder", "linked folder", "handed-on library"])
def test_a_pickle_in_an_index_folder_is_never_loaded(tmp_path: Path, where: str) -> None:
    library = library_of(tmp_path, "whoosh")
    mark = tmp_path / "executed"
    evil = pickle.dumps(Planted(str(mark)))
    if where == "handed-on library":
        shutil.copytree(library, tmp_path / "handed on")
        library = tmp_path / "handed on"
    held = index_of(library)
    if where == "linked folder":
        held.rename(tmp_path / "elsewhere")
        held.symlink_to(tmp_path / "elsewhere")
    if where == "other folder":
        shutil.copytree(held, held.with_name("whoosh-7"))
        held = held.with_name("whoosh-7")
        manifest = (library / "manifest.json").read_text().replace(index_of(library).name, "whoosh-7")
        (library / "manifest.json").write_text(manifest)
    for toc in held.glob("_MAIN_*.toc"):
        content = toc.read_bytes()
        start = content.index(b"\x80")
        toc.write_bytes(content[:start] + evil + content[start:])
    with open_library(library) as opened:
        assert opened.search("battery").total == 30
        assert opened.info().engine == "whoosh"
    assert not mark.exists()
    assert examine(library, repair=True).healthy
    assert not mark.exists()


@pytest.mark.parametrize("engine", available_engines())
def test_flipped_bytes_missing_and_short_files_cost_a_new_index_and_no_answer(
    tmp_path: Path, engine: str
) -> None:
    library = library_of(tmp_path, engine)
    random = Random(4)
    for trial in range(25):
        path = random.choice([one for one in sorted(index_of(library).iterdir()) if one.stat().st_size])
        content = bytearray(path.read_bytes())
        harm = ("flip", "flip", "missing", "short", "manifest")[trial % 5]
        if harm == "flip":
            content[random.randrange(len(content))] ^= 1 << random.randrange(8)
            path.write_bytes(content)
        elif harm == "missing":
            path.unlink()
        elif harm == "short":
            path.write_bytes(content[: random.randrange(len(content))])
        else:
            manifest = bytearray((library / "manifest.json").read_bytes())
            manifest[random.randrange(len(manifest))] = random.randrange(256)
            (library / "manifest.json").write_bytes(manifest)
        with open_library(library) as opened:
            assert opened.search("battery").total == opened.count("firms") == 30
            assert opened.count("title:17") == 1
            assert opened.days("battery") == {
                opened.article(opened.search("17").hits[0].id).day.toordinal(): 30
            }
        assert examine(library).healthy, (trial, harm, path)


@pytest.mark.parametrize("engine", available_engines())
def test_damage_that_only_shows_when_it_is_asked_is_mended_on_the_way(tmp_path: Path, engine: str) -> None:
    library = library_of(tmp_path, engine)
    random = Random(5)
    for _ in range(8):
        held = [
            one for one in sorted(index_of(library).iterdir()) if one.name != SEAL_NAME and one.stat().st_size
        ]
        path = random.choice(held)
        facts, content = path.stat(), bytearray(path.read_bytes())
        for _ in range(20):
            content[random.randrange(len(content))] = random.randrange(256)
        path.write_bytes(content)
        # As a failing disk does it: nothing tells of it but the bytes.
        os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns))
        with open_library(library) as opened:
            opened.search("battery")
            opened.count("firms battery")
        found = examine(library, repair=True)
        assert all(finding.part.value == "index" for finding in found.findings)
        with open_library(library) as opened:
            assert opened.search("battery").total == opened.count("firms") == 30
