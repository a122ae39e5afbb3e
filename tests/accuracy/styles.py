"""Known records printed in made-up styles, so that the sequence model meets forms that no journal
of the training data has.

A style is drawn at random, part by part: how names are set and joined, where the year stands, what
separates title and journal, how volume, issue and pages are marked. Some slips of real lists are
drawn too: a lost stop or blank, a doubled stop, no final stop.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from books import book, meeting, page_of_web
from style import LONG_MONTHS, Piece, Style, pages_of, people


def article(style: Style, gold: dict[str, Any]) -> list[Piece]:
    """An article of a journal in a style."""
    r = style.random
    year: list[Piece] = [(gold["year"], "issued"), (style.suffix, "")]
    volume: list[Piece] = []
    if gold.get("volume"):
        volume = [(style.volume_word, ""), (gold["volume"], "volume")]
    issue: list[Piece] = []
    if gold.get("issue") and r.random() < 0.8:
        before, after = style.issue_form.split("{}")
        issue = [(before, ""), (gold["issue"], "issue"), (after, "")]
    page: list[Piece] = []
    if gold.get("page"):
        page = [(style.before_pages, ""), (pages_of(style, gold["page"]), "page")]
    names = people(style, gold["author"], bool(gold.get("etal")))
    container: list[Piece] = [(gold["container"], "container")]
    title: list[Piece] = []
    if gold.get("title") and style.titled:
        opening, closing = style.quotes
        behind = style.behind_title
        ended = gold["title"].endswith(("?", "!", ")"))
        if opening:
            inside = r.random() < 0.5
            mark = behind.strip()[:1]
            title = [(opening, ""), (gold["title"], "title")]
            title.append((f"{mark}{closing} " if inside else f"{closing}{mark} ", ""))
        else:
            title = [(gold["title"], "title"), (" " if ended and r.random() < 0.6 else behind, "")]
    place = [*volume, *issue, *page]
    stop = (style.behind_authors, "")
    if style.form == "vancouver":
        between = r.choices([". ", " ", ".", ", "], [80, 12, 4, 4])[0]
        after = r.choices([";", "; ", ": "], [78, 16, 6])[0]
        if style.month:
            year = [(gold["year"], "issued"), (f" {style.month}", "")]
        if r.random() < 0.03:
            names, title, stop = [], [], ("", "")
        if r.random() < 0.03:
            return [*names, stop, *_as_book(style, gold, year)]
        glue = (after if volume or page else "", "")
        return [*names, stop, *title, *container, (between, ""), *year, glue, *place]
    if style.form in ("apa", "harvard"):
        bracket = r.choice(
            [
                (" (", "). "),
                (" (", ") "),
                (", ", ". "),
                (" ", " "),
                (". ", ". "),
                (" ", ", "),
                (" (", "), "),
                (" (", "): "),
            ]
        )
        between = r.choice([", ", " ", ". ", ", "])
        return [
            *names,
            (bracket[0], ""),
            *year,
            (bracket[1], ""),
            *title,
            *container,
            (between, ""),
            *place,
        ]
    if style.form == "acs":
        return [
            *names,
            stop,
            *title,
            *container,
            (" ", ""),
            *year,
            (", ", ""),
            *volume,
            *issue,
            *page,
        ]
    if style.form == "bracket":
        between = r.choice([" ", ". ", ", "])
        opening, closing = r.choice([("(", ") "), ("(", "), "), ("(", "). ")])
        return [
            *names,
            stop,
            *title,
            *container,
            (between, ""),
            (opening, ""),
            *year,
            (closing, ""),
            *place,
        ]
    if style.form == "chicago" and title:
        return [*names, stop, *_humanities(style, gold, year)]
    if style.form == "abnt":
        town = [
            (", ", ""),
            (r.choice(["São Paulo", "Rio de Janeiro", "Brasília", "London", "Campinas"]), "place"),
        ]
        number = [(", n. ", ""), (gold["issue"], "issue")] if issue else []
        volume = [(", v. ", ""), (gold["volume"], "volume")] if volume else []
        page = [(", p. ", ""), (pages_of(style, gold["page"]), "page")] if page else []
        month = (
            [(r.choice(["jan. ", "mar./abr. ", "set. ", "dez. ", "jun. "]), "")]
            if r.random() < 0.4
            else []
        )
        return [
            *names,
            (". ", ""),
            *title,
            *container,
            *(town if r.random() < 0.5 else []),
            *volume,
            *number,
            *page,
            (", ", ""),
            *month,
            *year,
        ]
    opening, closing = (" (", ")") if r.random() < 0.6 else (", ", "")
    if opening == " (" and r.random() < 0.4:
        opening = f" ({r.choice(LONG_MONTHS)} "
        after = [(", ", ""), *page[1:]] if page else []
        return [
            *names,
            (", ", ""),
            *title,
            *container,
            (", ", ""),
            *volume[-1:],
            (opening, ""),
            *year,
            (closing, ""),
            *after,
        ]
    first = (
        [(pages_of(style, gold["page"]).split(style.dash)[0], "page")]
        if page and style.form == "physics"
        else page[1:]
    )
    lead = (r.choice([" ", ", "]), "")
    if issue and first and r.random() < 0.3:
        # "Cerâmica 51, 320 (2005) 354"
        return [
            *names,
            (", ", ""),
            *title,
            *container,
            lead,
            *volume[-1:],
            (", ", ""),
            (gold["issue"], "issue"),
            (" (", ""),
            *year,
            (") ", ""),
            *first,
        ]
    return [
        *names,
        (", ", ""),
        *title,
        *container,
        lead,
        *volume,
        *issue,
        (", ", ""),
        *first,
        (opening, ""),
        *year,
        (closing, ""),
    ]


def _humanities(style: Style, gold: dict[str, Any], year: list[Piece]) -> list[Piece]:
    """Title, journal and numbers as Chicago, MLA, DIN and French lists print them."""
    r = style.random
    opening, closing = r.choice(
        [
            ("“", ".” "),
            ('"', '." '),
            ("“", ",” "),
            ('"', '," '),
            ("« ", " », "),
            ("„", "“, in: "),
            ("", ". In: "),
        ]
    )
    pieces = [
        (opening, ""),
        (gold["title"], "title"),
        (closing, ""),
        (gold["container"], "container"),
    ]
    volume, issue = [(gold["volume"], "volume")], gold.get("issue")
    page = [(pages_of(style, gold["page"]), "page")] if gold.get("page") else []
    month = f"{r.choice(LONG_MONTHS)} " if r.random() < 0.3 else ""
    form = r.randrange(4)
    if form == 0:  # 127, no. 6 (2022): 1818-59
        number = [(", no. ", ""), (issue, "issue")] if issue else []
        return [
            *pieces,
            (" ", ""),
            *volume,
            *number,
            (f" ({month}", ""),
            *year,
            (")", ""),
            *([(": ", ""), *page] if page else []),
        ]
    if form == 1:  # vol. 127, no. 6, 2022, pp. 1818-59
        number = [(", no. ", ""), (issue, "issue")] if issue else []
        return [
            *pieces,
            (", vol. ", ""),
            *volume,
            *number,
            (f", {month}", ""),
            *year,
            *([(", pp. ", ""), *page] if page else []),
        ]
    if form == 2:  # 24 (1995), Nr. 3, S. 210-225
        number = (
            [(", " + r.choice(["Nr. ", "H. ", "Heft "]), ""), (issue, "issue")] if issue else []
        )
        lead = r.choice([" ", ", Bd. ", " Jg. "])
        return [
            *pieces,
            (lead, ""),
            *volume,
            (" (", ""),
            *year,
            (")", ""),
            *number,
            *([(", S. ", ""), *page] if page else []),
        ]
    number = [(", " + r.choice(["n° ", "no ", "núm. "]), ""), (issue, "issue")] if issue else []
    return [
        *pieces,
        (", vol. ", ""),
        *volume,
        *number,
        (", ", ""),
        *year,
        *([(", p. ", ""), *page] if page else []),
    ]


def _as_book(style: Style, gold: dict[str, Any], year: list[Piece]) -> list[Piece]:
    """An article in the order of NLM's books: issue before volume, the title last."""
    pieces: list[Piece] = [(gold["container"], "container"), (". ", "")]
    if gold.get("issue"):
        pieces += [(gold["issue"], "issue"), (". ", "")]
    pieces += [("Vol. ", ""), (gold["volume"], "volume"), (". ", "")]
    if style.random.random() < 0.6:
        publisher = style.random.choice(
            ["Elsevier B.V.", "Springer", "Wiley", "Oxford University Press"]
        )
        pieces += [(publisher, "publisher"), ("; ", "")]
    pieces += [*year[:1], (style.random.choice([". ", ". Jan, ", ", "]), "")]
    pieces.append((gold.get("title") or "", "title"))
    if gold.get("page"):
        pieces += [("; p. ", ""), (pages_of(style, gold["page"]), "page")]
    return pieces


def printed(
    gold: dict[str, Any], random_: random.Random
) -> tuple[str, str, list[tuple[str, int, int]]] | None:
    """A record in a style drawn at random.

    Returns:
        The CSL type that it is printed as, the text, and the label, start and end of each field in
        it; None for a record that has too little for a style.
    """
    style = Style(random_)
    type_ = gold.get("type") or "document"
    if not gold.get("year"):
        return None
    titled = bool(gold.get("title"))
    if type_ == "article-journal" and gold.get("container") and gold.get("volume"):
        if titled and random_.random() < 0.03:
            type_, pieces = "paper-conference", meeting(style, gold)
        else:
            pieces = article(style, gold)
    elif type_ in ("webpage", "book", "report") and titled and random_.random() < 0.35:
        type_, pieces = "webpage", page_of_web(style, gold)
    elif type_ in ("book", "chapter", "paper-conference", "report") and titled:
        pieces = book(style, gold)
    else:
        return None
    if style.lead:
        pieces.insert(0, (style.lead, ""))
    pieces.append((style.end, ""))
    doi = gold.get("doi")
    if doi and doi.isascii() and style.glued_doi and style.end == ".":
        pieces.append((f"{doi}.", ""))
    elif doi and doi.isascii() and style.doi_form:
        pieces.append((style.doi_form.format(doi), ""))
    text = ""
    fields: list[tuple[str, int, int]] = []
    for piece, label in pieces:
        if label == "" and random_.random() < 0.01:
            piece = _slip(piece, random_)
        # A stop behind a stop is printed once, where a style is set with care.
        if piece.startswith(".") and text.endswith(".") and random_.random() < 0.9:
            piece = piece[1:]
        if label and piece:
            fields.append((label, len(text), len(text) + len(piece)))
        text += piece
    return type_, text, fields


def _slip(piece: str, random_: random.Random) -> str:
    kind = random_.randrange(3)
    if kind == 0:
        return piece.replace(".", "") or " "
    return piece.replace(" ", "") if kind == 1 else piece.replace(".", ". .")
