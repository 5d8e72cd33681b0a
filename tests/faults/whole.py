"""Whether a library is whole: by the doctor's own checks, and by what its reader sees."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import orjson

from index import open_library
from index.care.doctor import examine
from index.care.findings import Part


def write_source(path: Path, articles: int) -> Path:
    """Write articles as JSON Lines."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(
        b"\n".join(
            orjson.dumps(
                {
                    "id": number,
                    "title": f"Article number {number}",
                    "date": f"2024-{number % 12 + 1:02}-13",
                    "text": f"The maker said that battery {number} costs {number * 7} euros. It is solid."
                    * 3,
                }
            )
            for number in range(articles)
        )
    )
    return path


def ids_in(folder: Path) -> list[str]:
    with open_library(folder) as library:
        return [article.id for _, article in library.store.iterate()]


def check_whole(folder: Path, reported: Iterable[str] = ()) -> int:
    """Check that a library is whole and its index agrees with it; return the number of its articles.

    Args:
        folder: the library's.
        reported: ids of articles that were said to be added.
    """
    with open_library(folder) as library:
        assert library.catch_up()
        titles = Counter(article.title for _, article in library.store.iterate())
        assert set(titles.values()) <= {1}, "an article is there twice"
        ids = library.store.all_ids()
        assert set(reported) <= ids, "an article is lost that was said to be added"
        assert library.search("", limit=1).total == len(ids) == library.store.count()
    # What a dead process left lies about until somebody cleans up; nothing else may be wrong.
    found = examine(folder, repair=True)
    assert [finding.text for finding in found.findings if finding.part is not Part.FOLDER] == []
    assert (found.remarks, found.articles, found.healthy) == ([], len(ids), True)
    return len(ids)
