"""A library with articles and marks."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import open_library
from tests.faults.whole import write_source

ARTICLES = 200


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return write_source(tmp_path / "wire" / "news.jsonl", ARTICLES)


@pytest.fixture
def library(tmp_path: Path, source: Path) -> Path:
    folder = tmp_path / "library"
    with open_library(folder, create=True) as made:
        made.import_from([str(source)], derive=False)
        for number, (_, article) in enumerate(made.store.iterate()):
            if number % 10 == 0:
                made.store.add_note(article.id, f"note {number}")
                made.store.set_starred(article.id, True)
                made.store.add_tag(article.id, "mine")
        made.store.set_setting("sources", {"kept": [1, 2]})
    return folder
