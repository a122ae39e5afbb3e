r"""Citations in LaTeX, and their bibliography as the `.bbl` file that LaTeX reads.

    citation = "\" command ["*"] ["<…>"] ["[" pre "]"] ["[" post "]"] "{" key ("," key)* "}"

Commands are those of LaTeX, natbib, biblatex, apacite and REVTeX; in `\cites` and its kin the last
part comes again and again. What LaTeX does not read is passed over: comments, verbatim text, and all
after `\end{document}`. An `.aux` file says the keys itself, by `\citation` (LaTeX) or
`\abx@aux@cite` (biblatex). Sources: the manuals of natbib (2.3, 3) and biblatex (3.9).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bibkit.csl.engine import Bibliography, Cite, Cluster, Engine
from bibkit.csl.library import Style
from bibkit.csl.nodes import Entry, Node, plain_text
from bibkit.csl.render import render_entry, render_nodes
from bibkit.manuscripts.document import style_class
from bibkit.manuscripts.keys import UnknownKeys, near_keys, unknown_key
from bibkit.manuscripts.linking import Anchors, anchors
from bibkit.manuscripts.trees import short_names, wrapped
from bibkit.model import Problem, Reference, Severity, Span

__all__ = ["Bbl", "TexCitation", "TexSource", "bbl", "read_aux", "read_tex"]


@dataclass(frozen=True, slots=True)
class TexCitation:
    """The keys of one command; `line` is 0 where it is not known."""

    keys: tuple[str, ...]
    start: int = 0
    end: int = 0
    line: int = 0


@dataclass(frozen=True, slots=True)
class TexSource:
    r"""What a LaTeX file cites.

    Args:
        citations: in the order of the text.
        nocite: keys that belong in the bibliography uncited; `*` is all of them.
        problems: what stands in the way of using a `.bbl`.
    """

    citations: tuple[TexCitation, ...]
    nocite: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


_COMMANDS = frozenset(
    # LaTeX, natbib
    "cite citep citet citealp citealt citeauthor citefullauthor citeyear citeyearpar citenum"
    " citetalias citepalias bibentry"
    # biblatex
    " parencite textcite footcite footcitetext smartcite autocite supercite fullcite footfullcite"
    " citetitle citedate citeurl notecite pnotecite fnotecite"
    " cites parencites textcites footcites footcitetexts smartcites autocites supercites"
    # apacite, REVTeX
    " citeA citeNP citeauthorNP shortcite shortciteA fullciteA onlinecite nocite".split()
)
_MANY = re.compile(r"cites$|footcitetexts$")
_CALL = re.compile(r"\\([A-Za-z]+)\*?(?![A-Za-z])")
_OPTION = re.compile(r"\s*(?:\[(?:[^\[\]{}]|\{[^{}]*\})*\]|<[^<>{}]*>)")
_OUTER = re.compile(r"\s*\([^(){}]*\)")
_KEYS = re.compile(r"\s*\{([^{}]*)\}")
_UNREAD = re.compile(
    r"(?P<escaped>\\[\\%])"
    r"|(?P<comment>%[^\n]*)"
    r"|\\begin\s*\{(?P<name>verbatim\*?|Verbatim\*?|lstlisting|minted|comment|filecontents\*?)\}"
    r".*?(?:\\end\s*\{(?P=name)\}|\Z)"
    r"|\\(?:verb|lstinline)\*?(?:\[[^\]\n]*\])?(?P<mark>[^\sA-Za-z*{\[])[^\n]*?(?P=mark)"
    r"|\\end\s*\{document\}.*",
    re.S,
)
_INPUT = re.compile(r"\\(?:input|include|subfile)\s*\{([^{}#]+)\}")
_BIBLATEX = re.compile(
    r"\\usepackage\s*(?:\[[^\]]*\])?\s*\{[^{}]*\bbiblatex\b[^{}]*\}|\\addbibresource\b"
)


def read_tex(text: str) -> TexSource:
    r"""Find what a LaTeX text cites.

    >>> source = read_tex("As \\citep[see][p.~3]{doe99,roe98} say % \\cite{old}\n\\nocite{*}")
    >>> source.citations[0].keys, source.nocite
    (('doe99', 'roe98'), ('*',))
    """
    read = _UNREAD.sub(_blank, text)
    citations: list[TexCitation] = []
    nocite: list[str] = []
    for match in _CALL.finditer(read):
        name = match[1]
        if name not in _COMMANDS and name[0].lower() + name[1:] not in _COMMANDS:
            continue
        keys, end = _called(read, match.end(), many=bool(_MANY.search(name)))
        if name == "nocite":
            nocite += keys
        elif keys:
            line = text.count("\n", 0, match.start()) + 1
            citations.append(TexCitation(tuple(keys), match.start(), end, line))
    biblatex = _BIBLATEX.search(read)
    problems = []
    if biblatex:
        message = (
            "This file uses biblatex, which reads no bibliography that it has not made itself. "
            r"Leave biblatex out, and put \input of the .bbl where the bibliography belongs."
        )
        span = Span(biblatex.start(), biblatex.end(), text.count("\n", 0, biblatex.start()) + 1)
        problems.append(Problem("biblatex", message, Severity.WARNING, span))
    inputs = tuple(match[1].strip() for match in _INPUT.finditer(read))
    if inputs:
        message = (
            f"It has LaTeX read other files ({', '.join(inputs[:3])}{' …' if inputs[3:] else ''}), "
            "whose citations are not seen here. Give the .aux file, which has all of them."
        )
        problems.append(Problem("inputs", message, Severity.WARNING))
    return TexSource(tuple(citations), tuple(dict.fromkeys(nocite)), tuple(problems))


def _blank(match: re.Match[str]) -> str:
    """As many blanks, so that places stay; an escaped sign is read."""
    return match[0] if match["escaped"] else re.sub(r"[^\n]", " ", match[0])


def _called(text: str, position: int, *, many: bool) -> tuple[list[str], int]:
    keys: list[str] = []
    for _ in range(2 if many else 0):
        outer = _OUTER.match(text, position)
        position = outer.end() if outer else position
    while True:
        start = position
        for _ in range(3):
            option = _OPTION.match(text, position)
            position = option.end() if option else position
        found = _KEYS.match(text, position)
        if found is None:
            return keys, start
        position = found.end()
        keys += _split(found[1])
        if not many:
            return keys, position


def _split(text: str) -> list[str]:
    """Keys between commas; `#1` is a macro's argument, no key."""
    return [
        key for key in ("".join(one.split()) for one in text.split(",")) if key and "#" not in key
    ]


_AUX = re.compile(r"\\citation\{([^{}]*)\}|\\abx@aux@cite(?:\{\d+\})?\{([^{}]*)\}")
_AUX_INPUT = re.compile(r"\\@input\{([^{}]+)\}")


def read_aux(text: str, load: Callable[[str], str | None] | None = None) -> TexSource:
    r"""Find what an .aux file cites.

    Args:
        load: gives the text of another .aux file that it names (`\include` makes one for each
            chapter), or None; those citations count where it is named.

    >>> read_aux("\\citation{doe99}\n\\citation{roe98,doe99}\n\\citation{*}").nocite
    ('*',)
    """
    text = _with_inputs(text, load, 5) if load else text
    citations, nocite = [], []
    for match in _AUX.finditer(text):
        keys = _split(match[1] or match[2] or "")
        nocite += [key for key in keys if key == "*"]
        cited = tuple(key for key in keys if key != "*")
        if cited:
            citations.append(TexCitation(cited))
    return TexSource(tuple(citations), tuple(dict.fromkeys(nocite)))


def _with_inputs(text: str, load: Callable[[str], str | None], depth: int) -> str:
    def loaded(match: re.Match[str]) -> str:
        inner = load(match[1].strip())
        if inner is None:
            return ""
        return _with_inputs(inner, load, depth - 1) if depth else inner

    return _AUX_INPUT.sub(loaded, text)


# --- the bibliography -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Bbl:
    """A `.bbl` file, the bibliography it was made from, and what was noticed."""

    text: str
    bibliography: Bibliography
    problems: tuple[Problem, ...]


def bbl(
    source: TexSource,
    references: Iterable[Reference],
    style: Style,
    engine: Engine,
    *,
    locale: str | None = None,
    links: bool = True,
    allow_missing: bool = False,
) -> Bbl:
    r"""The bibliography of a LaTeX file.

    Entries stand in the style's order. For styles that count, LaTeX counts; for all others the
    label is the one that natbib reads: `\bibitem[Doe(1999)]{doe99}`.

    Args:
        source: what `read_tex` or `read_aux` gave.
        references, style, engine, locale, links: see `bibkit.manuscripts.document.compose`.
        allow_missing: keys without a reference are problems only; LaTeX prints a `?` for them.

    Raises:
        UnknownKeys: a key has no reference.
        StyleError: the style or the locale cannot be used.
    """
    by_id: dict[str, Reference] = {}
    for reference in references:
        by_id.setdefault(reference.id, reference)
    missing = _missing(source, by_id)
    if missing and not allow_missing:
        raise UnknownKeys(missing)
    clusters = [
        Cluster(tuple(Cite(key) for key in one.keys if key in by_id)) for one in source.citations
    ]
    clusters = [one for one in clusters if one.cites]
    cited = {cite.id for one in clusters for cite in one.cites} | set(source.nocite)
    wanted = [one for one in by_id.values() if "*" in source.nocite or one.id in cited]
    document = engine.document(style, wanted, clusters, locale, uncited=bool(source.nocite))
    entries = document.bibliography.entries
    numeric = style_class(style) == "numeric"
    names = anchors(entries, wanted, numeric=numeric)
    items = []
    for entry in entries:
        label = "" if numeric else _label(by_id[entry.id], names)
        content = _uncounted(entry) if numeric else entry.body
        text = render_entry(Entry(entry.id, content), "latex", links=links)
        items.append(f"\\bibitem{label}{{{entry.id}}}\n{text}\n")
    widest = str(len(entries)) if numeric else "99"
    head = [f"\\begin{{thebibliography}}{{{re.sub('.', '9', widest)}}}"]
    if links and any("\\href{" in item for item in items):
        head.append("\\providecommand{\\href}[2]{#2}")
    text = "\n".join([*head, "", *items, "\\end{thebibliography}", ""])
    problems = (*source.problems, *missing, *document.problems)
    return Bbl(text, document.bibliography, problems)


def _missing(source: TexSource, known: Iterable[str]) -> list[Problem]:
    known = list(known)
    have = set(known)
    places = [(key, one) for one in source.citations for key in one.keys]
    places += [(key, TexCitation((key,))) for key in source.nocite if key != "*"]
    near: dict[str, Sequence[str]] = {}
    problems, said = [], set()
    for key, one in places:
        if key in have or (key, one.line) in said:
            continue
        said.add((key, one.line))
        keys = near.setdefault(key, near_keys(key, known))
        problems.append(unknown_key(key, keys, one.line, one.start, one.end))
    return problems


def _uncounted(entry: Entry) -> tuple[Node, ...]:
    """An entry without its number, which LaTeX prints."""
    if entry.label:
        return entry.body
    number = re.match(r"\W*\d+\W*\s+", plain_text(entry.content))
    return wrapped(entry.content, 0, number.end(), lambda inner: "") if number else entry.content


def _label(reference: Reference, names: Anchors) -> str:
    """Natbib's label: short names, year in parentheses, all names where there are more."""
    short = _written(short_names(reference)).replace(" et al.", " et~al.")
    year = _written(names.years.get(reference.id, "n.d."))
    people = [name.literal or name.family or name.given for name in reference.names("author")]
    full = ""
    if len(people) > 2 and not reference.truncated("author"):
        full = _written(f"{', '.join(people[:-1])}, and {people[-1]}")
    label = f"{short}({year}){full}"
    return f"[{{{label}}}]" if "]" in label or "[" in label else f"[{label}]"


def _written(text: str) -> str:
    # Parentheses divide a label; those of a name would be taken for them.
    return render_nodes((re.sub(r"[()]", "", text),), "latex", links=False)
