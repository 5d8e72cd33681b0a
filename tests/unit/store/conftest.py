"""A store in a temporary folder, and a short way to write articles into it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, time
from pathlib import Path

import pytest

from index.ids import content_identity, digest, url_identity
from index.store import Place, Record, Store

Write = Callable[..., str]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "library") as made:
        yield made


@pytest.fixture
def write(store: Store) -> Write:
    """Add an article, or, with `instead`, a new version of that one."""
    return lambda body, **given: write_into(store, body, **given)


def write_into(
    store: Store,
    body: str,
    *,
    title: str = "Title",
    day: date | None = date(2024, 3, 13),
    clock: time | None = None,
    source: str = "Wire",
    url: str = "",
    tags: tuple[str, ...] = (),
    position: int = 1,
    instead: str = "",
) -> str:
    content, address = content_identity(day, title, body), url_identity(url)
    with store.writer(), store.writing() as writer:
        record = Record(
            title=title,
            title_derived=False,
            body=body,
            day=day,
            time=clock,
            source=source,
            author="",
            url=url,
            language="en",
            tags=tags,
            content=digest(content),
            url_digest=digest(address) if address else None,
            place=Place(writer.file("/news/a.txt", "a.txt"), 1, position),
        )
        if not instead:
            return writer.add(address or content, record)
        known = next(one for one in writer.by_place(record.place.file, position) if one.id == instead)
        return writer.change(known, record)
