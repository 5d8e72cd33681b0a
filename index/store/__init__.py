"""The store of a library. Everything that must not be lost is in it; the search index is a copy made from it."""

from index.store.records import Change, HitRow, Known, Place, Record, Statistics
from index.store.store import Store
from index.store.writing import ArticleWriter

__all__ = ["ArticleWriter", "Change", "HitRow", "Known", "Place", "Record", "Statistics", "Store"]
