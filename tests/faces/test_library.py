"""The library's door: sources of every kind, and what is public."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

import bibkit
from bibkit.errors import InputError, UnknownFormat

LINE = "Chio A. A view of things. Chest. 2017;12(2):181–184."


def test_every_source_is_read(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(LINE, "utf-8")
    sources: list[bibkit.api.Source] = [
        LINE,
        LINE.encode(),
        page,
        str(page),
        io.BytesIO(LINE.encode("utf-16")),
        io.StringIO(LINE),
    ]
    for source in sources:
        assert [reference.id for reference in bibkit.read(source)] == ["chio2017view"]


def test_a_name_of_a_file_that_is_not_there_is_no_text() -> None:
    with pytest.raises(InputError, match=r"There is no file 'refs\.bib'"):
        bibkit.read("refs.bib")


@pytest.mark.parametrize("text", ["", ".", "\n", "/", "tests"])
def test_text_without_a_reference_is_an_empty_batch(text: str) -> None:
    assert len(bibkit.read(text)) == 0


def test_the_suffix_decides_only_where_the_text_does_not(tmp_path: Path) -> None:
    bib = tmp_path / "refs.txt"
    bib.write_text("@book{a, title = {Soil}}")
    assert bibkit.read(bib)[0].id == "a"
    empty = tmp_path / "refs.bib"
    empty.write_text("% nothing yet\n")
    assert len(bibkit.read(empty)) == 0


def test_a_plain_list_saved_as_bib_is_a_list(tmp_path: Path) -> None:
    page = tmp_path / "refs.bib"
    page.write_text(LINE, "utf-8")
    assert bibkit.read(page)[0].id == "chio2017view"


def test_formats_that_do_not_exist() -> None:
    with pytest.raises(UnknownFormat, match="The formats are: text, lines, html"):
        bibkit.read(LINE, "docx")
    with pytest.raises(UnknownFormat, match="only read"):
        bibkit.write([], "text")


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (PermissionError(13, "Permission denied"), "permission denied"),
        (OSError(5, "Input/output error"), "Input/output error"),
    ],
)
def test_files_that_cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, says: str
) -> None:
    def refuse(*arguments: object) -> None:
        raise error

    page = tmp_path / "page.txt"
    page.write_text(LINE)
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(InputError, match=says):
        bibkit.read(page)


@pytest.mark.parametrize("format", ["bibtex", "csl-json", "html", "text"])
def test_more_than_can_be_a_list_is_refused_in_every_format(
    monkeypatch: pytest.MonkeyPatch, format: str
) -> None:
    from bibkit import sources
    from bibkit.errors import UnreadableInput

    monkeypatch.setattr(sources, "MAX_BYTES", 1000)
    with pytest.raises(UnreadableInput, match="larger than"):
        bibkit.read(b"x" * 1001, format)


def test_public_names_are_sorted_real_and_documented() -> None:
    assert sorted(bibkit.__all__) == bibkit.__all__
    for name in bibkit.__all__:
        assert getattr(bibkit, name).__doc__, name
    with pytest.raises(AttributeError):
        bibkit.nothing  # noqa: B018


def test_every_module_names_what_is_public() -> None:
    import ast

    package = Path(bibkit.__file__).parent
    for path in package.rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        public = {
            node.name
            for node in tree.body
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
        }
        listed = next(
            (
                [element.value for element in node.value.elts]  # type: ignore[attr-defined]
                for node in tree.body
                if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__"
            ),
            None,
        )
        if public:
            assert listed is not None, f"{path.name} has no __all__"
        for name in listed or []:
            assert not name.startswith("_"), path.name


def test_a_citation_that_ends_in_a_page_s_address_is_text() -> None:
    line = (
        "Birol E. Preferences for maize. AgBioforum. 2012;15(2):175-90. http:/www.a.org/v15/b.htm"
    )
    assert len(bibkit.read(line)) == 1
