"""The sample library, imported once for all flows and copied for each."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from index.library import open_library

SAMPLES = Path(__file__).parents[2] / "samples" / "ev"


@pytest.fixture(scope="session")
def sample_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of the samples that must not be changed."""
    folder = tmp_path_factory.mktemp("samples") / "library"
    with open_library(folder, create=True) as library:
        library.import_from([str(SAMPLES)])
    return folder


@pytest.fixture
def samples(sample_library: Path, tmp_path: Path) -> Path:
    """A library of the samples of the test's own."""
    return Path(shutil.copytree(sample_library, tmp_path / "library"))
