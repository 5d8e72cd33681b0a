"""The folders in which browsers put what belongs to a page that they save: pictures, styles, scripts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

_PAGES: Final = (".html", ".htm", ".xhtml", ".xht", ".shtml")
_ENDINGS: Final = (
    "_files", ".files", "-Dateien", "_fichiers", "_bestanden", "_file", "_archivos", "-filer", "_tiedostot",
    "_pliki", "_soubory", "_elemei", "_ficheiros", "_arquivos", "_dosyalar", "_datoteke", "_fitxers",
    "_failid", "_fails", "_bylos", "_fajlovi", "_fitxategiak", "-Filer", "_Dateien",
)  # fmt: skip
"""What is put behind the name of the page, in the languages of the programs that save it."""


def folders_of_pages(names: Iterable[str]) -> set[str]:
    """Return those of the names in a folder that are folders belonging to a page in it."""
    everything = set(names)
    stems = {
        name[: -len(extension)]
        for name in everything
        for extension in _PAGES
        if name.lower().endswith(extension)
    }
    return {
        name
        for name in everything
        for ending in _ENDINGS
        if name.endswith(ending) and name[: -len(ending)] in stems
    }
