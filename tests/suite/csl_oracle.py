"""citeproc-js, asked what it makes of a style, items and clusters; answers are kept on disk.

`tests/oracle/citeproc.js` does the work where BIBKIT_CITEPROC_JS names the folder that holds
`node_modules/citeproc` (its licence keeps it out of the package, so nothing here needs it).
"""

from __future__ import annotations

import hashlib
import html
import importlib.util
import json
import os
import re
import subprocess
import tempfile
from pathlib import Path
from typing import Any

SCRIPT = Path(__file__).resolve().parent.parent / "oracle" / "citeproc.js"


def available() -> bool:
    """Whether citeproc-js can be asked."""
    return bool(os.environ.get("BIBKIT_CITEPROC_JS"))


def locales() -> str:
    """The folder of the official locales, which citeproc-py ships."""
    spec = importlib.util.find_spec("citeproc")
    assert spec is not None
    assert spec.origin is not None
    return str(Path(spec.origin).parent / "data" / "locales")


def ask(request: dict[str, Any], *, kept: bool = True) -> dict[str, Any]:
    """The answer to a request; both are described in `tests/oracle/citeproc.js`.

    Args:
        kept: an answer from an earlier run will do.
    """
    text = json.dumps({"locales": locales(), **request}, sort_keys=True)
    name = hashlib.sha256(text.encode() + SCRIPT.read_bytes()).hexdigest()[:32]
    place = Path(tempfile.gettempdir()) / "bibkit-oracle" / f"{name}.json"
    if kept and place.is_file():
        answer: dict[str, Any] = json.loads(place.read_text("utf-8"))
        return answer
    run = subprocess.run(
        ["node", "--stack-size=4000", str(SCRIPT)], input=text, capture_output=True, text=True
    )
    if run.returncode:
        raise RuntimeError(run.stderr[-2000:])
    answer = json.loads(run.stdout)
    if kept:
        place.parent.mkdir(exist_ok=True)
        beside = place.with_suffix(f".{os.getpid()}")
        beside.write_text(run.stdout, "utf-8")
        beside.replace(place)
    return answer


_TAG = re.compile(r"</?(div|i|b|em|strong|sup|sub|span|a)\b([^>]*)>")


def plain(markup: str) -> str:
    """The text of an entry or a citation: tags off, entities read, white space made one blank.

    >>> plain('<div class="csl-left-margin">1.</div><div class="x">A &#38; <i>B</i>.</div>')
    '1. A & B.'
    """
    text = _TAG.sub(lambda tag: " " if tag[1] == "div" else "", markup)
    return " ".join(html.unescape(text).split())
