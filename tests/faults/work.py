"""Work that is killed: run by `tests.faults.killing` in a process of its own."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import index.importing
import index.importing.pipeline
import index.importing.reading
import index.library
import index.searchindex
from index import open_library

index.importing.pipeline.BATCH_ARTICLES = 10
index.searchindex.BATCH_ARTICLES = 10
index.searchindex.COMMIT_ARTICLES = 30


@contextmanager
def reporting(log: str) -> Iterator[Callable[[object], None]]:
    """Give a function that notes something; it is there whatever happens to this process afterwards."""
    file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    yield lambda said: os.write(file, f"{said}\n".encode()) and None
    os.close(file)


def import_articles(folder: str, source: str, engine: str, log: str) -> None:
    """Import, noting the ids of each batch once they are said to be added."""
    import_inputs = index.importing.import_inputs

    def noted(*given: Any, on_batch: Callable[[list[str]], None] | None = None, **named: Any) -> Any:
        def on_batch_noted(ids: list[str]) -> None:
            note("\n".join(ids))
            if on_batch is not None:
                on_batch(ids)

        return import_inputs(*given, on_batch=on_batch_noted, **named)

    with reporting(log) as note:
        index.importing.import_inputs = noted
        with open_library(folder, create=True) as library:
            library.store.set_setting("engine", engine)
            library.import_from([source])


def import_with_crew(folder: str, source: str, engine: str, log: str) -> None:
    """Import as large inputs are imported: read by processes, cut at line ends."""
    reading = index.importing.reading
    reading.LIGHT_BYTES, reading.CUT_BYTES, reading.INPUT_BYTES = 0, 6_000, 6_000
    import_articles(folder, source, engine, log)


def reindex(folder: str, engine: str) -> None:
    """Build the index anew, with another engine where that is said."""
    with open_library(folder) as library:
        library.reindex(engine or None)


def write_notes(folder: str, identifier: str, first: str, log: str) -> None:
    """Write notes and set and take away stars, noting each once it is said to be written."""
    with reporting(log) as note, open_library(folder) as library:
        for number in range(int(first), int(first) + 20):
            library.store.add_note(identifier, f"note {number}")
            library.store.set_starred(identifier, number % 2 == 0)
            note(number)


def back_up(folder: str, target: str) -> None:
    """Write a backup over the one before."""
    from pathlib import Path

    from index.care.backup import back_up as write

    with open_library(folder) as library:
        write(library.store, Path(target), force=True)


def restore(folder: str, backup: str) -> None:
    """Restore a backup over the library that is there."""
    from pathlib import Path

    from index.care.restore import restore as take

    take(Path(backup), Path(folder), force=True)


if __name__ == "__main__":
    from tests.faults.killing import serve

    serve(sys.modules[__name__])
