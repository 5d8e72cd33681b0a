"""The files for a cluster of one's own: what they mount is there, and the certificates are good."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

CLUSTER = Path(__file__).parents[2] / "docs" / "cluster"


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    """The compose file."""
    read: dict[str, Any] = yaml.safe_load((CLUSTER / "compose.yml").read_text(encoding="utf-8"))
    return read


def test_every_node_knows_the_others_and_has_what_it_mounts(compose: dict[str, Any]) -> None:
    nodes = compose["services"]
    assert set(nodes) == {"node1", "node2", "node3"}
    assert len({node["ports"][0] for node in nodes.values()}) == 3
    for name, node in nodes.items():
        environment = node["environment"]
        assert environment["node.name"] == name
        assert environment["discovery.seed_hosts"].split(",") == sorted(nodes)
        assert environment["plugins.security.ssl.http.enabled"] == "true"
        assert environment["DISABLE_INSTALL_DEMO_CONFIG"] == "true"
        for mounted in node["volumes"]:
            place = mounted.split(":")[0]
            assert place.startswith(("./data/", "./certificates")) or (CLUSTER / place).is_file(), place


def test_nobody_can_log_in_before_a_password_was_chosen() -> None:
    for name in ("internal_users", "roles", "roles_mapping"):
        assert yaml.safe_load((CLUSTER / "security" / f"{name}.yml").read_text(encoding="utf-8"))["_meta"]
    users = yaml.safe_load((CLUSTER / "security" / "internal_users.yml").read_text(encoding="utf-8"))
    assert {user["hash"] for name, user in users.items() if name != "_meta"} == {
        "PUT THE HASH OF A PASSWORD HERE"
    }


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl")
def test_the_certificates_are_of_the_nodes_and_of_their_authority(
    compose: dict[str, Any], tmp_path: Path
) -> None:
    script = shutil.copy(CLUSTER / "certificates.sh", tmp_path)
    subprocess.run(["sh", script, "search.example.org", "10.0.0.7"], check=True, capture_output=True)
    made = tmp_path / "certificates"
    for name, node in compose["services"].items():
        certificate = tmp_path / node["environment"]["plugins.security.ssl.http.pemcert_filepath"]
        checks = [
            ["-verify_hostname", "search.example.org"],
            ["-verify_ip", "10.0.0.7"],
            ["-verify_hostname", name],
        ]
        for check in checks:
            command = ["openssl", "verify", "-CAfile", str(made / "ca.pem"), *check, str(certificate)]
            assert "OK" in subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert made.stat().st_mode & 0o077 == 0
