"""Index articles with Xapian and answer queries: read as lines of JSON, answered by a line each.

Articles come first, up to an empty object. This runs in the Python of Debian, without anything of evtui. The
values of an article lie in slots of their own, which Xapian counts natively.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from time import perf_counter
from typing import Any

xapian: Any = import_module("xapian")

PAGE = 30
DAY, SOURCE, TOPIC, NAME = 0, 1, 2, 5
TOPICS, NAMES = 3, 8


def fill(folder: str) -> Any:
    """Index what comes; return the database, open for reading."""
    database = xapian.WritableDatabase(folder, xapian.DB_CREATE_OR_OPEN)
    texts = xapian.TermGenerator()
    texts.set_stemmer(xapian.Stem("en"))
    for line in sys.stdin:
        article = json.loads(line)
        if not article:
            break
        document = xapian.Document()
        texts.set_document(document)
        texts.index_text(article["title"])
        texts.increase_termpos()
        texts.index_text(article["body"])
        document.set_data(json.dumps([article["id"], article["title"]]))
        document.add_value(DAY, xapian.sortable_serialise(article["day"]))
        document.add_value(SOURCE, article["source"])
        for slot, values in ((TOPIC, article["topics"]), (NAME, article["names"])):
            for number, value in enumerate(values):
                document.add_value(slot + number, value)
        database.add_document(document)
    database.commit()
    return xapian.Database(folder)


def answer(database: Any, asked: dict[str, Any]) -> float:
    """Answer a query; return the seconds."""
    parser = xapian.QueryParser()
    parser.set_database(database)
    parser.set_stemmer(xapian.Stem("en"))
    parser.set_stemming_strategy(parser.STEM_SOME)
    parser.set_default_op(xapian.Query.OP_AND)
    joined = " ".join(asked["words"])
    text = {"phrase": f'"{joined}"', "prefix": f"{joined}*"}.get(asked["kind"], joined)
    started = perf_counter()
    query = parser.parse_query(text, parser.FLAG_PHRASE | parser.FLAG_WILDCARD)
    if asked["days"]:
        first, last = (xapian.sortable_serialise(day) for day in asked["days"])
        query = xapian.Query(
            xapian.Query.OP_FILTER, query, xapian.Query(xapian.Query.OP_VALUE_RANGE, DAY, first, last)
        )
    enquire = xapian.Enquire(database)
    enquire.set_query(query)
    enquire.set_weighting_scheme(xapian.BoolWeight())
    enquire.set_sort_by_value(DAY, False)
    spies = [xapian.ValueCountMatchSpy(slot) for slot in range(NAME + NAMES)]
    for spy in spies:
        enquire.add_matchspy(spy)
    found = enquire.get_mset(0, PAGE, database.get_doccount())
    for match in found:
        match.document.get_data()
    for spy in spies:
        for item in spy.values():
            _ = item.term, item.termfreq
    return perf_counter() - started


def main() -> None:
    """Index, then answer until the input ends."""
    database = fill(sys.argv[1])
    print(json.dumps("ready"), flush=True)
    for line in sys.stdin:
        print(json.dumps(answer(database, json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
