"""`bibkit styles`: search, preview, add."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
import time
from html.parser import HTMLParser
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from running import bibkit, environment

ROOT = Path(__file__).resolve().parent.parent.parent


def _on_a_terminal(*arguments: str, columns: int, **settings: str) -> list[str]:
    ours, theirs = pty.openpty()
    subprocess.run(
        [sys.executable, "-m", "bibkit", *arguments],
        stdout=theirs,
        env=environment(TERM="xterm", COLUMNS=str(columns), **settings),
        check=True,
    )
    os.close(theirs)
    printed = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # Linux: the other end is closed
            break
        if not piece:
            break
        printed += piece
    os.close(ours)
    return printed.decode().replace("\r\n", "\n").splitlines()


def _bare(line: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", line)


def test_each_style_has_a_sample_in_one_line() -> None:
    lines = bibkit("styles", "search", "stem cells", "-n", "3").stdout.decode().splitlines()
    assert len(lines) == 3
    name, title, sample = lines[0].split("\t")
    assert (name, title) == ("stem-cells", "Stem Cells")
    assert "Gugliandolo A, Bramanti P, Mazzon E." in sample
    bare = bibkit("styles", "search", "stem cells", "-n", "1", "--no-sample").stdout
    assert bare == b"stem-cells\tStem Cells\n"


@pytest.mark.parametrize("columns", [40, 70, 120])
def test_on_a_terminal_no_line_is_wider_than_it(columns: int) -> None:
    lines = _on_a_terminal("styles", "search", "stem cells", "-n", "6", columns=columns)
    assert len(lines) == 12
    assert all(len(_bare(line)) <= columns for line in lines)
    assert _bare(lines[0]).startswith("stem-cells  Stem Cells")
    assert "Gugliandolo" in lines[1]


def test_a_dependent_style_shows_its_parents_name() -> None:
    lines = _on_a_terminal("styles", "search", "jama", "-n", "1", columns=200, NO_COLOR="1")
    assert "as AMA Manual of Style" in lines[0]
    assert "\x1b" not in "".join(lines)


def test_search_by_what_a_person_knows() -> None:
    def ids(*words: str) -> list[str]:
        done = bibkit("styles", "search", *words, "--no-sample")
        return [line.split("\t")[0] for line in done.stdout.decode().splitlines()]

    assert ids("1687-966X") == ids("--issn", "1687-966X") == ["stem-cells-international"]
    assert ids("J", "Clin", "Invest")[0] == "the-journal-of-clinical-investigation"
    assert "apa-numeric-superscript" in ids("--field", "psych", "--format", "numeric")


def test_searching_takes_less_than_a_second() -> None:
    bibkit("styles", "search", "neurology")  # the index is kept
    started = time.perf_counter()
    assert bibkit("styles", "search", "neurology", "--no-sample").returncode == 0
    assert time.perf_counter() - started < 1


def test_a_search_that_cannot_be_or_finds_nothing() -> None:
    asked = bibkit("styles", "search")
    assert (asked.returncode, b"Say what to look for" in asked.stderr) == (2, True)
    field = bibkit("styles", "search", "--field", "cookery")
    assert (field.returncode, b"Choose one of" in field.stderr) == (2, True)
    nothing = bibkit("styles", "search", "0098-7485")
    assert (nothing.returncode, nothing.stdout) == (3, b"")
    assert b"check digit" in nothing.stderr


def test_json_says_what_a_style_is_and_not_where_it_lies() -> None:
    (row,) = json.loads(bibkit("styles", "search", "--issn", "0098-7484", "--json").stdout)
    assert (row["id"], row["parent"]) == ("jama", "american-medical-association")
    assert row["issns"] == ["0098-7484", "1538-3598"]
    assert row["sample"].startswith("1. Gugliandolo A") or "Gugliandolo A" in row["sample"]
    assert "path" not in row


def test_a_style_that_does_not_work_has_no_sample(tmp_path: Path) -> None:
    (tmp_path / "lost.csl").write_text(
        '<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0"><info><title>Lost thing</title>'
        '<link href="nowhere" rel="independent-parent"/></info></style>'
    )
    done = bibkit("styles", "search", "lost thing", BIBKIT_STYLES=str(tmp_path))
    assert done.stdout.decode().splitlines()[0] == "lost\tLost thing"
    assert done.returncode == 0


# --- adding ---------------------------------------------------------------------------------------


def test_a_style_of_ones_own(tmp_path: Path) -> None:
    folder = tmp_path / "styles"
    house = tmp_path / "house.csl"
    text = (ROOT / "styles" / "pubmed.csl").read_text("utf-8")
    house.write_text(text.replace("PubMed display", "House & Garden".replace("&", "&amp;")))
    added = bibkit("styles", "add", house, BIBKIT_STYLES=str(folder))
    assert added.returncode == 0
    assert b"Added 'house': House & Garden." in added.stderr
    again = bibkit("styles", "add", house, BIBKIT_STYLES=str(folder))
    assert (again.returncode, b"--force" in again.stderr) == (2, True)
    assert bibkit("styles", "add", house, "--force", BIBKIT_STYLES=str(folder)).returncode == 0
    shown = bibkit("styles", "show", "house", BIBKIT_STYLES=str(folder)).stdout.decode()
    assert re.search(r"^origin +yours$", shown, re.M)
    lines = _on_a_terminal("styles", "search", "garden", columns=99, BIBKIT_STYLES=str(folder))
    assert "yours" in lines[0]


def test_adding_a_style_of_an_official_name_says_so(tmp_path: Path) -> None:
    copy = tmp_path / "nature.csl"
    copy.write_bytes((ROOT / "styles" / "pubmed.csl").read_bytes())
    done = bibkit("styles", "add", copy, BIBKIT_STYLES=str(tmp_path / "styles"))
    assert b"comes before the style 'nature'" in done.stderr


def test_adding_what_is_no_style(tmp_path: Path) -> None:
    bad = tmp_path / "bad.csl"
    bad.write_text("<html/>")
    done = bibkit("styles", "add", bad, BIBKIT_STYLES=str(tmp_path / "styles"))
    assert (done.returncode, b"not a CSL style" in done.stderr) == (2, True)
    assert bibkit("styles", "add", tmp_path / "none.csl").returncode == 2


# --- preview --------------------------------------------------------------------------------------


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    path = tmp_path / "refs.json"
    item = {
        "id": 'x"><script>',
        "type": "article-journal",
        "title": "</td><script>alert(1)</script> [red]b[/red] & \x1b[31mco",
        "container-title": "<img src=x onerror=alert(1)>",
        "author": [{"family": "O'<b>Neil", "given": "A."}],
        "issued": {"date-parts": [[2001]]},
    }
    path.write_text(json.dumps([item]))
    return path


def test_the_examples_in_two_styles() -> None:
    lines = bibkit("styles", "preview", "-s", "vancouver,apa").stdout.decode().splitlines()
    assert lines[0] == "vancouver: Vancouver"
    assert lines[6:8] == ["", "apa: APA Style 7th edition"]
    assert len(lines) == 13
    assert "The elements of style" in lines[2]


def test_the_first_references_of_a_file(example: Path) -> None:
    done = bibkit("styles", "preview", example, "-s", "vancouver", "-s", "apa", "--json")
    columns = json.loads(done.stdout)
    assert [column["style"] for column in columns] == ["vancouver", "apa"]
    assert [len(column["references"]) for column in columns] == [3, 3]
    same = [[row["id"] for row in column["references"]] for column in columns]
    assert same[0] == same[1]
    fewer = bibkit("styles", "preview", example, "-s", "apa", "-n", "1", "--json")
    assert len(json.loads(fewer.stdout)[0]["references"]) == 1
    piped = bibkit("styles", "preview", "-", "-s", "apa", "--json", stdin=example.read_bytes())
    assert json.loads(piped.stdout)[0]["references"] == columns[1]["references"]


def test_columns_where_there_is_room_and_else_one_below_the_other() -> None:
    wide = [
        _bare(line) for line in _on_a_terminal("styles", "preview", "-s", "bmj,apa", columns=120)
    ]
    assert wide[0].split() == ["bmj", "apa"]
    narrow = [
        _bare(line) for line in _on_a_terminal("styles", "preview", "-s", "bmj,apa", columns=50)
    ]
    assert narrow[0] == "bmj: BMJ"
    assert "apa: APA Style 7th edition" in narrow
    assert max(map(len, wide)) <= 120
    assert max(map(len, narrow)) <= 50


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}


def test_a_page_with_a_column_for_each_style(example: Path, tmp_path: Path) -> None:
    page = tmp_path / "preview.html"
    done = bibkit("styles", "preview", example, "-s", "nature,apa,jama", "-n", "2", "-o", page)
    assert done.returncode == 0
    text = page.read_text("utf-8")
    tags = _Tags()
    tags.feed(text)
    assert (tags.tags.count("th"), tags.tags.count("tr"), tags.tags.count("td")) == (3, 3, 6)
    assert "<i>Neural Regeneration Research</i>" in text or "<i>" in text
    assert not re.search(r"(?:src|href)=|@import|url\(", text)
    same = bibkit("styles", "preview", example, "-s", "nature,apa,jama", "-n", "2", "--html")
    assert same.stdout.decode() == text


def test_hostile_text_stays_text(hostile: Path) -> None:
    page = bibkit("styles", "preview", hostile, "-s", "nature,apa", "--html").stdout.decode()
    tags = _Tags()
    tags.feed(page)
    assert not {"script", "img"} & set(tags.tags)
    assert "onerror" not in tags.attributes
    plain = bibkit("styles", "preview", hostile, "-s", "nature").stdout
    assert b"\x1b" not in plain
    assert b"[red]b[/red]" in plain
    shown = _on_a_terminal("styles", "preview", str(hostile), "-s", "nature", columns=300)
    assert "[red]b[/red]" in "".join(shown)
    assert "\x1b[31m" not in "".join(shown)


def test_citations_stand_before_their_entries(monkeypatch: pytest.MonkeyPatch) -> None:
    from click.testing import CliRunner

    from bibkit import formatting
    from bibkit.cli.styles import styles
    from bibkit.csl.citeproc_engine import CiteprocEngine
    from bibkit.csl.engine import Citation, Document

    class Engine(CiteprocEngine):
        def document(self, style, references, clusters, locale=None, *, uncited=False):  # type: ignore[no-untyped-def]
            cited = tuple(Citation((f"<{cluster.cites[0].id}>",)) for cluster in clusters)
            return Document(cited, self.bibliography(style, references, locale), ())

    monkeypatch.setattr(formatting, "_engine", lambda name: Engine())

    def printed(*arguments: str) -> str:
        return CliRunner().invoke(styles, [*arguments, "-n", "1"]).output

    lines = printed("preview", "-s", "apa").splitlines()
    assert lines[1].startswith("  <gugliandolo2019mesenchymal>  Gugliandolo, A.")
    page = printed("preview", "-s", "apa", "--html")
    assert '<div class="cited">&#60;gugliandolo2019mesenchymal&#62;</div>' in page
    (column,) = json.loads(printed("preview", "-s", "apa", "--json"))
    assert column["references"][0]["citation"] == "<gugliandolo2019mesenchymal>"
    sample = printed("search", "--issn", "1476-4687").split("\t")[2]
    assert sample.startswith("<gugliandolo2019mesenchymal> · 1. Gugliandolo, A.")


def test_a_preview_that_cannot_be(tmp_path: Path) -> None:
    unknown = bibkit("styles", "preview", "-s", "apa,natrue")
    assert (unknown.returncode, b"nature" in unknown.stderr) == (2, True)
    assert bibkit("styles", "preview").returncode == 2
    assert bibkit("styles", "preview", "-s", ",").returncode == 2
    assert bibkit("styles", "preview", "-s", "apa", "--html", "--json").returncode == 2
    missing = bibkit("styles", "preview", tmp_path / "none.bib", "-s", "apa")
    assert (missing.returncode, missing.stdout) == (3, b"")


def test_a_style_that_fails_is_said_in_its_column_and_the_others_are_shown(tmp_path: Path) -> None:
    broken = tmp_path / "broken.csl"
    broken.write_text(
        '<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text"><info>'
        "<title>Broken</title></info>"
    )
    done = bibkit("styles", "preview", "-s", f"{broken},apa", "--json")
    assert done.returncode == 0
    first, second = json.loads(done.stdout)
    assert "well-formed" in first["problem"]
    assert len(second["references"]) == 5
    alone = bibkit("styles", "preview", "-s", str(broken))
    assert (alone.returncode, b"well-formed" in alone.stderr) == (2, True)
