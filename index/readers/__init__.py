"""Readers: from files to drafts of articles, and a reason for everything that was left out."""

from index.readers.draft import ChooseOptions, Draft, ReadOptions, Rejected, choosing
from index.readers.formats import FORMATS, Format
from index.readers.inputs import STANDARD_INPUT, Input, find_inputs
from index.readers.names import FIELDS
from index.readers.read import read

__all__ = [
    "FIELDS",
    "FORMATS",
    "STANDARD_INPUT",
    "ChooseOptions",
    "Draft",
    "Format",
    "Input",
    "ReadOptions",
    "Rejected",
    "choosing",
    "find_inputs",
    "read",
]
