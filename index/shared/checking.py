"""What the doctor looks for in a shared library: whether the cluster holds what this person gave it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from index.care.findings import Diagnosis, Part, counted
from index.errors import ClusterAway
from index.model import Progress
from index.shared.ledger import forget

if TYPE_CHECKING:
    from index.model import Report
    from index.shared.library import SharedLibrary

ASKED_AT_ONCE: Final = 2_000
RED: Final = "red"
YELLOW: Final = "yellow"


def check_shared(library: SharedLibrary, diagnosis: Diagnosis, *, repair: bool, report: Report) -> None:
    """Look at the cluster of a library.

    A repair makes this store forget the articles that the cluster has lost, so that importing their files
    again brings them; it changes nothing in the cluster.
    """
    try:
        _check_health(library, diagnosis)
        _check_articles(library, diagnosis, repair=repair, report=report)
        diagnosis.articles = library.store.count()
    except ClusterAway as error:
        diagnosis.articles = None
        diagnosis.remarks.append(f"The articles could not be looked at. {error}")


def _check_health(library: SharedLibrary, diagnosis: Diagnosis) -> None:
    health = library.index.health()
    missing = counted(health["unassigned_shards"], "shard")
    if health["status"] == RED:
        diagnosis.add(
            Part.INDEX,
            f"The cluster has lost a part of the index ({missing} without a node): {library.settings.shown}.",
            advice="Start the nodes that are missing, or restore a snapshot.",
        )
    elif health["status"] == YELLOW:
        diagnosis.remarks.append(
            f"Not every part of the index has its copies ({missing} without a node); the articles are all"
            " there, and would not be if another node failed."
        )


def _check_articles(library: SharedLibrary, diagnosis: Diagnosis, *, repair: bool, report: Report) -> None:
    if behind := library.index.behind():
        waits = counted(behind, "article waits", "articles wait")
        diagnosis.remarks.append(f"{waits} here to be sent to the cluster; opening the library sends them.")
    own = library.store.own_ids()
    lost = list(_lost(library, own, report))
    if not lost:
        return
    files = library.store.files_of(lost)
    if repair:
        forget(library.store, lost)
    diagnosis.add(
        Part.INDEX,
        f"The cluster lacks {len(lost):,} of {counted(len(own), 'article')} that this library gave it."
        f" Import again: {', '.join(files)}.",
        advice="evtui doctor --repair lets them be imported again; else they would count as known.",
        repaired="They are not taken for known any more." if repair else "",
    )


def _lost(library: SharedLibrary, ids: list[str], report: Report) -> Iterator[str]:
    for start in range(0, len(ids), ASKED_AT_ONCE):
        yield from library.store.articles_there.lacking(ids[start : start + ASKED_AT_ONCE])
        report(Progress("Asking the cluster", min(len(ids), start + ASKED_AT_ONCE), len(ids)))
