"""The people that a reference begins with: persons, bodies, or both."""

from __future__ import annotations

import re

from bibkit.model import Name
from bibkit.names import ET_AL, looks_like_body, scan_people
from bibkit.reflist.grammar.parts import (
    EDITION,
    EDITORS_SENTENCE,
    JUNK,
    VOLUME_SENTENCE,
    Reading,
    clean,
)
from bibkit.reflist.grammar.titles import looks_like_container, sentences

__all__ = ["take_authors"]


def take_authors(text: str, reading: Reading, *, rest_has: int) -> str:
    """Read the people that the text begins with; give back what follows.

    Args:
        rest_has: how many sentences must follow for a first sentence to be a body's name
            ("UNICEF. Maternal Health. UNICEF; 2015" has its title left).
    """
    people = scan_people(text)
    if people is None or _runs_on(text, people.end):
        full = scan_people(text, given_names=True)
        if full and (len(full.names) > 1 or full.truncated) and full.end < len(text):
            people = full
    if people is not None and text[people.end :].strip(JUNK):
        reading.put_people("author", people.names, people.truncated)
        return text[people.end :].lstrip(JUNK)
    led = _LED_BY_BODY.match(text)
    if led and (looks_like_body(led["body"]) or " " not in led["body"]):
        people = scan_people(text, led.end())
        if people and (len(people.names) > 1 or looks_like_body(led["body"])):
            body = Name(literal=led["body"]) if " " in led["body"] else Name(led["body"])
            reading.put_people("author", (body, *people.names), people.truncated)
            return text[people.end :].lstrip(JUNK)
        et_al = ET_AL.match(text, led.end("body"))
        if et_al:
            reading.put_people("author", (Name(led["body"]),), True)
            return text[et_al.end() :].lstrip(JUNK)
    parts = sentences(text)
    first = parts[0] if parts else ""
    named = looks_like_body(first) or (rest_has > 1 and _reads_as_proper_name(parts))
    if len(parts) > rest_has and named and not _conference_or_journal(first):
        reading.fields["author"] = (Name(literal=clean(first)),)
        return text[text.index(first) + len(first) :].lstrip(JUNK)
    return text


# "Diabetes Trial Research Group, Nathan DM, …" and "Seema, Kumar R., …" and "Tyagi, et al."
_LED_BY_BODY = re.compile(r"(?P<body>(?:\d+ )?[^\W\d_a-z][^.;:,]{2,200}), ")


def _runs_on(text: str, end: int) -> bool:
    """Whether a list of names stopped at a comma: more names of another shape may follow."""
    return text[:end].rstrip().endswith(",")


def _reads_as_proper_name(parts: list[str]) -> bool:
    """Whether the first sentence is a name in capitals before a title ("Statistics Korea")."""
    first, second = parts[0], parts[1] if len(parts) > 1 else ""
    if EDITION.match(second) or EDITORS_SENTENCE.match(second) or VOLUME_SENTENCE.match(second):
        return False
    return len(first.split()) <= 7 and "," not in first and looks_like_container(first.rstrip("."))


def _conference_or_journal(text: str) -> bool:
    return bool(re.match(r"(?:Proceedings|Journal|Annals|Annual Review)\b", text))
