"""Whether the slow analysis is up to date: a look at the store that costs nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from index.analysis.reading import READING_VERSION
from index.store.readings import DERIVED_SETTING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from index.analysis.analyser import Analyser
    from index.store import Store

DERIVED_VERSION: Final = 2
"""Raised with every change that gives other names or topics for some library; they are then found anew."""


def is_analysed(store: Store, analyser: Analyser) -> bool:
    """Return whether names and topics were found in the articles as they are."""
    last = store.last_change()
    if not last:
        return True
    state = store.setting(DERIVED_SETTING) or {}
    if not is_by_these_rules(state, analyser) or not _are_grouped(store, analyser):
        return False
    if state.get("change") == last:
        return True
    # Tags, notes and stars log changes too, and change no text.
    reading = store.reading_state()
    if state.get("readings") != {"rules": READING_VERSION, "round": reading.get("round")}:
        return False
    return not store.anything_to_read(int(reading.get("change", 0)), rules=READING_VERSION)


def _are_grouped(store: Store, analyser: Analyser) -> bool:
    """Return whether groups of near-duplicates were made by the present rules, or cannot be made here."""
    from index.neardup.signatures import hashing, rules_of

    return not hashing() or store.grouping_state().get("rules") == rules_of(analyser)


def is_by_these_rules(state: Mapping[str, object], analyser: Analyser) -> bool:
    """Return whether the names and topics of a state were found as this program finds them."""
    return state.get("version") == DERIVED_VERSION and state.get("analyser") == analyser.fingerprint
