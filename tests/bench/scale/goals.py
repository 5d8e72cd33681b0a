"""What is asked for at a million articles."""

from __future__ import annotations

from typing import Final

ANSWER: Final = 0.060
"""Seconds for a whole answer, p95 over all kinds of query."""
ANSWER_BESIDE_RAW: Final = 1.3
"""Times what raw tantivy takes for the same query."""
ANSWER_BESIDE_FTS5: Final = 20.0
"""Times faster than SQLite FTS5 at the median, at 100,000 articles."""
KEYSTROKE: Final = 0.100
PAINT: Final = 0.300
RESULT: Final = 0.500
MEMORY: Final = 300.0
"""Megabytes resident."""
FRAME: Final = 0.016
WORDS: Final = 0.150
REINDEX: Final = 8_000.0
"""Articles a second."""
UPDATE: Final = 0.100
SIZE_BESIDE_RAW: Final = 1.2
"""Times the index that tantivy makes of the same articles."""
