"""What `evtui fetch` keeps: the bytes of an answer, under a line that says where they came from.

evtui-fetched 1
{"url": "https://…", "content_type": "text/html", "etag": "…", …}
<the bytes>
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from typing import Final, Protocol

from index.readers.context import Context
from index.readers.draft import Draft, Rejected
from index.readers.limits import MAX_DOCUMENT_BYTES
from index.readers.responses import kind_of, read_response, response_of

SIGNATURE: Final = b"evtui-fetched 1\n"
_MAX_HEAD_BYTES: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class About:
    """What is known of an answer.

    Attributes:
        url: where it came from, after redirects.
        content_type: as the server says it.
        etag, last_modified: by which the server tells whether it has changed.
        fetched: when, in UTC.
        format: which of evtui's formats it has.
    """

    url: str
    content_type: str = ""
    etag: str = ""
    last_modified: str = ""
    fetched: str = ""
    format: str = ""


class _Lines(Protocol):
    def readline(self, size: int, /) -> bytes: ...


def with_about(about: About, data: bytes) -> bytes:
    """Return an answer as it is kept."""
    return SIGNATURE + json.dumps(asdict(about)).encode("ascii") + b"\n" + data


def read_about(file: _Lines) -> About | None:
    """Read what stands above the bytes of a kept answer; None where that is not ours."""
    if file.readline(_MAX_HEAD_BYTES) != SIGNATURE:
        return None
    try:
        values = json.loads(file.readline(_MAX_HEAD_BYTES))
    except (ValueError, RecursionError):
        return None
    if not isinstance(values, dict):
        return None
    names = {each.name for each in fields(About)}
    known = {name: value for name, value in values.items() if name in names and isinstance(value, str)}
    return About(**known) if known.get("url") else None


def read_fetched(context: Context) -> Iterator[Draft | Rejected]:
    """Read the page or feed that was fetched; its address is the article's."""
    about = read_about(context.stream)
    if about is None:
        yield context.reject(1, "It says that evtui fetched it, but not from where.")
        return
    data = context.stream.read(MAX_DOCUMENT_BYTES + 1)
    if len(data) > MAX_DOCUMENT_BYTES:
        yield context.reject(1, f"It is larger than {MAX_DOCUMENT_BYTES // 2**20} MB.")
        return
    response = response_of(about.url, data, about.content_type)
    if not kind_of(response):
        yield context.reject(1, "It is nothing that evtui reads.")
        return
    yield from read_response(context, response)
