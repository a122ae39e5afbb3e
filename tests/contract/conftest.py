"""A twin of Crossref and NCBI for the contract tests."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from twin import Twin


@pytest.fixture(scope="session")
def records_twin() -> Iterator[Twin]:
    """A running twin for tests that only read the stored records: nothing is reset in between."""
    with Twin() as running:
        yield running


@pytest.fixture
def twin(records_twin: Twin) -> Iterator[Twin]:
    """The same twin as at its start: no faults, no limits, an empty log, the stored records."""
    records_twin.reset()
    yield records_twin
    records_twin.reset()
