"""Pages far into a result, which tantivy fetches from the end: none skips or repeats an article."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.engines.base import Engine
from index.model import Order
from index.query.ast import All
from tests.engines.shelf import document

pages = pytest.importorskip("index.engines.tantivy_pages", exc_type=ImportError)

DAYS = st.lists(st.one_of(st.none(), st.integers(0, 6)), min_size=1, max_size=60)


@given(
    days=DAYS,
    size=st.integers(1, 9),
    order=st.sampled_from((Order.OLDEST, Order.NEWEST)),
    parts=st.integers(1, 3),
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_pages_fetched_from_the_end_are_those_fetched_from_the_beginning(
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    *,
    days: list[int | None],
    size: int,
    order: Order,
    parts: int,
) -> None:
    engine = _filled(tmp_path_factory.mktemp("index"), days, parts)
    try:
        monkeypatch.setattr(pages, "FAR_HITS", len(days) + 1)
        whole = [hit.id for hit in engine.search(All(), order=order, limit=len(days)).hits]
        monkeypatch.setattr(pages, "FAR_HITS", 1)
        for offset in range(len(days) + 2):
            page = engine.search(All(), order=order, limit=size, offset=offset)
            assert [hit.id for hit in page.hits] == whole[offset : offset + size]
            assert page.total == len(days)
    finally:
        engine.close()


def _filled(folder: Path, days: list[int | None], parts: int) -> Engine:
    from index.engines.tantivy_engine import TantivyEngine

    engine = TantivyEngine.open(folder, tokens_of=lambda _: (), create=True)
    documents = [
        document(f"a{number:03}", "x", day=None if day is None else date(2024, 1, 1) + timedelta(days=day))
        for number, day in enumerate(days)
    ]
    for part in range(parts):
        engine.add(documents[part::parts])
        engine.commit()
    return engine
