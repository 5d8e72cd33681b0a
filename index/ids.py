"""The identity of an article: ids that are the same on every machine.

An article with an address is that address; one without is its day, its title as given and its text. Ids are
the first characters of a SHA-256 of that identity in Crockford's base 32 (https://www.crockford.com/base32.html),
which leaves out the letters that are taken for digits.
"""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from index.printable import is_printable

ID_LENGTH: Final = 10
"""Characters of an id: 50 bits, so that one library of a million articles in 2,000 has a collision."""
LONGEST_ID: Final = 52
"""All 256 bits of the hash."""
ALPHABET: Final = "0123456789abcdefghjkmnpqrstvwxyz"
DIGEST_BYTES: Final = 16
"""Bytes of a digest that is compared but never shown."""
_BITS: Final = 5
_SHORT_BYTES: Final = 7
"""Bytes that hold all bits of an id of the usual length."""
_PAIRS: Final = tuple(first + second for first in ALPHABET for second in ALPHABET)


def normalised_url(url: str) -> str:
    """Return an address in the form in which addresses are compared, "" where it names no article.

    Scheme and host are lower-cased; the fragment, `utm_*` parameters and trailing slashes are dropped.
    What has no scheme or host, and the bare address of a whole site, names no article.
    """
    try:
        parts = urlsplit(url.strip())
    except ValueError:  # an address with a broken bracket is none
        return ""
    path = parts.path.rstrip("/")
    query = "&".join(part for part in parts.query.split("&") if part and not part.lower().startswith("utm_"))
    if not parts.scheme or not parts.netloc or not (path or query):
        return ""
    user, at, host = parts.netloc.rpartition("@")
    return urlunsplit((parts.scheme.lower(), f"{user}{at}{host.lower()}", path, query, ""))


def content_identity(day: date | None, title: str, body: str) -> bytes:
    """Return the hash of a text: day, title as given ("" where none was) and body, white space collapsed."""
    parts = (day.isoformat() if day else "", _collapsed(title), _collapsed(body))
    return sha256("\x1f".join(("text", *parts)).encode("utf-8", "surrogatepass")).digest()


def _collapsed(text: str) -> str:
    """Return `" ".join(text.split())`; most often there is a faster way to it."""
    line = text.replace("\n\n", " ").replace("\n", " ")
    if not is_printable(line):  # which of all white space the blank alone is
        return " ".join(text.split())
    while "  " in line:
        line = line.replace("  ", " ")
    return line.strip(" ")


def url_identity(url: str) -> bytes | None:
    """Return the hash of a normalised address, or None where it names no article."""
    normalised = normalised_url(url)
    if not normalised:
        return None
    return sha256(f"url\x1f{normalised}".encode("utf-8", "surrogatepass")).digest()


def identity(day: date | None, title: str, body: str, url: str) -> bytes:
    """Return what makes an article itself: the hash of its address, or of its text where it has none."""
    return url_identity(url) or content_identity(day, title, body)


def digest(hashed: bytes) -> bytes:
    """Return the part of a hash that is kept to compare with."""
    return hashed[:DIGEST_BYTES]


def article_id(hashed: bytes, length: int = ID_LENGTH) -> str:
    """Return the id for an identity.

    Args:
        hashed: 32 bytes from `identity`.
        length: characters, `ID_LENGTH` to `LONGEST_ID`; more than the least only where the short id is taken.
    """
    if length == ID_LENGTH:
        bits = int.from_bytes(hashed[:_SHORT_BYTES], "big") >> _SHORT_BYTES * 8 - ID_LENGTH * _BITS
        return "".join([_PAIRS[bits >> shift & 1023] for shift in (40, 30, 20, 10, 0)])
    bits = int.from_bytes(hashed, "big") << (LONGEST_ID * _BITS - len(hashed) * 8)
    shifts = range((LONGEST_ID - 1) * _BITS, (LONGEST_ID - 1 - length) * _BITS, -_BITS)
    return "".join(ALPHABET[(bits >> shift) & 31] for shift in shifts)
