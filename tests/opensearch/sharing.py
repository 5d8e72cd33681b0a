"""Helpers of the tests of libraries in a cluster: indexes of their own, articles, and what people do."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from typing import Any

from index.engines.opensearch_connection import connect
from index.engines.opensearch_settings import ClusterSettings


@contextmanager
def index_of_its_own(urls: Sequence[str], **fields: Any) -> Iterator[ClusterSettings]:
    """Give settings with an index that nothing else uses; it is deleted at the end."""
    settings = ClusterSettings(tuple(urls), f"t-{token_hex(6)}", **fields)
    try:
        yield settings
    finally:
        client = connect(settings)
        client.indices.delete(index=f"{settings.index}*", params={"ignore": 404})
        client.close()


def write_articles(path: Path, articles: Sequence[dict[str, object]]) -> str:
    """Write a file of articles as JSON lines, and return its path."""
    path.write_text("".join(json.dumps(article) + "\n" for article in articles), encoding="utf-8")
    return str(path)


def news(first: int, last: int, **fields: object) -> list[dict[str, object]]:
    """Return articles with numbers, each about a thing of its own, on days that follow each other."""
    return [
        {
            "date": f"2024-{1 + number // 28 % 12:02}-{1 + number % 28:02}",
            "title": f"Report number {number}",
            "body": f"The factory in town{number} makes batteries.\n\nIts output was {number} tonnes.",
            "source": "Paper A" if number % 2 else "Paper B",
            "url": f"https://example.org/Reports/{number}",
            **fields,
        }
        for number in range(first, last)
    ]
