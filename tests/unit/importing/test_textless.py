"""Records of a collection that came without their text."""

from __future__ import annotations

from pathlib import Path

from index.store import Store
from tests.unit.importing.conftest import Import, lines


def test_a_record_with_an_id_and_a_date_is_kept_with_a_doubt(
    store: Store, folder: Path, take: Import
) -> None:
    path = lines(
        folder / "a.jsonl",
        {"id": "19522", "date": "1987-06-29", "title": "", "body": ""},
        {"id": "19523", "date": "1987-06-29", "title": "", "body": "", "topics": ["trade"]},
    )
    report = take(path)
    assert (report.added, report.rejected, report.doubts) == (2, 0, 2)
    kept = [article for _, article in store.iterate()]
    assert [article.title for article in kept] == ["Untitled 19522", "Untitled 19523"]
    assert [article.tags for article in kept] == [(), ("trade",)]
    assert all(article.title_derived for article in kept)
    assert take(path).added == 0


def test_a_record_without_text_and_without_a_date_or_id_is_rejected(
    store: Store, folder: Path, take: Import
) -> None:
    path = lines(folder / "a.jsonl", {"date": "1987-06-29", "body": ""}, {"id": "7", "body": " "})
    report = take(path)
    assert (report.added, report.rejected) == (0, 2)
    assert [entry.line for entry in store.rejections()] == [2, 1]
