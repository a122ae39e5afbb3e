"""Golden entries: what the native engine prints of own works in the much-used styles.

`golden/make.py` says where the texts come from, and makes them anew.
"""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from bibkit.csl.engine import Cite, Cluster
from bibkit.csl.library import find_style, own_styles_folder
from bibkit.csl.native import NativeEngine
from bibkit.formats.csl_items import reference_of

GOLDEN = Path(__file__).parent / "golden"
NAMES = sorted(path.stem for path in (GOLDEN / "styles").glob("*.json"))
KINDS = ("entry", "order", "citation", "html")

each_style = pytest.mark.parametrize("name", NAMES)
each_kind = pytest.mark.parametrize("kind", KINDS)


def read(name: str) -> Any:
    """A file of the folder."""
    return json.loads((GOLDEN / f"{name}.json").read_text("utf-8"))


def cluster_of(cites: list[dict[str, Any]], note: int) -> Cluster:
    """A cluster as the engine takes it."""
    keys = ((key.replace("-", "_"), cite) for cite in cites for key in cite)
    assert {key for key, _ in keys} <= set(Cite.__dataclass_fields__)
    return Cluster(
        tuple(Cite(**{key.replace("-", "_"): cite[key] for key in cite}) for cite in cites), note
    )


def one_line(text: str) -> str:
    """A text with its white space made one blank."""
    return " ".join(text.split())


@lru_cache
def golden(name: str) -> dict[str, str]:
    """The golden texts of a style by what they are of: `entry darwin`, `citation 3`, `html darwin`."""
    made = read(f"styles/{name}")
    found = {f"entry {id}": text for id, text in made["entries"]}
    found |= {f"citation {number}": text for number, text in enumerate(made["citations"], 1)}
    found |= {f"html {id}": text for id, text in made["html"].items()}
    return found | {"order": " ".join(id for id, _ in made["entries"])}


@lru_cache
def printed(name: str) -> dict[str, str]:
    """The same as the engine prints them."""
    style = find_style(name)
    is_note = style.citation_format == "note"
    references = [reference_of(item)[0] for item in read("items")]
    clusters = [
        cluster_of(cites, number if is_note else 0)
        for number, cites in enumerate(read("clusters"), 1)
    ]
    document = NativeEngine().document(style, references, clusters)
    listed = document.bibliography
    ids = [entry.id for entry in listed.entries]
    found = {f"entry {id}": one_line(text) for id, text in zip(ids, listed.texts(), strict=True)}
    html = listed.texts("html", links=False)
    found |= {f"html {id}": one_line(text) for id, text in zip(ids, html, strict=True)}
    found |= {
        f"citation {number}": one_line(citation.render())
        for number, citation in enumerate(document.citations, 1)
    }
    return found | {"order": " ".join(ids)}


def skip_if_changed(name: str) -> None:
    """Official styles come with another package, whose next release may have mended this one."""
    style = find_style(name)
    if Path(style.path).parent != own_styles_folder():
        digest = hashlib.sha256(Path(style.path).read_bytes()).hexdigest()[:16]
        if digest != read(f"styles/{name}")["digest"]:
            pytest.skip(f"'{name}' has changed since its golden file: run tests/csl/golden/make.py")


@each_kind
@each_style
def test_what_is_printed_is_golden(name: str, kind: str) -> None:
    skip_if_changed(name)
    still_open, ours = read("open").get(name, {}), printed(name)
    wrong = [
        f"{what}\n- {text}\n+ {ours.get(what)}"
        for what, text in golden(name).items()
        if what.split()[0] == kind and what not in still_open and ours.get(what) != text
    ]
    assert not wrong, "\n\n".join(wrong)


@pytest.mark.parametrize("name", sorted(read("open")))
def test_what_is_open_is_still_wrong(name: str) -> None:
    skip_if_changed(name)
    right = [what for what in read("open")[name] if printed(name).get(what) == golden(name)[what]]
    assert not right, f"these are right now; take them out of open.json: {right}"


@each_style
def test_every_cluster_and_every_work_is_in_a_golden_file(name: str) -> None:
    texts = golden(name)
    ids = sorted(item["id"] for item in read("items"))
    assert sorted(texts["order"].split()) == ids
    assert sum(what.startswith("citation ") for what in texts) == len(read("clusters"))
    assert all(texts.values())


@each_style
def test_every_decision_has_its_reason_and_is_one(name: str) -> None:
    for decision in read(f"styles/{name}")["decided"]:
        assert len(decision["note"].split()) > 3
        assert golden(name)[decision["of"]] != decision["citeproc-js"]


def test_bibkits_own_styles_and_twenty_others_have_a_golden_file() -> None:
    own = {path.stem for path in own_styles_folder().glob("*.csl")}
    assert own <= set(NAMES)
    assert len(set(NAMES) - own) >= 20


def test_every_work_is_read_without_a_problem() -> None:
    problems = [problem for item in read("items") for problem in reference_of(item)[1]]
    assert problems == []
