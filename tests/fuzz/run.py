"""One fuzzing process: instruments the library and hands inputs to one target until the time is over."""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["index"], enable_loader_override=False):
    from index.readers import FORMATS
    from tests.fuzz.targets import TARGETS

    for each in FORMATS.values():
        if sys.argv[1] == "any" or sys.argv[1].startswith(each.name):
            each.load()


def main() -> None:
    """Fuzz the target that the first argument names; the others are for libFuzzer."""
    name, *rest = sys.argv[1:]
    atheris.Setup([sys.argv[0], *rest], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
