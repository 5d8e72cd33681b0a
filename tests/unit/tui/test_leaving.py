"""What the reader did last is not lost when the desk is left at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from index.library import open_library
from tui.queries import Queries


class BusyNode:
    """A part of the desk whose threads get to nothing but opening the library."""

    def run_worker(self, work: Callable[[], None], *, name: str, **_: object) -> None:
        if name == "opening":
            work()

    def post_message(self, _message: object) -> bool:
        return True


def test_a_star_given_just_before_leaving_is_kept(tmp_path: Path) -> None:
    (tmp_path / "news.txt").write_text(" date 2024-03-16 Honda confirms its talks.\n", encoding="utf-8")
    folder = tmp_path / "library"
    with open_library(folder, create=True) as library:
        library.import_from([str(tmp_path / "news.txt")])
        identifier = library.search("honda").hits[0].id
    queries = Queries(BusyNode(), lambda: open_library(folder))  # type: ignore[arg-type]  # a stand-in
    queries.open()
    queries.set_starred(identifier, starred=True)
    queries.add_note(identifier, "Only a study so far.")
    queries.close(None)
    with open_library(folder) as library:
        marks = library.store.marks([identifier])[identifier]
    assert marks.starred
    assert marks.notes == ("Only a study so far.",)
