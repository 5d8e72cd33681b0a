"""How much a reader takes in before it refuses."""

from __future__ import annotations

from typing import Final

MAX_ARTICLE_CHARACTERS: Final = 10_000_000
"""The longest body of one article, in characters: some two thousand printed pages."""

MAX_RECORD_BYTES: Final = 16 * 1024 * 1024
"""The longest record (a JSON line, a table row, a text) held in memory, in bytes."""

MAX_JSON_FILE_BYTES: Final = 256 * 1024 * 1024
"""The largest JSON document that is loaded whole, in bytes. JSON Lines have no such limit."""

MAX_ENTRY_CHARACTERS: Final = 1_000_000
"""The longest entry of a reference list in text, and all that its values come to, in characters."""

MAX_SKIPPED_BYTES: Final = 1024 * 1024 * 1024
"""How far a reader looks for the end of a line that is too long, in bytes, before it leaves the file."""

MAX_LINE_CHARACTERS: Final = 2_000
"""The longest title, author, source, address or tag, in characters."""

MAX_TAGS: Final = 200
"""The most tags that one article keeps."""

MAX_FRONT_MATTER_CHARACTERS: Final = 64 * 1024
"""The longest front matter, in characters."""

MAX_EXCERPT_CHARACTERS: Final = 120
"""The longest excerpt of a rejected item, in characters."""

MAX_HOPELESS_ITEMS: Final = 1_000
"""A file whose first so many items are all rejected is left."""

SAMPLE_BYTES: Final = 64 * 1024
"""How much of a file is looked at to recognise its encoding and format, in bytes."""

MAX_UNPACKED_BYTES: Final = 8 * 1024 * 1024 * 1024
"""How much one input may unpack to in all, in bytes, whatever is nested in it."""

MAX_UNPACKED_RATIO: Final = 200
"""How many times its size one input may unpack to in all; archives in archives multiply what each one has."""

MIN_UNPACKED_BYTES: Final = 100 * 1024 * 1024
"""What the smallest input may unpack to, in bytes, whatever its size."""

MAX_MEMBERS: Final = 1_000_000
"""How many files, messages and parts of one input are opened."""

MAX_NESTING: Final = 5
"""How deep archives, messages and pages may lie in each other."""

MAX_DOCUMENT_BYTES: Final = 64 * 1024 * 1024
"""The largest document that is held in memory whole (a page, a feed, a message, a part), in bytes."""

MAX_SPOOLED_BYTES: Final = 2 * 1024 * 1024 * 1024
"""The largest file inside another one that is copied into a temporary file, so as to seek in it, in bytes."""

SPOOLED_IN_MEMORY_BYTES: Final = 8 * 1024 * 1024
"""Up to what size such a copy stays in memory, in bytes."""

MAX_SEEKABLE_DOCUMENT_BYTES: Final = 512 * 1024 * 1024
"""The largest document (PDF, EPUB, DOCX) that is read where it lies, not held in memory whole, in bytes."""
