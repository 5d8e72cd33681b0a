"""`evtui import`: files and folders into the library."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections import Counter
from typing import TYPE_CHECKING, Final

from tui.cli import EXIT_DONE, EXIT_FAILED
from tui.cli.libraries import say_migrated, writing_folder
from tui.cli.output import place, say, write_json
from tui.cli.progress import showing_progress
from tui.cli.reading_options import chooser_for, narrate_sources
from tui.cli.stopping import stopping_on_interrupt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from index.importing.outcome import Outcome
    from index.library import Library
    from index.model import ImportReport, Rejection

SHOWN_REJECTS: Final = 10
"""Rejected items that are named at the end of an import; `evtui rejects` lists all."""

SHOWN_FORMATS: Final = 8
"""Formats that are named at the end of an import."""

TAKEN_IN: Final = frozenset({"added", "updated"})

STOPPING: Final = "Stopping after this batch; press Ctrl-C again to stop at once."


def import_articles(options: Namespace) -> int:
    """Import and tell what became of every item; an interrupted import leaves a whole library."""
    if options.dry_run:
        from tui.cli.commands.dryrun import try_import

        return try_import(options)
    from index.library import open_library
    from index.readers.inputs import check_paths

    # What was mistyped must not leave an empty library behind.
    check_paths(options.paths)
    folder = writing_folder(options)
    if options.declared and not (folder / "library.db").exists():
        from index.sources import find

        find({}, options.declared)
    with open_library(folder, create=True) as library:
        say_migrated(library.store)
        chooser = chooser_for(options, library.store)
        if options.watch:
            from tui.cli.commands.watching import watch_folders

            return watch_folders(options, library, chooser)
        by_format: Counter[str] = Counter()
        with stopping_on_interrupt(STOPPING) as stop, showing_progress() as report:
            done = library.import_from(
                options.paths,
                chooser,
                report=report,
                cancelled=stop.is_set,
                stdin=sys.stdin.buffer,
                derive=False,
                observer=lambda outcome: _note_format(by_format, outcome),
            )
        narrate_sources(chooser)
        _narrate_formats(by_format)
        _narrate(library, done)
        if options.json:
            write_json(
                {
                    "added": done.added,
                    "updated": done.updated,
                    "duplicates": done.duplicates,
                    "rejected": done.rejected,
                    "doubts": done.doubts,
                    "seconds": round(done.seconds, 3),
                }
            )
        else:
            print(
                f"{done.added:,} added, {done.updated:,} updated, {done.duplicates:,} duplicates, "
                f"{done.rejected:,} rejected in {done.seconds:.1f} s"
            )
        sys.stdout.flush()
        if not done.interrupted and not options.no_analysis:
            from tui.cli.commands.analysing import analyse_after_import

            analyse_after_import(library)
    return EXIT_FAILED if done.interrupted else EXIT_DONE


def _note_format(by_format: Counter[str], outcome: Outcome) -> None:
    if outcome.verdict in TAKEN_IN:
        by_format[outcome.format] += 1


def _narrate_formats(by_format: Counter[str]) -> None:
    """Say how many articles came in which format, where there were several."""
    from index.readers.formats import chain_title

    if len(by_format) > 1:
        parts = [f"{count:,} {chain_title(chain)}" for chain, count in by_format.most_common(SHOWN_FORMATS)]
        more = len(by_format) - len(parts)
        say(f"By format: {', '.join(parts)}{f' and {more} more formats' if more else ''}.")


def _narrate(library: Library, done: ImportReport) -> None:
    if told := done.rejected + done.doubts:
        say(f"{_left_out(done)}:")
        _name_items(library.rejections(told))
    if done.interrupted:
        say("The import was stopped. The library is whole; import the same again to go on.")


def _name_items(entries: Iterable[Rejection]) -> None:
    # What is missing from the library matters more than what is doubtful in it.
    items = sorted(entries, key=lambda entry: (entry.kept, entry.path, entry.line))
    alike = _alike(items, lambda item: (item.kept, item.path, item.reason))
    if len(alike) > SHOWN_REJECTS:
        alike = _alike(items, lambda item: (item.kept, item.reason))
        alike.sort(key=lambda group: (group[0].kept, -len(group)))
    shown = alike[:SHOWN_REJECTS]
    for first, *others in shown:
        say(f"  {place(first.path, first.line)}{_and_more(first, others)}: {first.reason}")
    if (more := len(items) - sum(map(len, shown))) > 0:
        say(f"  … and {more:,} more; all are in: evtui rejects -n 0")


def _alike(items: list[Rejection], key: Callable[[Rejection], tuple[object, ...]]) -> list[list[Rejection]]:
    groups: dict[tuple[object, ...], list[Rejection]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return list(groups.values())


def _and_more(first: Rejection, others: list[Rejection]) -> str:
    if not others:
        return ""
    what = "line" if all(item.path == first.path for item in others) else "item"
    return f" and {len(others):,} more {what}{'s' if others[1:] else ''}"


def _left_out(done: ImportReport) -> str:
    """Say how many items were left out or doubted, without naming what did not happen."""
    parts = []
    if done.rejected:
        parts.append(
            "1 item was left out" if done.rejected == 1 else f"{done.rejected:,} items were left out"
        )
    if done.doubts:
        noun = "" if done.rejected else (" article" if done.doubts == 1 else " articles")
        parts.append(f"{done.doubts:,}{noun} {'was' if done.doubts == 1 else 'were'} kept with a doubt")
    return " and ".join(parts)
