"""Signatures: a few numbers for a text, of which texts that are much alike share some.

A MinHash signature (Broder 1997; computed by rensa) keeps, for each of many orders of all possible shingles,
the first one that the text has: two texts agree in each of these with a probability that is their likeness.
The signature is cut into bands, and each band becomes one number (locality-sensitive hashing). Two texts that
are 0.7 alike share at least one of 25 bands of 5 with a probability of 0.99, at 0.8 of 0.9999, and at 0.3 of
0.06; what shares a band is then compared exactly, so that no two texts are taken for alike by chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from struct import Struct
from typing import TYPE_CHECKING, Final
from zlib import crc32

from index.neardup.shingles import SHINGLES_VERSION

if TYPE_CHECKING:
    from index.analysis.analyser import Analyser

BANDS: Final = 25
BAND_ROWS: Final = 5
"""Numbers of the signature in one band."""
SEED: Final = 1987
SIGNATURES_VERSION: Final = 1
"""Raised with every change that gives another signature for some text."""

_ROWS: Final = BANDS * BAND_ROWS
_SIGNATURE: Final = Struct(f"<{_ROWS}I")
_BANDS: Final = Struct(f"<{BANDS}I")
_BAND_BYTES: Final = 4 * BAND_ROWS
_CUTS: Final = tuple((band, slice(band * _BAND_BYTES, (band + 1) * _BAND_BYTES)) for band in range(BANDS))


@cache
def hashing() -> str:
    """Return name and version of what makes signatures, or an empty string where it is not installed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return f"rensa-{version('rensa')}"
    except PackageNotFoundError:
        return ""


def rules_of(analyser: Analyser) -> str:
    """Return all that the signature of a text depends on; signatures of other rules mean nothing."""
    own = f"{SHINGLES_VERSION}.{SIGNATURES_VERSION}/{BANDS}x{BAND_ROWS}"
    return f"{own}/{hashing()}/{analyser.fingerprint}"


def bands_of(texts: Sequence[AbstractSet[str]]) -> list[bytes]:
    """Return the bands of each text's signature, packed; of an empty text there are none."""
    from rensa import RMinHash

    rows = RMinHash.digest_matrix_from_token_sets(list(map(list, texts)), _ROWS, SEED).to_rows()
    return [_banded(row) if text else b"" for row, text in zip(rows, texts, strict=True)]


def _banded(row: Sequence[int]) -> bytes:
    # The number of the band is mixed in, so that equal numbers always come from the same band.
    packed = _SIGNATURE.pack(*row)
    return _BANDS.pack(*(crc32(packed[cut], band) for band, cut in _CUTS))
