"""Asks the library, on threads, and tells what came as messages: the only module of the desk that knows it.

Every question has a generation. An answer is sent in parts, the first rows before all else; between two parts
a newer question makes the old one stop, and what of it is still on its way is thrown away on arrival.
"""

from tui.queries.desk_queries import Opener, Queries

__all__ = ["Opener", "Queries"]
