"""Who asks: named to the services that should know, and the key shown to nobody else."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from asking import CHEST, CONTACT, EVERY_WAY, MATHIS, REVIEW, Clock, Done, batch, enriched, services
from twin import Twin, works_for

import bibkit
from bibkit import Settings
from bibkit.errors import SettingsError

KEY = "0123456789abcdef0123456789abcdef0042"


def test_every_request_says_who_asks(twin: Twin) -> None:
    enriched(twin.environ, EVERY_WAY)
    with services(twin.environ) as open:
        bibkit.references(REVIEW, open)
        open.crossref.registered("10.5555/nothing")
    endpoints = set()
    for request in twin.requests:
        endpoints.add(request.endpoint)
        assert re.fullmatch(rf"bibkit/[\d.]+\w* \(.*; mailto:{CONTACT}\)", request.user_agent)
        asked = {**parse_qs(urlsplit(request.path).query), **parse_qs(request.body)}
        if request.endpoint.startswith("crossref"):
            assert asked["mailto"] == [CONTACT]
        elif request.endpoint.startswith("ncbi"):
            assert (asked["tool"], asked["email"]) == (["bibkit"], [CONTACT])
    assert len(endpoints) == 8


def test_who_gives_no_address_is_named_nowhere(twin: Twin) -> None:
    enriched(twin.environ, EVERY_WAY, mailto="")
    for request in twin.requests:
        assert request.user_agent.startswith("bibkit/")
        assert "mail" not in request.path + request.body + request.user_agent


@pytest.mark.parametrize(("contact", "least"), [("", 3.0), (CONTACT, 1.0)])
def test_without_an_address_the_limits_for_the_public_are_kept(
    twin: Twin, contact: str, least: float
) -> None:
    works = works_for(400)
    for work, _ in works:
        twin.add_work(work)
    clock = Clock()
    with services(twin.environ, clock=clock, mailto=contact) as open:
        assert open.crossref.at_once == (3 if contact else 1)
        begun = clock()
        open.crossref.works(work["DOI"] for work, _ in works)
    assert twin.count() == 4
    ended = clock()
    assert least <= ended - begun < least + 1.5  # three pauses between four lists
    assert twin.peak <= open.crossref.at_once


def test_without_an_address_the_user_is_told_how_to_give_one(
    twin: Twin, run: Callable[..., Done], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "--mailto" not in run("fetch", MATHIS).err
    monkeypatch.delenv("BIBKIT_MAILTO")
    assert "--mailto" in run("fetch", CHEST).err
    assert "--mailto" not in run("fetch", CHEST).err  # from the cache: nobody was asked
    assert "--mailto" not in run("fetch", REVIEW, "--mailto", "me@example.org").err
    assert "mailto:me@example.org" in twin.requests[-1].user_agent


def test_an_address_that_is_none_is_refused_before_anybody_is_asked(
    twin: Twin, run: Callable[..., Done]
) -> None:
    done = run("fetch", MATHIS, "--mailto", "me\r\nX-Evil: 1")
    assert (done.code, twin.count()) == (2, 0)
    assert "no mail address" in done.err
    for bad in ("me", "me@", "a@b", "me@example.org\nX: y", "a b@c.org"):
        with pytest.raises(SettingsError):
            Settings(mailto=bad)


def test_an_address_that_no_header_can_hold_is_refused() -> None:
    with pytest.raises(SettingsError):
        Settings(mailto="李雷@example.org")


# --- the key


def test_the_key_is_sent_to_ncbi_in_the_body_and_to_nobody_else(twin: Twin) -> None:
    enriched(twin.environ, EVERY_WAY, ncbi_api_key=KEY)
    for request in twin.requests:
        eutils = request.endpoint.startswith("ncbi") and request.endpoint != "ncbi.idconv"
        assert (f"api_key={KEY}" in request.body) == eutils
        assert KEY not in request.path + request.user_agent


@pytest.mark.parametrize("kind", ["", "reset", "503", "redirect", "html", "truncate"])
def test_the_key_is_neither_shown_nor_kept(
    twin: Twin, run: Callable[..., Done], monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setenv("NCBI_API_KEY", KEY)
    if kind:
        twin.fault("ncbi", kind, times=10**6)
    Path("in.json").write_text(json.dumps(EVERY_WAY))
    for command in (("enrich", "in.json", "-o", "refs.bib", "-v"), ("check", "in.json", "-v")):
        done = run(*command)
        assert KEY not in done.out + done.err
    assert KEY in "".join(request.body for request in twin.requests)
    files = [path for path in Path().rglob("*") if path.is_file()]
    assert {"refs.bib", "records.sqlite"} <= {path.name for path in files}
    for path in files:
        assert KEY.encode() not in path.read_bytes(), path


def test_the_key_is_not_in_what_settings_show(twin: Twin) -> None:
    with services(twin.environ, ncbi_api_key=KEY) as open:
        bibkit.enrich(batch(EVERY_WAY[:2]), open)
        shown = (repr(open.settings), str(open.settings), open.account(), repr(open.http))
    assert all(KEY not in text for text in shown)
    with pytest.raises(SettingsError) as refused:
        Settings(ncbi_api_key="not a key but a secret")
    assert "secret" not in str(refused.value)


def test_a_key_allows_ten_requests_a_second(twin: Twin) -> None:
    def taken(**given: str) -> float:
        clock = Clock()
        with services(twin.environ, clock=clock, **given) as open:
            begun = clock()
            for pmid in ("99000101", "99000102", "99000103", "99000104"):
                open.ncbi.articles([pmid])
            return clock() - begun

    assert taken() >= 1.0
    assert 0.3 <= taken(ncbi_api_key=KEY) < 1.0


def test_addresses_of_services_come_from_the_environment_only(
    twin: Twin, run: Callable[..., Done]
) -> None:
    Path("bibkit.toml").write_text('crossref-url = "http://127.0.0.1:9"\n')
    refused = run("fetch", MATHIS)
    assert (refused.code, "no setting 'crossref-url'" in refused.err) == (2, True)
    Path("bibkit.toml").write_text('mailto = "toml@example.org"\n')
    assert run("fetch", MATHIS).code == 0
    assert twin.count("crossref") == 1
