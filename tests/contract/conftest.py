"""A twin of Crossref and NCBI for the contract tests, and the command that asks it."""

from __future__ import annotations

import functools
import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parent.parent / "faces"))

from asking import CONTACT, Clock, Done
from twin import Twin

import bibkit


@pytest.fixture
def run(
    twin: Twin,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsysbinary: pytest.CaptureFixture[bytes],
) -> Callable[..., Done]:
    """Run the command in this process and folder, against the twin, without waiting.

    `run("check", "refs.bib", stdin=b"")`; the environment may be changed with monkeypatch.
    """
    from bibkit.cli import main

    clock = Clock()
    own = functools.partial(bibkit.Services, clock=clock, sleep=clock.sleep)
    monkeypatch.setattr(bibkit, "Services", own)
    monkeypatch.delenv("BIBKIT_OFFLINE")
    monkeypatch.chdir(tmp_path)
    variables = {"BIBKIT_CACHE_DIR": str(tmp_path / "cache"), "BIBKIT_MAILTO": CONTACT}
    for name, value in (twin.environ | variables).items():
        monkeypatch.setenv(name, value)

    def command(*arguments: str | Path, stdin: bytes = b"") -> Done:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        capsysbinary.readouterr()
        with pytest.raises(SystemExit) as left:
            main([str(one) for one in arguments])
        out, err = capsysbinary.readouterr()
        assert b"Traceback" not in err
        assert isinstance(left.value.code, int)
        return Done(left.value.code, out.decode(), err.decode())

    return command
