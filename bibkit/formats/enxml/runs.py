"""EndNote's style runs and CSL's mark-up: `<style face="italic">` is `<i>`.

A run has one or more faces; of those CSL has italic, bold, superscript and subscript.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

__all__ = ["Run", "marked_up", "plain", "runs_of_element", "runs_of_text"]

#: The faces of a stretch of text, in their order, and the text.
Run = tuple[tuple[str, ...], str]

_TAGS = {"bold": "b", "italic": "i", "superscript": "sup", "subscript": "sub"}
_FACES = {tag: face for face, tag in _TAGS.items()}

# What a letter in the font Symbol stands for. It is met for single letters ("TNF-α"); where whole
# words are in it, they were not meant so.
_SYMBOL = dict(
    zip(
        "ABGDEZHQIKLMNXOPRSTUFCYWabgdezhqiklmnxoprstufcyw",
        "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩαβγδεζηθικλμνξοπρστυφχψω",
        strict=True,
    )
)
_PRIVATE = {0xF000 + ord(latin): greek for latin, greek in _SYMBOL.items()}


def runs_of_element(element: Any) -> Iterator[Run]:
    """The runs of an element that may hold `style` elements; nested faces add up."""
    return _runs(element, ())


def _runs(element: Any, faces: tuple[str, ...]) -> Iterator[Run]:
    if element.text:
        yield faces, element.text
    for child in element:
        if not isinstance(child.tag, str):
            pass
        elif child.tag == "style":
            own = [face for face in (child.get("face") or "").split() if face in _TAGS]
            inner = (*faces, *(face for face in own if face not in faces))
            for run_faces, text in _runs(child, inner):
                yield run_faces, _greek(text) if child.get("font") == "Symbol" else text
        else:
            yield from _runs(child, faces)
        if child.tail:
            yield faces, child.tail


def _greek(text: str) -> str:
    text = text.translate(_PRIVATE)
    return "".join(_SYMBOL.get(letter, letter) for letter in text) if len(text) <= 2 else text


def marked_up(runs: Iterable[Run]) -> str:
    """Runs as a text with CSL's mark-up; a tag that goes on with the next run is not closed between.

    >>> marked_up([((), "On "), (("italic",), "E. "), (("italic", "bold"), "coli")])
    'On <i>E. <b>coli</b></i>'
    """
    parts: list[str] = []
    stack: list[str] = []
    for faces, text in runs:
        while any(face not in faces for face in stack):
            parts.append(f"</{_TAGS[stack.pop()]}>")
        for face in faces:
            if face not in stack:
                stack.append(face)
                parts.append(f"<{_TAGS[face]}>")
        parts.append(text)
    return "".join([*parts, *(f"</{_TAGS[face]}>" for face in reversed(stack))])


_TAG = re.compile(r"<(/?)(i|b|sup|sub)>|</?span(?:\s[^<>]*)?>")


def runs_of_text(text: str) -> list[Run]:
    """A text with CSL's mark-up as runs. A tag without its partner is text; small capitals and
    `nocase` have no face.

    >>> runs_of_text("On <i>E. coli</i> < 5")
    [((), 'On '), (('italic',), 'E. coli'), ((), ' < 5')]
    """
    if "<" not in text:
        return [((), text)] if text else []
    paired = _paired(text)
    runs: list[Run] = []
    faces: list[str] = []
    position = 0
    for match in _TAG.finditer(text):
        if match[2] and match.start() not in paired:
            continue
        if match.start() > position:
            runs.append((tuple(dict.fromkeys(faces)), text[position : match.start()]))
        position = match.end()
        if match[2] and match[1]:
            faces.pop()
        elif match[2]:
            faces.append(_FACES[match[2]])
    if position < len(text):
        runs.append((tuple(dict.fromkeys(faces)), text[position:]))
    return runs


def _paired(text: str) -> set[int]:
    """Where the tags are that enclose something, each inside or beside the others."""
    found: set[int] = set()
    open_tags: list[tuple[str, int]] = []
    for match in _TAG.finditer(text):
        if match[2] and not match[1]:
            open_tags.append((match[2], match.start()))
        elif match[2] and any(tag == match[2] for tag, _ in open_tags[-8:]):
            while open_tags:
                tag, start = open_tags.pop()
                if tag == match[2]:
                    found |= {start, match.start()}
                    break
    return found


def plain(element: Any) -> str:
    """The text of an element without mark-up, as it stands."""
    return "".join(text for _, text in runs_of_element(element))
