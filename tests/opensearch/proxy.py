"""A server between the engine and a cluster, which misbehaves as it is told."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from urllib.error import HTTPError
from urllib.request import Request, urlopen

Answer = tuple[int, Any]
"""Status and JSON."""
Forward = Callable[[bytes], Answer]
"""Sends a body on to the cluster."""
Fault = Callable[[bytes, Forward], Answer | None]
"""What is done with a request instead of sending it on; None: the connection is broken off."""

FOREVER: Final = 1_000_000
SECONDS: Final = 60.0


@dataclass
class Proxy:
    """Attributes: its address, and how many requests came whose path holds a word."""

    url: str = ""
    seen: list[str] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)
    _faults: list[list[Any]] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def misbehave(self, path: str, fault: Fault, times: int = FOREVER) -> None:
        """Do this with the next requests to a path."""
        self._faults.append([path, fault, times])

    def behave(self) -> None:
        """Send everything on again."""
        self._faults.clear()

    def count(self, path: str) -> int:
        """Return how many requests there were to a path."""
        return sum(path in seen for seen in self.seen)

    def fault(self, path: str) -> Fault | None:
        """Return what to do with a request."""
        with self._lock:
            self.seen.append(path)
            for entry in self._faults:
                if entry[0] in path and entry[2]:
                    entry[2] -= 1
                    chosen: Fault = entry[1]
                    return chosen
        return None


def answers(status: int, kind: str = "some_exception", reason: str = "told to") -> Fault:
    """Return a fault: an answer of OpenSearch with a status."""
    told = {"type": kind, "reason": reason}
    return lambda *_: (status, {"error": {"root_cause": [told], **told}, "status": status})


def loses_the_answer(body: bytes, forward: Forward) -> None:
    """Let the cluster do it, and break the connection off before it can say so."""
    forward(body)


def turns_every_second_away(body: bytes, forward: Forward) -> Answer:
    """Let only every second operation of a bulk request through; the others are told to come back."""
    lines = [line for line in body.split(b"\n") if line]
    operations: list[list[bytes]] = []
    for line in lines:
        if line.startswith((b'{"index"', b'{"delete"')):
            operations.append([])
        operations[-1].append(line)
    through = operations[::2]
    status, answer = forward(b"".join(line + b"\n" for operation in through for line in operation))
    items = iter(answer["items"])
    error = {"type": "rejected_execution_exception", "reason": "the queue is full"}
    mixed = [
        {"index": {"status": 429, "error": error}} if number % 2 else next(items)
        for number in range(len(operations))
    ]
    return status, {"items": mixed}


@contextmanager
def proxy_before(target: str) -> Iterator[Proxy]:
    """Give a proxy before a node of a cluster."""
    made = Proxy()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_any(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))

            def forward(sent: bytes) -> Answer:
                kind = {"content-type": self.headers.get("content-type", "application/json")}
                request = Request(target + self.path, data=sent or None, headers=kind, method=self.command)
                try:
                    with urlopen(request, timeout=SECONDS) as answer:
                        return answer.status, json.loads(answer.read() or b"null")
                except HTTPError as error:
                    return error.code, json.loads(error.read() or b"null")

            fault = made.fault(self.path)
            answered = fault(body, forward) if fault else forward(body)
            if answered is None:
                self.close_connection = True
                return
            written = json.dumps(answered[1]).encode()
            self.send_response(answered[0])
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(written)))
            self.end_headers()
            self.wfile.write(written)

        do_GET = do_POST = do_PUT = do_DELETE = handle_any  # noqa: N815 - the server's names

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            pass  # the client did not wait

    server = Server(("127.0.0.1", 0), Handler)
    made.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield made
    finally:
        made.ended.set()
        server.shutdown()
        server.server_close()
        thread.join()
