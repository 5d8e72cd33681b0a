"""Does the ranking hold up? Mean average precision and nDCG on the Glasgow test collections.

Each query is the disjunction of its words, sent through the engine protocol as any other query; title and
body are indexed as the collection gives them. Relevance is yes or no, and a query without relevant documents
is left out. nDCG is that of Järvelin & Kekäläinen 2002 ("Cumulated gain-based evaluation of IR techniques",
section 3) with the discount log2(rank + 1).
"""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from collections.abc import Iterable
from math import log2
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from index.analysis.analyser import Analyser
from index.engines import available_engines, open_engine
from index.engines.base import Document, Engine
from index.model import UNDATED, Order
from index.query.ast import Or, Term
from tests.bench.table import Figure, print_figures

COLLECTIONS: Final = Path(__file__).parents[3] / "shared" / "corpora" / "ir"
CUT: Final = 10
"""Rank down to which nDCG looks."""
DEEPEST: Final = 1_000
"""Rank down to which average precision looks."""

GOALS: Final = {("tantivy", "cran"): 0.370, ("tantivy", "med"): 0.695}
"""The least nDCG@10 that is asked for."""
PEERS: Final = {
    "cran": "BM25 with Snowball and stop words .376 / .296",
    "med": "BM25 with Snowball and stop words .699 / .532",
}
"""nDCG@10 / MAP of a ready-made BM25 on the same files."""


def measure(engine_name: str, collection: str) -> dict[str, float]:
    """Return `ndcg` (at 10), `map` and `queries` for an engine on a collection (`cran`, `med`, `adi`)."""
    folder = COLLECTIONS / collection
    analyser = Analyser()
    relevant = _judgements(folder / "qrels.tsv")
    gains, precisions = [], []
    with TemporaryDirectory(prefix="evtui-bench-") as name:
        engine = open_engine(engine_name, Path(name) / "index", tokens_of=lambda _: (), create=True)
        engine.add(_document(line, analyser) for line in _lines(folder / "docs.jsonl.gz"))
        engine.commit()
        for line in _lines(folder / "queries.jsonl.gz"):
            wanted = relevant.get(line["id"])
            if wanted:
                ranked = _ranked(engine, analyser, line["text"])
                gains.append(ndcg(ranked, wanted))
                precisions.append(average_precision(ranked, wanted))
        engine.close()
    count = len(gains)
    return {"ndcg": sum(gains) / count, "map": sum(precisions) / count, "queries": count}


def ndcg(ranked: list[str], wanted: set[str]) -> float:
    """Return the normalised discounted cumulative gain of the first `CUT` hits."""
    found = sum(1 / log2(rank + 1) for rank, hit in enumerate(ranked[:CUT], start=1) if hit in wanted)
    ideal = sum(1 / log2(rank + 1) for rank in range(1, min(len(wanted), CUT) + 1))
    return found / ideal


def average_precision(ranked: list[str], wanted: set[str]) -> float:
    """Return the mean of the precisions at the ranks of the wanted documents."""
    precisions = []
    for rank, hit in enumerate(ranked, start=1):
        if hit in wanted:
            precisions.append((len(precisions) + 1) / rank)
    return sum(precisions) / len(wanted)


def main() -> None:
    """Print the ranking of every installed engine."""
    if not COLLECTIONS.is_dir():
        print("\n## Ranking\n\nSkipped: the Glasgow test collections are not here.")
        return
    figures = []
    for collection, peer in PEERS.items():
        for engine in available_engines():
            got = measure(engine, collection)
            goal = GOALS.get((engine, collection))
            figures.append(
                Figure(
                    what=f"{collection}, {engine}: nDCG@10 / MAP, {got['queries']:.0f} queries",
                    value=f"{got['ndcg']:.3f} / {got['map']:.3f}",
                    goal=f"at least {goal:.3f}" if goal else "",
                    met=got["ndcg"] >= goal if goal else None,
                    peer=peer,
                )
            )
    print_figures("Ranking", figures)


def _ranked(engine: Engine, analyser: Analyser, text: str) -> list[str]:
    query = Or(tuple(Term(stem) for stem in analyser.analyse(text, query=True).stems))
    return [hit.id for hit in engine.search(query, order=Order.BEST, limit=DEEPEST).hits]


def _document(line: dict[str, Any], analyser: Analyser) -> Document:
    title, body = analyser.analyse(line["title"]), analyser.analyse(line["body"])
    return Document(id=line["id"], day=UNDATED, minute=0, title=title, body=body)


def _judgements(path: Path) -> dict[str, set[str]]:
    relevant: dict[str, set[str]] = defaultdict(set)
    for line in path.read_text(encoding="utf-8").splitlines():
        query, document = line.split("\t")[:2]
        relevant[query].add(document)
    return relevant


def _lines(path: Path) -> Iterable[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


if __name__ == "__main__":
    main()
