"""What stands in a CSL element: its attributes by their names here, its text, its line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bibkit.csl.syntax.elements import Formatting

if TYPE_CHECKING:
    from lxml.etree import _Element as XML
else:
    XML = Any

__all__ = [
    "INHERITED_OPTIONS",
    "OWN_OPTIONS",
    "formatting_of",
    "line_of",
    "options_of",
    "tag_of",
    "text_of",
]

_FORMATTING = {
    "prefix": "prefix",
    "suffix": "suffix",
    "font-style": "font_style",
    "font-variant": "font_variant",
    "font-weight": "font_weight",
    "text-decoration": "text_decoration",
    "vertical-align": "vertical_align",
    "display": "display",
    "text-case": "text_case",
}
_NAME_OPTIONS = {
    "and": "and_",
    "delimiter-precedes-et-al": "delimiter_precedes_et_al",
    "delimiter-precedes-last": "delimiter_precedes_last",
    "et-al-min": "et_al_min",
    "et-al-use-first": "et_al_use_first",
    "et-al-subsequent-min": "et_al_subsequent_min",
    "et-al-subsequent-use-first": "et_al_subsequent_use_first",
    "et-al-use-last": "et_al_use_last",
    "initialize": "initialize",
    "initialize-with": "initialize_with",
    "name-as-sort-order": "name_as_sort_order",
    "sort-separator": "sort_separator",
}
#: The options of names as `cs:name` calls them, and as the elements above it do.
OWN_OPTIONS = {**_NAME_OPTIONS, "delimiter": "delimiter", "form": "form"}
INHERITED_OPTIONS = {
    **_NAME_OPTIONS,
    "name-delimiter": "delimiter",
    "name-form": "form",
    "names-delimiter": "names_delimiter",
}


def tag_of(node: XML) -> str:
    """An element's name without its namespace."""
    return str(node.tag).rpartition("}")[2]


def line_of(node: XML) -> int:
    """The line that an element begins in, 0 where that is not known."""
    return int(getattr(node, "sourceline", 0) or 0)


def text_of(node: XML) -> str:
    """An element's text, on one line."""
    text = node.text or ""
    # Line ends are the file's, blanks may be the term's.
    return " ".join(text.split()) if "\n" in text else text


def options_of(node: XML) -> dict[str, str]:
    """An element's attributes by name, without those of other vocabularies."""
    return {
        str(key): str(value) for key, value in node.attrib.items() if not str(key).startswith("{")
    }


_DISPLAYS = ("block", "left-margin", "right-inline", "indent")


def formatting_of(node: XML) -> Formatting:
    """An element's formatting attributes; unknown values of `display` are passed over."""
    values: dict[str, Any] = {}
    for attribute, slot in _FORMATTING.items():
        value = node.get(attribute)
        if value and (slot != "display" or value in _DISPLAYS):
            values[slot] = value
    if node.get("quotes") == "true":
        values["quotes"] = True
    if node.get("strip-periods") == "true":
        values["strip_periods"] = True
    return Formatting(**values)
