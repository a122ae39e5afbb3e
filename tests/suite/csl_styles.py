"""Agreement with citeproc-js on much-used styles: entries, and clusters of citations.

    BIBKIT_SHARED=… BIBKIT_CITEPROC_JS=… python tests/suite/csl_styles.py [--diff apa]

For each style: entries of items kept apart (each a bibliography of its own), the citations of a
manuscript of 30 clusters, and the entries of that manuscript's bibliography (with numbers, year
suffixes and what else depends on the others). Compared is the text. Sets of items:

- `development`: the most awkward of the real records, to look at and to mend by;
- `held-out`: the rest, to be scored and never looked at;
- `made`: `csl_items.json`, made up: every type, and what real records seldom have.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from csl import ENGINES, engine_named
from csl_oracle import ask, available, plain

from bibkit.csl.engine import Cite, Cluster, Engine
from bibkit.csl.library import Style, find_style
from bibkit.formats.csl_items import reference_of
from bibkit.model import Reference

HERE = Path(__file__).parent
STYLES = (
    "nlm-citation-sequence", "american-medical-association", "nature", "cell", "apa",
    "elsevier-harvard", "elsevier-vancouver", "springer-vancouver", "plos", "ieee",
    "chicago-author-date", "the-lancet", "bmj", "the-new-england-journal-of-medicine",
    "multidisciplinary-digital-publishing-institute", "american-chemical-society",
    "modern-language-association", "harvard-cite-them-right", "springer-basic-author-date",
    "frontiers", "chicago-notes-bibliography",
)  # fmt: skip
SETS = ("development", "held-out", "made")
AWKWARD = 170
CLUSTERS = 30

Item = dict[str, Any]


# --- the items ------------------------------------------------------------------------------------


def items(name: str) -> list[Item]:
    """The items of a set."""
    if name == "made":
        made: list[Item] = json.loads((HERE / "csl_items.json").read_text("utf-8"))
        return made
    path = Path(os.environ["BIBKIT_SHARED"]) / "suites" / "roundtrip.csl.json"
    real: list[Item] = json.loads(path.read_text("utf-8"))
    chosen = _awkward(real)
    return [item for item in real if (item["id"] in chosen) == (name == "development")]


def _awkward(real: Sequence[Item]) -> set[str]:
    """The ids of those that have the most of what few have."""
    oddities = {item["id"]: set(_oddities(item)) for item in real}
    counts = Counter(oddity for some in oddities.values() for oddity in some)
    rank = {id: (-sum(1 / counts[oddity] for oddity in some), id) for id, some in oddities.items()}
    return set(sorted(oddities, key=lambda id: rank[id])[:AWKWARD])


def _oddities(item: Item) -> Iterator[str]:
    authors = item.get("author", [])
    yield f"type {item['type']}"
    for least in (4, 7, 11, 21):
        if len(authors) >= least:
            yield f"authors {least}"
    for variable, names in item.items():
        if variable == "author" or not (isinstance(names, list) and names):
            continue
        yield f"names {variable} {min(len(names), 3)}"
    for name in authors:
        family, given = name.get("family", ""), name.get("given", "")
        if "literal" in name:
            yield "literal name"
        if re.match(r"[a-zà-ÿ]", family):
            yield "particle"
        for pattern in (r" ", r"-", r"['’]", r"[^\x00-\u024f]", r"\b(Jr|Sr|I{2,3})\b"):
            if re.search(pattern, family):
                yield f"family {pattern}"
        for pattern in (r"^$", r"-", r"\.", r"^[A-Z]{2,3}$", r"[^\x00-\u024f]", r"\b[a-z]+$"):
            if re.search(pattern, given):
                yield f"given {pattern}"
    for variable in ("title", "container-title", "collection-title"):
        text = item.get(variable, "")
        for pattern in (r"<\w+", "[\"“”«]", r"['’]", r"[?!]$", r"\.$", r"[:;] ", r"[^\x00-\u024f]",
                        r"&", r"[a-z][A-Z]", r"\d", r"[?!.] ", r"^[a-z]", r"[–—/]"):  # fmt: skip
            if re.search(pattern, text):
                yield f"{variable} {pattern}"
    for variable in ("page", "volume", "issue", "edition", "number", "number-of-pages"):
        if variable in item:
            yield f"{variable} {re.sub('[0-9]+', '1', str(item[variable]))[:12]}"
    for variable in item.keys() - {"abstract", "keyword"}:
        yield f"has {variable}"
    for variable in ("author", "issued", "publisher", "container-title", "page", "volume"):
        if variable not in item:
            yield f"{item['type']} without {variable}"
    parts = item.get("issued", {}).get("date-parts", [[]])
    yield f"date of {len(parts)} and {len(parts[0])}"
    yield f"language {item.get('language', '')[:2].lower()}"


# --- the clusters ---------------------------------------------------------------------------------

_LOCATORS = (
    ("", "12"), ("page", "12-14"), ("page", "101-108, 321"), ("page", "iv"), ("page", "3 & 7"),
    ("chapter", "3"), ("section", "2.1"), ("figure", "4"), ("verse", "7-9"), ("paragraph", "5"),
    ("volume", "2"), ("note", "16"), ("sub-verbo", "soil"), ("page", "1000–1003"),
)  # fmt: skip
_PREFIXES = ("see ", "see also", "cf. ", "e.g., ", "for a review, see ")
_SUFFIXES = (", emphasis added", " and elsewhere", "; but compare the reply")


def clusters(pool: Sequence[Item], seed: int) -> tuple[list[Item], list[dict[str, Any]]]:
    """A manuscript: what it cites, and its clusters as the oracle takes them.

    There are runs of new items (for collapsed numbers), works just cited again (ibid), siblings
    of one author and year (made from the pool's), and everything that a cite can have.
    """
    dice = random.Random(seed)
    works = [dict(item) for item in dice.sample(list(pool), min(40, len(pool)))]
    works += list(_siblings(works, dice))
    fresh = [str(item["id"]) for item in works]
    dice.shuffle(fresh)
    cited: list[str] = []
    made: list[dict[str, Any]] = []
    note = 0
    while len(made) < CLUSTERS:
        luck = dice.random()
        if cited and luck < 0.2:
            ids = [cited[-1]]
        elif cited and luck < 0.4:
            ids = dice.sample(sorted(set(cited)), min(dice.randint(1, 4), len(set(cited))))
        elif luck < 0.6:
            ids = [fresh.pop() for _ in range(min(len(fresh), dice.choice((3, 4))))]
        else:
            ids = [fresh.pop() for _ in range(min(len(fresh), dice.choice((1, 1, 2))))]
            ids += dice.sample(sorted(set(cited) - set(ids)), 1) if cited and luck > 0.85 else []
        if not ids:
            continue
        note += dice.random() < 0.9 or not note
        made.append({"cites": [_cite(id, dice) for id in ids], "note": note})
        cited += ids
    return works, made


def _siblings(works: Sequence[Item], dice: random.Random) -> Iterator[Item]:
    """Works that are easily confused with others: same author and year, or nearly."""
    people = [item for item in works if item.get("author") and item.get("issued")]
    for count, item in enumerate(dice.sample(people, min(10, len(people)))):
        twin = {**item, "id": f"{item['id']}-twin", "title": f"Another {item['title']}"}
        author = [dict(name) for name in item["author"]]
        if count % 3 == 1 and "given" in author[0]:
            author[0]["given"] = "Quentin"
        elif count % 3 == 2:
            author[1:] = [{"family": "Abel", "given": "Ada"}, {"family": "Bell", "given": "Ben"}]
        yield {**twin, "author": author}


def _cite(id: str, dice: random.Random) -> dict[str, Any]:
    cite: dict[str, Any] = {"id": id}
    if dice.random() < 0.3:
        label, cite["locator"] = dice.choice(_LOCATORS)
        if label:
            cite["label"] = label
    if dice.random() < 0.12:
        cite["prefix"] = dice.choice(_PREFIXES)
    if dice.random() < 0.12:
        cite["suffix"] = dice.choice(_SUFFIXES)
    if dice.random() < 0.08:
        cite["suppress-author"] = True
    return cite


def cluster_of(cluster: dict[str, Any]) -> Cluster:
    """The same for our engine."""
    cites = (
        Cite(
            cite["id"],
            locator=cite.get("locator", ""),
            label=cite.get("label", ""),
            prefix=cite.get("prefix", ""),
            suffix=cite.get("suffix", ""),
            suppress_author=cite.get("suppress-author", False),
        )
        for cite in cluster["cites"]
    )
    return Cluster(tuple(cites), cluster["note"])


# --- comparing ------------------------------------------------------------------------------------

#: What is compared, of whom, theirs, ours (both as html).
Pair = tuple[str, str, str, str]


@dataclass
class Agreement:
    """How many texts of a kind are the same; `html` counts those whose styles are, too."""

    total: int = 0
    same: int = 0
    html: int = 0
    differences: list[Pair] = field(default_factory=list)

    def add(self, pair: Pair) -> None:
        _, _, theirs, ours = pair
        self.total += 1
        if plain(theirs) == plain(ours):
            self.same += 1
            self.html += " ".join(_bare(theirs).split()) == " ".join(ours.split())
        else:
            self.differences.append(pair)

    @property
    def rate(self) -> float:
        return self.same / max(1, self.total)


def _bare(entry: str) -> str:
    """An entry without the element that theirs has around each."""
    return entry.strip().removeprefix('<div class="csl-entry">').removesuffix("</div>")


KINDS = ("apart", "citation", "entry")


def pairs(style: Style, name: str, engine: Engine) -> Iterator[Pair]:
    """Everything that is compared in a style and a set."""
    pool = items(name)
    xml = Path(style.path).read_text("utf-8")
    works, made = clusters(pool, seed=len(pool))
    if style.citation_format != "note":
        made = [{**cluster, "note": 0} for cluster in made]
    theirs = ask({"style": xml, "items": pool, "apart": True})["apart"]
    for item in pool:
        id = str(item["id"])
        yield "apart", id, theirs[id], _apart(engine, style, reference_of(item)[0])
    answer = ask({"style": xml, "items": works, "clusters": made})
    yield from _document(engine, style, works, made, answer)


def _apart(engine: Engine, style: Style, reference: Reference) -> str:
    try:
        texts = engine.bibliography(style, [reference]).texts("html", links=False)
        return texts[0] if texts else ""
    except Exception as error:  # an engine may break in any way; it then disagrees
        return f"{type(error).__name__}: {error}"


def _document(
    engine: Engine, style: Style, works: Sequence[Item], made: Sequence[Item], answer: Item
) -> Iterator[Pair]:
    broke = ""
    texts: dict[str, str] = {}
    citations: list[str] = []
    try:
        references = [reference_of(item)[0] for item in works]
        document = engine.document(style, references, [cluster_of(one) for one in made])
        citations = [citation.render("html", links=False) for citation in document.citations]
        listed = document.bibliography
        ids = [entry.id for entry in listed.entries]
        texts = dict(zip(ids, listed.texts("html", links=False), strict=True))
    except Exception as error:  # as above
        broke = f"{type(error).__name__}: {error}"
    for number, theirs in enumerate(answer["citations"]):
        what = json.dumps(made[number], ensure_ascii=False)
        yield "citation", what, theirs, citations[number] if citations else broke
    entries = answer["entries"] or []
    # Where citeproc-js leaves an entry out, its ids no longer belong to its texts.
    by_text = {plain(text): text for text in texts.values()}
    for entry in entries:
        ours = by_text.get(plain(entry["text"])) or texts.get(entry["id"], broke)
        yield "entry", entry["id"], entry["text"], ours
    if len(entries) == len(texts):
        order = " ".join(entry["id"] for entry in entries)
        yield "order", "", order, " ".join(texts) or broke


def compare(style: Style, name: str, engine: Engine) -> dict[str, Agreement]:
    """The agreement of each kind; the order of a bibliography is a kind of its own."""
    found = {kind: Agreement() for kind in (*KINDS, "order")}
    for pair in pairs(style, name, engine):
        found[pair[0]].add(pair)
    return found


# --- telling --------------------------------------------------------------------------------------


def shown(differences: Iterable[Pair], limit: int) -> str:
    """Differences for a person."""
    lines = []
    for kind, what, theirs, ours in list(differences)[:limit]:
        same_text = plain(theirs) == plain(ours)
        theirs, ours = (theirs, ours) if same_text else (plain(theirs), plain(ours))
        lines.append(f"{kind} {what}\n- {theirs}\n+ {ours}\n")
    return "\n".join(lines)


def table(name: str, styles: Sequence[str], engine: Engine) -> dict[str, float]:
    """Print the table of a set; give the means."""
    print(f"{name:48}  entries apart  html   citations  html     entries  html  order")
    rates: dict[str, list[float]] = {kind: [] for kind in KINDS}
    for style in styles:
        found = compare(find_style(style), name, engine)
        cells = []
        for kind in KINDS:
            agreement = found[kind]
            rates[kind].append(agreement.rate)
            html = agreement.html / max(1, agreement.total)
            cells.append(
                f"{agreement.same:5}/{agreement.total:<4} {agreement.rate:5.0%} {html:5.0%}"
            )
        order = "same" if found["order"].same == found["order"].total else "DIFFERS"
        print(f"{style:48} " + "  ".join(cells) + f"  {order}", flush=True)
    means = {kind: sum(some) / len(some) for kind, some in rates.items()}
    print(f"{'mean':48} " + "  ".join(f"{' ' * 10} {means[k]:6.1%}     " for k in KINDS) + "\n")
    return means


def main() -> int:
    """The script."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--set", choices=SETS, action="append", help="default: all")
    parser.add_argument("--style", action="append", help="default: the 21")
    parser.add_argument("--diff", metavar="STYLE", help="the differences of one style")
    parser.add_argument("--kind", choices=(*KINDS, "order"), help="only differences of this kind")
    parser.add_argument("--limit", type=int, default=20, help="differences shown")
    parser.add_argument("--engine", choices=sorted(ENGINES), default="native")
    options = parser.parse_args()
    if not available():
        parser.error("BIBKIT_CITEPROC_JS is not set; it names the folder of node_modules.")
    engine = engine_named(options.engine)
    if options.diff:
        for name in options.set or ("development", "made"):
            found = compare(find_style(options.diff), name, engine)
            kinds = [options.kind] if options.kind else list(found)
            print(f"=== {name}")
            print(shown((d for kind in kinds for d in found[kind].differences), options.limit))
        return 0
    for name in options.set or SETS:
        table(name, options.style or STYLES, engine)
    return 0


if __name__ == "__main__":
    sys.exit(main())
