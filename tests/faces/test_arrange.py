"""`bibkit dedupe`, `bibkit sort` and `bibkit keys`, as a person runs them."""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from running import bibkit

REFS = """\
% my list

@string{jsoil = "Journal of Soil"}

% the best
@article{lee2017,
  author = {Lee, B. and Wu, C.},
  title = {Iron and soil in the diet of the north},
  journal = jsoil,
  year = 2017,
  volume = 12, pages = {181--184},
  note = {mine},
}

@article{chio2009,
  author = {Chi\\`o, Adriano},
  title = {Prognostic factors in the south},
  journal = jsoil,
  year = 2009,
  doi = {10.1000/182},
}  % read it

@Article{Lee:iron,
  author = {Lee, Ben and Wu, Carl},
  title = {Iron and Soil in the Diet of the North},
  journal = {J. Soil},
  year = 2017,
  month = mar,
  volume = 12, pages = {181--4},
  issn = {1234-5679}, pmid = {7},
}
@incollection{part, author = {Abe, A.}, title = {A part}, crossref = {chioX}}

@article{chioX, title = {Prognostic factors in the south}, doi = {10.1000/182}, volume = {3}}

@comment{jabref-meta: x}
"""


@pytest.fixture
def refs(tmp_path: Path) -> Path:
    path = tmp_path / "refs.bib"
    path.write_bytes(REFS.encode())
    return path


def _said(done: object) -> str:
    return done.stderr.decode()  # type: ignore[attr-defined, no-any-return]


# --- dedupe -----------------------------------------------------------------------------------------------


def test_dedupe_says_what_it_merged(refs: Path) -> None:
    done = bibkit("dedupe", refs, "-n")
    assert (done.returncode, done.stdout, refs.read_bytes()) == (0, b"", REFS.encode())
    assert _said(done).splitlines()[1:] == [
        "  Lee:iron -> lee2017: same title, author, year, journal, volume and page; "
        "filled in: note, container-title, page",
        "  chioX -> chio2009: same DOI; filled in: volume",
        "5 references, 2 merged: 3 left",
    ]


def test_dedupe_in_place_keeps_the_file(refs: Path) -> None:
    done = bibkit("dedupe", refs, "-i", "--aliases")
    assert (done.returncode, done.stdout) == (0, b"")
    text = refs.read_text("utf-8")
    head, tail = REFS.split("@article{lee2017")[0], REFS[REFS.index("\n@comment") :]
    assert text.startswith(head + "@Article{lee2017,\n  author = {Lee, Ben and Wu, Carl},\n")
    assert text.endswith(tail)
    assert "ids = {Lee:iron}" in text
    assert "ids = {chioX}" in text
    assert "crossref = {chio2009}" in text
    assert "}  % read it\n" in text
    assert "month = mar,\n" in text
    assert text.count("@") == REFS.count("@") - 2
    again = bibkit("dedupe", refs, "-i")
    assert refs.read_text("utf-8") == text
    assert _said(again).splitlines()[1:] == ["No work stands twice", f"{refs} is as it was"]


def test_dedupe_writes_the_same_to_standard_output_and_to_a_file(
    refs: Path, tmp_path: Path
) -> None:
    printed = bibkit("dedupe", refs, "-q")
    assert printed.stderr == b""
    assert bibkit("dedupe", refs, "-o", "new.bib", cwd=tmp_path).stdout == b""
    assert (tmp_path / "new.bib").read_bytes() == printed.stdout
    assert bibkit("dedupe", "-", stdin=REFS.encode(), cwd=tmp_path).stdout == printed.stdout
    bibkit("dedupe", refs, "-i")
    assert refs.read_bytes() == printed.stdout


def test_dedupe_another_format(refs: Path) -> None:
    done = bibkit("dedupe", refs, "-t", "csl-json", "-q")
    assert [item["id"] for item in json.loads(done.stdout)] == ["lee2017", "chio2009", "part"]


def test_dedupe_several_files(refs: Path, tmp_path: Path) -> None:
    items = [
        {"id": "other", "type": "article-journal", "DOI": "10.1000/182", "ISSN": "1234-5679"},
        {"id": "part", "type": "book", "title": "Another book under the same key"},
    ]
    (tmp_path / "b.json").write_text(json.dumps(items))
    done = bibkit("dedupe", refs, "b.json", "-o", "all.bib", cwd=tmp_path)
    assert done.returncode == 0
    said = _said(done)
    assert "  chioX, other -> chio2009: same DOI; filled in: " in said
    assert "anotherunder: The key 'part'" not in said
    assert (
        "! another: The key 'part' stands twice, for two works; the second is now 'another'" in said
    )
    text = (tmp_path / "all.bib").read_text("utf-8")
    assert text.count("@") == 4
    assert "issn = {1234-5679}" in text
    assert "@book{another," in text


def test_dedupe_as_json(refs: Path, tmp_path: Path) -> None:
    done = bibkit("dedupe", refs, "--json", "-q")
    report = json.loads(done.stdout)
    assert set(report) == {"references", "merged", "renamed", "doubts"}
    assert report["renamed"] == {"Lee:iron": "lee2017", "chioX": "chio2009"}
    assert report["merged"][1] == {
        "kept": "chio2009", "dropped": ["chioX"], "reason": "DOI", "source": "chio2009",
        "filled": {"volume": "chioX"},
    }  # fmt: skip
    assert bibkit("dedupe", refs, "--json", "-o", "a.bib", cwd=tmp_path).stdout == done.stdout
    assert (tmp_path / "a.bib").exists()


def test_dedupe_leaves_and_says_what_is_near(tmp_path: Path) -> None:
    text = (
        "@article{a, title={On the habits of red wood ants}, doi={10.1000/1}, pmid={7}}\n"
        "@article{b, title={A handbook of Norwegian bees}, doi={10.1000/1}}\n"
    )
    (tmp_path / "a.bib").write_text(text)
    done = bibkit("dedupe", "a.bib", cwd=tmp_path)
    assert done.stdout.decode() == text
    assert _said(done).splitlines()[1:] == [
        "  ! b: It has DOI 10.1000/1 as a has, but the titles differ; left as they are.",
        "No work stands twice",
    ]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["-i", "-o", "x.bib"], 2, "-i changes FILE itself"),
        (["-i", "-t", "csl-json"], 2, "-i changes FILE itself"),
        (["refs.bib", "-i"], 2, "-i changes one FILE"),
        (["-t", "text"], 2, "is only read, not written"),
        (["-t", "nonsense"], 2, "There is no format 'nonsense'"),
        (["-o", "x.nonsense"], 2, "does not say its format"),
        (["--json", "-o", "-"], 2, "--json goes to standard output"),
        (["-o", "no/x.bib"], 2, "There is no folder 'no'"),
        (["nothere.bib"], 3, "There is no file"),
    ],
)
def test_dedupe_refuses(refs: Path, arguments: list[str], code: int, said: str) -> None:
    done = bibkit("dedupe", refs.name, *arguments, cwd=refs.parent)
    assert (done.returncode, done.stdout) == (code, b"")
    assert said in _said(done)
    assert refs.read_bytes() == REFS.encode()


def test_dedupe_of_what_is_not_written_is_bibtex(tmp_path: Path) -> None:
    item = "Chio A. A view of the ants of Norway. Chest. 2017;12(2):1-4.\n"
    page = f"References\n1. {item}2. Lee B. Another view of all that. Chest. 2018;13(1):5-9.\n3. {item}"
    (tmp_path / "page.txt").write_text(page)
    done = bibkit("dedupe", "page.txt", cwd=tmp_path)
    assert done.stdout.count(b"@article{") == 2
    assert bibkit("dedupe", "page.txt", "-i", cwd=tmp_path).returncode == 2


# --- sort -------------------------------------------------------------------------------------------------


def test_sort_keeps_every_entrys_text(refs: Path) -> None:
    done = bibkit("sort", refs, "--by", "author", "--by", "-year", "-q")
    text = done.stdout.decode()
    assert text.startswith('% my list\n\n@string{jsoil = "Journal of Soil"}\n\n')
    assert text.endswith("\n@comment{jabref-meta: x}\n")
    keys = [line.split("{")[1].split(",")[0] for line in text.splitlines() if line[:1] == "@"]
    assert keys[1:-1] == ["part", "chio2009", "lee2017", "Lee:iron", "chioX"]
    assert "% the best\n@article{lee2017," in text
    assert "}  % read it\n" in text
    assert sorted(text.split()) == sorted(REFS.split())


def test_sort_in_place(refs: Path) -> None:
    done = bibkit("sort", refs, "-i")
    assert (done.returncode, done.stdout) == (0, b"")
    once = refs.read_bytes()
    assert once.index(b"{chio2009") < once.index(b"{lee2017") < once.index(b"{Lee:iron")
    assert once.index(b"{part") < once.index(b"{chioX")  # its parent, and stood behind it
    assert "is as it was" in _said(bibkit("sort", refs, "-i"))
    assert refs.read_bytes() == once


def test_sort_other_formats_and_packed_files(tmp_path: Path) -> None:
    items = [{"id": id, "type": "book", "issued": {"date-parts": [[year]]}} for id, year in (("b", 2001), ("a", 2003), ("c", 2002))]  # fmt: skip
    (tmp_path / "r.json").write_text(json.dumps(items))
    for order, expected in (
        ("key", "abc"),
        ("year", "bca"),
        ("-year", "acb"),
        ("-year,key", "acb"),
    ):
        done = bibkit("sort", "r.json", "--by", order, cwd=tmp_path)
        assert [item["id"] for item in json.loads(done.stdout)] == list(expected)
    (tmp_path / "r.bib.gz").write_bytes(gzip.compress(b"@book{b}\n% a\n@book{a}\n"))
    assert bibkit("sort", "r.bib.gz", cwd=tmp_path).stdout == b"% a\n@book{a}\n@book{b}\n"


def test_sort_keeps_the_encoding_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "r.bib"
    text = "@book{b, title={Ä}}\r\n@book{a, title={É}}\r\n"
    path.write_bytes(text.encode("cp1252"))
    bibkit("sort", path, "-i")
    assert path.read_bytes().decode("cp1252") == "@book{a, title={É}}\r\n@book{b, title={Ä}}\r\n"


def test_sort_by_nothing_that_there_is(refs: Path) -> None:
    done = bibkit("sort", refs, "--by", "size")
    assert (done.returncode, done.stdout) == (2, b"")
    assert "They are by key, author, year, date, title" in _said(done)


def test_sort_refuses_what_would_say_something_else(tmp_path: Path) -> None:
    text = "@string{s = 1}\n@book{b, volume = s}\n@string{s = 2}\n@book{a, volume = s}\n"
    (tmp_path / "r.bib").write_text(text)
    done = bibkit("sort", "r.bib", "-i", cwd=tmp_path)
    assert done.returncode == 2
    assert "an @string is defined twice" in _said(done)
    assert (tmp_path / "r.bib").read_text() == text


# --- keys -------------------------------------------------------------------------------------------------


def test_keys_are_shown(refs: Path) -> None:
    done = bibkit("keys", refs)
    assert done.stdout.decode() == "lee2017\nchio2009\nLee:iron\npart\nchioX\n"
    assert _said(done).splitlines()[-1] == "5 keys, 0 to change"
    shown = bibkit("keys", refs, "--all", "--pattern", "{Author}_{year}").stdout.decode()
    assert shown.splitlines()[:3] == [
        "lee2017 -> Lee_2017a", "chio2009 -> Chio_2009", "Lee:iron -> Lee_2017",
    ]  # fmt: skip
    assert refs.read_bytes() == REFS.encode()


def test_keys_are_mended_in_place(tmp_path: Path) -> None:
    path = tmp_path / "r.bib"
    path.write_text(
        "% x\n@book{k, title = {Soil}}\n@book{K,title={Air}} % y\n@book{, title={Sea}}\n"
    )
    done = bibkit("keys", path, "-i")
    assert (done.returncode, done.stdout) == (0, b"")
    assert path.read_text() == (
        "% x\n@book{k, title = {Soil}}\n@book{air,title={Air}} % y\n@book{sea, title={Sea}}\n"
    )
    assert "  K -> air\n  (none) -> sea\n" in _said(done)
    assert "3 keys, 2 changed" in _said(done)
    assert bibkit("keys", path).stdout == b"k\nair\nsea\n"


def test_keys_of_other_entries_follow(refs: Path) -> None:
    bibkit("keys", refs, "-i", "--all", "--aliases", "-q")
    text = refs.read_text("utf-8")
    assert "@incollection{abe2009part, " in text or "@incollection{abepart, " in text
    parent = text.split("crossref = {")[1].split("}")[0]
    assert f"@article{{{parent}, title = {{Prognostic" in text
    assert "ids = {chioX}" in text
    assert "% the best\n@article{lee2017iron" in text


def test_keys_as_json(refs: Path, tmp_path: Path) -> None:
    done = bibkit("keys", refs, "--json", "--all", "-o", "new.bib", cwd=tmp_path)
    report = json.loads(done.stdout)
    assert [row["old"] for row in report["keys"]] == [
        "lee2017",
        "chio2009",
        "Lee:iron",
        "part",
        "chioX",
    ]
    assert report["renamed"]["Lee:iron"] in {"lee2017iron", "lee2017irona"}
    assert "@Article{lee2017iron" in (tmp_path / "new.bib").read_text("utf-8")


@pytest.mark.parametrize("pattern", ["[auth][year]", "{size}", "key", "{author} {year}"])
def test_what_is_no_pattern(refs: Path, pattern: str) -> None:
    done = bibkit("keys", refs, "--pattern", pattern)
    assert (done.returncode, done.stdout) == (2, b"")
    assert "Error: " in _said(done)


# --- odd input --------------------------------------------------------------------------------------------

_COMMANDS = pytest.mark.parametrize("command", ["dedupe", "sort", "keys"])


@_COMMANDS
def test_nothing_to_read(command: str, tmp_path: Path) -> None:
    for name, data in (
        ("e.bib", b""),
        ("b.bib", b"\x00\x01\x02" * 500),
        ("w.bib", b"% only words\n"),
    ):
        (tmp_path / name).write_bytes(data)
        done = bibkit(command, name, "-o", "x.bib", cwd=tmp_path)
        assert done.returncode == 3
        assert not (tmp_path / "x.bib").exists()
        assert bibkit(command, name, "-i", cwd=tmp_path).returncode == 3
        assert (tmp_path / name).read_bytes() == data
    assert bibkit(command, "-", stdin=b"").returncode == 3


@_COMMANDS
def test_one_reference(command: str, tmp_path: Path) -> None:
    text = "% x\n@book{ k, title={Soil} } % y"
    (tmp_path / "r.bib").write_text(text)
    done = bibkit(command, "r.bib", "-o", "-", cwd=tmp_path)
    assert done.stdout.decode() == text
    assert "is as it was" in _said(bibkit(command, "r.bib", "-i", cwd=tmp_path))


@_COMMANDS
def test_entries_without_anything(command: str, tmp_path: Path) -> None:
    text = "@book{b}\n@book{a}\n@misc{c, note={}}\n"
    (tmp_path / "r.bib").write_text(text)
    done = bibkit(command, "r.bib", "-o", "-", cwd=tmp_path)
    assert done.returncode == 0
    assert sorted(done.stdout.decode().splitlines()) == sorted(text.splitlines())


def test_a_thousand_identical_entries(tmp_path: Path) -> None:
    entry = "@article{k, title = {On the habits of ants}, year = 2017}\n\n"
    (tmp_path / "r.bib").write_text(f"% top\n\n{entry * 1000}% end\n")
    done = bibkit("dedupe", "r.bib", "-i", cwd=tmp_path)
    assert (tmp_path / "r.bib").read_text() == f"% top\n\n{entry}% end\n"
    assert "1000 references, 999 merged: 1 left" in _said(done)
    assert " and 994 more -> k: same title and year" in _said(done)


def test_one_key_for_two_works_is_made_two(tmp_path: Path) -> None:
    text = "@book{k, title={Soil of the north}}\n@book{k, title={Air of the south}}\n"
    (tmp_path / "r.bib").write_text(text)
    done = bibkit("dedupe", "r.bib", cwd=tmp_path)
    assert done.stdout.decode() == text.replace("{k, title={A", "{air, title={A")
    assert "The key 'k' stands twice; the second entry is now 'air'" in _said(done)


@pytest.mark.parametrize("command", ["dedupe", "sort", "keys"])
def test_help_has_examples(command: str) -> None:
    shown = bibkit(command, "--help").stdout.decode()
    assert shown.count(f"bibkit {command} ") >= 3
    assert command in bibkit("--help").stdout.decode()
