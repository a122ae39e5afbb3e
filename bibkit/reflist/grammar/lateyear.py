"""Forms that close with the year, or hold it between volume and page: physics, chemistry, ABNT.

::

    late     = people "," [title "."] container (physics | middle)
    physics  = volume ["(" issue ")"] "," pages "(" year ")"            "Quim. Nova 23, 664 (2000)."
    middle   = volume "(" year ")" pages                                "J. Hazard. Mater. 286 (2015) 252."
    abnt     = people "." title "." container ["," place] "," "v." volume ["," "n." issue]
               ["," "p." pages] "," [month] year                        "v. 15, n. 3, p. 199, 2007."

ABNT NBR 6023 is the Brazilian standard, met in most raw lists of SciELO.
"""

from __future__ import annotations

import re

from bibkit.dates import MONTH
from bibkit.reflist.grammar.authors import take_authors
from bibkit.reflist.grammar.notes import finish
from bibkit.reflist.grammar.parts import (
    DASH,
    DATE,
    ISSUE,
    MASK,
    PAGES,
    Reading,
    put_container,
    put_date,
    put_pages,
    put_volume,
)
from bibkit.reflist.grammar.titles import looks_like_container, split_at_comma, split_title

__all__ = ["read_late_year"]

_END = rf"[\s.,;{MASK}]*"
_PHYSICS = re.compile(rf"[\s,](?P<volume>[A-Z]?\d[\w/]*){ISSUE}?\s*,\s*{PAGES}\s*\({DATE}\){_END}$")
_MIDDLE = re.compile(
    rf"[\s,](?P<volume>[A-Z]?\d[\w/]*)(?:\s*\(\d[^()]{{0,10}}\)|,\s*(?P<issue>\d{{1,4}}))?\s*\({DATE}\)\s*,?\s*{PAGES}{_END}$"
)
_ABNT = re.compile(
    rf",\s*(?:(?P<place>[^,.]{{2,40}}),\s*)?[Vv]\.\s*(?P<volume>[\w/-]+?)\s*,?"
    rf"(?:\s*n\.\s*(?P<issue>[\w/.–-]+?)\s*,)?(?:\s*pp?\.\s*(?P<pages>[A-Za-z]?[\d.]+(?:\s?{DASH}+\s?[A-Za-z]?\d+)?)\s*,)?"
    rf"\s*(?:{MONTH}(?:\s?[/–-]\s?{MONTH})?\.?\s*)?{DATE}(?P<tail>.*)$"
)


def read_late_year(text: str, reading: Reading) -> bool:
    """People [title "."] container with the year at the end or between volume and page"""
    abnt = _ABNT.search(text)
    match = abnt or _PHYSICS.search(text) or _MIDDLE.search(text)
    if match is None:
        return False
    rest = take_authors(text[: match.start()].rstrip(" ,") + ".", reading, rest_has=2).rstrip(". ")
    # These print no titles: capitals throughout, cut short or not, are a journal's name.
    if abnt is None and ", " not in rest and looks_like_container(rest.replace(".", "")):
        title, container = "", rest
    else:
        title, container = split_title(rest)
        if not looks_like_container(container):
            title, container = split_at_comma(rest) or (title, container)
    reading.put("title", title)
    put_container(reading, container, text[: match.start()].rstrip(" ,").endswith("."))
    reading.type = "article-journal"
    put_date(reading, match["date"])
    put_volume(reading, match)
    if match["pages"]:
        put_pages(reading, match["pages"], match.groupdict().get("label"))
    if abnt:
        reading.put("publisher-place", abnt["place"] or "")
    finish(reading, abnt["tail"] if abnt else "")
    return True
