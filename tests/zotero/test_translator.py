"""The import translator: made from Python, and making the same of every text as Python."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sections import load as load_list
from translator_runs import differences, in_javascript
from translator_sections import dump, load

from bibkit.zotero.reading import TAG
from bibkit.zotero.translator import FILE, LABEL
from bibkit.zotero.translator.generate import translator
from bibkit.zotero.translator.importing import items_of

_DATA = Path(__file__).resolve().parent.parent / "data"
_OWN = sorted((_DATA / "translator").glob("*.txt"))
_LISTS = sorted((_DATA / "lists").glob("*.txt"))


def texts() -> list[str]:
    return [load(path)[0] for path in _OWN] + [load_list(path).input for path in _LISTS]


# --- the file ---


def test_the_translator_is_what_is_made_from_the_python_source() -> None:
    assert FILE.read_text("utf-8") == translator(), "run `make translator`"


def test_its_header_is_what_zotero_reads_before_it_runs_it() -> None:
    header, end = json.JSONDecoder().raw_decode(FILE.read_text("utf-8"))
    assert header["label"] == LABEL == FILE.stem
    assert header["translatorType"] == 1
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", header["translatorID"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", header["lastUpdated"])
    assert not header["inRepository"]
    assert FILE.read_text("utf-8")[end : end + 2] == "\n\n"


def test_it_takes_no_name_in_zoteros_sandbox_but_its_own() -> None:
    names = re.findall(r"^(?:const|let|var|function\*?|class) (\w+)", FILE.read_text("utf-8"), re.M)
    outside = names[: names.index("bibkit") + 1]
    assert outside == ["detectImport", "doImport", "readText", "bibkit"]


def test_it_names_no_place_of_this_machine() -> None:
    assert not re.search(r"/(?:home|tmp|root|work)/", FILE.read_text("utf-8"))


# --- what it makes ---


@pytest.mark.parametrize("path", _OWN, ids=lambda path: path.stem)
def test_the_items_are_those_of_the_fixture(path: Path) -> None:
    text, expected = load(path)
    assert [dump(item) for item in items_of(text)] == expected


def test_python_and_javascript_make_the_same_of_every_fixture() -> None:
    assert differences(texts()) == []


def test_they_make_the_same_of_broken_lines_and_odd_characters() -> None:
    odd = "𝐀𐐨😀𝟐ıİſKßǅ²Ⅷ٢\u200b\u200d\ufeff\xad\ue000\ue123\uf0b7\x85\x1c\u2028\xa0\u3000\ud800$`\\"
    made = [
        text[:place] + odd[place % len(odd)] + text[place + place % 3 :]
        for number, text in enumerate(texts())
        for place in range(number % 7, len(text), 29)
    ]
    assert len(made) > 400
    assert differences(made) == []


def test_the_original_text_goes_along_as_a_child_note() -> None:
    text = "1. Smith A, Lee B. A <b>bold</b> title & more of it. Chest. 2017;12(2):181–4."
    (item,) = items_of(text)
    assert item["notes"] == [{"note": f"<p>{_escaped(text)}</p>"}]


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def test_every_line_of_a_list_is_in_a_note() -> None:
    for path in _LISTS:
        text = load_list(path).input
        items = items_of(text)
        notes = "".join([note["note"] for item in items for note in item.get("notes", ())])
        notes += "".join(item.get("note", "") for item in items)
        printed = "".join(notes.split())
        for line in _listed(text):
            assert "".join(_escaped(line).split()) in printed, (path.name, line)


def _listed(text: str) -> list[str]:
    """The lines of a list behind its heading, before what PubMed prints behind it."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    heads = [i for i, line in enumerate(lines) if line == "References"]
    if not heads:
        return []
    ends = [i for i, line in enumerate(lines) if line.startswith("Show all")]
    return lines[heads[0] + 1 : (ends or [len(lines)])[0]]


def test_what_may_be_wrong_is_tagged_and_says_why() -> None:
    (item,) = items_of("Hill R. Sold in small numbers. 2003.")
    assert item["tags"] == [TAG]
    assert "<p>Check: " in item["notes"][0]["note"]


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("Moor K, Yot H, Hepatitis C virus core protein in mice. J Gen Virol. 1997;78(7):1527–31.", "The last author"),
        ("Moor K, Yot H, Adult T-cell leukemia from a carrier. Transplantation. 2006;82(6):840–3.", "The last author"),
        ("Moor K, Yot H, F-18 FDG PET scanning in feet: a report. Clin Nucl Med. 2011;36:8–10.", "The last author"),
        ("Moor K., Yot H. Ethnobot. Leafl. 2008;12:609–613.", "A title of one word"),
    ],
)  # fmt: skip
def test_a_part_of_the_title_that_may_be_an_author_is_said(text: str, doubt: str) -> None:
    (item,) = items_of(text)
    assert item["tags"] == [TAG]
    assert f"<p>Check: {doubt}" in item["notes"][0]["note"]


@pytest.mark.parametrize("title", ["mTOR in growth and disease", "“Quoted” words", "Éclairs"])
def test_a_title_behind_a_stop_is_no_part_of_an_author(title: str) -> None:
    (item,) = items_of(f"Moor K, Yot H. {title} of mice. Cell. 2012;149(2):274–93.")
    assert item["title"] == f"{title} of mice"
    assert item["tags"] == []


def test_a_year_that_stands_against_a_word_tells_a_reference() -> None:
    text = "Moor K., Yot H., et al2012, A title of some words, Plant Sci., 166, 49–51."
    (item,) = items_of(text)
    assert (item["publicationTitle"], item["date"]) == ("Plant Sci", "2012")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("World Health Organization, https://x.org/who, 2017. A title.", ["World Health Organization"]),
        ("A title of words. In: Lee B https://x.org, editor. A book. Oslo: Press; 2017. p. 1-4.", ["Lee B"]),
        ("& In: https://x.org/a eds. Chest. 2017;12:1-4.", []),
    ],
)  # fmt: skip
def test_an_address_beside_a_name_is_no_part_of_it(text: str, names: list[str]) -> None:
    (item,) = items_of(text)
    assert [one["lastName"] for one in item["creators"]] == names


def test_characters_that_nobody_sees_are_left_out() -> None:
    (item,) = items_of(
        "\ufeff1. Smith\x00 A. A hy\x02phen \u202eof words\u202c. Chest. 2017;12:1–4."
    )
    assert item["title"] == "A hyphen of words"
    assert item["creators"][0]["lastName"] == "Smith"
    assert item["notes"][0]["note"] == "<p>1. Smith A. A hyphen of words. Chest. 2017;12:1–4.</p>"


def test_pmid_and_pmcid_are_lines_of_extra_and_no_key_is_made() -> None:
    (item,) = items_of(
        "Smith A, Lee B. A title of some words. Chest. 2017;12:1–4. PMID: 21000001. PMCID: PMC3000001."
    )
    assert item["extra"] == "PMID: 21000001\nPMCID: PMC3000001"
    assert not item.keys() & {"PMID", "PMCID", "citationKey"}


def test_an_et_al_is_nobody() -> None:
    (item,) = items_of("Smith A, Lee B, et al. A title of some words. Chest. 2017;12:1–4.")
    assert [one["lastName"] for one in item["creators"]] == ["Smith", "Lee"]


def test_a_list_that_comes_in_pieces_is_read_whole() -> None:
    line = "Smith A, Lee B. A title of some words 😀. Chest. 2017;12:{}–4.\n"
    text = "".join(f"{n}. {line.format(n)}" for n in range(1, 2500))
    made, milliseconds = in_javascript([text])
    assert len(text) > 2 * 65536
    assert made[0]["detected"]
    assert len(made[0]["items"]) == 2499
    assert milliseconds < 20_000


def test_a_list_that_comes_one_character_after_the_other_is_read_alike() -> None:
    assert in_javascript(texts(), piece=1)[0] == in_javascript(texts())[0]


def test_a_note_of_very_many_lines_is_made() -> None:
    line = "1. Smith A. A title of some words. Chest. 2017;12:1–4.\n"
    (made,), _ = in_javascript([line + "10000. See page 2.\n" * 200_000])
    assert len(made["items"][-1]["note"]) > 200_000 * 20


@pytest.mark.parametrize(
    "text",
    ["Smith A, " * 6000, "A B " * 14_000, "J. Am. Chem. Soc. " * 3000, "a" * 500_000, " " * 59_000 + "2019;1:2",
     "In: " * 14_000 + "2019", "; " * 29_000 + "2019;1:2", "10.1234/" + "a" * 50_000, "(2019) [1] " * 5000, "x\n" * 40_000],
    ids=["names", "capitals", "stops", "one word", "blanks", "in", "semicolons", "doi", "brackets", "lines"],
)  # fmt: skip
def test_no_text_makes_it_search_forever(text: str) -> None:
    _, milliseconds = in_javascript([text])
    assert milliseconds < 15_000


def test_the_gold_lists_are_read_alike(shared: Path) -> None:
    import gzip

    with gzip.open(shared / "gold" / "reference-lists.jsonl.gz", "rt", encoding="utf-8") as file:
        records = [json.loads(line) for _, line in zip(range(4000), file, strict=False)]
    assert differences([record["text"] + record["links"] for record in records]) == []


def test_the_samples_are_read_alike(shared: Path) -> None:
    paths = sorted((shared / "gold" / "samples").iterdir())
    assert differences([path.read_text("utf-8", "replace") for path in paths]) == []


def test_node_takes_it_for_a_program() -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed: the translator cannot be checked")
    source = FILE.read_text("utf-8")
    _, end = json.JSONDecoder().raw_decode(source)
    done = subprocess.run(
        [node, "--check", "-"], input=source[end:], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
