"""Fixtures that all tests share."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

sys.path.insert(0, str(Path(__file__).parent / "contract"))

if TYPE_CHECKING:
    from twin import Twin

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "als-review.txt"


def pytest_addoption(parser: pytest.Parser) -> None:
    text = "also ask the real Crossref and NCBI (tests/contract/test_places.py; needs a network)"
    parser.addoption("--live", action="store_true", help=text)


@pytest.fixture(scope="session", autouse=True)
def cache_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """No test reads or writes the caches and settings of whoever runs it, or asks a service."""
    folder = tmp_path_factory.getbasetemp() / "cache"
    os.environ["BIBKIT_CACHE_DIR"] = str(folder)
    os.environ["BIBKIT_CONFIG_DIR"] = str(folder / "config")
    os.environ["BIBKIT_DATA_DIR"] = str(folder / "data")
    os.environ.pop("BIBKIT_STYLES", None)
    os.environ["BIBKIT_OFFLINE"] = "1"  # a test that asks a service says which
    return folder


@pytest.fixture
def example() -> Path:
    """The copied PubMed page of the example."""
    return EXAMPLE


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of gold data; the test is skipped where BIBKIT_SHARED does not name it."""
    folder = os.environ.get("BIBKIT_SHARED")
    if not folder:
        pytest.skip("BIBKIT_SHARED is not set: no gold data here")
    path = Path(folder)
    assert (path / "gold").is_dir(), f"BIBKIT_SHARED={folder} has no gold data"
    return path


@pytest.fixture(scope="session")
def records_twin() -> Iterator[Twin]:
    """A running twin for tests that only read the stored records: nothing is reset in between."""
    from twin import Twin

    with Twin() as running:
        yield running


@pytest.fixture
def twin(records_twin: Twin) -> Iterator[Twin]:
    """The same twin as at its start: no faults, no limits, an empty log, the stored records."""
    records_twin.reset()
    yield records_twin
    records_twin.reset()
