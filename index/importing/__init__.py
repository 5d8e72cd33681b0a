"""Importing: from files to articles in the store, each once, and a record of everything that was left out."""

from index.importing.pipeline import import_inputs

__all__ = ["import_inputs"]
