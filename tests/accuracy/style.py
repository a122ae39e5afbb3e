"""A made-up style: how it sets and joins names, where it puts the year, what it marks."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

__all__ = ["LONG_MONTHS", "MEETINGS", "TOWNS", "Piece", "Style", "pages_of", "people"]

Piece = tuple[str, str]  # text and its label; "" where it belongs to no field

_AND = {"en": ("and", "&"), "pt": ("e",), "es": ("y",), "fr": ("et",), "de": ("und",)}


class Style:
    """One style: every choice drawn once, so that a record is consistent in itself."""

    def __init__(self, random_: random.Random) -> None:
        r = self.random = random_
        self.form = r.choices(
            ["vancouver", "apa", "acs", "harvard", "abnt", "bracket", "ieee", "physics", "chicago"],
            [20, 19, 10, 17, 8, 9, 6, 6, 9],
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
        self.last = r.choice(
            [self.between, f" {word} ", f",  {word} ".replace("  ", " "), f" {word} "]
        )
        if language != "en":
            self.last = f" {word} "
        self.behind_authors = r.choices([". ", ", ", " ", ": ", "."], [50, 20, 22, 7, 1])[0]
        self.quotes = r.choices([("", ""), ("“", "”"), ('"', '"'), ("‘", "’")], [86, 8, 3, 3])[0]
        self.behind_title = r.choices([". ", ", ", ". In: ", " ", "."], [74, 17, 2, 6, 1])[0]
        self.titled = r.random() > (0.6 if self.form in ("acs", "physics") else 0.05)
        self.volume_word = r.choices(["", "vol. ", "Vol. ", "v. ", "V. "], [80, 7, 4, 6, 3])[0]
        self.issue_form = r.choices(
            ["({})", " ({})", ", no. {}", ", n. {}", "/{}", " no. {}"], [68, 14, 7, 6, 2, 3]
        )[0]
        self.before_pages = r.choices(
            [":", ": ", ", ", ", pp. ", ", p. ", " "], [38, 16, 26, 8, 8, 4]
        )[0]
        self.dash = r.choices(["–", "-", "‐", "—"], [60, 34, 4, 2])[0]
        self.end = r.choices([".", "", " ."], [78, 19, 3])[0]
        self.doi_form = r.choices(
            [" doi: {}", " doi:{}", " https://doi.org/{}", " {}", " DOI: {}", ""],
            [24, 10, 22, 14, 8, 22],
        )[0]
        self.suffix = r.choice("ab") if r.random() < 0.08 else ""
        self.et_al = r.choice(
            [" et al", ", et al", ", et al.", " et al.", ", et al. .", ", et al. ,"]
        )
        self.month = r.choice(_MONTHS) if r.random() < 0.15 else ""
        self.glued_doi = r.random() < 0.04
        self.full = r.random() < 0.2
        # "Huber, Martin, Langen, Henrika": only the first name inverted with a comma, the others
        # given name first ("Henrika Langen"), or, as PubMed sets them, "Langen Henrika".
        self.first_inverted = r.choices(["", "turned", "bare"], [88, 4, 8])[0]
        self.full = self.full or (bool(self.first_inverted) and r.random() < 0.7)
        if self.form == "chicago":
            self.full = r.random() < 0.7
            self.first_inverted = r.choice(["turned", "turned", ""])
            self.comma, self.given_first, self.behind_authors = True, False, r.choice([". ", ", "])
            self.last = r.choice([f" {word} ", f", {word} "])
        self.loose_comma = " , " if self.first_inverted == "bare" and r.random() < 0.7 else ", "
        self.collective = r.choice(_COLLECTIVES) if r.random() < 0.025 else ""
        self.lead = r.choice(_LEADS) if r.random() < 0.02 else ""


_MONTHS = (
    "Jan",
    "Feb",
    "Mar",
    "Apr 5",
    "May",
    "Jun",
    "Jul 12",
    "Aug",
    "Sep",
    "Oct",
    "Nov-Dec",
    "Dec 23",
)

LONG_MONTHS = (
    "January",
    "March",
    "June",
    "July",
    "October",
    "Fall",
    "Spring",
    "December",
    "Summer 1",
    "May",
)

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

TOWNS = (
    "Las Vegas, NV, USA",
    "Paris, France",
    "Beijing, China",
    "Vancouver, BC, Canada",
    "Honolulu, HI, USA",
    "Berlin, Germany",
)
MEETINGS = (
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
            pieces.append(
                (
                    style.last
                    if last
                    else style.loose_comma
                    if number == 1 and inverted
                    else style.between,
                    "",
                )
            )
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


def pages_of(style: Style, page: str) -> str:
    """A range of pages with the style's dash."""
    return re.sub(r"\s*[-‐‑‒–—−]+\s*", style.dash, page)
