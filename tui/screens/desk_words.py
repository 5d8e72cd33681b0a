"""What the desk says of the library as a whole."""

from __future__ import annotations

from typing import Final

from tui.messages import LibraryOpened

BEING_IMPORTED_WORDS: Final = "Another evtui is adding articles; they are not in the answers yet."
CATCHING_UP_WORDS: Final = (
    "The newest articles are not in the answers yet; they are made searchable meanwhile."
)
AWAITED_WORDS: Final = "The index is being made; the desk opens by itself."
UNDERIVED_WORDS: Final = "Names and topics are older than the newest articles, and none can be written here."
AWAY: Final = "away"
"""The state of an index in a cluster that cannot be reached, as in `LibraryInfo.index`."""
AWAY_WORDS: Final = (
    "The cluster with this library cannot be reached. Marks are kept; it is asked again and again."
)
RETURNED_WORDS: Final = "The cluster is back."
GREW_WORDS: Final = "New articles were added; the next search shows them ( / Enter )."
CHANGED_WORDS: Final = "The articles have changed; the next search shows them as they are ( / Enter )."


def opened_words(opened: LibraryOpened, *, readonly: bool) -> str:
    """Return what a reader should know of a library that was just opened, or nothing."""
    if opened.info.index == AWAY:
        return AWAY_WORDS
    if opened.behind:
        return CATCHING_UP_WORDS
    if not opened.current:
        return BEING_IMPORTED_WORDS
    return UNDERIVED_WORDS if readonly and not opened.derived and opened.info.articles else ""
