"""Citation styles by the names that people type, searched and added to.

A name is a file, an id (`nature`), an old id that the official repository has renamed, an ISSN, or
a title (`JAMA`), in any case. A dependent style is resolved to the one that it points at. Where
styles lie, and which comes before which: `bibkit.csl.style_index`.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from bibkit import iso4
from bibkit.csl.style_index import (
    FIELDS,
    FORMATS,
    USER,
    Style,
    bare_id,
    describe,
    every_style,
    file_of,
    own_styles_folder,
    renamed,
    user_styles_folder,
)
from bibkit.csl.syntax.parse import parse_style
from bibkit.errors import OutputError, StyleError, UnknownStyle
from bibkit.identifiers import normalise_issn
from bibkit.places import is_file
from bibkit.text import fold

__all__ = [
    "Style",
    "add_style",
    "find_style",
    "own_styles_folder",
    "search_styles",
    "suggest",
    "user_styles_folder",
]

# --- finding one ----------------------------------------------------------------------------------


def find_style(name: str | os.PathLike[str]) -> Style:
    """The style of a name or a file.

    Raises:
        UnknownStyle: there is none; `suggestions` come near.
        StyleError: the file is not there or is not a style.

    >>> find_style("JAMA").parent
    'american-medical-association'
    >>> find_style("Nature").id, find_style("1932-6203").id
    ('nature', 'plos-one')
    """
    text = os.fspath(name).strip()
    is_address = bare_id(text) != text
    if text.lower().endswith(".csl") or (os.sep in text and not is_address):
        path = Path(text).expanduser()
        if is_file(path):
            return _resolved(describe(path))
        if os.sep in text:
            raise StyleError(f"There is no style file '{text}'.")
    identifier = _slug(bare_id(text).removesuffix(".csl"))
    for candidate in (identifier, renamed().get(identifier, "")):
        found = file_of(candidate) if candidate else None
        if found is not None:
            return _resolved(describe(*found))
    wanted, issn = fold(text), _issn(text)
    styles = every_style()
    exact = [style for style in styles if wanted in (fold(style.title), fold(style.short_title))]
    if issn:
        exact = [style for style in styles if issn in style.issns]
    if wanted and exact:
        return _resolved(min(exact, key=lambda s: (s.origin != USER, bool(s.parent), s.id)))
    raise UnknownStyle(text, suggest(text))


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower().replace("&", " and ")).strip("-")


def _resolved(style: Style, depth: int = 0) -> Style:
    """A dependent style with the file of the style it points at, through renamings."""
    if not style.parent:
        return style
    found = _parent_of(style)
    if found is None or depth > 3:
        raise StyleError(
            f"The style '{style.id}' points at '{style.parent}', which is not installed."
        )
    target = _resolved(describe(*found), depth + 1)
    return replace(style, path=target.path, parent=target.id)


def _parent_of(style: Style) -> tuple[Path, str] | None:
    """The file that a dependent style points at; never its own, though it has that name."""
    return file_of(style.parent, style.path) or file_of(
        renamed().get(style.parent, style.parent), style.path
    )


# --- searching ------------------------------------------------------------------------------------


def search_styles(
    words: str = "",
    limit: int = 20,
    *,
    field: str = "",
    citation_format: str = "",
    issn: str = "",
) -> list[Style]:
    """Styles that have all the words and are what is asked for, best first.

    Args:
        words: of the id or title, a journal's abbreviation (`J Clin Invest`), an ISSN, a field of
            science, a citation format, in any order. Where no style has them all and nothing else
            is asked for, the names that come near.
        limit: how many at most.
        field: one of CSL's fields of science, or its beginning (`medicine`, `psych`).
        citation_format: numeric, author-date, author, label or note.
        issn: of the style's journal, printed or online.

    Returns:
        Dependent styles with the id of their parent, as they name it. Without words the styles
        that most others follow come first.

    Raises:
        StyleError: there is no such field or citation format, or this is no ISSN.

    >>> [style.id for style in search_styles("stem cells", limit=2)]
    ['stem-cells', 'stem-cells-international']
    >>> [style.id for style in search_styles("N Engl J Med", limit=1)]
    ['the-new-england-journal-of-medicine']
    >>> [style.id for style in search_styles("1476-4687")], search_styles(issn="14764687")[0].title
    (['nature'], 'Nature')
    """
    plain, issns = _sorted_out(words)
    if issn:
        number = _issn(issn)
        if not number:
            raise StyleError(f"'{issn}' is not an ISSN: those have eight digits, as 1476-4687 has.")
        issns.append(number)
    field = _one_of("field of science", field.replace(" ", "_"), FIELDS) if field else ""
    kind = _one_of("citation format", citation_format, FORMATS) if citation_format else ""
    every = every_style()
    styles = [
        style
        for style in every
        if (not field or field in style.fields)
        and (not kind or kind == style.citation_format)
        and all(number in style.issns for number in issns)
    ]
    if not plain:
        if not (field or kind or issns):
            return []
        followers = Counter(style.parent for style in every)
        return sorted(styles, key=lambda s: (-followers[s.id], fold(s.title), s.id))[:limit]
    found = _ranked(plain, styles)
    if found or field or kind or issns:
        return found[:limit]
    by_id = {style.id: style for style in every}
    return [by_id[identifier] for identifier in suggest(words, limit)]


def _sorted_out(words: str) -> tuple[list[str], list[str]]:
    """The plain words, and the ISSNs among them."""
    issns = [number for word in words.split() if (number := _issn(word))]
    labels = {"issn", "eissn"} if issns else set()
    plain = [word for word in words.split() if fold(word) and not _issn(word)]
    return [word for word in plain if fold(word) not in labels], issns


def _issn(text: str) -> str:
    """An ISSN; written with its hyphen also one whose check digit is wrong, as some styles have."""
    bare = re.sub(r"(?i)^e?issn:?\s*", "", text.strip())
    if re.fullmatch(r"\d{4}-\d{3}[\dXx]", bare):
        return bare.upper()
    return (normalise_issn(bare) or "") if re.fullmatch(r"\d{7}[\dXx]", bare) else ""


def _one_of(what: str, asked: str, known: Sequence[str]) -> str:
    """What is asked for by its name, or by a beginning that only one has."""
    wanted = fold(asked)
    near = [one for one in known if fold(one) == wanted] or [
        one for one in known if wanted and fold(one).startswith(wanted)
    ]
    if len(near) != 1:
        raise StyleError(f"There is no {what} '{asked}'. Choose one of: {', '.join(known)}.")
    return near[0]


def _ranked(words: list[str], styles: list[Style]) -> list[Style]:
    """The styles that have all the words, or are abbreviated so, best first."""
    wanted = [fold(word) for word in words]
    whole = "".join(wanted)
    abbreviated = _abbreviation(words)
    found: list[tuple[tuple[bool, bool, bool, bool, bool, int, str], Style]] = []
    for style in styles:
        names = [fold(style.id), fold(style.title), fold(style.short_title)]
        heard = "".join((names[1], names[0], names[2]))
        in_names = all(word in heard for word in wanted)
        is_short_for = abbreviated is not None and abbreviated(style.title)
        if not (in_names or is_short_for):
            kinds = {fold(one) for one in (style.citation_format, *style.fields)}
            if not all(word in heard or word in kinds for word in wanted):
                continue
        starts = any(name.startswith(whole) for name in names)
        rank = (
            whole not in names, not is_short_for, not starts, not in_names,
            style.origin != USER, len(style.title), style.id,
        )  # fmt: skip
        found.append((rank, style))
    return [style for _, style in sorted(found, key=lambda one: one[0])]


def _abbreviation(words: list[str]) -> Any:
    """Whether words are a title's abbreviation (ISO 4, NLM), as a question; None for one word."""
    text = " ".join(words)
    bare = [word.strip(".,:()") for word in words]
    if len(words) < 2 or not all(bare):
        return None
    # The initials in their order: what does not have them need not be looked at closely.
    initials = re.compile(r".*\b".join(re.escape(word[0]) for word in bare), re.I)

    def asked(title: str) -> bool:
        return bool(initials.search(title)) and any(iso4.aligned(text, title) or ())

    return asked


def suggest(name: str, limit: int = 5) -> list[str]:
    """Ids of styles whose id or title comes near a name, best first."""
    from rapidfuzz import fuzz, process

    styles = every_style()
    names = {style.id: f"{style.id.replace('-', ' ')}" for style in styles}
    titles = {style.id: style.title.lower() for style in styles}
    best: dict[str, float] = {}
    for choices in (names, titles):
        for _, score, identifier in process.extract(
            name.lower(), choices, scorer=fuzz.ratio, limit=limit * 3, score_cutoff=55
        ):
            best[identifier] = max(best.get(identifier, 0), score)
    return sorted(best, key=lambda identifier: (-best[identifier], identifier))[:limit]


# --- adding one -----------------------------------------------------------------------------------

_LARGEST = 2_000_000  # the longest official style has 170,000 bytes
_CSL = "{http://purl.org/net/xbiblio/csl}"


def add_style(path: str | os.PathLike[str], *, force: bool = False) -> Style:
    """Copy a style into the user's own folder, where it is found by its name from then on.

    Args:
        path: a .csl file; its name becomes the style's.
        force: replace a style of that name in the folder.

    Returns:
        The style as it is found now; it comes before any other of its name.

    Raises:
        StyleError: the file is not there, is not valid CSL (the message says where), points at a
            style that is not installed, or one of its name is there already.
        OutputError: the folder cannot be written to.
    """
    source = Path(path).expanduser()
    try:
        with source.open("rb") as file:
            data = file.read(_LARGEST + 1)
    except FileNotFoundError as error:
        raise StyleError(f"There is no style file '{path}'.") from error
    except OSError as error:
        raise StyleError(f"The style file '{path}' cannot be read: {error.strerror}.") from error
    if len(data) > _LARGEST:
        raise StyleError(f"'{path}' is too large to be a CSL style.")
    _check(data, str(path))
    style = describe(source)
    if not style.parent:
        parse_style(data, source.name)  # macros that are missing or call themselves
    if style.parent and _parent_of(style) is None:
        raise StyleError(
            f"The style '{path}' only points at '{style.parent}', which is not installed. "
            "Add that one first."
        )
    folder = user_styles_folder()
    target = folder / f"{_slug(source.stem) or 'style'}.csl"
    if target.exists() and not force:
        raise StyleError(
            f"You have a style '{target.stem}' already. Replace it with --force, or give the file "
            "another name."
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        beside = target.with_suffix(f".{os.getpid()}.tmp")
        beside.write_bytes(data)
        beside.replace(target)
    except OSError as error:
        raise OutputError(f"'{target}' cannot be written: {error.strerror}.") from error
    return _resolved(describe(target, USER))


def _check(data: bytes, name: str) -> None:
    """Refuse what is not CSL by the schema of CSL 1.0.2, which citeproc-py ships.

    Raises:
        StyleError: the message says the line and what is wrong there.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        said = re.sub(r", line \d+, column \d+$", "", error.msg or "it cannot be read")
        where = f"line {error.lineno}: " if error.lineno else ""
        raise StyleError(f"'{name}' is not well-formed XML: {where}{said}.") from error
    if root.tag != f"{_CSL}style":
        what = root.tag.rpartition("}")[2] if isinstance(root.tag, str) else "something else"
        raise StyleError(f"'{name}' is not a CSL style: it is a document of '{what}'.")
    schema = _schema()
    if schema is not None and not schema.validate(root):
        raise StyleError(f"'{name}' is not valid CSL 1.0.2. The fault: {_fault(root, schema)}.")


def _fault(root: Any, schema: Any) -> str:
    """Where a style departs from the schema, as narrowly as can be told.

    libxml2's own messages name the first element of a sequence, not the one at fault.
    """
    parts = [child for child in root if isinstance(child.tag, str)]
    required = [part for part in parts if part.tag in (f"{_CSL}info", f"{_CSL}citation")]
    for name in ("info", "citation"):
        if f"{_CSL}{name}" not in {part.tag for part in required}:
            return f"it has no '{name}'"
    root[:] = required
    if not schema.validate(root):
        first = schema.error_log[0]
        return f"line {first.line}: {first.message.replace(_CSL, '')}"
    for part in parts:
        if part not in required:
            root[:] = [one for one in parts if one in required or one is part]
            if not schema.validate(root):
                return _place(part, root, schema)
    return "its elements are not in the right order, or one of them stands there twice"


def _place(part: Any, root: Any, schema: Any) -> str:
    """The innermost element without which a part is right."""
    node, inner = part, _spoiling(part, root, schema)
    while inner is not None:
        node, inner = inner, _spoiling(inner, root, schema)
    shown = "".join(f' {name}="{value}"' for name, value in node.attrib.items())
    tag = node.tag.rpartition("}")[2]
    return f"line {node.sourceline}: <{tag}{shown}>: the element, an attribute or what is in it"


def _spoiling(node: Any, root: Any, schema: Any) -> Any:
    """The child of an element without which, or with a plain text for it, the whole is valid."""
    harmless = root.makeelement(f"{_CSL}text", value="-")
    for place, child in enumerate(node):
        if not isinstance(child.tag, str):
            continue  # a comment
        node.remove(child)
        is_valid = schema.validate(root)
        if not is_valid:
            node.insert(place, harmless)
            is_valid = schema.validate(root)
            node.remove(harmless)
        node.insert(place, child)
        if is_valid:
            return child
    return None


def _schema() -> Any:
    import importlib.util

    from lxml import etree

    spec = importlib.util.find_spec("citeproc")
    if spec is None or spec.origin is None:
        return None
    path = Path(spec.origin).parent / "data" / "schema" / "schemas" / "styles" / "csl.rng"
    return etree.RelaxNG(etree.parse(str(path))) if path.is_file() else None
