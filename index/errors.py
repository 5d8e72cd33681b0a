"""What can go wrong in the library, as sentences for a person.

Every error that evtui foresees is an `EvtuiError`. Its text says what happened, where, and what to do;
the front ends show it as it is. Anything else that is raised is a bug.
"""

from __future__ import annotations


class EvtuiError(Exception):
    """The root of all errors that evtui foresees; `str(error)` is written for a person."""


class QueryError(EvtuiError):
    """A query that cannot be understood.

    Attributes:
        query: the whole text as it was typed.
        column: where the mistake begins, as a 0-based offset in characters into `query`.
        length: how many characters the mistake covers, at least 1.
        hint: what would be right, or an empty string.
    """

    def __init__(self, message: str, *, query: str, column: int, length: int = 1, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.query = query
        self.column = column
        self.length = max(1, length)
        self.hint = hint


class DateError(EvtuiError):
    """A date in words or figures that cannot be read, or that no calendar has.

    Attributes:
        hint: what would be right, or an empty string.
    """

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class LibraryError(EvtuiError):
    """Something is wrong with a library's folder or database."""


class LibraryMissing(LibraryError):
    """There is no library where one was expected."""


class LibraryBusy(LibraryError):
    """Another process is writing to the library."""


class LibraryTooNew(LibraryError):
    """The library was written by a newer evtui than this one."""


class LibraryOutdated(LibraryError):
    """The library was written by an older evtui and could not be brought to the format of this one."""


class LibraryDamaged(LibraryError):
    """The database of a library cannot be read, in whole or in part."""


class ArticleMissing(EvtuiError):
    """No article has this id, or several begin with it."""


class EngineError(EvtuiError):
    """A search engine could not do its work."""


class QueryTooSlow(EngineError):
    """A query would take longer to answer than anyone waits; says how to narrow it."""


class EngineMissing(EngineError):
    """The wanted search engine is not installed here, or unknown."""


class ClusterAway(EngineError):
    """A cluster cannot be reached, or cannot do the work at the moment; the same may be tried again later."""


class LoginRefused(EngineError):
    """A cluster does not accept who asks, or a login would not travel safely."""


class IndexDamaged(EngineError):
    """The index folder cannot be read; it is rebuilt from the store."""


class ReaderError(EvtuiError):
    """An import cannot begin (no such path, unknown option). Bad items inside one are recorded instead."""


class Cancelled(EvtuiError):
    """The caller asked for the work to stop; what was done until then stands."""
