"""The desk and its long work: what goes on in the background, how it is begun and ended."""

from __future__ import annotations

import os
from typing import Final

from tui.messages import AnalysisEnded, AnalysisProgressed, ValuesOutdated, WatchEnded, WatchReported
from tui.render.cells import clean, truncate
from tui.screens.desk_state import DeskState

STOPPED_WORDS: Final = "The analysis is stopped; what it found stands. A goes on with it."
ALLOWED_WORDS: Final = "Names and topics are found in the background whenever articles come."
READONLY_WORDS: Final = "This library can only be read; nothing is found or watched for it."
WATCH_HINT: Final = "A folder, as ~/news; all that is in it is imported, and then what comes into it."
_NAME_CELLS: Final = 20
"""Cells that the name of a watched folder may take in the status line."""


class DeskWork(DeskState):
    """The desk with its background work."""

    _analysis_words = ""
    _watch_words = ""

    # Analysis

    def action_analysis(self) -> None:
        """Stop the analysis in the background, or let it go on."""
        if self.queries.readonly:
            self.status.tell(READONLY_WORDS)
            return
        allowed = not self.queries.long_work.allowed
        self.queries.long_work.allow_analysis(allowed)
        self.status.tell(ALLOWED_WORDS if allowed else STOPPED_WORDS)

    def on_analysis_progressed(self, message: AnalysisProgressed) -> None:
        """Tell how far it is, beside what the line says of the answer."""
        self._analysis_words = f"{message.what} {message.percent} %"
        self._show_work()

    def on_analysis_ended(self, message: AnalysisEnded) -> None:
        """Tell of it no longer, and look for what it found."""
        self._analysis_words = ""
        self._show_work()
        if message.failure:
            self.status.tell(f"The analysis ended: {message.failure}", failed=True)
        self.queries.look_for_changes()

    def on_values_outdated(self, _message: ValuesOutdated) -> None:
        """Show the names and topics as they are; nothing else changes."""
        self.queries.recount()

    # Watching

    def action_watch(self) -> None:
        """Ask for a folder to watch, or end the watching."""
        if self.queries.long_work.watched:
            self.end_watching()
            return
        from tui.screens.prompt import PromptScreen

        def take(folder: str | None) -> None:
            if folder:
                self.watch_folder(folder)

        self.app.push_screen(PromptScreen("Watch a folder", WATCH_HINT, _refusal), take)

    def watch_folder(self, folder: str) -> None:
        """Import what is in a folder, and then what comes into it, in the background."""
        if self.queries.readonly:
            self.status.tell(READONLY_WORDS)
        elif mistake := _refusal(folder):
            self.status.tell(mistake, failed=True)
        else:
            self.queries.long_work.watch(_whole(folder))

    def end_watching(self) -> None:
        """End the watching; what came stays."""
        watched = self.queries.long_work.watched
        self.queries.long_work.unwatch()
        self._watch_words = ""
        self._show_work()
        self.status.tell(f"{watched} is not watched any more." if watched else "No folder is watched.")

    def on_watch_reported(self, message: WatchReported) -> None:
        """Tell what is watched and what came of it."""
        if message.folder != self.queries.long_work.watched:
            return
        counts = ((message.added, "added"), (message.updated, "updated"))
        came = "".join(f", {count:,} {word}" for count, word in counts if count)
        self._watch_words = f"watching {_short(message.folder)}{came}"
        self._show_work()
        if message.notice:
            self.status.tell(message.notice)
        if came:
            self.queries.look_for_changes()

    def on_watch_ended(self, message: WatchEnded) -> None:
        """Tell that a folder is not watched any more, where nobody asked for that."""
        self._watch_words = ""
        self._show_work()
        if message.failure:
            self.status.tell(f"The watching ended: {message.failure}", failed=True)

    def _show_work(self) -> None:
        self.status.work = " · ".join(words for words in (self._analysis_words, self._watch_words) if words)


def _whole(folder: str) -> str:
    return os.path.abspath(os.path.expanduser(folder))  # noqa: PTH100, PTH111 - Path raises where home is not known


def _refusal(folder: str) -> str:
    """Say why a folder cannot be watched, or nothing."""
    return "" if os.path.isdir(_whole(folder)) else f"There is no folder {clean(_whole(folder))}."  # noqa: PTH112


def _short(folder: str) -> str:
    return truncate(clean(os.path.basename(folder) or folder), _NAME_CELLS)  # noqa: PTH119
