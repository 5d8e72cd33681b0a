"""The errors of a cluster and of its client as sentences that a person can act on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from index.engines.opensearch_settings import ClusterSettings
from index.errors import ClusterAway, EngineError, EvtuiError, IndexDamaged, LoginRefused

USER: Final = "EVTUI_OPENSEARCH_USER"
PASSWORD: Final = "EVTUI_OPENSEARCH_PASSWORD"  # noqa: S105 - the name of the variable
API_KEY: Final = "EVTUI_OPENSEARCH_API_KEY"

MAX_SHOWN_CHARACTERS: Final = 300
"""Of what a cluster said, in one line."""

_SERVER: Final = 500
_CLIENT: Final = 400


def in_words(error: BaseException, settings: ClusterSettings) -> EvtuiError:
    """Return an error of the client as one of ours, with a sentence that says what to do.

    `ClusterAway` is what passes by itself, so that the same request may be made again.
    """
    from opensearchpy import exceptions as client

    if isinstance(error, EvtuiError):
        return error
    for kind, told in (
        (client.SSLError, _not_safe),
        (client.ConnectionTimeout, _too_late),
        (client.ConnectionError, _not_reached),
        (client.TransportError, _answered),
        (client.SerializationError, _not_understood),
    ):
        if isinstance(error, kind):
            return told(error, settings)
    return EngineError(f"The cluster could not do its work ({settings.shown}): {_short(error)}.")


def _not_safe(error: Any, settings: ClusterSettings) -> EvtuiError:
    return EngineError(_certificate_words(error, settings))


def _too_late(_: Any, settings: ClusterSettings) -> EvtuiError:
    return ClusterAway(
        f"The cluster did not answer within {settings.timeout_seconds:g} seconds ({settings.shown})."
        " It may be busy: try again, or raise timeout_seconds in cluster.json."
    )


def _not_reached(error: Any, settings: ClusterSettings) -> EvtuiError:
    return ClusterAway(
        f"No node of the cluster can be reached ({settings.shown}): {_reason(error)}. Is it running, and is"
        " the address right? The search goes on when it is back."
    )


def _not_understood(error: Any, settings: ClusterSettings) -> EvtuiError:
    return EngineError(f"What answered at {settings.shown} is not OpenSearch: {_short(error)}.")


def _answered(error: Any, settings: ClusterSettings) -> EvtuiError:
    """Return the error for what a cluster answered with a status of its own."""
    status = error.status_code if isinstance(error.status_code, int) else 0
    where, reason = settings.shown, _cause(error)
    if status in _STATUSES:
        return _STATUSES[status](where, reason)
    if _CLIENT <= status < _SERVER:
        return EngineError(f"The cluster refused the request ({where}): {reason}.")
    if status >= _SERVER:
        return EngineError(f"The cluster failed ({where}): {reason}. Its logs say more.")
    return EngineError(f"What answered at {where} is not OpenSearch: status {status or 'unknown'}.")


def _login(where: str, _: str) -> EvtuiError:
    return LoginRefused(
        f"The cluster does not accept the login ({where}). Set {USER} and {PASSWORD}, or {API_KEY}, or"
        " correct what the keyring holds."
    )


def _forbidden(where: str, reason: str) -> EvtuiError:
    if "cluster_block" in reason or "blocked" in reason:
        return ClusterAway(
            f"The cluster lets nothing be written ({where}): {reason}. It may be short of disk space;"
            " its administrator can tell."
        )
    return LoginRefused(
        f"The login may not do this ({where}): {reason}. Ask the cluster's administrator for the right"
        " to read and write the index."
    )


def _too_many(where: str, _: str) -> EvtuiError:
    return ClusterAway(f"The cluster has too much to do and turned the request away ({where}). Try again.")


def _away(where: str, reason: str) -> EvtuiError:
    return ClusterAway(
        f"The cluster cannot answer at the moment ({where}): {reason}. Some of its nodes may be away;"
        " try again."
    )


_STATUSES: Final[dict[int, Callable[[str, str], EvtuiError]]] = {
    401: _login,
    403: _forbidden,
    404: lambda where, reason: IndexDamaged(f"The cluster has no such index ({where}): {reason}."),
    413: lambda where, _: EngineError(f"The cluster takes no request of this size ({where})."),
    429: _too_many,
    502: _away,
    503: _away,
    504: _away,
}


def _certificate_words(error: BaseException, settings: ClusterSettings) -> str:
    text = _short(getattr(error, "error", error))
    told = f"The connection with {', '.join(settings.urls)} is not safe and was not used: {text}."
    if "WRONG_VERSION_NUMBER" in text or "record layer failure" in text:
        return f"{told} Does the cluster speak https there? If not, its address begins with http://."
    if settings.ca_file:
        return f"{told} Is {settings.ca_file} the authority that signed the cluster's certificate?"
    return f"{told} Where the cluster has an authority of its own, name its certificate with --ca-file."


def _reason(error: Any) -> str:
    """Return why no connection was made, without the addresses of objects."""
    inner = error.info if len(error.args) > 2 else error  # noqa: PLR2004 - (status, error, info)
    text = str(inner)
    return _short(text.rsplit(">: ", 1)[-1] if ">: " in text else text.rsplit(": ", 1)[-1] or text)


def _cause(error: Any) -> str:
    """Return what a cluster itself said of an error."""
    info = error.info if len(error.args) > 2 else None  # noqa: PLR2004
    told = info.get("error") if isinstance(info, dict) else None
    if isinstance(told, dict):
        causes = told.get("root_cause") or []
        first = causes[0] if causes and isinstance(causes[0], dict) else told
        kind, reason = first.get("type") or told.get("type"), first.get("reason") or told.get("reason")
        return _short(": ".join(str(part) for part in (kind, reason) if part) or "no reason given")
    return _short(told or error.error or "no reason given")


def _short(text: object) -> str:
    """Return a text that came from outside in one line that steers no terminal."""
    line = " ".join("".join(c if c.isprintable() else " " for c in str(text)).split()).rstrip(".")
    return line if len(line) <= MAX_SHOWN_CHARACTERS else line[:MAX_SHOWN_CHARACTERS] + " …"
