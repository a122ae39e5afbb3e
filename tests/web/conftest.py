"""A running server for the tests of its answers."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parent.parent / "faces"))

from serving import Running


@pytest.fixture(scope="module")
def server() -> Iterator[Running]:
    """A server on a port of its own, asked over a real socket."""
    with Running() as running:
        yield running
