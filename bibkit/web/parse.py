"""A pasted reference list to items of Zotero."""

from __future__ import annotations

import io
from typing import Any

from bibkit.errors import InputError
from bibkit.model import Batch, Problem, Reference, Severity
from bibkit.sources import read_references, sniff
from bibkit.text import refuse_binary
from bibkit.zotero.reading import doubtful, is_bare, with_printed

__all__ = ["parsed"]


def parsed(text: str = "", html: str = "", format: str | None = None) -> dict[str, Any]:
    """What a copied list holds: the body of an answer to `/v1/parse`.

    Args:
        text: as copied.
        html: the same as HTML, where the clipboard has that. It counts where references are found
            in it, for it has the links; but copied BibTeX is text.
        format: of the text; None to tell it from the text.

    Returns:
        `items` as Zotero's connector takes them, each read from a list with the printed text as
        a note, but none for what is only an identifier; `problems`; `article`, the one whose list
        it is, or None; `doubtful`, the ids of the items that somebody should look at.

    Raises:
        InputError: it cannot be read at all, or there is no such format.

    >>> found = parsed("1. Chio A. A view. Chest. 2017;12(2):181-4.\\n\\n2. What?")
    >>> found["items"][0]["title"], [one["code"] for one in found["problems"]]
    ('A view', ['unreadable'])
    """
    batch = _batch(text, html, format)
    ids = doubtful(batch)
    bare = [one.id for one in batch if is_bare(one)]
    problems = [*batch.problems, *map(_bare, bare)]
    return {
        "items": [_item(one) for one in batch if one.id not in bare],
        "problems": [problem.as_json() for problem in problems],
        "article": _article(batch.article),
        "doubtful": [one.id for one in batch if one.id in ids and one.id not in bare],
    }


def _bare(id: str) -> Problem:
    message = f"{id} is only an identifier. Zotero itself looks it up: Add Item(s) by Identifier."
    return Problem("only-identifier", message, Severity.WARNING, ref=id)


# A part of a list as browsers copy it has lost what said that it was one.
_HEADING = "<h2>References</h2>"


def _batch(text: str, html: str, format: str | None) -> Batch:
    is_plain = not text.strip() or sniff(text) == "text"
    if not html.strip() or format not in (None, "html") or not is_plain:
        return _read(text, format)
    try:
        page = _read(html, "html")
        part = page or _read(_HEADING + html, "html")
    except InputError:
        if not text.strip():
            raise
        return _read(text, None)
    if page or not text.strip():
        return part or page
    own = _read(text, None)
    return part if len(part) >= max(len(own), 1) else own


def _read(text: str, format: str | None) -> Batch:
    # As a file, not as a text: a text of one line may be the path of a file, which nobody who
    # asks over HTTP may have read.
    refuse_binary(text[:65_536].encode("utf-8", "replace"))
    return read_references(io.StringIO(text), format)


def _item(reference: Reference) -> dict[str, object]:
    from bibkit.formats.zotero.dialects import connector_json
    from bibkit.formats.zotero.items import zotero_item

    return connector_json(zotero_item(with_printed(reference)), reference.id)


def _article(reference: Reference | None) -> dict[str, str] | None:
    """What names the article whose list it is.

    >>> _article(Reference("a", "article-journal", {"DOI": "10.1/a"}))
    {'title': '', 'DOI': '10.1/a', 'PMID': ''}
    """
    if reference is None:
        return None
    return {name: reference.text(name) for name in ("title", "DOI", "PMID")}
