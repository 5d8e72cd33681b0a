"""Which cluster a library uses: `cluster.json` in its folder. It never holds a secret."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import SplitResult, urlsplit

import orjson

from index.errors import LibraryError

FILE_NAME: Final = "cluster.json"
OWNER_READS: Final = 0o600

TIMEOUT_SECONDS: Final = 30.0
MAX_TIMEOUT_SECONDS: Final = 3600.0
MAX_URLS: Final = 100
MAX_SHARDS: Final = 1024
MAX_REPLICAS: Final = 64
MAX_INDEX_BYTES: Final = 200
"""The longest name of an index: OpenSearch takes 255, and what belongs to it has a longer name."""

PORTS: Final = {"http": 9200, "https": 443}
"""The port where an address names none."""
LOOPBACK_HOSTS: Final = frozenset({"localhost", "127.0.0.1", "::1"})

_INDEX_NAME: Final = re.compile(r"[a-z0-9][a-z0-9._-]*", re.ASCII)
_KINDS: Final = {str: "a text", int: "a whole number", float: "a number"}


@dataclass(frozen=True, slots=True)
class ClusterSettings:
    """A cluster, and the index in it that a library uses.

    Attributes:
        urls: of the nodes, `https://host:port`; all belong to one cluster.
        index: name of the index.
        ca_file: the certificate authority that the nodes' certificates are checked with; "": the system's.
        timeout_seconds: how long one request may take.
        shards: primary shards of an index that is made.
        replicas: copies of each shard.

    Raises:
        LibraryError: when one of them cannot be right; says which, and what would be.
    """

    urls: tuple[str, ...]
    index: str
    ca_file: str = ""
    timeout_seconds: float = TIMEOUT_SECONDS
    shards: int = 1
    replicas: int = 1

    def __post_init__(self) -> None:
        if not 0 < len(self.urls) <= MAX_URLS:
            raise LibraryError(
                "A cluster needs the address of a node, such as https://search.example.org:9200."
            )
        for url in self.urls:
            split_url(url)
        if not _INDEX_NAME.fullmatch(self.index) or len(self.index) > MAX_INDEX_BYTES:
            raise LibraryError(
                f"{self.index!r} cannot name an index of OpenSearch. Use small letters, digits, - _ and . and"
                " begin with a letter or digit, such as news-2024."
            )
        _within("timeout_seconds", self.timeout_seconds, 0.1, MAX_TIMEOUT_SECONDS)
        _within("shards", self.shards, 1, MAX_SHARDS)
        _within("replicas", self.replicas, 0, MAX_REPLICAS)

    @property
    def shown(self) -> str:
        """The index and where it lies, for people."""
        return f"{self.index} at {', '.join(self.urls)}"


def split_url(url: str) -> SplitResult:
    """Return the parts of a node's address.

    Raises:
        LibraryError: when it is none, or holds a user or password.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.username is not None or parts.password is not None:
        # The address itself is not shown: errors are read by others, and are kept.
        raise LibraryError(
            "The address of a cluster must not hold a user or password: it is written into the library. Set"
            " EVTUI_OPENSEARCH_USER and EVTUI_OPENSEARCH_PASSWORD, or EVTUI_OPENSEARCH_API_KEY."
        )
    if parts.scheme not in PORTS or not parts.hostname or port == 0 or parts.query or parts.fragment:
        raise LibraryError(
            f"{url!r} is not the address of a cluster. One is https://search.example.org:9200."
        )
    return parts


def is_loopback(url: str) -> bool:
    """Whether an address is on this very machine."""
    return split_url(url).hostname in LOOPBACK_HOSTS


def read_settings(library: Path) -> ClusterSettings:
    """Return the settings in a library's folder.

    Raises:
        LibraryError: when there are none, or they cannot be understood; says what is wrong.
    """
    path = library / FILE_NAME
    try:
        fields = orjson.loads(path.read_bytes())
    except FileNotFoundError as error:
        raise LibraryError(
            f"The library in {library} names no cluster: {path} is missing. Write it anew with:"
            " evtui reindex --engine opensearch --url ADDRESS --index NAME"
        ) from error
    except OSError as error:
        raise LibraryError(f"{path} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise LibraryError(f"{path} is not JSON: {error}.") from error
    try:
        return settings_of(fields)
    except LibraryError as error:
        raise LibraryError(f"{path}: {error}") from error


def write_settings(library: Path, settings: ClusterSettings) -> None:
    """Replace the settings in a library's folder in one step.

    Raises:
        LibraryError: when they cannot be written.
    """
    target = library / FILE_NAME
    temporary = target.with_suffix(f".{os.getpid()}.tmp")
    try:
        temporary.write_bytes(orjson.dumps(asdict(settings), option=orjson.OPT_INDENT_2) + b"\n")
        temporary.chmod(OWNER_READS)
        temporary.replace(target)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise LibraryError(f"{target} cannot be written: {error.strerror}.") from error


def settings_of(fields: object) -> ClusterSettings:
    """Return settings as they are written, one by one.

    Raises:
        LibraryError: when they cannot be understood; says which one.
    """
    if not isinstance(fields, dict):
        raise LibraryError("It must be one object with the names urls and index.")
    given = dict(fields)
    urls = given.pop("urls", None)
    if not isinstance(urls, list) or not all(isinstance(url, str) for url in urls):
        raise LibraryError("'urls' must be a list of addresses.")
    index = _taken(given, "index", str, None)
    settings = ClusterSettings(
        urls=tuple(urls),
        index=index,
        ca_file=_taken(given, "ca_file", str, ""),
        timeout_seconds=_taken(given, "timeout_seconds", float, TIMEOUT_SECONDS),
        shards=_taken(given, "shards", int, 1),
        replicas=_taken(given, "replicas", int, 1),
    )
    if given:
        raise LibraryError(f"'{min(given)}' is not a setting of a cluster.")
    return settings


def _taken(given: dict[str, object], name: str, kind: type, default: object) -> Any:
    value = given.pop(name, default)
    if kind is float and type(value) is int:
        return float(value)
    if type(value) is not kind:
        raise LibraryError(f"'{name}' must be {_KINDS[kind]}.")
    return value


def _within(name: str, value: float, least: float, most: float) -> None:
    if not least <= value <= most:
        raise LibraryError(f"'{name}' must be from {least:g} to {most:g}, not {value:g}.")
