"""The tables of a library, in one place.

Thought out for a million articles:

- An article has a `number` (the rowid) inside the store and a text id outside. Tables that grow with the
  articles refer to the number, which is short; tables of what the reader did refer to the id.
- `body` is the last column of its table: SQLite reads a row's columns in order and leaves the rest on its
  overflow pages, so a list row costs no body.
- Where an article stands in a file changes more often than its text (a record inserted above moves all
  below). That is why `origins` is a table of its own with short rows.
"""

from __future__ import annotations

from typing import Final

SCHEMA_VERSION: Final = 2
"""Written to `PRAGMA user_version`. A library with a higher one comes from a newer evtui."""

APPLICATION_ID: Final = 0x65767475
"""The letters "evtu", in `PRAGMA application_id`: this database is one of ours."""

_TABLES: Final = """
-- The articles as they are now. day is date.toordinal(), NULL where not known; time is ISO text.
-- content: digest of day, given title and body; url_digest: of the normalised address, NULL without one.
CREATE TABLE articles (
    number        INTEGER PRIMARY KEY,
    id            TEXT NOT NULL UNIQUE,
    version       INTEGER NOT NULL,
    day           INTEGER,
    time          TEXT,
    title_derived INTEGER NOT NULL,
    title         TEXT NOT NULL,
    source        TEXT NOT NULL,
    author        TEXT NOT NULL,
    url           TEXT NOT NULL,
    language      TEXT NOT NULL,
    tags          TEXT NOT NULL,     -- JSON list
    imported      TEXT NOT NULL,     -- ISO timestamp, UTC
    content       BLOB NOT NULL,
    url_digest    BLOB,
    body          TEXT NOT NULL
);
CREATE INDEX articles_day ON articles (day);
CREATE INDEX articles_content ON articles (content);
CREATE INDEX articles_url_digest ON articles (url_digest) WHERE url_digest IS NOT NULL;
CREATE INDEX articles_url ON articles (url, id) WHERE url <> '';  -- covers the search for a part

-- Earlier texts of articles that changed; the columns mean the same.
CREATE TABLE versions (
    number        INTEGER NOT NULL,
    version       INTEGER NOT NULL,
    day           INTEGER,
    time          TEXT,
    title_derived INTEGER NOT NULL,
    title         TEXT NOT NULL,
    source        TEXT NOT NULL,
    author        TEXT NOT NULL,
    url           TEXT NOT NULL,
    language      TEXT NOT NULL,
    tags          TEXT NOT NULL,
    imported      TEXT NOT NULL,
    content       BLOB NOT NULL,
    file          INTEGER NOT NULL,
    line          INTEGER NOT NULL,
    position      INTEGER NOT NULL,
    body          TEXT NOT NULL
);
CREATE UNIQUE INDEX versions_number ON versions (number, version);
CREATE INDEX versions_content ON versions (content);

-- Files that articles came from. path is absolute without symbolic links, or '-'; named is as it was typed.
CREATE TABLE files (
    number INTEGER PRIMARY KEY,
    path   TEXT NOT NULL UNIQUE,
    named  TEXT NOT NULL
);

-- Where the current text of an article was read. place is the position as long as the article stands
-- there, NULL once the file was read without it, or for standard input, where positions mean nothing.
-- record_key is the record's own key in its file, NULL without one.
CREATE TABLE origins (
    number     INTEGER PRIMARY KEY,
    file       INTEGER NOT NULL,
    line       INTEGER NOT NULL,
    position   INTEGER NOT NULL,
    place      INTEGER,
    record_key TEXT
);
CREATE INDEX origins_place ON origins (file, place) WHERE place IS NOT NULL;
CREATE INDEX origins_key ON origins (file, record_key) WHERE record_key IS NOT NULL;

-- Articles by source, kept up with every change, so that the figures of a library are read and not counted.
CREATE TABLE sources (
    source   TEXT PRIMARY KEY,
    articles INTEGER NOT NULL,
    undated  INTEGER NOT NULL
) WITHOUT ROWID;

-- The change log. An article has one row: its latest change. AUTOINCREMENT never gives a number twice.
CREATE TABLE changes (
    seq     INTEGER PRIMARY KEY AUTOINCREMENT,
    id      TEXT NOT NULL UNIQUE,
    deleted INTEGER NOT NULL
);

-- Derived from the texts; may be emptied and computed again. Lists are JSON.
CREATE TABLE names (
    number INTEGER PRIMARY KEY,
    names  TEXT NOT NULL
);
CREATE TABLE topics (
    number INTEGER PRIMARY KEY,
    topics TEXT NOT NULL,
    run    TEXT NOT NULL
);

-- Items that were left out (kept = 0) or taken with a doubt (kept = 1). The same remark on the same
-- line is one row. file is as in files.path.
CREATE TABLE rejections (
    number  INTEGER PRIMARY KEY AUTOINCREMENT,
    file    TEXT NOT NULL,
    line    INTEGER NOT NULL,
    reason  TEXT NOT NULL,
    named   TEXT NOT NULL,
    kept    INTEGER NOT NULL,
    excerpt TEXT NOT NULL,
    at      TEXT NOT NULL,
    UNIQUE (file, line, reason)
);
CREATE INDEX rejections_kept ON rejections (kept);

-- What the reader did.
CREATE TABLE starred (id TEXT PRIMARY KEY, at TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE read_articles (id TEXT PRIMARY KEY, at TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE user_tags (
    id     TEXT NOT NULL,
    folded TEXT NOT NULL,    -- case-folded: one tag however it is written
    tag    TEXT NOT NULL,
    PRIMARY KEY (id, folded)
) WITHOUT ROWID;
CREATE INDEX user_tags_folded ON user_tags (folded, id);
CREATE TABLE notes (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id     TEXT NOT NULL,
    text   TEXT NOT NULL,
    at     TEXT NOT NULL
);
CREATE INDEX notes_id ON notes (id);

-- Settings and sessions: key to JSON.
CREATE TABLE settings (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
"""

ADDED_IN_2: Final = """
-- What analysis read in each article, so that each is read once: the version of its text, the version of the
-- rules (`READING_VERSION`), and numbers of reading_terms. Derived, as names and topics are.
CREATE TABLE readings (
    number  INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    rules   INTEGER NOT NULL,
    reading BLOB NOT NULL
);
CREATE TABLE reading_terms (
    kind   TEXT NOT NULL,
    number INTEGER NOT NULL,
    term   TEXT NOT NULL,
    PRIMARY KEY (kind, number)
) WITHOUT ROWID;

-- Near-duplicates, derived as well. A signature is of one version of a text; moment is what the articles of a
-- group are ordered by; settled = 0: its group is to be found. Nothing shares a band with an empty text.
CREATE TABLE signatures (
    number  INTEGER PRIMARY KEY,
    id      TEXT NOT NULL,
    version INTEGER NOT NULL,
    moment  INTEGER NOT NULL,
    settled INTEGER NOT NULL,
    bands   BLOB NOT NULL
);
CREATE INDEX signatures_unsettled ON signatures (number) WHERE settled = 0;
CREATE TABLE twins (
    number INTEGER PRIMARY KEY,
    leader INTEGER NOT NULL
);
CREATE INDEX twins_leader ON twins (leader);
"""

SCHEMA: Final = _TABLES + ADDED_IN_2

MIGRATIONS: Final = {1: ADDED_IN_2}
"""Version → what makes the next version of it. Statements that run within one transaction."""
