"""Known records printed in made-up styles, so that the sequence model meets forms that no journal
of the training data has.

A style is drawn at random, part by part: how names are set and joined, where the year stands, what
separates title and journal, how volume, issue and pages are marked. Some slips of real lists are
drawn too: a lost stop or blank, a doubled stop, no final stop.
"""

from __future__ import annotations

import random
import re
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from style import LONG_MONTHS, MEETINGS, TOWNS, Piece, Style, people


def _pages(style: Style, page: str) -> str:
    return re.sub(r"\s*[-‐‑‒–—−]+\s*", style.dash, page)


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
        page = [(style.before_pages, ""), (_pages(style, gold["page"]), "page")]
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
    if style.form == "abnt":
        town = [
            (", ", ""),
            (r.choice(["São Paulo", "Rio de Janeiro", "Brasília", "London", "Campinas"]), "place"),
        ]
        number = [(", n. ", ""), (gold["issue"], "issue")] if issue else []
        volume = [(", v. ", ""), (gold["volume"], "volume")] if volume else []
        page = [(", p. ", ""), (_pages(style, gold["page"]), "page")] if page else []
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
        [(_pages(style, gold["page"]).split(style.dash)[0], "page")]
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
        pieces += [("; p. ", ""), (_pages(style, gold["page"]), "page")]
    return pieces


def meeting(style: Style, gold: dict[str, Any]) -> list[Piece]:
    """A paper of a conference, as NLM prints it and as others do; of an article its title."""
    r = style.random
    name = gold.get("conference") or r.choice(MEETINGS).format(gold["container"])
    names = people(style, gold["author"], bool(gold.get("etal")))
    pages: list[Piece] = []
    if gold.get("page"):
        pages = [
            (r.choice([". pp. ", ": ", ". p. ", ", pp. "]), ""),
            (_pages(style, gold["page"]), "page"),
        ]
    title = [(gold.get("title") or "", "title")]
    year = [(gold["year"], "issued")]
    form = r.randrange(3)
    if form == 0:
        lead = r.choice(["; ", ". ", ". Paper presented at: ", ". "])
        return [
            *names,
            (". ", ""),
            *title,
            (lead, ""),
            (name, "book"),
            (f"; {r.choice(TOWNS)}. ", ""),
            *year,
            *pages,
        ]
    if form == 1:
        lead = r.choice([". In: ", ". In ", ", in: "])
        publisher = [
            (r.choice(["ACM", "IEEE", "Springer"]), "publisher"),
            (r.choice(["; ", ", "]), ""),
        ]
        return [
            *names,
            (style.behind_authors, ""),
            *title,
            (lead, ""),
            (name, "book"),
            (". ", ""),
            *publisher,
            *year,
            *pages,
        ]
    early = r.choice([(" (", "). "), (", ", ". "), (". ", ". ")])
    return [
        *names,
        (early[0], ""),
        *year,
        (early[1], ""),
        *title,
        (". ", ""),
        (name, "book"),
        *pages,
    ]


def page_of_web(style: Style, gold: dict[str, Any]) -> list[Piece]:
    """A page on the web."""
    r = style.random
    host = r.choice(["who.int", "cdc.gov", "example.org", "fao.org", "gov.uk", "nih.gov", "un.org"])
    address = (
        f"https://www.{host}/{r.choice(['data', 'en/topics', 'reports'])}/{r.randrange(10_000)}"
    )
    day = f"{r.randrange(1, 29)} {r.choice(LONG_MONTHS[:5])} {2010 + r.randrange(14)}"
    iso = f"{2010 + r.randrange(14)} {r.choice(['Jan', 'Apr', 'Aug'])} {r.randrange(1, 29)}"
    names = people(style, gold["author"], False)
    title: list[Piece] = [(gold["title"], "title")]
    year: list[Piece] = [(gold["year"], "issued")]
    publisher: list[Piece] = []
    if gold.get("publisher"):
        town = (
            [(gold["publisher_place"], "place"), (": ", "")] if gold.get("publisher_place") else []
        )
        publisher = [*town, (gold["publisher"], "publisher")]
    form = r.randrange(4)
    if form == 0:
        head = [*names, (". ", "")] if names and r.random() < 0.6 else []
        dated = r.choice([[("; ", ""), *year], [("; [updated ", ""), *year, (" Feb 3", "")]])
        note = r.choice(
            [f" [cited {iso}]. Available from: ", f". Accessed {day}. ", f"; accessed {iso}]. "]
        )
        return [
            *head,
            *title,
            (r.choice([" [Internet]. ", ". "]), ""),
            *publisher,
            *dated,
            (f"{note}{address}", ""),
        ]
    if form == 1:
        note = r.choice([f". (accessed {day})", f" [Accessed: {day}]", f". Accessed {day}", ""])
        head = [*names, (r.choice([". ", ", ", " "]), "")] if names and r.random() < 0.7 else []
        opening, closing = r.choice([(" (", "). "), (", ", ". "), (". ", ". ")])
        return [*head, *title, (opening, ""), *year, (closing, ""), (address + note, "")]
    if form == 2:
        return [
            *names,
            (" (", ""),
            *year,
            ("). ", ""),
            *title,
            (f". {r.choice(['Retrieved from ', 'Available at: ', ''])}{address}", ""),
        ]
    return [*title, (". ", ""), (f"{address}. Accessed {day}", "")]


def book(style: Style, gold: dict[str, Any]) -> list[Piece]:
    """A book, or a chapter of one, in a style."""
    r = style.random
    year: list[Piece] = [(gold["year"], "issued"), (style.suffix, "")]
    names = people(style, gold["author"], bool(gold.get("etal")))
    whole = gold.get("container") or gold.get("conference") or ""
    early = style.form in ("apa", "harvard") or r.random() < 0.25
    pieces = list(names)
    if early:
        opening, closing = r.choice(
            [(" (", "). "), (" (", ") "), (", ", ". "), (" ", " "), (". ", ". "), (" ", ", ")]
        )
        pieces += [(opening, ""), *year, (closing, "")]
    elif names:
        pieces.append((style.behind_authors, ""))
    opening, closing = style.quotes if whole else ("", "")
    title = [(opening, ""), (gold.get("title") or "", "title"), (closing, "")]
    pages: list[Piece] = []
    if gold.get("page"):
        before, after = r.choice(
            [("p. ", ""), ("pp. ", ""), ("(pp. ", ")"), ("pp ", ""), ("p ", "")]
        )
        pages = [(before, ""), (_pages(style, gold["page"]), "page"), (after, "")]
    edition: list[Piece] = []
    if gold.get("edition"):
        text = gold["edition"]
        edition = [(r.choice([". ", ", ", " ("]), ""), (text, "edition")]
        if not re.search(r"ed", text):
            edition.append((r.choice([" ed", " edn", " edition", " ed."]), ""))
        if "(" in edition[0][0]:
            edition.append((")", ""))
    imprint: list[Piece] = []
    publisher, town = gold.get("publisher"), gold.get("publisher_place")
    if publisher and town:
        form = r.choice(
            ["place: publisher", "publisher, place", "publisher; place", "place, publisher"]
        )
        first, joint, second = re.match(r"(\w+)(\W+)(\w+)", form).groups()  # type: ignore[union-attr]
        values = {"place": town, "publisher": publisher}
        imprint = [(values[first], first), (joint, ""), (values[second], second)]
    elif publisher or town:
        imprint = [(publisher or town, "publisher" if publisher else "place")]
    editors: list[Piece] = []
    if gold.get("editor"):
        text = "".join(piece for piece, _ in people(style, gold["editor"], False))
        role = r.choice(
            [", editors", " (eds)", " (Eds.)", ", eds", ", editor", " (ed.)", " (Ed.)", ", Eds."]
        )
        editors = [(text, "editor"), (role, "")]
    if gold.get("type") == "paper-conference" and whole and not early and r.random() < 0.5:
        town = gold.get("publisher_place") or r.choice(
            ["Las Vegas, NV, USA", "Paris, France", "Beijing, China"]
        )
        pieces += [
            *title,
            (r.choice(["; ", ". "]), ""),
            (whole, "book"),
            (f"; {town}. ", ""),
            *year,
        ]
        return [*pieces, *([(". ", ""), *pages] if pages else [])]
    if whole:
        lead = r.choice([". In: ", ". In ", ", in: ", ". in ", " In: ", ". Em: ", ", in "])
        pieces += [*title, (lead, "")]
        book_title: list[Piece] = [(whole, "book")]
        if editors and r.random() < 0.7:
            pieces += [*editors, (r.choice([". ", ", ", " "]), ""), *book_title]
        elif editors:
            pieces += [*book_title, (", ", ""), *editors]
        else:
            pieces += book_title
        pieces += edition
        if pages and r.random() < 0.35:
            pieces += [(r.choice([". ", ", ", " "]), ""), *pages]
            pages = []
    else:
        pieces += [*title, *edition]
    if imprint:
        opening = r.choice([". ", ", ", ". ", " ("])
        pieces += [(opening, ""), *imprint, (")" if "(" in opening else "", "")]
    if not early:
        pieces += [(r.choice(["; ", ", ", ": ", ". "]) if imprint else ". ", ""), *year]
    if pages:
        pieces += [(r.choice([". ", ", ", ": "]), ""), *pages]
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
