"""Why something could not be fetched."""

from __future__ import annotations

from index.errors import EvtuiError


class FetchFailed(EvtuiError):
    """An address that was not fetched; the text says why, without the address."""
