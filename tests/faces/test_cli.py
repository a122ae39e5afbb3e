from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from running import bibkit, environment

from bibkit.docx import docx_text


def test_the_main_job(example: Path, tmp_path: Path) -> None:
    done = bibkit(example, "-o", "refs.bib", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, b"")
    said = done.stderr.decode()
    assert "10.1155/2019/3675627" in said
    assert "5 references read" in said
    assert "Wrote refs.bib (5)" in said
    assert (tmp_path / "refs.bib").read_text("utf-8").startswith("@article{mathis2017current,\n")


def test_a_pipe_of_commands(example: Path) -> None:
    parsed = bibkit("parse", example, "-t", "csl-json")
    assert len(json.loads(parsed.stdout)) == 5
    formatted = bibkit("format", "-", "-s", "vancouver", "-t", "html", stdin=parsed.stdout)
    assert formatted.returncode == 0
    assert formatted.stdout.decode().count('class="csl-entry"') == 5
    assert "al-Chalabi A, Chio A, et al." in formatted.stdout.decode()


def test_convert_there_and_back(example: Path, tmp_path: Path) -> None:
    bibkit(example, "-o", "a.json", cwd=tmp_path)
    assert bibkit("convert", "a.json", "-o", "b.bib", cwd=tmp_path).returncode == 0
    assert bibkit("convert", "b.bib", "-o", "c.biblatex", cwd=tmp_path).returncode == 0
    first = json.loads((tmp_path / "a.json").read_text("utf-8"))
    again = json.loads(bibkit("convert", "c.biblatex", "-t", "csl-json", cwd=tmp_path).stdout)
    for old, new in zip(first, again, strict=True):
        for item in (old, new):
            item.get("custom", {}).pop("links", None)
            item.get("custom", {}).pop("article-number", None)
            if not item.get("custom"):
                item.pop("custom", None)
        assert old == new


def test_format_as_json(example: Path) -> None:
    done = bibkit("format", example, "-s", "apa", "--json", "-q")
    data = json.loads(done.stdout)
    assert set(data) == {"entries", "citations", "problems"}
    assert [set(entry) for entry in data["entries"]] == [{"id", "text"}] * 5
    assert data["entries"][0]["id"] == "fiorentino2018continuous"
    assert {problem["code"] for problem in data["problems"]} == {"page-text"}


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("out.html", "<!DOCTYPE html>"),
        ("out.md", "1\\. "),
        ("out.txt", "1. "),
        ("out.tex", "\\begin{list}"),
        ("out.typ", "#grid"),
        ("out.rtf", "{\\rtf1"),
    ],
)
def test_the_suffix_says_the_output(example: Path, tmp_path: Path, name: str, begins: str) -> None:
    bibkit("format", example, "-s", "nature", "-o", name, cwd=tmp_path)
    written = (tmp_path / name).read_text("utf-8")
    assert written.startswith(begins)


def test_a_word_document_goes_to_a_file_or_a_pipe_but_not_to_a_terminal(
    example: Path, tmp_path: Path
) -> None:
    done = bibkit("format", example, "-s", "nature", "-o", "refs.docx", cwd=tmp_path)
    assert done.returncode == 0
    text = docx_text((tmp_path / "refs.docx").read_bytes()) or ""
    assert [line.split()[0] for line in text.splitlines()] == ["1.", "2.", "3.", "4.", "5."]
    piped = bibkit("format", example, "-s", "nature", "-t", "docx", "-q")
    assert docx_text(piped.stdout) == text
    read, write = pty.openpty()
    shown = subprocess.run(
        [sys.executable, "-m", "bibkit", "format", str(example), "-s", "nature", "-t", "docx"],
        stdout=write, stderr=subprocess.PIPE, env=environment(), timeout=60, check=False,
    )  # fmt: skip
    os.close(write)
    os.close(read)
    assert shown.returncode == 2
    assert b"'docx' is no text for a terminal. Name a file with -o." in shown.stderr


def test_parse_and_convert_an_articles_xml(tmp_path: Path) -> None:
    page = tmp_path / "a.nxml"
    page.write_text(
        "<article><front><article-meta><title-group><article-title>The paper</article-title></title-group>"
        "</article-meta></front><back><ref-list><ref><mixed-citation>Chio A. A view. Chest. 2017;12:1-4."
        "</mixed-citation></ref></ref-list></back></article>"
    )
    assert b"@article{chio2017view," in bibkit("parse", page).stdout
    assert b"@article{chio2017view," in bibkit(page).stdout
    assert b"title = {The paper}" in bibkit("convert", page, "-t", "bibtex").stdout


def test_lines_give_one_record_each(tmp_path: Path) -> None:
    page = tmp_path / "list.txt"
    page.write_text(
        "References\n\n1. Chio A. One. Lancet. 2001;357:1-9.\nsee there\nChio A. One. Lancet.\n"
    )
    done = bibkit("parse", page, "--lines", "-t", "csl-json")
    items = json.loads(done.stdout)
    assert [item.get("note") for item in items] == [
        "References",
        None,
        "see there",
        "Chio A. One. Lancet.",
    ]
    assert [item["type"] for item in items][:3] == ["document", "article-journal", "document"]
    assert len({item["id"] for item in items}) == 4
    assert "1 reference read, 3 unreadable: lines 1, 4, 5" in done.stderr.decode()


def test_styles_and_formats(tmp_path: Path) -> None:
    found = bibkit("styles", "search", "stem cells", "-n", "3").stdout.decode().splitlines()
    assert found[0].startswith("stem-cells\tStem Cells\t")
    assert len(found) == 3
    shown = bibkit("styles", "show", "vancouver").stdout.decode()
    assert "nlm-citation-sequence" in shown
    assert "1. Gugliandolo A, Bramanti P, Mazzon E. Mesenchymal" in shown
    assert str(Path.home()) not in shown
    names = [line.split()[0] for line in bibkit("formats").stdout.decode().splitlines()]
    assert names[:3] == ["text", "lines", "html"]
    assert {"ris", "nbib", "endnote", "zotero-rdf", "csv", "bibtex"} < set(names)
    as_json = json.loads(bibkit("formats", "--json").stdout)
    assert [row["name"] for row in as_json] == names


def test_what_a_format_loses_is_shown() -> None:
    shown = bibkit("formats", "ris").stdout.decode()
    assert "No place for:" in shown
    assert bibkit("formats", "csl-json").stdout.decode().endswith("Loses nothing.\n")
    assert bibkit("formats", "nonsense").returncode == 2
    assert json.loads(bibkit("styles", "show", "jama", "--json").stdout)["parent"]
    assert json.loads(bibkit("styles", "search", "jama", "--json").stdout)[0]["id"] == "jama"


def test_a_style_by_a_near_name_and_none_at_all() -> None:
    done = bibkit("styles", "show", "natrue")
    assert done.returncode == 2
    assert "nature" in done.stderr.decode()
    nothing = bibkit("styles", "search", "qqqqqqqqqqqqqqqqqqqqqqqqqqqqqq")
    assert (nothing.returncode, nothing.stdout) == (3, b"")


def test_quiet_verbose_and_colour(example: Path) -> None:
    assert bibkit("parse", example, "-q").stderr == b""
    verbose = bibkit("parse", example, "-v").stderr.decode()
    assert "page text before the list passed over" in verbose
    assert "\x1b[" not in verbose
    coloured = bibkit("parse", example, "-v", "--color", "always").stderr
    assert b"\x1b[36m" in coloured


@pytest.mark.parametrize(("settings", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_colour_on_a_terminal(example: Path, settings: dict[str, str], coloured: bool) -> None:
    import os
    import pty
    import subprocess

    from running import environment

    ours, theirs = pty.openpty()
    subprocess.run(
        [sys.executable, "-m", "bibkit", "parse", example, "-v"],
        stdout=subprocess.DEVNULL,
        stderr=theirs,
        env=environment(TERM="xterm", **settings),
        check=True,
    )
    os.close(theirs)
    said = os.read(ours, 65536)
    os.close(ours)
    assert (b"\x1b[" in said) == coloured


def test_styles_are_set_for_a_terminal() -> None:
    import os
    import pty
    import subprocess

    from running import environment

    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "bibkit", "styles", "search", "stem cells", "-n", "2"]
    subprocess.run(command, stdout=theirs, env=environment(TERM="xterm", COLUMNS="100"), check=True)
    os.close(theirs)
    printed = os.read(ours, 65536).decode()
    os.close(ours)
    assert "Stem Cells (numeric)" in printed
    assert "stem-cells-international" in printed


def test_a_list_read_in_part(tmp_path: Path) -> None:
    page = tmp_path / "list.txt"
    page.write_text(
        "1. Chio A. One thing. Lancet. 2001;357:1-9.\n2. Ask the librarian\n3. Doe J. Two. Chest. 2002;1:2.\n"
    )
    done = bibkit("parse", page)
    assert done.returncode == 0
    assert "2 references read, 1 unreadable: line 2" in done.stderr.decode()
    assert "Ask the librarian" in done.stderr.decode()
    assert done.stdout.decode().count("@article") == 2
    assert bibkit("parse", page, "--strict").returncode == 1
    assert b"unreadable" in bibkit("parse", page, "-q").stderr


def test_many_problems_are_counted_not_poured_out(tmp_path: Path) -> None:
    page = tmp_path / "list.txt"
    lines = [f"{n}. Ask number {'x' * n} of them" for n in range(1, 30)]
    page.write_text(
        "\n".join(["0. Chio A, Lee B. A view of one of them. Lancet. 2001;357:1-9.", *lines])
    )
    said = bibkit("parse", page).stderr.decode()
    assert "… and 19 more (-v shows all)" in said
    assert "Ask number" in bibkit("parse", page, "-v").stderr.decode().splitlines()[-1]


def test_help_says_what_there_is() -> None:
    done = bibkit("--help")
    assert done.returncode == 0
    for command in ("parse", "convert", "format", "styles", "formats"):
        assert f"  {command} " in done.stdout.decode()
        own = bibkit(command, "--help")
        assert own.returncode == 0
        assert f"Usage: bibkit {command}" in own.stdout.decode()
    assert bibkit().stdout == done.stdout
    assert bibkit("--version").stdout.startswith(b"bibkit 0.")


def test_the_help_of_the_group_is_the_help_of_the_commands() -> None:
    import click

    from bibkit.cli.main import _COMMANDS, cli

    for name, (_, _, line) in _COMMANDS.items():
        command = cli.get_command(click.Context(cli), name)
        assert command is not None
        assert command.name == name
        assert line.split()[0] in (command.help or "").split("\n")[0]


def test_completion_is_offered() -> None:
    done = bibkit(COMP_WORDS="bibkit fo", COMP_CWORD="1", _BIBKIT_COMPLETE="bash_complete")
    assert b"format" in done.stdout
    styles = bibkit(
        COMP_WORDS="bibkit format x -s vancouver-a",
        COMP_CWORD="4",
        _BIBKIT_COMPLETE="bash_complete",
    )
    assert b"vancouver-ama" in styles.stdout


def test_an_option_can_come_from_the_environment(example: Path) -> None:
    assert bibkit("format", example, BIBKIT_FORMAT_STYLE="nature").returncode == 0


def test_what_is_read_is_not_replaced(example: Path, tmp_path: Path) -> None:
    paper, list_ = tmp_path / "paper.md", tmp_path / "list.txt"
    paper.write_text("As said [@x].\n", "utf-8")
    list_.write_bytes(example.read_bytes())
    for arguments in (
        ("cite", paper, "--bib", list_, "-s", "apa", "-o", paper),
        ("format", list_, "-s", "apa", "-o", list_),
    ):
        done = bibkit(*arguments)
        assert done.returncode == 2
        assert "is read here too" in done.stderr.decode()
    assert paper.read_text("utf-8") == "As said [@x].\n"
    assert list_.read_bytes() == example.read_bytes()


def test_citations_from_the_shell(example: Path, tmp_path: Path) -> None:
    (tmp_path / "cites.json").write_text(
        '[[{"id": "mathis2017current", "locator": "182"}], ["mathis2017curren"]]', "utf-8"
    )
    asked = ("format", example, "-s", "apa", "--citations", tmp_path / "cites.json")
    data = json.loads(bibkit(*asked, "--cited", "--json", "-q").stdout)
    assert data["citations"] == ["(Mathis et al., 2017, p. 182)", "([mathis2017curren?])"]
    assert [entry["id"] for entry in data["entries"]] == ["mathis2017current"]
    unknown = [one for one in data["problems"] if one["code"] == "unknown-id"]
    assert "Did you mean 'mathis2017current'?" in unknown[0]["message"]
    assert len(json.loads(bibkit(*asked, "--json", "-q").stdout)["entries"]) == 5
    done = bibkit(*asked, "-o", tmp_path / "x.rtf")
    assert (done.returncode, (tmp_path / "x.rtf").exists()) == (2, False)
    bibkit("format", example, "-s", "apa", "--json", "-o", tmp_path / "x.json")
    assert json.loads((tmp_path / "x.json").read_text("utf-8"))["citations"] == []
