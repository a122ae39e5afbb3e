"""citeproc-py behind the engine protocol, its known faults mended from outside.

What is mended, and how (citeproc-py 0.11, measured on 21 much-used styles):

- an item that crashes it takes the whole list along → each item is rendered alone;
- a localised date's delimiter is ignored (`2017Mar23`) → set on the style's own date element;
- the number is glued in styles that align second fields (`1.Smith`) → the first field's end is
  marked, and becomes a label;
- `cs:names` without `cs:name` grow a new one at every rendering → one is put there at the start;
- variables of CSL 1.0.2 are refused → references are built here, not by its JSON reader;
- a truncated list of authors is printed as if whole → `et-al-min` is set for that one item;
- a page range of unequal lengths is cut (`1–14` to `1–4`) → its last page is kept whole;
- what a `cs:substitute` printed is printed again in its own place → `bibkit.csl.citeproc_mended`;
- initials without stops ("AJ") are cut to the first → set apart;
- date ranges within a year lose the year → the first date stands for the range;
- doubled full stops and blanks at the seams, stops behind a closing quotation mark where the
  locale wants them inside → mended in the result.

A citation's cites are sorted and printed here, one by one, by the style's `cs:citation`; where each
stands (`position`) is found as bibkit's own engine finds it. What citeproc-py does not have stays
missing: cites are not collapsed, grouped or told apart, and terms that begin a note have no capital.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any

from bibkit.csl.citeproc_items import (
    NEAR,
    WHOLE,
    cite_item,
    expand_range,
    history,
    plain_cite,
    plain_entry,
    source_item,
    source_text,
)
from bibkit.csl.engine import Bibliography, Citation, Cite, Cluster, Document
from bibkit.csl.library import Style
from bibkit.csl.marks import (
    ANY_MARKS,
    LABEL_END,
    block_marks,
    close_mark,
    open_mark,
    parse_marked,
    unmarked,
)
from bibkit.csl.nodes import Display, Entry, Layout
from bibkit.csl.nodes import Style as CharacterStyle
from bibkit.csl.run.context import Place
from bibkit.csl.run.positions import places_of
from bibkit.errors import StyleError
from bibkit.model import Problem, Reference, Severity

__all__ = ["CiteprocEngine", "expand_range"]

_NS = {"cs": "http://purl.org/net/xbiblio/csl"}
_CS = "{http://purl.org/net/xbiblio/csl}"


class _Formatter:
    """citeproc-py's formatter interface: styles become marks, text stays as it is."""

    @staticmethod
    def preformat(text: object) -> str:
        return str(text)

    @staticmethod
    def _wrap(style: CharacterStyle) -> Any:
        return staticmethod(lambda text: f"{open_mark(style)}{text}{close_mark(style)}")

    Italic = _wrap(CharacterStyle.ITALIC)
    Oblique = _wrap(CharacterStyle.ITALIC)
    Bold = _wrap(CharacterStyle.BOLD)
    Light = staticmethod(str)
    Underline = _wrap(CharacterStyle.UNDERLINE)
    Superscript = _wrap(CharacterStyle.SUPERSCRIPT)
    Subscript = _wrap(CharacterStyle.SUBSCRIPT)
    SmallCaps = _wrap(CharacterStyle.SMALL_CAPS)


class CiteprocEngine:
    """`bibkit.csl.engine.Engine` by citeproc-py."""

    def bibliography(
        self, style: Style, references: Sequence[Reference], locale: str | None = None
    ) -> Bibliography:
        """See `bibkit.csl.engine.Engine.bibliography`."""
        prepared = _load(style, locale)
        if prepared.entries is None:
            raise StyleError(
                f"The style '{style.id}' has no bibliography: it prints references in notes only."
            )
        return _Run(style, prepared, references).bibliography()

    def document(
        self,
        style: Style,
        references: Sequence[Reference],
        clusters: Sequence[Cluster],
        locale: str | None = None,
        *,
        uncited: bool = False,
    ) -> Document:
        """See `bibkit.csl.engine.Engine.document`."""
        prepared = _load(style, locale)
        known = {reference.id: reference for reference in references}
        cited = [cite.id for cluster in clusters for cite in cluster.cites if cite.id in known]
        run = _Run(
            style,
            prepared,
            [known[id] for id in dict.fromkeys([*cited, *(known if uncited else ())])],
        )
        citations = run.citations(clusters)
        bibliography = run.bibliography()
        return Document(citations, bibliography, tuple(run.problems))


class _Run:
    """One document: its references numbered and sorted.

    Args:
        references: in the order of citation.
    """

    def __init__(self, style: Style, prepared: _Prepared, references: Sequence[Reference]) -> None:
        from citeproc import Citation as SourceCitation
        from citeproc import CitationItem, CitationStylesBibliography

        self.style, self.prepared = style, prepared
        self.problems: list[Problem] = []
        # Keys of its own: citeproc-py lowers all letters of an id.
        keys = [f"item{index}" for index in range(len(references))]
        self.references = dict(zip(keys, references, strict=True))
        self.keys = {reference.id: key for key, reference in self.references.items()}
        self.source = {
            key: source_item(key, reference, prepared.page_format)
            for key, reference in self.references.items()
        }
        self.registered = CitationStylesBibliography(prepared.style, self.source, _Formatter)
        citation = SourceCitation([CitationItem(key) for key in keys])
        citation.bibliography = self.registered
        self.registered.items, self.registered.keys = list(citation.cites), keys
        if prepared.entries is not None:
            items = self._sorted(prepared.entries, citation.cites)
            self.registered.items, self.registered.keys = items, [item.key for item in items]

    def _sorted(self, layout: Any, items: list[Any]) -> list[Any]:
        """Items as the style sorts them there; where a season stops citeproc-py, without seasons."""
        sort = layout.getparent().find("cs:sort", _NS)
        if sort is None:
            return list(items)
        seasons: list[tuple[Any, int]] = []
        try:
            try:
                return list(sort.sort(items, layout))
            except AssertionError:
                for item in self.source.values():
                    issued = item.get("issued")
                    if issued is not None and "season" in issued:
                        seasons.append((issued, issued.pop("season")))
                return list(sort.sort(items, layout))
        except Exception as error:  # one item's sort key may crash the whole sort
            message = f"The style's sorting failed ({_reason(error)}); the order is the input's."
            self._tell(Problem("unsorted", message))
            return list(items)
        finally:
            for issued, season in seasons:
                issued["season"] = season

    def _tell(self, problem: Problem) -> None:
        """Note a problem once, however often its reference is cited."""
        if problem not in self.problems:
            self.problems.append(problem)

    def bibliography(self) -> Bibliography:
        """The entries in order; empty for a style without a bibliography."""
        if self.prepared.entries is None:
            return Bibliography((), tuple(self.problems), self.style)
        entries = []
        for item in self.registered.items:
            entry, problem = self.prepared.entry(item, self.references[item.key])
            entries.append(entry)
            if problem:
                self._tell(problem)
        layout = replace(
            self.prepared.spacing(), max_offset=len(str(len(entries))) if entries else 0
        )
        return Bibliography(tuple(entries), tuple(self.problems), self.style, layout)

    # --- citations --------------------------------------------------------------------------------

    def citations(self, clusters: Sequence[Cluster]) -> tuple[Citation, ...]:
        """Every cluster formatted; raises a StyleError where the style has no citations."""
        if self.prepared.cites is None:
            raise StyleError(f"The style '{self.style.id}' has no layout for citations.")
        clusters = [self._in_order(cluster) for cluster in clusters]
        places = places_of(clusters, self.prepared.near_note_distance)
        return tuple(
            Citation(parse_marked(self._cluster(cluster, row)), cluster.id)
            for cluster, row in zip(clusters, places, strict=True)
        )

    def _items(self, cluster: Cluster) -> list[Any]:
        """citeproc-py's item for each cite, None for an unknown one."""
        from citeproc import Citation as SourceCitation

        items = [
            cite_item(self.keys[cite.id], cite) if cite.id in self.keys else None
            for cite in cluster.cites
        ]
        citation = SourceCitation([item for item in items if item is not None])
        citation.bibliography = self.registered
        return items

    def _in_order(self, cluster: Cluster) -> Cluster:
        """A cluster's cites as the style sorts them; unsorted ones stay as they are."""
        layout, items = self.prepared.cites, self._items(cluster)
        if len(items) < 2 or None in items or layout.getparent().find("cs:sort", _NS) is None:
            return cluster
        cites = {id(item): cite for item, cite in zip(items, cluster.cites, strict=True)}
        # What sorts alike stands as in the bibliography.
        items.sort(key=lambda item: item.number)
        self.prepared.start(layout)
        return replace(cluster, cites=tuple(cites[id(i)] for i in self._sorted(layout, items)))

    def _cluster(self, cluster: Cluster, places: Sequence[Place]) -> str:
        """A cluster as marked text."""
        layout, text, before = self.prepared.cites, "", ""
        delimiter = layout.get("delimiter", "")
        items = self._items(cluster)
        for cite, place, item in zip(cluster.cites, places, items, strict=True):
            if item is None:
                message = f"'{cite.id}' is cited, but no reference has this id."
                self._tell(Problem("unknown-id", message, ref=cite.id))
                continue
            printed = self._cite(cite, place, item)
            if not unmarked(printed).strip():
                continue
            if text and cite.prefix.lstrip().startswith((",", ".", ";")):
                between = ""
            elif text:
                between = " " if before.rstrip().endswith((",", ";")) else delimiter
            else:
                between = ""
            text, before = text + between + printed, cite.suffix
        for cite, item in zip(cluster.cites, items, strict=True):
            if item is None:
                text += ("; " if text else "") + f"[{unmarked(cite.id)}?]"
        if any(
            i is not None and not c.author_only for c, i in zip(cluster.cites, items, strict=True)
        ):
            try:
                text = str(layout.format(layout.wrap(text)))
            except Exception as error:  # a style may ask for what citeproc-py does not know
                message = f"The style could not format citations ({_reason(error)}); they are printed plainly."
                self._tell(Problem("not-formatted", message))
        return _tidy(text, self.prepared.punctuation_in_quote)

    def _cite(self, cite: Cite, place: Place, item: Any) -> str:
        """One cite between its prefix and suffix; plain where citeproc-py fails."""
        reference = self.references[item.key]
        try:
            text = self.prepared.cite(item, reference, cite, place)
        except Exception as error:  # whatever one cite does, the others go on
            message = f"The style could not format a citation of this reference ({_reason(error)}); it is printed plainly."
            self._tell(Problem("not-formatted", message, Severity.WARNING, ref=reference.id))
            text = plain_cite(reference, cite)
        prefix, suffix = str(source_text(cite.prefix)), str(source_text(cite.suffix))
        # A blank where words would run together.
        if prefix and (prefix[-1].isalnum() or prefix[-1] in ".,;:!?)"):
            prefix += " "
        if suffix and (suffix[0].isalnum() or suffix[0] in "(["):
            suffix = f" {suffix}"
        return prefix + text + suffix


def _reason(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".rstrip(": ")[:120]


def _load(style: Style, locale: str | None) -> _Prepared:
    from citeproc import LANGUAGE_NAMES, PRIMARY_DIALECTS, CitationStylesStyle
    from lxml import etree

    import bibkit.csl.citeproc_mended  # noqa: F401  (its elements take the place of citeproc-py's)

    # citeproc-py falls back to English without a word.
    if locale and locale not in LANGUAGE_NAMES and locale not in PRIMARY_DIALECTS:
        raise StyleError(f"There is no locale '{locale}'. Try a tag such as de-DE.")
    language = locale or style.locale or None
    try:
        loaded = CitationStylesStyle(style.path, locale=language, validate=False)
    except etree.XMLSyntaxError as error:
        raise StyleError(f"The style '{style.id}' is not well-formed XML: {error}.") from error
    except ValueError as error:
        raise StyleError(f"The style '{style.id}' cannot be used: {error}.") from error
    return _Prepared(loaded)


class _Prepared:
    """A loaded style, mended once, that renders one item at a time."""

    def __init__(self, style: Any) -> None:
        self.style = style
        self.root = style.root
        # Kept, so that what citeproc-py notes on these elements is not lost with them.
        self.citation, self.area = self.root.citation, self.root.bibliography
        self.cites = self.citation.layout if self.citation is not None else None
        self.entries = self.area.layout if self.area is not None else None
        self.has_label = (
            self.entries is not None and self.area.get("second-field-align") is not None
        )
        if self.cites is not None:
            self.near_note_distance = _number(self.citation.get("near-note-distance"), 5)
            self.citation.cites = []
            # It asks the style for this option of `cs:citation`.
            self.root._default_options = {**self.root._default_options, "near-note-distance": NEAR}
        self.page_format = self.root.get("page-range-format")
        inside = self.root.get_locale_option("punctuation-in-quote")
        self.punctuation_in_quote = str(inside).lower() == "true"
        self._name_elements()
        self._date_delimiters()
        if self.has_label:
            self.has_label = self._mark_label()
        self.printers = self._printers()

    def _printers(self) -> dict[str, list[Any]]:
        """Name variable to the `cs:name` elements that print it; inside a substitute that is the
        parent's.
        """
        found: dict[str, list[Any]] = {}
        for names in self.root.iter(f"{_CS}names"):
            name = names.find("cs:name", _NS)
            if name is None:
                name = names.getparent().getparent().find("cs:name", _NS)
            for variable in (names.get("variable") or "").split():
                if name is not None and name not in found.setdefault(variable, []):
                    found[variable].append(name)
        return found

    def _name_elements(self) -> None:
        for names in self.root.iter(f"{_CS}names"):
            in_substitute = names.getparent().tag == f"{_CS}substitute"
            if names.find("cs:name", _NS) is None and not in_substitute:
                names.insert(0, names.makeelement(f"{_CS}name"))

    def _date_delimiters(self) -> None:
        for date in self.root.iter(f"{_CS}date"):
            form = date.get("form")
            if form and date.get("variable") and date.get("delimiter") is None:
                localised = date.get_date(form)
                if localised is not None and localised.get("delimiter"):
                    date.set("delimiter", localised.get("delimiter"))

    def _mark_label(self) -> bool:
        """Mark where the first field ends; false where that element takes no suffix."""
        first = next((child for child in self.entries if isinstance(child.tag, str)), None)
        if first is None or first.tag not in {f"{_CS}text", f"{_CS}number", f"{_CS}group"}:
            return False
        first.set("suffix", (first.get("suffix") or "") + LABEL_END)
        return True

    def spacing(self) -> Layout:
        """Indents and spacing that the style asks for."""
        option = self.area.get
        return Layout(
            hanging_indent=option("hanging-indent") == "true",
            second_field_align=option("second-field-align", ""),
            line_spacing=_number(option("line-spacing"), 1),
            entry_spacing=_number(option("entry-spacing"), 1),
        )

    def start(self, layout: Any) -> None:
        """Forget what the last item left behind."""
        layout.repressed = {}
        if self.cites is not None:
            self.citation.cites = []

    def cite(self, item: Any, reference: Reference, cite: Cite, place: Place) -> str:
        """One cite as marked text; raises whatever citeproc-py raises."""
        from citeproc.source import VariableError

        self.start(self.cites)
        self.citation.cites = history(item, place)
        with self._et_al(item, reference, self.cites), _first_note(item, place):
            if cite.author_only:
                for names, context in _name_lists(self.cites, item):
                    self.cites.repressed = {}
                    with suppress(VariableError):
                        if text := names.render(item, context=context):
                            return str(text)
            elif cite.suppress_author:
                names, _ = next(_name_lists(self.cites, item), (None, None))
                if names is not None:
                    self.cites.repressed = {names.tag: names.get("variable").split()}
            text = str(self.cites.render_children(item) or "").replace(WHOLE, "")
        if not unmarked(text).strip() and not cite.suppress_author:
            raise ValueError("the style printed nothing")
        return text

    def entry(self, item: Any, reference: Reference) -> tuple[Entry, Problem | None]:
        """One entry; a plain one and a problem where citeproc-py fails."""
        try:
            with self._et_al(item, reference, self.entries):
                self.start(self.entries)
                text = self.entries.format(self.entries.wrap(self.entries.render_children(item)))
            marked = _tidy(str(text or "").replace(WHOLE, ""), self.punctuation_in_quote)
            if not unmarked(marked).strip():
                raise ValueError("the style printed nothing")
        except Exception as error:  # whatever one item does, the others go on
            message = f"The style could not format this reference ({_reason(error)}); it is printed plainly."
            problem = Problem("not-formatted", message, Severity.WARNING, ref=reference.id)
            return Entry(reference.id, (plain_entry(reference),)), problem
        label, mark, body = marked.partition(LABEL_END)
        if mark:
            margin, beside = block_marks[Display.LEFT_MARGIN], block_marks[Display.RIGHT_INLINE]
            marked = label.join(margin) + body.strip().join(beside)
        return Entry(reference.id, parse_marked(marked)), None

    @contextmanager
    def _et_al(self, item: Any, reference: Reference, layout: Any) -> Iterator[None]:
        """For truncated lists: print the named people and "et al.", by the style's own means."""
        truncated = [v for v in reference.fields if reference.truncated(v) and reference.names(v)]
        if not truncated:
            yield
            return
        whole = [v for v in reference.fields if reference.names(v) and v not in truncated]
        # An element that prints a whole list too cannot serve both.
        spared = [element for v in whole for element in self.printers.get(v, [])]
        changed: list[tuple[Any, dict[str, str]]] = []
        doubled: list[list[Any]] = []
        for variable in truncated:
            printers = [e for e in self.printers.get(variable, []) if e not in spared]
            names = item.reference[variable.replace("-", "_")]
            for element in printers:
                minimum = int(element.get_option("et-al-min", layout) or 0)
                if minimum and len(names) >= minimum and len(names) > 1:
                    continue  # the style cuts this list itself
                changed.append((element, dict(element.attrib)))
                element.set("et-al-min", "1")
                element.set("et-al-use-first", str(len(names)))
                element.set("et-al-use-last", "false")
            if printers and len(names) == 1:
                # citeproc-py never cuts a list of one; its second name is not printed.
                names.append(names[0])
                doubled.append(names)
        try:
            yield
        finally:
            for element, before in reversed(changed):
                element.attrib.clear()
                element.attrib.update(before)
            for names in doubled:
                names.pop()


@contextmanager
def _first_note(item: Any, place: Place) -> Iterator[None]:
    """`first-reference-note-number` for one cite."""
    reference = item.reference
    if place.first_note and place.position != "first":
        reference["first_reference_note_number"] = str(place.first_note)
    try:
        yield
    finally:
        reference.pop("first_reference_note_number", None)


def _name_lists(parent: Any, item: Any, context: Any = None) -> Iterator[tuple[Any, Any]]:
    """The `cs:names` that citeproc-py comes to for an item, each with the context it is given."""
    from citeproc.model import ConditionFailed

    for child in parent.iterchildren():
        if child.tag == f"{_CS}names":
            yield child, context
        elif child.tag == f"{_CS}choose":
            for branch in child.iterchildren():
                try:
                    branch.render(item, context=context)
                except ConditionFailed:
                    continue
                yield from _name_lists(branch, item, context)
                break
        elif child.tag == f"{_CS}text" and child.get("macro"):
            called = child if context is None else context
            yield from _name_lists(child.get_macro(child.get("macro")), item, called)
        elif child.tag == f"{_CS}group":
            yield from _name_lists(child, item, context)


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() else default


# --- results ----------------------------------------------------------------------------------------

_MARK = f"(?:{ANY_MARKS}|{LABEL_END})*"
_DOUBLED_STOP = re.compile(rf"(?<!\.)\.({_MARK})\.(?!\.)")
_AFTER_QUESTION = re.compile(rf"([?!])({_MARK})\.(?!\.)")
_DOUBLED_MARK = re.compile(rf"([,;:])({_MARK})\1")
_DOUBLED_BLANK = re.compile(rf" ({_MARK}) +")
_BEHIND_QUOTE = re.compile(rf"({_MARK}[”’]{_MARK})([.,])")


def _tidy(text: str, punctuation_in_quote: bool) -> str:
    """Punctuation and blanks that doubled where two parts met."""
    if punctuation_in_quote:
        text = _BEHIND_QUOTE.sub(r"\2\1", text)
    text = _DOUBLED_STOP.sub(r".\1", text)
    text = _AFTER_QUESTION.sub(r"\1\2", text)
    text = _DOUBLED_MARK.sub(r"\1\2", text)
    return _DOUBLED_BLANK.sub(r" \1", text).strip()
