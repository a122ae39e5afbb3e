"""References of RIS lines, for the tests of what the fields mean."""

from __future__ import annotations

from bibkit import Reference
from bibkit.formats.ris import FORMAT


def read_lines(code: str, *lines: str) -> Reference:
    """The reference of a record with these lines."""
    assert FORMAT.read is not None
    batch = FORMAT.read("\n".join([f"TY  - {code}", *lines, "ER  - ", ""]))
    assert len(batch) == 1, batch.problems
    return batch[0]


def kept_of(reference: Reference) -> dict[str, list[str]]:
    """What CSL has no variable for."""
    found = reference.custom.get("ris", {})
    assert isinstance(found, dict)
    return found
