"""Identifiers and addresses in .bib values, which LaTeX does not interpret, or `\\url` holds."""

from __future__ import annotations

import re

__all__ = ["address_in", "plain_address"]

# What stands escaped, or as a macro, in an address.
_ESCAPED = re.compile(
    r"\\(?=[_&%#$~{}])|\\(?P<tilde>textasciitilde|sim|string|~)(?:\s*\{\}|\s(?=\w)|)|\$\\sim\$|\{(?P<alone>[_~%&#])\}"
)
_WRAPPED = re.compile(r"\\(?:url|path|nolinkurl)\s*\{((?:[^{}]|\{[^{}]*\})*)\}")


def plain_address(value: str) -> str:
    r"""An identifier or address as it is.

    >>> plain_address(r"\url{http://x.org/a\_b}"), plain_address(r"http://x.org/$\sim$foo")
    ('http://x.org/a_b', 'http://x.org/~foo')
    """
    bare = (
        _WRAPPED.sub(r"\1", " ".join(value.split())) if "\\" in value else " ".join(value.split())
    )
    while bare.startswith("{") and bare.endswith("}"):
        bare = bare[1:-1]
    if "\\" not in bare and "{" not in bare:
        return bare

    def plain(match: re.Match[str]) -> str:
        if match["alone"]:
            return match["alone"]
        return "~" if match["tilde"] in ("textasciitilde", "sim") or match[0] == r"$\sim$" else ""

    return _ESCAPED.sub(plain, bare)


_ADDRESS = re.compile(
    r"\s*\{?\s*(?:\\url\s*\{\s*(?P<url>\S+?)\s*\}|\\href\s*\{\s*(?P<href>\S+?)\s*\}\s*\{.*\}|(?P<bare>(?:https?|ftp)://[^\s{}]+))\s*\}?\s*",
    re.S,
)


def address_in(value: str) -> str:
    r"""The address that is all that a text says; empty where it says more, or none.

    >>> address_in(r"\url{http://x.org}"), address_in(r"see \url{http://x.org}")
    ('http://x.org', '')
    """
    match = _ADDRESS.fullmatch(" ".join(value.split()))
    return plain_address(match["url"] or match["href"] or match["bare"]) if match else ""
