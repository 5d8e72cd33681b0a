"""Writers that hold the library for a moment are waited for; those that hold it for long are not."""

from __future__ import annotations

from pathlib import Path
from threading import Event, Thread
from time import monotonic

import pytest

from index.background.turns import Turns, sole_analysis
from index.errors import Cancelled, LibraryBusy
from index.model import Progress
from index.store import Store

PATIENCE = 20.0


class Holder:
    """Holds the writer's right on a thread until it is told to let go."""

    def __init__(self, folder: Path, *, brief: bool) -> None:
        self._folder = folder
        self._brief = brief
        self._held, self._go = Event(), Event()
        self._thread = Thread(target=self._hold)

    def _hold(self) -> None:
        with Store.open(self._folder) as store, store.writer(brief=self._brief):
            self._held.set()
            self._go.wait(PATIENCE)

    def __enter__(self) -> Holder:
        self._thread.start()
        assert self._held.wait(PATIENCE)
        return self

    def __exit__(self, *_: object) -> None:
        self.let_go()

    def let_go(self) -> None:
        self._go.set()
        self._thread.join(PATIENCE)


def test_a_writer_waits_for_one_who_writes_for_a_moment(store: Store) -> None:
    with Holder(store.folder, brief=True) as holder:
        written = Event()

        def write() -> None:
            with store.writer():
                written.set()

        waiting = Thread(target=write)
        waiting.start()
        assert not written.wait(0.2)
        holder.let_go()
        assert written.wait(PATIENCE)
        waiting.join(PATIENCE)


def test_a_writer_does_not_wait_for_one_who_writes_for_long(store: Store) -> None:
    with Holder(store.folder, brief=False):
        began = monotonic()
        with pytest.raises(LibraryBusy), store.writer():
            pass
        assert monotonic() - began < PATIENCE / 2


def test_a_turn_waits_even_for_one_who_writes_for_long_and_says_so(store: Store) -> None:
    seen: list[Progress] = []
    with Holder(store.folder, brief=False) as holder:

        def report(progress: Progress) -> None:
            seen.append(progress)
            holder.let_go()

        with Turns(store, report).turn():
            pass
    assert "Waiting" in seen[0].stage


def test_waiting_for_a_turn_can_be_stopped(store: Store) -> None:
    with Holder(store.folder, brief=False):
        asked: list[int] = []
        turns = Turns(store, cancelled=lambda: bool(asked) or asked.append(1) is not None)
        with pytest.raises(Cancelled), turns.turn():
            pass


def test_a_turn_that_fails_gives_the_right_back(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), Turns(store).turn():
        raise ZeroDivisionError
    with Holder(store.folder, brief=True):
        pass


def test_one_analysis_at_a_time(store: Store) -> None:
    with sole_analysis(store.folder) as first, sole_analysis(store.folder) as second:
        assert (first, second) == (True, False)
    with sole_analysis(store.folder) as again:
        assert again
