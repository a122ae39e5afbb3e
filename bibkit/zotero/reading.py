"""What of a list that was read may go into a library as it is."""

from __future__ import annotations

from bibkit.model import Batch, Reference, Severity

__all__ = ["TAG", "doubtful", "is_bare", "marked", "with_printed"]

#: The tag of what may have been read wrongly; the import translator and the plugin give it too.
TAG = "check reference"


def doubtful(batch: Batch) -> frozenset[str]:
    """The ids of references that somebody should look at: a problem says why.

    >>> import bibkit
    >>> sorted(doubtful(bibkit.read("1. Chio A. A view. Chest. 2017;12:1-4. Kindly lent.")))
    ['chio2017view']
    """
    return frozenset(
        problem.ref
        for problem in batch.problems
        if problem.ref and problem.severity is not Severity.INFO
    )


def is_bare(reference: Reference) -> bool:
    """Whether a reference is an identifier and nothing else: no item for a library, before it is
    looked up.

    >>> is_bare(Reference("a", "document", {"PMID": "123"})), is_bare(Reference("a", "book", {}))
    (True, False)
    """
    return bool(reference.fields) and reference.fields.keys() <= _IDENTIFIERS


_IDENTIFIERS = frozenset("DOI PMID PMCID ISBN citation-key".split())


def marked(batch: Batch) -> tuple[Reference, ...]:
    """The references of a batch; those read from a printed list that are doubtful have a tag that
    says so, and the printed text as a note.

    >>> import bibkit
    >>> batch = bibkit.read("1. Chio A. A view. Chest. 2017;12:1-4. Kindly lent.")
    >>> marked(batch)[0].text("keyword"), marked(batch)[0].text("annote")[:15]
    ('check reference', 'Chio A. A view.')
    """
    ids = doubtful(batch)
    return tuple(_marked(one) if one.id in ids and one.evidence else one for one in batch)


def _marked(reference: Reference) -> Reference:
    tags = [tag for tag in (reference.text("keyword"), TAG) if tag]
    return with_printed(reference).replace(keyword="; ".join(tags))


def with_printed(reference: Reference) -> Reference:
    """A reference that was read from a printed list, with its text as a note.

    >>> import bibkit
    >>> with_printed(bibkit.read("Chio A. A view. Chest. 2017;12:1-4.")[0]).text("annote")
    'Chio A. A view. Chest. 2017;12:1-4.'
    """
    if reference.evidence is None:
        return reference
    notes = [note for note in (reference.text("annote"), reference.evidence.text) if note]
    return reference.replace(annote="\n".join(notes))
