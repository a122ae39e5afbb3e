"""The parts of a reference that the grammar's rules share: their patterns, and where they go."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bibkit.dates import MONTH, YEAR, parse_date
from bibkit.identifiers import Identifier
from bibkit.model import Name, Part, Value
from bibkit.text import DASHES

__all__ = [
    "DASH",
    "DATE",
    "EDITION",
    "EDITORS_SENTENCE",
    "ISSUE",
    "JUNK",
    "MASK",
    "PAGES",
    "PAGES_SENTENCE",
    "PREPRINT_SERVERS",
    "SUPPLEMENT",
    "VOLUME",
    "VOLUME_SENTENCE",
    "Reading",
    "clean",
    "identifier_part",
    "put_container",
    "put_date",
    "put_pages",
    "put_volume",
]

#: Stands where an identifier was taken out.
MASK = "\ue000"


@dataclass(slots=True)
class Reading:
    """What the grammar made of one string: a CSL type, CSL fields, and what was left over."""

    type: str = "document"
    fields: dict[str, Value] = field(default_factory=dict)
    custom: dict[str, object] = field(default_factory=dict)
    left: str = ""

    def copy(self) -> Reading:
        """Another reading with the same content, to be changed apart."""
        return Reading(self.type, dict(self.fields), dict(self.custom), self.left)

    def put(self, variable: str, text: str) -> None:
        """Set a text variable, unless there is nothing to set."""
        bare = clean(text)
        if bare:
            self.fields[variable] = bare

    def text_of(self, variable: str) -> str:
        """A text variable as set so far; empty where it is not."""
        value = self.fields.get(variable, "")
        return value if isinstance(value, str) else ""

    def put_people(self, variable: str, names: tuple[Name, ...], truncated: bool) -> None:
        """Set a name variable and whether its list goes on, unless there are no names."""
        if names:
            self.fields[variable] = names
            if truncated:
                self.custom[f"{variable}-et-al"] = True


#: How the name of a preprint server begins.
PREPRINT_SERVERS = re.compile(
    r"^(?:bioRxiv|medRxiv|arXiv|ChemRxiv|PsyArXiv|Research Square|SSRN|OSF Preprints|Preprints\.org)\b",
    re.I,
)

JUNK = f" .,;:{MASK}"


_FINAL_STOPS = re.compile(r"\s*\.(?:\s+\.)*$")


def clean(text: str) -> str:
    """A field's text: no masks, no punctuation that stood between fields."""
    bare = " ".join(text.replace(MASK, " ").split()).strip(" ,;:")
    return _FINAL_STOPS.sub("", bare).rstrip(" ,;")


DASH = f"[{DASHES}]"
DATE = rf"(?P<date>(?P<year>{YEAR})[a-z]?(?:\s*[{DASHES}/]\s*(?:{YEAR}|\d\d)\b)?(?:[\s,]+{MONTH}(?:\s*[{DASHES}/]\s*{MONTH})?(?:\s+\d{{1,2}}(?:\s*{DASH}\s*\d{{1,2}})?)?)?)"
SUPPLEMENT = (
    r"(?:(?:\s|,\s)*(?:Suppl?(?:ement)?|Pt|Part|Spec(?:ial)?(?:\sNo|\sIssue)?)\b\.?(?:\s?[\w/-]+)?)"
)
VOLUME = r"(?P<volume>(?:[Vv]ol(?:ume)?\.?\s*)?[A-Za-z]{0,8}\.?\s?-?\d[\w./]*(?:(?:[-–]|\s?&\s?)\d[\w]*)?|[IVXLC]+|[A-Z]{1,2})"
ISSUE = r"(?:\s*\((?P<issue>[^()]*(?:\([^()]*\)[^()]*)?)\))"
_PAGE_LABEL = r"(?:(?:pp?\.|pages?|article(?:\sid|\sno\.?|\snumber)?|art\.(?:\sno\.?)?|ID)\s*)"
_PAGE = r"[A-Za-z]{0,10}[\s.-]?\d[\w.]*(?:/\d+)?"
PAGES = rf"(?P<label>{_PAGE_LABEL})?(?P<pages>{_PAGE}(?:\s?{DASH}+\s?[A-Za-z]{{0,6}}\.?\d[\w]*(?:\.\w+)?)?(?:,\s?(?:e?\d[\w]*(?:\s?{DASH}\s?\d[\w]*)?|discussion\s[\w–-]+|quiz\s[\w–-]+|author\sreply\s[\w–-]+))*(?:\.:\s?(?:e\d{{1,3}}|[a-z]{{0,4}}\d{{2,8}})\b)?)"


# Whole sentences of a book: "2nd ed.", "Vol. 3.", "Evenson R.E., editors.", "pp. 3–9."
EDITION = re.compile(
    r"^\(?(?:(?:\d+(?:st|nd|rd|th|[aªº])?|[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth|[Ff]ifth|[Ss]ixth|"
    r"[Ss]eventh|[Ee]ighth|[Nn]inth|[Tt]enth|[Rr]ev(?:ised|\.)?|[Ii]nternational|[Nn]ew|\w+)\s+){1,3}"
    r"(?:ed|edition|edn|edição|edición)\b\.?\)?(?:\s+edition)?\.?$|^edn?\.?\s\d{1,2}\.?$"
)
EDITORS_SENTENCE = re.compile(r"^(?P<people>.{3,300}?),?\s*\(?(?:editors?|[Ee]ds?)\b\.?\)?\.?$")
VOLUME_SENTENCE = re.compile(r"^[Vv]ol(?:ume|\.)?\s*(?P<volume>[\w–-]+)\.?$")
PAGES_SENTENCE = re.compile(rf"^(?:pp?\.?|pages?)\s*{PAGES}\.?$", re.I)


def identifier_part(one: Identifier) -> Part:
    """Where an identifier stands; an arXiv number is a place in an archive."""
    variable = "archive_location" if one.variable == "arXiv" else one.variable
    return Part(variable, variable, one.start, one.end)


def put_container(reading: Reading, container: str, stopped: bool) -> None:
    """Set `container-title`; an abbreviated journal keeps the stop of its last word.

    Args:
        container: as printed, its last stop perhaps cut off.
        stopped: whether a stop stands behind it ("Invest. Ophthalmol. Vis. Sci. 2001;42:1").
    """
    reading.put("container-title", container)
    bare = reading.text_of("container-title")
    others = bare.split()[:-1]
    if stopped and others and 2 * sum(word.endswith(".") for word in others) >= len(others):
        reading.fields["container-title"] = f"{bare}."


def put_date(reading: Reading, text: str) -> None:
    """Set `issued` from a printed date."""
    date = parse_date(text)
    if date:
        reading.fields["issued"] = date


_THOUSANDS = re.compile(r"\b\d{1,2},\d{3}(?=-\d{1,2},\d{3}\b)|(?<=-)\d{1,2},\d{3}\b")


def put_pages(reading: Reading, pages: str, label: str | None) -> None:
    """Set `page`; a label such as "article" says that it is an article number."""
    # One hyphen for a range, as CSL data has it; abbreviated ends stay as printed.
    text = re.sub(rf"\s?[{DASHES}]+\s?", "-", pages).strip(" .,")
    text = _THOUSANDS.sub(lambda m: m[0].replace(",", ""), text)
    # PubMed prints "1509–1525.e19" as "1509–1525.:e19", and the number of pages before an article
    # number as "14.:100643".
    count, mark, rest = text.partition(".:")
    if mark:
        text = f"{count}.{rest}" if "-" in count else rest
    if text:
        reading.fields["page"] = text
    if label and label.lower().startswith(("art", "id")):
        reading.custom["article-number"] = True


def put_volume(reading: Reading, match: re.Match[str]) -> None:
    """Set `volume` and `issue` from the groups of a match; a supplement is an issue."""
    parts = match.groupdict()
    reading.put("volume", re.sub(r"^[Vv]ol(?:ume)?\.?\s*", "", parts.get("volume") or ""))
    supplements = (parts.get("supplement"), parts.get("supplement2"))
    supplement = " ".join(s.strip(" ,") for s in supplements if s)
    reading.put("number", re.sub(r"^,\s*article\s*", "", parts.get("article") or ""))
    number, _, article = (parts.get("issue") or "").partition(", article ")
    if article:
        put_pages(reading, article, "article")
    issue = " ".join(filter(None, (number, supplement)))
    reading.put("issue", re.sub(r"^(?:[Nn]o|[Ii]ssue|[Nn])\b\.?\s*", "", issue))
