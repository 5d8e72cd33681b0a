"""The machine and the versions that a run of the benchmarks is about."""

from __future__ import annotations

import os
import platform
import sqlite3
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

_PEERS = ("tantivy", "whoosh3", "textual", "trafilatura", "htmldate", "rensa")
_KIBIBYTES_OF_GIBIBYTE = 1024 * 1024


def described() -> str:
    """Return one paragraph: day, processor, cores, memory, Python, SQLite and the libraries that count."""
    libraries = ", ".join(f"{name} {version(name)}" for name in _PEERS)
    return (
        f"Measured on {datetime.now(UTC):%Y-%m-%d}: {_processor()}, {len(os.sched_getaffinity(0))} cores, "
        f"{_memory_gibibytes():.0f} GiB; Linux {platform.release().split('-')[0]}, Python "
        f"{platform.python_version()}, SQLite {sqlite3.sqlite_version}, {libraries}."
    )


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())


def _memory_gibibytes() -> float:
    first = Path("/proc/meminfo").read_text(encoding="utf-8").splitlines()[0]
    return int(first.split()[1]) / _KIBIBYTES_OF_GIBIBYTE
