"""nginx before a cluster, on this machine: TLS with an authority of our own, passwords and API keys."""

from __future__ import annotations

import shutil
import socket
import subprocess
from base64 import b64encode
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Final
from urllib.parse import urlsplit

import pytest

USER: Final = "ann"
PASSWORD: Final = "correct horse: battery ünd staple"
API_KEY: Final = "dGVzdC1pZDp0ZXN0LXNlY3JldA=="
SECONDS: Final = 20.0
"""How long nginx may take to start."""

_CONFIGURATION: Final = """
daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
  map_hash_bucket_size 512; client_max_body_size 200m;
  access_log {folder}/access.log; client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  map $http_authorization $known {{ default 0; "Basic {basic}" 1; "ApiKey {key}" 1; }}
  map $http_authorization $allowed {{ default 1; "Basic {reader}" 0; }}
  upstream nodes {{ {servers} }}
  server {{
    listen 127.0.0.1:{port} ssl;
    ssl_certificate {folder}/server.pem; ssl_certificate_key {folder}/server.key;
    location / {{
      if ($allowed = 0) {{ return 403; }}
      if ($known = 0) {{ return 401; }}
      proxy_pass http://nodes; proxy_http_version 1.1; proxy_set_header Connection "";
      proxy_set_header Authorization "";
    }}
  }}
}}
"""


@dataclass(frozen=True, slots=True)
class Gateway:
    """A server that speaks TLS before a cluster.

    Attributes:
        url: its address.
        ca_file: the authority that signed its certificate.
        other_ca_file: another authority.
        log: what nginx writes of requests.
    """

    url: str
    ca_file: Path
    other_ca_file: Path
    log: Path


@contextmanager
def gateway(folder: Path, nodes: Sequence[str], *, names: str = "IP:127.0.0.1") -> Iterator[Gateway]:
    """Start nginx before the nodes of a cluster; it is stopped at the end.

    Args:
        folder: empty.
        nodes: their addresses, without TLS.
        names: what the certificate is for.
    """
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if program is None or shutil.which("openssl") is None:
        pytest.skip("TLS is tested with nginx and openssl: apt-get install nginx-light openssl")
    authority, other = _authority(folder, "ca"), _authority(folder, "other")
    _certificate(folder, names)
    port = _free_port()
    basic = b64encode(f"{USER}:{PASSWORD}".encode()).decode()
    reader = b64encode(b"reader:reader").decode()
    servers = " ".join(f"server {urlsplit(node).netloc};" for node in nodes)
    configuration = folder / "nginx.conf"
    configuration.write_text(
        _CONFIGURATION.format(
            folder=folder, basic=basic, key=API_KEY, reader=reader, servers=servers, port=port
        )
    )
    process = subprocess.Popen([program, "-c", str(configuration)], stderr=subprocess.DEVNULL)
    try:
        _wait(port, process)
        yield Gateway(f"https://127.0.0.1:{port}", authority, other, folder / "access.log")
    finally:
        process.terminate()
        process.wait(SECONDS)


def _authority(folder: Path, name: str) -> Path:
    _openssl(
        folder, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days",
        "2", "-subj", f"/CN=evtui test {name}", "-keyout", f"{name}.key", "-out", f"{name}.pem",
        "-addext", "keyUsage=critical,keyCertSign,cRLSign",
    )  # fmt: skip
    return folder / f"{name}.pem"


def _certificate(folder: Path, names: str) -> None:
    _openssl(
        folder, "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=nodes",
        "-keyout", "server.key", "-out", "server.csr",
    )  # fmt: skip
    (folder / "server.ext").write_text(f"subjectAltName={names}\n")
    _openssl(
        folder, "x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial",
        "-days", "2", "-extfile", "server.ext", "-out", "server.pem",
    )  # fmt: skip


def _openssl(folder: Path, *words: str) -> None:
    subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True, timeout=SECONDS)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    end = monotonic() + SECONDS
    while monotonic() < end:
        assert process.poll() is None, "nginx did not start"
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            continue
        return
    raise AssertionError("nginx does not listen")
