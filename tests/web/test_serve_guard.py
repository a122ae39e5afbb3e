"""Who is answered, and who is not."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest
from serving import JSON, RIGHT, TOKEN, Running

from bibkit.web.guard import MAX_BODY

PARSE = "/v1/parse"
BODY = b'{"text": ""}'


def test_a_request_with_the_token_is_answered(server: Running) -> None:
    said = server.ask("POST", PARSE, JSON, BODY)
    assert said.status == 200
    assert said.headers["content-type"] == "application/json"


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "LOCALHOST", "[::1]"])
def test_the_names_of_this_computer_are_its_hosts(server: Running, name: str) -> None:
    headers = {"Host": f"{name}:{server.port}"}
    assert server.ask("GET", "/v1/status", headers).status == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example:{port}", "127.0.0.1", "localhost", "127.0.0.1:1", "localhost.:{port}", "",
        "127.0.0.1:{port}@evil.example", "127.0.0.1.evil.example:{port}", "0.0.0.0:{port}",
    ],
)  # fmt: skip
@pytest.mark.parametrize(("method", "path"), [("GET", "/v1/status"), ("POST", PARSE)])
def test_a_name_that_was_turned_to_this_computer_is_refused(
    server: Running, method: str, path: str, host: str
) -> None:
    headers = {**JSON, "Host": host.format(port=server.port)}
    said = server.ask(method, path, headers, BODY if method == "POST" else None)
    assert (said.status, said.code) == (403, "host")


@pytest.mark.parametrize(
    "header",
    [
        ("Origin", "https://evil.example"),
        ("Origin", "null"),
        ("Origin", "http://127.0.0.1:23121"),
        ("Sec-Fetch-Site", "cross-site"),
        ("Sec-Fetch-Site", "same-site"),
    ],
)
def test_what_comes_from_a_web_page_is_refused(server: Running, header: tuple[str, str]) -> None:
    for method, path, body in (("GET", "/v1/status", None), ("POST", PARSE, BODY)):
        said = server.ask(method, path, [*JSON.items(), header], body)
        assert (said.status, said.code) == (403, "origin")


def test_a_browser_is_given_no_leave_to_ask(server: Running) -> None:
    asked = [
        ("Origin", "https://evil.example"),
        ("Access-Control-Request-Method", "POST"),
        ("Access-Control-Request-Headers", "authorization"),
        ("Access-Control-Request-Private-Network", "true"),
    ]
    answers = [
        server.ask("OPTIONS", PARSE, asked),
        server.ask("OPTIONS", PARSE, asked[1:]),
        server.ask("OPTIONS", PARSE, RIGHT),
        server.ask("POST", PARSE, JSON, BODY),
        server.ask("GET", "/v1/status", {}),
    ]
    assert [said.status for said in answers] == [403, 401, 405, 200, 200]
    for said in answers:
        assert not [name for name in said.headers if name.lower().startswith("access-control")]
        assert said.headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize(
    "headers",
    [
        [],
        [("Authorization", "")],
        [("Authorization", "Bearer")],
        [("Authorization", f"Bearer {TOKEN[:-1]}")],
        [("Authorization", f"Bearer {TOKEN}x")],
        [("Authorization", f"Bearer {TOKEN.upper()}")],
        [("Authorization", f"Basic {TOKEN}")],
        [("Authorization", TOKEN)],
        [("Authorization", "Bearer \xfc\xff")],
        [("Authorization", f"Bearer {TOKEN}"), ("Authorization", "Bearer other")],
        [("X-Token", TOKEN)],
    ],
)
def test_without_the_token_nothing_is_done(server: Running, headers: list[tuple[str, str]]) -> None:
    for method, path in (("POST", PARSE), ("GET", "/v1/nothing"), ("HEAD", "/v1/status")):
        rows = [*headers, ("Content-Type", "application/json")]
        said = server.ask(method, path, rows, BODY if method == "POST" else None)
        assert said.status == 401
        assert said.headers["www-authenticate"] == "Bearer"
        if said.body:
            assert said.code == "token"
            assert "bibkit serve --token" in said.json["error"]["message"]


def test_the_word_before_the_token_may_be_in_any_case(server: Running) -> None:
    headers = {**JSON, "Authorization": f"bearer {TOKEN}"}
    assert server.ask("POST", PARSE, headers, BODY).status == 200


def test_the_status_says_of_a_token_whether_it_is_right(server: Running) -> None:
    without = server.ask("GET", "/v1/status", {}).json
    assert set(without) == {"bibkit", "api", "offline"}
    assert (without["api"], without["offline"]) == (1, True)
    assert server.ask("GET", "/v1/status", RIGHT).json == {**without, "token": True}
    wrong = {"Authorization": "Bearer no"}
    assert server.ask("GET", "/v1/status", wrong).json == {**without, "token": False}


@pytest.mark.parametrize(
    "kind",
    [
        "", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=a",
        "application/json; charset=latin-1", "text/plain; application/json", "application/jsonp",
    ],
)  # fmt: skip
def test_only_json_is_taken(server: Running, kind: str) -> None:
    said = server.ask("POST", PARSE, {**RIGHT, "Content-Type": kind}, BODY)
    assert (said.status, said.code) == (415, "content-type")


def test_a_body_without_a_kind_is_not_taken(server: Running) -> None:
    assert server.ask("POST", PARSE, RIGHT, BODY).status == 415


def _parts(size: int) -> Iterator[bytes]:
    for _ in range(size // 1_000_000 + 1):
        yield b" " * 1_000_000


def test_a_large_body_is_refused_whatever_it_says_of_its_length(server: Running) -> None:
    said = server.ask("POST", PARSE, JSON, b" " * (MAX_BODY + 1))
    assert (said.status, said.code) == (413, "too-large")
    said = server.ask("POST", PARSE, JSON, _parts(MAX_BODY), chunked=True)
    assert (said.status, said.code) == (413, "too-large")
    # The length counts before the first byte has come.
    said = server.ask("POST", PARSE, {**JSON, "Content-Length": str(MAX_BODY + 1)})
    assert said.status == 413


def test_a_body_of_the_greatest_length_is_read(server: Running) -> None:
    body = BODY + b" " * (MAX_BODY - len(BODY))
    assert server.ask("POST", PARSE, JSON, body).status == 200
    parts = [body[i : i + 4_000_000] for i in range(0, len(body), 4_000_000)]
    assert server.ask("POST", PARSE, JSON, parts, chunked=True).status == 200


def test_whoever_has_no_token_is_told_so_however_much_they_send(server: Running) -> None:
    headers = {"Content-Type": "application/json"}
    assert server.ask("POST", PARSE, headers, b" " * 5_000_000).status == 401


def test_no_line_holds_a_query_a_body_or_the_token(server: Running) -> None:
    before = len(server.lines)
    server.ask("GET", f"/v1/status?token={TOKEN}&secret=1", RIGHT)
    server.ask("POST", PARSE, JSON, b'{"text": "secret"}')
    server.ask("GET", "/v1/a%0Ab%1B[31m", RIGHT)
    until = time.monotonic() + 10
    while len(lines := server.lines[before:]) < 3 and time.monotonic() < until:
        time.sleep(0.01)  # a line is said after the answer
    assert [re.sub(r"[\d.]+ s$", "", line) for line in lines] == [
        "GET /v1/status 200 ", "POST /v1/parse 200 ", "GET /v1/a?b?[31m 404 ",
    ]  # fmt: skip
