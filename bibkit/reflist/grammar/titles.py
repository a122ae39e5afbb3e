"""Where a title ends and the name of its journal begins.

Between the authors and the year stand two things and one stop: `TITLE. CONTAINER.` Both may
hold stops of their own ("Oryza sativa L. in China", "Invest. Ophthalmol. Vis. Sci."), and the
stop between them falls away behind a bracket or a question mark. The rule: the first sentence
break whose right side reads as the name of a journal from end to end; otherwise the last break.
"""

from __future__ import annotations

import re

__all__ = [
    "is_container_alone",
    "looks_like_container",
    "sentences",
    "split_at_comma",
    "split_title",
]

# A break is a stop (or a closing bracket that swallowed it) before something that can begin a name.
_BREAK = re.compile(
    r"(?:[.?!…][\"”’'»)\]]*\s+|[)\]]\.?\s+)(?=[^\W_a-z]|[a-z]+-?[A-Z]|npj |\[|\"|“|‘|\()"
)

# Lower-case words in the names of journals, in the languages of biomedical lists.
_SMALL = frozenset(
    """
        a an and as at by for from in into of on or the to with & en et de der des die du e el
        la le les los las y do da dos das di del della delle dei degli und für fur fuer im zur
        zum van voor het och i og w na au aux à s em no ao para com
    """.split()
)
# Words of journal names that PubMed prints in sentence case ("The Journal of biological chemistry").
_JOURNAL_HEAD = re.compile(
    r"(?:The |A )?(?:[A-Z]\w+ )?(?:Journal|Annals|Archives|Archivos|Arquivos|Revista|Revue|Bulletin|"
    r"Proceedings|Transactions|Acta|Advances|Annual|Current|International|American|British|"
    r"European|Clinics|Nature|Cell|Frontiers|Anais|Cadernos|Ciência|Zeitschrift|Zhonghua|"
    r"Zhongguo|Progress|Trends|Seminars|Methods|Research|Reviews|Experimental|Molecular|"
    r"Biochimica|Biology|Letters)\b"
)
_JOURNAL_FIRST = re.compile(
    r"(?:Adv|Ann|Annu|Am|Appl|Arch|Biochem|Biol|Br|Can|Chem|Clin|Comp|Crit|Curr|Environ|Ethiop|Eur|Exp|"
    r"Front|Genet|Indian|Int|J|Med|Microb|Mol|Nat|Opt|Org|Pharm|Phys|Plant|Proc|Prog|Rev|Scand|Semin|"
    r"Theor|Trans|Trends|Vet|Z)\."
)
_LOWER_JOURNAL = re.compile(r"(?:[a-z]{1,3}[A-Z]\w+|bioRxiv|medRxiv|arXiv|npj\b.*)")
# A word cut short: one to three letters, or ending in a consonant, or one of the few others.
_ABBREVIATION = re.compile(
    r"(?:^[^\W\d_]{1,3}|[^\W\d_aeiou]|Annu|Appl|Neuro|Cardio|Gastro|Physio|Psycho|Immuno|Onco|"
    r"Agro|Geo|Hydro|Micro|Eco|Ethno|Phyto|Chemo|Radio|Photo|Macro|Bioche|Europe)\.$"
)
_TOKEN = re.compile(r"\S+")
_STRIP = "\"“”‘’'«»()[],:;?!"


def looks_like_container(text: str) -> bool:
    """Whether a text reads as the name of a journal, in full or abbreviated.

    Capitalised words and a few small ones; a stop inside only where abbreviated words carry
    stops throughout.

    >>> looks_like_container("Invest. Ophthalmol. Vis. Sci.")
    True
    >>> looks_like_container("What is for dinner? Science")
    False
    """
    if not text or len(text) > 160:
        return False
    tokens = _TOKEN.findall(text)
    if len(tokens) > 18:
        return False
    big = dotted = inner = 0
    previous = ""
    for token in tokens:
        word = token.strip(_STRIP)
        bare = word.rstrip(".")
        if previous.endswith((".", "?", "!")):
            if previous[-1] != "." or not _ABBREVIATION.search(previous):
                return False
            inner += 1
        previous = token.rstrip("\"”’'»)]")
        if not bare or bare.lower() in _SMALL or bare.isdigit() or bare in {"-", "–", "—", "="}:
            continue
        if not (bare[0].isupper() or bare[0].isdigit() or _LOWER_JOURNAL.match(bare)):
            return False
        if bare.isupper() and len(bare) > 1 and bare.isalpha():
            continue  # "BMC", "PLoS": carries no stop in any style
        big += 1
        if token.rstrip(_STRIP).endswith("."):
            dotted += 2 if len(bare) == 1 else 1
        else:
            dotted += len(bare) == 1
    if big == 0:
        return any(token.isupper() for token in tokens)
    # The stop of the last word was taken for the sentence's.
    share = (dotted + (not text.endswith("."))) * 2
    known = share == big and _JOURNAL_FIRST.match(text)
    return inner == 0 or share > big or bool(known)


def is_container_alone(text: str) -> bool:
    """Whether `TITLE. CONTAINER` is a container only: the list leaves titles out.

    >>> is_container_alone("Pak. J. Biol. Sci"), is_container_alone("Dengue. Lancet")
    (True, False)
    """
    if not looks_like_container(text):
        return False
    first = _BREAK.search(text)
    if first is None:
        return True
    short = len(text[: first.start()].split()[-1]) <= 4
    return short and len(text.split()) > 2


def split_title(text: str, *, stop_falls: bool = True) -> tuple[str, str]:
    """`TITLE. CONTAINER` in two; the container is empty where there is only one sentence.

    Args:
        stop_falls: whether the stop between them may be missing behind a bracket. Not where it
            is open whether there is a container at all.

    >>> split_title("Which way? A review. J. Clin. Invest.")
    ('Which way? A review', 'J. Clin. Invest.')
    >>> split_title("Memory examined with emission tomography (PET) European Journal Of Neuroscience")
    ('Memory examined with emission tomography (PET)', 'European Journal Of Neuroscience')
    """
    breaks = [match for match in _BREAK.finditer(text) if stop_falls or _STOP.search(match[0])]
    sure = [match for match in breaks if _may_end_title(text, match)]
    for match in sure + [match for match in breaks if match not in sure]:
        if match.start() and looks_like_container(text[match.end() :]):
            return _title(text, match), text[match.end() :]
    stops = [match for match in sure if _STOP.search(match[0])]
    for match in stops:
        rest = text[match.end() :]
        if _JOURNAL_HEAD.match(rest) and len(rest) < 100:
            return _title(text, match), rest
    small = _SMALL_END.search(text)
    if small:
        return text[: small.start()], small[1]
    if stops:
        return _title(text, stops[-1]), text[stops[-1].end() :]
    return text, ""


def split_at_comma(text: str) -> tuple[str, str] | None:
    """`TITLE, CONTAINER` in two, at the first comma behind which a container stands; else None.

    >>> split_at_comma("Interactions of gut flora, Pharmacol Res")
    ('Interactions of gut flora', 'Pharmacol Res')
    """
    for comma in re.finditer(r",\s+(?=[^\W\d_a-z])", text):
        title, rest = text[: comma.start()], text[comma.end() :]
        if ", " in rest:  # first, as it is soon found: long lists of names come here too
            continue
        inside = title.count("(") > title.count(")")
        if len(title.split()) > 2 and not inside and looks_like_container(rest):
            return title, rest
    return None


# ". obesity", ". mBio": a journal that is printed small, at the very end.
_SMALL_END = re.compile(r"\.\s+([a-z][\w-]*(?:\s[\w-]+){0,2})$")


_STOP = re.compile(r"[.?!…]")


def _title(text: str, match: re.Match[str]) -> str:
    """The title up to a break: its stop is punctuation, a question mark or bracket its own."""
    end = match.start()
    mark = match[0].rstrip()
    keep = mark if mark[0] != "." else mark[1:]
    return (text[:end] + keep).rstrip(". ")


# "Oryza sativa L. In", "vs. The", "strain St. George": such stops do not end a title.
_NO_END = re.compile(
    r"(?:^|\s)\(?(?:vs|subsp|ssp|var|[Cc]v|pv|St|Dr|Mr|Mrs|No|Nos|Vol|e\.g|i\.e|cf|et al|approx|Fig|ca)\.$"
)


def _may_end_title(text: str, match: re.Match[str]) -> bool:
    if match.start() == 0:
        return False
    return not _NO_END.search(text[max(0, match.start() - 12) : match.start() + 1])


_SENTENCE = re.compile(r"(?<=[.?!])[\"”’'»)\]]*\s+(?=[^\W_a-z]|[a-z]+[A-Z]|\[|\(|\"|“|‘)")
_NO_SENTENCE = re.compile(
    r"(?:(?:^|[\s(.,-])(?:[A-Z]|vs|sp|spp|subsp|ssp|var|cv|pv|St|Dr|Mr|Mrs|Nr|No|Nos|Vol|vol|cf|ca|Inc|Co|Gov|Print|Acad|Sci|Natl|"
    r"Ltd|Corp|Univ|Dept|Jr|Sr|Eds?|Bros|Publ|Ch|U\.S|e\.g|i\.e|et al|pp?))\.$"
)


def sentences(text: str) -> list[str]:
    """The sentences of a text, a stop behind an initial or a usual abbreviation being no end.

    >>> sentences("Soil Microbiology. 2nd ed. Wiley & Sons, Inc. Hoboken.")
    ['Soil Microbiology.', '2nd ed.', 'Wiley & Sons, Inc. Hoboken.']
    """
    found: list[str] = []
    start = 0
    for match in _SENTENCE.finditer(text):
        if _NO_SENTENCE.search(text[max(start, match.start() - 12) : match.start()]):
            continue
        found.append(text[start : match.start()].strip())
        start = match.end()
    found.append(text[start:].strip())
    return [sentence for sentence in found if sentence]
