"""XML as NCBI and publishers send it: parsed without entities, network or DTD."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from html.entities import html5
from typing import IO, Any

from bibkit.errors import UnreadableInput
from bibkit.text import collapse

__all__ = ["elements", "parse_xml", "plain_text", "rich_text", "root_name"]

# Nothing is fetched, no DTD is read, no entity expanded. The bytes are UTF-8 by us, whatever the
# declaration says.
_SAFELY: dict[str, Any] = {
    "resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False,
    "remove_comments": True, "remove_pis": True, "encoding": "utf-8",
}  # fmt: skip


def parse_xml(text: str) -> Any:
    """The root element of a document.

    Entities that the document defines are dropped, nothing is fetched, no DTD is read. Those of
    HTML, which the DTDs of publishers define, are their characters.

    Raises:
        UnreadableInput: it is not well-formed; the message says where.
    """
    from lxml import etree

    parser = etree.XMLParser(**_SAFELY)
    data = text.lstrip("\ufeff \t\r\n").encode("utf-8", "replace")
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableInput(f"This XML is not well-formed: {error.msg}.") from error
    except ValueError as error:
        raise UnreadableInput(f"This XML cannot be read: {error}.") from error
    _spell_out(root)
    return root


def _spell_out(root: Any) -> None:
    from lxml import etree

    for entity in list(root.iter(etree.Entity)):
        _replace(entity, html5.get(f"{entity.name};", ""))


def _replace(node: Any, text: str) -> None:
    parent, before = node.getparent(), node.getprevious()
    text += node.tail or ""
    if before is not None:
        before.tail = (before.tail or "") + text
    else:
        parent.text = (parent.text or "") + text
    parent.remove(node)


_CHUNK = 1 << 16
# Where one document ends and the next begins: files of several answers, one behind the other.
_SEAM = r"(</{root}\s*>)(?=[\s\ufeff]*(?:<\?xml\s|<!DOCTYPE\s|<{root}[\s>]))"


def elements(file: IO[str], tags: Collection[str], roots: Collection[str] = ()) -> Iterator[Any]:
    """The elements of these names of an open file, one by one, as deep as they lie.

    What has been given is dropped, so that a file may be larger than memory. Several documents may
    stand one behind the other. As for `parse_xml` nothing is expanded or fetched.

    Args:
        tags: names with their namespaces, `{uri}name`. An element inside another of these is part
            of that one, and does not come by itself.
        roots: the names, without prefix, that the root of a document may have; any where empty.

    Raises:
        UnreadableInput: the text is not well-formed, or has another root; what lies before has
            been given.

    >>> import io
    >>> [plain_text(one) for one in elements(io.StringIO("<s><a>1</a><a>2</a></s>"), {"a"})]
    ['1', '2']
    """
    for document in _documents(file, roots):
        yield from _elements(document, tags)


def _elements(chunks: Iterator[str], tags: Collection[str]) -> Iterator[Any]:
    from lxml import etree

    parser = etree.XMLPullParser(("start", "end"), tag=tuple(tags), **_SAFELY)
    inside = 0

    def given() -> Iterator[Any]:
        nonlocal inside
        for event, element in parser.read_events():
            inside += 1 if event == "start" else -1
            if inside == 0:
                _spell_out(element)
                yield element
                _forget(element)

    try:
        for chunk in chunks:
            parser.feed(chunk.encode("utf-8", "replace"))
            yield from given()
        parser.close()
        yield from given()
    except etree.XMLSyntaxError as error:
        yield from given()
        raise UnreadableInput(f"This XML is not well-formed: {error.msg}.") from error


def _forget(element: Any) -> None:
    element.clear()
    parent = element.getparent()
    if parent is not None:
        while element.getprevious() is not None:
            del parent[0]


def _documents(file: IO[str], roots: Collection[str]) -> Iterator[Iterator[str]]:
    """The documents of a file, each in pieces; each must be read before the next is asked for."""
    rest = file.read(_CHUNK).lstrip("\ufeff \t\r\n")
    while True:
        rest += file.read(_CHUNK)  # the root's name must be in it
        root = root_name(rest)
        if root and roots and root not in roots:
            raise UnreadableInput(f"This XML is of another kind: its root is <{root}>.")
        seam = re.compile(_SEAM.format(root=re.escape(root or "-")))
        following: list[str] = []
        yield _document(file, rest, seam, following)
        if not following:
            return
        rest = following[0]


def _document(
    file: IO[str], text: str, seam: re.Pattern[str], following: list[str]
) -> Iterator[str]:
    held = 256  # a seam may lie across two chunks
    while True:
        match = seam.search(text)
        if match:
            yield text[: match.end(1)]
            following.append(text[match.end(1) :].lstrip("\ufeff \t\r\n"))
            return
        more = file.read(_CHUNK)
        if not more:
            yield text
            return
        if len(text) > held:
            yield text[:-held]
            text = text[-held:]
        text += more


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
    if element is None:
        return ""
    return collapse("".join(element.itertext()) if len(element) else element.text or "")


_TAGS = {"italic": "i", "i": "i", "bold": "b", "b": "b", "sub": "sub", "sup": "sup"}


def rich_text(element: Any) -> str:
    """The text of an element with CSL's `<i> <b> <sub> <sup>`; empty for None.

    >>> rich_text(parse_xml("<t>On <italic>E. coli</italic> &lt; H<sub>2</sub>O</t>"))
    'On <i>E. coli</i> < H<sub>2</sub>O'
    """
    if element is None:
        return ""
    return collapse("".join(_rich(element)) if len(element) else element.text or "")


def _rich(element: Any) -> list[str]:
    parts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str):
            tag = _TAGS.get(child.tag.rpartition("}")[2])
            inner = _rich(child)
            parts += [f"<{tag}>", *inner, f"</{tag}>"] if tag and "".join(inner).strip() else inner
        parts.append(child.tail or "")
    return parts
