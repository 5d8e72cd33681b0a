"""RSS, Atom and CDF as articles."""

from __future__ import annotations

import time as clock
from collections.abc import Callable
from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.readers import Draft, Rejected
from tests.unit.readers.conftest import ReadFile

ReadOne = Callable[..., Draft]

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Charge Weekly</title><link>https://www.charge.example/</link><language>en-us</language>
{items}</channel></rss>"""
ITEM = """<item><title>Honda &amp;amp; Nissan &lt;b&gt;sign&lt;/b&gt;</title>
<link>https://charge.example/2024/honda?utm_source=rss</link><guid isPermaLink="false">n-17</guid>
<pubDate>Fri, 15 Mar 2024 23:30:00 -0800</pubDate><dc:creator>A. Writer</dc:creator>
<category>Honda</category><category>Nissan</category>
<description>In short.</description>
<content:encoded><![CDATA[<p>They <i>signed</i>.</p><script>alert(1)</script><p>Then they left.</p>]]>
</content:encoded>
</item>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de">
<title type="html">Laden &amp;amp; Fahren</title>
<author><name>Die Redaktion</name></author>
<entry><title>Ein Stecker</title><id>tag:laden.example,2024:1</id>
<link rel="self" href="https://laden.example/1.atom"/><link href="https://laden.example/1"/>
<updated>2024-03-16T08:00:00+01:00</updated><published>2024-03-15T07:30:00+01:00</published>
<summary>Kurz.</summary>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Einer für alle.</p><p>Endlich.</p></div>
</content>
</entry>{more}</feed>"""


def rss(items: str = ITEM) -> str:
    return RSS.replace("{items}", items)


def dated(text: str) -> str:
    return rss(f"<item><title>A title</title><pubDate>{text}</pubDate></item>")


def reasons(items: list[Draft | Rejected]) -> list[str]:
    return [item.reason for item in items if isinstance(item, Rejected)]


def test_an_entry_of_rss_is_an_article(read_one: ReadOne) -> None:
    draft = read_one("feed.rss", rss())
    assert draft.title == "Honda & Nissan sign"
    assert draft.body == "They signed.\n\nThen they left."
    assert (draft.day, draft.time) == (date(2024, 3, 15), time(23, 30))
    assert (draft.source, draft.author, draft.language) == ("Charge Weekly", "A. Writer", "en")
    assert draft.url == "https://charge.example/2024/honda?utm_source=rss"
    assert (draft.tags, draft.key, draft.doubts, draft.format) == (("Honda", "Nissan"), "n-17", (), "feed")


def test_an_entry_of_atom_is_an_article(read_one: ReadOne) -> None:
    draft = read_one("feed.atom", ATOM.replace("{more}", ""))
    assert (draft.title, draft.body) == ("Ein Stecker", "Einer für alle.\n\nEndlich.")
    assert (draft.day, draft.time) == (date(2024, 3, 15), time(7, 30))
    assert (draft.source, draft.author, draft.language) == ("Laden & Fahren", "Die Redaktion", "de")
    assert (draft.url, draft.key) == ("https://laden.example/1", "tag:laden.example,2024:1")


def test_entries_count_through_the_feed(read_file: ReadFile) -> None:
    items = read_file("feed.rss", rss(ITEM + "<item/>" + ITEM.replace("n-17", "n-18")))
    assert [item.origin.position for item in items] == [1, 2, 3]
    assert isinstance(items[1], Rejected)


@pytest.mark.parametrize("name", ["feed", "feed.xml", "feed.txt", "feed.html", "feed.json"])
def test_a_feed_is_known_by_its_content(read_one: ReadOne, name: str) -> None:
    assert read_one(name, rss()).format == "feed"


@pytest.mark.parametrize(
    "encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "cp037", "koi8-r", "shift-jis"]
)
def test_encodings_without_a_mark_are_read(read_one: ReadOne, encoding: str) -> None:
    named = "utf-16" if encoding.startswith("utf-16") else encoding.removesuffix("-le").removesuffix("-be")
    text = rss().replace("utf-8", named)
    assert read_one("feed.xml", text.encode(encoding)).title == "Honda & Nissan sign"


def test_a_wrong_encoding_is_a_doubt(read_one: ReadOne) -> None:
    text = rss("<item><title>Straße</title></item>").replace("utf-8", "us-ascii")
    draft = read_one("feed.xml", text.encode("utf-8"))
    assert draft.title == "Straße"
    assert any("another encoding than it says" in doubt for doubt in draft.doubts)


def test_an_encoding_that_a_person_names_counts(read_one: ReadOne) -> None:
    text = rss("<item><title>Заряд</title></item>").replace(' encoding="utf-8"', "")
    assert read_one("feed.xml", text.encode("koi8-r"), encoding="koi8-r").title == "Заряд"


# Dates


@pytest.mark.parametrize(
    ("text", "day", "at"),
    [
        ("2024-03-15", date(2024, 3, 15), None),
        ("Fri, 15 Mar 2024 10:00:00 GMT", date(2024, 3, 15), time(10)),
        ("2024-03-15T23:59:00-05:00", date(2024, 3, 15), time(23, 59)),
        ("Fri Mar 15 10:00:00 2024", date(2024, 3, 15), time(10)),
        ("15 Mar 24 10:00 EST", date(2024, 3, 15), time(10)),
    ],
)
def test_the_clock_of_the_source_is_kept(read_one: ReadOne, text: str, day: date, at: time | None) -> None:
    draft = read_one("feed.rss", dated(text))
    assert (draft.day, draft.time) == (day, at)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Κυρ, 11 Ιούλ 2004 12:00:00 EST", date(2004, 7, 11)),  # Greek
        ("2024-03", date(2024, 3, 1)),
    ],
)
def test_what_only_feedparser_reads_is_taken_with_a_doubt(read_one: ReadOne, text: str, day: date) -> None:
    draft = read_one("feed.rss", dated(text))
    assert draft.day == day
    assert any(text[:20] in doubt and "was read as" in doubt for doubt in draft.doubts)


@pytest.mark.parametrize("text", ["some day soon", "2004", "2004-július-13", "10:00", "---15"])
def test_what_is_no_whole_date_is_a_doubt_and_no_date(read_one: ReadOne, text: str) -> None:
    draft = read_one("feed.rss", dated(text))
    assert draft.day is None  # feedparser takes the missing month or year from the clock of this machine
    assert any(text in doubt for doubt in draft.doubts)


def test_a_date_that_feedparser_misreads_is_read_right(read_one: ReadOne) -> None:
    assert read_one("feed.rss", dated("2024/03/15 10:00")).day == date(2024, 3, 15)


def test_the_last_change_counts_where_no_publication_is_told(read_one: ReadOne) -> None:
    text = ATOM.replace("{more}", "").replace("<published>2024-03-15T07:30:00+01:00</published>", "")
    assert read_one("feed.atom", text).day == date(2024, 3, 16)


# What is missing or odd


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("feed.rss", rss(""), "The feed has no entries."),
        ("a.xml", "<catalog><car/></catalog>", "It is XML, but no feed that has entries."),
        ("a.xml", "<catalog><car></catalog>", "It is no feed: mismatched tag, and no entry was found in it."),
        ("a.rss", "\x00\x01\x02\x03", "and no entry was found in it."),
    ],
)
def test_a_feed_without_entries_says_so(read_file: ReadFile, name: str, text: str, reason: str) -> None:
    (item,) = read_file(name, text)
    assert isinstance(item, Rejected)
    assert item.reason.endswith(reason)


def test_a_damaged_feed_gives_what_it_has(read_one: ReadOne) -> None:
    draft = read_one("feed.rss", rss().replace("</channel>", ""))
    assert draft.title == "Honda & Nissan sign"
    assert any("not well-formed (mismatched tag)" in doubt for doubt in draft.doubts)


def test_an_entry_without_a_title_and_an_entry_without_a_text_are_articles(read_file: ReadFile) -> None:
    one, two = read_file(
        "feed.rss",
        rss("<item><description>Only words.</description></item><item><title>Only a name</title></item>"),
    )
    assert isinstance(one, Draft)
    assert isinstance(two, Draft)
    assert (one.title, one.body, two.title, two.body) == ("", "Only words.", "Only a name", "")


def test_a_feed_without_a_title_is_named_for_its_host(read_one: ReadOne) -> None:
    text = rss().replace("<title>Charge Weekly</title>", "")
    assert read_one("feed.rss", text).source == "charge.example"


def test_an_entry_may_come_from_another_source(read_one: ReadOne) -> None:
    source = '<source url="https://wire.example/rss">The Wire</source></item>'
    assert read_one("feed.rss", rss(ITEM.replace("</item>", source))).source == "The Wire"


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "data:text/html,x", "/relative", "file:///etc/passwd"]
)
def test_only_addresses_on_the_web_are_addresses(read_one: ReadOne, link: str) -> None:
    assert read_one("feed.rss", rss(f"<item><title>A</title><link>{link}</link></item>")).url == ""


# Hostile feeds


def test_scripts_styles_and_escapes_are_no_text(read_one: ReadOne) -> None:
    evil = (
        "<item><title>A\u202eB \x9b31m&amp;#27;[31mred&lt;br&gt;</title><description>"
        "&lt;style&gt;p{}&lt;/style&gt;&lt;p onclick='x()'&gt;Words [bold]stay[/bold].&lt;/p&gt;"
        "&lt;iframe src='https://evil.example'&gt;&lt;/iframe&gt;</description></item>"
    )
    draft = read_one("feed.rss", rss(evil))
    assert draft.body == "Words [bold]stay[/bold]."
    assert draft.title.isprintable()


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a0 "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    + "]>"
)
LONG = f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a9 "{"x" * 100_000}">]>'


@pytest.mark.parametrize(
    ("bomb", "end"),
    [(LAUGHS, "</channel></rss>"), (LONG, "</channel></rss>"), (LONG, "</rss>")],
    ids=["laughs", "long", "long and damaged"],
)
def test_entities_cannot_fill_memory(read_file: ReadFile, bomb: str, end: str) -> None:
    start = clock.monotonic()
    items = read_file(
        "feed.xml", f'{bomb}<rss version="2.0"><channel><item><title>{"&a9;" * 100}</title></item>{end}'
    )
    assert sum(len(getattr(item, "title", "")) for item in items) < 20_000
    assert clock.monotonic() - start < 20


def test_entities_read_no_files(read_file: ReadFile, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret", encoding="utf-8")
    head = f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY s SYSTEM "{secret.as_uri()}">]>'
    for end in ("</channel></rss>", "</rss>"):
        items = read_file(
            "feed.xml", f'{head}<rss version="2.0"><channel><item><title>A &s;</title></item>{end}'
        )
        assert "secret" not in "".join(getattr(item, "title", "") for item in items)


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/feed", "/etc/passwd", "feed.rss"])
def test_a_file_that_holds_an_address_or_a_path_is_only_text(read_file: ReadFile, address: str) -> None:
    (item,) = read_file("a.xml", address)
    assert isinstance(item, Rejected)


@pytest.mark.parametrize("part", ["<div>", "<b ", "&#", "<![CDATA[", "<!--", "&lt;div&gt;", "<item>"])
def test_deep_and_broken_markup_takes_bounded_time(read_file: ReadFile, part: str) -> None:
    start = clock.monotonic()
    assert read_file(
        "feed.rss", rss(f"<item><title>A</title><description>{part * 5_000}</description></item>")
    )
    assert clock.monotonic() - start < 20


@pytest.mark.parametrize(
    "part",
    [
        f"<author>{'a.' * 60_000}</author>",
        "".join(f"<category>c{number}</category>" for number in range(40_000)),
        f"<enclosure {' '.join(f'a{number}=' + chr(34) * 2 for number in range(40_000))}/>",
        "".join(f"<x{number}:y xmlns:x{number}='urn:{number}'/>" for number in range(8_000)),
    ],
    ids=["author", "tags", "attributes", "namespaces"],
)
def test_time_does_not_grow_with_the_square_of_a_feed(read_one: ReadOne, part: str) -> None:
    start = clock.process_time()
    assert read_one("feed.rss", rss(f"<item><title>A</title>{part}</item>")).title == "A"
    assert clock.process_time() - start < 10


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=200), cut=st.integers(0, 900), end=st.integers(0, 900))
def test_any_bytes_give_articles_or_a_reason(read_file: ReadFile, data: bytes, cut: int, end: int) -> None:
    text = rss().encode()
    for item in read_file("feed.rss", text[:cut] + data + text[end:]):
        assert isinstance(item, Draft) or item.reason


def test_an_entry_of_markup_alone_is_no_text(read_file: ReadFile) -> None:
    entry = '<entry><content type="html">&lt;span abbr=""&gt;&lt;/span&gt;</content></entry>'
    feed = f'<feed xmlns="http://www.w3.org/2005/Atom">{entry}</feed>'
    assert reasons(read_file("feed.atom", feed)) == ["It has neither a title nor a text."]
