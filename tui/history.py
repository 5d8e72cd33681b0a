"""The way a reader took through sessions: back, forward, and on."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from tui.session import Session

LONGEST: Final = 200
"""Sessions kept to go back to."""


@dataclass(frozen=True, slots=True)
class History:
    """The session on screen with those before and after it.

    Attributes:
        present: the session on screen.
        past: earlier ones, latest last.
        future: those that `back` left, next first.
    """

    present: Session = field(default_factory=Session)
    past: tuple[Session, ...] = ()
    future: tuple[Session, ...] = ()

    def visited(self, session: Session) -> History:
        """Return the history with a new session on screen; what lay ahead is forgotten."""
        if replace(session, place=self.present.place) == self.present:
            return self.amended(session)
        return History(session, (*self.past, self.present)[-LONGEST:])

    def amended(self, session: Session) -> History:
        """Return the history with the session on screen replaced: no step of its own to go back to."""
        return replace(self, present=session)

    def back(self) -> History:
        """Return the history one step back, or itself at the beginning."""
        if not self.past:
            return self
        return History(self.past[-1], self.past[:-1], (self.present, *self.future))

    def forward(self) -> History:
        """Return the history one step forward, or itself at the end."""
        if not self.future:
            return self
        return History(self.future[0], (*self.past, self.present), self.future[1:])
