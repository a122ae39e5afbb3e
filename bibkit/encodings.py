"""The encoding that a text says it has: XML, HTML, and the comments of editors of .bib files."""

from __future__ import annotations

import codecs
import re

__all__ = ["encoding_of", "is_multibyte"]

_DECLARED = (
    re.compile(rb"""\s*<\?xml\b[^>]*?\bencoding\s*=\s*["']([\w.:-]+)"""),
    re.compile(rb"""(?is)\s*<.*?<meta\b[^>]*?\bcharset\s*=\s*["']?([\w.:-]+)"""),
    # JabRef; TeX editors; Emacs.
    re.compile(rb"(?im)^[ \t]*%[ \t]*encoding:[ \t]*([\w.:-]+)"),
    re.compile(rb"(?im)^[ \t]*%[ \t]*!TeX[ \t]+encoding[ \t]*=[ \t]*([\w.:() -]+)"),
    re.compile(rb"(?im)^[ \t]*%.*?-\*-.*?\bcoding:[ \t]*([\w.:-]+)"),
)
# Names that Python does not know: of TeX editors (TeXShop, TeXstudio) and of Java (JabRef).
_NAMES = {
    "isolatin": "cp1252", "isolatin2": "iso8859-2", "isolatin5": "iso8859-5",
    "isolatin9": "iso8859-15", "macosroman": "mac-roman", "windowslatin1": "cp1252",
    "utf-8 unicode": "utf-8", "x-macroman": "mac-roman", "x-sjis": "cp932",
    "x-windows-949": "cp949", "x-gbk": "gb18030",
}  # fmt: skip
# What is called by a narrower name is in practice the wider (WHATWG Encoding Standard, 4.2).
_WIDER = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030",
    "gbk": "gb18030", "cp936": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949",
}  # fmt: skip
_MULTIBYTE = re.compile(r"gb18030|big5\w*|cp9(?:32|49|50)|euc_\w+|shift_jis\w+|iso2022_\w+|johab")
_SINGLE = re.compile(r"iso8859-\d+|cp125\d|cp(?:437|85\d|86\d|866|874)|koi8-\w|mac-\w+|tis-620")


def encoding_of(data: bytes) -> tuple[str, str]:
    """The encoding that a text says it has: Python's name for it, and the name as it stands.

    Args:
        data: the text, or its beginning.

    Returns:
        The first empty where the text names none, or one that texts are not in; ISO 8859-1 and
        ASCII are Windows-1252, as in HTML.

    >>> encoding_of(b"% Encoding: ISO8859_1"), encoding_of(b"@book{a}"), encoding_of(b"% Encoding: x")
    (('cp1252', 'ISO8859_1'), ('', ''), ('', 'x'))
    """
    for pattern in _DECLARED:
        match = (
            pattern.match(data[:4096]) if b"<" in pattern.pattern else pattern.search(data[:4096])
        )
        if match:
            named = match[1].decode("ascii", "replace").strip()
            try:
                name = codecs.lookup(_NAMES.get(named.lower(), named)).name
            except (LookupError, ValueError):
                return "", named
            name = _WIDER.get(name, name)
            known = name == "utf-8" or is_multibyte(name) or _SINGLE.fullmatch(name)
            return name if known else "", named
    return "", ""


def is_multibyte(encoding: str) -> bool:
    """Whether an encoding has characters of several bytes, and is not Unicode's."""
    return _MULTIBYTE.fullmatch(encoding) is not None
