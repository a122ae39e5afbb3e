"""`bibkit zotero enrich`: a library completed, and nobody's work overwritten by it."""

from __future__ import annotations

import functools
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from asking import CHEST, CONTACT, MATHIS, Clock, Done
from raw_server import answering
from stocking import VIEW, data
from stub_zotero import KEY, Fault, Library, StubZotero
from twin import Twin

import bibkit
from bibkit.zotero.api import Api


@pytest.fixture
def run(
    twin: Twin,
    at_zotero: StubZotero,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsysbinary: pytest.CaptureFixture[bytes],
) -> Callable[..., Done]:
    """`bibkit zotero enrich …` in this process, against the twin and the stub, without waiting."""
    from bibkit.cli import main
    from bibkit.zotero import api

    clock = Clock()
    monkeypatch.setattr(
        bibkit, "Services", functools.partial(bibkit.Services, clock=clock, sleep=clock.sleep)
    )
    own = functools.partialmethod(Api.__init__, clock=clock, sleep=clock.sleep)
    monkeypatch.setattr(api.Api, "__init__", own)
    monkeypatch.delenv("BIBKIT_OFFLINE")
    monkeypatch.delenv("ZOTERO_API_KEY", raising=False)
    variables = {"BIBKIT_CACHE_DIR": str(tmp_path / "cache"), "BIBKIT_MAILTO": CONTACT}
    for name, value in (twin.environ | variables).items():
        monkeypatch.setenv(name, value)

    def command(*arguments: str, stdin: Any = None) -> Done:
        monkeypatch.setattr(sys, "stdin", stdin or io.TextIOWrapper(io.BytesIO(b"")))
        capsysbinary.readouterr()
        with pytest.raises(SystemExit) as left:
            main(["zotero", "enrich", *arguments])
        out, err = capsysbinary.readouterr()
        assert b"Traceback" not in err
        assert b"error of its own" not in err
        assert KEY.encode() not in out + err
        assert isinstance(left.value.code, int)
        return Done(left.value.code, out.decode(), err.decode())

    return command


# --- the command


def test_what_is_asked_for_is_written_with_the_version(
    run: Callable[..., Done], stocked: StubZotero
) -> None:
    versions = {one["key"]: one["version"] for one in stocked.items}
    done = run("--yes")
    assert done.code == 0, done.err
    first = data(stocked)
    assert (first["pages"], first["PMID"], first["volume"]) == ("181-184", "99000102", "12")
    assert first["extra"] == "Signed copy"
    assert [one["lastName"] for one in first["creators"]][:2] == ["Mathis", "Couratier"]
    assert data(stocked, 1)["tags"] == [{"tag": "x", "type": 1}, {"tag": "Retracted"}]
    assert data(stocked, 3)["note"] == "<p>mine</p>"
    assert {one.method for one in stocked.written} == {"PATCH"}
    for seen in stocked.written:
        key = seen.path.rsplit("/", 1)[1]
        assert seen.headers["if-unmodified-since-version"] == str(versions[key])
    assert not any(one["meta"].get("stray") for one in stocked.items)
    assert "3 items read" in done.err
    assert "Changed 3 items" in done.err
    assert "Sent: " in done.err
    assert f"{stocked.items[0]['key']}  {VIEW}" in done.out
    assert "  ~ Pages: 181-4 → 181-184   (pubmed)" in done.out
    assert "  + PMID: 99000102   (pubmed)" in done.out
    assert "  + Tag: Retracted" in done.out


def test_a_second_run_finds_nothing_to_do(run: Callable[..., Done], stocked: StubZotero) -> None:
    run("--yes")
    written = len(stocked.written)
    done = run("--yes")
    assert (done.code, done.out, len(stocked.written)) == (0, "", written)
    assert "Nothing to change" in done.err


@pytest.mark.parametrize("option", ["--dry-run", "--diff"])
def test_a_dry_run_writes_nothing(
    option: str, run: Callable[..., Done], stocked: StubZotero
) -> None:
    done = run(option)
    assert done.code == 0
    assert "181-184" in done.out
    assert (stocked.written, stocked.asked) == ([], 0)


def test_without_a_terminal_it_is_said_how_to_write(
    run: Callable[..., Done], stocked: StubZotero
) -> None:
    done = run()
    assert (done.code, stocked.written) == (0, [])
    assert "--yes writes it" in done.err


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("answer", "writes"), [("y\n", 3), ("n\n", 0), ("\n", 0)])
def test_on_a_terminal_it_is_asked_first(
    answer: str,
    writes: int,
    run: Callable[..., Done],
    stocked: StubZotero,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    done = run(stdin=_Terminal(answer))
    assert "Change 3 items? [y/N]" in done.err
    assert (done.code, len(stocked.written)) == (0, writes)
    assert ("Nothing was written." in done.err) == (not writes)


def test_a_dry_run_does_not_even_ask(
    run: Callable[..., Done], stocked: StubZotero, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    done = run("--dry-run", stdin=_Terminal("y\n"))
    assert (done.code, "[y/N]" in done.err, stocked.written) == (0, False, [])


def test_only_empty_fields_where_that_is_wanted(
    run: Callable[..., Done], stocked: StubZotero
) -> None:
    assert run("--yes", "--only-empty").code == 0
    first = data(stocked)
    assert (first["pages"], first["PMID"], len(first["creators"])) == ("181-4", "99000102", 2)


def test_fields_are_overwritten_where_they_are_named(
    run: Callable[..., Done], at_zotero: StubZotero
) -> None:
    at_zotero.add(title=VIEW, DOI=MATHIS, publicationTitle="My journal", volume="12")
    assert run("--yes").code == 0
    assert data(at_zotero)["publicationTitle"] == "My journal"
    assert run("--yes", "--overwrite", "publicationTitle").code == 0
    assert data(at_zotero)["publicationTitle"] == "Neural Regeneration Research"
    done = run("--overwrite", "colour")
    assert (done.code, "no field 'colour'" in done.err) == (2, True)
    assert "in Zotero (publicationTitle" in done.err
    done = run("--overwrite", "publicationtitel")
    assert (done.code, "Did you mean 'publicationTitle'?" in done.err) == (2, True)
    assert at_zotero.requests[-1].path == "/api/"


def test_only_what_lies_in_the_collection(run: Callable[..., Done], stocked: StubZotero) -> None:
    assert run("--collection", "ALS", "--yes").code == 0
    assert [one.path.rsplit("/", 1)[1] for one in stocked.written] == [stocked.items[0]["key"]]


def test_a_collection_that_is_not_there_names_those_that_are(
    run: Callable[..., Done], stocked: StubZotero
) -> None:
    done = run("--collection", "AIDS")
    assert done.code == 2
    assert "no collection 'AIDS'" in done.err
    assert "Make it in Zotero first. There are: ALS, ALS/Methods." in done.err
    assert "--library" not in done.err


def test_whoever_looks_for_a_group_s_collection_is_told_how_to_name_the_group(
    run: Callable[..., Done], stocked: StubZotero
) -> None:
    stocked.libraries.append(Library(2, "Ward group", group=7))
    done = run("--collection", "Ward")
    assert done.code == 2
    assert "For a group: --library groups/7 (Ward group)." in done.err
    assert "--library" not in run("--library", "groups/7", "--collection", "Ward").err


def test_the_findings_as_json(run: Callable[..., Done], stocked: StubZotero) -> None:
    done = run("--json", "--yes")
    said = json.loads(done.out)
    assert set(said) == {"results", "sent", "failures", "written"}
    assert said["written"]["changed"] == [one["key"] for one in stocked.items[:3]]
    assert said["results"][1]["tags"] == ["Retracted"]
    empty = {"left": {}, "failed": {}, "uncertain": {}, "untried": []}
    assert {name: said["written"][name] for name in empty} == empty


def test_a_wrong_identifier_is_said_and_left(
    run: Callable[..., Done], at_zotero: StubZotero
) -> None:
    at_zotero.add(
        title=VIEW, DOI=CHEST, date="2017", creators=[{"creatorType": "author", "firstName": "S.", "lastName": "Mathis"}],
    )  # fmt: skip
    done = run("--yes")
    assert (done.code, done.out, at_zotero.written) == (0, "", [])
    assert "leads to" in done.err
    assert "1 in conflict" in done.err


def test_an_empty_library_has_nothing_to_complete(
    run: Callable[..., Done], at_zotero: StubZotero
) -> None:
    at_zotero.add(itemType="note", note="x")
    done = run("--yes")
    assert (done.code, "nothing to complete" in done.err) == (3, True)


def test_a_service_that_fails_is_exit_code_4_and_the_rest_is_written(
    run: Callable[..., Done], stocked: StubZotero, twin: Twin
) -> None:
    twin.fault("ncbi", "503", times=99)
    done = run("--yes")
    assert done.code == 4
    assert "Run again to go on" in done.err
    assert data(stocked)["volume"] == "12"
    assert "PMID" not in data(stocked)


def test_offline_nothing_is_sent_to_anybody_else(
    run: Callable[..., Done], stocked: StubZotero, twin: Twin
) -> None:
    done = run("--offline")
    assert (done.code, twin.requests) == (0, [])
    assert "Sent: nothing" in done.err
    assert "Offline: 3 items are not in the cache. Run again with a network." in done.err
    assert "Not every service" not in done.err
    assert "Nothing to change" not in done.err
    assert run("--offline", "-v").err.count("Not every service answered") == 3


def test_offline_what_is_in_the_cache_in_part_is_proposed(
    run: Callable[..., Done], stocked: StubZotero, twin: Twin
) -> None:
    twin.fault("ncbi", "503", times=99)
    assert run("--dry-run").err.count("Not every service answered") == 3
    done = run("--offline")
    assert "Offline: 3 items are not wholly in the cache." in done.err
    assert "+ Volume: 12" in done.out


def test_offline_zotero_org_is_not_asked(
    run: Callable[..., Done], stocked: StubZotero, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZOTERO_API_KEY", KEY)
    done = run("--web", "--offline")
    assert (done.code, stocked.requests) == (4, [])
    assert "zotero.org was not asked (offline)." in done.err


def test_the_command_says_what_was_left(run: Callable[..., Done], stocked: StubZotero) -> None:
    stocked.fail(
        f"items/{stocked.items[0]['key']}",
        Fault(status=412, body="Item has been modified since specified version"),
        *[Fault(status=500)] * 9,
    )
    done = run("--yes")
    assert done.code == 4
    assert "Changed 2 items" in done.err
    assert stocked.items[0]["key"] in done.err


# --- ways in that are shut


def test_a_zotero_that_does_not_let_itself_be_asked_names_both_ways(
    run: Callable[..., Done], stocked: StubZotero
) -> None:
    stocked.local_api = False
    done = run()
    assert done.code == 4
    assert "Allow other applications" in done.err
    assert "--web" in done.err


def test_a_zotero_before_10_is_read_but_not_changed(
    run: Callable[..., Done], stocked: StubZotero, twin: Twin
) -> None:
    stocked.version = "9.0.6"
    done = run("--yes")
    assert done.code == 2
    assert "Zotero 10" in done.err
    assert "--web" in done.err
    assert "or --dry-run to look; in Zotero 8 and 9 the plugin writes." in done.err
    assert twin.requests == []
    done = run()
    assert (done.code, "181-184" in done.out, stocked.written) == (0, True, [])
    assert "Nothing was written. " in done.err
    assert "Zotero 10" in done.err
    assert "the plugin writes." in done.err
    assert "--dry-run" not in done.err


def test_a_zotero_that_does_not_run(run: Callable[..., Done], stocked: StubZotero) -> None:
    stocked.close()
    done = run()
    assert (done.code, "does not run" in done.err) == (4, True)


@pytest.mark.parametrize("status", [200, 404, 501, 503])
def test_another_program_on_zoteros_port_is_told(
    status: int, run: Callable[..., Done], monkeypatch: pytest.MonkeyPatch
) -> None:
    with answering(f"HTTP/1.0 {status} x\r\n\r\nno".encode()) as place:
        monkeypatch.setenv("BIBKIT_ZOTERO", f"http://{place}")
        done = run()
    assert done.code == 4
    assert f"What answers on {place} is not Zotero. If Zotero listens on another" in done.err


def test_whoever_says_no_is_not_asked_for_each_item(
    run: Callable[..., Done], stocked: StubZotero
) -> None:
    stocked.allow = "deny"
    done = run("--yes")
    assert done.code == 2
    assert stocked.asked == 1
    assert "did not allow" in done.err
    assert "PMID" not in data(stocked)


def test_through_zotero_org_with_a_key(
    run: Callable[..., Done], stocked: StubZotero, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = run("--web", "--yes")
    assert (done.code, "ZOTERO_API_KEY" in done.err) == (2, True)
    monkeypatch.setenv("ZOTERO_API_KEY", KEY)
    done = run("--web", "--yes")
    assert done.code == 0, done.err
    assert data(stocked)["PMID"] == "99000102"
    assert stocked.asked == 0


def test_a_group_s_library(run: Callable[..., Done], at_zotero: StubZotero) -> None:
    at_zotero.libraries.append(Library(2, "Lab", group=5))
    at_zotero.add(title=VIEW, DOI=MATHIS)
    at_zotero.add("groups/5", title=VIEW, DOI=MATHIS)
    assert run("--library", "groups/5", "--yes").code == 0
    assert "PMID" in data(at_zotero, 1)
    assert "PMID" not in data(at_zotero)
    done = run("--library", "Lab")
    assert (done.code, "groups/ID" in done.err) == (2, True)


def test_writing_and_not_writing_at_once_is_refused(run: Callable[..., Done]) -> None:
    assert run("--yes", "--dry-run").code == 2
