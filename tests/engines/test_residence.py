"""Memory that is given back while an index is read."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from index.engines.base import Counts, Page
from index.engines.residence import give_back
from index.model import Order
from index.query.ast import All, Term
from tests.engines.shelf import Shelf, document


def answers(shelf: Shelf) -> tuple[Page, Counts]:
    page = shelf.engine.search(Term("honda"), order=Order.OLDEST, limit=99)
    return page, shelf.engine.counts(All(), ("topic",))


def test_an_index_answers_the_same_after_its_memory_was_given_back(shelf: Shelf) -> None:
    for batch in range(3):
        shelf.put(*(document(f"{batch}-{n}", f"honda {n}", topic=[f"t{n % 3}"]) for n in range(40)))
    before = answers(shelf)
    done = give_back(shelf.folder, most=0)
    assert answers(shelf) == before
    assert done == sys.platform.startswith("linux")


def test_nothing_is_given_back_as_long_as_little_is_mapped(tmp_path: Path) -> None:
    assert not give_back(tmp_path, most=1 << 50)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells what is mapped")
def test_pages_of_mapped_files_leave_the_memory(tmp_path: Path) -> None:
    import mmap

    path = tmp_path / "file"
    path.write_bytes(b"x" * (8 << 20))
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ) as mapped:
        assert mapped[:: mmap.PAGESIZE].count(b"x") == len(mapped) // mmap.PAGESIZE
        before = _shared()
        assert give_back(tmp_path, most=0)
        assert before - _shared() > 1_000
        assert mapped[::4096].count(b"x") == len(mapped) // 4096


def _shared() -> int:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[2])
