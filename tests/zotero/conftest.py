"""A Zotero for tests (see `stub_zotero`), and the command that talks to it."""

from __future__ import annotations

import functools
import io
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from stub_zotero import StubZotero
from zotero_time import Hours


@pytest.fixture
def zotero() -> Iterator[StubZotero]:
    """A running Zotero 10 with an empty library and the collections ALS and ALS/Methods."""
    with StubZotero() as stub:
        yield stub


@pytest.fixture
def hours() -> Hours:
    """A clock on which waiting takes no time."""
    return Hours()


class Told(NamedTuple):
    """What a run of the command came to."""

    code: int
    out: str
    err: str


@pytest.fixture
def push(
    zotero: StubZotero,
    hours: Hours,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsysbinary: pytest.CaptureFixture[bytes],
) -> Callable[..., Told]:
    """Run `bibkit zotero push` in this process and folder, against the stub, without waiting."""
    from bibkit.cli import main
    from bibkit.zotero import doors

    here = functools.partial(doors.open_here, sleep=hours.sleep)
    web = functools.partial(doors.open_web, sleep=hours.sleep, clock=hours.clock)
    monkeypatch.setattr(doors, "open_here", here)
    monkeypatch.setattr(doors, "open_web", web)
    monkeypatch.delenv("ZOTERO_API_KEY", raising=False)
    monkeypatch.setenv("BIBKIT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    for name, value in zotero.environment.items():
        monkeypatch.setenv(name, value)

    def command(*arguments: str, stdin: str = "") -> Told:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        capsysbinary.readouterr()
        with pytest.raises(SystemExit) as left:
            main(["zotero", "push", *arguments])
        out, err = (part.decode() for part in capsysbinary.readouterr())
        assert "Traceback" not in err
        assert isinstance(left.value.code, int)
        return Told(left.value.code, out, err)

    return command
