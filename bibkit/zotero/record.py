"""What bibkit has put into the Zotero of this machine, for when Zotero does not let itself be read.

Its local API is off until the user allows it, and without it nothing says what a library holds; a list
pushed a second time would be added a second time. So what was pushed is kept, a line an item, in the
user's data folder: library, day, and what tells the work.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from bibkit.errors import ZoteroError
from bibkit.formats.zotero.dialects import api_json
from bibkit.formats.zotero.items import ZoteroItem
from bibkit.zotero.library import Known

__all__ = ["Record", "record_path"]

_NAME = "zotero-pushed.jsonl"
# What a work is not told by.
_LEFT_OUT = frozenset("abstractNote tags accessDate rights libraryCatalog".split())


def record_path() -> Path:
    """Where the record lies: in `BIBKIT_DATA_DIR`, else in the user's data folder."""
    import platformdirs

    folder = os.environ.get("BIBKIT_DATA_DIR") or platformdirs.user_data_dir("bibkit")
    return Path(folder).expanduser() / _NAME


class Record:
    """The record of one library.

    Args:
        library: what tells it from others: its number and name in this Zotero.
        path: of the file; for tests.
    """

    def __init__(self, library: str, path: Path | None = None) -> None:
        self._library = library
        self._path = path or record_path()

    def known(self) -> Known:
        """The works that were put into the library; a line that cannot be read is passed over.

        Raises:
            ZoteroError: the file cannot be read.
        """
        return Known(self._lines())

    def _lines(self) -> Iterator[dict[str, Any]]:
        try:
            text = self._path.read_text("utf-8", "replace")
        except FileNotFoundError:
            return
        except OSError as error:
            raise self._unusable(error) from error
        for line in text.splitlines():
            try:
                one = json.loads(line)
            except ValueError:
                continue
            if isinstance(one, dict) and one.get("library") == self._library:
                yield {"key": str(one.get("on", "")), "data": one.get("data")}

    def add(self, items: Iterable[ZoteroItem]) -> None:
        """Note items that were saved.

        Raises:
            ZoteroError: the file cannot be written.
        """
        day = date.today().isoformat()
        lines = []
        for item in items:
            data = {name: value for name, value in api_json(item).items() if name not in _LEFT_OUT}
            said = {"library": self._library, "on": day, "data": data}
            lines.append(json.dumps(said, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            # Whoever else reads this machine's files need not know what is read here.
            handle = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(b"".join(lines))
        except OSError as error:
            raise self._unusable(error) from error

    def _unusable(self, error: OSError) -> ZoteroError:
        reason = error.strerror or error
        return ZoteroError(
            f"The record of what was pushed ({self._path}) cannot be used: {reason}."
        )
