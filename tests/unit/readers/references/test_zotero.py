"""What Zotero exports: RDF, CSV, and JSON by way of Better BibTeX."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

from index.readers import Draft, Rejected

HEAD = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:z="http://www.zotero.org/namespaces/export#" xmlns:dcterms="http://purl.org/dc/terms/"
 xmlns:bib="http://purl.org/net/biblio#" xmlns:foaf="http://xmlns.com/foaf/0.1/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:link="http://purl.org/rss/1.0/modules/link/">
"""
RDF = f"""{HEAD}
 <bib:Article rdf:about="https://example.org/mou">
  <z:itemType>newspaperArticle</z:itemType>
  <dcterms:isPartOf><bib:Newspaper><dc:title>Sample Wire</dc:title></bib:Newspaper></dcterms:isPartOf>
  <bib:authors><rdf:Seq><rdf:li><foaf:Person><foaf:surname>Mibe</foaf:surname>
   <foaf:givenName>Toshihiro</foaf:givenName></foaf:Person></rdf:li></rdf:Seq></bib:authors>
  <link:link rdf:resource="#item_2"/>
  <dc:subject>alliances</dc:subject>
  <dc:subject><z:AutomaticTag><rdf:value>platforms</rdf:value></z:AutomaticTag></dc:subject>
  <dc:title>Honda &amp; Nissan study a platform</dc:title>
  <dcterms:abstract>The presidents signed.</dcterms:abstract>
  <dc:date>March 15, 2024</dc:date>
  <z:language>en</z:language>
 </bib:Article>
 <bib:Article rdf:about="#item_5">
  <z:itemType>journalArticle</z:itemType>
  <dcterms:isPartOf rdf:resource="urn:issn:1234-5678"/>
  <dc:identifier><dcterms:URI><rdf:value>https://example.org/cells</rdf:value></dcterms:URI></dc:identifier>
  <dc:identifier>DOI 10.1000/cells</dc:identifier>
  <dc:title>Solid cells</dc:title>
  <dc:date>2024</dc:date>
 </bib:Article>
 <z:Attachment rdf:about="#item_2"><z:itemType>attachment</z:itemType>
  <rdf:resource rdf:resource="files/2/mou.txt"/></z:Attachment>
 <bib:Journal rdf:about="urn:issn:1234-5678"><dc:title>Sample Journal</dc:title></bib:Journal>
 <bib:Memo rdf:about="#item_9"><rdf:value>a note</rdf:value></bib:Memo>
 <z:Collection rdf:about="#collection_1"><dc:title>My collection</dc:title></z:Collection>
</rdf:RDF>
"""


def test_rdf(read_list, folder):
    (folder / "files" / "2").mkdir(parents=True)
    (folder / "files" / "2" / "mou.txt").write_text("The whole text of the article.")
    one, two = read_list("export.rdf", RDF)
    assert isinstance(one, Draft)
    assert (one.title, one.source) == ("Honda & Nissan study a platform", "Sample Wire")
    assert (one.author, one.day) == ("Toshihiro Mibe", date(2024, 3, 15))
    assert one.body == "The presidents signed.\n\nThe whole text of the article."
    assert (one.tags, one.url, one.language) == (("alliances", "platforms"), "https://example.org/mou", "en")
    assert (one.doubts, one.format) == ((), "zotero-rdf")
    assert (two.title, two.source, two.url) == ("Solid cells", "Sample Journal", "https://example.org/cells")
    assert (two.key, two.day) == ("#item_5", None)
    assert one.origin.line < two.origin.line


def test_rdf_of_newer_versions(read_list, folder):
    (folder / "talk.txt").write_text("The whole talk.")
    text = f"""{HEAD}<rdf:Description rdf:about="#item_7"><z:itemType>conferencePaper</z:itemType>
     <z:citationKey>talk2024</z:citationKey><dc:title>A talk</dc:title><link:link rdf:resource="#item_8"/>
     <bib:presentedAt><bib:Conference><dc:title>Sample Congress</dc:title></bib:Conference></bib:presentedAt>
     </rdf:Description>
     <z:Attachment rdf:about="#item_8"><z:path rdf:resource="talk.txt"/></z:Attachment></rdf:RDF>"""
    (item,) = read_list("a.rdf", text)
    assert (item.title, item.body, item.source, item.key) == (
        "A talk",
        "The whole talk.",
        "Sample Congress",
        "talk2024",
    )


def test_what_comes_before_a_break_in_rdf_is_kept(read_list):
    *items, broken = read_list("a.rdf", RDF[: RDF.index("<dc:title>Solid")])
    assert [item.title for item in items] == ["Honda & Nissan study a platform"]
    assert isinstance(broken, Rejected)
    assert broken.reason.startswith("The document is broken here, and the rest was not read: ")


def test_entities_of_rdf_are_not_expanded_and_nothing_is_fetched(read_list, folder):
    (folder / "secret.txt").write_text("secret")
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    kinds = [
        f'<!DOCTYPE r [<!ENTITY e0 "lol">{bomb}]>',
        f'<!DOCTYPE r [<!ENTITY e11 SYSTEM "file://{folder}/secret.txt">]>',
        '<!DOCTYPE r [<!ENTITY e11 SYSTEM "http://127.0.0.1:9/x">]>',
    ]
    for kind in kinds:
        items = read_list("a.rdf", kind + RDF.replace("Honda &amp; Nissan", "Honda &e11; Nissan"))
        assert items
        for item in items:
            shown = f"{item.title} {item.body}" if isinstance(item, Draft) else item.reason
            assert "secret" not in shown
            assert "lollol" not in shown


def test_rdf_nested_very_deep_is_recorded(read_list):
    (item,) = read_list("a.rdf", HEAD + "<bib:Article>" * 100_000)
    assert isinstance(item, Rejected)


def test_csv(read_list, folder):
    (folder / "mou.txt").write_text("The whole text.")
    columns = {
        "Key": "ABCD1234",
        "Item Type": "newspaperArticle",
        "Publication Year": "2024",
        "Author": "Mibe, Toshihiro; Uchida, Makoto",
        "Title": "Honda and Nissan study a platform",
        "Publication Title": "Sample Wire",
        "DOI": "",
        "Url": "https://example.org/mou",
        "Abstract Note": "",
        "Date": "2024-03-15",
        "Language": "English",
        "Manual Tags": "alliances; platforms",
        "Automatic Tags": "",
        "File Attachments": f"{folder}/mou.txt; /etc/hostname",
    }
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerows([columns.keys(), columns.values()])
    (item,) = read_list("My Library.csv", "\ufeff" + table.getvalue())
    assert isinstance(item, Draft)
    assert (item.title, item.body) == ("Honda and Nissan study a platform", "The whole text.")
    assert (item.author, item.source) == ("Toshihiro Mibe, Makoto Uchida", "Sample Wire")
    assert (item.tags, item.key, item.language) == (("alliances", "platforms"), "ABCD1234", "en")
    assert (item.day, item.format, item.doubts) == (date(2024, 3, 15), "zotero-csv", ())


def test_json_of_better_bibtex(read_list, folder):
    (folder / "mou.txt").write_text("The whole text.")
    export = {
        "config": {"id": "x"},
        "items": [
            {
                "itemType": "newspaperArticle",
                "title": "Honda and Nissan study a platform",
                "creators": [
                    {"creatorType": "author", "firstName": "Toshihiro", "lastName": "Mibe"},
                    {"creatorType": "author", "name": "Sample Desk"},
                    {"creatorType": "editor", "name": "Nobody"},
                ],
                "publicationTitle": "Sample Wire",
                "date": "2024-03-15",
                "url": "https://example.org/mou",
                "tags": [{"tag": "alliances"}, "platforms"],
                "attachments": [{"path": "mou.txt", "itemType": "attachment"}],
                "citationKey": "mibe2024",
            },
            {"itemType": "note", "note": "a note"},
            {"key": "X", "data": {"itemType": "webpage", "title": "From the web", "creators": 3, "tags": 4}},
        ],
    }
    one, two = read_list("export.json", json.dumps(export, indent=2))
    assert (one.title, one.body, one.author) == (
        "Honda and Nissan study a platform", "The whole text.", "Toshihiro Mibe, Sample Desk",
    )  # fmt: skip
    assert (one.source, one.key, one.tags) == ("Sample Wire", "mibe2024", ("alliances", "platforms"))
    assert (one.format, one.origin.line) == ("zotero-json", 6)
    assert two.title == "From the web"
