"""Known records printed in made-up styles, so that the sequence model meets forms that no journal
of the training data has.

A style is drawn at random, part by part: how names are set and joined, where the year stands, what
separates title and journal, how volume, issue and pages are marked. Some slips of real lists are
drawn too: a lost stop or blank, a doubled stop, no final stop.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from typing import Any

Piece = tuple[str, str]  # text and its label; "" where it belongs to no field

_AND = {"en": ("and", "&"), "pt": ("e",), "es": ("y",), "fr": ("et",), "de": ("und",)}


class Style:
    """One style: every choice drawn once, so that a record is consistent in itself."""

    def __init__(self, random_: random.Random) -> None:
        r = self.random = random_
        self.form = r.choices(
            ["vancouver", "apa", "acs", "harvard", "abnt", "bracket", "ieee", "physics"],
            [22, 20, 10, 18, 8, 10, 6, 6],
        )[0]
        self.initials = r.choice(["AB", "AB", "A.B.", "A. B.", "A. B.", "A B"])
        self.given_first = self.form in ("ieee", "physics") or r.random() < 0.06
        if self.given_first and self.initials in ("AB", "A B"):
            self.initials = "A. B."
        self.comma = not self.given_first and r.random() < (0.2 if self.initials == "AB" else 0.6)
        self.capitals = r.random() < (0.6 if self.form == "abnt" else 0.04)
        self.between = "; " if self.comma and r.random() < 0.3 else ", "
        if self.form in ("abnt", "acs"):
            self.between = "; "
        language = r.choices(list(_AND), [80, 8, 6, 3, 3])[0]
        word = r.choice(_AND[language])
        self.last = r.choice([self.between, f" {word} ", f",  {word} ".replace("  ", " "), f" {word} "])
        if language != "en":
            self.last = f" {word} "
        self.behind_authors = r.choices([". ", ", ", " ", ": ", "."], [50, 20, 22, 7, 1])[0]
        self.quotes = r.choices([("", ""), ("“", "”"), ('"', '"'), ("‘", "’")], [86, 8, 3, 3])[0]
        self.behind_title = r.choices([". ", ", ", ". In: ", " ", "."], [74, 17, 2, 6, 1])[0]
        self.titled = r.random() > (0.6 if self.form in ("acs", "physics") else 0.05)
        self.volume_word = r.choices(["", "vol. ", "Vol. ", "v. ", "V. "], [80, 7, 4, 6, 3])[0]
        self.issue_form = r.choices(["({})", " ({})", ", no. {}", ", n. {}", "/{}", " no. {}"], [68, 14, 7, 6, 2, 3])[0]
        self.before_pages = r.choices([":", ": ", ", ", ", pp. ", ", p. ", " "], [38, 16, 26, 8, 8, 4])[0]
        self.dash = r.choices(["–", "-", "‐", "—"], [60, 34, 4, 2])[0]
        self.end = r.choices([".", "", " ."], [78, 19, 3])[0]
        self.doi_form = r.choices([" doi: {}", " doi:{}", " https://doi.org/{}", " {}", " DOI: {}", ""], [24, 10, 22, 14, 8, 22])[0]
        self.suffix = r.choice("ab") if r.random() < 0.08 else ""
        self.et_al = r.choice([" et al", ", et al", ", et al.", " et al.", ", et al. .", ", et al. ,"])
        self.month = r.choice(_MONTHS) if r.random() < 0.15 else ""
        self.glued_doi = r.random() < 0.04
        self.full = r.random() < 0.2
        # "Huber, Martin, Langen, Henrika": only the first name inverted with a comma, the others
        # given name first ("Henrika Langen"), or, as PubMed sets them, "Langen Henrika".
        self.first_inverted = r.choices(["", "turned", "bare"], [88, 4, 8])[0]
        self.full = self.full or (bool(self.first_inverted) and r.random() < 0.7)
        self.loose_comma = " , " if self.first_inverted == "bare" and r.random() < 0.7 else ", "
        self.collective = r.choice(_COLLECTIVES) if r.random() < 0.025 else ""
        self.lead = r.choice(_LEADS) if r.random() < 0.02 else ""


_MONTHS = ("Jan", "Feb", "Mar", "Apr 5", "May", "Jun", "Jul 12", "Aug", "Sep", "Oct", "Nov-Dec", "Dec 23")

_LONG_MONTHS = ("January", "March", "June", "July", "October", "Fall", "Spring", "December", "Summer 1", "May")

# Given names in full, for lists that print them: of many languages, the common ones.
_GIVEN = """
    Aaron Adam Adrian Agnes Ahmed Alan Albert Alejandro Alessandro Alexander Alexandra Ali Alice
    Alison Amanda Amy Ana Andrea Andreas Andrew Angela Anita Anna Anne Annette Anthony Antonio Barbara
    Beatriz Ben Benjamin Bernard Bin Brian Bruce Camille Carl Carla Carlos Carmen Carol Caroline
    Catherine Charles Chen Chiara Christian Christina Christine Christopher Claire Clara Claudia
    Craig Cristina Daniel Daniela David Dennis Diana Diego Dmitri Donald Dorothy Douglas Eduardo
    Edward Eleanor Elena Elisabeth Elizabeth Emilia Emily Emma Eric Erik Ernst Eva Fabio Fatima
    Federico Fernando Florian Francesca Francesco Francis Francisco Frank Franz Fred Gabriel Gary
    George Georg Gerald Giovanni Giulia Gordon Graham Gregory Guillaume Gunnar Hans Harold Heather
    Heinz Helen Helena Henri Henry Holly Hong Howard Hugo Ian Ines Ingrid Irene Isabel Ivan Jack
    Jacob Jacques James Jan Jane Janet Jason Jean Jeffrey Jennifer Jeremy Jessica Jing Joan Johannes
    John Jonathan Jorge José Joseph Joshua Juan Judith Julia Julie Jun Karen Karin Karl Kate Katherine
    Kathleen Keith Kenneth Kevin Klaus Kumar Lars Laura Laurent Lawrence Lei Leonardo Li Lin Linda
    Lisa Lorenzo Louis Louise Lucas Lucia Luis Lynn Manuel Marc Marco Margaret Maria Marie Marina
    Mario Mark Markus Marta Martha Martin Mary Massimo Matthew Maurice Maxim Melissa Michael Michel
    Michelle Miguel Mohamed Mohammad Monica Nancy Natalia Nathan Nicholas Nicola Nicole Nina Olga
    Oliver Olivier Oscar Pablo Pamela Paola Patricia Patrick Paul Paula Paulo Pedro Peter Philip
    Philippe Pierre Qiang Rachel Rafael Ralph Raymond Rebecca Renata Ricardo Richard Robert Roberto
    Roger Roland Ronald Rosa Ross Ruth Ryan Salvatore Samuel Sandra Sara Sarah Sebastian Sergio Sharon
    Simon Simone Sofia Sophie Stefan Stefano Stephanie Stephen Steven Stuart Susan Susanne Svetlana
    Sven Sylvia Teresa Thierry Thomas Timothy Tobias Todd Tomasz Ursula Valentina Valerie Vera
    Victor Victoria Vincent Virginia Walter Wei Wendy William Wolfgang Xavier Xiao Yan Yang Yu Yuki
    Zhang
""".split()
_BY_LETTER: dict[str, list[str]] = {}
for _one in _GIVEN:
    _BY_LETTER.setdefault(_one[0], []).append(_one)


# What footnotes put before a reference.
_LEADS = (
    "See ", "See also ", "Cf. ", "See, e.g., ", "As noted in ", "For a review see ",
    "We thank a reviewer for this point. See ", "This holds for most of the countries in the sample. ",
    "It should also be said that others have found the same in different data. ",
    "In addition, scholars have argued that the two are too similar to be told apart. ",
    "Thus, there is a risk that the measures yield different results. See e.g. ",
    "The data were taken from earlier work and are described there in more detail. ",
)  # fmt: skip

_TOWNS = ("Las Vegas, NV, USA", "Paris, France", "Beijing, China", "Vancouver, BC, Canada", "Honolulu, HI, USA", "Berlin, Germany")
_MEETINGS = (
    "IEEE Conference on {}", "International Conference on {}", "Proceedings of the 12th International Symposium on {}",
    "Proceedings of the ACM Conference on {}", "Proceedings of the IEEE Workshop on {}", "Annual Meeting of the Society for {}",
    "Advances in {} Systems", "2nd European Congress of {}", "Proceedings of the 2019 Conference on {} (PC19)",
)  # fmt: skip

_COLLECTIVES = (
    "ARDS Network", "GBD 2019 Collaborators", "the STAR Study Group", "Writing Committee Members",
    "Trial to Assess Early Therapy (TAET) Investigators", "on behalf of the COAST Trial Investigators",
    "International Heart Rhythm Working Group", "Alzheimer's Disease Neuroimaging Initiative",
    "for the Emergency Medicine Research Network", "European Society of Trauma Guideline Panel",
)  # fmt: skip


def full_given(given: str, random_: random.Random) -> str:
    """A given name in full that has these initials, the later ones kept: `JB` to `Janet B.`."""
    parts = initials_of(given, "A. B.").split(" ")
    known = _BY_LETTER.get(parts[0][:1])
    if not known:
        return given
    return " ".join([random_.choice(known), *parts[1:]])


def initials_of(given: str, form: str) -> str:
    """A given name's initials in a form: `AB`, `A.B.`, `A. B.`, `A B`."""
    if re.fullmatch(r"[^\W\d_a-zß-ÿ]{1,4}", given):
        parts = list(given)
    else:
        parts = [word[0] for word in re.split(r"[\s.\-‐–]+", given) if word]
    parts = [part.upper() for part in parts]
    dotted = "." in form
    joint = " " if " " in form else ""
    return joint.join(part + ("." if dotted else "") for part in parts)


def _name(style: Style, name: dict[str, str], given_first: bool, full: bool) -> list[Piece]:
    if not name.get("family"):
        return [(name.get("literal") or name.get("given") or "", "literal")]
    family = name["family"].upper() if style.capitals else name["family"]
    given = name.get("given") or ""
    if given and style.full and len(given.split(" ")[0].strip(".")) < 4:
        given = full_given(given, style.random)
    elif given and not (full or style.full):
        given = initials_of(given, style.initials)
    if not given:
        return [(family, "family")]
    if given_first:
        return [(given, "given"), (" ", ""), (family, "family")]
    pieces = [(family, "family"), (", " if style.comma else " ", ""), (given, "given")]
    if name.get("suffix"):
        pieces += [(style.random.choice([" ", ", "]), ""), (name["suffix"], "suffix")]
    return pieces


def people(style: Style, names: Sequence[dict[str, str]], goes_on: bool) -> list[Piece]:
    """A list of names as a style prints it."""
    r = style.random
    full = r.random() < 0.5 and all(len((n.get("given") or "").split(" ")[0]) > 2 for n in names)
    shown = list(names)
    cut = goes_on
    if len(shown) > 3 and r.random() < 0.15:
        shown, cut = shown[: r.choice([1, 3])], True
    pieces: list[Piece] = []
    inverted = style.first_inverted if len(shown) > 1 else ""
    comma, given_first = style.comma, style.given_first
    for number, name in enumerate(shown):
        if number:
            last = number == len(shown) - 1 and not cut
            pieces.append((style.last if last else style.loose_comma if number == 1 and inverted else style.between, ""))
        if inverted:
            style.comma, given_first = number == 0, number > 0 and inverted == "turned"
        pieces += _name(style, name, given_first, full)
    style.comma = comma
    if style.collective and pieces:
        pieces += [(style.between, ""), (style.collective, "literal")]
    if cut:
        lead, words = re.match(r"([\s,]*)(.*)", style.et_al).groups()  # type: ignore[union-attr]
        pieces += [(lead, ""), (words, "et-al")]
    return pieces


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
        bracket = r.choice([(" (", "). "), (" (", ") "), (", ", ". "), (" ", " "), (". ", ". "), (" ", ", "), (" (", "), "), (" (", "): ")])
        between = r.choice([", ", " ", ". ", ", "])
        return [*names, (bracket[0], ""), *year, (bracket[1], ""), *title, *container, (between, ""), *place]
    if style.form == "acs":
        return [*names, stop, *title, *container, (" ", ""), *year, (", ", ""), *volume, *issue, *page]
    if style.form == "bracket":
        between = r.choice([" ", ". ", ", "])
        opening, closing = r.choice([("(", ") "), ("(", "), "), ("(", "). ")])
        return [*names, stop, *title, *container, (between, ""), (opening, ""), *year, (closing, ""), *place]
    if style.form == "abnt":
        town = [(", ", ""), (r.choice(["São Paulo", "Rio de Janeiro", "Brasília", "London", "Campinas"]), "place")]
        number = [(", n. ", ""), (gold["issue"], "issue")] if issue else []
        volume = [(", v. ", ""), (gold["volume"], "volume")] if volume else []
        page = [(", p. ", ""), (_pages(style, gold["page"]), "page")] if page else []
        month = [(r.choice(["jan. ", "mar./abr. ", "set. ", "dez. ", "jun. "]), "")] if r.random() < 0.4 else []
        return [*names, (". ", ""), *title, *container, *(town if r.random() < 0.5 else []), *volume, *number, *page, (", ", ""), *month, *year]
    opening, closing = (" (", ")") if r.random() < 0.6 else (", ", "")
    if opening == " (" and r.random() < 0.4:
        opening = f" ({r.choice(_LONG_MONTHS)} "
        style.quotes = r.choice([("“", "”"), style.quotes])
        after = [(", ", ""), *page[1:]] if page else []
        return [*names, (", ", ""), *title, *container, (", ", ""), *volume[-1:], (opening, ""), *year, (closing, ""), *after]
    first = [(_pages(style, gold["page"]).split(style.dash)[0], "page")] if page and style.form == "physics" else page[1:]
    return [*names, (", ", ""), *title, *container, (r.choice([" ", ", "]), ""), *volume, *issue, (", ", ""), *first, (opening, ""), *year, (closing, "")]


def _as_book(style: Style, gold: dict[str, Any], year: list[Piece]) -> list[Piece]:
    """An article in the order of NLM's books: issue before volume, the title last."""
    pieces: list[Piece] = [(gold["container"], "container"), (". ", "")]
    if gold.get("issue"):
        pieces += [(gold["issue"], "issue"), (". ", "")]
    pieces += [("Vol. ", ""), (gold["volume"], "volume"), (". ", "")]
    if style.random.random() < 0.6:
        publisher = style.random.choice(["Elsevier B.V.", "Springer", "Wiley", "Oxford University Press"])
        pieces += [(publisher, "publisher"), ("; ", "")]
    pieces += [*year[:1], (style.random.choice([". ", ". Jan, ", ", "]), "")]
    pieces.append((gold.get("title") or "", "title"))
    if gold.get("page"):
        pieces += [("; p. ", ""), (_pages(style, gold["page"]), "page")]
    return pieces


def meeting(style: Style, gold: dict[str, Any]) -> list[Piece]:
    """A paper of a conference, as NLM prints it and as others do; of an article its title."""
    r = style.random
    name = gold.get("conference") or r.choice(_MEETINGS).format(gold["container"])
    names = people(style, gold["author"], bool(gold.get("etal")))
    pages: list[Piece] = []
    if gold.get("page"):
        pages = [(r.choice([". pp. ", ": ", ". p. ", ", pp. "]), ""), (_pages(style, gold["page"]), "page")]
    title = [(gold.get("title") or "", "title")]
    year = [(gold["year"], "issued")]
    form = r.randrange(3)
    if form == 0:
        lead = r.choice(["; ", ". ", ". Paper presented at: ", ". "])
        return [*names, (". ", ""), *title, (lead, ""), (name, "book"), (f"; {r.choice(_TOWNS)}. ", ""), *year, *pages]
    if form == 1:
        lead = r.choice([". In: ", ". In ", ", in: "])
        publisher = [(r.choice(["ACM", "IEEE", "Springer"]), "publisher"), (r.choice(["; ", ", "]), "")]
        return [*names, (style.behind_authors, ""), *title, (lead, ""), (name, "book"), (". ", ""), *publisher, *year, *pages]
    early = r.choice([(" (", "). "), (", ", ". "), (". ", ". ")])
    return [*names, (early[0], ""), *year, (early[1], ""), *title, (". ", ""), (name, "book"), *pages]


def page_of_web(style: Style, gold: dict[str, Any]) -> list[Piece]:
    """A page on the web."""
    r = style.random
    host = r.choice(["who.int", "cdc.gov", "example.org", "fao.org", "gov.uk", "nih.gov", "un.org"])
    address = f"https://www.{host}/{r.choice(['data', 'en/topics', 'reports'])}/{r.randrange(10_000)}"
    day = f"{r.randrange(1, 29)} {r.choice(_LONG_MONTHS[:5])} {2010 + r.randrange(14)}"
    iso = f"{2010 + r.randrange(14)} {r.choice(['Jan', 'Apr', 'Aug'])} {r.randrange(1, 29)}"
    names = people(style, gold["author"], False)
    title: list[Piece] = [(gold["title"], "title")]
    year: list[Piece] = [(gold["year"], "issued")]
    publisher: list[Piece] = []
    if gold.get("publisher"):
        town = [(gold["publisher_place"], "place"), (": ", "")] if gold.get("publisher_place") else []
        publisher = [*town, (gold["publisher"], "publisher")]
    form = r.randrange(4)
    if form == 0:
        head = [*names, (". ", "")] if names and r.random() < 0.6 else []
        dated = r.choice([[("; ", ""), *year], [("; [updated ", ""), *year, (" Feb 3", "")]])
        note = r.choice([f" [cited {iso}]. Available from: ", f". Accessed {day}. ", f"; accessed {iso}]. "])
        return [*head, *title, (r.choice([" [Internet]. ", ". "]), ""), *publisher, *dated, (f"{note}{address}", "")]
    if form == 1:
        note = r.choice([f". (accessed {day})", f" [Accessed: {day}]", f". Accessed {day}", ""])
        head = [*names, (r.choice([". ", ", ", " "]), "")] if names and r.random() < 0.7 else []
        opening, closing = r.choice([(" (", "). "), (", ", ". "), (". ", ". ")])
        return [*head, *title, (opening, ""), *year, (closing, ""), (address + note, "")]
    if form == 2:
        return [*names, (" (", ""), *year, ("). ", ""), *title, (f". {r.choice(['Retrieved from ', 'Available at: ', ''])}{address}", "")]
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
        opening, closing = r.choice([(" (", "). "), (" (", ") "), (", ", ". "), (" ", " "), (". ", ". "), (" ", ", ")])
        pieces += [(opening, ""), *year, (closing, "")]
    elif names:
        pieces.append((style.behind_authors, ""))
    opening, closing = style.quotes if whole else ("", "")
    title = [(opening, ""), (gold.get("title") or "", "title"), (closing, "")]
    pages: list[Piece] = []
    if gold.get("page"):
        before, after = r.choice([("p. ", ""), ("pp. ", ""), ("(pp. ", ")"), ("pp ", ""), ("p ", "")])
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
        form = r.choice(["place: publisher", "publisher, place", "publisher; place", "place, publisher"])
        first, joint, second = re.match(r"(\w+)(\W+)(\w+)", form).groups()  # type: ignore[union-attr]
        values = {"place": town, "publisher": publisher}
        imprint = [(values[first], first), (joint, ""), (values[second], second)]
    elif publisher or town:
        imprint = [(publisher or town, "publisher" if publisher else "place")]
    editors: list[Piece] = []
    if gold.get("editor"):
        text = "".join(piece for piece, _ in people(style, gold["editor"], False))
        role = r.choice([", editors", " (eds)", " (Eds.)", ", eds", ", editor", " (ed.)", " (Ed.)", ", Eds."])
        editors = [(text, "editor"), (role, "")]
    if gold.get("type") == "paper-conference" and whole and not early and r.random() < 0.5:
        town = gold.get("publisher_place") or r.choice(["Las Vegas, NV, USA", "Paris, France", "Beijing, China"])
        pieces += [*title, (r.choice(["; ", ". "]), ""), (whole, "book"), (f"; {town}. ", ""), *year]
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
