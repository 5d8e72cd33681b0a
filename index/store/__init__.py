"""The store of a library: all that must not be lost. The search index is a copy made from it."""

from index.store.records import Change, HitRow, Known, Place, Record, Statistics
from index.store.store import Store
from index.store.writing import ArticleWriter

__all__ = ["ArticleWriter", "Change", "HitRow", "Known", "Place", "Record", "Statistics", "Store"]
