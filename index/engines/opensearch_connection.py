"""A connection with a cluster: who asks, and that it is the right cluster that answers."""

from __future__ import annotations

import logging
import os
import ssl
from base64 import b64encode
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

from index.engines.opensearch_settings import PORTS, ClusterSettings, is_loopback, split_url
from index.engines.opensearch_words import API_KEY, PASSWORD, USER, in_words
from index.errors import EngineError, EngineMissing, LoginRefused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from opensearchpy import OpenSearch

KEYRING_API_KEY: Final = "api-key"
"""The user under which a keyring keeps an API key."""

POOL_CONNECTIONS: Final = 16
"""Connections that are kept open to each node: the desk's threads, the aggregations of one answer, bulks."""
CONNECT_SECONDS: Final = 3.0
"""How long is waited for a node to take a connection; another one is asked after it."""
DEAD_SECONDS: Final = 5.0
"""For how long a node that failed is passed over, at first."""

__all__ = ["Credentials", "connect", "credentials_for", "in_words", "keyring_service"]


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a cluster is shown. Never printed: `repr` holds no secret."""

    user: str = ""
    password: str = ""
    api_key: str = ""

    def __bool__(self) -> bool:
        return bool(self.user or self.api_key)

    def __repr__(self) -> str:
        return f"Credentials(user={self.user!r}, api_key={'…' if self.api_key else ''!r})"


def connect(settings: ClusterSettings) -> OpenSearch:
    """Return a client of a cluster; nothing is asked of the cluster yet.

    Certificates are always verified. No proxy is used, whatever the environment names.

    Raises:
        EngineMissing: opensearch-py is not installed.
        LoginRefused: a password would travel unencrypted, or only half of a login is given.
        EngineError: the file of the certificate authority cannot be read.
    """
    if find_spec("opensearchpy") is None:
        raise EngineMissing("A cluster needs opensearch-py. Install it with: pip install 'evtui[opensearch]'")
    import urllib3
    from opensearchpy import OpenSearch

    # Without a handler, what the client logs would be written over the desk.
    logging.getLogger("opensearch").addHandler(logging.NullHandler())
    context = _verifying(settings)
    credentials = credentials_for(settings)
    login: dict[str, Any] = {}
    if credentials.api_key:
        login["headers"] = {"authorization": f"ApiKey {credentials.api_key}"}
    elif credentials:
        # The client would write it in Latin-1; OpenSearch reads UTF-8.
        known = b64encode(f"{credentials.user}:{credentials.password}".encode()).decode()
        login["headers"] = {"authorization": f"Basic {known}"}
    return OpenSearch(
        hosts=[_host(url) for url in settings.urls],
        ssl_context=context,
        timeout=urllib3.Timeout(
            connect=min(CONNECT_SECONDS, settings.timeout_seconds), read=settings.timeout_seconds
        ),
        pool_maxsize=POOL_CONNECTIONS,
        dead_timeout=DEAD_SECONDS,
        # Each node is asked once; `Cluster` asks again after a pause.
        max_retries=len(settings.urls) - 1,
        # A node that is there and turns a request away has said why: the caller waits and asks again. The
        # client would ask the others at once, and tell of the one that is away.
        retry_on_status=(),
        **login,
    )


def credentials_for(settings: ClusterSettings, environment: Mapping[str, str] | None = None) -> Credentials:
    """Return what a cluster is shown: from the environment, else from the keyring, else nothing.

    Raises:
        LoginRefused: it would travel unencrypted, or only half of it is given.
        EngineError: the keyring cannot be opened.
    """
    given = os.environ if environment is None else environment
    found = Credentials(given.get(USER, ""), given.get(PASSWORD, ""), given.get(API_KEY, ""))
    if not found.api_key and not (found.user and found.password):
        found = _from_keyring(settings, found.user) or found
    if found.api_key:
        found = Credentials(api_key=found.api_key)
    elif bool(found.user) != bool(found.password):
        missing = PASSWORD if found.user else USER
        raise LoginRefused(f"Half of a login to {settings.shown} is given: set {missing} as well.")
    open_urls = [url for url in settings.urls if _travels_openly(url)]
    if found and open_urls:
        raise LoginRefused(
            f"A login is not sent to {open_urls[0]}: anyone on the way could read it. Use an address with"
            f" https://, or unset {USER}, {PASSWORD} and {API_KEY}."
        )
    return found


def keyring_service(settings: ClusterSettings) -> str:
    """Return the name of the service under which a keyring keeps the login to a cluster."""
    parts = split_url(settings.urls[0])
    return f"evtui {parts.scheme}://{parts.hostname}:{parts.port or PORTS[parts.scheme]}"


def _verifying(settings: ClusterSettings) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=settings.ca_file or None)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise EngineError(
            f"The certificates in {settings.ca_file} cannot be read: {reason}. The file must hold the"
            " certificate of the cluster's authority in PEM format."
        ) from error


def _host(url: str) -> dict[str, Any]:
    parts = split_url(url)
    host: dict[str, Any] = {
        "host": parts.hostname,
        "port": parts.port or PORTS[parts.scheme],
        "use_ssl": parts.scheme == "https",
    }
    if parts.path.strip("/"):
        host["url_prefix"] = parts.path.strip("/")
    return host


def _travels_openly(url: str) -> bool:
    return split_url(url).scheme == "http" and not is_loopback(url)


def _from_keyring(settings: ClusterSettings, user: str) -> Credentials | None:
    """Return what a keyring holds for a cluster. Nothing is asked of it where it would not be sent."""
    if split_url(settings.urls[0]).scheme != "https" or find_spec("keyring") is None:
        return None
    # keyring is not among our dependencies: who wants it installs it.
    keyring = import_module("keyring")
    failed: type[Exception] = import_module("keyring.errors").KeyringError

    service = keyring_service(settings)
    try:
        api_key = "" if user else keyring.get_password(service, KEYRING_API_KEY)
        if api_key:
            return Credentials(api_key=api_key)
        kept = keyring.get_credential(service, user or None)
    except failed as error:
        raise EngineError(f"The keyring cannot be opened: {error}. Or set {USER} and {PASSWORD}.") from error
    return Credentials(kept.username, kept.password) if kept is not None else None
