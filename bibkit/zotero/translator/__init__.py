"""Zotero's import translator: reference lists from the clipboard, without Python."""

from pathlib import Path

__all__ = ["FILE", "LABEL"]

#: What Zotero calls it; the file must have the same name.
LABEL = "NCBI Reference List"
#: The translator as it ships.
FILE = Path(__file__).parent / f"{LABEL}.js"
