"""Which addresses are fetched at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.fetching.failure import FetchFailed
from index.fetching.targets import target_of


@pytest.mark.parametrize(
    ("url", "meant"),
    [
        ("http://example.org", "http://example.org/"),
        ("HTTPS://Example.ORG:443/a/../b?c=d#e", "https://example.org/b?c=d"),
        ("  https://example.org:8443/a ", "https://example.org:8443/a"),
        ("http://[2001:db8::1]:81/a", "http://[2001:db8::1]:81/a"),
        ("https://bücher.example/straße", "https://xn--bcher-kva.example/stra%C3%9Fe"),
        ("https://example.org./a", "https://example.org/a"),
    ],
)
def test_an_address_is_understood(url: str, meant: str) -> None:
    assert target_of(url).url == meant


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("example.org/feed", "does not begin with http"),
        ("localhost:80/feed", "does not begin with http"),
        ("ftp://example.org/a", "not ftp"),
        ("file:///etc/passwd", "not file"),
        ("gopher://example.org/_x", "not gopher"),
        ("http://user:secret@example.org/", "a name or a password"),
        ("http://user@example.org/", "a name or a password"),
        ("http://exa mple.org/", "blanks or control characters"),
        ("http://example.org/\r\nHost: other", "blanks or control characters"),
        ("http://example.org/\x1b[31m", "blanks or control characters"),
        ("http://example.org/\u202egpj", "blanks or control characters"),
        ("http://", "cannot be understood"),
        ("http://[::1", "cannot be understood"),
        ("http://[fe80::1%25eth0]/", "cannot be understood"),
        ("http://example.org:0/", "cannot be understood"),
        ("http://example.org:99999/", "cannot be understood"),
        ("http://" + "a" * 5000, "longer than 4,000"),
    ],
)
def test_other_addresses_are_refused_with_a_reason(url: str, reason: str) -> None:
    with pytest.raises(FetchFailed, match=reason):
        target_of(url)


@given(st.text(max_size=60).map("http://".__add__) | st.text(max_size=60))
def test_any_text_is_an_address_or_refused(text: str) -> None:
    try:
        target = target_of(text)
    except FetchFailed:
        return
    assert target.url.isascii()
    assert target.url.isprintable()
    assert " " not in target.url
    assert target_of(target.url) == target
