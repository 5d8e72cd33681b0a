"""Libraries to measure: made-up articles with made-up names and topics, set as the analysis would set them.

The analysis itself takes hours at a million articles and is measured elsewhere. What an answer costs depends
on how many different values there are and how often each occurs; that is what is made here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.analysis.reading import READING_VERSION
from index.background.state import DERIVED_VERSION
from index.neardup.signatures import rules_of
from index.store.groups import GROUPS_SETTING
from index.store.readings import DERIVED_SETTING, READINGS_SETTING

if TYPE_CHECKING:
    from index.library import Library


def mark_analysed(library: Library) -> None:
    """Let the library count as analysed up to its last change, so that the desk starts no analysis."""
    change = library.store.last_change()
    reading = {"rules": READING_VERSION, "change": change, "round": 1}
    derived = {
        "version": DERIVED_VERSION,
        "analyser": library.analyser.fingerprint,
        "readings": {"rules": READING_VERSION, "round": 1},
        "change": change,
    }
    with library.store.writer():
        library.store.set_setting(READINGS_SETTING, reading)
        library.store.set_setting(DERIVED_SETTING, derived)
        library.store.set_setting(GROUPS_SETTING, {"rules": rules_of(library.analyser), "change": change})
    if not library.analysed:
        raise RuntimeError(f"The library {library.folder} does not count as analysed.")
