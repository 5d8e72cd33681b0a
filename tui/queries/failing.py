"""What could not be done, as a message."""

from __future__ import annotations

from index.errors import ClusterAway, EvtuiError
from tui.messages import WorkFailed


def failure(error: EvtuiError) -> WorkFailed:
    """Return the message for an error."""
    return WorkFailed(str(error), away=isinstance(error, ClusterAway))
