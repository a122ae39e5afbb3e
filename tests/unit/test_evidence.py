"""Where each field was read, how sure it is, and what the list says of it."""

from __future__ import annotations

import pickle
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import bibkit
from bibkit import Evidence, Part, Reference
from bibkit.reflist import parse_reference
from bibkit.reflist.liststyle import checked_by_list, departures
from bibkit.reflist.sequence.evidence import chance

TEXT = "Chio A, al-Chalabi B. A view of it. J Foo. 2017 Mar;12(2):1-4. doi: 10.1234/x. Epub 2016 Dec 1."


def read(text: str) -> Reference:
    reference, _ = parse_reference(text)
    assert reference is not None
    return reference


def evidence(text: str) -> Evidence:
    found = read(text).evidence
    assert found is not None
    return found


def test_each_field_knows_its_place() -> None:
    found = evidence("Chio A, al-Chalabi B. A view of it. J Foo. 2017;12(2):1-4. doi: 10.1234/x.")
    assert found.of("author") == ("Chio", "A", "al-Chalabi", "B")
    assert found.of("title") == ("A view of it",)
    assert found.of("container-title") == ("J Foo",)
    assert (found.of("issued"), found.of("volume")) == (("2017",), ("12",))
    assert (found.of("issue"), found.of("page")) == (("2",), ("1-4",))
    assert found.of("DOI") == ("doi: 10.1234/x",)
    assert found.left == ()
    assert found.confidence > 0.9


def test_parts_are_in_order_and_apart() -> None:
    parts = evidence(TEXT).parts
    assert all(a.end <= b.start for a, b in pairwise(parts))


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=150), st.text(max_size=40))
def test_parts_lie_within_any_text(text: str, more: str) -> None:
    reference, _ = parse_reference(f"Chio A, {text}. A view. {more} 2017;12:1-4")
    if reference is not None and reference.evidence is not None:
        found = reference.evidence
        assert all(0 <= p.start < p.end <= len(found.text) for p in found.parts)
        assert all(a.end <= b.start for a, b in pairwise(found.parts))
        assert 0 <= found.confidence <= 1
        assert all(0 <= sure <= 1 for sure in found.sure.values())


def test_words_that_no_field_holds_are_left_and_lower_the_confidence() -> None:
    clean = evidence("Chio A. A view of it. J Foo. 2017;12:1-4.")
    odd = evidence(
        "Chio A. A view of it. J Foo. 2017;12:1-4. Gratefully donated by the author's aunt."
    )
    assert "donated" in " ".join(odd.left)
    assert odd.confidence < clean.confidence


def test_a_doubtful_reading_is_less_sure_than_a_plain_one() -> None:
    assert evidence("See Levitsky 2010 and others there, 12 ff. of the report").confidence < 0.6
    assert evidence("Chio A. A view of it. J Foo. 2017;12:1-4.").confidence > 0.9


def test_evidence_is_no_part_of_equality_and_survives_pickling() -> None:
    reference = read(TEXT)
    assert pickle.loads(pickle.dumps(reference)).evidence == reference.evidence
    assert reference == Reference("", reference.type, reference.fields, reference.extra)
    assert reference.replace(title="Other").evidence is reference.evidence


def test_a_number_is_found_where_it_stands_alone() -> None:
    found = evidence("Smith J. Water in 2013 and later. Technical Report 3. Geneva: WHO; 2013.")
    assert found.of("title") == ("Water in 2013 and later",)
    assert found.of("number") == ("3",)


def test_numbers_of_any_length_are_read() -> None:
    long = "1" * 5000 + "-" + "2" * 5000
    parse_reference(
        f"Smith J, Doe A. A view of the ways. of ants. J Foo. 2017;12:{long}. Left over words."
    )


def test_evidence_is_frozen() -> None:
    found = evidence("Chio A. A view of it all. J Foo. 2017;12:1-4.")
    with pytest.raises(TypeError):
        found.sure["title"] = 0.0  # type: ignore[index]
    assert hash(found) == hash(pickle.loads(pickle.dumps(found)))


def test_chance_is_bounded() -> None:
    assert 0 < chance([1.0], [-1e9]) < chance([1.0], [1e9]) < 1


def vancouver(n: int) -> str:
    return f"Chio A, Lee B. A view of {n} things. J Foo. 20{n:02d};12(2):1-4."


def test_the_one_that_departs_from_its_list_stands_out() -> None:
    references = [read(vancouver(n)) for n in range(10, 22)]
    odd = read("Lee, C. (2004), Another view: J Foo 12, 5-9")
    found = departures([r.evidence for r in [*references, odd]])
    assert found[:-1] == [0.0] * len(references)
    assert found[-1] > 0.3
    before = odd.evidence
    after = checked_by_list([*references, odd])[-1].evidence
    assert before is not None
    assert after is not None
    assert after.confidence < before.confidence


def test_a_short_list_has_no_style() -> None:
    assert (
        departures([evidence(vancouver(1)), None, evidence("Lee, C. (2004), A: J Foo 1, 5-9")])
        == [0.0] * 3
    )


def test_what_is_explained() -> None:
    batch = bibkit.read(f"References\n1. {TEXT}\n2. Lee B. On it. Chest. 2012;2:1-2. - PubMed")
    shown = bibkit.explain(batch)
    assert "[title A view of it]" in shown
    assert "[author Chio A, al-Chalabi B]" in shown
    rows = bibkit.explained(batch)
    assert [row["confidence"] for row in rows] == sorted(row["confidence"] for row in rows)
    assert "\x1b[" in bibkit.explain(batch, color=True)
    assert "\x1b[" not in shown


def test_a_reference_from_fields_has_nothing_to_explain() -> None:
    assert bibkit.explained(bibkit.read("@book{a, title = {B}}")) == []


@pytest.mark.parametrize("left", ["\x1b[2J", "\u202e", "\0"])
def test_no_control_character_of_a_text_reaches_the_terminal(left: str) -> None:
    batch = bibkit.read(f"Chio A. A view{left} of it. J Foo. 2017;12:1-4.", "text")
    odd = bibkit.read(
        f"Chio A. A view of it all. J Foo. 2017;12:1-4. Lent{left} by nobody at all.", "text"
    )
    for shown in (bibkit.explain(odd), bibkit.explain(odd, color=True)):
        assert left not in shown
    assert left not in bibkit.explain(batch)
    assert left not in bibkit.explain(batch, color=True)


def test_part_is_exported() -> None:
    assert Part("title", "title", 0, 1).end == 1
