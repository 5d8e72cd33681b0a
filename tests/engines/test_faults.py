"""Indexes that are missing or damaged, and processes that die in the middle of writing."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from index.engines import ENGINES, OPENSEARCH, available_engines, choose_engine, open_engine
from index.errors import EngineError, EngineMissing, IndexDamaged
from index.query.ast import All, Term
from tests.engines.shelf import Shelf, document, name_cluster

ROOT = Path(__file__).parents[2]


def in_a_folder(name: str) -> None:
    """Pass a test over that is about the files of an index."""
    if name == OPENSEARCH:
        pytest.skip("its index does not lie in a folder; see tests/opensearch")


def test_there_is_no_index(engine_name: str, tmp_path: Path) -> None:
    if engine_name == OPENSEARCH:
        name_cluster(tmp_path)
        name_cluster(tmp_path.parent)
    for folder in (tmp_path / "missing", tmp_path):
        with pytest.raises(IndexDamaged, match="no index"):
            open_engine(engine_name, folder, tokens_of=lambda _: ())


def test_an_index_of_the_other_engine_is_none(shelf: Shelf) -> None:
    other = next(name for name in ENGINES if name != shelf.name)
    if other not in available_engines():
        pytest.skip(f"{other} is not installed")
    shelf.put(document("a", "x"))
    with pytest.raises(IndexDamaged):
        open_engine(other, shelf.folder, tokens_of=shelf.tokens_of)


def test_creating_begins_anew_and_leaves_other_files_alone(shelf: Shelf) -> None:
    shelf.put(document("a", "x"))
    shelf.engine.close()
    other = shelf.folder / "notes.txt"
    other.write_text("mine")
    shelf.engine = open_engine(shelf.name, shelf.folder, tokens_of=shelf.tokens_of, create=True)
    assert shelf.found(All()) == ""
    shelf.put(document("b", "x"))
    shelf.reopen()
    assert shelf.found(Term("x")) == "b"
    assert other.read_text() == "mine"


def index_files(shelf: Shelf) -> list[Path]:
    return sorted(path for path in shelf.folder.iterdir() if path.stat().st_size)


@pytest.mark.parametrize("harm", ["delete", "empty", "halve", "overwrite"])
def test_a_damaged_index_is_told_at_opening_or_does_no_harm(shelf: Shelf, harm: str) -> None:
    in_a_folder(shelf.name)
    shelf.put(*(document(f"{number:03}", f"x y{number}", topic=["t"]) for number in range(300)))
    shelf.remove("007")
    shelf.engine.close()
    damaged = 0
    for path in index_files(shelf):
        whole = path.read_bytes()
        if harm == "delete":
            path.unlink()
        else:
            path.write_bytes(
                {"empty": b"", "halve": whole[: len(whole) // 2], "overwrite": b"\x07" * len(whole)}[harm]
            )
        try:
            shelf.engine = open_engine(shelf.name, shelf.folder, tokens_of=shelf.tokens_of)
        except IndexDamaged:
            damaged += 1
        else:
            assert shelf.engine.count(Term("x")) in (299, 300)
            shelf.engine.close()
        path.write_bytes(whole)
    assert damaged
    shelf.reopen()
    assert shelf.engine.count(Term("x")) == 299


KILLED_WHILE_ADDING = """
    import os, signal, sys
    from pathlib import Path
    from index.engines import open_engine
    from tests.engines.shelf import document

    name, folder = sys.argv[1:]
    engine = open_engine(name, Path(folder), tokens_of=lambda ids: ())
    engine.add(document(f"lost{number}", f"x word{number} " * 20) for number in range(500))
    engine.delete(["kept"])
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_process_that_is_killed_while_adding_leaves_the_last_commit(shelf: Shelf) -> None:
    shelf.put(document("kept", "x"))
    shelf.engine.close()
    script = textwrap.dedent(KILLED_WHILE_ADDING)
    died = subprocess.run(
        [sys.executable, "-c", script, shelf.name, str(shelf.folder)],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    assert died.returncode == -9, died.stderr
    shelf.engine = open_engine(shelf.name, shelf.folder, tokens_of=shelf.tokens_of)
    assert shelf.found(Term("x")) == "kept"
    shelf.put(document("later", "x"))
    shelf.reopen()
    assert shelf.found(Term("x")) == "kept later"


KILLED_WHILE_COMMITTING = """
    import sys
    from pathlib import Path
    from index.engines import open_engine
    from tests.engines.shelf import document

    name, folder, batch = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    engine = open_engine(name, folder, tokens_of=lambda ids: (), create=True)
    for start in range(0, 1_000_000, batch):
        engine.add(document(f"{number:06}", f"x word{number}") for number in range(start, start + batch))
        engine.commit()
        print(start + batch, flush=True)
"""


def test_a_process_that_is_killed_at_any_time_leaves_whole_commits(shelf: Shelf) -> None:
    if shelf.name == OPENSEARCH:
        pytest.skip("a cluster may show a part of a batch of one who died; see tests/opensearch")
    shelf.engine.close()
    batch = 50
    writer = subprocess.Popen(
        [
            sys.executable,
            "-c",
            textwrap.dedent(KILLED_WHILE_COMMITTING),
            shelf.name,
            str(shelf.folder),
            str(batch),
        ],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    with writer:
        assert writer.stdout is not None
        committed = [int(writer.stdout.readline()) for _ in range(6)][-1]
        writer.kill()
    shelf.engine = open_engine(shelf.name, shelf.folder, tokens_of=shelf.tokens_of)
    count = shelf.engine.count(Term("x"))
    assert count >= committed
    assert count % batch == 0
    shelf.put(document("later", "x"))
    shelf.reopen()
    assert shelf.engine.ids(Term("x")) == {f"{number:06}" for number in range(count)} | {"later"}


def test_a_second_writer_is_told(shelf: Shelf) -> None:
    shelf.put(document("a", "x"))
    shelf.engine.add([document("b", "x")])
    second = open_engine(shelf.name, shelf.folder, tokens_of=shelf.tokens_of)
    with pytest.raises(EngineError):
        second.add([document("c", "x")])
    assert second.count(Term("x")) == 1
    second.close()
    shelf.engine.commit()
    assert shelf.found(Term("x")) == "a b"


def test_a_document_that_cannot_be_encoded_is_told(shelf: Shelf) -> None:
    shelf.put(document("a", "x"))
    with pytest.raises(EngineError, match="half"):
        shelf.engine.add([document("half", "\ud83d")])
    with pytest.raises(EngineError):
        shelf.engine.count(Term("\ud83d"))
    shelf.engine.rollback()
    shelf.put(document("b", "x"))
    assert shelf.found(Term("x")) == "a b"


def test_engines_that_are_not_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(EngineMissing, match="no search engine 'lucene'"):
        open_engine("lucene", tmp_path, tokens_of=lambda _: ())
    monkeypatch.setattr("index.engines.find_spec", lambda name: None if name == "tantivy" else object())
    assert available_engines() == ("whoosh",)
    assert choose_engine("auto", 1_000_000) == "whoosh"
    with pytest.raises(EngineMissing, match="not installed"):
        choose_engine("tantivy", 1)
    monkeypatch.setattr("index.engines.find_spec", lambda _: None)
    with pytest.raises(EngineMissing, match="No search engine"):
        choose_engine("auto", 1)


def test_auto_goes_by_the_number_of_articles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.engines.find_spec", lambda _: object())
    chosen = [choose_engine("auto", count) for count in (0, 2_000, 2_001)]
    assert chosen == ["whoosh", "whoosh", "tantivy"]
    assert choose_engine("whoosh", 10**6) == "whoosh"
