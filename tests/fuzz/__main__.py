"""Run the fuzzer: a process for each target, one after the other, each for some seconds.

`python -m tests.fuzz` runs all targets, `python -m tests.fuzz pdf query` those that are named. The time for
each is `FUZZ_SECONDS` (30 where nothing is said). Inputs that crash a target, take too long or too much
memory are kept in `build/fuzz`; each one that is fixed belongs into `tests/faults/findings`.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.fuzz.targets import TARGETS, seeds_of

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "build" / "fuzz"
SECONDS = int(os.environ.get("FUZZ_SECONDS", "30"))
UNIT_SECONDS = 20
"""An input that takes longer is a finding."""
MEMORY_MEGABYTES = 2048
"""So is one that takes more memory."""
INPUT_BYTES = 64 * 1024


def main(names: Sequence[str]) -> int:
    """Fuzz, and return 1 where anything was found."""
    if unknown := set(names) - set(TARGETS):
        sys.exit(f"There is no target {', '.join(sorted(unknown))}. Known ones: {', '.join(TARGETS)}.")
    failed = [name for name in names or TARGETS if not _fuzz(name)]
    print(f"\nFound something in: {', '.join(failed)}; see {FOLDER}." if failed else "\nNothing was found.")
    return 1 if failed else 0


def _fuzz(name: str) -> bool:
    corpus, findings = FOLDER / "corpus" / name, FOLDER / "findings" / name
    corpus.mkdir(parents=True, exist_ok=True)
    findings.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds_of(name)):
        (corpus / f"seed-{number}").write_bytes(seed[:INPUT_BYTES])
    print(f"\n== {name}: {SECONDS} s", flush=True)
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.fuzz.run",
            name,
            str(corpus),
            f"-max_total_time={SECONDS}",
            f"-timeout={UNIT_SECONDS}",
            f"-rss_limit_mb={MEMORY_MEGABYTES}",
            f"-max_len={INPUT_BYTES}",
            f"-artifact_prefix={findings}/",
            "-print_final_stats=1",
            "-verbosity=0",
        ],
        cwd=ROOT,
        check=False,
    )
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
