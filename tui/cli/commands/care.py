"""`evtui backup`, `evtui restore`, `evtui doctor`: what keeps a library from being lost."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tui.cli import EXIT_DONE, EXIT_FAILED
from tui.cli.commands.clusters import shared_place
from tui.cli.libraries import say_migrated, writing_folder
from tui.cli.output import say, write_json
from tui.cli.progress import showing_progress

if TYPE_CHECKING:
    from index.care.findings import Diagnosis, Finding


def back_up_library(options: Namespace) -> int:
    """Write a backup and say what is in it."""
    from index.care.backup import back_up
    from index.store import Store

    with Store.open(writing_folder(options)) as store:
        say_migrated(store)
        shares = shared_place(store)
        with showing_progress() as report:
            done = back_up(store, Path(options.file), force=options.force, report=report)
    if options.json:
        write_json(
            {
                "file": _shown(str(done.path)),
                "bytes": done.bytes,
                "articles": done.articles,
                "notes": done.notes,
                "fetched": done.fetched,
                "seconds": round(done.seconds, 3),
            }
        )
    elif shares:
        size = f"{done.bytes / 1_000_000:,.1f} MB"
        marks = f"What is on this machine is in {_shown(str(done.path))}, {size}, in {done.seconds:.1f} s"
        print(f"{marks}: stars, notes, tags, searches, and what you imported")
    else:
        size = f"{done.bytes / 1_000_000:,.1f} MB"
        print(f"{done.articles:,} articles in {_shown(str(done.path))}, {size}, in {done.seconds:.1f} s")
    if shares:
        say(f"The articles are not in it. They are in {shares}, whose administrator makes snapshots of them.")
    return EXIT_DONE


def restore_library(options: Namespace) -> int:
    """Restore a backup, build the index, and say what is there."""
    from index.care.restore import restore
    from index.library import open_library

    folder = writing_folder(options)
    with showing_progress() as report:
        done = restore(Path(options.file), folder, force=options.force, report=report)
        with open_library(folder) as library:
            library.catch_up(report)
            engine, shares = library.info().engine, shared_place(library.store)
            say_migrated(library.store)
    aside = _shown(str(done.aside)) if done.aside else None
    if options.json:
        write_json(
            {
                "library": _shown(str(folder)),
                "articles": done.articles,
                "notes": done.notes,
                "made": done.made or None,
                "aside": aside,
                "engine": engine,
            }
        )
    elif shares:
        print(f"Marks and what was imported restored into {_shown(str(folder))}, which shares {shares}")
    else:
        print(f"{done.articles:,} articles restored into {_shown(str(folder))}")
    if aside:
        say(f"What was there before is kept in {aside}; you may delete that folder.")
    return EXIT_DONE


def examine_library(options: Namespace) -> int:
    """Examine a library, and say each finding in a sentence. The exit code says whether it is healthy."""
    from index.care.doctor import examine

    with showing_progress() as report:
        diagnosis = examine(writing_folder(options), repair=options.repair, report=report)
    if options.json:
        _write_diagnosis(diagnosis)
    else:
        _print_diagnosis(diagnosis)
    return EXIT_DONE if diagnosis.healthy else EXIT_FAILED


def _print_diagnosis(diagnosis: Diagnosis) -> None:
    for finding in diagnosis.findings:
        print(_shown(f"{finding.part.value}: {finding.text} {finding.repaired or finding.advice}"))
    for remark in diagnosis.remarks:
        say(_shown(remark))
    if not diagnosis.findings:
        told = "" if diagnosis.articles is None else f" Its {diagnosis.articles:,} articles are all there."
        print(f"The library is healthy.{told}")


def _write_diagnosis(diagnosis: Diagnosis) -> None:
    for finding in diagnosis.findings:
        write_json(_fields(finding))
    for remark in diagnosis.remarks:
        write_json({"kind": "remark", "part": None, "text": _shown(remark), "advice": "", "repaired": ""})
    write_json(
        {
            "kind": "summary",
            "healthy": diagnosis.healthy,
            "findings": len(diagnosis.findings),
            "articles": diagnosis.articles,
        }
    )


def _fields(finding: Finding) -> dict[str, Any]:
    return {
        "kind": "finding",
        "part": finding.part.value,
        "text": _shown(finding.text),
        "advice": _shown(finding.advice),
        "repaired": _shown(finding.repaired),
    }


def _shown(text: str) -> str:
    """Return text as one line that is safe to print; names of files may hold anything."""
    from index.sanitise import sanitise_line

    return sanitise_line(text)
