"""Which cluster a library uses, what it is shown, and what is said when something is wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.engines import opensearch_connection as connection
from index.engines.opensearch_connection import credentials_for
from index.engines.opensearch_settings import FILE_NAME, ClusterSettings, read_settings, write_settings
from index.engines.opensearch_words import API_KEY, PASSWORD, USER, in_words
from index.errors import ClusterAway, EngineError, EvtuiError, IndexDamaged, LibraryError, LoginRefused

TLS = ClusterSettings(("https://search.example.org:9200",), "news")
FIELDS: dict[str, Any] = {"urls": ["https://h:9200"], "index": "news"}


@given(
    st.builds(
        ClusterSettings,
        urls=st.lists(st.sampled_from(["http://a:1", "https://b", "https://[::1]:9200/x"]), min_size=1).map(
            tuple
        ),
        index=st.from_regex(r"[a-z0-9][a-z0-9._-]{0,50}", fullmatch=True),
        ca_file=st.text(),
        timeout_seconds=st.floats(0.1, 3600),
        shards=st.integers(1, 1024),
        replicas=st.integers(0, 64),
    )
)
def test_settings_come_back_as_they_were_written(
    tmp_path_factory: pytest.TempPathFactory, settings: ClusterSettings
) -> None:
    folder = tmp_path_factory.mktemp("library")
    write_settings(folder, settings)
    assert read_settings(folder) == settings


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ([], "one object"),
        ({"index": "news"}, "'urls' must be a list"),
        ({**FIELDS, "urls": []}, "needs the address of a node"),
        ({**FIELDS, "urls": ["ftp://h"]}, "'ftp://h' is not the address"),
        ({**FIELDS, "urls": ["https://h:99999"]}, "is not the address"),
        ({**FIELDS, "index": "News"}, "'News' cannot name an index"),
        ({**FIELDS, "index": "../x"}, "cannot name an index"),
        ({**FIELDS, "index": 1}, "'index' must be a text"),
        ({**FIELDS, "shards": True}, "'shards' must be a whole number"),
        ({**FIELDS, "replicas": -1}, "'replicas' must be from 0"),
        ({**FIELDS, "timeout_seconds": 0}, "'timeout_seconds' must be from"),
        ({**FIELDS, "password": "x"}, "'password' is not a setting"),
    ],
)
def test_what_is_wrong_in_the_file_is_named(tmp_path: Path, fields: object, told: str) -> None:
    (tmp_path / FILE_NAME).write_text(json.dumps(fields))
    with pytest.raises(LibraryError, match=told) as raised:
        read_settings(tmp_path)
    assert str(tmp_path) in str(raised.value)


def test_a_secret_in_an_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(LibraryError, match=USER) as raised:
        ClusterSettings(("https://ann:hush@h",), "news")
    assert "hush" not in str(raised.value)


def test_a_missing_or_broken_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="names no cluster"):
        read_settings(tmp_path)
    (tmp_path / FILE_NAME).write_text("{")
    with pytest.raises(LibraryError, match="is not JSON"):
        read_settings(tmp_path)


def test_a_login_comes_from_the_environment_and_the_key_goes_first() -> None:
    both = {USER: "ann", PASSWORD: "hush", API_KEY: "key"}
    assert credentials_for(TLS, both).api_key == "key"
    assert not credentials_for(TLS, both).user
    login = credentials_for(TLS, {USER: "ann", PASSWORD: "hush"})
    assert (login.user, login.password) == ("ann", "hush")
    assert "hush" not in repr(login)
    assert "key" not in repr(credentials_for(TLS, both)).replace("api_key", "")
    assert not credentials_for(TLS, {})


@pytest.mark.parametrize(("given_", "missing"), [({USER: "ann"}, PASSWORD), ({PASSWORD: "hush"}, USER)])
def test_half_a_login_is_told(given_: dict[str, str], missing: str) -> None:
    with pytest.raises(LoginRefused, match=missing):
        credentials_for(TLS, given_)


def test_a_login_never_travels_openly_but_on_this_machine() -> None:
    key = {API_KEY: "key"}
    for url in ("http://127.0.0.1:9200", "http://localhost", "http://[::1]:9200"):
        assert credentials_for(ClusterSettings((url,), "news"), key)
    mixed = ClusterSettings(("https://a:9200", "http://b:9200"), "news")
    for settings in (mixed, ClusterSettings(("http://127.0.0.1.example.org",), "news")):
        with pytest.raises(LoginRefused, match="anyone on the way could read it"):
            credentials_for(settings, key)
    assert not credentials_for(mixed, {})


def test_a_keyring_is_asked_where_the_environment_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, str | None]] = []

    class Kept:
        username, password = "ann", "hush"

    class Errors:
        KeyringError = RuntimeError

    class Keyring:
        @staticmethod
        def get_password(service: str, user: str) -> None:
            asked.append((service, user))

        @staticmethod
        def get_credential(service: str, user: str | None) -> type[Kept]:
            asked.append((service, user))
            return Kept

    modules: dict[str, object] = {"keyring": Keyring, "keyring.errors": Errors}
    monkeypatch.setattr(connection, "find_spec", lambda _: True)
    monkeypatch.setattr(connection, "import_module", modules.__getitem__)
    assert credentials_for(TLS, {}).password == "hush"
    service = "evtui https://search.example.org:9200"
    assert asked == [(service, "api-key"), (service, None)]
    # Where it would travel openly, it is not even asked for.
    assert not credentials_for(ClusterSettings(("http://search.example.org",), "news"), {})
    assert len(asked) == 2


def _told(make: Callable[[Any], BaseException]) -> EvtuiError:
    exceptions = pytest.importorskip("opensearchpy").exceptions
    return in_words(make(exceptions), TLS)


@pytest.mark.parametrize(
    ("status", "kind", "told"),
    [
        (401, LoginRefused, "does not accept the login"),
        (403, LoginRefused, "may not do this"),
        (404, IndexDamaged, "no such index"),
        (413, EngineError, "no request of this size"),
        (429, ClusterAway, "too much to do"),
        (400, EngineError, "refused the request"),
        (500, EngineError, "Its logs say more"),
        (503, ClusterAway, "cannot answer at the moment"),
        ("N/A", EngineError, "is not OpenSearch"),
    ],
)
def test_each_answer_has_words_of_its_own(status: object, kind: type[EvtuiError], told: str) -> None:
    info = {"error": {"root_cause": [{"type": "some_exception", "reason": "over \x1b[31m there"}]}}
    error = _told(lambda exceptions: exceptions.TransportError(status, "some_exception", info))
    assert type(error) is kind
    assert told in str(error)
    assert "news at https://search.example.org:9200" in str(error)
    assert "\x1b" not in str(error)


def test_a_full_disk_of_the_cluster_is_no_matter_of_rights() -> None:
    info = {"error": {"type": "cluster_block_exception", "reason": "index blocked: disk flood stage"}}
    error = _told(lambda exceptions: exceptions.AuthorizationException(403, "cluster_block_exception", info))
    assert isinstance(error, ClusterAway)
    assert "short of disk space" in str(error)


def test_no_answer_is_told_with_what_may_be_done() -> None:
    late = _told(lambda exceptions: exceptions.ConnectionTimeout("TIMEOUT", "x", OSError("x")))
    assert isinstance(late, ClusterAway)
    assert "within 30 seconds" in str(late)
    refused = OSError("HTTPConnection(host='h', port=1): Failed: [Errno 111] Connection refused")
    away = _told(lambda exceptions: exceptions.ConnectionError("N/A", "x", refused))
    assert isinstance(away, ClusterAway)
    assert "Connection refused" in str(away)
    unsafe = _told(lambda exceptions: exceptions.SSLError("N/A", "self-signed certificate", OSError()))
    assert type(unsafe) is EngineError
    assert "--ca-file" in str(unsafe)
