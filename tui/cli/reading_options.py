"""How the inputs of an import are read: as its options say, else as their declared sources say."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING, Final

from tui.cli.output import say

if TYPE_CHECKING:
    from index.dates.order import DateOrder
    from index.readers.draft import ReadOptions
    from index.sources import Chooser
    from index.store import Store

READER_NAMES: Final = {"id": "key"}
"""Fields that have another name on the command line: an id in a file is no id of ours."""


def chooser_for(options: Namespace, store: Store | None, *, remember: bool = True) -> Chooser:
    """Return what says how each input is read.

    Args:
        options: of the command line.
        store: the library with the declared sources, or None where there is none yet.
        remember: keep the order of ambiguous dates in the library where it was given.

    Raises:
        SourceError: no source has the name that was given.
        LibraryError: what the library keeps of this cannot be read.
    """
    from index.dates.order import DateOrder
    from index.sources import DATE_ORDER_SETTING, Chooser, declared_sources, find, usual_date_order

    if options.date_order is not None:
        order = DateOrder(options.date_order)
        if remember and store is not None:
            store.set_setting(DATE_ORDER_SETTING, order.value)
    else:
        order = usual_date_order(store) if store is not None else DateOrder.DAY_FIRST
    sources = declared_sources(store) if store is not None else {}
    return Chooser(
        _said(options, order),
        told=options.date_order is not None,
        sources=sources,
        everything=find(sources, options.declared) if options.declared else None,
    )


def _said(options: Namespace, order: DateOrder) -> ReadOptions:
    from index.readers.draft import ReadOptions

    return ReadOptions(
        source=options.source,
        date_order=order,
        mapping={READER_NAMES.get(field, field): name for field, name in options.map},
        format=options.format,
        encoding=options.encoding or "",
        language=options.language or "",
    )


def narrate_sources(chooser: Chooser) -> None:
    """Say which declared sources were used, unless they were asked for."""
    if chooser.everything is not None:
        return
    for name, inputs in sorted(chooser.used.items()):
        say(f"{inputs:,} {'file was' if inputs == 1 else 'files were'} read as declared for “{name}”.")
