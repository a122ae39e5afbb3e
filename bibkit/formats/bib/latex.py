"""LaTeX in .bib values, to text with CSL's rich-text tags, and back.

One pass each way, no recursion, no execution: a macro is a name in a table or it stays as it
is. Reading: accents and letters to Unicode, `\\textit{…}` to `<i>…</i>` and its kin, braces that
only group dropped, `--` to an en dash. Writing: the eight characters that LaTeX reads as
commands are escaped; letters stay Unicode (BibLaTeX and biber, and BibTeX with any current
LaTeX, read UTF-8).
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["decode", "encode", "is_balanced"]

_ACCENTS = {
    "`": "\u0300",
    "'": "\u0301",
    "^": "\u0302",
    "~": "\u0303",
    "=": "\u0304",
    "u": "\u0306",
    ".": "\u0307",
    '"': "\u0308",
    "r": "\u030a",
    "H": "\u030b",
    "v": "\u030c",
    "d": "\u0323",
    "c": "\u0327",
    "k": "\u0328",
    "b": "\u0331",
}
_SYMBOLS = {
    "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å", "o": "ø", "O": "Ø",
    "l": "ł", "L": "Ł", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "dj": "đ",
    "DJ": "Đ", "ng": "ŋ", "NG": "Ŋ",
    "textendash": "–", "textemdash": "—", "textquoteleft": "‘", "textquoteright": "’",
    "textquotedblleft": "“", "textquotedblright": "”", "textbraceleft": "{", "textbraceright": "}",
    "textbackslash": "\\", "textasciitilde": "~", "textasciicircum": "^", "textunderscore": "_",
    "textdollar": "$", "textbar": "|", "textless": "<", "textgreater": ">", "textdegree": "°",
    "textregistered": "®", "texttrademark": "™", "copyright": "©", "pounds": "£", "texteuro": "€",
    "S": "§", "P": "¶", "dots": "…", "ldots": "…", "textellipsis": "…", "slash": "/",
    "guillemotleft": "«", "guillemotright": "»", "glqq": "„", "grqq": "“", "times": "×", "pm": "±",
    "textmu": "µ", "textperiodcentered": "·", "textasciiacute": "´", "textquotesingle": "'",
    "LaTeX": "LaTeX", "TeX": "TeX", "BibTeX": "BibTeX", "quad": " ", "newline": " ", "relax": "",
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "zeta": "ζ", "eta": "η",
    "theta": "θ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π",
    "rho": "ρ", "sigma": "σ", "tau": "τ", "upsilon": "υ", "phi": "φ", "chi": "χ", "psi": "ψ",
    "omega": "ω", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π",
    "Sigma": "Σ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω", "varepsilon": "ε", "degree": "°",
    "leq": "≤", "le": "≤", "geq": "≥", "ge": "≥", "approx": "≈", "sim": "∼", "rightarrow": "→",
    "to": "→", "infty": "∞", "cdot": "·", "circ": "°",
}  # fmt: skip
_TAGS = {
    "textit": ("<i>", "</i>"),
    "emph": ("<i>", "</i>"),
    "textsl": ("<i>", "</i>"),
    "mkbibemph": ("<i>", "</i>"),
    "mkbibitalic": ("<i>", "</i>"),
    "textbf": ("<b>", "</b>"),
    "mkbibbold": ("<b>", "</b>"),
    "textsuperscript": ("<sup>", "</sup>"),
    "textsubscript": ("<sub>", "</sub>"),
    "textsc": ('<span style="font-variant:small-caps;">', "</span>"),
    "enquote": ("“", "”"),
    "mkbibquote": ("“", "”"),
    "url": ("", ""),
    "text": ("", ""),
    "textrm": ("", ""),
    "textup": ("", ""),
    "textnormal": ("", ""),
    "mbox": ("", ""),
    "ensuremath": ("", ""),
    "mathrm": ("", ""),
    "texttt": ("", ""),
    "textsf": ("", ""),
    "underline": ("", ""),
}
# "{\em …}": from the command to the end of its group.
_SWITCHES = {"em": "textit", "it": "textit", "itshape": "textit", "sl": "textit", "bf": "textbf",
             "bfseries": "textbf", "sc": "textsc", "scshape": "textsc", "rm": "textrm", "tt": "texttt",
             "normalfont": "textrm", "upshape": "textrm"}  # fmt: skip
_SPACES = {
    ",": "\u2009",
    " ": " ",
    "/": "",
    "-": "",
    ";": " ",
    ":": " ",
    "!": "",
    "\n": " ",
    "\\": " ",
    "@": "",
}

_PLAIN = re.compile(r"[\\{}$~`'\-]")
_TOKEN = re.compile(
    r"\\(?:(?P<accent>[`'^~=.\"]|[ubcdvHrk](?![A-Za-z]))\s*"
    r"(?:\{\s*(?:\\(?P<dotless>[ij])(?![A-Za-z])\s*|(?P<braced>[^\W\d_]?))\s*\}|\\(?P<dotless2>[ij])(?![A-Za-z])\s?|(?P<bare>[^\W\d_]))"
    r"|(?P<macro>[A-Za-z]+)(?P<space>[ \t]*)|(?P<escaped>[&%$#_{}])|(?P<control>[^A-Za-z]))"
    r"|(?P<open>\{)|(?P<close>\})|(?P<dollar>\$)|(?P<tie>~)|(?P<dashes>---?)|(?P<quotes>``|'')"
    r"|(?P<text>[^\\{}$~`'\-]+|.)",
    re.S,
)
_MATH = re.compile(r"\$(?P<script>[_^])?\{?\s*(?P<body>\\?[\w+−-]{1,24})\s*\}?\$")


def decode(value: str) -> tuple[str, list[str]]:
    """A LaTeX value as text, with CSL rich-text tags, and the macros that were not understood.

    A macro that is not known stays as it is written, so nothing is lost. Mathematics other than
    a single letter, number, sub- or superscript stays LaTeX between its dollars.

    >>> decode(r"{\\'E}tude of \\textit{E. coli} {DNA} -- a study")
    ('Étude of <i>E. coli</i> DNA – a study', [])
    >>> decode(r"50\\% of \\foo{x}")
    ('50% of \\\\foo{x}', ['\\\\foo'])
    """
    if not _PLAIN.search(value):
        return " ".join(value.split()), []
    out: list[str] = []
    unknown: list[str] = []
    closers: list[str] = []  # what each open group puts at its end
    position, length = 0, len(value)
    while position < length:
        match = _TOKEN.match(value, position)
        if match is None:  # a lone backslash at the end
            out.append(value[position:])
            break
        position = match.end()
        kind = match.lastgroup or "text"
        if match["text"]:
            out.append(match["text"])
        elif match["accent"]:
            letter = match["dotless"] or match["dotless2"] or match["braced"] or match["bare"] or ""
            mark = _ACCENTS[match["accent"]]
            out.append(unicodedata.normalize("NFC", letter + mark) if letter else "")
        elif match["macro"]:
            position = _macro(match, value, out, closers, unknown)
        elif match["escaped"]:
            out.append(match["escaped"])
        elif match["control"] in ("(", ")"):
            out.append("$")  # \\(…\\) is mathematics, as $…$ is
        elif match["control"]:
            out.append(_SPACES.get(match["control"], match["control"]))
        elif kind == "open":
            closers.append("")
        elif kind == "close":
            out.append(closers.pop() if closers else "}")
        elif kind == "dollar":
            position = _math(match, value, out)
        elif kind == "tie":
            out.append("\u00a0")
        elif kind == "dashes":
            out.append("—" if match["dashes"] == "---" else "–")
        else:
            out.append("“" if match["quotes"] == "``" else "”")
    out += reversed(closers)
    return " ".join("".join(out).replace("\u00a0", "\x00").split()).replace(
        "\x00", "\u00a0"
    ), unknown


def _macro(
    match: re.Match[str], value: str, out: list[str], closers: list[str], unknown: list[str]
) -> int:
    """A named macro; returns where reading goes on."""
    name, position = match["macro"], match.end()
    if name in _SYMBOLS:
        out.append(_SYMBOLS[name])
        if value.startswith("{}", position):
            return position + 2
        return position
    if name in _TAGS and value.startswith("{", position):
        opening, closing = _TAGS[name]
        out.append(opening)
        closers.append(closing)
        return position + 1
    if name in _SWITCHES and closers:
        opening, closing = _TAGS[_SWITCHES[name]]
        out.append(opening)
        closers[-1] = closing + closers[-1]
        return position
    # What is not known stays as it is, with all its arguments.
    unknown.append(f"\\{name}")
    end = _arguments(value, match.end("macro"))
    out.append(value[match.start() : end] if end > match.end("macro") else match[0])
    return max(end, position)


def _arguments(value: str, start: int) -> int:
    """Behind the `[…]` and `{…}` that follow a macro's name."""
    end = start
    while end < len(value) and value[end] in "[{":
        closing = "]" if value[end] == "[" else "}"
        depth = 0
        for index in range(end, min(len(value), end + 5000)):
            depth += (value[index] == "{") - (value[index] == "}")
            if value[index] == closing and depth == 0:
                end = index + 1
                break
        else:
            return end
    return end


def _math(match: re.Match[str], value: str, out: list[str]) -> int:
    """Simple mathematics to Unicode, the rest kept; a lone dollar is a dollar."""
    simple = _MATH.match(value, match.start())
    if simple:
        body = simple["body"]
        if body.startswith("\\") and body[1:] not in _SYMBOLS:
            out.append(simple[0])
            return simple.end()
        text = _SYMBOLS.get(body[1:], body) if body.startswith("\\") else body
        script = simple["script"]
        tag = {"_": "sub", "^": "sup"}.get(script or "")
        if tag is None and not body.startswith("\\") and len(body) > 1:
            out.append(simple[0])
        else:
            out.append(f"<{tag}>{text}</{tag}>" if tag else text)
        return simple.end()
    end = value.find("$", match.end())
    inner = value[match.end() : end]
    if end == -1 or (inner[:1].isdigit() and not re.search(r"[\\^_]", inner)):
        out.append("$")  # "$5 a day": a price, not mathematics
        return match.end()
    out.append(value[match.start() : end + 1])
    return end + 1


# --- writing ------------------------------------------------------------------------------------

_ESCAPES = {
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "\\": r"\textbackslash{}",
    "\u00a0": "~",
    "\u2009": r"\,",
}
_OPEN = {
    "i": r"\textit{",
    "em": r"\emph{",
    "b": r"\textbf{",
    "strong": r"\textbf{",
    "sup": r"\textsuperscript{",
    "sub": r"\textsubscript{",
    "sc": r"\textsc{",
}
_WRITE = re.compile(
    r"<(?P<close>/)?(?P<tag>i|em|b|strong|sup|sub|sc|span)(?P<attributes>\s[^<>]*)?>"
    r"|(?P<math>\$(?:[^$\d\s][^$]{0,200}|\d[^$]{0,40}[\\^_][^$]{0,200})\$)"
    r"|(?P<macro>\\[A-Za-z]+(?:\[[^\]{}]*\])?(?:\{(?:[^{}]|\{[^{}]*\})*\})*)|(?P<special>[&%$#_{}~^\\\u00a0\u2009])"
)


def encode(text: str) -> str:
    """Text with CSL rich-text tags as a LaTeX value whose braces are balanced.

    Mathematics between dollars and macros with their arguments, as `decode` keeps them, stay.

    >>> encode("50% of <i>E. coli</i> & {x")
    '50\\\\% of \\\\textit{E. coli} \\\\& \\\\textbraceleft{}x'
    """
    if not _WRITE.search(text):
        return text
    opened: list[str] = []
    out: list[str] = []
    position = 0
    for match in _WRITE.finditer(text):
        out.append(text[position : match.start()])
        position = match.end()
        if match["special"]:
            out.append(_ESCAPES[match["special"]])
        elif match["math"]:
            out.append(match[0] if is_balanced(match[0]) else _escape(match[0]))
        elif match["macro"]:
            out.append(match[0])
        elif match["close"]:
            out.append(_close(match["tag"], opened))
        else:
            out.append(_open(match["tag"], match["attributes"] or "", opened))
    out.append(text[position:])
    out.append("}" * sum(tag != "span" for tag in opened))
    return "".join(out)


def _open(tag: str, attributes: str, opened: list[str]) -> str:
    if tag == "span":
        if "small-caps" in attributes:
            opened.append("sc")
            return _OPEN["sc"]
        if "nocase" in attributes:
            opened.append("nocase")
            return "{"
        opened.append("span")
        return ""
    opened.append(tag)
    return _OPEN[tag]


def _close(tag: str, opened: list[str]) -> str:
    matching = ("sc", "nocase", "span") if tag == "span" else (tag,)
    if opened and opened[-1] in matching:
        return "" if opened.pop() == "span" else "}"
    return ""


def is_balanced(text: str) -> bool:
    """Whether a text's braces pair, counted as BibTeX counts them: escaped or not.

    >>> is_balanced("{a}"), is_balanced("}{")
    (True, False)
    """
    depth = 0
    for character in text:
        depth += (character == "{") - (character == "}")
        if depth < 0:
            return False
    return depth == 0


def _escape(text: str) -> str:
    return "".join(_ESCAPES.get(character, character) for character in text)
