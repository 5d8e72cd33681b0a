"""Visiting a site: its rules, its redirects, and the limits of what is waited for."""

from __future__ import annotations

import socket
from dataclasses import replace
from http.server import BaseHTTPRequestHandler

import pytest

from index.fetching.addresses import Guard
from index.fetching.failure import FetchFailed
from index.fetching.targets import target_of
from index.fetching.visiting import USER_AGENT, Visitor
from index.version import VERSION
from tests.unit.fetching.conftest import LIMITS
from tests.webserver import Answer, Site, packed

TEXT = {"Content-Type": "text/plain"}


def robots(site: Site, rules: str, status: int = 200) -> None:
    site.pages["/robots.txt"] = Answer(rules, status, TEXT)


def leading_to(place: str, status: int = 302) -> Answer:
    return Answer(b"", status, {"Location": place})


def test_a_request_says_who_asks(site: Site, visitor: Visitor) -> None:
    site.pages["/a"] = Answer("hello")
    assert visitor.get(f"{site.url}/a", {}).data == b"hello"
    headers = site.asked[-1][1]
    assert headers["User-Agent"] == USER_AGENT == f"evtui/{VERSION} (+no url)"
    assert headers["Host"] == f"127.0.0.1:{site.port}"
    assert "Cookie" not in headers
    assert "Authorization" not in headers


# Rules of the site


@pytest.mark.parametrize(
    "rules",
    [
        "User-agent: *\nDisallow: /",
        "user-agent: EVTUI\ndisallow: /a",
        "User-agent: other\nUser-agent: evtui/2\nDisallow: /",
    ],
)
def test_what_the_site_forbids_is_not_fetched(site: Site, visitor: Visitor, rules: str) -> None:
    robots(site, rules)
    site.pages["/a"] = Answer("hello")
    with pytest.raises(FetchFailed, match=r"robots\.txt of 127\.0\.0\.1 asks programs not to"):
        visitor.get(f"{site.url}/a", {})
    assert site.paths() == ["/robots.txt"]


@pytest.mark.parametrize(
    "rules",
    ["", "User-agent: other\nDisallow: /", "User-agent: *\nDisallow: /b", "\x00\xff<html>no rules</html>"],
)
def test_what_the_site_does_not_forbid_is_fetched(site: Site, visitor: Visitor, rules: str) -> None:
    robots(site, rules)
    site.pages["/a"] = Answer("hello")
    assert visitor.get(f"{site.url}/a", {}).status == 200


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_a_site_without_rules_forbids_nothing(site: Site, visitor: Visitor, status: int) -> None:
    robots(site, "User-agent: *\nDisallow: /", status)
    site.pages["/a"] = Answer("hello")
    assert visitor.get(f"{site.url}/a", {}).status == 200


def test_a_site_that_cannot_tell_its_rules_now_is_left_alone(site: Site, visitor: Visitor) -> None:
    robots(site, "", 503)
    for _ in range(2):
        with pytest.raises(FetchFailed, match=r"not there for now \(the server answered 503\)"):
            visitor.get(f"{site.url}/a", {})
    assert site.paths() == ["/robots.txt"]


def test_rules_that_do_not_come_in_time_forbid_everything(site: Site, visitor: Visitor) -> None:
    site.pages["/robots.txt"] = lambda _request: site.over.wait(10) and None
    with pytest.raises(FetchFailed, match=r"robots\.txt could not be read\. .*sent nothing for 0\.5 seconds"):
        visitor.get(f"{site.url}/a", {})
    assert site.paths() == ["/robots.txt"]


def test_rules_are_read_once_a_run(site: Site, visitor: Visitor) -> None:
    for path in ("/a", "/b"):
        site.pages[path] = Answer("hello")
        visitor.get(f"{site.url}{path}", {})
    assert site.paths() == ["/robots.txt", "/a", "/b"]


def test_rules_of_thousands_of_agents_are_read_fast(site: Site) -> None:
    visitor = Visitor(Guard({"127.0.0.1"}), replace(LIMITS, size=1_000_000, read=5.0, total=5.0), pause=0.0)
    names = "".join(f"user-agent:a{number}\n" for number in range(20_000))
    robots(site, names + "user-agent: *\n" + "disallow:/*x*y*z$\n" * 10_000 + "disallow: /a")
    with pytest.raises(FetchFailed, match="asks programs not to"):
        visitor.get(f"{site.url}/a", {})


def test_between_two_requests_to_a_host_there_is_a_pause(site: Site) -> None:
    waited: list[float] = []
    polite = Visitor(Guard({"127.0.0.1"}), LIMITS, pause=50.0, wait=waited.append)
    robots(site, "User-agent: *\nCrawl-delay: 20")
    for path in ("/a", "/b"):
        polite.get(f"{site.url}{path}", {})
    assert len(waited) == 1
    assert 40 < waited[0] <= 50


def test_the_pause_that_a_site_asks_for_has_a_limit(site: Site) -> None:
    waited: list[float] = []
    polite = Visitor(Guard({"127.0.0.1"}), LIMITS, pause=0.0, wait=waited.append)
    robots(site, "User-agent: *\nCrawl-delay: 86400")
    for path in ("/a", "/b"):
        polite.get(f"{site.url}{path}", {})
    assert len(waited) == 1
    assert 20 < waited[0] <= 30


# Redirects


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed(site: Site, visitor: Visitor, status: int) -> None:
    site.pages["/a"] = leading_to("b?c=d", status)
    site.pages["/b?c=d"] = Answer("hello")
    reply = visitor.get(f"{site.url}/a", {})
    assert (reply.data, reply.target.url) == (b"hello", f"{site.url}/b?c=d")


def test_redirects_without_an_end_are_left(site: Site, visitor: Visitor) -> None:
    site.pages["/a"] = leading_to("/a")
    with pytest.raises(FetchFailed, match="more than 5 times"):
        visitor.get(f"{site.url}/a", {})
    assert site.paths().count("/a") == 6


def test_a_redirect_to_a_private_host_that_nobody_named_is_not_followed(site: Site, visitor: Visitor) -> None:
    site.pages["/a"] = leading_to(f"http://localhost:{site.port}/secret")
    site.pages["/secret"] = Answer("for us alone")
    with pytest.raises(FetchFailed, match="localhost lies on a private network"):
        visitor.get(f"{site.url}/a", {})
    assert "/secret" not in site.paths()


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        ("file:///etc/passwd", "not file"),
        ("http://user:secret@127.0.0.1/", "password"),
        ("http://[::1", "cannot be understood"),
        ("http://127.0.0.1/\x1b[31m", "control characters"),
    ],
)
def test_a_redirect_is_checked_like_the_first_address(
    site: Site, visitor: Visitor, place: str, reason: str
) -> None:
    site.pages["/a"] = leading_to(place)
    with pytest.raises(FetchFailed, match=reason):
        visitor.get(f"{site.url}/a", {})


def test_a_redirect_to_what_the_site_forbids_is_not_followed(site: Site, visitor: Visitor) -> None:
    robots(site, "User-agent: *\nDisallow: /b")
    site.pages["/a"] = leading_to("/b")
    with pytest.raises(FetchFailed, match="asks programs not to"):
        visitor.get(f"{site.url}/a", {})
    assert "/b" not in site.paths()


def test_the_connection_goes_to_the_address_that_was_checked(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    real = socket.getaddrinfo

    def getaddrinfo(host: str, *rest: object, **named: object) -> object:
        asked.append(host)
        # A host that has a harmless address only when it is asked for the first time.
        rebound = "127.0.0.1" if asked.count("rebind.example") == 1 else "127.0.0.99"
        return real(rebound if host == "rebind.example" else host, *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    visitor = Visitor(Guard({"rebind.example"}), LIMITS, pause=0.0)
    site.pages["/robots.txt"] = Answer("", headers=TEXT)
    visitor._rules(target_of(f"http://rebind.example:{site.port}/robots.txt"))
    assert asked.count("rebind.example") == 1
    assert site.asked[0][1]["Host"] == f"rebind.example:{site.port}"


# Limits


def test_a_server_that_says_nothing_is_left(site: Site, visitor: Visitor) -> None:
    site.pages["/a"] = lambda _request: site.over.wait(10) and None
    with pytest.raises(FetchFailed, match=r"sent nothing for 0\.5 seconds"):
        visitor.get(f"{site.url}/a", {})


@pytest.mark.parametrize("part", ["head", "body"])
def test_a_server_that_says_a_little_now_and_then_is_left(site: Site, visitor: Visitor, part: str) -> None:
    def drip(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(b"HTTP/1.1 200 OK\r\n" + (b"\r\n" if part == "body" else b"X: "))
        while not site.over.wait(0.05):
            request.wfile.write(b"a")
            request.wfile.flush()

    site.pages["/a"] = drip
    with pytest.raises(FetchFailed, match="took longer than 1 seconds"):
        visitor.get(f"{site.url}/a", {})


def test_an_answer_that_says_it_is_too_large_is_not_read(site: Site, visitor: Visitor) -> None:
    site.pages["/a"] = Answer(b"a" * (LIMITS.size + 1))
    with pytest.raises(FetchFailed, match="larger than 200,000 bytes"):
        visitor.get(f"{site.url}/a", {})


@pytest.mark.parametrize("chunked", [False, True])
def test_an_answer_without_an_end_is_left(site: Site, visitor: Visitor, chunked: bool) -> None:
    def pour(request: BaseHTTPRequestHandler) -> None:
        head = b"HTTP/1.1 200 OK\r\n" + (b"Transfer-Encoding: chunked\r\n" if chunked else b"") + b"\r\n"
        request.wfile.write(head)
        part = b"a" * 1000
        while not site.over.is_set():
            request.wfile.write(b"3e8\r\n" + part + b"\r\n" if chunked else part)

    site.pages["/a"] = pour
    with pytest.raises(FetchFailed, match="larger than 200,000 bytes"):
        visitor.get(f"{site.url}/a", {})


def test_a_chunk_whose_length_has_no_end_is_left(site: Site, visitor: Visitor) -> None:
    def pour(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while not site.over.is_set():
            request.wfile.write(b"0" * 1000)

    site.pages["/a"] = pour
    with pytest.raises(FetchFailed, match="broke off"):
        visitor.get(f"{site.url}/a", {})


def test_what_is_packed_is_unpacked(site: Site, visitor: Visitor) -> None:
    site.pages["/a"] = packed(b"hello")
    assert visitor.get(f"{site.url}/a", {}).data == b"hello"


def test_a_small_answer_that_unpacks_to_a_large_one_is_left(site: Site, visitor: Visitor) -> None:
    site.pages["/a"] = packed(b"\0" * 50_000_000)
    with pytest.raises(FetchFailed, match="unpacks to more than"):
        visitor.get(f"{site.url}/a", {})


def test_packing_that_is_not_known_is_told(site: Site, visitor: Visitor) -> None:
    site.pages["/a"] = Answer(b"x", headers={"Content-Encoding": "br"})
    with pytest.raises(FetchFailed, match="packed as “br”"):
        visitor.get(f"{site.url}/a", {})


@pytest.mark.parametrize(
    "garbage", [b"", b"SSH-2.0-OpenSSH\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx"]
)
def test_an_answer_that_is_no_whole_http_is_told(site: Site, visitor: Visitor, garbage: bytes) -> None:
    site.pages["/a"] = lambda request: request.wfile.write(garbage) and None
    with pytest.raises(FetchFailed, match="broke off, or its answer is no HTTP"):
        visitor.get(f"{site.url}/a", {})


def test_a_server_that_is_not_there_is_told(visitor: Visitor) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(FetchFailed, match=r"127\.0\.0\.1 cannot be reached \(connection refused\)"):
        visitor.get(f"http://127.0.0.1:{port}/", {})


def test_a_server_that_does_not_speak_tls_is_told(site: Site, visitor: Visitor) -> None:
    with pytest.raises(FetchFailed, match=r"No encrypted connection with 127\.0\.0\.1"):
        visitor.get(site.url.replace("http:", "https:"), {})
