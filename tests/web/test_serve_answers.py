"""What the addresses answer."""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import requests
from serving import JSON, RIGHT, Proposed, Running, item, nothing_sent

from bibkit.errors import ServiceError, SettingsError
from bibkit.online import Services, Settings

LIST = """\
1. Chio A, Logroscino G. A view of <things> & more. Chest. 2017;12(2):181-4.
2. What is this?
"""


# --- parse --------------------------------------------------------------------------------------------


def test_a_list_becomes_items_with_their_printed_text(server: Running) -> None:
    said = server.post("/v1/parse", {"text": LIST, "format": None}).json
    assert set(said) == {"items", "problems", "article", "doubtful"}
    (one,) = said["items"]
    assert (one["itemType"], one["title"]) == ("journalArticle", "A view of <things> & more")
    assert one["notes"] == [
        {"note": "<p>Chio A, Logroscino G. A view of &lt;things&gt; &amp; more. Chest. 2017;12(2):181-4.</p>"}
    ]  # fmt: skip
    assert [(p["code"], p["severity"]) for p in said["problems"]] == [("unreadable", "error")]
    assert "What is this?" in said["problems"][0]["raw"]
    assert said["article"] is None


def test_the_page_of_an_article_names_it(server: Running, example: Path) -> None:
    said = server.post("/v1/parse", {"text": example.read_text("utf-8")}).json
    assert len(said["items"]) == 5
    assert said["article"]["DOI"] == "10.1155/2019/3675627"
    assert set(said["article"]) == {"title", "DOI", "PMID"}


PUBMED = "https://pubmed.ncbi.nlm.nih.gov"
TEXT = "1. Chio A. A view. Chest. 2017;12:1-4. - PubMed"
LINKED = f'Chio A. A view. Chest. 2017;12:1-4. <a href="{PUBMED}/28400789/">PubMed</a>'
PAGE = f'<ol class="references-list"><li>{LINKED}</li></ol>'


@pytest.mark.parametrize(
    ("request_", "pmid"),
    [
        ({"text": TEXT, "html": PAGE}, "28400789"),
        ({"html": PAGE}, "28400789"),
        ({"text": TEXT, "html": f"<meta charset='utf-8'><ol><li>{LINKED}</li></ol>"}, "28400789"),
        ({"text": TEXT, "html": f"<html><body><p>{LINKED}</p></body></html>"}, "28400789"),
        ({"html": f"<p>{LINKED}</p>"}, "28400789"),
        (
            {
                "text": f"{TEXT}\n2. Smith J. Soil. Chest. 2018;12:1. - PubMed",
                "html": f"<p>{LINKED}</p>",
            },
            None,
        ),
        ({"text": TEXT, "html": "<p>Nothing here</p>"}, None),
        ({"text": TEXT, "html": "%PDF-1.4"}, None),
        ({"text": TEXT, "html": ""}, None),
        ({"text": TEXT, "html": PAGE, "format": "text"}, None),
    ],
)
def test_html_counts_where_it_has_the_references(
    server: Running, request_: dict[str, str], pmid: str | None
) -> None:
    one = server.post("/v1/parse", request_).json["items"][0]
    assert one["title"] == "A view"
    found = one.get("PMID") or one.get("extra", "").partition("PMID: ")[2].split("\n")[0]
    assert found == (pmid or "")
    assert one["notes"] == [{"note": "<p>Chio A. A view. Chest. 2017;12:1-4.</p>"}]


def test_html_without_a_list_is_said(server: Running) -> None:
    said = server.post("/v1/parse", {"html": "<p>Nothing here</p>"})
    assert (said.status, said.json["items"]) == (200, [])
    assert said.json["problems"]
    said = server.post("/v1/parse", {"html": "%PDF-1.4"})
    assert (said.status, said.code) == (422, "unreadable")


def test_copied_bibtex_is_read_as_such_though_a_page_showed_it(server: Running) -> None:
    text = "@article{soil2017, title={Soil}, journal={Chest}, year={2017}}"
    said = server.post("/v1/parse", {"text": text, "html": f"<pre>{text}</pre>"}).json
    assert [one["citationKey"] for one in said["items"]] == ["soil2017"]
    assert said["items"][0]["notes"] == []


def test_an_item_to_look_at_is_doubtful(server: Running) -> None:
    text = "@book{a, title={A}, year={1999}}\n@book{a, title={B}, year={2000}}"
    said = server.post("/v1/parse", {"text": text}).json
    refs = {one["ref"] for one in said["problems"] if one["severity"] != "info"}
    assert said["doubtful"] == [one["id"] for one in said["items"] if one["id"] in refs]
    assert said["doubtful"]


@pytest.mark.parametrize("empty", [{"text": ""}, {"text": " \n"}, {"text": "", "html": ""}])
def test_an_empty_text_has_no_items_and_a_problem(server: Running, empty: dict[str, str]) -> None:
    said = server.post("/v1/parse", empty)
    assert (said.status, said.json["items"]) == (200, [])
    assert [one["code"] for one in said.json["problems"]] == ["empty"]


@pytest.mark.parametrize(
    ("request_", "code", "words"),
    [
        ({"text": "%PDF-1.7\n\u0000\u0001"}, "unreadable", "PDF"),
        ({"text": "\u0000\u0001\u0002\u0003" * 100}, "unreadable", "binary"),
        ({"text": "a", "format": "docs"}, "format", "no format 'docs'"),
        ({"text": "@book{a, title={B}}", "format": "text"}, "format", "bibtex"),
    ],
)
def test_what_cannot_be_read_is_said(
    server: Running, request_: dict[str, str], code: str, words: str
) -> None:
    said = server.post("/v1/parse", request_)
    assert (said.status, said.code) == (422, code)
    assert words in said.json["error"]["message"]


def test_no_file_is_read_for_whoever_asks(server: Running, tmp_path: Path) -> None:
    path = tmp_path / "refs.bib"
    path.write_text("@book{a, title={Secret}}", "utf-8")
    for name in (str(path), f"{tmp_path}/missing.bib", os.devnull):
        said = server.post("/v1/parse", {"text": name})
        assert said.status == 200
        assert said.json["items"] == []
        assert b"Secret" not in said.body


def test_half_a_character_does_no_harm(server: Running) -> None:
    body = b'{"text": "Chio A. A \\ud800 view \\ud83d\\ude00. Chest. 2017;12:1-4."}'
    said = server.ask("POST", "/v1/parse", JSON, body)
    assert said.status == 200
    assert "😀" in said.body.decode("utf-8")


# --- the shape of what comes --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b'{"text": NaN}', b'{"text": "\xff"}', b"[" * 100_000, b"1" * 5000, b"{} {}"],
    ids=["nothing", "cut off", "NaN", "not UTF-8", "deep", "a long number", "two"],
)
def test_what_is_no_json_is_said(server: Running, body: bytes) -> None:
    said = server.ask("POST", "/v1/parse", JSON, body)
    assert (said.status, said.code) == (400, "json")


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("/v1/parse", [], "must be an object"),
        ("/v1/parse", {}, "'text' or 'html' is missing"),
        ("/v1/parse", {"text": 1}, "'text' must be a text"),
        ("/v1/parse", {"text": "", "html": []}, "'html' must be a text"),
        ("/v1/parse", {"text": "", "format": 1}, "'format' must be a text"),
        ("/v1/enrich", {}, "'items' must be a list"),
        ("/v1/enrich", {"items": {}}, "'items' must be a list"),
        ("/v1/enrich", {"items": [1]}, "items[0] must be an object"),
        ("/v1/enrich", {"items": [item(), {"data": {}}]}, "items[1].key must be a text"),
        ("/v1/enrich", {"items": [{"key": "A"}]}, "items[0].data must be an object"),
        ("/v1/enrich", {"items": [item() | {"version": "1"}]}, "items[0].version must be a whole"),
        ("/v1/enrich", {"items": [item() | {"version": True}]}, "items[0].version must be a whole"),
        ("/v1/enrich", {"items": [], "overwrite": "title"}, "'overwrite' must be a list of texts"),
        ("/v1/enrich", {"items": [], "overwrite": [1]}, "'overwrite' must be a list of texts"),
        ("/v1/check", {"items": None}, "'items' must be a list"),
    ],
)
def test_what_is_not_of_the_right_form_is_said(
    server: Running, path: str, value: object, words: str
) -> None:
    said = server.post(path, value)
    assert (said.status, said.code) == (422, "shape")
    assert words in said.json["error"]["message"]


def test_there_is_no_other_address(server: Running) -> None:
    for path in ("/", "/v1", "/v1/status/", "/v2/parse", "/v1/../v1/status", "//v1/status"):
        said = server.ask("GET", path, RIGHT)
        assert (said.status, said.code) == (404, "not-found")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/v1/parse", "POST"),
        ("PUT", "/v1/enrich", "POST"),
        ("DELETE", "/v1/check", "POST"),
        ("TRACE", "/v1/check", "POST"),
        ("POST", "/v1/status", "GET, HEAD"),
    ],
)
def test_an_address_says_how_it_is_asked(
    server: Running, method: str, path: str, allowed: str
) -> None:
    said = server.ask(method, path, JSON, b"{}")
    assert (said.status, said.code) == (405, "method")
    assert sorted(said.headers["allow"].split(", ")) == allowed.split(", ")


# --- enrich and check -----------------------------------------------------------------------------------


def test_items_go_to_the_library_and_its_answer_comes_back() -> None:
    given: list[Any] = []
    body = {"results": [{"key": "ABCD2345", "title": "Chiò"}], "sent": [], "failures": []}

    def propose(items: Sequence[Mapping[str, Any]], services: Services, **more: Any) -> Proposed:
        given.extend([items, services.settings.offline, more])
        return Proposed(body)

    found = {"findings": [{"key": "ABCD2345", "code": "retracted"}], "sent": ["a"], "failures": []}

    with Running(propose=propose, check=lambda items, services: found) as server:
        asked = {"items": [item(title="Chiò")], "overwrite": ["title"]}
        # As any program asks, with a client of its own.
        said = requests.post(f"{server.url}/v1/enrich", json=asked, headers=RIGHT, timeout=20)
        assert (said.status_code, said.json()) == (200, body)
        assert "Chiò".encode() in said.content
        assert given == [asked["items"], True, {"overwrite": ("title",)}]
        assert server.post("/v1/check", {"items": []}).json == found


def test_the_library_itself_is_asked_where_nothing_stands_for_it(server: Running) -> None:
    asked = {"items": [item(title="A view", DOI="10.1000/xyz")]}
    said = server.post("/v1/enrich", asked).json
    assert set(said) == {"results", "sent", "failures"}
    assert [(one["key"], one["version"]) for one in said["results"]] == [("ABCD2345", 12)]
    assert said["sent"] == []  # offline
    said = server.post("/v1/check", asked).json
    assert set(said) == {"findings", "sent", "failures"}


@pytest.mark.parametrize(
    ("failure", "status", "code"),
    [
        (SettingsError("There is no field 'titel'."), 422, "refused"),
        (ServiceError("Crossref", "cannot be reached"), 500, "service"),
    ],
)
def test_what_the_library_cannot_do_is_said_in_its_words(
    failure: Exception, status: int, code: str
) -> None:
    def check(items: Sequence[Mapping[str, Any]], services: Services) -> dict[str, Any]:
        raise failure

    with Running(check=check) as server:
        said = server.post("/v1/check", {"items": []})
        assert (said.status, said.code) == (status, code)
        assert said.json["error"]["message"] == str(failure)


@pytest.mark.parametrize("debug", ["", "1"])
def test_an_error_of_its_own_is_for_whoever_runs_it(
    debug: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BIBKIT_DEBUG", debug)

    def broken(*anything: Any, **more: Any) -> Any:
        raise KeyError("the inside")

    with Running(parse=broken, propose=broken, check=broken) as server:
        for path in ("/v1/parse", "/v1/enrich", "/v1/check"):
            said = server.post(path, {"text": "", "items": []})
            assert (said.status, said.code) == (500, "internal")
            for word in (b"Traceback", b"KeyError", b"the inside"):
                assert word not in said.body
        told = "\n".join(server.lines)
        assert "KeyError: 'the inside'" in told
        assert ("Traceback" in told) == bool(debug)
        assert server.ask("GET", "/v1/status", {}).status == 200


# --- at the same time -----------------------------------------------------------------------------------


def test_a_slow_request_holds_up_no_list_and_no_status() -> None:
    begun, end = threading.Event(), threading.Event()

    def slow(items: Sequence[Mapping[str, Any]], services: Services) -> dict[str, Any]:
        begun.set()
        assert end.wait(30)
        return nothing_sent(items, services)

    with Running(check=slow) as server, ThreadPoolExecutor() as pool:
        waiting = pool.submit(server.post, "/v1/check", {"items": []})
        assert begun.wait(20)
        assert server.ask("GET", "/v1/status", {}).status == 200
        assert server.post("/v1/parse", {"text": LIST}).status == 200
        assert not waiting.done()
        end.set()
        assert waiting.result(20).status == 200


def test_lists_are_read_at_the_same_time() -> None:
    both = threading.Barrier(2)  # passed by two that are under way together only

    def parse(text: str, html: str, format: str | None) -> dict[str, Any]:
        both.wait(20)
        return {"items": [], "text": text}

    with Running(parse=parse) as server, ThreadPoolExecutor() as pool:
        asked = [pool.submit(server.post, "/v1/parse", {"text": name}) for name in "ab"]
        assert [one.result(20).json["text"] for one in asked] == ["a", "b"]


def test_services_are_asked_for_one_request_after_the_other() -> None:
    running: list[int] = []
    most: list[int] = []

    def slow(items: Sequence[Mapping[str, Any]], services: Services) -> dict[str, Any]:
        running.append(1)
        most.append(len(running))
        time.sleep(0.1)
        running.pop()
        return nothing_sent(items, services)

    with Running(check=slow) as server, ThreadPoolExecutor() as pool:
        asked = [pool.submit(server.post, "/v1/check", {"items": []}) for _ in range(3)]
        assert [one.result(20).status for one in asked] == [200] * 3
    assert most == [1, 1, 1]


class _Asking:
    """Work that waits for services until they are closed."""

    def __init__(self) -> None:
        self.begun, self.left = threading.Event(), threading.Event()

    def __call__(self, items: Sequence[Mapping[str, Any]], services: Services) -> dict[str, Any]:
        self.begun.set()
        for _ in range(2000):
            if services.http._stopped.is_set():
                self.left.set()
                break
            time.sleep(0.01)
        return nothing_sent(items, services)


def test_services_are_let_go_of_when_whoever_asked_has_gone() -> None:
    asking = _Asking()
    with Running(check=asking, settings=Settings(offline=True)) as server:
        with pytest.raises(requests.exceptions.ReadTimeout):
            requests.post(
                f"{server.url}/v1/check", json={"items": []}, headers=RIGHT, timeout=(5, 0.3)
            )
        assert asking.begun.is_set()
        assert asking.left.wait(10)
        # The next one is served.
        asking.begun.clear()
        assert server.post("/v1/parse", {"text": ""}).status == 200


def test_the_server_ends_though_services_are_being_asked() -> None:
    asking = _Asking()
    with Running(check=asking) as server, ThreadPoolExecutor() as pool:
        waiting = [pool.submit(server.post, "/v1/check", {"items": []}) for _ in range(2)]
        assert asking.begun.wait(20)
        time.sleep(0.2)  # the second waits for its turn
        begun = time.monotonic()
        server.server.should_exit = True
        server.thread.join(20)
        assert time.monotonic() - begun < 4
        codes = sorted(one.result(20).status for one in waiting)
    assert codes == [200, 500]


def test_the_server_ends_though_a_list_is_being_read() -> None:
    begun, end = threading.Event(), threading.Event()

    def parse(text: str, html: str, format: str | None) -> dict[str, Any]:
        begun.set()
        end.wait(60)
        return {}

    with Running(parse=parse) as server, ThreadPoolExecutor() as pool:
        waiting = pool.submit(server.post, "/v1/parse", {"text": ""})
        assert begun.wait(20)
        server.server.should_exit = True
        server.thread.join(10)
        assert not server.thread.is_alive()
        assert waiting.result(10).code == "stopping"
        end.set()


def test_reading_a_hundred_references_costs_little_more_than_the_library() -> None:
    from bibkit.web.parse import parsed

    text = "References\n" + "\n".join(
        f"{n}. Chio A, Logroscino G, Smith J{n}. A view of soil number {n} and of worms. "
        f"Chest. 20{n % 20:02d};{n}(2):{n}81-{n}84."
        for n in range(1, 101)
    )
    with Running() as server:
        assert len(server.post("/v1/parse", {"text": text}).json["items"]) == 100
        ratios = []
        for _ in range(3):
            begun = time.perf_counter()
            body = json.dumps(parsed(text))
            between = time.perf_counter()
            said = server.post("/v1/parse", {"text": text})
            ratios.append((time.perf_counter() - between) / (between - begun))
        assert json.loads(body) == said.json
    assert min(ratios) < 2
