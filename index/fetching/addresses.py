"""Which machines are asked: those on the public internet, and others only where that was allowed."""

from __future__ import annotations

import socket
from collections.abc import Collection
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Final

from index.fetching.failure import FetchFailed
from index.fetching.targets import Target

_GLOBAL_UNICAST: Final = IPv6Network("2000::/3")
_TRANSLATED: Final = IPv6Network("64:ff9b::/96")
"""IPv4 addresses as networks without IPv4 write them (RFC 6052)."""
_IPV4_BITS: Final = 32
_MOST_ADDRESSES: Final = 4
"""How many addresses of one host are tried."""


def is_public(address: str) -> bool:
    """Whether an IP address belongs to a machine on the public internet.

    Private, loopback, link-local, reserved and multicast addresses do not, whatever form they come in.
    """
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    if isinstance(parsed, IPv6Address):
        embedded = _embedded(parsed)
        if embedded is None:
            return parsed in _GLOBAL_UNICAST and parsed.is_global
        parsed = embedded
    return parsed.is_global and not parsed.is_multicast and not parsed.is_reserved


def _embedded(address: IPv6Address) -> IPv4Address | None:
    """Return the IPv4 address that an IPv6 address stands for, if it does."""
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    return IPv4Address(int(address) & (1 << _IPV4_BITS) - 1) if address in _TRANSLATED else None


@dataclass(frozen=True, slots=True)
class Guard:
    """Says which addresses a request may go to.

    Attributes:
        private_hosts: hosts that may lie on a private network, since a person named them and said so.
    """

    private_hosts: Collection[str] = field(default_factory=frozenset)

    def addresses(self, target: Target) -> list[str]:
        """Return the IP addresses of a host that may be connected to.

        The connection is made to one of these very addresses: asking for the name once more could give
        another answer.

        Raises:
            FetchFailed: the name is unknown, or all of its addresses are private ones.
        """
        try:
            found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise FetchFailed(f"The host {target.host} is not known, or there is no network.") from error
        addresses = list(dict.fromkeys(str(each[4][0]) for each in found))
        allowed = [each for each in addresses if target.host in self.private_hosts or is_public(each)]
        if not allowed:
            raise FetchFailed(
                f"The host {target.host} lies on a private network; to fetch from it all the same,"
                " name it and add --allow-private."
            )
        return allowed[:_MOST_ADDRESSES]
