"""Moving the index of a library into a cluster: it takes long, can be stopped, and goes on where it stopped.

The index that is there answers until the other one holds everything. What that one holds is known by the
change up to which batches were acknowledged; it is kept in a manifest of its own. What was sent after it is
sent once more, each document in its place.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from secrets import token_hex
from typing import TYPE_CHECKING, Final

from index.engines import open_engine
from index.errors import Cancelled, IndexDamaged
from index.manifest import MOVING_NAME, Manifest, read_manifest, write_manifest
from index.model import Progress, Report
from index.seal import folder_number
from index.sealed import note_place, open_sealed, seal
from index.searchindex import ENGINE_SETTING

if TYPE_CHECKING:
    from index.engines.base import Engine
    from index.searchindex import SearchIndex
    from index.store import Store

BATCH_ARTICLES: Final = 1_000
COMMIT_ARTICLES: Final = 10_000
"""Articles between two points at which the work can be taken up."""
STAGE: Final = "Moving to the cluster"
_SECRET_BYTES: Final = 16


def move(
    index: SearchIndex,
    store: Store,
    engine_name: str,
    fingerprint: str,
    *,
    report: Report | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> None:
    """Fill an index with an engine from the store, and let it take the place of the one that is used.

    Call it under the store's `writer`.

    Args:
        index: of the library.
        store: of the library.
        engine_name: of the engine.
        fingerprint: of the analyser.
        report: told of the progress.
        cancelled: asked between batches whether to stop.

    Raises:
        Cancelled: when `cancelled` said so; the next call goes on.
        EngineError: the engine fails; the next call goes on as well.
    """
    engine, manifest = _taken_up(index, store, engine_name) or _begun(index, store, engine_name, fingerprint)
    try:
        manifest = _filled(index, store, engine, manifest, report=report, cancelled=cancelled)
    except BaseException:
        engine.close()
        raise
    store.set_setting(ENGINE_SETTING, engine_name)
    index.change_over(engine, manifest)
    (store.folder / MOVING_NAME).unlink(missing_ok=True)


def _taken_up(index: SearchIndex, store: Store, engine_name: str) -> tuple[Engine, Manifest] | None:
    """Return the index that an earlier call left unfinished, where that can be gone on with."""
    manifest = read_manifest(store.folder, MOVING_NAME)
    if manifest is None or manifest.engine != engine_name or not index.usable(manifest):
        return None
    try:
        engine, _ = open_sealed(store, manifest, tokens_of=index.tokens_of)
    except IndexDamaged:
        return None
    return engine, manifest


def _begun(index: SearchIndex, store: Store, engine_name: str, fingerprint: str) -> tuple[Engine, Manifest]:
    folder = index.free_folder(engine_name)
    engine = open_engine(engine_name, folder, tokens_of=index.tokens_of, create=True)
    try:
        manifest = Manifest(
            engine_name,
            folder.name,
            fingerprint,
            0,
            store=store.identity(),
            secret=token_hex(_SECRET_BYTES),
            number=folder_number(folder),
        )
        engine.commit()
        note_place(folder, engine)
        seal(folder, manifest)
        write_manifest(store.folder, manifest, MOVING_NAME)
    except BaseException:
        engine.close()
        raise
    return engine, manifest


def _filled(
    index: SearchIndex,
    store: Store,
    engine: Engine,
    manifest: Manifest,
    *,
    report: Report | None,
    cancelled: Callable[[], bool] | None,
) -> Manifest:
    """Send what is missing; return the manifest of the whole."""
    left, done = store.changes_to_read(manifest.change), 0
    total, before = store.count(), max(0, store.count() - left)
    change, uncommitted = manifest.change, 0
    try:
        while changes := store.changes(change, BATCH_ARTICLES):
            if cancelled is not None and cancelled():
                raise Cancelled(
                    f"The move was stopped with {before + done:,} of {total:,} articles in the cluster. The"
                    " same command goes on from there; until then the library is searched as before."
                )
            engine.delete([entry.id for entry in changes if entry.deleted])
            articles = store.articles([entry.id for entry in changes if not entry.deleted])
            index.add_articles(engine, articles, fresh=True)
            change = changes[-1].seq
            done += len(changes)
            uncommitted += len(changes)
            if uncommitted >= COMMIT_ARTICLES:
                manifest, uncommitted = _committed(store, engine, replace(manifest, change=change)), 0
            if report is not None:
                report(Progress(STAGE, before + done, total))
    except Cancelled:
        _committed(store, engine, replace(manifest, change=change))
        raise
    return _committed(store, engine, replace(manifest, change=change))


def _committed(store: Store, engine: Engine, manifest: Manifest) -> Manifest:
    store.flush()
    engine.commit()
    write_manifest(store.folder, manifest, MOVING_NAME)
    return manifest
