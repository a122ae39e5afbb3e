"""YAML to dicts, lists and words, by its events: no tag is heeded, and no alias can explode.

What a word without quotes means depends on where it stands: `012` is a number to YAML and may be an
issue, `no` is a truth value and may be a language. So it comes as a `Plain` word, and `resolved` says
what it is where that is wanted.
"""

from __future__ import annotations

import re
from typing import Any

__all__ = ["Builder", "Plain", "YAMLFault", "resolved"]

#: How deep lists and mappings may lie in each other, and how much aliases may stand for in all.
MAX_DEPTH = 100
MAX_ALIASED = 1_000_000


_SURROGATE = re.compile("[\ud800-\udfff]")


class YAMLFault(ValueError):
    """A text that is no YAML, or that does what no bibliography does; the message says where."""


class Plain(str):
    """A word or line without quotes."""


class Builder:
    """Builds values from texts; what one text names by an anchor, later ones may use.

    Attributes:
        doubled: the keys that stood twice in a mapping of the text that was built last.

    >>> Builder().build("[{id: soil, volume: '2'}]")
    [{'id': 'soil', 'volume': '2'}]
    """

    def __init__(self) -> None:
        self.doubled: list[str] = []
        self._anchors: dict[str, tuple[Any, int]] = {}
        self._aliased = 0

    def build(self, text: str, line: int = 1) -> Any:
        """The value of the first document of a text.

        Args:
            line: the number that the first line of the text has in its file.

        Raises:
            YAMLFault: see there.
        """
        import yaml

        self.doubled = []
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        mark = None
        try:
            root = _Open(None, None, 0)
            stack = [root]
            for event in yaml.parse(_SURROGATE.sub("\ufffd", text), Loader=loader):
                mark = event.start_mark
                if isinstance(event, yaml.DocumentEndEvent):
                    break
                self._take(event, stack)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None) or mark
            what = getattr(error, "problem", None) or "a character that YAML does not allow"
            raise YAMLFault(
                f"This is not valid YAML ({what}, line {_line(mark, line)})."
            ) from error
        except YAMLFault as fault:
            raise YAMLFault(f"{fault} (line {_line(mark, line)}).") from fault
        return root.value

    def _take(self, event: Any, stack: list[_Open]) -> None:
        import yaml

        if isinstance(event, yaml.ScalarEvent):
            plain = not event.style and event.tag is None
            value = Plain(event.value) if plain else event.value
            self._put(value, 1 + len(value) // 100, event.anchor, stack)
        elif isinstance(event, yaml.AliasEvent):
            if event.anchor not in self._anchors:
                raise YAMLFault(f"This YAML uses '*{event.anchor}', which it does not define")
            value, size = self._anchors[event.anchor]
            self._aliased += size
            if self._aliased > MAX_ALIASED:
                raise YAMLFault("The aliases of this YAML stand for more than a bibliography holds")
            self._put(value, size, None, stack)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            if len(stack) > MAX_DEPTH:
                raise YAMLFault("This YAML is nested too deeply")
            empty: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
            stack.append(_Open(empty, event.anchor, 1))
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            done = stack.pop()
            self._put(done.merged(), done.size, done.anchor, stack)

    def _put(self, value: Any, size: int, anchor: str | None, stack: list[_Open]) -> None:
        if anchor:
            self._anchors[anchor] = (value, size)
        self.doubled += stack[-1].put(value, size)


class _Open:
    """A list or mapping that is being read; that of the document itself holds one value."""

    def __init__(self, value: Any, anchor: str | None, size: int) -> None:
        self.value, self.anchor, self.size = value, anchor, size
        self.key: str | None = None

    def put(self, value: Any, size: int) -> list[str]:
        """Add a value or key; gives the key where it stood already."""
        self.size += size
        if isinstance(self.value, list):
            self.value.append(value)
        elif not isinstance(self.value, dict):
            self.value = value
        elif self.key is None:
            if not isinstance(value, str):
                raise YAMLFault("A key of this YAML is no text")
            self.key = str(value)
        else:
            key, self.key = self.key, None
            doubled = [key] if key in self.value else []
            self.value[key] = value
            return doubled
        return []

    def merged(self) -> Any:
        """The value, with what `<<` names where it has no own."""
        if not isinstance(self.value, dict) or not isinstance(self.value.get("<<"), dict):
            return self.value
        base = self.value.pop("<<")
        return {**base, **self.value}


def _line(mark: Any, first: int) -> int:
    return first + (mark.line if mark is not None else 0)


_INTEGER = re.compile(r"-?(?:0|[1-9]\d{0,17})", re.A)
_FLOAT = re.compile(r"-?(?:0|[1-9]\d{0,17})(?:\.\d{1,17})?(?:[eE][+-]?\d{1,2})?", re.A)
_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}


def resolved(value: Any) -> Any:
    """A value with its plain words as what JSON would have: numbers, truth values, null.

    >>> resolved([Plain("true"), Plain("12"), Plain("012"), "12", {"a": Plain("~")}])
    [True, 12, '012', '12', {'a': None}]
    """
    if isinstance(value, dict):
        return {key: resolved(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [resolved(inner) for inner in value]
    if not isinstance(value, Plain):
        return value
    if value in _WORDS:
        return _WORDS[value]
    if _INTEGER.fullmatch(value):
        return int(value)
    return float(value) if _FLOAT.fullmatch(value) else str(value)
