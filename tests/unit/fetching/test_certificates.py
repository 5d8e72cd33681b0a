"""Encrypted connections: the certificate must be the host's, whatever address is connected to."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.fetching.addresses import Guard
from index.fetching.failure import FetchFailed
from index.fetching.visiting import Visitor
from tests.unit.fetching.conftest import LIMITS
from tests.webserver import Answer, Site, serving

HOST, OTHER = "plug.example", "other.example"

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificate")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of the host `plug.example`, signed by itself, with its key."""
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    named = ["-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}"]
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
    subprocess.run(
        [*command, "-nodes", "-days", "2", *named, "-keyout", str(path), "-out", f"{path}.crt"],
        check=True,
        capture_output=True,
    )
    path.write_bytes(path.read_bytes() + Path(f"{path}.crt").read_bytes())
    return path


@pytest.fixture
def site(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A site that is served encrypted, and to which every name leads."""
    real = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda _host, *rest, **more: real("127.0.0.1", *rest, **more))
    with serving(certificate) as served:
        served.pages["/a"] = Answer("hello")
        yield served


@pytest.fixture
def trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The certificate is one that this machine trusts."""
    real = ssl.create_default_context

    def create() -> ssl.SSLContext:
        return real(cafile=str(certificate))

    monkeypatch.setattr(ssl, "create_default_context", create)


def visit(site: Site, host: str) -> bytes:
    visitor = Visitor(Guard({HOST, OTHER}), LIMITS, pause=0.0)
    return visitor.get(f"https://{host}:{site.port}/a", {}).data


@pytest.mark.usefixtures("trusted")
def test_the_name_counts_and_not_the_address_that_is_connected_to(site: Site) -> None:
    assert visit(site, HOST) == b"hello"
    assert site.asked[-1][1]["Host"] == f"{HOST}:{site.port}"


@pytest.mark.usefixtures("trusted")
def test_the_certificate_of_another_host_is_refused(site: Site) -> None:
    with pytest.raises(FetchFailed, match=f"certificate of {OTHER} is not valid"):
        visit(site, OTHER)
    assert site.asked == []


def test_a_certificate_that_nobody_vouches_for_is_refused(site: Site) -> None:
    with pytest.raises(FetchFailed, match=f"certificate of {HOST} is not valid"):
        visit(site, HOST)
    assert site.asked == []
