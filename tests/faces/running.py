"""Running the command as a person does: a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def environment(**changes: str) -> dict[str, str]:
    """A clean environment: no terminal, no settings of whoever runs the tests."""
    kept = {
        k: v for k, v in os.environ.items() if not k.startswith(("BIBKIT_", "NO_COLOR", "COV_"))
    }
    kept.pop("FORCE_COLOR", None)
    cache = os.environ.get("BIBKIT_CACHE_DIR", "")
    own = dict.fromkeys(("BIBKIT_CACHE_DIR", "BIBKIT_CONFIG_DIR", "BIBKIT_DATA_DIR"), cache)
    own["BIBKIT_OFFLINE"] = "1"
    return {**kept, **own, "PYTHONWARNINGS": "error", **changes}


def bibkit(
    *arguments: str | Path, stdin: bytes = b"", cwd: Path | None = None, **changes: str
) -> subprocess.CompletedProcess[bytes]:
    """Run the command; assert that no traceback reaches the user."""
    done = subprocess.run(
        [sys.executable, "-m", "bibkit", *map(str, arguments)],
        input=stdin,
        capture_output=True,
        cwd=cwd,
        env=environment(**changes),
        timeout=120,
        check=False,
    )
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    return done
