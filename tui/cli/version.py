"""Which evtui this is."""

from __future__ import annotations

from index.version import VERSION


def version_line() -> str:
    """Return the line that `evtui --version` prints."""
    return f"evtui {VERSION}"
