"""The YAML block at the head of a Markdown manuscript: what it says of citations."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bibkit.errors import UnreadableInput

__all__ = ["Matter", "read_matter"]

_BLOCK = re.compile(
    r"\ufeff?---[ \t]*\r?\n(.*?)(?:^|\n)(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.S | re.M
)
_KEY = re.compile(r"(?<!\w)@(?:\{([^{}]+)\}|(\*|\w+(?:[:.#$%&+?<>~/-]\w+)*))")


@dataclass(frozen=True, slots=True)
class Matter:
    """What the head of a manuscript asks for, by the names that pandoc gives these fields.

    Args:
        values: all of the block, as YAML has it.
        end: where in the text the block ends; 0 where there is none.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    end: int = 0

    def text(self, *names: str) -> str:
        """The first of these fields that has one word or text; empty where none has.

        >>> Matter({"csl": "nature", "lang": ["de"]}).text("csl"), Matter().text("csl")
        ('nature', '')
        """
        for name in names:
            value = self.values.get(name)
            if isinstance(value, str | int | float) and not isinstance(value, bool):
                return str(value).strip()
        return ""

    def texts(self, name: str) -> tuple[str, ...]:
        """A field that may be one text or a list of them."""
        value = self.values.get(name)
        many = value if isinstance(value, list) else [value]
        return tuple(str(one).strip() for one in many if one not in (None, "", True, False))

    def flag(self, name: str, default: bool) -> bool:
        """A field that is true or false."""
        value = self.values.get(name, default)
        return value if isinstance(value, bool) else default

    @property
    def nocite(self) -> tuple[str, ...]:
        """Keys that belong in the bibliography uncited; `*` is all of them.

        >>> Matter({"nocite": "@doe99, @{a b}, @*"}).nocite
        ('doe99', 'a b', '*')
        """
        found = (_KEY.finditer(text) for text in self.texts("nocite"))
        return tuple(match[1] or match[2] for matches in found for match in matches)


def read_matter(text: str) -> Matter:
    """The YAML block that a text begins with; an empty one where there is none.

    Raises:
        UnreadableInput: the block is not YAML.

    >>> read_matter("---\\ncsl: nature\\n---\\n\\nText.").values
    {'csl': 'nature'}
    """
    match = _BLOCK.match(text)
    if match is None or not match[1].strip():
        return Matter(end=match.end() if match else 0)
    import yaml

    try:
        values = yaml.safe_load(match[1])
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f" at line {mark.line + 2}" if mark else ""
        what = getattr(error, "problem", None) or "it is not YAML"
        raise UnreadableInput(
            f"The block at the head of the manuscript cannot be read{where}: {what}."
        ) from error
    if not isinstance(values, dict):
        return Matter()  # a rule, some text, a rule: no head
    return Matter({str(key): value for key, value in values.items()}, match.end())
