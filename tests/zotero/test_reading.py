"""What of a list goes into Zotero: not a bare identifier, and a doubtful reading marked as one."""

from __future__ import annotations

from pathlib import Path

from pushing import Push
from stub_zotero import StubZotero


def test_bare_identifiers_are_not_sent_and_it_is_said_how_to_look_them_up(
    zotero: StubZotero, push: Push, tmp_path: Path
) -> None:
    (tmp_path / "ids.txt").write_text("12345678\n12345679\n10.1000/soil.1\n")
    done = push("ids.txt")
    assert done.code == 3
    assert zotero.tops() == []
    assert "3 references are only an identifier, and not sent" in done.err
    assert "bibkit ids.txt -o refs.bib" in done.err


def test_what_has_a_title_is_sent_beside_them(
    zotero: StubZotero, push: Push, tmp_path: Path
) -> None:
    (tmp_path / "two.bib").write_text("@misc{a, doi={10.1000/a}}\n@book{b, title={Soil}}\n")
    done = push("two.bib")
    assert done.code == 0
    assert "1 reference is only an identifier" in done.err
    assert [item["data"]["title"] for item in zotero.tops()] == ["Soil"]


def test_two_works_known_by_other_identifiers_are_two(
    zotero: StubZotero, push: Push, tmp_path: Path
) -> None:
    # Their records say nothing else, and so say the same.
    (tmp_path / "two.json").write_text(
        '[{"id": "a", "type": "article-journal", "DOI": "10.1000/a", "issued": {"raw": "2017"}},'
        ' {"id": "b", "type": "article-journal", "PMID": "777", "issued": {"raw": "2017"}}]'
    )
    assert push("two.json").code == 0
    assert len(zotero.tops()) == 2


def test_a_list_that_joins_two_items_of_the_library_adds_none(
    zotero: StubZotero, push: Push, tmp_path: Path
) -> None:
    """The library knows the work by its PMID, the list by both and by the DOI alone."""
    zotero.add(itemType="journalArticle", title="Of soils and their many worms", PMID="777")
    both = "@article{both, title={Of soils and their many worms}, pmid={777}, doi={10.1000/w}}"
    alone = "@article{alone, title={Worms}, doi={10.1000/w}}"
    for name, text in (("one.bib", f"{both}\n{alone}\n"), ("other.bib", f"{alone}\n{both}\n")):
        (tmp_path / name).write_text(text)
        done = push(name)
        assert (done.code, len(zotero.tops())) == (0, 1)
        assert "0 added, 2 were there" in done.err


def test_a_doubtful_reading_is_tagged_and_has_its_text(
    zotero: StubZotero, push: Push, tmp_path: Path
) -> None:
    sure = "1. Chio A, Lee B. A view of ants. Chest. 2017;12(2):181-4.\n"
    doubtful = "2. Poe E. A view of bees. Chest. 2018;13(2):1-4. Kindly lent.\n"
    (tmp_path / "list.txt").write_text(sure + doubtful)
    assert push("list.txt").code == 0
    first, second = zotero.tops()
    assert (first["data"]["tags"], zotero.notes(first["key"])) == ([], [])
    assert [tag["tag"] for tag in second["data"]["tags"]] == ["check reference"]
    assert "Kindly lent" in zotero.notes(second["key"])[0]
