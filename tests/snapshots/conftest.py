"""The sample library for pictures, and a picture that is compared with the accepted one."""

from __future__ import annotations

from tests.flows.conftest import sample_library, samples

__all__ = ["sample_library", "samples"]
