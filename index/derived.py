"""Names and topics of a library kept in step with its articles.

Both depend on the library as a whole, so they are found anew when any text has changed; but only articles
whose names or topics come out differently are written, and only those are indexed again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final
from zlib import crc32

from index.errors import Cancelled
from index.model import Article, Progress, Report
from index.nameset import find_names
from index.topics import find_topics

if TYPE_CHECKING:
    from index.analysis.analyser import Analyser
    from index.store import Store

DERIVED_VERSION: Final = 1
"""Raised with every change that gives other names or topics for some library; they are then found anew."""

STATE_SETTING: Final = "derived"
"""The setting that says what the names and topics in the store were found in."""

BATCH: Final = 500
"""Articles that are compared and written at a time."""

READINGS: Final = 4
"""How often the articles are read: once for names, three times for topics."""

REPORT_EVERY: Final = 200
"""Articles between two reports of progress."""

Values = Mapping[str, tuple[str, ...]]


def derive_if_stale(
    store: Store,
    analyser: Analyser,
    *,
    report: Report | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> bool:
    """Find names and topics, where articles have changed since they were found last.

    Call it under `store.writer()`.

    Args:
        store: the library's store.
        analyser: gives the stems by which phrases are counted.
        report: called with the progress.
        cancelled: asked now and then whether to stop; what was not written then is found the next time.

    Returns:
        Whether articles were written that the index must follow.
    """
    state = store.setting(STATE_SETTING) or {}
    change = store.last_change()
    known = state.get("version") == DERIVED_VERSION and state.get("analyser") == analyser.fingerprint
    if known and state.get("change") == change:
        return False
    texts = _texts(store)
    if known and state.get("texts") == texts:
        # Tags, notes and stars log changes too, and change no text.
        _remember(store, analyser, texts)
        return False
    steps = _Steps(READINGS * store.count(), report, cancelled)
    try:
        names = find_names(lambda: _articles(store), steps)
        topics = find_topics(lambda: _articles(store), analyser.stem, steps)
        written = _write(store, names, topics, cancelled)
    except Cancelled:
        return store.last_change() != change
    _remember(store, analyser, texts)
    return written


class _Steps:
    """Counts the articles read, tells of it, and stops the work when that is wanted."""

    def __init__(self, total: int, report: Report | None, cancelled: Callable[[], bool] | None) -> None:
        self._total = total
        self._report = report
        self._cancelled = cancelled
        self._done = 0

    def __call__(self) -> None:
        self._done += 1
        if self._done % REPORT_EVERY and self._done != self._total:
            return
        _stop_if(self._cancelled)
        if self._report is not None:
            done, total = self._done // READINGS, self._total // READINGS
            self._report(Progress("Finding names and topics", done, total))


def _stop_if(cancelled: Callable[[], bool] | None) -> None:
    if cancelled is not None and cancelled():
        raise Cancelled("Finding names and topics was stopped; the next import goes on with it.")


def _articles(store: Store) -> Iterator[Article]:
    for _, article in store.iterate():
        yield article


def _texts(store: Store) -> str:
    """Return a fingerprint of all texts, in which their order does not matter."""
    count, total = 0, 0
    for article in _articles(store):
        count += 1
        total += crc32(f"{article.id} {article.version} {article.title}".encode())
    return f"{count}-{total:x}"


def _remember(store: Store, analyser: Analyser, texts: str) -> None:
    state = {
        "version": DERIVED_VERSION,
        "analyser": analyser.fingerprint,
        "change": store.last_change(),
        "texts": texts,
    }
    store.set_setting(STATE_SETTING, state)


def _write(store: Store, names: Values, topics: Values, cancelled: Callable[[], bool] | None) -> bool:
    """Write what differs, batch by batch; return whether the index must follow."""
    ids = list(names)
    written = False
    for start in range(0, len(ids), BATCH):
        _stop_if(cancelled)
        written |= _write_batch(store, ids[start : start + BATCH], names, topics)
    return written


def _write_batch(store: Store, ids: Sequence[str], names: Values, topics: Values) -> bool:
    old_names, old_topics = store.names(ids), store.topics(ids)
    touched = [
        id_
        for id_ in ids
        if old_names.get(id_, ()) != names[id_] or old_topics.get(id_, ()) != topics.get(id_, ())
    ]
    if touched:
        # Logged first: if the work ends in between, the values still differ and are written the next time.
        store.touch(touched)
    new_names = {id_: names[id_] for id_ in ids if old_names.get(id_) != names[id_]}
    new_topics = {id_: topics.get(id_, ()) for id_ in ids if old_topics.get(id_) != topics.get(id_, ())}
    if new_names:
        store.set_names(new_names)
    if new_topics:
        store.set_topics(new_topics, f"phrases-{DERIVED_VERSION}")
    return bool(touched)
