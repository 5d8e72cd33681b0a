"""`evtui fetch`: pages and feeds from the web into the library. No other command uses a network."""

from __future__ import annotations

from argparse import Namespace
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from tui.cli import EXIT_DONE, EXIT_FAILED
from tui.cli.libraries import writing_folder
from tui.cli.output import say, write_json
from tui.cli.progress import showing_progress

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from index.fetching.fetch import Fetched, Fetcher
    from index.importing.outcome import Outcome
    from index.library import Library
    from index.model import Report

MAX_LINKED_PAGES: Final = 100
"""Pages that one run fetches for one feed; the next run goes on with the others."""


@dataclass(slots=True)
class _Result:
    """What became of one address.

    Attributes:
        url: as it was named by a person or a feed.
        fetched: where it is kept, or None where it was not fetched.
        reason: why it was not.
        counts: how many articles of it were added, updated, known or left out.
        remarks: what was said of those left out.
    """

    url: str
    fetched: Fetched | None = None
    reason: str = ""
    counts: Counter[str] = field(default_factory=Counter)
    remarks: list[str] = field(default_factory=list)


def fetch_addresses(options: Namespace) -> int:
    """Fetch, import what came, and tell what became of each address."""
    folder = writing_folder(options)
    run = _Run(folder, options)
    with showing_progress() as report:
        run.fetch(options.urls, report)
        run.take_in(folder, report)
    _tell(run.results, as_json=options.json)
    failed = run.stopped or any(result.fetched is None for result in run.results)
    return EXIT_FAILED if failed else EXIT_DONE


def _host(url: str) -> str:
    """Return the host of an address, or an empty string where it is none that can be fetched."""
    from index.fetching.failure import FetchFailed
    from index.fetching.targets import target_of

    try:
        return target_of(url).host
    except FetchFailed:
        return ""


class _Run:
    """One run: what is fetched, and what becomes of it."""

    def __init__(self, library: Path, options: Namespace) -> None:
        self.results: list[_Result] = []
        self.stopped = False
        self._articles = bool(options.articles)
        self._fetcher = _fetcher(library, options)

    def fetch(self, urls: Sequence[str], report: Report) -> None:
        """Fetch addresses, and where it was asked for, the pages to which a feed leads."""
        try:
            for result in self._each(urls, report):
                if self._articles and result.fetched is not None and result.fetched.feed:
                    self._fetch_linked(result.fetched, report)
        except KeyboardInterrupt:
            self.stopped = True
            say("Stopped. What was fetched until then is taken in.")

    def _each(self, urls: Iterable[str], report: Report) -> Iterator[_Result]:
        from index.fetching.failure import FetchFailed
        from index.model import Progress

        urls = list(dict.fromkeys(urls))
        for number, url in enumerate(urls):
            report(Progress("Fetching", number, len(urls), "addresses", _shown(url)))
            result = _Result(url)
            try:
                result.fetched = self._fetcher.fetch(url)
            except FetchFailed as error:
                result.reason = str(error)
            self.results.append(result)
            yield result

    def _fetch_linked(self, feed: Fetched, report: Report) -> None:
        from index.fetching.fetch import links_of

        links = list(links_of(feed.path))
        missing = [link for link in links if _host(link) and not self._fetcher.is_kept(link)]
        if known := len(links) - len(missing):
            say(f"{known:,} of {len(links):,} pages that {_shown(feed.url)} names were there already.")
        if len(missing) > MAX_LINKED_PAGES:
            say(
                f"It names {len(missing):,} more; the first {MAX_LINKED_PAGES} are fetched, others next time."
            )
        for _ in self._each(missing[:MAX_LINKED_PAGES], report):
            pass

    def take_in(self, library: Path, report: Report) -> None:
        """Import what was fetched, and count for each address what became of it."""
        from index.errors import LibraryBusy
        from index.library import open_library
        from index.store.rejections import real_path

        of_path = {real_path(str(each.fetched.path)): each for each in self.results if each.fetched}
        if not of_path:
            return

        def observe(outcome: Outcome) -> None:
            result = of_path.get(outcome.path)
            if result is not None:
                result.counts[outcome.verdict] += 1
                result.remarks += outcome.remarks if outcome.verdict == "rejected" else ()

        try:
            # A library is made only now: addresses that were mistyped must not leave an empty one behind.
            with open_library(library, create=True) as opened:
                done = opened.import_from(
                    list(of_path), _read_options(opened), report=report, observer=observe
                )
        except LibraryBusy:
            say(f"What was fetched is kept. To take it in: evtui import {library / 'fetched'}")
            raise
        self.stopped = self.stopped or done.interrupted


def _fetcher(library: Path, options: Namespace) -> Fetcher:
    from index.fetching.addresses import Guard
    from index.fetching.fetch import Fetcher
    from index.fetching.visiting import Visitor

    # Only what a person named may lie on a private network, not what a server or a feed leads on to.
    named = frozenset(_host(url) for url in options.urls) if options.allow_private else frozenset()
    return Fetcher(library, Visitor(Guard(named)))


def _read_options(library: Library) -> Any:
    from index.readers.draft import ReadOptions
    from index.sources import usual_date_order

    return ReadOptions(date_order=usual_date_order(library.store))


def _tell(results: Iterable[_Result], *, as_json: bool) -> None:
    for result in results:
        if as_json:
            write_json(_fields(result))
        else:
            print(f"{_shown(result.url)}: {_sentence(result)}")


def _fields(result: _Result) -> dict[str, Any]:
    from index.sanitise import shown_path

    fetched = result.fetched
    state = "failed" if fetched is None else "fetched" if fetched.changed else "unchanged"
    return {
        "url": _shown(result.url),
        "state": state,
        "added": result.counts["added"],
        "updated": result.counts["updated"],
        "duplicates": result.counts["duplicate"],
        "rejected": result.counts["rejected"],
        "file": shown_path(str(fetched.path)) if fetched else "",
        "reason": result.reason or next(iter(result.remarks), ""),
    }


def _sentence(result: _Result) -> str:
    if result.fetched is None:
        return result.reason
    counts = result.counts
    parts = [] if result.fetched.changed else ["not changed since it was fetched last"]
    if counts["added"]:
        parts.append(f"{_articles(counts['added'])} added")
    if counts["updated"]:
        parts.append(f"{_articles(counts['updated'])} with a new text")
    if counts["duplicate"]:
        parts.append(f"{_articles(counts['duplicate'])} known already")
    if counts["rejected"]:
        parts.append(f"{counts['rejected']:,} left out: {result.remarks[0]}")
    sentence = ", ".join(parts) or "fetched, but not taken in"
    return sentence if sentence.endswith(".") else f"{sentence}."


def _articles(count: int) -> str:
    return "1 article" if count == 1 else f"{count:,} articles"


def _shown(url: str) -> str:
    from index.sanitise import sanitise_line

    return sanitise_line(url)
