"""Make the golden files anew with citeproc-js, and say where bibkit prints something else.

    BIBKIT_CITEPROC_JS=… python tests/csl/golden/make.py [--check] [STYLE …]

Each `styles/STYLE.json` holds what the works of `items.json` and the clusters of `clusters.json` come to in
that style. The texts are citeproc-js's, never the engine's that is tested. What is listed under
`decided` is the exception: there bibkit prints something else on purpose, the text was written by
hand, and `note` says why. Such a text survives for as long as citeproc-js prints what it was decided
against. `open.json` names the texts in which bibkit is still wrong, with the cause as far as it is
known; a test fails when one of them is right, too, so that the list only shrinks.

Read the difference before committing it: this is the hand-check.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TypeAlias

sys.path.insert(0, str(Path(__file__).parents[2] / "suite"))

from csl_oracle import ask, available, plain
from csl_styles import STYLES, cluster_of

from bibkit.csl.library import Style, find_style, own_styles_folder
from bibkit.csl.native import NativeEngine
from bibkit.formats.csl_items import reference_of

HERE = Path(__file__).parent
#: Whose HTML is kept, too: italics, subscripts, quotes, an ampersand.
MARKED_UP = ("bednorz", "darwin", "fleming", "king", "scipy")
OWN = sorted(path.stem for path in own_styles_folder().glob("*.csl"))

Json: TypeAlias = dict[str, Any]


def golden(style: Style) -> Json:
    """What citeproc-js makes of the works and clusters."""
    items, clusters = read("items"), clusters_of(style)
    xml = Path(style.path).read_text("utf-8")
    request = {"style": xml, "items": items, "clusters": clusters}
    answer = ask(request)
    entries = {entry["id"]: entry["text"] for entry in answer["entries"]}
    return {
        "style": style.id,
        "digest": digest(style),
        "entries": [[id, plain(text)] for id, text in entries.items()],
        "citations": [plain(text) for text in answer["citations"]],
        "html": {id: bare(entries[id]) for id in MARKED_UP},
        "decided": [],
    }


def native(style: Style) -> Json:
    """What bibkit makes of them, to be compared."""
    references = [reference_of(item)[0] for item in read("items")]
    clusters = [cluster_of(cluster) for cluster in clusters_of(style)]
    document = NativeEngine().document(style, references, clusters)
    listed = document.bibliography
    ids = [entry.id for entry in listed.entries]
    html = dict(zip(ids, listed.texts("html", links=False), strict=True))
    return {
        "entries": [[id, plain(html[id])] for id in ids],
        "citations": [plain(one.render("html", links=False)) for one in document.citations],
        "html": {id: " ".join(html[id].split()) for id in MARKED_UP},
    }


def digest(style: Style) -> str:
    """What says that an official style is still the one that was used."""
    return hashlib.sha256(Path(style.path).read_bytes()).hexdigest()[:16]


def read(name: str) -> Any:
    """One of the files beside this."""
    return json.loads((HERE / f"{name}.json").read_text("utf-8"))


def clusters_of(style: Style) -> list[Json]:
    """The clusters as citeproc-js takes them: each in a note of its own where a style has notes."""
    is_note = style.citation_format == "note"
    return [
        {"cites": cites, "note": number if is_note else 0}
        for number, cites in enumerate(read("clusters"), 1)
    ]


def bare(entry: str) -> str:
    """An entry without the element around it, white space made one blank."""
    inner = entry.strip().removeprefix('<div class="csl-entry">').removesuffix("</div>")
    return " ".join(inner.split())


# --- what was decided otherwise -------------------------------------------------------------------


def texts(made: Json) -> dict[str, str]:
    """Every text of a golden file by what it is: `entry darwin`, `citation 3`, `html darwin`."""
    found = {f"entry {id}": text for id, text in made["entries"]}
    found |= {f"citation {number}": text for number, text in enumerate(made["citations"], 1)}
    found |= {f"html {id}": text for id, text in made["html"].items()}
    return found | {"order": " ".join(id for id, _ in made["entries"])}


def put(made: Json, what: str, text: str) -> None:
    """Replace a text of a golden file."""
    kind, _, name = what.partition(" ")
    if kind == "entry":
        made["entries"] = [[id, text if id == name else old] for id, old in made["entries"]]
    elif kind == "citation":
        made["citations"][int(name) - 1] = text
    elif kind == "html":
        made["html"][name] = text
    else:
        kept = dict(made["entries"])
        made["entries"] = [[id, kept[id]] for id in text.split()]


def decide(made: Json, before: Json) -> Iterator[str]:
    """Put the texts that were decided on in place of citeproc-js's; give those that no longer are."""
    theirs, ours = texts(made), texts(before)
    for decision in before["decided"]:
        what = decision["of"]
        if theirs.get(what) != decision["citeproc-js"]:
            yield what
            continue
        put(made, what, ours[what])
        made["decided"].append(decision)


# --- writing --------------------------------------------------------------------------------------


def as_json(made: Json) -> str:
    """A golden file: one text a line."""
    parts = []
    for key, value in made.items():
        if isinstance(value, list):
            lines = [json.dumps(one, ensure_ascii=False) for one in value]
            body = "[\n  " + ",\n  ".join(lines) + "\n ]" if lines else "[]"
        elif isinstance(value, dict):
            lines = [
                f"{json.dumps(k)}: {json.dumps(v, ensure_ascii=False)}" for k, v in value.items()
            ]
            body = "{\n  " + ",\n  ".join(lines) + "\n }"
        else:
            body = json.dumps(value, ensure_ascii=False)
        parts.append(f" {json.dumps(key)}: {body}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def differences(made: Json, style: Style) -> Iterator[tuple[str, str, str]]:
    """Where bibkit prints something else: of what, the golden text, ours."""
    ours = texts(native(style))
    for what, theirs in texts(made).items():
        if ours.get(what) != theirs:
            yield what, theirs, ours.get(what, "")


def main(arguments: Sequence[str] | None = None) -> int:
    """The script; 1 where bibkit differs in what `open.json` does not name."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("styles", nargs="*", metavar="STYLE", help="default: all")
    parser.add_argument("--check", action="store_true", help="write nothing")
    options = parser.parse_args(arguments)
    if not available():
        parser.error("BIBKIT_CITEPROC_JS is not set; it names the folder of node_modules.")
    count = 0
    known = read("open")
    for name in options.styles or (*STYLES, *OWN):
        style = find_style(name)
        made, path = golden(style), HERE / "styles" / f"{name}.json"
        if path.exists():
            for what in decide(made, json.loads(path.read_text("utf-8"))):
                print(f"{name}: citeproc-js has changed its mind about {what}; decide anew.\n")
        if not options.check:
            path.parent.mkdir(exist_ok=True)
            path.write_text(as_json(made), "utf-8")
        for what, theirs, ours in differences(made, style):
            mark = " (open)" if what in known.get(name, {}) else ""
            count += not mark
            print(f"{name}: {what}{mark}\n- {theirs}\n+ {ours}\n")
    print(f"{count} texts differ beside those that are open.")
    return int(bool(count))


if __name__ == "__main__":
    sys.exit(main())
