"""`evtui import --dry-run`: what an import would do, format by format."""

from __future__ import annotations

import sys
from argparse import Namespace
from typing import TYPE_CHECKING, Any, Final

from tui.cli import EXIT_DONE, EXIT_FAILED
from tui.cli.libraries import writing_folder
from tui.cli.output import dimmed, moment, place, say, write_json
from tui.cli.progress import showing_progress
from tui.cli.reading_options import READER_NAMES, chooser_for, narrate_sources
from tui.cli.stopping import stopping_on_interrupt

if TYPE_CHECKING:
    from pathlib import Path

    from index.dryrun import Forecast, FormatForecast, Preview, Reason
    from index.sources import Chooser

STOPPING: Final = "Stopping; press Ctrl-C again to stop at once."

OTHERS: Final = "This library is shared; what others have brought to it already counts as new in a dry run."

SHOWN_REASONS: Final = 5
"""Reasons of each kind that are printed for a format; `--json` has more."""

_INDENT: Final = "  "
_DAY_CELLS: Final = 12
_NARROWEST: Final = 40


def try_import(options: Namespace) -> int:
    """Say what an import would do; nothing is written, and no library is made."""
    from index.dryrun import forecast
    from index.readers.inputs import check_paths

    check_paths(options.paths)
    folder = writing_folder(options)
    chooser = _chooser(options, folder)
    with stopping_on_interrupt(STOPPING) as stop, showing_progress() as report:
        told = forecast(
            folder, options.paths, chooser, report=report, cancelled=stop.is_set, stdin=sys.stdin.buffer
        )
    narrate_sources(chooser)
    for each in told.formats:
        if options.json:
            write_json(_fields(each))
        else:
            _print(each)
    _conclude(told)
    return EXIT_FAILED if told.interrupted else EXIT_DONE


def _chooser(options: Namespace, folder: Path) -> Chooser:
    from index.store.rehearsal import open_as_it_is

    if not (folder / "library.db").exists():
        return chooser_for(options, None)
    with open_as_it_is(folder) as store:
        if store.shared is not None:
            say(OTHERS)
        return chooser_for(options, store, remember=False)


def _conclude(told: Forecast) -> None:
    added, updated = told.count("added"), told.count("updated")
    known, rejected = told.count("duplicate"), told.count("rejected")
    if told.interrupted:
        say("The dry run was stopped; these are not all.")
    parts = [
        f"add {_articles(added)}",
        *([f"change {_articles(updated)}"] if updated else []),
        *([f"pass over {known:,} that would be there already"] if known else []),
        *([f"leave out {_items(rejected)}"] if rejected else []),
    ]
    *most, last = parts
    said = f"{', '.join(most)} and {last}" if most else last
    say(f"Nothing was written. An import would {said}.")


def _articles(count: int) -> str:
    return "1 article" if count == 1 else f"{count:,} articles"


def _items(count: int) -> str:
    return "1 item" if count == 1 else f"{count:,} items"


def _print(each: FormatForecast) -> None:
    files = len(each.paths)
    print(f"{each.title}: {files:,} file{'s' if files != 1 else ''}, {_parts(each)}")
    if each.columns:
        print(f"{_INDENT}{_mapping(each.columns)}")
    for article in each.first:
        _print_article(article)
    if (more := each.articles - len(each.first)) > 0:
        print(dimmed(f"{_INDENT}… and {_articles(more)} more"))
    for kept, word in ((False, "left out"), (True, "doubt")):
        _print_reasons([reason for reason in each.reasons.values() if reason.kept is kept], word)
    if each.others:
        print(f"{_INDENT}… and {_items(each.others)} for yet other reasons")
    print()


def _parts(each: FormatForecast) -> str:
    counts = [
        (each.counts["added"], "to be added"),
        (each.counts["updated"], "changed"),
        (each.counts["duplicate"], "there already"),
        (each.counts["rejected"], "left out"),
        (each.doubts, "with a doubt"),
    ]
    told = ", ".join(f"{count:,} {words}" for count, words in counts if count)
    return f"{_articles(each.articles)}: {told}" if told else "nothing"


def _mapping(columns: dict[str, str]) -> str:
    from index.sanitise import sanitise_line

    names = {inner: outer for outer, inner in READER_NAMES.items()}
    parts = (f"{names.get(field, field)}={sanitise_line(name)}" for field, name in columns.items())
    return f"fields: {', '.join(parts)}"


def _print_article(article: Preview) -> None:
    day = article.day.isoformat() if article.day else "undated"
    indent = f"{_INDENT}{'':<{_DAY_CELLS}}"
    print(f"{_INDENT}{day:<{_DAY_CELLS}}{_fitted(article.title, len(indent))}")
    about = " · ".join(filter(None, (article.source, article.author, article.url)))
    for line in filter(None, (about, article.beginning)):
        print(dimmed(f"{indent}{_fitted(line, len(indent))}"))


def _fitted(text: str, indent: int) -> str:
    """Return a line as wide as the terminal; uncut where there is none."""
    if not sys.stdout.isatty():
        return text
    import shutil

    from tui.render.cells import truncate

    return truncate(text, max(_NARROWEST, shutil.get_terminal_size().columns - indent))


def _print_reasons(reasons: list[Reason], word: str) -> None:
    reasons.sort(key=lambda reason: -reason.count)
    for reason in reasons[:SHOWN_REASONS]:
        times = f"{reason.count:,} × " if reason.count > 1 else ""
        print(f"{_INDENT}{word}: {times}{place(reason.path, reason.line)}: {reason.reason}")
    if (more := sum(reason.count for reason in reasons[SHOWN_REASONS:])) > 0:
        print(f"{_INDENT}{word}: {more:,} more for other reasons")


def _fields(each: FormatForecast) -> dict[str, Any]:
    names = {inner: outer for outer, inner in READER_NAMES.items()}
    return {
        "format": each.format,
        "title": each.title,
        "files": len(each.paths),
        "added": each.counts["added"],
        "updated": each.counts["updated"],
        "duplicates": each.counts["duplicate"],
        "rejected": each.counts["rejected"],
        "doubts": each.doubts,
        "map": {names.get(field, field): name for field, name in each.columns.items()},
        "articles": [
            {
                "date": moment(article.day, article.time),
                "title": article.title,
                "source": article.source,
                "author": article.author,
                "url": article.url,
                "text": article.beginning,
                "file": article.path,
                "line": article.line,
            }
            for article in each.first
        ],
        "reasons": [
            {
                "kind": "doubt" if reason.kept else "rejected",
                "reason": reason.reason,
                "count": reason.count,
                "file": reason.path,
                "line": reason.line,
            }
            for reason in each.reasons.values()
        ],
    }
