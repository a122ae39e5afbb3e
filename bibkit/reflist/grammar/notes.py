"""Notes behind a reference: access dates, publication status, language, what is left over."""

from __future__ import annotations

import re

from bibkit.dates import MONTH, YEAR, parse_date
from bibkit.model import Date
from bibkit.reflist.grammar.parts import JUNK, MASK, PAGES_SENTENCE, Reading, put_pages
from bibkit.reflist.grammar.titles import sentences

__all__ = ["finish", "note_spans", "take_notes"]

_EPUB = re.compile(
    r"[\[(]?\b(?:Epub(?:\s+ahead\s+of\s+print)?|eCollection|[Ee]arly online|[Oo]nline ahead of print|"
    rf"[Aa]head of print|[Ii]n press|[Ff]orthcoming|[Aa]ccepted(?!:))\b(?:[\s,:]*{YEAR}(?:\s+{MONTH}(?:\s+\d{{1,2}})?)?)?[\])]?\.?"
)
# "Erratum in: Cancer Res. 2019;79(8):2084." points to another work, whose DOI may follow.
_NOTICE = re.compile(
    r"\b(?:Erratum|Comment|Update|Retraction|Republished|Correction|Expression of concern)"
    rf" (?:in|on|of|for|from): [^{MASK}]*?(?=\s*(?:doi:|PMID|{MASK}|$))"
)
_ACCESS_DATE = (
    rf"(?P<when>\d{{1,2}}\.?(?:\s+(?:de\s+)?|-){MONTH},?(?:\s+(?:de\s+)?|-){YEAR}|{MONTH}\s+(?:\d{{1,2}}(?:st|nd|rd|th)?,?\s+)?{YEAR}"
    rf"|{YEAR}(?:[\s-]+(?:{MONTH}|\d\d)(?:[\s-]+\d{{1,2}})?)?|\d{{1,2}}[./]\d{{1,2}}[./]{YEAR})"
)
_ACCESSED = re.compile(
    rf"[\[(]?\b(?:(?:last\s+)?accessed|cited|retrieved|viewed|access(?:\sdate)?|acessado(?:\sem)?|acesso"
    r"(?:\sem)?|consultado(?:\s(?:el|en|em))?|consultato(?:\sil)?|consultée?(?:\sle)?|(?:zuletzt\s+)?(?:aufgerufen|abgerufen)(?:\sam)?"
    rf"|abruf(?:\sam)?|zugriff(?:\sam)?|web\.)(?:\s+on)?\s*:?\s*{_ACCESS_DATE}[\])]?[.;,]?",
    re.I,
)
_AVAILABLE = re.compile(
    r"\b(?:available\s+(?:from|at|online(?:\s+at)?)|archived\s+at|disponível\s+em|retrieved\s+from|URL)\s*:?\s*(?="
    + MASK
    + ")",
    re.I,
)


def take_notes(text: str, reading: Reading) -> str:
    """Take access dates, marks of genre and publication notes out of a text, into the reading.

    Their years are not the year, their brackets no part of the title.
    """
    accessed = _ACCESSED.search(text) if _MAY_BE_ACCESSED.search(text) else None
    date = _access_date(accessed["when"]) if accessed else None
    if accessed and date:
        reading.fields["accessed"] = date
        text = f"{text[: accessed.start()]} {text[accessed.end() :]}"
    text = _AVAILABLE.sub(" ", text)
    notice = _NOTICE.search(text) if " in: " in text or " of: " in text or " on: " in text else None
    if notice:
        _add_note(reading, notice[0].rstrip(" ."))
        text = f"{text[: notice.start()]} {text[notice.end() :]}"
    for match in _MARK.finditer(text):
        variable = "medium" if match[1].lower() in ("internet", "online") else "genre"
        reading.fields.setdefault(variable, match[1].lower() if variable == "genre" else match[1])
    text = _MARK.sub("", text)
    year = _YEAR.search(text)
    # A note stands behind the reference, never in its title.
    notes = [match for match in _EPUB.finditer(text) if year and match.start() >= year.end()]
    for match in reversed(notes):
        text = text[: match.start()] + text[match.end() :]
    for match in notes:
        note = match[0].strip("[]() .")
        status = _STATUS.match(note)
        if status and "status" not in reading.fields:
            reading.fields["status"] = status[1].lower()
            note = "" if status.end() == len(note) else note
        if note:
            _add_note(reading, note)
    return text


def _access_date(text: str) -> Date | None:
    """A day of access: also `12.03.2019`, day first, and `12-Mar-2022`."""
    dotted = re.fullmatch(rf"(\d{{1,2}})\.(\d{{1,2}})\.({YEAR})", text)
    if dotted:
        day, month, year = dotted.groups()
        return parse_date(f"{year}-{int(month):02d}-{int(day):02d}")
    if not text[:4].isdigit():
        text = text.replace("-", " ")
    return parse_date(text)


def note_spans(text: str) -> list[tuple[str, int, int]]:
    """Where a text has what `take_notes` takes out: variable, start and end of each."""
    spans = []
    accessed = _ACCESSED.search(text) if _MAY_BE_ACCESSED.search(text) else None
    if accessed:
        printed = accessed[0].rstrip("]).;, ")
        start = accessed.end() - len(accessed[0].lstrip("[( "))
        spans.append(("accessed", start, accessed.start() + len(printed)))
    for match in _MARK.finditer(text):
        variable = "medium" if match[1].lower() in ("internet", "online") else "genre"
        spans.append((variable, *match.span(1)))
    notice = _NOTICE.search(text)
    if notice:
        spans.append(("note", *notice.span()))
    spans += [
        ("status" if _STATUS.match(match[0].strip("[]() .")) else "note", *match.span())
        for match in _EPUB.finditer(text)
    ]
    return spans


_YEAR = re.compile(YEAR)
_MAY_BE_ACCESSED = re.compile(
    r"acce[sd]s|cited|etrieved|iewed|onsult|acess|fgerufen|bgerufen|abruf|zugriff|web\.", re.I
)
_MARK = re.compile(
    r"\s*\[(Internet|Online|Preprint|Abstract|Dataset|Data ?set|Letter|Editorial|Comment|Poster)\]",
    re.I,
)
_STATUS = re.compile(r"(?:Epub )?(ahead of print|in press|forthcoming|accepted)", re.I)


def finish(reading: Reading, rest: str) -> None:
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


_LANGUAGE_NOTE = re.compile(
    r"[\[(]?(?:(?:[Aa]rticle )?[Ii]n )?(?:Bulgarian|Chinese|Croatian|Czech|Danish|Dutch|English|Finnish|"
    r"French|German|Greek|Hebrew|Hungarian|Italian|Japanese|Korean|Norwegian|Persian|Polish|"
    r"Portuguese|Romanian|Russian|Serbian|Slovak|Slovenian|Spanish|Swedish|Turkish|Ukrainian)"
    r"(?:,? with [\w ]+)?[\])]?\.?"
)


def _add_note(reading: Reading, note: str) -> None:
    before = str(reading.fields.get("note", ""))
    reading.fields["note"] = f"{before}; {note}" if before else note
