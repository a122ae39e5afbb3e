"""Elements of citeproc-py whose faults cannot be mended from outside.

citeproc-py makes an element of each direct subclass of its `CitationStylesElement`, by the class's
name; a later class takes the place of an earlier one. Importing this module is all that is needed.

What a `cs:substitute` has printed counts as empty for the rest of the entry (CSL 1.0.2,
"Substitute"); citeproc-py keeps to that only where the substitute is a plain `cs:text` variable.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from citeproc import model
from citeproc.source import Reference, VariableError

from bibkit.vocab import Kind, kind_of

__all__ = ["Names", "Substitute"]

_CS = "{http://purl.org/net/xbiblio/csl}"


class _Recorder(Reference):  # type: ignore[misc]
    """A reference that notes the titles and names that are read from it."""

    def __init__(self, reference: Any, seen: set[str]) -> None:
        dict.update(self, reference)
        object.__setattr__(self, "_seen", seen)

    def _note(self, key: str) -> None:
        if kind_of(key.replace("_", "-")) in (Kind.TITLE, Kind.NAMES) and key in self:
            object.__getattribute__(self, "_seen").add(key.replace("_", "-"))

    def __getitem__(self, key: str) -> Any:
        self._note(key)
        return super().__getitem__(key)

    def get(self, key: str, default: Any = None) -> Any:
        self._note(key)
        return super().get(key, default)


@contextmanager
def _recording(item: Any) -> Iterator[set[str]]:
    seen: set[str] = set()
    source, reference = item.bibliography.source, item.reference
    source[item.key] = _Recorder(reference, seen)
    try:
        yield seen
    finally:
        source[item.key] = reference


class Substitute(model.Substitute, model.CitationStylesElement):  # type: ignore[misc]
    """`cs:substitute` that remembers what it printed, through macros too."""

    def render(self, item: Any, context: Any = None, **options: Any) -> Any:
        """The first child that prints something; None where none does."""
        for child in self.getchildren():
            if isinstance(child, model.Names) and child.name is None:
                options["names_context"] = self.getparent()
            try:
                with _recording(item) as seen:
                    text = child.render(item, context=context, **options)
            except VariableError:
                continue
            finally:
                options.pop("names_context", None)
            if text:
                repressed = context.get_layout().repressed
                for tag in ("text", "names"):
                    repressed.setdefault(f"{_CS}{tag}", []).extend(seen)
                return text
        return None


class Names(model.Names, model.CitationStylesElement):  # type: ignore[misc]
    """`cs:names` that counts what a substitute has printed as empty."""

    def process(
        self, item: Any, names_context: Any = None, context: Any = None, **options: Any
    ) -> Any:
        """See citeproc-py; raises its VariableError where nothing is left to print."""
        layout = (context if context is not None else self).get_layout()
        repressed = getattr(layout, "repressed", {}).get(self.tag, ())
        if set(self.get("variable").split()) <= set(repressed):
            raise VariableError
        return super().process(item, names_context=names_context, context=context, **options)
