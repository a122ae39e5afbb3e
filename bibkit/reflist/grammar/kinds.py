"""What kind of work a reference says that it is: thesis, patent, software, dataset, report, preprint.

Only what the text says in so many words counts; each rule sets the CSL type and the fields of that
type (`genre`, `number`, `version`). Everything else keeps the type that its structure gave it.
"""

from __future__ import annotations

import re

from bibkit.reflist.grammar.parts import PREPRINT_SERVERS, Reading, clean

__all__ = ["settle_kind"]

_DEGREE = r"(?:Ph\.?\s?D\.?|D\.?\s?Phil\.?|M\.?\s?Sc\.?|M\.?\s?A\.?|M\.?D\.?|[Mm]aster(?:['’]?s)?(?:\s+of\s+\w+)?|[Dd]octoral|Doctorate|[Bb]achelor(?:['’]?s)?|Licentiate)"
_THESIS = re.compile(
    rf"\b(?:[Uu]npublished\s+)?(?:{_DEGREE}[\s,-]+(?:degree\s+)?(?:[Tt]hesis|[Dd]issertation)|(?:[Tt]hesis|[Dd]issertation),?\s*\(?{_DEGREE}\)?"
    r"|Inaugural-?[Dd]issertation|Tese\s(?:de\s[Dd]outorado|\([Dd]outorado[^)]*\))|Dissertação\s(?:de\s[Mm]estrado|\([Mm]estrado[^)]*\))"
    r"|Tesis\s+(?:[Dd]octoral|de\s[Mm]aestría)|Thèse\s(?:de\s[Dd]octorat|[Dd]octorale)|Doktorarbeit)(?!\w)"
)
_PATENT = re.compile(
    r"\b(?:(?:U\.?\s?S\.?(?:\s?A\.?)?|United States|European|Chinese|Japanese|Korean|German|International|World|Canadian|PCT|CN|WO|EP|JP)\s+)?"
    r"[Pp]atent(?:\s+(?:[Aa]pplication|[Nn]o\.?|[Nn]umber|[Pp]ublication|US|WO|EP|CN))*[\s:.#]*"
    r"(?P<number>[A-Z]{0,2}\s?\d[\d,./]{3,}\d(?:\s?[A-Z]\d?)?)"
)
_SOFTWARE = re.compile(
    r"\bR\s[Pp]ackage(?:,?\s+[Vv]ersion)?\s+(?P<version>\d[\w.-]*\d)|\[[Cc]omputer\s(?:[Ss]oftware|[Pp]rogram(?:me)?)\]"
    r"|\[[Ss]oftware\]"
)
_REPORT = re.compile(
    r"\b(?P<genre>[Tt]echnical\s+[Rr]eport(?:\s+[Ss]eries)?|[Ww]orking\s+[Pp]apers?|[Rr]esearch\s+[Rr]eport|[Dd]iscussion\s+[Pp]aper|[Ww]hite\s+[Pp]aper)"
    r"(?:\s+(?:[Nn]o\.?|[Nn]umber|#)?\s*(?P<number>\d[\w/.-]*\w|\d))?"
)
_DATA_ARCHIVES = re.compile(
    r"^(?:Dryad(?: Digital Repository)?|Zenodo|[Ff]igshare|PANGAEA|GigaScience Database|GigaDB|Mendeley Data"
    r"|Harvard Dataverse|Dataverse|Open Science Framework|UK Data Service|CyVerse Data Commons)\b"
)


def settle_kind(text: str, reading: Reading) -> None:
    """Set type and fields where the text says what the work is.

    Args:
        text: the reference; reading: what was read from it, changed in place.

    >>> reading = Reading("book", {"title": "On rivers", "publisher": "Ghent University"})
    >>> settle_kind("Maes L. On rivers. PhD thesis. Ghent University; 2015.", reading)
    >>> reading.type, reading.fields["genre"]
    ('thesis', 'PhD thesis')
    """
    for rule in (_thesis, _patent, _software, _data, _preprint, _report):
        if rule(text, reading):
            return


def _thesis(text: str, reading: Reading) -> bool:
    match = _THESIS.search(text)
    if match is None or _is_in_journal(reading) or _within_title(reading, match[0]):
        return False
    reading.type = "thesis"
    genre = " ".join(match[0].split()).rstrip(".")
    reading.fields.setdefault("genre", genre)
    for variable in ("title", "container-title", "publisher"):
        behind = _cut(reading, variable, match[0])
        # "[Doctoral dissertation, University of Texas]"
        if behind and "publisher" not in reading.fields:
            reading.put("publisher", behind)
    return True


def _patent(text: str, reading: Reading) -> bool:
    match = _PATENT.search(text)
    if match is None or _within_title(reading, match[0]):
        return False
    titled = "atent" in reading.text_of("container-title")
    if _is_in_journal(reading) and "page" in reading.fields and not titled:
        return False
    reading.type = "patent"
    for variable in ("volume", "issue", "page"):
        reading.fields.pop(variable, None)
    _cut(reading, "container-title", match[0])
    if titled:
        reading.fields.pop("container-title", None)
    reading.put("number", match["number"])
    title = _ROLES.sub("", reading.text_of("title"))
    if title:
        reading.fields["title"] = title
    return True


# "inventors; University of Pittsburgh, assignee. Wheelchair pushrim"
_ROLES = re.compile(r"^inventors?\b[;.,:\s]*(?:[^;]{2,120}?,\s*assignees?\b[;.,:\s]*)?", re.I)


def _software(text: str, reading: Reading) -> bool:
    match = _SOFTWARE.search(text)
    if match is None or _is_in_journal(reading) or _within_title(reading, match[0]):
        return False
    reading.type = "software"
    _cut(reading, "title", match[0])
    _cut(reading, "container-title", match[0])
    version = _VERSION.search(text)
    if version:
        _cut(reading, "title", version[0])
    reading.put("version", version["version"] if version else match["version"] or "")
    return True


_VERSION = re.compile(r"\(?\b[Vv]er(?:sion|\.)?\s+(?P<version>\d[\w.-]*\w|\d)\)?")


def _data(text: str, reading: Reading) -> bool:
    marked = str(reading.fields.get("genre", "")).lower().replace(" ", "") == "dataset"
    held = any(_DATA_ARCHIVES.match(reading.text_of(v)) for v in ("container-title", "publisher"))
    if not (marked or held) or "volume" in reading.fields or "preprint" in text.lower():
        return False
    reading.type = "dataset"
    return True


def _preprint(text: str, reading: Reading) -> bool:
    if not PREPRINT_SERVERS.match(reading.text_of("container-title")):
        return False
    reading.type = "article"
    return True


def _report(text: str, reading: Reading) -> bool:
    match = _REPORT.search(text)
    if match is None or reading.type not in ("book", "document", "webpage", "report"):
        return False
    if _within_title(reading, match[0]):
        return False
    reading.type = "report"
    reading.fields.setdefault("genre", " ".join(match["genre"].split()))
    if reading.text_of("title").endswith(match[0]):
        _cut(reading, "title", match[0])
    if match["number"] and "number" not in reading.fields:
        reading.put("number", match["number"])
    return True


def _is_in_journal(reading: Reading) -> bool:
    return "volume" in reading.fields and "container-title" in reading.fields


def _within_title(reading: Reading, words: str) -> bool:
    """Whether the words are part of a title's sentence ("How a PhD thesis is written"): they say
    what the title is about, not what the work is.
    """
    for variable in ("title", "container-title"):
        value = reading.text_of(variable)
        before, found, after = value.partition(words)
        if found and not (_at_edge(before, words) and _END.match(after)):
            return True
    return False


# Around words that say the kind: the edge of a field, or of a sentence or bracket in it.
_EDGE = re.compile(r"(?:^|[.;,:()\[\]?!–”\"’-])\s*$")
_END = re.compile(r"\s*(?:$|[.;,:()\[\]?!–-])")


def _at_edge(before: str, words: str) -> bool:
    return words.startswith(("(", "[")) or bool(_EDGE.search(before))


def _cut(reading: Reading, variable: str, words: str) -> str:
    """Take words that say the kind, and what follows them, off the end of a field; or off its
    beginning. Gives back what followed them.
    """
    value = reading.text_of(variable)
    before, found, after = value.partition(words.strip())
    if not found or not _at_edge(before, words):
        return ""
    head, tail = before.rstrip(' .,;:([–-“"'), after.strip(" .,;:()[]")
    if clean(head):
        reading.fields[variable] = clean(head)
        return tail
    if clean(tail):
        reading.fields[variable] = clean(tail)
    else:
        reading.fields.pop(variable)
    return ""
