"""A style as citeproc-py loads it, mended once, that prints one cite or one entry at a time.

What is mended and why: `bibkit.csl.citeproc_engine`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from bibkit.csl.citeproc_items import NEAR, WHOLE, history, plain_entry
from bibkit.csl.engine import Cite
from bibkit.csl.library import Style
from bibkit.csl.marks import (
    LABEL_END,
    TREE_MARKS,
    block_marks,
    close_mark,
    open_mark,
    parse_marked,
    unmarked,
)
from bibkit.csl.nodes import Display, Entry, Layout
from bibkit.csl.nodes import Style as CharacterStyle
from bibkit.csl.run.context import Place
from bibkit.errors import StyleError
from bibkit.model import Problem, Reference, Severity

__all__ = ["Formatter", "Prepared", "load", "reason", "sort_of", "tidy"]

_NS = {"cs": "http://purl.org/net/xbiblio/csl"}
_CS = "{http://purl.org/net/xbiblio/csl}"


class Formatter:
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


def reason(error: Exception) -> str:
    """What citeproc-py broke with, in a few words."""
    return f"{type(error).__name__}: {error}".rstrip(": ")[:120]


def load(style: Style, locale: str | None) -> Prepared:
    """A style that is ready to print.

    Raises:
        StyleError: it cannot be used, or there is no such locale.
    """
    from citeproc import LANGUAGE_NAMES, PRIMARY_DIALECTS, CitationStylesStyle
    from lxml import etree

    import bibkit.csl.citeproc_mended  # noqa: F401  (its elements take the place of citeproc-py's)

    # citeproc-py falls back to English without a word.
    if locale and locale not in LANGUAGE_NAMES and locale not in PRIMARY_DIALECTS:
        raise StyleError(f"There is no locale '{locale}'. Try a tag such as de-DE.")
    language = locale or style.locale or None
    # Else citeproc-py looks for a style of that name elsewhere.
    if not Path(style.path).is_file():
        raise StyleError(f"The style file '{style.path}' is not there.")
    try:
        loaded = CitationStylesStyle(style.path, locale=language, validate=False)
    except etree.XMLSyntaxError as error:
        raise StyleError(f"The style '{style.id}' is not well-formed XML: {error}.") from error
    except ValueError as error:
        raise StyleError(f"The style '{style.id}' cannot be used: {error}.") from error
    return Prepared(loaded)


class Prepared:
    """A loaded style, mended once, that renders one item at a time.

    `cites` and `entries` are the layouts of citations and bibliography, None where it has none.
    """

    def __init__(self, style: Any) -> None:
        self.style = style
        self.root = style.root
        # Kept, so that what citeproc-py notes on these elements is not lost with them.
        self.citation, self.area = self.root.citation, self.root.bibliography
        self.cites: Any = self.citation.layout if self.citation is not None else None
        self.entries: Any = self.area.layout if self.area is not None else None
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
        with self._et_al(item, reference, self.cites), _cited(item, place):
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
        if not unmarked(text).strip():
            raise ValueError("the style printed nothing")
        return text

    def entry(self, item: Any, reference: Reference) -> tuple[Entry, Problem | None]:
        """One entry; a plain one and a problem where citeproc-py fails."""
        try:
            with self._et_al(item, reference, self.entries):
                self.start(self.entries)
                text = self.entries.format(self.entries.wrap(self.entries.render_children(item)))
            marked = tidy(str(text or "").replace(WHOLE, ""), self.punctuation_in_quote)
            if not unmarked(marked).strip():
                raise ValueError("the style printed nothing")
        except Exception as error:  # whatever one item does, the others go on
            message = f"The style could not format this reference ({reason(error)}); it is printed plainly."
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
def _cited(item: Any, place: Place) -> Iterator[None]:
    """What only a cite has, among the variables of its reference, where citeproc-py looks for it."""
    here: dict[str, str] = {}
    if item.has_locator:
        here["locator"] = item.locator.identifier
    if place.first_note and place.position != "first":
        here["first_reference_note_number"] = str(place.first_note)
    reference = item.reference
    reference.update(here)
    try:
        yield
    finally:
        for variable in here:
            reference.pop(variable, None)


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


def sort_of(layout: Any) -> Any:
    """The `cs:sort` of a layout's area; None where it does not sort."""
    return layout.getparent().find("cs:sort", _NS)


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() else default


# --- results ----------------------------------------------------------------------------------------

_MARK = f"[{TREE_MARKS}{LABEL_END}]*"
_DOUBLED_STOP = re.compile(rf"(?<!\.)\.({_MARK})\.(?!\.)")
_AFTER_QUESTION = re.compile(rf"([?!])({_MARK})\.(?!\.)")
_DOUBLED_MARK = re.compile(rf"([,;:])({_MARK})\1")
_DOUBLED_BLANK = re.compile(rf" ({_MARK}) +")
_BEHIND_QUOTE = re.compile(rf"({_MARK}[”’]{_MARK})([.,])")


def tidy(text: str, punctuation_in_quote: bool) -> str:
    """Punctuation and blanks that doubled where two parts met."""
    if punctuation_in_quote:
        text = _BEHIND_QUOTE.sub(r"\2\1", text)
    text = _DOUBLED_STOP.sub(r".\1", text)
    text = _AFTER_QUESTION.sub(r"\1\2", text)
    text = _DOUBLED_MARK.sub(r"\1\2", text)
    return _DOUBLED_BLANK.sub(r" \1", text).strip()
