"""Notes behind a reference: access dates, publication status, language, what is left over."""

from __future__ import annotations

import re

from bibkit.dates import MONTH, YEAR, parse_date
from bibkit.reflist.parts import JUNK, MASK, PAGES_SENTENCE, Reading, put_pages
from bibkit.reflist.titles import sentences

__all__ = ["finish", "take_notes"]

_EPUB = re.compile(
    r"[\[(]?\b(?:Epub(?:\s+ahead\s+of\s+print)?|eCollection|[Ee]arly online|[Oo]nline ahead of print|"
    rf"[Aa]head of print|[Ii]n press|[Ff]orthcoming|[Aa]ccepted)\b(?:[\s,:]*{YEAR}(?:\s+{MONTH}(?:\s+\d{{1,2}})?)?)?[\])]?\.?"
)
_ACCESS_DATE = (
    rf"(?P<when>\d{{1,2}}\s+{MONTH},?\s+{YEAR}|{MONTH}\s+(?:\d{{1,2}}(?:st|nd|rd|th)?,?\s+)?{YEAR}"
    rf"|{YEAR}(?:[\s-]+(?:{MONTH}|\d\d)(?:[\s-]+\d{{1,2}})?)?|\d{{1,2}}[./]\d{{1,2}}[./]{YEAR})"
)
_ACCESSED = re.compile(
    rf"[\[(]?\b(?:(?:last\s+)?accessed|cited|retrieved|viewed|access(?:\sdate)?|acessado(?:\sem)?|acesso"
    rf"(?:\sem)?|consultado)(?:\s+on)?\s*:?\s*{_ACCESS_DATE}[\])]?[.;,]?",
    re.I,
)
_AVAILABLE = re.compile(
    r"\b(?:available\s+(?:from|at|online(?:\s+at)?)|archived\s+at|disponível\s+em|retrieved\s+from|URL)\s*:?\s*(?="
    + MASK
    + ")",
    re.I,
)


def take_notes(text: str, reading: Reading) -> str:
    """Take access dates and publication notes out: their years are not the year."""
    if (
        "cess" in text
        or "cited" in text
        or "etrieved" in text
        or "iewed" in text
        or "onsultado" in text
    ):
        accessed = _ACCESSED.search(text)
        date = parse_date(accessed["when"]) if accessed else None
        if accessed and date:
            reading.fields["accessed"] = date
            text = text[: accessed.start()] + " " + text[accessed.end() :]
    text = _AVAILABLE.sub(" ", text)
    notes = []
    for match in list(_EPUB.finditer(text))[::-1]:
        # A note stands behind the reference, never in its title.
        if re.search(YEAR, text[: match.start()]):
            notes.append(match[0].strip("[]() ."))
            text = text[: match.start()] + text[match.end() :]
    for note in notes[::-1]:
        status = re.match(
            r"Epub ahead of print|[Aa]head of print|[Ii]n press|[Ff]orthcoming|[Aa]ccepted", note
        )
        if status:
            reading.fields["status"] = (
                status[0].lower().replace("epub ahead of print", "ahead of print")
            )
        else:
            reading.fields["note"] = "; ".join(
                filter(None, (str(reading.fields.get("note", "")), note))
            )
    return text


def finish(reading: Reading, rest: str) -> bool:
    """What stands behind the last rule: pages in words, a language note, or `left`."""
    left = []
    for sentence in sentences(rest.replace(MASK, " ")):
        bare = sentence.strip(JUNK + "()[]")
        if not bare:
            continue
        pages = PAGES_SENTENCE.match(sentence)
        if pages and "page" not in reading.fields:
            put_pages(reading, pages["pages"], None)
        elif _LANGUAGE_NOTE.fullmatch(sentence):
            _add_note(reading, bare)
        else:
            left.append(bare)
    reading.left = "; ".join(left)
    return True


_LANGUAGE_NOTE = re.compile(
    r"[\[(]?(?:(?:[Aa]rticle )?[Ii]n )?(?:Bulgarian|Chinese|Croatian|Czech|Danish|Dutch|English|Finnish|"
    r"French|German|Greek|Hebrew|Hungarian|Italian|Japanese|Korean|Norwegian|Persian|Polish|"
    r"Portuguese|Romanian|Russian|Serbian|Slovak|Slovenian|Spanish|Swedish|Turkish|Ukrainian)"
    r"(?:,? with [\w ]+)?[\])]?\.?"
)


def _add_note(reading: Reading, note: str) -> None:
    before = str(reading.fields.get("note", ""))
    reading.fields["note"] = f"{before}; {note}" if before else note
