"""Bad input gets a clear answer, the right exit code, and nothing is lost."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from running import bibkit, environment

LINE = "1. Chiò A., Muñoz B. A view of things. Chest. 2017;12(2):181–184.\n"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "it is empty"),
        (b" \n\t\n", "it is empty"),
        (b"%PDF-1.7\nstream", "This is a PDF. Copy its reference list"),
        (bytes(range(256)) * 40, "binary file"),
        (b"PK\x03\x04" + b"x" * 99, "cannot be opened"),
        (b"<!DOCTYPE html><html><body><p>Hi</p></body></html>", "No reference was found"),
        (b"<?xml version='1.0'?><other/>", "This is XML or HTML"),
        (b"<?xml version='1.0'?><PubmedArticleSet><b>", "not well-formed"),
        (b"<?xml version='1.0'?><PubmedArticleSet/>", "No reference was found"),
        (b"FN Clarivate Analytics Web of Science\nVR 1.0\n", "Export the records as RIS"),
        (b"1" * 59000, "No reference was found"),
        (b"Hello, this is a letter. It says nothing.\nBye.\n", "No reference was found"),
        (b"Skip to main page content\n\nAbstract\n\nNothing here.\n", "No reference was found"),
    ],
)
def test_a_file_that_is_no_list(tmp_path: Path, content: bytes, says: str) -> None:
    page = tmp_path / "page.txt"
    page.write_bytes(content)
    for done in (
        bibkit(page, "-o", tmp_path / "refs.bib"),
        bibkit("parse", "-", stdin=content),
        bibkit("format", page, "-s", "apa"),
    ):
        assert done.returncode == 3
        assert done.stdout == b""
        assert says in done.stderr.decode()
    assert not (tmp_path / "refs.bib").exists()


@pytest.mark.parametrize(
    ("from_", "content", "says"),
    [
        ("bibtex", LINE, "Is it really 'bibtex'?"),
        ("csl-json", LINE, "not valid JSON"),
        ("csl-json", "@article{a, title={T}}", "not valid JSON"),
    ],
)
def test_the_wrong_format(tmp_path: Path, from_: str, content: str, says: str) -> None:
    page = tmp_path / "page.txt"
    page.write_text(content, "utf-8")
    done = bibkit("convert", page, "-f", from_, "-t", "bibtex")
    assert done.returncode == 3
    assert says in done.stderr.decode()


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["nothing.txt"], 3, "There is no file 'nothing.txt'."),
        (["parse", "nothing.bib"], 3, "There is no file 'nothing.bib'."),
        (
            ["https://a.org/1/"],
            3,
            "is an address, not a file. For the list of that article: bibkit references https://a.org/1 -o",
        ),
        (["10.1000/182"], 3, "is an identifier, not a file"),
        (["parse", "."], 3, "is a folder"),
        (["x" * 5000], 3, "cannot be read"),
        (["prase", "page.txt"], 2, "Did you mean 'parse'?"),
        (["zotero", "psuh", "page.txt"], 2, "No such command 'psuh'. Did you mean 'push'?"),
        (["zotero", "frobnicate"], 2, "No such command 'frobnicate'."),
        (["convert", "page.txt"], 2, "Say what to write"),
        (["convert", "page.txt", "-o", "refs.xyz"], 2, "does not say its format"),
        (["convert", "page.txt", "-t", "ris2"], 2, "There is no format 'ris2'"),
        (["convert", "page.txt", "-t", "text"], 2, "only read, not written"),
        (["parse", "page.txt", "-f", "nope"], 2, "There is no format 'nope'"),
        (["parse", "page.txt", "-o", "no/such/refs.bib"], 2, "There is no folder 'no/such'"),
        (["parse", "page.txt", "-o", "folder.bib"], 2, "is a folder"),
        (["format", "page.txt", "-s", "vancuver"], 2, "There is no citation style 'vancuver'"),
        (["format", "page.txt", "-s", "none.csl"], 2, "none"),
        (["format", "page.txt", "-s", "apa", "-t", "pdf"], 2, "There is no output 'pdf'"),
        (["format", "page.txt", "-s", "apa", "--locale", "xx"], 2, "There is no locale 'xx'"),
        (["format", "page.txt", "-s", "apa", "-t", "docx", "--json"], 2, "--json prints text"),
        (["format", "page.txt"], 2, "Missing option '-s'"),
        (["format", "page.txt", "-s", "apa", "-o", "refs.pdf"], 2, "does not say its output"),
        (["parse", "page.txt", "--nope"], 2, "No such option"),
    ],
)
def test_what_cannot_be_done(tmp_path: Path, arguments: list[str], code: int, says: str) -> None:
    (tmp_path / "page.txt").write_text(LINE, "utf-8")
    (tmp_path / "folder.bib").mkdir()
    done = bibkit(*arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (code, b"")
    assert says in done.stderr.decode()


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "latin-1", "cp1252"]
)
def test_text_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    page = tmp_path / "page.txt"
    page.write_bytes(LINE.replace("–", "-").encode(encoding))
    done = bibkit("parse", page)
    assert done.returncode == 0
    assert "Chiò, A. and Muñoz, B." in done.stdout.decode()
    guessed = encoding in ("latin-1", "cp1252")
    assert ("not UTF-8" in done.stderr.decode()) == guessed


def test_a_list_of_fifty_megabytes_is_refused_with_advice(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(LINE * (50_000_000 // len(LINE)), "utf-8")
    begun = time.monotonic()
    done = bibkit(page)
    assert done.returncode == 3
    assert "is no reference list" in done.stderr.decode()
    assert time.monotonic() - begun < 20


def test_a_line_of_a_megabyte_is_a_problem_and_the_rest_is_read(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(
        LINE + "2. " + "word " * 200_000 + "2017\n" + LINE.replace("1.", "3.", 1), "utf-8"
    )
    done = bibkit("parse", page)
    assert done.returncode == 0
    assert "2 references read, 1 unreadable: line 2" in done.stderr.decode()
    assert len(done.stderr) < 2000


@pytest.mark.parametrize(
    ("name", "content"), [("a.json", '[{"id": "a"}]'), ("a.bib", "@book{a, title={T}}")]
)
def test_a_list_as_text_is_not_made_of_other_formats(
    tmp_path: Path, name: str, content: str
) -> None:
    (tmp_path / name).write_text(content)
    done = bibkit("parse", tmp_path / name, "-f", "text")
    assert (done.returncode, done.stdout) == (2, b"")
    assert "Read it without -f" in done.stderr.decode()


def test_why_nothing_was_found_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.bib").write_text("@article{a, title = {unclosed\n")
    done = bibkit("convert", tmp_path / "a.bib", "-t", "csl-json")
    assert done.returncode == 3
    assert "This entry could not be read" in done.stderr.decode()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_said(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(LINE, "utf-8")
    done = bibkit(page, "-o", "/dev/full", "-t", "bibtex")
    assert done.returncode == 2
    assert "cannot be written" in done.stderr.decode()
    command = f"{sys.executable} -m bibkit {page} -q > /dev/full"
    run = subprocess.run(
        ["bash", "-c", command], capture_output=True, env=environment(), check=False
    )
    assert run.returncode == 2
    assert b"Traceback" not in run.stderr


def test_control_sequences_never_reach_the_terminal(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(LINE + "2. \x1b]0;evil\x07 Ask \x1b[31mthe librarian\u202e\n", "utf-8")
    done = bibkit("parse", page, "-v")
    assert b"\x1b" not in done.stderr
    assert "\u202e" not in done.stderr.decode()


def test_an_interruption_while_writing_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "refs.bib"
    target.write_text("the old file")
    page = tmp_path / "page.txt"
    page.write_text(LINE, "utf-8")
    # Stop between writing beside and moving into place, as Ctrl-C would.
    script = (
        "import os, sys\n"
        "def stop(*a): raise KeyboardInterrupt\n"
        "os.replace = stop\n"
        "from bibkit.cli import main\n"
        f"main([{str(page)!r}, '-o', {str(target)!r}])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, env=environment(), check=False
    )
    assert done.returncode == 130
    assert b"Traceback" not in done.stderr
    assert b"Interrupted" in done.stderr
    assert target.read_text() == "the old file"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["page.txt", "refs.bib"]


def test_ctrl_c_while_reading_is_said_and_not_traced(tmp_path: Path) -> None:
    # It says when it has started: on a busy machine, starting may take longer than any pause.
    script = (
        "from bibkit.cli import main, records\n"
        "print('started', flush=True)\n"
        f"main(['-', '-o', {str(tmp_path / 'refs.bib')!r}])\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
        # A test run in the background of a shell inherits that Ctrl-C is ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert process.stdin is not None
    process.stdin.write(LINE.encode())
    process.stdin.flush()
    assert process.stdout is not None
    assert process.stdout.readline() == b"started\n"
    time.sleep(1)  # it waits for more input now
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 130
    assert b"Traceback" not in said
    assert not (tmp_path / "refs.bib").exists()


def test_a_full_or_closed_pipe_is_no_error(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(LINE * 3000, "utf-8")
    command = f"{sys.executable} -m bibkit parse {page} -q | head -1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        capture_output=True,
        env=environment(),
        check=False,
    )
    assert done.returncode == 0
    assert done.stdout.startswith(b"@article{")
    assert done.stderr == b""


def test_without_standard_error_the_work_is_done_all_the_same(tmp_path: Path) -> None:
    page, out = tmp_path / "page.txt", tmp_path / "refs.bib"
    page.write_text(LINE, "utf-8")
    command = f"{sys.executable} -m bibkit parse {page} -o {out} 2>&-"
    done = subprocess.run(
        ["bash", "-c", command], capture_output=True, env=environment(), check=False
    )
    assert done.returncode == 0
    assert out.read_text("utf-8").startswith("@article{")


def test_a_replaced_file_keeps_its_mode_and_a_link_its_target(tmp_path: Path) -> None:
    real = tmp_path / "real.bib"
    real.write_text("old")
    real.chmod(0o640)
    link = tmp_path / "refs.bib"
    link.symlink_to(real)
    page = tmp_path / "page.txt"
    page.write_text(LINE, "utf-8")
    assert bibkit(page, "-o", link).returncode == 0
    assert link.is_symlink()
    assert real.read_text("utf-8").startswith("@article")
    assert real.stat().st_mode & 0o777 == 0o640


def test_an_error_of_our_own_is_said_as_such(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(LINE, "utf-8")
    script = (
        "import bibkit.sources\n"
        "def broken(*a): raise ZeroDivisionError('x')\n"
        "bibkit.sources.decode = broken\n"
        "from bibkit.cli import main\n"
        f"main([{str(page)!r}])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, env=environment(), check=False
    )
    assert done.returncode == 70
    assert b"an error of its own (ZeroDivisionError: x)" in done.stderr
    assert b"Traceback" not in done.stderr


def test_lone_surrogates_and_nul_are_written_as_valid_utf_8(tmp_path: Path) -> None:
    source = tmp_path / "a.json"
    source.write_text('[{"id": "a", "type": "book", "title": "x \\ud800 \\u0000 y"}]')
    for to in ("bibtex", "csl-json", "biblatex"):
        done = bibkit("convert", source, "-t", to)
        assert done.returncode == 0
        done.stdout.decode("utf-8")
    assert bibkit("format", source, "-s", "apa").returncode == 0
