"""What a desk asks all the time is answered from indexes: no question reads through all articles."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from index.importing.judge import Judge
from index.store import Store

from .conftest import Write, write_into

QUESTIONS: dict[str, Callable[[Store, str], object]] = {
    "article": lambda store, one: store.article(one[:5]),
    "old version": lambda store, one: store.article(one, version=1),
    "articles": lambda store, one: store.articles([one]),
    "rows": lambda store, one: store.rows([one]),
    "iterate": lambda store, one: list(store.iterate(after_rowid=1, limit=1)),
    "versions": lambda store, one: store.versions(one),
    "statistics": lambda store, one: store.statistics(),
    "count": lambda store, one: store.count(),
    "changes": lambda store, one: (store.last_change(), store.changes(0, 10)),
    "names and topics": lambda store, one: (store.names([one]), store.topics([one])),
    "touch": lambda store, one: store.touch([one]),
    "ids by prefix": lambda store, one: store.ids_by_prefix(one[:3]),
    "ids by url": lambda store, one: store.ids_by_url("example"),
    "star": lambda store, one: store.set_starred(one, True),
    "rejections": lambda store, one: store.rejections(limit=5),
    "write": lambda store, one: write_into(store, "another text", url="http://a.example/2"),
    "judge": lambda store, one: _ask_as_an_import_does(store),
}


def _ask_as_an_import_does(store: Store) -> None:
    with store.writing() as writer:
        file = Judge(writer).enter("/news/a.txt", "a.txt")
        writer.by_content(b"1" * 16)
        writer.by_url(b"1" * 16)
        writer.by_key(file.number, "7")
        writer.by_place(file.number, 1)


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_question_reads_through_all_articles(store: Store, write: Write, question: str) -> None:
    one = write("a text", url="http://a.example/1")
    write("a later text", instead=one)
    connection = store._database.connection()
    asked: list[str] = []
    connection.set_trace_callback(asked.append)
    QUESTIONS[question](store, one)
    connection.set_trace_callback(None)
    statements = [sql for sql in asked if re.match("SELECT|INSERT|UPDATE|DELETE", sql)]
    assert statements
    for sql in statements:
        steps = [step for *_, step in connection.execute(f"EXPLAIN QUERY PLAN {sql}")]
        for step in steps:
            # The sources are few; a part of an address is looked for in an index that holds nothing else.
            allowed = step.startswith(
                ("SCAN sources", "SCAN CONSTANT", "SCAN articles USING COVERING INDEX articles_url")
            )
            bounded = step.startswith("SCAN rejections") and "LIMIT" in sql
            assert allowed or bounded or not step.startswith("SCAN"), (sql, step)
