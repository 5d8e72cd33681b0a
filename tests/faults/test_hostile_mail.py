"""Mail made to fill memory or to take for ever: bounded, with a reason, and no harm to its neighbours."""

from __future__ import annotations

import base64
import gzip
import io
import tracemalloc
from time import process_time

import pytest

from index.readers import Draft, Input, ReadOptions, Rejected, read
from index.readers.mail.mime import MAX_DEPTH, MAX_PARTS
from index.sanitise import FORBIDDEN
from tests.documents import mail_of, parts_of

Item = Draft | Rejected
FROM = b"From a@b Fri Mar 15 08:30:00 2024\n"
MEGABYTE = 1_000_000


def items_of(data: bytes, kind: str = "email") -> list[Item]:
    return list(read(Input("-"), ReadOptions(format=kind), stdin=io.BytesIO(data)))


def in_a_mailbox(message: bytes) -> list[Item]:
    """Read a message between two others, and make sure that those are whole."""
    begin = process_time()
    box = b"\n".join((FROM + mail_of("Before.\n"), FROM + message + b"\n", FROM + mail_of("After.\n")))
    before, *items, after = items_of(box, "mbox")
    assert (before.body, after.body) == ("Before.", "After.")
    assert process_time() - begin < 10
    return items


def nested(depth: int) -> bytes:
    message = mail_of("The innermost text.", subject="0")
    for level in range(1, depth):
        message = mail_of(message, subject=str(level), content_type="message/rfc822")
    return message


def test_messages_nested_a_thousand_deep_end_with_a_reason():
    *drafts, last = in_a_mailbox(nested(1_000))
    assert all(isinstance(draft, Draft) for draft in drafts)
    assert isinstance(last, Rejected)
    assert "inside each other" in last.reason


def test_parts_nested_a_thousand_deep_end_with_a_doubt():
    body = "Content-Type: text/plain\n\nThe innermost text."
    for level in range(1_000):
        body = f"Content-Type: multipart/mixed; boundary=b{level}\n\n{parts_of(body, boundary=f'b{level}')}"
    (item,) = in_a_mailbox(mail_of("x").split(b"\n\n")[0] + b"\n" + body.encode())
    assert f"more than {MAX_DEPTH} others" in " ".join(item.doubts)


def test_tens_of_thousands_of_parts_are_not_all_read():
    body = b"--e\n\nx\n" * 60_000
    (item,) = in_a_mailbox(mail_of(body, content_type="multipart/mixed; boundary=e"))
    assert f"more than {MAX_PARTS:,} parts" in " ".join(item.doubts)


def test_parts_that_share_a_boundary_with_their_parts_end():
    body = "--e\nContent-Type: multipart/mixed; boundary=e\n\n" * 10_000
    items = in_a_mailbox(mail_of(body, content_type="multipart/mixed; boundary=e"))
    assert items


@pytest.mark.parametrize(
    "header",
    [
        b"Subject: " + b"a" * (10 * MEGABYTE),
        b"Subject: " + b"=?utf-8?q?a?= " * 700_000,
        b"From: " + b"(" * MEGABYTE,
        b"From: " + b'"' * MEGABYTE + b" <a@b>",
        b"Content-Type: text/plain" + b"; a*0=b" * MEGABYTE,
        b"Content-Type: multipart/mixed; boundary=" + b'"' * MEGABYTE,
        b"\n".join(b"X-%d: a" % number for number in range(200_000)),
        b"Date: " + b"Fri, " * MEGABYTE,
        b"List-Id: " + b"<" * MEGABYTE,
        b"Subject:" + b"\n " * 300_000,
    ],
    ids=["long", "words", "comments", "quotes", "parameters", "boundary", "many", "date", "list", "folds"],
)
def test_header_fields_made_to_take_for_ever_are_cut(header):
    (item,) = in_a_mailbox(header + b"\nMessage-ID: <1@b>\n\nThe text.\n")
    assert isinstance(item, Draft)
    assert item.body == "The text."
    assert len(item.title) < 5_000


def test_nul_bytes_do_not_reach_the_article():
    (item,) = in_a_mailbox(mail_of(b"One\0 two\0.", subject="A\0B"))
    assert (item.title, item.body) == ("AB", "One two.")


def test_escapes_and_reversed_text_are_taken_out_of_every_field():
    nasty = "\x1b[31mred\x07\u202eevil[/b]"
    (item,) = in_a_mailbox(
        mail_of(
            nasty,
            subject=nasty,
            list_id=f'"{nasty}" <a.b>',
            message_id=f"<{nasty}>",
            **{"from": f"{nasty} <a@b>"},
        )
    )
    for text in (item.title, item.body, item.author, item.source, item.key):
        assert not FORBIDDEN.search(text.replace("\n", " "))
        assert text == "redevil[/b]"


def test_an_attached_bomb_costs_the_message_nothing():
    bomb = base64.encodebytes(gzip.compress(b"x" * (30 * MEGABYTE))).decode()
    fields = "Content-Type: text/plain; name=a.txt.gz\nContent-Disposition: attachment\n"
    part = f"{fields}Content-Transfer-Encoding: base64\n\n{bomb}"
    message, *attached = in_a_mailbox(
        mail_of(parts_of("\nThe text.", part), content_type="multipart/mixed; boundary=edge")
    )
    assert message.body == "The text."
    assert isinstance(attached[-1], Rejected)


def test_html_made_to_take_for_ever_is_bounded():
    (item,) = in_a_mailbox(
        mail_of("<a href=" * 100_000 + "<div>" * 100_000 + "text", content_type="text/html")
    )
    assert isinstance(item, Draft)


def test_a_large_mailbox_needs_no_more_memory_than_its_largest_message():
    box = b"".join(
        FROM + mail_of(b"Some text. " * 1_000, subject=f"{number}") + b"\n\n" for number in range(600)
    )
    assert len(box) > 6 * MEGABYTE
    count = 0
    tracemalloc.start()
    for item in read(Input("-"), ReadOptions(format="mbox"), stdin=io.BytesIO(box)):
        count += isinstance(item, Draft)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 600
    assert peak < 5 * MEGABYTE
