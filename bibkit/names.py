"""Names as reference lists print them, to `Name`.

::

    people     = name *(separator name) [separator "et al" ["."]]
    name       = family SP initials [["," ] suffix]      "Mathis S." "Pratt A. J." "Smith AB Jr"
               | family "," SP initials ["," suffix]     "Smith, A. B."
               | family SP given-names                   "Walia Abhishek" (in a list of such)
    family     = *particle 1*3word                       "Le Masson" "al-Chalabi" "van der Berg"
    initials   = 1*6(UPPER [lower] "." [SP | "-"]) | 1*5UPPER | UPPER *4(SP UPPER)
    separator  = "," | ";" | ["," ] ("and" | "&" | "y" | "e" | "et" | "und")

A particle stays in the family name, as PubMed and JATS have it (`al-Chalabi`, `van der Berg`):
nothing in a printed list says whether it may be dropped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bibkit.model import Name
from bibkit.text import DASHES

__all__ = ["ET_AL", "People", "looks_like_body", "parse_people", "scan_people"]


@dataclass(frozen=True, slots=True)
class People:
    """A list of names read from a text.

    Args:
        names: in order.
        truncated: whether an "et al." says that there are more.
        end: the offset behind the list and its closing punctuation.
    """

    names: tuple[Name, ...]
    truncated: bool
    end: int


def _letters(test: str) -> str:
    """The letters up to U+1FFF (Latin to Greek extended) that pass a str test, for a class."""
    return "".join(c for c in map(chr, range(0x2000)) if getattr(c, test)() and c.isalpha())


_UPPER = _letters("isupper")
_LOWER = _letters("islower")
_APOSTROPHE = "'’‘ʼ`´"
_HYPHEN = re.escape(DASHES[:3])  # hyphens, not dashes: those separate

_PARTICLE = (
    r"(?:(?:v[ao]n|vander|vande|de[rnlm]?|della|dell[ae]|d[iaou]s?|d[ao]l|l[aeo]s?|el|al|te[rn]?|"
    r"zu[rm]?|zum|af|av|bin|ibn|ben|abu|op|in|st|van['’]t|['’][ts]|y|e|auf|dos|das|degli|"
    r"Mc|Mac|St\.?|Ste\.?)\s+)"
)
_WORD = (
    rf"(?:[{_LOWER}]{{1,5}}[{_APOSTROPHE}{_HYPHEN}]?|[{_UPPER}][{_APOSTROPHE}])?"
    rf"[{_UPPER}][\w{_APOSTROPHE}{_HYPHEN}]*"
)
_FAMILY = rf"{_PARTICLE}{{0,3}}{_WORD}(?:\s+{_PARTICLE}{{0,2}}{_WORD}){{0,3}}?"

# An initial before a lower-case word is the title's ("Smith J. A. thaliana genomes").
_NOT_TITLE = (
    rf"(?!\s+(?!et\b|and\b|y\b|e\b|und\b|de\b|van\b|von\b|da\b|der\b|la\b|le\b|el\b)[{_LOWER}])"
)
_DOTTED = (
    rf"(?:[{_UPPER}][{_LOWER}]{{0,2}}\.{_NOT_TITLE}"
    rf"(?:\s?[{_HYPHEN}]?\s?[{_UPPER}][{_LOWER}]?\.{_NOT_TITLE}|[{_HYPHEN}]?[{_LOWER}]\.){{0,5}}"
    rf"(?:\s?[{_HYPHEN}]?[{_UPPER}](?=[,;]))?"
    rf"|[{_UPPER}](?:[{_HYPHEN}][{_UPPER}])?\.)"
)
_PLAIN = (
    rf"(?:[{_UPPER}]{{2,4}}\.(?=\s*[,;])|[{_UPPER}](?:\s[{_UPPER}]){{1,4}}(?=\s*(?:[,.;:&(]|$)|\s+(?:and|et)\b)"
    rf"|[{_UPPER}]{{2,3}}(?!s)[{_LOWER}](?![\w{_APOSTROPHE}])|[{_UPPER}]{{1,5}}(?:[{_HYPHEN}][{_UPPER}]{{1,3}}){{0,2}}(?![{_UPPER}{_LOWER}{_APOSTROPHE}])"
    r")"
)
# Marks of affiliation and degrees, behind a name: "Smith AB(1,2)", "Smith AB¹,", "Smith AB, MD,".
_MARKS = (
    r"(?:\(\d{1,2}(?:,\d{1,2})*\)|\d{1,2}(?:,\d{1,2})*(?=\s*[,;.]\s)|[¹²³⁰⁴-⁹*†‡§]+)?"
    r"(?:,\s*(?:MD|M\.D|PhD|Ph\.D|MSc|MPH|DVM|DDS|RN|FRCP|MBBS)\b\.?(?=\s*[,;.]))*(?!\w)"
)
_SUFFIX_WORD = r"(?:Jr|Sr|II|III|IV|2nd|3rd|4th|Filho|Neto|Júnior|Junior)"

# Tried in this order; the possessive-like order keeps each linear: a word has one reading.
_INITIALS_NAME = re.compile(
    rf"(?P<family>{_FAMILY})(?P<comma>,)?\s+(?P<given>{_DOTTED}|{_PLAIN})"
    rf"(?:,?\s+(?P<suffix>{_SUFFIX_WORD})\b\.?(?=\s*[,;.:&(]|\s+(?:and|et)\b|\s*$))?{_MARKS}"
)
# ABNT: "MORAIS, Francisco;", "DIAS, José Lopes."
_CAPITALS = re.compile(
    rf"(?P<family>(?:(?:DE|DA|DO|DOS|VAN|DER)\s)?[{_UPPER}][{_UPPER}{_APOSTROPHE}{_HYPHEN}]+(?:\s[{_UPPER}{_HYPHEN}]+){{0,2}}),"
    rf"\s+(?P<given>[{_UPPER}][{_LOWER}]+(?:\s(?:[{_UPPER}][{_LOWER}]+|[{_UPPER}]\.|de|da|do|dos|e)){{0,5}})(?=\s*[;.])"
)
# "A. B. Smith", "J.-P. van der Berg"; not "J. Phys. Chem.".
_GIVEN_FIRST = re.compile(
    rf"(?P<given>(?:[{_UPPER}][{_LOWER}]?\.[\s{_HYPHEN}]{{0,2}}){{1,4}})(?P<family>{_PARTICLE}{{0,3}}{_WORD}"
    rf"(?:\s{_WORD}){{0,2}}?)(?=\s*[,;&(]|\s+(?:and|e|y|et|und)\b|\.\s+(?![{_UPPER}]\w*\.)|\.?$)"
)
_GIVEN_NAME = re.compile(
    rf"(?P<family>{_PARTICLE}{{0,3}}{_WORD})\s+"
    rf"(?P<given>[{_UPPER}][{_LOWER}]+(?:[{_HYPHEN}]?[{_UPPER}]?[{_LOWER}]+)?"
    rf"(?:\s+[{_UPPER}][{_LOWER}]+|\s+[{_UPPER}]\.?){{0,2}})(?=\s*(?:[,;.]|$))"
)
_FAMILY_COMMA_GIVEN = re.compile(
    rf"(?P<family>{_FAMILY}),\s+(?P<given>[{_UPPER}][{_LOWER}]+(?:[{_HYPHEN}\s]+[{_UPPER}]"
    rf"(?:[{_LOWER}]+|\.)?){{0,3}})(?=\s*(?:[;.&]|,\s+(?:and|&)|\s(?:and|&)\s|$))"
)

#: "et al." in its printed forms, with the punctuation around it.
ET_AL = re.compile(
    r"[\s,;.]*(?:\b|(?<=\.)|(?=\[))\[?(?:et[\s.]*al(?:ii|ia)?\b|and\s+others\b|e\s+cols?\b|y\s+cols?\b|"
    r"and\s+co-?workers\b|and\s+colleagues\b|(?:and\s+)?\[?\d{1,4}\s+(?:more|others)(?:\s+authors)?\b)"
    r"\.?\]?[\s.,;:]*",
    re.I,
)
# "Smith AB, …, Jones C." leaves people out between.
_GAP = re.compile(r"\s*[,;]?\s*(?:…|\.\s?\.\s?\.)\s*[,;]?\s*(?:&|and\b)?\s*")
_SEPARATOR = re.compile(
    r"\s*(?:[,;]\s*(?:and\b|&|y\b|e\b|et\b(?!\s*al)|und\b)?|\s(?:and|&|y|e|et(?!\s*al)|und)(?=\s))\s*"
)
_END = re.compile(r"[\s.:]*")
# A role may follow the last name ("Reedijk J., editor.").
_ROLE = re.compile(r",?\s*\(?\b(?:editors?|eds?\.?|inventors?|assignees?)\b")

_BODY_WORD = re.compile(
    r"\b(?:Organi[sz]ation|Committee|Group|Association|Institutes?|Instituto|Ministry|Ministério|"
    r"University|Universidade|Departa?ment|Society|Sociedade|Agency|Council|Cent(?:er|re)s?|Centro|"
    r"Network|Consortium|Collaborati(?:on|ve)|Collaborators|[Ii]nvestigators|Team|Task Force|"
    r"Federation|Foundation|Fundação|Academy|College|Commission|Comisión|Bureau|Office|Board|"
    r"Union|Nations|Administration|Authority|Program(?:me)?|Project|Initiative|Alliance|Service|"
    r"Services|Corporation|Company|Panel|Registry|Trialists|Forum|Secretariat|Government|"
    r"Republic|Brasil|Ministerio|Bank|Survey|Partnership|Taskforce|Federal|National|Société|"
    r"Royal|International|Inc|Ltd|GmbH|LLC|Community|Division|Consultation|Towarzystwo|Societ[àa]|"
    r"Gesellschaft|Verband|Ministère|Comité|Comissão|Secretaria|Hospital|Library|Museum)\b"
)
_ACRONYM = re.compile(rf"(?:[{_UPPER}\d&/-]{{2,12}}\.?(?:\s[{_UPPER}&]{{2,8}}){{0,2}})$")


def looks_like_body(text: str) -> bool:
    """Whether a short text reads as the name of an institution, a group or an acronym.

    >>> looks_like_body("ALSPAC Study Team"), looks_like_body("US EPA"), looks_like_body("Soil")
    (True, True, False)
    """
    bare = text.strip(" .")
    if not bare or len(bare) > 160 or not (bare[0].isupper() or bare[0].isdigit()):
        return False
    return bool(_ACRONYM.match(bare) or _BODY_WORD.search(bare))


# Inside a list: a lower-case slip ("dorego F.,") or a single name ("Riazuddin,").
_SLIP = re.compile(rf"(?P<family>[{_LOWER}]{{3,}})\s+(?P<given>{_DOTTED}|{_PLAIN})(?=\s*[,;])")
_MONONYM = re.compile(rf"(?P<family>{_WORD})(?=(?P<mark>[,.])\s)")


_ABBREVIATED = re.compile(r"\w{1,4}\.|\w+\.\s+\w+\.")


def _member(text: str, position: int) -> tuple[Name, int] | None:
    """A name that counts as one only between others."""
    slip = _SLIP.match(text, position)
    if slip:
        return Name(slip["family"], slip["given"].strip()), slip.end()
    single = _MONONYM.match(text, position)
    if single and len(single[0]) > 2:
        follows = ET_AL.match(text, single.end()) or _INITIALS_NAME.match(text, single.end() + 2)
        if single["mark"] == "," and not follows:
            return None
        if single["mark"] == "." and _ABBREVIATED.match(text, single.start()):
            return None  # "Prog. Lipid Res.": a journal
        return Name(single["family"]), single.end()
    return None


# Words that letters follow without being a name: "Vitamin D and cancer", "Hepatitis C".
_NO_FAMILY = frozenset(
    """
        Vitamin Hepatitis Type Group Class Phase Factor Protein Part Stage Grade Plan Omega
        Influenza Hemophilia Haemophilia Interleukin Chapter Section Appendix Table Figure
        Complex Coenzyme Immunoglobulin Apolipoprotein Cyclosporin Cyclosporine Botulinum
        Streptococcus World
    """.split()
)
_FURTHER_WORDS = re.compile(
    rf"(?:\s+(?:[{_UPPER}][\w/-]*|of|for|and|the|in|on|&)){{1,9}}(?=\s*[.,;:(])"
)


def _person(text: str, position: int, given_names: bool) -> tuple[Name, int] | None:
    match = _INITIALS_NAME.match(text, position)
    if match is None:
        match = _GIVEN_FIRST.match(text, position) or _CAPITALS.match(text, position)
    if match is None and given_names:
        match = _GIVEN_NAME.match(text, position)
        if match and looks_like_body(match[0]):
            return None
    if match is None:
        return None
    parts = match.groupdict()
    family = " ".join(parts["family"].split())
    if (
        parts.get("comma")
        and family.isupper()
        and len(parts["given"]) > 2
        and parts["given"].isalpha()
    ):
        return None  # "NHLBI, NINDS": two bodies
    if family.isupper() and re.fullmatch(r"[^\W\d_a-z]{4,}", parts["given"]):
        return None  # "WORLD BANK"
    further = _FURTHER_WORDS.match(text, match.end()) if "." not in parts["given"] else None
    if further and looks_like_body(text[position : further.end()]):
        return None  # "British HIV Association"
    return Name(family, parts["given"].strip(), suffix=parts.get("suffix") or ""), match.end()


def _is_closed(text: str, end: int) -> bool:
    """Whether what stands behind a lone name lets it be one; a title's word does not."""
    return text[end - 1] == "." or bool(_CLOSING.match(text, end))


_CLOSING = re.compile(r"\s*(?:$|[.,;:(]|\(?(?:1[5-9]|20)\d\d\b)")


def scan_people(text: str, start: int = 0, *, given_names: bool = False) -> People | None:
    """Read the list of names that a reference begins with.

    Args:
        text: the reference; `start`: where the list begins.
        given_names: take `Family Given` without initials for names too. Safe only where
            the whole text is known to be names, or where the list confirms itself.

    Returns:
        The names, or None where the text does not begin with a name. `end` lies behind the
        stop that closes the list.

    >>> people = scan_people("Hardiman O., al-Chalabi A., Chio A., et al. Amyotrophic lateral")
    >>> [str(name) for name in people.names], people.truncated
    (['Hardiman, O.', 'al-Chalabi, A.', 'Chio, A.'], True)
    """
    names: list[Name] = []
    position = start
    gap = False
    while True:
        found = _person(text, position, given_names) or (_member(text, position) if names else None)
        if found is None:
            body = _body_in_list(text, position) if names else None
            if body is None:
                break
            found = body
        name, end = found
        names.append(name)
        et_al = ET_AL.match(text, end)
        if et_al:
            return _with_body(text, names, et_al.end())
        left_out = _GAP.match(text, end)
        if left_out:
            gap, position = True, left_out.end()
            continue
        role = _ROLE.match(text, end)
        separator = None if role else _SEPARATOR.match(text, end)
        if separator is None:
            if len(names) == 1 and not role and not _may_be_alone(names[0], text, start, end):
                return None
            return People(_without_stop(names), gap, _closed(text, end))
        following = separator.end()
        if separator[0].strip().isalpha() and not (
            _person(text, following, given_names) or _body_in_list(text, following)
        ):
            # "Vitamin D and cancer": the word is the title's.
            return None if len(names) == 1 else People(tuple(names), gap, end)
        position = separator.end()
    if len(names) == 1 and not _may_be_alone(names[0], text, start, position):
        return None
    return People(tuple(names), gap, position) if names else None


def _may_be_alone(name: Name, text: str, start: int, end: int) -> bool:
    """Whether the only name of a list can be one; initials before it are proof enough."""
    if name.given and text.startswith(name.given, start):
        return True
    return name.family.partition(" ")[0] not in _NO_FAMILY and _is_closed(text, end)


def _with_body(text: str, names: list[Name], end: int) -> People:
    """A truncated list, and the body that some print behind it ("et al; ARDS Network.")."""
    body = _body_in_list(text, end) if ";" in text[max(0, end - 3) : end] else None
    if body is None:
        return People(tuple(names), True, end)
    return People((*names, body[0]), True, _closed(text, body[1]))


def _closed(text: str, end: int) -> int:
    match = _END.match(text, end)
    return match.end() if match else end


def _without_stop(names: list[Name]) -> tuple[Name, ...]:
    """In "Owen AM, Doyon J, Evans C. Planning" the last stop ends the list, not an initial."""
    *others, last = names
    undotted = others and not any("." in name.given for name in others)
    if undotted and last.given.endswith(".") and last.given.count(".") == 1:
        last = Name(last.family, last.given[:-1], suffix=last.suffix)
    return (*others, last)


# "Wilson PW, Framingham Study Group. Title": the last of a list may be a body.
_BODY_CHUNK = re.compile(
    rf"(?:(?:for|on behalf of)\s+)?(?:the\s+)?((?:(?!(?:1[5-9]|20)\d\d\b)\d+\s+)?[{_UPPER}][^.;:,?!]{{3,150}})(?=\.\s|\.$|;|,\s)"
)


def _body_in_list(text: str, position: int) -> tuple[Name, int] | None:
    match = _BODY_CHUNK.match(text, position)
    if match is None or not looks_like_body(match[1]):
        return None
    return Name(literal=" ".join(match[1].split())), match.end()


def parse_people(text: str) -> People:
    """Read a text that is nothing but names: an editor list, a field of a form.

    What is no person's name is kept as a body's name; what follows an "et al." is not read.

    >>> [str(n) for n in parse_people("Smith, A. B., & van der Berg, J.").names]
    ['Smith, A. B.', 'van der Berg, J.']
    >>> parse_people("World Health Organization").names[0].literal
    'World Health Organization'
    """
    bare = text.strip()
    for pattern in (None, _FAMILY_COMMA_GIVEN):
        people = _whole_list(bare, pattern)
        if people is not None:
            return people
    et_al = ET_AL.search(bare)
    body = (bare[: et_al.start()] if et_al else bare).strip(" ,;")
    return People((Name(literal=body),) if body else (), bool(et_al), len(text))


def _whole_list(text: str, pattern: re.Pattern[str] | None) -> People | None:
    if pattern is None:
        people = scan_people(text, given_names=True)
        return people if people is not None and people.end >= len(text) else None
    names: list[Name] = []
    position = 0
    while position < len(text):
        match = pattern.match(text, position)
        if match is None:
            return None
        names.append(Name(" ".join(match["family"].split()), match["given"].strip()))
        position = match.end()
        et_al = ET_AL.match(text, position)
        if et_al:
            return People(tuple(names), True, len(text)) if et_al.end() >= len(text) else None
        separator = _SEPARATOR.match(text, position)
        end = separator.end() if separator else _closed(text, position)
        if end == position < len(text):
            return None
        position = end
    return People(tuple(names), False, len(text)) if names else None
