"""Which machines are asked."""

from __future__ import annotations

import socket

import pytest

from index.fetching.addresses import Guard, is_public
from index.fetching.failure import FetchFailed
from index.fetching.targets import target_of


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.255.0.9", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254",
        "100.64.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
        "::", "::1", "fe80::1", "fec0::1", "fc00::1", "fd00:ec2::254", "ff02::1", "2001:db8::1", "100::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1",
        "64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::", "2002:a9fe:a9fe::1", "2001::1",
        "fe80::1%eth0", "", "example.org",
    ],
)  # fmt: skip
def test_addresses_that_are_not_on_the_public_internet(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    ["93.184.216.34", "1.1.1.1", "2606:2800:220:1::1", "::ffff:93.184.216.34", "64:ff9b::5db8:d822"],
)
def test_addresses_that_are(address: str) -> None:
    assert is_public(address)


def answering(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    def getaddrinfo(*_: object, **__: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)) for address in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)


@pytest.mark.parametrize("name", ["http://intranet.example/", "http://2130706433/", "http://0x7f.1/"])
def test_a_name_with_a_private_address_is_refused(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    answering(monkeypatch, "127.0.0.1", "10.0.0.1")
    with pytest.raises(FetchFailed, match=r"private network.*--allow-private"):
        Guard().addresses(target_of(name))


def test_of_several_addresses_only_the_public_ones_are_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, "10.0.0.1", "93.184.216.34", "93.184.216.34")
    assert Guard().addresses(target_of("http://example.org/")) == ["93.184.216.34"]


def test_a_host_that_a_person_named_may_be_private(monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, "10.0.0.1")
    guard = Guard({"wiki.example"})
    assert guard.addresses(target_of("http://wiki.example/")) == ["10.0.0.1"]
    with pytest.raises(FetchFailed, match="private network"):
        guard.addresses(target_of("http://other.example/"))


def test_an_unknown_host_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def getaddrinfo(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    with pytest.raises(FetchFailed, match=r"host nowhere\.example is not known"):
        Guard().addresses(target_of("http://nowhere.example/"))
