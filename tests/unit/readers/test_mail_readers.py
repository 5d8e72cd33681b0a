"""Messages and mailboxes: what an article becomes of a newsletter, and what is attached to it."""

from __future__ import annotations

import base64
import io
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.readers import Draft, Input, ReadOptions, Rejected, read
from tests.documents import check, mail_of, parts_of, pdf_of, zip_of

MIXED = 'multipart/mixed; boundary="edge"'
ALTERNATIVE = "multipart/alternative; boundary=edge"
LONG = "Ford, GM and Rivian have said that their cars will get the connector of Tesla. " * 5


def attached(name: str, kind: str, data: bytes) -> str:
    return (
        f'Content-Type: {kind}; name="{name}"\nContent-Disposition: attachment; filename="{name}"\n'
        f"Content-Transfer-Encoding: base64\n\n{base64.encodebytes(data).decode()}"
    )


# One message


def test_a_newsletter_gives_its_subject_sender_date_and_id(read_one):
    draft = read_one("a.eml", mail_of("The first cars follow in 2025.", content_type="text/plain"))
    assert (draft.title, draft.body) == ("The week in charging", "The first cars follow in 2025.")
    assert (draft.author, draft.source) == ("Plug Weekly", "Plug Weekly")
    assert (draft.day, draft.time) == (date(2024, 3, 15), time(8, 30))  # as the sender's clock showed it
    assert draft.key == "1@plug.example.org"


def test_a_message_is_known_by_its_content_as_in_a_maildir(read_one):
    draft = read_one("1710459000.M1P2.host:2,S", mail_of("Text of the message."))
    assert draft.title == "The week in charging"


def test_a_list_is_the_source_and_a_bare_address_gives_its_domain(read_one):
    listed = read_one("a.eml", mail_of("Text.", list_id='"EV Digest" <ev.example.org>'))
    assert (listed.source, listed.author) == ("EV Digest", "Plug Weekly")
    bare = read_one("b.eml", mail_of("Text.", **{"from": "desk@plug.example.org"}))
    assert (bare.source, bare.author) == ("plug.example.org", "desk@plug.example.org")


def test_encoded_words_in_header_fields_are_read(read_one):
    draft = read_one(
        "a.eml",
        mail_of(
            "Text.",
            subject="=?utf-8?q?Citro=C3=ABn_?=\n =?iso-8859-1?b?6GxlY3RyaXF1ZQ==?=",
            **{"from": "=?utf-8?b?xaBrb2Rh?= <a@b.example>"},
        ),
    )
    assert (draft.title, draft.author) == ("Citroën èlectrique", "Škoda")


@pytest.mark.parametrize(
    ("encoding", "charset", "content"),
    [
        ("quoted-printable", "utf-8", b"Caf=C3=A9 in=\n Paris"),
        ("base64", "iso-8859-1", base64.b64encode("Café in Paris".encode("latin-1"))),
        ("base64", "utf-8", b"!!" + base64.b64encode("Café in Paris".encode()).rstrip(b"=") + b"\n--\n"),
        ("8bit", "windows-1252", "Café in Paris".encode("cp1252")),
        ("8bit", "no-such-charset", "Café in Paris".encode()),
        ("8bit", "punycode", "Café in Paris".encode()),
        ("7bit", "", "Café in Paris".encode()),
    ],
)
def test_text_is_decoded_whatever_mail_made_of_it(read_one, encoding, charset, content):
    kind = f"text/plain; charset={charset}" if charset else "text/plain"
    draft = read_one("a.eml", mail_of(content, content_type=kind, content_transfer_encoding=encoding))
    assert draft.body == "Café in Paris"


def test_characters_that_cannot_be_decoded_leave_a_doubt(read_one):
    draft = read_one("a.eml", mail_of(b"Caf\xe9 \x81", content_type="text/plain; charset=shift_jis"))
    assert any("could not be decoded" in doubt for doubt in draft.doubts)


def test_the_plain_form_of_a_message_is_taken_where_it_is_one(read_one):
    html = "<html><body><h1>Head</h1><p>Other words.</p></body></html>"
    both = parts_of(f"Content-Type: text/plain\n\n{LONG}", f"Content-Type: text/html\n\n{html}")
    assert read_one("a.eml", mail_of(both, content_type=ALTERNATIVE)).body == LONG.strip()
    stub = parts_of("Content-Type: text/plain\n\nOpen the page.", f"Content-Type: text/html\n\n<p>{LONG}</p>")
    assert read_one("b.eml", mail_of(stub, content_type=ALTERNATIVE)).body == LONG.strip()


def test_the_link_to_the_page_is_the_address(read_one):
    html = f'<a href="https://news.example.org/5?a=1&amp;b=2"><span>View in browser</span></a><p>{LONG}</p>'
    assert (
        read_one("a.eml", mail_of(html, content_type="text/html")).url == "https://news.example.org/5?a=1&b=2"
    )
    plain = f"Read this online: https://news.example.org/6\n\n{LONG}"
    assert read_one("b.eml", mail_of(plain)).url == "https://news.example.org/6"
    other = f"More at https://shop.example.org/\n\n{LONG}"
    assert read_one("c.eml", mail_of(other)).url == ""
    archived = mail_of(LONG, archived_at="<https://lists.example.org/7>")
    assert read_one("d.eml", archived).url == "https://lists.example.org/7"


def test_a_message_without_date_takes_that_of_its_delivery(read_one):
    mail = mail_of("Text.", date="", received="from a by b; Sat, 16 Mar 2024 01:02:03 +0000")
    assert read_one("a.eml", mail).day == date(2024, 3, 16)


def test_a_message_without_any_header_field_that_matters_is_still_read(read_one):
    draft = read_one("a.eml", b"X-Nothing: here\nReceived: from nowhere\n\nThe text stands alone.\n")
    assert (draft.body, draft.day, draft.title) == ("The text stands alone.", None, "")


# What is attached


def test_attached_documents_are_articles_with_the_date_and_source_of_the_message(read_file):
    mail = mail_of(
        parts_of(
            f"Content-Type: text/plain\n\n{LONG}",
            attached("report.pdf", "application/pdf", pdf_of([["A report on charging, without a date."]])),
            attached("more.zip", "application/zip", zip_of({"note.txt": " date 2024-01-02 An older note."})),
            attached("logo.png", "image/png", b"\x89PNG"),
            attached("invite.ics", "text/calendar", b"BEGIN:VCALENDAR"),
        ),
        content_type=MIXED,
    )
    message, report, note = read_file("a.eml", mail)
    assert message.title == "The week in charging"
    assert report.origin.path.endswith("a.eml/report.pdf")
    assert (report.day, report.source) == (date(2024, 3, 15), "Plug Weekly")
    assert "that of the message" in " ".join(report.doubts)
    assert note.origin.path.endswith("a.eml/more.zip/note.txt")
    assert (note.day, note.body) == (date(2024, 1, 2), "An older note.")


def test_a_forwarded_message_is_an_article_of_its_own(read_file):
    inner = mail_of("The text inside.", subject="Inside", date="Thu, 14 Mar 2024 10:00:00 +0000").decode()
    body = parts_of(f"Content-Type: text/plain\n\n{LONG}", f"Content-Type: message/rfc822\n\n{inner}")
    _, forwarded = read_file("a.eml", mail_of(body, content_type=MIXED))
    assert (forwarded.title, forwarded.body) == ("Inside", "The text inside.")
    assert forwarded.day == date(2024, 3, 14)


def test_a_message_that_only_carries_a_file_is_no_article(read_file):
    text = attached("a.txt", "text/plain", b"The text of the file.")
    (only,) = read_file("a.eml", mail_of(parts_of(text), subject="", message_id="", content_type=MIXED))
    assert (only.body, only.day) == ("The text of the file.", date(2024, 3, 15))


def test_names_of_attachments_never_lead_out(read_file):
    text = attached("../../etc/x\x1b[31m.txt", "text/plain", b"Text of the file.")
    _, inner = read_file("a.eml", mail_of(parts_of("\n" + LONG, text), content_type=MIXED))
    assert inner.origin.path.endswith("a.eml/x.txt")


# Mailboxes


def test_a_mailbox_gives_each_of_its_messages(read_file):
    one, two = mail_of(">From the start it was plain.\n", subject="One"), mail_of("Two.\n", subject="Two")
    box = b"From a@b Fri Mar 15 08:30:00 2024\n" + one + b"\nFrom c@d Sat Mar 16 08:30:00 2024\n" + two
    first, second = read_file("news.mbox", box)
    assert (first.title, first.body) == ("One", "From the start it was plain.")
    assert (second.title, second.origin.position) == ("Two", 2)
    assert box.splitlines()[second.origin.line - 1].startswith(b"From:")


def test_a_mailbox_is_known_by_its_content(read_file):
    box = b"From 17@xxx Mon Mar 18 10:00:00 +0000 2024\nX-GM-THRID: 17\n" + mail_of("Text.")
    assert [draft.format for draft in read_file("All mail Including Spam", box)] == ["mbox"]


def test_a_line_of_text_that_begins_with_from_parts_nothing(read_one):
    box = b"From a@b Fri Mar 15 08:30:00 2024\n" + mail_of(
        "One.\n\nFrom Tokyo it was reported.\nFrom 10:00 on.\n"
    )
    assert read_one("a.mbox", box).body == "One.\n\nFrom Tokyo it was reported.\nFrom 10:00 on."


def test_attachments_of_two_messages_keep_apart(read_file):
    mail = mail_of(parts_of("\n" + LONG, attached("a.txt", "text/plain", b"The file.")), content_type=MIXED)
    box = (b"From a@b Fri Mar 15 08:30:00 2024\n" + mail + b"\n") * 2
    paths = [draft.origin.path.rpartition("press/")[2] for draft in read_file("a.mbox", box)]
    assert paths == ["a.mbox", "a.mbox/1/a.txt", "a.mbox", "a.mbox/2/a.txt"]


def test_a_message_in_a_mailbox_that_is_too_long_is_left_out_alone(read_file, monkeypatch):
    monkeypatch.setattr("index.readers.mail.mbox.MAX_DOCUMENT_BYTES", 10_000)
    begin = b"From a@b Fri Mar 15 08:30:00 2024\n"
    box = b"\n".join(
        (begin + mail_of("One.\n"), begin + mail_of("Two. " * 4_000 + "\n"), begin + mail_of("Three.\n"))
    )
    one, two, three = read_file("a.mbox", box)
    assert (one.body, three.body) == ("One.", "Three.")
    assert isinstance(two, Rejected)
    assert "is larger than" in two.reason


# Whatever comes


def items_of(data: bytes, kind: str) -> list[Draft | Rejected]:
    return list(read(Input("-"), ReadOptions(format=kind), stdin=io.BytesIO(data)))


WHOLE = mail_of(
    parts_of(
        f"Content-Type: text/plain\nContent-Transfer-Encoding: quoted-printable\n\n{LONG}=C3=AB",
        attached("a.txt", "text/plain", b"The file."),
        f"Content-Type: message/rfc822\n\n{mail_of('Inside.').decode()}",
    ),
    content_type=MIXED,
    list_id="=?utf-8?q?List?= <list.example.org>",
)


@given(st.sampled_from(["email", "mbox"]), st.binary(max_size=400))
def test_any_bytes_give_articles_or_reasons(kind, data):
    assert all(isinstance(item, Draft | Rejected) for item in items_of(data, kind))


@given(
    st.sampled_from(["email", "mbox"]),
    st.lists(st.tuples(st.integers(0, len(WHOLE)), st.binary(max_size=8)), max_size=8),
)
def test_damaged_messages_give_articles_or_reasons(kind, changes):
    data = b"From a@b Fri Mar 15 08:30:00 2024\n" * (kind == "mbox") + WHOLE
    for place, bytes_ in changes:
        data = data[:place] + bytes_ + data[place + len(bytes_) :]
    items = items_of(data, kind)
    check(items)
