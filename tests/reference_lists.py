"""Reference lists and a table in Parquet with one value in every field that they know."""

from __future__ import annotations

import csv
import io
import json

import pytest


def parquet(**columns: object) -> bytes:
    """Return a table of these columns."""
    pa = pytest.importorskip("pyarrow")
    pq = pytest.importorskip("pyarrow.parquet")
    buffer = io.BytesIO()
    pq.write_table(pa.table(columns), buffer)
    return buffer.getvalue()


def zotero_csv(value: str) -> bytes:
    """Return an export of Zotero as a table."""
    columns = ["Key", "Item Type", "Author", "Title", "Publication Title", "Url", "Abstract Note", "Date",
               "Language", "File Attachments", "Manual Tags"]  # fmt: skip
    table = io.StringIO()
    csv.writer(table).writerows([columns, [value] * len(columns)])
    return table.getvalue().encode("utf-8", "replace")


def zotero_rdf(value: str) -> bytes:
    """Return an export of Zotero as RDF, in which the value may be markup."""
    head = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns:z="http://www.zotero.org/namespaces/export#" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/">'
    )
    fields = "".join(
        f"<{name}>{value}</{name}>" for name in ("dc:title", "dcterms:abstract", "dc:date", "dc:subject")
    )
    return f"{head}<z:Any><z:itemType>report</z:itemType>{fields}</z:Any></rdf:RDF>".encode(
        "utf-8", "replace"
    )


def lists(value: str) -> dict[str, bytes]:
    """A list in each format with a value in every field."""
    fields = ("title", "abstract", "author", "journal", "date", "url", "doi", "keywords", "language", "file")
    bibtex = "@article{key,\n" + ",\n".join(f"  {name} = {{{value}}}" for name in fields) + "\n}\n"
    tags = ("TI", "AB", "AU", "T2", "DA", "UR", "DO", "KW", "LA", "L1", "ID")
    ris = "TY  - NEWS\n" + "".join(f"{tag}  - {value}\n" for tag in tags) + "ER  - \n"
    csl = {
        "type": "report", "title": value, "abstract": value, "container-title": value, "URL": value,
        "id": value, "author": [{"family": value, "given": value}], "issued": {"raw": value},
        "keyword": value, "file": value,
    }  # fmt: skip
    zotero = {
        "itemType": "report", "title": value, "abstractNote": value, "publicationTitle": value, "date": value,
        "creators": [{"firstName": value, "lastName": value}], "tags": [{"tag": value}], "citationKey": value,
        "attachments": [{"path": value}], "url": value,
    }  # fmt: skip
    columns = {
        name: [value.encode("utf-8", "replace").decode()]
        for name in ("title", "text", "author", "url", "tags")
    }
    return {
        "a.bib": bibtex.encode("utf-8", "replace"),
        "a.ris": ris.encode("utf-8", "replace"),
        "csl.json": json.dumps([csl]).encode(),
        "zotero.json": json.dumps({"items": [zotero]}).encode(),
        "zotero.csv": zotero_csv(value),
        "zotero.rdf": zotero_rdf(value.replace("<", "&lt;")),
        "a.parquet": parquet(**columns),
    }
