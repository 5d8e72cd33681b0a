"""An engine whose damage is mended while it is asked.

Opening an index looks at the length and time of its files, not at all that is in them. What a failing disk
changed shows when a question meets it: then the index is built anew, and the question asked again.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Final, cast

from index.errors import EngineError

if TYPE_CHECKING:
    from index.engines.base import Engine

QUESTIONS: Final = frozenset(
    {"search", "count", "ids", "days", "facet", "counts", "words", "vocabulary", "size"}
)
"""What is asked again; those who write to an index see to its damage themselves."""

Mended = Callable[["Engine"], "Engine | None"]
"""Given an engine that failed, gives the one to ask again, or None where the fault is not the index's."""


def guarded(engine: Engine, mended: Mended) -> Engine:
    """Return an engine that asks another one once more where that helps."""
    return cast("Engine", _Guarded(engine, mended))


class _Guarded:
    def __init__(self, engine: Engine, mended: Mended) -> None:
        self._engine = engine
        self._mended = mended

    def __getattr__(self, name: str) -> Any:
        return partial(self._ask, name) if name in QUESTIONS else getattr(self._engine, name)

    def _ask(self, question: str, *given: Any, **named: Any) -> Any:
        try:
            return getattr(self._engine, question)(*given, **named)
        except EngineError:
            engine = self._mended(self._engine)
            if engine is None:
                raise
            self._engine = engine
        return getattr(engine, question)(*given, **named)
