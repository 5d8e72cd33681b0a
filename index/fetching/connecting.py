"""One request to one address: with limits of time and size, and with a certificate of the host's name."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException
from threading import Event, Timer
from typing import Final

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, HTTPError, ReadTimeoutError
from urllib3.response import BaseHTTPResponse

from index.fetching.failure import FetchFailed
from index.fetching.targets import Target
from index.readers.content_encoding import NotUnpacked, unpack_content
from index.readers.limits import MAX_DOCUMENT_BYTES

_CHUNK_BYTES: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """How long is waited, in seconds, and how much is taken, in bytes.

    Attributes:
        connect: for a connection with one address.
        read: for the next bytes.
        total: for all of one answer.
        size: of an answer, as it comes and unpacked.
    """

    connect: float = 10.0
    read: float = 20.0
    total: float = 90.0
    size: int = MAX_DOCUMENT_BYTES


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered.

    Attributes:
        target: who answered what.
        status: HTTP's number.
        headers: by name in small letters, the first of each.
        data: the body, unpacked; empty but for a success.
    """

    target: Target
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    data: bytes = b""


def ask(target: Target, addresses: Sequence[str], headers: Mapping[str, str], limits: Limits) -> Reply:
    """Ask the first of the addresses that answers.

    Raises:
        FetchFailed: none does, or the answer is too large, too slow or broken.
    """
    refused = FetchFailed(f"The host {target.host} has no address.")
    for address in addresses:
        connection = _connection(target, address, limits)
        try:
            connection.connect()
        except (HTTPError, OSError) as error:
            connection.close()
            refused = FetchFailed(_why_unconnected(error, target, limits))
            continue
        with _until(connection, limits.total) as late:
            return _answer(connection, target, headers, limits, late)
    raise refused


def _connection(target: Target, address: str, limits: Limits) -> HTTPConnection:
    if target.scheme == "http":
        return HTTPConnection(address, target.port, timeout=limits.connect)
    return HTTPSConnection(
        address,
        target.port,
        timeout=limits.connect,
        server_hostname=target.host,
        ssl_context=ssl.create_default_context(),
    )


@contextmanager
def _until(connection: HTTPConnection, seconds: float) -> Iterator[Event]:
    """Cut a connection off when its time is over. A server with a byte now and then meets no other limit."""
    late = Event()
    line = connection.sock

    def cut() -> None:
        late.set()
        if line is not None:
            try:
                # Not the encrypted socket's own way, which another thread must not go while this one reads.
                socket.socket.shutdown(line, socket.SHUT_RDWR)
            except OSError:
                return  # it ended by itself meanwhile

    timer = Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield late
    finally:
        timer.cancel()
        connection.close()


def _answer(
    connection: HTTPConnection, target: Target, headers: Mapping[str, str], limits: Limits, late: Event
) -> Reply:
    connection.timeout = limits.read
    try:
        connection.request(
            "GET",
            target.path,
            headers={"Host": target.authority, **headers},
            preload_content=False,
            decode_content=False,
        )
        response = connection.getresponse()
        reply = _read(response, target, limits)
    except (HTTPError, HTTPException, OSError, ValueError) as error:
        raise FetchFailed(_why_unanswered(error, limits, late=late.is_set())) from error
    if late.is_set():
        raise FetchFailed(_too_slow(limits))
    return reply


def _read(response: BaseHTTPResponse, target: Target, limits: Limits) -> Reply:
    headers: dict[str, str] = {}
    for name, value in response.headers.items():
        headers.setdefault(name.lower(), value)
    if not 200 <= response.status < 300:  # noqa: PLR2004 - HTTP's numbers for a success
        return Reply(target, response.status, headers)
    stated = headers.get("content-length", "")
    if stated.isascii() and stated.isdecimal() and int(stated[:20]) > limits.size:
        raise FetchFailed(_too_large(limits))
    parts, size = [], 0
    while part := response.read(_CHUNK_BYTES, decode_content=False):
        parts.append(part)
        size += len(part)
        if size > limits.size:
            raise FetchFailed(_too_large(limits))
    try:
        data = unpack_content(b"".join(parts), headers.get("content-encoding", ""), limits.size)
    except NotUnpacked as error:
        raise FetchFailed(str(error)) from error
    return Reply(target, response.status, headers, data)


def _why_unconnected(error: Exception, target: Target, limits: Limits) -> str:
    cause = error.__context__ if isinstance(error, HTTPError) and error.__context__ else error
    if isinstance(cause, TimeoutError) or type(error) is ConnectTimeoutError:
        return f"The host {target.host} did not answer within {limits.connect:g} seconds."
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"The certificate of {target.host} is not valid ({cause.verify_message.rstrip('.')})."
    if isinstance(cause, ssl.SSLError):
        return f"No encrypted connection with {target.host} could be made."
    words = cause.strerror if isinstance(cause, OSError) and cause.strerror else "no connection"
    return f"The host {target.host} cannot be reached ({words.lower()})."


def _why_unanswered(error: Exception, limits: Limits, *, late: bool) -> str:
    if late:
        return _too_slow(limits)
    if isinstance(error, ReadTimeoutError | TimeoutError):
        return f"The server sent nothing for {limits.read:g} seconds."
    return "The server broke off, or its answer is no HTTP."


def _too_slow(limits: Limits) -> str:
    return f"The answer took longer than {limits.total:g} seconds."


def _too_large(limits: Limits) -> str:
    size = f"{limits.size // 2**20} MB" if limits.size >= 2**20 else f"{limits.size:,} bytes"
    return f"The answer is larger than {size}."
