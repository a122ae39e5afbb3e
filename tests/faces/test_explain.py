"""`bibkit parse --explain`: how each reference was read."""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from running import bibkit

EXAMPLE = Path(__file__).resolve().parent.parent.parent / "examples" / "als-review.txt"


def test_fields_stand_in_brackets() -> None:
    done = bibkit("parse", EXAMPLE, "--explain", "-q")
    assert done.returncode == 0
    shown = done.stdout.decode()
    assert "[title Amyotrophic lateral sclerosis]" in shown
    assert "[author Hardiman O., al-Chalabi A., Chio A., et al]" in shown
    assert "[DOI doi: 10.1038/nrdp.2017.85]" in shown
    assert shown.count(" % sure") == 5


def test_the_least_sure_comes_first_and_says_what_is_left(tmp_path: Path) -> None:
    page = tmp_path / "list.txt"
    page.write_text(
        "1. Chio A, Lee B. A view of the whole of it. Chest. 2017;12:1-4.\n"
        "2. Lee B, Roe C. On the other thing there. Lancet. 2012;2:1-9. Kindly lent by the curator.\n"
    )
    shown = bibkit("parse", page, "--explain", "-q").stdout.decode()
    assert shown.index("lee2012other") < shown.index("chio2017view")
    assert "[? Kindly lent by the curator]" in shown


def test_as_json_with_places() -> None:
    rows = [
        json.loads(line)
        for line in bibkit("parse", EXAMPLE, "--explain", "--json").stdout.splitlines()
    ]
    assert len(rows) == 5
    for row in rows:
        assert 0 < row["confidence"] <= 1
        (start, end), *_ = row["fields"]["container-title"]["spans"]
        assert row["text"][start:end][0].isupper()


def test_colour_only_where_asked_or_on_a_terminal(tmp_path: Path) -> None:
    assert b"\x1b[" in bibkit("parse", EXAMPLE, "--explain", "--color", "always").stdout
    assert b"\x1b[" not in bibkit("parse", EXAMPLE, "--explain").stdout
    target = tmp_path / "how.txt"
    assert bibkit("parse", EXAMPLE, "--explain", "-o", target).returncode == 0
    assert "[title " in target.read_text("utf-8")


def test_what_does_not_go_together_is_said() -> None:
    for arguments in (("--json",), ("--explain", "-t", "bibtex"), ("--lines", "--from", "bibtex")):
        done = bibkit("parse", EXAMPLE, *arguments)
        assert done.returncode == 2
        assert b"--explain" in done.stderr or b"--lines" in done.stderr


def test_records_that_were_not_read_from_text_have_nothing_to_explain(tmp_path: Path) -> None:
    bib = tmp_path / "refs.bib"
    bib.write_text("@book{a, title = {B}, year = 2001}")
    done = bibkit("parse", bib, "--explain")
    assert done.returncode == 3
    assert b"nothing to explain" in done.stderr


def test_doubtful_ones_are_named(tmp_path: Path) -> None:
    page = tmp_path / "list.txt"
    page.write_text(
        "1. Some body of text without any sense 2010 and others there 12\n2. Chio A. A view of the whole of it. Chest. 2017;12:1-4.\n"
    )
    said = bibkit("parse", page).stderr.decode()
    assert "chio2017view" not in said
    assert said.count("  ! ") == 1


def test_lines_of_which_none_can_be_read_are_no_success(tmp_path: Path) -> None:
    page = tmp_path / "list.txt"
    page.write_text("a\nb\n")
    done = bibkit("parse", page, "--lines", "-t", "csl-json")
    assert done.returncode == 3
    assert [row["note"] for row in json.loads(done.stdout)] == ["a", "b"]
    assert b"0 references read, 2 unreadable" in done.stderr
    assert bibkit("parse", page, "--lines", "--explain").returncode == 3
