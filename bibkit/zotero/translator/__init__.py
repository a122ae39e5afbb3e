"""Zotero's import translator: reference lists from the clipboard, without Python.

`importing` and everything that it calls (the grammar, the mapping to Zotero's items) becomes
JavaScript, function by function, so that both read a list alike:

    importing.is_list, items_of → modules (what they need, in which order)
      → statements → expressions → calls, patterns, by inference (which kind a value is)
      → generate: header, door.js (what Zotero calls), prelude.js, the functions, end.js

To change what it reads, change the Python and run `make translator`; nobody edits the file that it
makes. Where the generator meets something that it cannot say it raises NotImplementedError with the
source: write that more plainly in Python, or teach the module of its kind to say it. What Python has
and JavaScript has not is a function of `py` in `prelude.js`; a function whose Python is of no use
there (the making of keys) is written there by hand, and named in `generate._GIVEN`.
tests/zotero/test_translator.py runs both over every list of the tests, and over broken ones.
"""

from pathlib import Path

__all__ = ["FILE", "LABEL"]

#: What Zotero calls it; the file must have the same name.
LABEL = "NCBI Reference List"
#: The translator as it ships.
FILE = Path(__file__).parent / f"{LABEL}.js"
