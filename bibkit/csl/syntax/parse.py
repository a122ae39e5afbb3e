"""A style's or locale's XML to its tree: one function an element, each reading all its attributes.

    style    = info? , locale* , macro* , citation , bibliography?
    area     = sort? , layout
    layout   = (text | number | date | names | label | group | choose)+

What makes a style unusable raises with file and line; elements that CSL 1.0.2 does not know are
passed over and listed in `Stylesheet.warnings`, attributes are not looked for. Styles of CSL 1.0 and
1.0.1 are read as 1.0.2, which took nothing away from them; 0.8.1 is another language and is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final

from bibkit.csl.syntax.attributes import (
    INHERITED_OPTIONS,
    OWN_OPTIONS,
    formatting_of,
    line_of,
    options_of,
    tag_of,
    text_of,
)
from bibkit.csl.syntax.elements import (
    Area,
    Branch,
    Choose,
    Date,
    DatePart,
    Element,
    EtAl,
    Group,
    Label,
    Layout,
    LocaleTree,
    Name,
    NameOptions,
    NamePart,
    Names,
    Number,
    SortKey,
    Stylesheet,
    Term,
    Test,
    Text,
    inside,
)
from bibkit.errors import StyleError

if TYPE_CHECKING:
    from lxml.etree import _Element as XML
else:
    XML = Any

__all__ = ["parse_locale", "parse_style"]

_CSL: Final = "{http://purl.org/net/xbiblio/csl}"
_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"

#: Attributes of a test, in the specification's order ("Choose").
_TESTS = ("disambiguate", "is-numeric", "is-uncertain-date", "locator", "position", "type", "variable")  # fmt: skip


def parse_style(data: bytes, file: str) -> Stylesheet:
    """The tree of an independent style.

    Args:
        data: its XML.
        file: what messages call it.

    Raises:
        StyleError: it is not XML, not an independent CSL 1.0 style, or cannot be run; the message
            names file and line.
    """
    return _Parser(file).style(_root(data, file, "style"))


def parse_locale(data: bytes, file: str) -> LocaleTree:
    """The tree of a locale file.

    Raises:
        StyleError: it is not a CSL locale.
    """
    return _Parser(file).locale(_root(data, file, "locale"))


def _root(data: bytes, file: str, wanted: str) -> XML:
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        reason = " ".join(str(error.msg).partition(", line")[0].split()).rstrip(".")
        raise StyleError(f"{file}:{error.lineno}: not well-formed XML: {reason}.") from error
    if root.tag != _CSL + wanted:
        raise StyleError(f"{file}:{root.sourceline}: this is not a CSL {wanted}.")
    return root


class _Parser:
    """The state of one reading: the file's name, the macros that are called, what was odd."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.calls: dict[str, int] = {}
        self.warnings: list[str] = []

    # --- the style ------------------------------------------------------------------------------

    def style(self, root: XML) -> Stylesheet:
        version = root.get("version", "1.0")
        if not version.startswith("1."):
            raise self.fault(root, f"CSL {version} is not supported; upgrade the style to 1.0")
        macros: dict[str, tuple[Element, ...]] = {}
        locales: dict[str, LocaleTree] = {}
        areas: dict[str, Area] = {}
        title = ""
        for child in self.children(root, "info locale macro citation bibliography"):
            tag = tag_of(child)
            if tag == "macro":
                macros[self.needed(child, "name")] = self.elements(child)
            elif tag == "locale":
                tree = self.locale(child)
                locales[tree.language] = tree
            elif tag == "info":
                title = (child.findtext(_CSL + "title") or "").strip()
            else:
                areas[tag] = self.area(child)
        if "citation" not in areas:
            dependent = any(
                link.get("rel") == "independent-parent" for link in root.iter(_CSL + "link")
            )
            what = "this is a dependent style" if dependent else "a style needs cs:citation"
            raise self.fault(root, what)
        self.check_macros(macros)
        return Stylesheet(
            title=title,
            note_style=root.get("class") == "note",
            default_locale=root.get("default-locale", ""),
            options=options_of(root),
            names=self.name_options(root, INHERITED_OPTIONS),
            macros=macros,
            citation=areas["citation"],
            bibliography=areas.get("bibliography"),
            locales=locales,
            warnings=tuple(self.warnings),
        )

    def area(self, node: XML) -> Area:
        layouts = node.findall(_CSL + "layout")
        if not layouts:
            raise self.fault(node, f"cs:{tag_of(node)} needs a cs:layout")
        layout = layouts[-1]
        for option in ("near-note-distance", "line-spacing", "entry-spacing"):
            self.number(node, option)
        keys = tuple(self.sort_key(key) for key in node.findall(f"{_CSL}sort/{_CSL}key"))
        return Area(
            layout=Layout(
                self.elements(layout), layout.get("delimiter", ""), formatting_of(layout)
            ),
            sort=keys,
            names=self.name_options(node, INHERITED_OPTIONS),
            options=options_of(node),
        )

    def sort_key(self, node: XML) -> SortKey:
        macro = node.get("macro", "")
        if macro:
            self.calls.setdefault(macro, line_of(node))
        elif not node.get("variable"):
            raise self.fault(node, "cs:key needs a variable or a macro")
        last = node.get("names-use-last")
        return SortKey(
            variable=node.get("variable", ""),
            macro=macro,
            descending=node.get("sort") == "descending",
            names_min=self.number(node, "names-min"),
            names_use_first=self.number(node, "names-use-first"),
            names_use_last=None if last is None else last == "true",
        )

    def check_macros(self, macros: dict[str, tuple[Element, ...]]) -> None:
        """Every macro that is called is there, and none calls itself through others."""
        for name, line in self.calls.items():
            if name not in macros:
                raise StyleError(f"{self.file}:{line}: there is no macro '{name}'.")
        called = {name: sorted(_macros_of(children)) for name, children in macros.items()}
        done: set[str] = set()
        for start in macros:
            path: list[str] = []
            stack = [(start, iter(called[start]))] if start not in done else []
            while stack:
                name, rest = stack[-1]
                if name not in path:
                    path.append(name)
                below = next((one for one in rest if one not in done), None)
                if below is None:
                    done.add(name)
                    path.pop()
                    stack.pop()
                elif below in path:
                    line = self.calls.get(below, 0)
                    raise StyleError(f"{self.file}:{line}: the macro '{below}' calls itself.")
                else:
                    stack.append((below, iter(called[below])))

    # --- rendering elements -----------------------------------------------------------------------

    def elements(self, node: XML) -> tuple[Element, ...]:
        found = []
        for child in self.children(node, " ".join(_ELEMENTS)):
            read: Callable[[_Parser, XML], Element] = _ELEMENTS[tag_of(child)]
            found.append(read(self, child))
        return tuple(found)

    def text(self, node: XML) -> Text:
        for source in ("variable", "macro", "term", "value"):
            of = node.get(source)
            if of is not None:
                if source == "macro":
                    self.calls.setdefault(of, line_of(node))
                return Text(
                    source,
                    of,
                    node.get("form", ""),
                    node.get("plural") == "true",
                    formatting_of(node),
                )
        raise self.fault(node, "cs:text needs a variable, macro, term or value")

    def number_element(self, node: XML) -> Number:
        return Number(
            self.needed(node, "variable"), node.get("form", "numeric"), formatting_of(node)
        )

    def date(self, node: XML) -> Date:
        parts = tuple(
            DatePart(
                name, part.get("form", ""), part.get("range-delimiter", ""), formatting_of(part)
            )
            for part in self.children(node, "date-part")
            if (name := self.needed(part, "name")) in ("year", "month", "day")
        )
        return Date(
            variable=node.get("variable", ""),
            form=node.get("form", ""),
            parts=parts,
            date_parts=node.get("date-parts", "year-month-day"),
            delimiter=node.get("delimiter", ""),
            formatting=formatting_of(node),
        )

    def label(self, node: XML) -> Label:
        return Label(
            node.get("variable", ""),
            node.get("form", "long"),
            node.get("plural", "contextual"),
            formatting_of(node),
        )

    def group(self, node: XML) -> Group:
        return Group(self.elements(node), node.get("delimiter", ""), formatting_of(node))

    def choose(self, node: XML) -> Choose:
        return Choose(tuple(self.branch(child) for child in self.children(node, "if else-if else")))

    def branch(self, node: XML) -> Branch:
        tests = [
            Test(kind, tuple(values.split()))
            for kind in _TESTS
            if (values := node.get(kind)) is not None
        ]
        return Branch(node.get("match", "all"), tuple(tests), self.elements(node))

    def names(self, node: XML) -> Names:
        name, et_al, label, label_first = None, None, None, False
        substitute: tuple[Element, ...] = ()
        for child in self.children(node, "name et-al label substitute"):
            tag = tag_of(child)
            if tag == "name":
                name = self.name(child)
            elif tag == "et-al":
                et_al = EtAl(child.get("term", "et-al"), formatting_of(child))
            elif tag == "label":
                label, label_first = self.label(child), name is None
            elif tag == "substitute":
                substitute = self.elements(child)
        # A label that stands alone, as in `<names><label/></names>`, follows the names.
        if label_first and node.find(_CSL + "name") is None:
            label_first = False
        inherited = self.name_options(node, INHERITED_OPTIONS)
        if inherited != NameOptions():
            name = name or Name()
            name = Name(name.options.over(inherited), name.parts, name.formatting)
        return Names(
            variables=tuple(self.needed(node, "variable").split()),
            name=name,
            et_al=et_al,
            label=label,
            label_first=label_first,
            substitute=substitute,
            delimiter=node.get("delimiter"),
            formatting=formatting_of(node),
        )

    def name(self, node: XML) -> Name:
        parts = tuple(
            NamePart(self.needed(part, "name"), formatting_of(part))
            for part in self.children(node, "name-part")
        )
        return Name(self.name_options(node, OWN_OPTIONS), parts, formatting_of(node))

    def name_options(self, node: XML, table: dict[str, str]) -> NameOptions:
        values: dict[str, Any] = {}
        for attribute, slot in table.items():
            value = node.get(attribute)
            if value is None:
                continue
            if slot in ("initialize", "et_al_use_last"):
                values[slot] = value == "true"
            elif slot.startswith("et_al_"):
                values[slot] = self.number(node, attribute)
            else:
                values[slot] = value
        return NameOptions(**values)

    # --- locales ----------------------------------------------------------------------------------

    def locale(self, node: XML) -> LocaleTree:
        terms: list[Term] = []
        dates: dict[str, Date] = {}
        options: dict[str, str] = {}
        for child in self.children(node, "info style-options date terms"):
            tag = tag_of(child)
            if tag == "style-options":
                options.update(options_of(child))
            elif tag == "date":
                dates[self.needed(child, "form")] = self.date(child)
            elif tag == "terms":
                terms.extend(self.term(term) for term in self.children(child, "term"))
        return LocaleTree(node.get(_LANG, ""), tuple(terms), dates, options)

    def term(self, node: XML) -> Term:
        single, multiple = node.find(_CSL + "single"), node.find(_CSL + "multiple")
        one = text_of(node if single is None else single)
        return Term(
            name=self.needed(node, "name"),
            form=node.get("form", "long"),
            single=one,
            multiple=one if multiple is None else text_of(multiple),
            gender=node.get("gender", ""),
            gender_form=node.get("gender-form", ""),
            match=node.get("match", ""),
        )

    # --- small readers ----------------------------------------------------------------------------

    def children(self, node: XML, known: str) -> Iterator[XML]:
        names = known.split()
        for child in node.iterchildren("*"):
            if tag_of(child) in names:
                yield child
            elif str(child.tag).startswith(_CSL):
                self.warnings.append(
                    f"{self.file}:{line_of(child)}: cs:{tag_of(child)} is not known in "
                    f"cs:{tag_of(node)} and is passed over."
                )

    def needed(self, node: XML, attribute: str) -> str:
        value = node.get(attribute)
        if value is None:
            raise self.fault(node, f"cs:{tag_of(node)} needs the attribute '{attribute}'")
        return str(value)

    def number(self, node: XML, attribute: str) -> int | None:
        value = node.get(attribute)
        if value is None:
            return None
        try:
            return int(value)
        except ValueError:
            raise self.fault(node, f"'{attribute}' is a number, not '{value}'") from None

    def fault(self, node: XML, message: str) -> StyleError:
        return StyleError(f"{self.file}:{line_of(node)}: {message}.")


_ELEMENTS: dict[str, Callable[[_Parser, XML], Element]] = {
    "text": _Parser.text,
    "number": _Parser.number_element,
    "date": _Parser.date,
    "names": _Parser.names,
    "label": _Parser.label,
    "group": _Parser.group,
    "choose": _Parser.choose,
}


def _macros_of(children: tuple[Element, ...]) -> set[str]:
    found: set[str] = set()
    for child in children:
        if isinstance(child, Text) and child.source == "macro":
            found.add(child.of)
        found |= _macros_of(inside(child))
    return found
