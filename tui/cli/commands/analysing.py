"""`evtui analyse`, and the analysis that follows an import: names and topics, and what else takes long."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Final

from index.errors import Cancelled
from tui.cli import EXIT_DONE, EXIT_FAILED
from tui.cli.libraries import open_for_reading
from tui.cli.output import say, write_json
from tui.cli.progress import showing_progress
from tui.cli.stopping import stopping_on_interrupt

if TYPE_CHECKING:
    from argparse import Namespace

    from index.library import Library
    from index.model import Progress, Report

ELSEWHERE: Final = "Another evtui is finding names and topics in this library; it goes on with that."
STOPPED: Final = (
    "The analysis was stopped. All articles are searchable; names and topics are found with the next import, "
    "in the desk, or by: evtui analyse"
)
NOT_SHARED: Final = (
    "This library is shared: names, topics and near-duplicates are not found in its articles. Words that"
    " stand out, days, sources, authors and tags are counted as in every library."
)
SEARCHABLE: Final = "The articles are searchable. Names and topics follow; Ctrl-C puts them off."
TOLD_ARTICLES: Final = 1_000
"""In smaller libraries the analysis is over before a sentence about it is read."""
REPORT_SECONDS: Final = 0.25
"""Least time between two lines of progress for a program."""


def analyse_library(options: Namespace) -> int:
    """Find names and topics where articles have changed since the last time, from where that stopped."""
    started = monotonic()
    with open_for_reading(options) as library:
        if library.store.shared is not None:
            say(NOT_SHARED)
        if options.json:
            done = _analyse(library, _json_report())
        else:
            with showing_progress() as report:
                done = _analyse(library, report)
        if done is None:
            say(STOPPED)
            return EXIT_FAILED
        if not done:
            say(ELSEWHERE)
        articles, seconds = library.store.count(), monotonic() - started
        if options.json:
            write_json({"analysed": done, "articles": articles, "seconds": round(seconds, 3)})
        elif done and library.store.shared is None:
            noun = "article" if articles == 1 else "articles"
            print(f"Names and topics of {articles:,} {noun} are up to date, after {seconds:.1f} s")
    return EXIT_DONE


def analyse_after_import(library: Library) -> None:
    """Let the analysis follow an import; Ctrl-C puts it off and says when it goes on."""
    if library.analysed:
        return
    if library.store.count() >= TOLD_ARTICLES:
        say(SEARCHABLE)
    with showing_progress() as report:
        done = _analyse(library, report)
    if done is None:
        say(STOPPED)
    elif not done:
        say(ELSEWHERE)


def _analyse(library: Library, report: Report) -> bool | None:
    """Analyse; return whether it was done here, None where it was stopped."""
    with stopping_on_interrupt() as stop:
        try:
            return library.derive(report, stop.is_set)
        except Cancelled:
            return None


def _json_report() -> Report:
    import sys

    told = 0.0
    stage = ""

    def report(progress: Progress) -> None:
        nonlocal told, stage
        now = monotonic()
        if progress.stage == stage and now - told < REPORT_SECONDS and progress.done != progress.total:
            return
        told, stage = now, progress.stage
        write_json({"stage": progress.stage, "done": progress.done, "total": progress.total})
        sys.stdout.flush()

    return report
