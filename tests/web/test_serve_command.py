"""`bibkit serve` as a person runs it."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
from running import bibkit, environment

from bibkit.errors import SettingsError
from bibkit.web.server import listen, loopback, url_of

TOKEN = "a-token-for-the-command-0123"


class _Served:
    """A running `bibkit serve`: its address, and what it says until its end."""

    def __init__(self, *arguments: str, **changes: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bibkit", "serve", "--port", "0", *arguments],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment(**changes),
        )  # fmt: skip
        assert self.process.stderr is not None
        self.first = self.process.stderr.readline()
        found = re.search(r"http://\S+?(?=,)", self.first)
        assert found, self.first + self.process.stderr.read()
        self.url = found[0]

    def end(self) -> tuple[int, str]:
        """Ctrl-C: the exit code, and all that was said."""
        assert self.process.stdout is not None
        assert self.process.stderr is not None
        self.process.send_signal(signal.SIGINT)
        told = self.first + self.process.stderr.read() + self.process.stdout.read()
        return self.process.wait(20), told


@contextmanager
def _served(*arguments: str, **changes: str) -> Iterator[_Served]:
    running = _Served(*arguments, **changes)
    try:
        yield running
    finally:
        running.process.kill()
        running.process.communicate()


def _status(url: str, token: str = TOKEN) -> requests.Response:
    headers = {"Authorization": f"Bearer {token}"}
    return requests.get(f"{url}/v1/status", headers=headers, timeout=20)


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is sent by a signal")
def test_it_serves_until_ctrl_c_and_says_where() -> None:
    with _served(BIBKIT_SERVE_TOKEN=TOKEN) as running:
        assert _status(running.url).json()["token"] is True
        assert _status(running.url, "other").json()["token"] is False
        code, told = running.end()
    assert code == 0
    assert "bibkit serve --token" in told
    assert "Offline" in told
    assert told.splitlines()[-1] == "Ended."
    assert TOKEN not in told
    assert "GET" not in told


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is sent by a signal")
def test_it_says_a_line_for_each_request_where_that_is_wanted() -> None:
    with _served("-v", BIBKIT_SERVE_TOKEN=TOKEN) as running:
        requests.get(f"{running.url}/v1/status?secret=1", timeout=20)
        headers = {"Authorization": f"Bearer {TOKEN}"}
        text = {"text": "private"}
        requests.post(f"{running.url}/v1/parse", json=text, headers=headers, timeout=20)
        code, told = running.end()
    assert code == 0
    assert re.search(r"^GET /v1/status 200 [\d.]+ s$", told, re.M)
    assert re.search(r"^POST /v1/parse 200 [\d.]+ s$", told, re.M)
    for word in ("secret", "private", TOKEN):
        assert word not in told


def test_the_token_is_printed_on_request_only(tmp_path: Path) -> None:
    here = {"BIBKIT_CONFIG_DIR": str(tmp_path)}
    first = bibkit("serve", "--token", **here)
    assert (first.returncode, first.stderr) == (0, b"")
    token = first.stdout.decode().strip()
    assert bibkit("serve", "--token", **here).stdout == first.stdout
    assert (tmp_path / "serve-token").read_text("utf-8").strip() == token
    new = bibkit("serve", "--new-token", **here)
    assert new.returncode == 0
    assert new.stdout != first.stdout
    assert bibkit("serve", "--token", **here).stdout == new.stdout
    given = bibkit("serve", "--token", BIBKIT_SERVE_TOKEN=TOKEN)
    assert given.stdout.decode().strip() == TOKEN


def test_a_token_of_the_environment_that_is_none_is_not_shown() -> None:
    done = bibkit("serve", BIBKIT_SERVE_TOKEN="bad-secret")
    assert done.returncode == 2
    assert b"BIBKIT_SERVE_TOKEN" in done.stderr
    assert b"bad-secret" not in done.stderr + done.stdout


@pytest.mark.parametrize(
    "host", ["0.0.0.0", "::", "192.168.1.2", "example.org", "", "127.0.0.1:80"]
)
def test_only_this_computer_is_listened_to(host: str) -> None:
    done = bibkit("serve", "--port", "0", "--host", host, BIBKIT_SERVE_TOKEN=TOKEN)
    assert done.returncode == 2
    assert b"this computer only" in done.stderr


def test_a_port_that_is_taken_is_said() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = bibkit("serve", "--port", str(port), BIBKIT_SERVE_TOKEN=TOKEN)
    assert done.returncode == 2
    assert f"Port {port} is taken".encode() in done.stderr


def test_a_mail_address_that_is_none_is_said() -> None:
    done = bibkit("serve", "--mailto", "nobody", BIBKIT_SERVE_TOKEN=TOKEN)
    assert done.returncode == 2
    assert b"no mail address" in done.stderr


def test_a_port_is_free_again_after_the_end() -> None:
    with listen("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)):
            accepted, _ = first.accept()
            accepted.close()
            time.sleep(0.05)
    with listen("localhost", port) as second:
        assert url_of(second) == f"http://127.0.0.1:{port}"


def test_the_other_loopback_is_listened_to_where_there_is_one() -> None:
    try:
        listener = listen("::1", 0)
    except SettingsError:
        pytest.skip("This computer has no IPv6.")
    with listener:
        assert url_of(listener).startswith("http://[::1]:")


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "::1", "[::1]", "LocalHost"])
def test_the_names_of_this_computer(host: str) -> None:
    assert loopback(host) in ("127.0.0.1", "127.0.0.2", "::1")
