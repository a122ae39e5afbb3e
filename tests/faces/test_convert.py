"""`bibkit convert`: several files, large files, what is lost, and what cannot be."""

from __future__ import annotations

import gzip
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import bibkit as library
from bibkit import conversion, sources

sys.path.insert(0, str(Path(__file__).parent))

from running import bibkit, environment

RIS = "TY  - JOUR\nAU  - Chiò, Adriano\nTI  - A view\nJO  - Chest\nPY  - 2017\nDO  - 10.1000/182\nER  - \n"
NBIB = "PMID- 28400789\nTI  - A view of things.\nFAU - Mathis, Stephane\nAU  - Mathis S\nDP  - 2017 Feb\nJT  - Chest\n"
BIB = "@book{soil, title = {Soil}, author = {Ho, Anna}, year = 2001, note = {mine}}\n"


@pytest.fixture
def here(tmp_path: Path) -> Path:
    (tmp_path / "a.ris").write_text(RIS, "utf-8")
    (tmp_path / "b.nbib").write_text(NBIB, "utf-8")
    (tmp_path / "c.bib").write_text(BIB, "utf-8")
    return tmp_path


def test_several_files_become_one_list(here: Path) -> None:
    done = bibkit("convert", "a.ris", "b.nbib", "c.bib", "-o", "all.json", cwd=here)
    assert done.returncode == 0, done.stderr
    items = json.loads((here / "all.json").read_text("utf-8"))
    assert [item["id"] for item in items] == ["chio2017view", "mathis2017view", "soil"]
    said = done.stderr.decode()
    for line in (
        "a.ris: 1 reference read",
        "b.nbib: 1 reference read",
        "c.bib: 1 reference read",
        "Wrote all.json (3)",
    ):
        assert line in said


def test_the_content_tells_the_format_not_the_name(here: Path) -> None:
    (here / "wrong.bib").write_text(RIS, "utf-8")
    (here / "none").write_text(NBIB, "utf-8")
    done = bibkit("convert", "wrong.bib", "none", "-t", "ids", cwd=here)
    assert done.stdout.decode().splitlines() == ["10.1000/182", "28400789"]


def test_a_key_that_stands_in_two_files_is_changed_and_said(here: Path) -> None:
    (here / "d.bib").write_text(BIB.replace("Soil}", "Air}"), "utf-8")
    done = bibkit("convert", "c.bib", "d.bib", "-t", "bibtex", cwd=here)
    assert b"@book{soil,\n" in done.stdout
    assert b"@book{ho2001air,\n" in done.stdout
    assert "The key 'soil' stands twice" in done.stderr.decode()


def test_what_the_target_cannot_say_is_counted(here: Path) -> None:
    (here / "e.json").write_text(
        '[{"id": "a", "type": "book", "title": "T", "scale": "1:5"}, {"id": "b", "type": "book", "title": "U", "scale": "1:6"}]'
    )
    done = bibkit("convert", "e.json", "-t", "ris", cwd=here)
    assert "Lost in ris, which has no place for it: scale (2)" in done.stderr.decode()
    assert b"Lost" not in bibkit("convert", "e.json", "-t", "csl-yaml", cwd=here).stderr
    assert (
        b"Lost" not in bibkit("convert", "e.json", "-t", "biblatex", "--lossless", cwd=here).stderr
    )
    assert b"Lost" not in bibkit("convert", "e.json", "-t", "ris", "-q", cwd=here).stderr


def test_an_identifier_in_another_form_is_not_lost(here: Path) -> None:
    item = {
        "DOI": "https://doi.org/10.1000/AB",
        "PMID": "0012",
        "PMCID": "1234",
        "ISSN": "12345679",
    }
    (here / "i.json").write_text(
        json.dumps([{"id": "a", "type": "article-journal", "title": "T", **item}]), "utf-8"
    )
    for target in ("ris", "enw", "endnote", "nbib", "bibtex"):
        assert b"Lost" not in bibkit("convert", "i.json", "-t", target, cwd=here).stderr


def test_fields_that_only_the_source_has_are_named(here: Path) -> None:
    (here / "f.ris").write_text(RIS.replace("ER  -", "C1  - mine\nL1  - a.pdf\nER  -"), "utf-8")
    line = "Not written, being of the input's format only: C1 (1), L1 (1)\n"
    for target in ("biblatex", "enw", "csv"):
        assert line in bibkit("convert", "f.ris", "-t", target, cwd=here).stderr.decode()
    for target in ("ris", "csl-json", "csl-yaml", "jsonl"):
        done = bibkit("convert", "f.ris", "-t", target, cwd=here)
        assert b"Not written" not in done.stderr
        assert b"a.pdf" in done.stdout
    (here / "f.bib").write_text("@book{soil, title={Soil}, file={a.pdf}}", "utf-8")
    assert b"(1)" not in bibkit("convert", "f.bib", "-t", "biblatex", cwd=here).stderr
    assert b"file (1)" in bibkit("convert", "f.bib", "-t", "ris", cwd=here).stderr


def test_a_key_that_a_format_cannot_write_is_not_called_a_double(here: Path) -> None:
    (here / "g.json").write_text('[{"id": "a b,c", "type": "book", "title": "Soil"}]', "utf-8")
    done = bibkit("convert", "g.json", "-t", "bibtex", cwd=here)
    assert done.stdout.startswith(b"@book{soil,")
    said = "soil: The key 'a b,c' cannot be written in this format; it is now 'soil'."
    assert said in done.stderr.decode()


def test_packed_files_are_read(here: Path) -> None:
    (here / "a.ris.gz").write_bytes(gzip.compress(RIS.encode()))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("b.nbib", NBIB)
        archive.writestr("folder/c.bib", BIB)
    (here / "all.zip").write_bytes(packed.getvalue())
    done = bibkit("convert", "a.ris.gz", "all.zip", "-t", "jsonl", cwd=here)
    assert [json.loads(line)["title"] for line in done.stdout.splitlines()] == [
        "A view",
        "A view of things",
        "Soil",
    ]


def test_old_latex_gets_macros(here: Path) -> None:
    shown = bibkit("convert", "a.ris", "-t", "bibtex", "--ascii", cwd=here).stdout
    assert shown.isascii()
    assert b"author = {Chi{\\`o}, Adriano}" in shown
    assert library.read(shown)[0].names("author")[0].family == "Chiò"
    done = bibkit("convert", "a.ris", "-t", "ris", "--ascii", cwd=here)
    assert done.returncode == 2
    assert "'ris' has no option 'ascii'" in done.stderr.decode()


def test_standard_input_is_a_file_too(here: Path) -> None:
    done = bibkit("convert", "c.bib", "-", "-t", "ids", stdin=RIS.encode(), cwd=here)
    assert done.stdout == b"10.1000/182\n"
    assert "standard input: 1 reference read" in done.stderr.decode()
    assert bibkit("convert", "-", "-", "-t", "ids", stdin=RIS.encode(), cwd=here).returncode == 2


def test_nothing_is_written_where_nothing_was_read(here: Path) -> None:
    (here / "empty.ris").write_text("", "utf-8")
    (here / "old.json").write_text("mine", "utf-8")
    done = bibkit("convert", "empty.ris", "-o", "old.json", cwd=here)
    assert done.returncode == 3
    assert (here / "old.json").read_text("utf-8") == "mine"
    assert not bibkit("convert", "empty.ris", "-t", "csl-json", cwd=here).stdout


def test_one_bad_file_among_several_stops_before_anything_is_written(here: Path) -> None:
    done = bibkit("convert", "a.ris", "missing.bib", "-o", "out.bib", cwd=here)
    assert done.returncode == 3
    assert "There is no file 'missing.bib'" in done.stderr.decode()
    assert not (here / "out.bib").exists()


def test_an_empty_file_among_several_is_said_and_the_rest_is_good(here: Path) -> None:
    (here / "empty.ris").write_text("", "utf-8")
    done = bibkit("convert", "a.ris", "empty.ris", "-o", "out.bib", "-q", cwd=here)
    assert done.returncode == 0
    assert done.stderr.decode() == "empty.ris: 0 references read\n"
    assert (here / "out.bib").read_text("utf-8").startswith("@article{chio2017view,")


def test_a_reader_who_leaves_is_no_error(here: Path) -> None:
    (here / "many.ris").write_text(RIS * 5000, "utf-8")
    command = [sys.executable, "-m", "bibkit", "convert", "many.ris", "-t", "csl-json"]
    with subprocess.Popen(
        command, cwd=here, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
    ) as done:
        assert done.stdout is not None
        assert done.stderr is not None
        assert done.stdout.readline() == b"[\n"
        done.stdout.close()
        assert done.stderr.read() == b""
    assert done.returncode == 0


@pytest.mark.parametrize("target", ["csl-json", "bibtex", "nbib", "csv"])
def test_a_large_file_gives_what_a_small_one_does(
    here: Path, target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = here / "many.nbib"
    path.write_text("\n".join(NBIB.replace("28400789", str(i)) for i in range(1, 40)), "utf-8")
    whole: list[str] = []
    small = library.convert([path], target, whole.append)
    monkeypatch.setattr(sources, "LARGE", 10)
    monkeypatch.setattr(conversion, "IN_MEMORY", 7)
    parts: list[str] = []
    large = library.convert([path], target, parts.append)
    assert "".join(parts) == "".join(whole)
    assert large == small
    assert large.written == 39
    assert len(parts) > 10


def test_a_packed_file_is_as_large_as_what_is_in_it(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = here / "many.ris.gz"
    path.write_bytes(gzip.compress(RIS.encode() * 2000))
    monkeypatch.setattr(sources, "MAX_BYTES", 100_000)
    with pytest.raises(library.BibkitError, match="unpacks to more than"):
        library.convert([path], "ids", lambda text: None)
    monkeypatch.setattr(sources, "LARGE", 10 * path.stat().st_size)
    assert library.convert([path], "ids", lambda text: None).written == 2000


def test_titles_of_journals_are_learnt_from_the_whole_list(here: Path) -> None:
    (here / "j.json").write_text(
        json.dumps(
            [
                {"id": "a", "type": "article-journal", "title": "T", "container-title": "J. Odd Stud."},
                {"id": "b", "type": "article-journal", "title": "U", "container-title": "Journal of Odd Studies", "container-title-short": "J. Odd Stud."},
            ]
        )
    )  # fmt: skip
    done = bibkit("convert", "j.json", "-t", "csl-json", "--journals", "full", cwd=here)
    assert [item["container-title"] for item in json.loads(done.stdout)] == [
        "Journal of Odd Studies"
    ] * 2
