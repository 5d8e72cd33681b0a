"""Search engines behind one protocol: Whoosh for small libraries, tantivy for large ones, OpenSearch beyond.

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
OPENSEARCH: Final = "opensearch"

ENGINES: Final = (WHOOSH, TANTIVY)
"""Every known engine over a folder of this machine, the one for the smallest libraries first."""

_OPENSEARCH_CLIENT: Final = "opensearchpy"

WHOOSH_ARTICLES: Final = 2_000
"""The most articles for which `auto` takes Whoosh where tantivy is installed as well."""


def available_engines() -> tuple[str, ...]:
    """Return the engines over a folder that are installed here, the one for the smallest libraries first.

    A cluster is never chosen by itself: see `is_available` for an engine that was named.
    """
    return tuple(name for name in ENGINES if find_spec(name) is not None)


def is_available(name: str) -> bool:
    """Whether an engine is installed here, be it one over a folder or one over a cluster."""
    return name in available_engines() or (name == OPENSEARCH and find_spec(_OPENSEARCH_CLIENT) is not None)


def choose_engine(setting: str, article_count: int) -> str:
    """Return the engine for a library: the one that is set, or for `auto` the one for its number of articles.

    Raises:
        EngineMissing: when the engine is unknown or not installed, or none is installed.
    """
    if setting != AUTO:
        return _checked(setting)
    available = available_engines()
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
        folder: the index folder; one engine, one folder. OpenSearch's index lies in a cluster, which
        `cluster.json` in the library's folder names.
        tokens_of: gives analysed texts from the store where an engine must verify positions itself.
        create: begin with an empty index. The folder is made where it is missing, and an index in it is
        removed.

    Raises:
        EngineMissing: when the engine is unknown or not installed.
        IndexDamaged: when there is no index in the folder, or it cannot be read.
    """
    _checked(name)
    if name == OPENSEARCH:
        from index.engines.opensearch_engine import OpenSearchEngine

        return OpenSearchEngine.open(folder, tokens_of=tokens_of, create=create)
    if name == TANTIVY:
        from index.engines.tantivy_engine import TantivyEngine

        return TantivyEngine.open(folder, tokens_of=tokens_of, create=create)
    from index.engines.whoosh_engine import WhooshEngine

    return WhooshEngine.open(folder, create=create)


def _checked(name: str) -> str:
    if is_available(name):
        return name
    here = ", ".join(available_engines()) or "none"
    if name == OPENSEARCH:
        raise EngineMissing("A cluster needs opensearch-py. Install it with: pip install 'evtui[opensearch]'")
    if name in ENGINES:
        raise EngineMissing(f"The search engine '{name}' is not installed. Installed here: {here}.")
    raise EngineMissing(f"There is no search engine '{name}'. Installed here: {here}.")
