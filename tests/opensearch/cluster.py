"""A cluster of three OpenSearch nodes on this machine, each a process of its own, so that one can be killed.

The jars come from Maven Central through `mvn` (`pom.xml`) and are kept in `build/opensearch`. OpenSearch's
own start script refuses to run as root; the runner starts the nodes inside a plain Java program.

To work against a cluster by hand: `python -m tests.opensearch.cluster`, which prints its addresses and runs
until it is interrupted.
"""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from urllib.error import URLError
from urllib.request import urlopen

ADDRESSES: Final = "EVTUI_TEST_OPENSEARCH"
"""The variable of the environment with the addresses of a running cluster, commas between them."""

RUNNER: Final = "org.codelibs.opensearch.runner.OpenSearchRunner"
HERE: Final = Path(__file__).parent
JARS: Final = HERE.parents[1] / "build" / "opensearch"

NODES: Final = 3
FIRST_PORT, LAST_PORT = 9210, 9298
"""The runner gives no node a port above 9299."""
HEAP: Final = "512m"
JAVA_OPTIONS: Final = (f"-Xms{HEAP}", f"-Xmx{HEAP}", "-XX:+UseSerialGC")
QUICK_START: Final = ("-XX:TieredStopAtLevel=1",)
"""For tests: half the time to start, and less speed later."""
MEMORY_DISK: Final = Path("/dev/shm")
"""Tests make hundreds of small indexes, each written through to the disk by all three nodes."""
START_SECONDS: Final = 300.0
LOOK_SECONDS: Final = 0.2
"""Between two looks at a cluster that is waited for."""

_PR_SET_PDEATHSIG: Final = 1
_LIBC: Final = ctypes.CDLL(None)

_CONFIGURATION: Final = """
network.host: 127.0.0.1
transport.port: {transport}
discovery.seed_hosts: [{peers}]
cluster.initial_master_nodes: [{peers}]
cluster.routing.allocation.disk.threshold_enabled: false
# A small heap is full of what is no longer used until it is cleared; that is no reason to turn requests away.
indices.breaker.total.use_real_memory: false
cluster.fault_detection.leader_check.interval: 500ms
cluster.fault_detection.follower_check.interval: 500ms
"""


class ClusterFailed(Exception):
    """A cluster cannot be had here; the text says why and what to do."""


def fetched_jars() -> Path:
    """Return the folder with the jars, and fetch them where they are missing.

    Raises:
        ClusterFailed: Java or Maven is missing, or Maven cannot fetch them.
    """
    for program, package in (("java", "openjdk-17-jre-headless"), ("mvn", "maven")):
        if shutil.which(program) is None:
            raise ClusterFailed(
                f"The tests of the OpenSearch engine need '{program}', which is not installed here."
                f" On Debian: apt-get install {package}"
            )
    complete = JARS / "complete"
    wanted = (HERE / "pom.xml").read_text(encoding="utf-8")
    if not complete.is_file() or complete.read_text(encoding="utf-8") != wanted:
        shutil.rmtree(JARS, ignore_errors=True)
        JARS.mkdir(parents=True)
        command = ["mvn", "-q", "-B", "-f", str(HERE / "pom.xml"), "dependency:copy-dependencies"]
        print("Fetching OpenSearch from Maven Central (once) …", flush=True)
        ran = subprocess.run([*command, f"-DoutputDirectory={JARS}"], check=False)
        if ran.returncode:
            raise ClusterFailed("Maven could not fetch OpenSearch; see its messages above.")
        complete.write_text(wanted, encoding="utf-8")
    return JARS


@dataclass
class Node:
    """One node of a cluster.

    Attributes:
        folder: what it keeps, with its logs in `node_1/logs`.
        port: for HTTP.
        process: that it runs in, or None.
    """

    folder: Path
    port: int
    transport: int
    options: tuple[str, ...] = ()
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def configure(self, peers: list[int]) -> None:
        """Write its settings."""
        hosts = ", ".join(f'"127.0.0.1:{port}"' for port in peers)
        config = self.folder / "node_1" / "config"
        config.mkdir(parents=True)
        text = _CONFIGURATION.format(transport=self.transport, peers=hosts)
        (config / "opensearch.yml").write_text(text, encoding="utf-8")

    def start(self) -> None:
        """Start it, from the main thread, with which it ends; `Cluster.wait` says when it answers."""
        arguments = ["-basePath", str(self.folder), "-numOfNode", "1", "-clusterName", "evtui"]
        # The runner adds the number of the node, 1, to the port.
        arguments += ["-baseHttpPort", str(self.port - 1)]
        with (self.folder / "output.txt").open("ab") as output:
            self.process = subprocess.Popen(
                ["java", *JAVA_OPTIONS, *self.options, "-cp", f"{fetched_jars()}/*", RUNNER, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                # Whatever becomes of the tests, no node outlives them.
                preexec_fn=_die_with_parent,  # noqa: PLW1509 - calls nothing but prctl
            )

    def kill(self) -> None:
        """End it as a crash does, and wait until it has ended."""
        process, self.process = self.process, None
        if process is not None:
            process.kill()
            process.wait()

    def told(self) -> str:
        """Return the end of what it wrote."""
        written = [self.folder / "output.txt", *self.folder.glob("node_1/logs/evtui.log")]
        return "\n".join(f"--- {path}\n{path.read_text(errors='replace')[-4_000:]}" for path in written)


class Cluster:
    """Three nodes in a folder."""

    def __init__(self, folder: Path, options: tuple[str, ...] = ()) -> None:
        ports = _free_ports(2 * NODES)
        self.nodes = [Node(folder / f"{n}", ports[n], ports[NODES + n], options) for n in range(NODES)]
        for node in self.nodes:
            node.configure([other.transport for other in self.nodes])

    @property
    def urls(self) -> tuple[str, ...]:
        """The addresses of all nodes."""
        return tuple(node.url for node in self.nodes)

    def start(self) -> None:
        """Start all nodes that do not run, and wait until all are in the cluster and every shard is there."""
        for node in self.nodes:
            if node.process is None:
                node.start()
        self.wait(lambda health: health["number_of_nodes"] == NODES and health["status"] == "green")

    def wait(self, until: Callable[[dict[str, Any]], bool], seconds: float = START_SECONDS) -> None:
        """Wait until the health of the cluster is as wanted.

        Raises:
            ClusterFailed: it does not become so.
        """
        health: dict[str, Any] | None = None
        latest = time.monotonic() + seconds
        while time.monotonic() < latest:
            health = self.health()
            if health is not None and until(health):
                return
            if any(node.process is not None and node.process.poll() is not None for node in self.nodes):
                break
            time.sleep(LOOK_SECONDS)
        told = "\n".join(node.told() for node in self.nodes)
        raise ClusterFailed(f"The cluster did not come to the wanted state: {health}\n{told}")

    def health(self) -> dict[str, Any] | None:
        """Return the health as a running node sees it, or None while none answers."""
        for node in self.nodes:
            if node.process is not None:
                try:
                    with urlopen(f"{node.url}/_cluster/health", timeout=5) as answer:
                        health: dict[str, Any] = json.load(answer)
                        return health
                except (URLError, OSError, ValueError):
                    continue
        return None

    def elected(self) -> Node:
        """Return the node that directs the others."""
        with urlopen(f"{self.nodes[0].url}/_cat/cluster_manager?format=json", timeout=5) as answer:
            chosen = json.load(answer)[0]["id"]
        for node in self.nodes:
            with urlopen(f"{node.url}/_nodes/_local/http", timeout=5) as answer:
                if any(name.startswith(chosen) for name in json.load(answer)["nodes"]):
                    return node
        raise ClusterFailed("No node directs the others.")

    def stop(self) -> None:
        """End all nodes."""
        for node in self.nodes:
            node.kill()


@contextmanager
def running(*, measured: bool = False) -> Iterator[Cluster]:
    """Give a cluster that runs, and end it afterwards.

    Args:
        measured: on a real disk and with all that Java can do, for benchmarks.
    """
    fetched_jars()
    quick = MEMORY_DISK.is_dir() and not measured
    with TemporaryDirectory(prefix="evtui-opensearch-", dir=MEMORY_DISK if quick else None) as folder:
        cluster = Cluster(Path(folder), () if measured else QUICK_START)
        try:
            cluster.start()
            yield cluster
        finally:
            cluster.stop()


def _free_ports(count: int) -> list[int]:
    found: list[int] = []
    for port in range(FIRST_PORT, LAST_PORT + 1):
        with socket.socket() as tried:
            try:
                tried.bind(("127.0.0.1", port))
            except OSError:
                continue
        found.append(port)
        if len(found) == count:
            return found
    raise ClusterFailed(
        f"Between {FIRST_PORT} and {LAST_PORT} there are no {count} free ports for a cluster."
    )


def _die_with_parent() -> None:
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def main() -> None:
    """Run a cluster until interrupted."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        with running() as cluster:
            print(f"export {ADDRESSES}={','.join(cluster.urls)}", flush=True)
            signal.pause()
    except ClusterFailed as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)


if __name__ == "__main__":
    os.umask(0o077)
    main()
