"""XML as NCBI and publishers send it: parsed without entities, network or DTD."""

from __future__ import annotations

import re
from html.entities import html5
from typing import Any

from bibkit.errors import UnreadableInput
from bibkit.text import collapse

__all__ = ["parse_xml", "plain_text", "rich_text", "root_name"]


def parse_xml(text: str) -> Any:
    """The root element of a document.

    Entities that the document defines are dropped, nothing is fetched, no DTD is read. Those of
    HTML, which the DTDs of publishers define, are their characters.

    Raises:
        UnreadableInput: it is not well-formed; the message says where.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True,
        remove_pis=True, encoding="utf-8",
    )  # fmt: skip
    # The bytes are UTF-8 by us, whatever the declaration says.
    data = text.lstrip("\ufeff \t\r\n").encode("utf-8", "replace")
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableInput(f"This XML is not well-formed: {error.msg}.") from error
    except ValueError as error:
        raise UnreadableInput(f"This XML cannot be read: {error}.") from error
    for entity in list(root.iter(etree.Entity)):
        _replace(entity, html5.get(f"{entity.name};", ""))
    return root


def _replace(node: Any, text: str) -> None:
    parent, before = node.getparent(), node.getprevious()
    text += node.tail or ""
    if before is not None:
        before.tail = (before.tail or "") + text
    else:
        parent.text = (parent.text or "") + text
    parent.remove(node)


_ROOT = re.compile(r"<([A-Za-z_][\w.-]*)(?=[\s/>])")


def root_name(text: str) -> str:
    """The name of a document's root element, found without parsing; empty for no XML.

    >>> root_name("<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><article>")
    'article'
    """
    head = text.lstrip("\ufeff \t\r\n")[:8192]
    if not head.startswith("<"):
        return ""
    head = re.sub(r"<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\])?\s*>", "", head, flags=re.S)
    match = _ROOT.search(head)
    return match[1] if match else ""


def plain_text(element: Any) -> str:
    """All text of an element, on one line; empty for None."""
    return "" if element is None else collapse("".join(element.itertext()))


_TAGS = {"italic": "i", "i": "i", "bold": "b", "b": "b", "sub": "sub", "sup": "sup"}


def rich_text(element: Any) -> str:
    """The text of an element with CSL's `<i> <b> <sub> <sup>`; empty for None.

    >>> rich_text(parse_xml("<t>On <italic>E. coli</italic> &lt; H<sub>2</sub>O</t>"))
    'On <i>E. coli</i> < H<sub>2</sub>O'
    """
    return "" if element is None else collapse("".join(_rich(element)))


def _rich(element: Any) -> list[str]:
    parts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str):
            tag = _TAGS.get(child.tag.rpartition("}")[2])
            inner = _rich(child)
            parts += [f"<{tag}>", *inner, f"</{tag}>"] if tag and "".join(inner).strip() else inner
        parts.append(child.tail or "")
    return parts
