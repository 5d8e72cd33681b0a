"""TLS and logins, through a server that speaks TLS before the cluster."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from index.engines.opensearch_settings import ClusterSettings
from index.engines.opensearch_words import API_KEY, PASSWORD, USER
from index.errors import EngineError, EvtuiError, LoginRefused
from index.library import open_library
from index.shared.library import create_shared
from tests.opensearch import gateway as server
from tests.opensearch.gateway import Gateway, gateway
from tests.opensearch.sharing import index_of_its_own, news, write_articles
from tui.cli import main


@pytest.fixture(autouse=True)
def nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Be logged in nowhere."""
    for name in (USER, PASSWORD, API_KEY):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def tls(addresses: tuple[str, ...], tmp_path: Path) -> Iterator[Gateway]:
    """A server before the cluster."""
    place = tmp_path / "gateway"
    place.mkdir()
    with gateway(place, addresses) as made:
        yield made


@pytest.fixture
def settings(tls: Gateway, addresses: tuple[str, ...]) -> Iterator[ClusterSettings]:
    """Settings for an index that is reached through the server alone."""
    with index_of_its_own(addresses) as plain:
        yield replace(plain, urls=(tls.url,), ca_file=str(tls.ca_file))


def test_with_a_password_a_library_is_made_filled_and_searched(
    settings: ClusterSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(USER, server.USER)
    monkeypatch.setenv(PASSWORD, server.PASSWORD)
    with create_shared(tmp_path / "ann", settings) as library:
        assert library.import_from([write_articles(tmp_path / "a.jsonl", news(0, 20))]).added == 20
        assert library.search("town7").total == 1
    kept = b"".join(path.read_bytes() for path in (tmp_path / "ann").rglob("*") if path.is_file())
    assert server.PASSWORD.encode() not in kept
    assert server.USER.encode() not in (tmp_path / "ann" / "cluster.json").read_bytes()


def test_with_an_api_key(settings: ClusterSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(API_KEY, server.API_KEY)
    with create_shared(tmp_path / "ann", settings) as library:
        assert library.count("") == 0


def test_a_library_is_made_by_command_and_keeps_its_authority(
    settings: ClusterSettings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv(API_KEY, server.API_KEY)
    folder = str(tmp_path / "ann")
    made = ["-L", folder, "init", "--engine", "opensearch", "--url", settings.urls[0]]
    assert main([*made, "--index", settings.index, "--ca-file", settings.ca_file, "--replicas", "0"]) == 0
    assert main(["-L", folder, "info"]) == 0
    assert f"shares      {settings.index} at {settings.urls[0]}" in capsys.readouterr().out


@pytest.mark.parametrize("login", [{}, {USER: "ann", PASSWORD: "wrong"}, {API_KEY: "wrong"}])
def test_a_wrong_login_is_told_and_nothing_is_made(
    settings: ClusterSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, login: dict[str, str]
) -> None:
    for name, value in login.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(LoginRefused, match=f"does not accept the login.*{USER}.*{API_KEY}") as told:
        create_shared(tmp_path / "ann", settings)
    assert "wrong" not in str(told.value)
    assert not (tmp_path / "ann").exists()


def test_who_may_not_is_told_so(
    settings: ClusterSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(USER, "reader")
    monkeypatch.setenv(PASSWORD, "reader")
    with pytest.raises(LoginRefused, match="may not do this"):
        create_shared(tmp_path / "ann", settings)


def test_a_login_that_is_not_accepted_any_more_leaves_the_marks_readable(
    settings: ClusterSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(API_KEY, server.API_KEY)
    with create_shared(tmp_path / "ann", settings) as library:
        library.import_from([write_articles(tmp_path / "a.jsonl", news(0, 1))])
        (hit,) = library.search("").hits
        library.store.set_starred(hit.id, True)
    monkeypatch.setenv(API_KEY, "revoked")
    with open_library(tmp_path / "ann") as library:
        with pytest.raises(LoginRefused):
            library.search("")
        assert library.store.ids_starred() == {hit.id}


def test_another_authority_is_not_believed(
    settings: ClusterSettings, tls: Gateway, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(API_KEY, server.API_KEY)
    for wrong in (str(tls.other_ca_file), ""):
        before = _requests(tls)
        with pytest.raises(EngineError, match=r"is not safe and was not used.*certificate"):
            create_shared(tmp_path / "ann", replace(settings, ca_file=wrong))
        assert _requests(tls) == before


def test_a_certificate_for_another_host_is_not_believed(
    addresses: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(API_KEY, server.API_KEY)
    place = tmp_path / "gateway"
    place.mkdir()
    with gateway(place, addresses, names="DNS:search.example.org") as other:
        settings = ClusterSettings((other.url,), "t-never", ca_file=str(other.ca_file))
        with pytest.raises(EngineError, match="is not safe and was not used"):
            create_shared(tmp_path / "ann", settings)


def test_plain_words_where_tls_is_spoken_and_the_other_way_round(
    settings: ClusterSettings, addresses: tuple[str, ...], tmp_path: Path
) -> None:
    plain = replace(settings, urls=(settings.urls[0].replace("https:", "http:"),))
    with pytest.raises(EvtuiError, match=r"refused the request|not OpenSearch"):
        create_shared(tmp_path / "ann", plain)
    encrypted = replace(settings, urls=(addresses[0].replace("http:", "https:"),))
    with pytest.raises(EngineError, match="Does the cluster speak https there"):
        create_shared(tmp_path / "ann", encrypted)


def test_a_file_that_holds_no_certificate_is_told(settings: ClusterSettings, tmp_path: Path) -> None:
    wrong = tmp_path / "ca.pem"
    for text in ("", "no certificate"):
        wrong.write_text(text)
        with pytest.raises(EngineError, match="must hold the certificate"):
            create_shared(tmp_path / "ann", replace(settings, ca_file=str(wrong)))
    with pytest.raises(EngineError, match="No such file"):
        create_shared(tmp_path / "ann", replace(settings, ca_file=str(tmp_path / "none.pem")))


def _requests(tls: Gateway) -> int:
    return len(tls.log.read_text().splitlines()) if tls.log.exists() else 0
