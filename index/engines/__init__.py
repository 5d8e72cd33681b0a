"""Search engines behind one protocol: Whoosh for small libraries, tantivy for large ones.

An engine is imported when it is opened, not before: `import index.engines` costs nothing.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from index.errors import EngineMissing

if TYPE_CHECKING:
    from pathlib import Path

    from index.engines.base import Engine, TokensOf

AUTO: Final = "auto"
WHOOSH: Final = "whoosh"
TANTIVY: Final = "tantivy"

ENGINES: Final = (WHOOSH, TANTIVY)
"""Every known engine, the one for the smallest libraries first."""

WHOOSH_ARTICLES: Final = 2_000
"""The most articles for which `auto` takes Whoosh where tantivy is installed as well."""


def available_engines() -> tuple[str, ...]:
    """Return the names of the engines that are installed here, the one for the smallest libraries first."""
    return tuple(name for name in ENGINES if find_spec(name) is not None)


def choose_engine(setting: str, article_count: int) -> str:
    """Return the engine for a library: the one that is set, or for `auto` the one for its number of articles.

    Raises:
        EngineMissing: when the engine is unknown or not installed, or none is installed.
    """
    available = available_engines()
    if setting != AUTO:
        return _checked(setting, available)
    if not available:
        raise EngineMissing(f"No search engine is installed. Install one of: {', '.join(ENGINES)}.")
    if article_count > WHOOSH_ARTICLES:
        return available[-1]
    return available[0]


def open_engine(name: str, folder: Path, *, tokens_of: TokensOf, create: bool = False) -> Engine:
    """Open the index in a folder with the engine that wrote it.

    An index of Whoosh holds pickles, which can run code when they are read: only open folders that this
    program wrote on this machine. The library sees to it, for it opens what its own manifest names and
    nothing else.

    Args:
        name: name of the engine.
        folder: the index folder; one engine, one folder.
        tokens_of: gives analysed texts from the store where an engine must verify positions itself.
        create: begin with an empty index. The folder is made where it is missing, and an index in it is
        removed.

    Raises:
        EngineMissing: when the engine is unknown or not installed.
        IndexDamaged: when there is no index in the folder, or it cannot be read.
    """
    _checked(name, available_engines())
    if name == TANTIVY:
        from index.engines.tantivy_engine import TantivyEngine

        return TantivyEngine.open(folder, tokens_of=tokens_of, create=create)
    from index.engines.whoosh_engine import WhooshEngine

    return WhooshEngine.open(folder, create=create)


def _checked(name: str, available: tuple[str, ...]) -> str:
    if name in available:
        return name
    here = ", ".join(available) or "none"
    if name in ENGINES:
        raise EngineMissing(f"The search engine '{name}' is not installed. Installed here: {here}.")
    raise EngineMissing(f"There is no search engine '{name}'. Installed here: {here}.")
