from __future__ import annotations

import copy
import pickle

import pytest

from bibkit import Batch, Date, Name, Problem, Reference, Severity, Span
from bibkit.errors import BibkitError, ModelError


def _reference() -> Reference:
    return Reference(
        "chio2017view",
        "article-journal",
        {"author": (Name("Chio", "A."),), "issued": Date(2017, 3), "title": "A view", "volume": 12},
        {"custom": {"author-et-al": True, "links": ["DOI"]}},
    )


def test_every_field_is_checked_against_its_kind() -> None:
    for variable, value, wants in [
        ("author", "Chio", "'author' takes a tuple of names, not str."),
        ("author", (), "'author' takes a tuple of names, not tuple."),
        ("issued", "2017", "'issued' takes a Date, not str."),
        ("title", Date(2017), "'title' takes text, not Date."),
        ("volume", True, "'volume' takes text, not bool."),
    ]:
        with pytest.raises(ModelError) as error:
            Reference("x", "book", {variable: value})  # type: ignore[dict-item]
        assert str(error.value) == wants


def test_unknown_variables_and_types_are_refused() -> None:
    with pytest.raises(ModelError, match="no variable 'journal'"):
        Reference("x", "book", {"journal": "Chest"})
    with pytest.raises(ModelError, match="no item type 'paper'"):
        Reference("x", "paper")


def test_a_model_error_is_a_value_error_too() -> None:
    assert issubclass(ModelError, ValueError)
    assert issubclass(ModelError, BibkitError)


def test_a_reference_is_frozen_all_through() -> None:
    reference = _reference()
    with pytest.raises(TypeError):
        reference.fields["title"] = "Another"  # type: ignore[index]
    with pytest.raises(AttributeError):
        reference.id = "y"  # type: ignore[misc]


def test_the_mapping_that_was_given_may_change_afterwards() -> None:
    fields = {"title": "A view"}
    reference = Reference("x", "book", fields)
    fields["title"] = "Another"
    assert reference.text("title") == "A view"


def test_references_are_copied_and_pickled() -> None:
    reference = _reference()
    assert pickle.loads(pickle.dumps(reference)) == reference
    assert copy.deepcopy(reference) == reference
    assert len({reference, _reference()}) == 1


def test_the_place_in_the_input_is_no_part_of_equality() -> None:
    assert _reference() == Reference(
        "chio2017view",
        "article-journal",
        _reference().fields,
        _reference().extra,
        Span(3, 4),
    )


def test_access_by_kind() -> None:
    reference = _reference()
    assert reference.text("volume") == "12"
    assert reference.text("author") == ""
    assert reference.names("title") == ()
    assert reference.date("title") is None
    assert reference.truncated()
    assert not reference.truncated("editor")
    assert reference.links == ("DOI",)


def test_replace_sets_and_takes_out() -> None:
    changed = _reference().replace(container_title="Chest", volume=None, PMID="1")
    assert changed.text("container-title") == "Chest"
    assert changed.text("PMID") == "1"
    assert "volume" not in changed.fields


def test_custom_notes_are_added() -> None:
    changed = _reference().with_custom(article_number=True)
    assert changed.custom["article-number"] is True
    assert changed.truncated()


@pytest.mark.parametrize(
    "parts",
    [{}, {"suffix": "Jr"}, {"family": "A", "literal": "A"}, {"literal": ""}],
)
def test_a_name_is_a_person_or_a_body(parts: dict[str, str]) -> None:
    with pytest.raises(ModelError):
        Name(**parts)


@pytest.mark.parametrize(
    "parts",
    [
        {"year": 2017, "month": 13},
        {"year": 2017, "month": 0},
        {"year": 2017, "day": 3},
        {"year": 2017, "month": 2, "day": 32},
        {"year": 2017, "season": 5},
        {},
        {"month": 3},
    ],
)
def test_impossible_dates_are_refused(parts: dict[str, int]) -> None:
    with pytest.raises(ModelError):
        Date(**parts)


def test_a_batch_is_a_sequence_of_references() -> None:
    batch = Batch((_reference(),), (Problem("x", "y"),))
    assert len(batch) == 1
    assert list(batch) == [batch[0]]
    assert batch.with_problems([Problem("z", "z")]).problems[1].code == "z"


def test_a_problem_as_json_leaves_empty_parts_out() -> None:
    problem = Problem("unreadable", "Not a reference.", Severity.ERROR, Span(3, 9, 2), raw="Hello.")
    assert problem.as_json() == {
        "code": "unreadable",
        "severity": "error",
        "message": "Not a reference.",
        "span": [3, 9],
        "line": 2,
        "raw": "Hello.",
    }
