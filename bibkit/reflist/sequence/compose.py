"""Labels of tokens to the fields that they spell, and a reading's fields to labels.

A label names a CSL variable, but for two: `container` is the journal or site that an article is in,
`book` the book that a chapter is in. Both are `container-title`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from bibkit.dates import month_number
from bibkit.model import Date, Name, Value
from bibkit.names import looks_like_body, parse_people, scan_people
from bibkit.reflist.grammar.notes import note_spans
from bibkit.reflist.grammar.parts import DATE, Reading, clean, put_container, put_date, put_pages
from bibkit.reflist.sequence.align import OTHER, PEOPLE, align, letters
from bibkit.reflist.sequence.tokens import Token

__all__ = [
    "Run",
    "author_runs",
    "chosen_runs",
    "compose",
    "labels_of",
    "runs_of",
    "span_of",
    "variable_of",
]

# Label to CSL variable, for the fields that are one piece of text; read in both directions.
_VARIABLES = {
    "title": "title",
    "container": "container-title",
    "book": "container-title",
    "publisher": "publisher",
    "place": "publisher-place",
    "edition": "edition",
    "volume": "volume",
    "issue": "issue",
}

Run = tuple[str, int, int]  # a label, and the tokens that have it: first, last + 1

_CLOSERS = {")": "(", "]": "[", "}": "{", "”": "“", "»": "«", "’": "‘"}


def runs_of(labels: Sequence[str]) -> list[Run]:
    """Labels to runs of the same label, in order.

    >>> runs_of(["family", "title", "title"])
    [('family', 0, 1), ('title', 1, 3)]
    """
    runs = []
    start = 0
    for label, group in groupby(labels):
        end = start + sum(1 for _ in group)
        runs.append((label, start, end))
        start = end
    return runs


def span_of(text: str, tokens: Sequence[Token], run: Run) -> tuple[int, int]:
    """Where a run stands in the text: with brackets and marks that are its own."""
    _, first, last = run
    start, end = tokens[first].start, tokens[last - 1].end
    inner = text[start:end]
    before = tokens[first].before
    # An opening bracket or quotation mark is the field's where it closes inside or at the end.
    while before and (before[-1] in "([{“‘«\"'¿¡"):
        start -= 1
        before = before[:-1]
    for mark in tokens[last - 1].after:
        inner = text[start:end]
        opening = _CLOSERS.get(mark)
        if (
            mark in "?!%°+®™*"
            or (opening and inner.count(opening) > inner.count(mark))
            or (mark == '"' and inner.count('"') % 2)
            or (mark == "." and end + 1 < len(text) and text[end + 1] in ")]")
        ):
            end += 1
        else:
            break
    inner = text[start:end]
    for opening, closing in (("(", ")"), ("[", "]"), ("“", "”"), ("‘", "’"), ("«", "»")):
        if inner.startswith(opening) and inner.count(opening) > inner.count(closing):
            start += 1
            inner = inner[1:]
    if inner.startswith(('"', "'")) and inner.count(inner[0]) % 2:
        start += 1
    return start, end


def variable_of(label: str) -> str:
    """The CSL variable that a label stands for; empty where it stands for none.

    >>> variable_of("book"), variable_of("family"), variable_of("other")
    ('container-title', 'author', '')
    """
    if label in (*PEOPLE, "et-al"):
        return "author"
    if label in ("issued", "page", "editor"):
        return label
    return _VARIABLES.get(label, "")


def labels_of(reading: Reading, tokens: Sequence[Token]) -> list[str]:
    """The label of each token, by a reading of them."""
    in_book = reading.type in ("chapter", "paper-conference")
    values = {
        label: str(reading.fields[variable])
        for label, variable in _VARIABLES.items()
        if variable in reading.fields and label != ("container" if in_book else "book")
    }
    if "page" in reading.fields:
        values["page"] = str(reading.fields["page"])
    issued = reading.fields.get("issued")
    if isinstance(issued, Date) and issued.year:
        values["issued"] = str(issued.year)
    labels, _ = align(tokens, _names(reading, "author"), values, _names(reading, "editor"))
    return labels


def _names(reading: Reading, variable: str) -> tuple[Name, ...]:
    names = reading.fields.get(variable, ())
    return names if isinstance(names, tuple) else ()


def compose(
    text: str, tokens: Sequence[Token], labels: Sequence[str], type: str, base: Reading
) -> Reading:
    """A reading from the labels of its tokens.

    Args:
        text: the reference; tokens: its tokens; labels: one for each; type: its CSL type.
        base: the grammar's reading: where both have the same letters its form is kept, as are
            the notes that it took out beforehand (access date, status, genre).
    """
    reading = Reading(type, {k: v for k, v in base.fields.items() if k in _NOTES})
    reading.custom.update({k: v for k, v in base.custom.items() if not k.endswith("-et-al")})
    runs = runs_of(labels)
    reading.put_people("author", _authors(text, tokens, runs), "et-al" in labels)
    accessed = [span[1:] for span in note_spans(text) if span[0] == "accessed"]
    for run in chosen_runs(runs):
        start = tokens[run[1]].start
        # The day of access is not the year.
        if run[0] != "issued" or not any(first <= start < last for first, last in accessed):
            _put(text, tokens, labels, run, reading)
    if "title" not in reading.fields and type in _ALONE:
        _only_name(reading)
    if "editor" not in reading.fields:
        _late_editors(text, tokens, runs, reading)
    _keep_forms(reading, base)
    quoted = _QUOTED.fullmatch(reading.text_of("title"))
    if quoted:
        reading.put("title", quoted[1])
    if type == "book" and "book" in labels and "container-title" in reading.fields:
        reading.type = "chapter"
    return reading


def _put(
    text: str, tokens: Sequence[Token], labels: Sequence[str], run: Run, reading: Reading
) -> None:
    """Set the field that one run spells."""
    label, first, last = run
    start, end = span_of(text, tokens, run)
    value = text[start:end]
    behind = tokens[last - 1].after
    if label == "issued":
        match = _DATE.match(text, tokens[first].start)
        before = tokens[first - 1].core if first and labels[first - 1] == OTHER else ""
        month = before if before[:1].isupper() and month_number(before) else ""
        put_date(
            reading, f"{month} {tokens[first].core}" if month else match[0] if match else value
        )
    elif label == "page":
        more = _BEHIND_PAGES.match(text, end)
        labelled = "article" if _ARTICLE.search(text[:start]) else None
        put_pages(reading, _bare(label, value) + (more[0] if more else ""), labelled)
    elif label == "editor":
        editors = parse_people(value + behind[:1].replace(",", ""))
        if not any(n.literal and not looks_like_body(n.literal) for n in editors.names):
            reading.put_people("editor", editors.names, editors.truncated)
    elif label in ("container", "book"):
        put_container(reading, _bare(label, value), behind.startswith("."))
    else:
        reading.put(_VARIABLES[label], _bare(label, value))


def _only_name(reading: Reading) -> None:
    """A site or a work has one name, which is its title; of an article without a title the journal
    is known.
    """
    reading.put("title", reading.text_of("container-title"))
    reading.fields.pop("container-title", None)
    authors = reading.fields.get("author")
    if "title" not in reading.fields and isinstance(authors, tuple) and len(authors) == 1:
        reading.put("title", authors[0].literal)
        if authors[0].literal:
            reading.fields.pop("author")


# A title in quotation marks that has none inside.
_QUOTED = re.compile(r"[„“«\"]\s*([^„“”«»\"]+?)\s*[“”»\"]")


_ALONE = frozenset({"webpage", "book", "report", "software", "dataset", "document"})


def _late_editors(
    text: str, tokens: Sequence[Token], runs: Sequence[Run], reading: Reading
) -> None:
    """Names behind the title that the text calls editors, though their labels are authors'."""
    first = author_runs(runs)
    late = [run for run in runs if run[0] in PEOPLE and run not in first]
    if not late:
        return
    start, end = tokens[late[0][1]].start, tokens[late[-1][2] - 1].end
    if _EDITORS.match(text, end) and end - start < 400:
        editors = parse_people(text[start : end + 1].rstrip(" ,;("))
        if not any(name.literal for name in editors.names):
            reading.put_people("editor", editors.names, editors.truncated)


_EDITORS = re.compile(r"[\s.,(]*(?:[Ee]ds?|[Ee]ditors?|[Oo]rgs?|Hrsg|coords?)\b")


def chosen_runs(runs: Sequence[Run]) -> list[Run]:
    """Of the runs of one variable the longest: a field stands in one place.

    An article of a journal has no imprint behind its volume; what reads like one is a remark.
    """
    best: dict[str, Run] = {}
    volume = next((first for label, first, _ in runs if label == "volume"), None)
    journal = any(label == "container" for label, _, _ in runs)
    for run in runs:
        variable = variable_of(run[0])
        if variable in ("", "author"):
            continue
        remark = journal and volume is not None and run[1] > volume
        if remark and run[0] in ("publisher", "place"):
            continue
        if variable not in best or run[2] - run[1] > best[variable][2] - best[variable][1]:
            best[variable] = run
    return list(best.values())


_NOTES = ("accessed", "genre", "medium", "note", "status", "number", "event-place")
_DATE = re.compile(DATE)
_BEHIND_PAGES = re.compile(r"\.:\s?(?:e\d{1,3}|\d{4,8}|[a-z]{1,4}\d+)\b")
_ARTICLE = re.compile(r"(?:\b(?:article|art\.?|ID)(?:\s+(?:no\.?|number|ID))?[\s:]*)$", re.I)
_LABELS = {
    "page": re.compile(r"^(?:pp?\b\.?|pages?\b)\s*(?=[A-Za-z]{0,2}\d)", re.I),
    "volume": re.compile(r"^vol(?:ume)?\b\.?\s*|,?\s*\barticle\b.*$", re.I),
    "book": re.compile(
        r"^(?:In|Em)\b:?\s+(?=\S)|,?\s*\b(?:edited by|ed(?:ited|s)?\.?(?: by)?|hrsg\.? von)\s*$",
        re.I,
    ),
    "issue": re.compile(r"^(?:no|issue|n|nr|iss)\b\.?\s*", re.I),
    "edition": re.compile(r"\s*\b(?:ed|edn|edition)\b\.?.*$", re.I),
}


def _bare(label: str, value: str) -> str:
    if label in ("volume", "issue") and value.startswith(("(", "[")) and value.endswith((")", "]")):
        value = value[1:-1]
    pattern = _LABELS.get(label)
    return (pattern.sub("", value) or value) if pattern else value


def _keep_forms(reading: Reading, base: Reading) -> None:
    """Where the grammar read the same letters, its form of the value is the better kept."""
    for variable, value in reading.fields.items():
        before = base.fields.get(variable)
        if before is not None and _same(value, before):
            reading.fields[variable] = before


def _same(one: Value, other: Value) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        return letters(one) == letters(other)
    if isinstance(one, Date) and isinstance(other, Date):
        return one.year == other.year and (one.month is None or other.month is not None)
    if isinstance(one, tuple) and isinstance(other, tuple):
        return [_key(name) for name in one] == [_key(name) for name in other]
    return False


def _key(name: Name) -> tuple[str, str]:
    return letters(name.sort_family), letters(name.given if name.family else "")


def _authors(text: str, tokens: Sequence[Token], runs: Sequence[Run]) -> tuple[Name, ...]:
    """The people of the first stretch of names.

    Where the rules for names read the whole stretch, their names count: they know particles and
    suffixes. Given names in full they cannot tell from family names; there the labels count.
    """
    first = [run for run in author_runs(runs) if run[0] in PEOPLE]
    if not first:
        return ()
    labelled = _undotted(list(_people(text, tokens, first)))
    stop = tokens[first[-1][2] - 1]
    stretch = text[tokens[first[0][1]].start : stop.end] + ("." if stop.after[:1] == "." else "")
    # "Muriaas Ragnhild and Wang Vibeke": names without any given name want a second look.
    bare = len(labelled) > 1 and not any(name.given for name in labelled)
    if any(_FULL_GIVEN.match(name.given) for name in labelled):
        return labelled
    people = scan_people(stretch, given_names=bare)
    if people is None or people.end < len(stretch) or people.truncated:
        return labelled
    return people.names


_FULL_GIVEN = re.compile(r"[^\W\d_a-z][^\W\d_A-Z]{2,}")


def author_runs(runs: Sequence[Run]) -> list[Run]:
    """The runs of names that a reference begins with: up to the first field behind one."""
    taken: list[Run] = []
    for run in runs:
        label, start, end = run
        if label in (*PEOPLE, "et-al"):
            taken.append(run)
        elif taken and (variable_of(label) or end - start > 3):
            break
    return taken


def _people(text: str, tokens: Sequence[Token], runs: Sequence[Run]) -> Iterator[Name]:
    """The persons and bodies that runs of `family`, `given`, `suffix`, `literal` spell."""
    pieces = [piece for run in runs for piece in _pieces(tokens, run)]
    order = [label for label, _, _ in pieces if label in ("family", "given")]
    given_first = order[:2] == ["given", "family"]
    # "Wen, B., H. Li, S. Gao": after the first the given names lead, to the end.
    turned = order[:3] == ["family", "given", "given"] and order[2:] == ["given", "family"] * (
        len(order[2:]) // 2
    )
    place = 0
    while place < len(pieces):
        label, first, last = pieces[place]
        following = pieces[place + 1] if place + 1 < len(pieces) else ("", 0, 0)
        place += 1
        if label == "literal":
            start, end = span_of(text, tokens, (label, first, last))
            body = clean(text[start:end])
            if body:
                yield Name(literal=body)
            continue
        if label == "suffix":
            continue  # it was taken with its name, or has none
        leads = given_first or (turned and place > 1)
        pair = {label, following[0]} == {"family", "given"} and label == (
            "given" if leads else "family"
        )
        given = ""
        if pair:
            place += 1
            given = _given(
                text, tokens, *(following if label == "family" else (label, first, last))[1:]
            )
            if label == "given":
                _, first, last = following
        family = " ".join(text[tokens[first].start : tokens[last - 1].end].split())
        if label == "given" and not pair and tokens[last - 1].after.startswith("."):
            family += "."  # initials without a name stay as printed
        suffix = ""
        if place < len(pieces) and pieces[place][0] == "suffix":
            suffix = text[tokens[pieces[place][1]].start : tokens[pieces[place][2] - 1].end]
            place += 1
        yield Name(family, given, suffix=suffix)


def _pieces(tokens: Sequence[Token], run: Run) -> Iterator[Run]:
    """A run cut behind commas and semicolons: those separate people."""
    label, first, last = run
    if label == "literal":
        yield run
        return
    start = first
    for n in range(first, last):
        if n + 1 == last or set(tokens[n].after) & {",", ";"}:
            yield (label, start, n + 1)
            start = n + 1


def _given(text: str, tokens: Sequence[Token], first: int, last: int) -> str:
    end = tokens[last - 1].end
    stopped = tokens[last - 1].after.startswith(".")
    value = text[tokens[first].start : end]
    others = "." in value or len(tokens[last - 1].core) == 1
    return " ".join(value.split()) + ("." if stopped and others else "")


def _undotted(people: Sequence[Name]) -> tuple[Name, ...]:
    """In "Owen AM, Evans C. Planning" the last stop ends the list, not an initial."""
    if len(people) < 2 or any("." in name.given for name in people[:-1]):
        return tuple(people)
    *others, last = people
    if re.fullmatch(r"[^\W\d_a-z]{1,4}\.", last.given):
        last = Name(last.family, last.given[:-1], suffix=last.suffix)
    return (*others, last)
