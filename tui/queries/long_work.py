"""The desk's long work: the slow analysis and watched folders, each in a child process of low priority."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from index.errors import EvtuiError
from tui.messages import AnalysisEnded, AnalysisProgressed, WatchEnded, WatchReported, WorkFailed
from tui.queries.lane import Lane

if TYPE_CHECKING:
    from pathlib import Path

    from textual.dom import DOMNode
    from textual.message import Message

    from index.library import Library
    from tui.queries.child import Child, OnEnd, OnLine

STAGES: Final = {
    "Grouping near-duplicates": (0, 25),
    "Reading for names and topics": (25, 30),
    "Finding names and topics": (55, 25),
    "Writing names and topics": (80, 15),
}
"""Stage of the analysis → where it begins and how much of the whole it is, in percent; others come last."""
LAST_STAGE: Final = (95, 5)

ELSEWHERE_SECONDS: Final = 30.0
"""Time until the desk looks again, where another process analyses the library."""
REST_SHARE: Final = 10.0
"""While articles keep coming, so many times what an analysis took passes until the next."""

Start = Callable[[list[str], "OnLine", "OnEnd"], "Child"]


def start_child(arguments: list[str], on_line: OnLine, on_end: OnEnd) -> Child:
    """Start a command of evtui as a child."""
    from tui.queries.child import Child

    child = Child(arguments, on_line, on_end)
    child.start()
    return child


class LongWork:
    """Starts and ends the children, and tells what they say as messages.

    Args:
        node: what threads belong to.
        library: gives the desk's library, None while there is none.
        post: sends a message.
        start: starts a child; another one in tests.
    """

    def __init__(
        self,
        node: DOMNode,
        library: Callable[[], Library | None],
        post: Callable[[Message], None],
        start: Start = start_child,
    ) -> None:
        self._lane = Lane(node, "long work")
        self._library = library
        self._post = post
        self._start = start
        self._lock = threading.Lock()
        self._allowed = False
        self._closed = False
        self._analysis: Child | None = None
        self._began = 0.0
        self._not_before = 0.0
        self._seen = -1
        self._done_here = True
        self._staged = False
        """Whether a stage of the analysis has been told."""
        self._watch: Child | None = None
        self._watched = ""
        self._came = [0, 0]

    # Analysis

    @property
    def analysing(self) -> bool:
        """Whether the analysis runs."""
        return self._analysis is not None and self._analysis.running

    @property
    def allowed(self) -> bool:
        """Whether the analysis may run by itself."""
        return self._allowed

    def allow_analysis(self, allowed: bool) -> None:
        """Let the analysis run whenever it is behind, or stop it; what it has done stands."""
        self._allowed = allowed
        self._not_before = 0.0
        if allowed:
            self._lane.submit(lambda: self.consider(at_once=True))
        elif self._analysis is not None:
            self._analysis.stop()

    def consider(self, *, at_once: bool = False) -> None:
        """Start the analysis where it is behind, may run, and nobody is adding articles at the moment.

        Call it on a thread.

        Args:
            at_once: whether not to wait until the library has stood still between two calls.
        """
        library = self._library()
        if library is None:
            return
        try:
            self._consider(library, at_once=at_once)
        except EvtuiError:
            # Whatever keeps the library from being read now is told by the next question.
            return

    def _consider(self, library: Library, *, at_once: bool) -> None:
        with self._lock:
            if not self._allowed or self._closed or self.analysing or library.store.readonly:
                return
            change = library.store.last_change()
            still, self._seen = change == self._seen, change
            if not (still or at_once) or monotonic() < self._not_before:
                return
            if library.analysed and not library.far_behind:
                return
            self._begin(library.folder)

    def _begin(self, folder: Path) -> None:
        self._began = monotonic()
        self._done_here, self._staged = True, False
        try:
            self._analysis = self._start(
                ["analyse", "--json", f"--library={folder.resolve()}"],
                self._on_analysis,
                self._analysis_ended,
            )
        except OSError as error:
            self._allowed = False
            self._post(AnalysisEnded(f"No process can be started for the analysis: {error.strerror}."))
            return
        self._post(AnalysisProgressed(0))

    def _on_analysis(self, said: Mapping[str, Any]) -> None:
        if said.get("analysed") is False:
            self._done_here = False
        done, total = said.get("done"), said.get("total")
        if isinstance(done, int) and isinstance(total, int) and total > 0:
            stage = str(said.get("stage"))
            self._staged = self._staged or stage in STAGES
            if not self._staged:
                # The index is brought up to date before anything is analysed.
                self._post(AnalysisProgressed(min(done, total) * 100 // total, "indexing"))
                return
            begins, share = STAGES.get(stage, LAST_STAGE)
            self._post(AnalysisProgressed(begins + min(done, total) * share // total))

    def _analysis_ended(self, failure: str) -> None:
        taken = monotonic() - self._began
        rest = REST_SHARE * taken if self._done_here else ELSEWHERE_SECONDS
        self._not_before = monotonic() + rest
        if failure:
            # What failed once would fail again with every look; the reader may start it anew.
            self._allowed = False
        self._post(AnalysisEnded(failure))

    # Watching

    @property
    def watched(self) -> str:
        """The folder that is watched, or an empty text."""
        return self._watched if self._watch is not None and self._watch.running else ""

    def watch(self, folder: str) -> None:
        """Import what is in a folder and what comes into it, instead of the one before, if any."""
        self._lane.submit(lambda: self._watch_now(folder))

    def _watch_now(self, folder: str) -> None:
        library = self._library()
        if library is None or self._closed:
            return
        self.unwatch()
        self._came = [0, 0]
        self._watched = folder
        arguments = ["import", "--watch", "--json", "--no-analysis"]
        arguments += [f"--library={library.folder.resolve()}", "--", folder]
        child: Child | None = None

        def on_end(failure: str) -> None:
            # One that has made way for another has nothing to say any more.
            if self._watch is child:
                self._post(WatchEnded(folder, failure))

        try:
            self._watch = child = self._start(arguments, self._on_watch, on_end)
        except OSError as error:
            self._post(WorkFailed(f"No process can be started to watch: {error.strerror}."))
            return
        self._post(WatchReported(folder, 0, 0))

    def unwatch(self) -> None:
        """End the watching; what came stays."""
        watch, self._watch = self._watch, None
        if watch is not None:
            watch.stop()

    def _on_watch(self, said: Mapping[str, Any]) -> None:
        notice = ""
        if said.get("event") == "came":
            for place, name in enumerate(("added", "updated")):
                count = said.get(name)
                self._came[place] += count if isinstance(count, int) else 0
        elif said.get("event") == "notice":
            notice = str(said.get("text", ""))
        self._post(WatchReported(self._watched, self._came[0], self._came[1], notice))

    # The end

    def close(self) -> None:
        """End all children; what they have done stands."""
        self._closed = True
        self._allowed = False
        for child in (self._analysis, self._watch):
            if child is not None:
                child.stop()

    def wait(self, seconds: float) -> None:
        """Wait for the end of the children, so long at most; they end by themselves in any case."""
        until = monotonic() + seconds
        for child in (self._analysis, self._watch):
            if child is not None:
                child.wait(max(0.0, until - monotonic()))
