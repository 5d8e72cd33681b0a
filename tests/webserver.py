"""A web server on loopback for tests, which answers what a test tells it to."""

from __future__ import annotations

import gzip
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread

PATIENCE_SECONDS = 10.0

ARTICLE = """<!doctype html><html lang="en"><head><title>{title}</title>
<meta property="article:published_time" content="{day}T10:00:00+09:00"></head>
<body><article><h1>{title}</h1><p>{text} The companies told reporters about it in the evening.</p>
<p>Both of them said that they would study a common platform for software and for batteries.</p>
</article></body></html>"""
FEED = """<rss version="2.0"><channel><title>Charge Weekly</title>
<item><title>Plugs agreed</title><link>{site}/plugs</link><pubDate>Fri, 15 Mar 2024 10:00:00 +0100</pubDate>
<description>In short: one plug.</description></item>
<item><title>Batteries cheaper</title><link>{site}/batteries</link>
<description>In short: a price.</description></item>
</channel></rss>"""


def article(title: str, text: str, day: str = "2024-03-15") -> str:
    """Return a page with an article."""
    return ARTICLE.format(title=title, text=text, day=day)


@dataclass(frozen=True)
class Answer:
    """What the server says to a request."""

    body: bytes | str = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: {"Content-Type": "text/html; charset=utf-8"})


Handler = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Site:
    """A server and what it was asked.

    Attributes:
        pages: path → answer, or a function that answers; 404 for all others.
        asked: (path, headers) of each request.
        over: set when the test has ended, for answers that keep somebody waiting.
    """

    port: int = 0
    pages: dict[str, Answer | Handler] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    over: Event = field(default_factory=Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]

    def serve_feed(self) -> str:
        """Offer a feed with two articles, and return its address."""
        feed = FEED.format(site=self.url)
        self.pages["/feed"] = Answer(feed, headers={"Content-Type": "application/rss+xml"})
        self.pages["/plugs"] = Answer(article("Plugs agreed", "Everybody agreed on one plug for all cars."))
        self.pages["/batteries"] = Answer(article("Batteries cheaper", "The price of batteries fell again."))
        return f"{self.url}/feed"


def packed(data: bytes) -> Answer:
    """Return an answer that is packed for the way."""
    headers = {"Content-Type": "text/html", "Content-Encoding": "gzip"}
    return Answer(gzip.compress(data), headers=headers)


@contextmanager
def serving(certificate: Path | None = None) -> Iterator[Site]:
    """Give a site that is served until the end of the block, encrypted where a certificate is given."""
    site = Site()

    class Serve(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append((self.path, dict(self.headers.items())))
            answer = site.pages.get(self.path, Answer("nothing here", 404))
            if callable(answer):
                answer(self)
                return
            body = answer.body.encode() if isinstance(answer.body, str) else answer.body
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Serve)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # those who ask may hang up
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    site.port = server.server_address[1]
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.over.set()
        server.shutdown()
        server.server_close()
        thread.join(PATIENCE_SECONDS)
