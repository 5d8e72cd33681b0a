"""An empty library, a folder of files, and a short way to import them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import orjson
import pytest

from index.importing import import_inputs
from index.model import ImportReport
from index.readers import ReadOptions
from index.store import Store

Import = Callable[..., ImportReport]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "library") as made:
        yield made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "wire"
    made.mkdir()
    return made


@pytest.fixture
def take(store: Store) -> Import:
    """Import paths."""

    def run(*paths: Path | str, source: str = "", **given: object) -> ImportReport:
        return import_inputs(store, [str(path) for path in paths], ReadOptions(source=source), **given)  # type: ignore[arg-type]

    return run


def lines(path: Path, *records: dict[str, object] | str) -> Path:
    """Write records as JSON Lines; a text is an article of that body, in a made-up title and day."""
    written = [
        {"title": f"About {record}", "date": "2024-03-13", "text": f"{record} is in the news."}
        if isinstance(record, str)
        else record
        for record in records
    ]
    path.write_bytes(b"".join(orjson.dumps(record) + b"\n" for record in written))
    return path


def bodies(store: Store) -> list[str]:
    """The first word of all current texts, in alphabetical order."""
    return sorted(article.body.split()[0] for _, article in store.iterate())


def figures(report: ImportReport) -> tuple[int, int, int, int]:
    """(added, updated, duplicates, rejected)."""
    return report.added, report.updated, report.duplicates, report.rejected
