"""Books, chapters, papers of conferences and web pages in made-up styles."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from style import LONG_MONTHS, MEETINGS, TOWNS, Piece, Style, pages_of, people


def meeting(style: Style, gold: dict[str, Any]) -> list[Piece]:
    """A paper of a conference, as NLM prints it and as others do; of an article its title."""
    r = style.random
    name = gold.get("conference") or r.choice(MEETINGS).format(gold["container"])
    names = people(style, gold["author"], bool(gold.get("etal")))
    pages: list[Piece] = []
    if gold.get("page"):
        pages = [
            (r.choice([". pp. ", ": ", ". p. ", ", pp. "]), ""),
            (pages_of(style, gold["page"]), "page"),
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
        pages = [(before, ""), (pages_of(style, gold["page"]), "page"), (after, "")]
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
    if whole and editors and not early and r.random() < 0.3:
        lead = r.choice([". In ", ", in ", ". "])
        by = r.choice([", edited by ", ", ed. ", ", eds. ", ", hrsg. von "])
        pieces += [*title, (lead, ""), (whole, "book"), (by, ""), editors[0]]
        if pages and r.random() < 0.5:
            pieces += [(", ", ""), *pages]
            pages = []
        bracket = r.random() < 0.4
        if imprint:
            pieces += [
                (" (" if bracket else ". ", ""),
                *imprint,
                (", ", ""),
                *year,
                (")" if bracket else "", ""),
            ]
        else:
            pieces += [(", ", ""), *year]
        return [*pieces, *([(", ", ""), *pages] if pages else [])]
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
