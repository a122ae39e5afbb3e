"""The macros of LaTeX that occur in .bib values, as data: what each says as text.

Sources: the LaTeX kernel's encodings (OT1, T1, T2A, T5, TS1), amssymb, textgreek, tipa, csquotes,
BibLaTeX's manual (section 4.6) and the definitions that MathSciNet's and ADS's exports rely on.
A macro that stands twice for a character is written by the name that stands first. What is not
here is asked of pylatexenc, where that knows a single sign.
"""

from __future__ import annotations

import importlib
import unicodedata
from functools import lru_cache
from typing import Any

__all__ = [
    "ACCENTS",
    "ALPHABETS",
    "BELOW",
    "CONTROLS",
    "DROPPED",
    "FORMATS",
    "FUNCTIONS",
    "GREEK",
    "LETTERS",
    "LGR",
    "LIGATURES",
    "MARKS",
    "MATHS",
    "MATH_ACCENTS",
    "SECOND",
    "SPACES",
    "SPACING",
    "SWITCHES",
    "SYMBOLS",
    "TEXT_GREEK",
    "VERBATIM",
    "alphabet",
    "is_macro",
    "symbol",
]


def _pairs(table: str) -> dict[str, str]:
    words = iter(table.split())
    return dict(zip(words, words, strict=True))


# --- accents ------------------------------------------------------------------------------------

#: Accents: the macro before a letter, and the combining character behind it.
ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306",
    ".": "\u0307", '"': "\u0308", "h": "\u0309", "r": "\u030a", "H": "\u030b", "v": "\u030c",
    "U": "\u030d", "G": "\u030f", "f": "\u0311", "d": "\u0323", "textcommabelow": "\u0326",
    "c": "\u0327", "k": "\u0328", "b": "\u0331", "t": "\u0361", "textogonekcentered": "\u0328",
    # MathSciNet
    "ocirc": "\u030a", "polhk": "\u0328", "udot": "\u0323", "soft": "\u030c", "cftil": "\u0303",
    "cfgrv": "\u0300", "cfac": "\u0301", "lfhook": "\u0326",
}  # fmt: skip

#: Those that stand below the letter: a dotless i under them stays one.
BELOW = frozenset("\u0323\u0326\u0327\u0328\u0331")

#: An accent without a letter.
SPACING = {
    "\u0300": "`", "\u0301": "´", "\u0302": "^", "\u0303": "~", "\u0304": "¯", "\u0306": "˘",
    "\u0307": "˙", "\u0308": "¨", "\u030a": "˚", "\u030b": "˝", "\u030c": "ˇ", "\u0327": "¸",
    "\u0328": "˛",
}  # fmt: skip

#: Accents of mathematics.
MATH_ACCENTS = {
    "grave": "\u0300", "acute": "\u0301", "hat": "\u0302", "widehat": "\u0302", "tilde": "\u0303",
    "widetilde": "\u0303", "bar": "\u0304", "overline": "\u0305", "breve": "\u0306",
    "dot": "\u0307", "ddot": "\u0308", "mathring": "\u030a", "check": "\u030c", "vec": "\u20d7",
    "underline": "\u0332", "not": "\u0338",
}  # fmt: skip

# --- characters that are no macros, or macros without a name ------------------------------------

#: Several characters that LaTeX sets as one.
LIGATURES = {
    "---": "—", "--": "–", "``": "“", "''": "”", "<<": "«", ">>": "»", "!`": "¡", "?`": "¿",
    "`": "‘", "~": "\u00a0",
}  # fmt: skip

#: A backslash and one character that is no letter. A line break is `\\`, as LaTeX has it.
CONTROLS = {
    **{character: character for character in "&%$#_{}"},
    "\\": "\n", " ": " ", "\n": " ", "\t": " ", ",": "\u2009", "-": "\u00ad", "/": "", "!": "",
    "@": "", ";": " ", ":": " ", ">": " ",
}  # fmt: skip

SPACES = {
    "thinspace": "\u2009", "enspace": "\u2002", "enskip": "\u2002", "quad": "\u2003",
    "qquad": "\u2003\u2003", "nobreakspace": "\u00a0", "space": " ", "medspace": " ",
    "thickspace": " ", "negthinspace": "", "hfill": " ", "newline": "\n", "linebreak": " ",
    "par": "\n\n", "textcompwordmark": "\u200c",
}  # fmt: skip

# --- symbols ------------------------------------------------------------------------------------

LETTERS = _pairs("""
    ss ß SS ẞ ae æ AE Æ oe œ OE Œ aa å AA Å o ø O Ø l ł L Ł i ı j ȷ dh ð DH Ð th þ TH Þ dj đ DJ Đ
    ng ŋ NG Ŋ ij ĳ IJ Ĳ ohorn ơ OHORN Ơ uhorn ư UHORN Ư
    textthorn þ textcrd đ textcrh ħ textcrb ƀ textlongs ſ
    textschwa ə textesh ʃ textezh ʒ textepsilon ɛ textopeno ɔ textltailn ɲ textglotstop ʔ
    textrevglotstop ʕ textprimstress ˈ textsecstress ˌ textlengthmark ː texthalflength ˑ
    textscripta ɑ textturna ɐ textturnscripta ɒ textturnv ʌ textturnr ɹ textturnh ɥ textturnm ɯ
    textturny ʎ textturnw ʍ textinvscr ʁ textscr ʀ textscg ɢ textscn ɴ textsci ɪ textscy ʏ
    textfishhookr ɾ textrtailr ɽ textrtailt ʈ textrtaild ɖ textrtails ʂ textrtailz ʐ textrtailn ɳ
    textrtaill ɭ textbeltl ɬ textlyoghlig ɮ texthtb ɓ texthtd ɗ texthtg ɠ textbari ɨ textbaru ʉ
    textbaro ɵ textctc ɕ textctz ʑ textctj ʝ textbardotlessj ɟ textltailm ɱ textramshorns ɤ
    textreve ɘ textrevepsilon ɜ textcloserevepsilon ɞ textrhookschwa ɚ textbullseye ʘ textpipe ǀ
    textdoublepipe ǁ textdoublebarpipe ǂ textyogh ȝ textwynn ƿ
""")

MARKS = _pairs("""
    textendash – textemdash — textquoteleft ‘ textquoteright ’ textquotedblleft “
    textquotedblright ” quotesinglbase ‚ quotedblbase „ guillemotleft « guillemotright »
    guillemetleft « guillemetright » guilsinglleft ‹ guilsinglright › glqq „ grqq “ glq ‚ grq ‘
    flqq « frqq » flq ‹ frq › lq ‘ rq ’ textellipsis … ldots … dots … dotsc … dotsb …
    textbullet • textperiodcentered · textopenbullet ◦ textbigcircle ◯ textexclamdown ¡
    textquestiondown ¿ textdagger † textdaggerdbl ‡ dag † ddag ‡ textsection § S § textparagraph ¶
    P ¶ textpilcrow ¶ mathsection § mathparagraph ¶ textbardbl ‖ textbrokenbar ¦ textreferencemark ※
    textinterrobang ‽ textinterrobangdown ⸘ textperthousand ‰ permil ‰ textpertenthousand ‱
    textnumero № textcopyright © copyright © textcircledP ℗ textservicemark ℠ textregistered ®
    circledR ® texttrademark ™ textordfeminine ª textordmasculine º textonesuperior ¹
    texttwosuperior ² textthreesuperior ³ textonequarter ¼ textonehalf ½ textthreequarters ¾
    textdegree ° textcelsius ℃ textmu µ textestimated ℮ textrecipe ℞ textlquill ⁅ textrquill ⁆ textfractionsolidus ⁄
    textlbrackdbl ⟦ textrbrackdbl ⟧ textblank ␢ textvisiblespace ␣ textdiscount ⁒ textmusicalnote ♪
    textmarried ⚭ textdivorced ⚮ textsterling £ pounds £ texteuro € euro € EUR € textyen ¥ yen ¥
    textcent ¢ textcurrency ¤ textflorin ƒ textwon ₩ textbaht ฿ textdong ₫ textnaira ₦
    textguarani ₲ textpeso ₱ textlira ₤ textcolonmonetary ₡ textasciiacute ´ textasciidieresis ¨
    textasciimacron ¯ textasciibreve ˘ textasciicaron ˇ textacutedbl ˝ checkmark ✓ maltese ✠
    textasciigrave ` textquotesingle ' textquotedbl " textasciitilde ~ textasciicircum ^
    textbackslash \\ textbraceleft { textbraceright } textunderscore _ textdollar $ textpercent %
    textampersand & textnumbersign # textbar | textless < textgreater > lbrace { rbrace }
    lbrack [ rbrack ] slash / hyphen - backslash \\ mathdollar $
""")

# What is read, but never written: words, and names that one package or service alone has.
_NAMES = {
    **_pairs("""
        textlnot ¬ texttimes × textdiv ÷ textpm ± textminus − textsurd √ textasteriskcentered ∗
        textleftarrow ← textrightarrow → textuparrow ↑ textdownarrow ↓ textlangle ⟨ textrangle ⟩
        degree ° degr ° celsius °C ohm Ω textohm Ω textmho ℧ micro µ micron µm arcsec ″ arcmin ′ bibrangedash –
        cprime ʹ cdprime ʺ dbar đ Dbar Đ abreve ă ABREVE Ă acircumflex â ACIRCUMFLEX Â
        ecircumflex ê ECIRCUMFLEX Ê ocircumflex ô OCIRCUMFLEX Ô female ♀ male ♂ Venus ♀ Mars ♂
        sun ☉ earth ♁
    """),
    "og": "«\u00a0", "fg": "\u00a0»",
    "TeX": "TeX", "LaTeX": "LaTeX", "LaTeXe": "LaTeX2ε", "BibTeX": "BibTeX", "XeTeX": "XeTeX",
    "LuaTeX": "LuaTeX", "XeLaTeX": "XeLaTeX", "LuaLaTeX": "LuaLaTeX", "pdfTeX": "pdfTeX",
    "pdfLaTeX": "pdfLaTeX", "ConTeXt": "ConTeXt", "AmS": "AMS", "AmSTeX": "AMSTeX",
    "AmSLaTeX": "AMSLaTeX", "METAFONT": "METAFONT", "MF": "METAFONT", "biblatex": "biblatex",
    # What AASTeX prints for journals, as in the exports of ADS.
    "aap": "A&A", "aapr": "A&A Rev.", "aaps": "A&AS", "actaa": "Acta Astron.", "aj": "AJ",
    "ao": "Appl. Opt.", "apj": "ApJ", "apjl": "ApJ", "apjs": "ApJS", "apss": "Ap&SS",
    "araa": "ARA&A", "baas": "BAAS", "gca": "Geochim. Cosmochim. Acta",
    "grl": "Geophys. Res. Lett.", "icarus": "Icarus", "jcap": "J. Cosmology Astropart. Phys.",
    "jcp": "J. Chem. Phys.", "jgr": "J. Geophys. Res.",
    "jqsrt": "J. Quant. Spectr. Rad. Transf.", "memras": "MmRAS", "mnras": "MNRAS",
    "nat": "Nature", "nphysa": "Nucl. Phys. A", "pasa": "PASA", "pasj": "PASJ", "pasp": "PASP",
    "physrep": "Phys. Rep.", "planss": "Planet. Space Sci.", "pra": "Phys. Rev. A",
    "prb": "Phys. Rev. B", "prc": "Phys. Rev. C", "prd": "Phys. Rev. D", "pre": "Phys. Rev. E",
    "prl": "Phys. Rev. Lett.", "procspie": "Proc. SPIE", "solphys": "Sol. Phys.",
    "ssr": "Space Sci. Rev.",
}  # fmt: skip

GREEK = _pairs("""
    alpha α beta β gamma γ delta δ varepsilon ε zeta ζ eta η theta θ iota ι kappa κ lambda λ mu μ
    nu ν xi ξ pi π rho ρ varsigma ς sigma σ tau τ upsilon υ varphi φ chi χ psi ψ omega ω Gamma Γ
    Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω epsilon ε phi φ
    vartheta ϑ varkappa ϰ varrho ϱ varpi ϖ digamma ϝ
    varGamma Γ varDelta Δ varTheta Θ varLambda Λ varXi Ξ varPi Π varSigma Σ varPhi Φ varOmega Ω
""")
# Those of textgreek, which has all letters; \textepsilon is tipa's.
TEXT_GREEK = {
    f"text{name}": letter
    for name, letter in (
        GREEK
        | _pairs("""
            omicron ο Alpha Α Beta Β Epsilon Ε Zeta Ζ Eta Η Iota Ι Kappa Κ Mu Μ Nu Ν Omicron Ο
            Rho Ρ Tau Τ Chi Χ
        """)
    ).items()
    if name != "epsilon"
}

MATHS = _pairs("""
    leq ≤ geq ≥ neq ≠ ne ≠ le ≤ ge ≥ approx ≈ sim ∼ simeq ≃ cong ≅ equiv ≡ propto ∝ ll ≪ gg ≫
    asymp ≍ doteq ≐ leqslant ⩽ geqslant ⩾ lesssim ≲ gtrsim ≳ lessapprox ⪅ gtrapprox ⪆ lessgtr ≶
    gtrless ≷ approxeq ≊ triangleq ≜ coloneqq ≔ prec ≺ succ ≻ preceq ⪯ succeq ⪰ preccurlyeq ≼
    succcurlyeq ≽ nleq ≰ ngeq ≱ nless ≮ ngtr ≯ nsim ≁ ncong ≇ mid ∣ nmid ∤ parallel ∥ nparallel ∦
    perp ⟂ vdash ⊢ dashv ⊣ models ⊨ vDash ⊨ Vdash ⊩ bowtie ⋈ smile ⌣ frown ⌢ between ≬
    times × pm ± mp ∓ div ÷ cdot ⋅ ast ∗ star ⋆ circ ∘ bullet • oplus ⊕ ominus ⊖ otimes ⊗ oslash ⊘
    odot ⊙ boxtimes ⊠ boxplus ⊞ dagger † ddagger ‡ amalg ⨿ wr ≀ ltimes ⋉ rtimes ⋊ setminus ∖
    smallsetminus ∖ cap ∩ cup ∪ uplus ⊎ sqcap ⊓ sqcup ⊔ vee ∨ wedge ∧ lor ∨ land ∧ diamond ⋄
    triangleleft ◁ triangleright ▷ trianglelefteq ⊴ trianglerighteq ⊵
    in ∈ notin ∉ ni ∋ owns ∋ subset ⊂ supset ⊃ subseteq ⊆ supseteq ⊇ subsetneq ⊊ supsetneq ⊋
    nsubseteq ⊈ sqsubset ⊏ sqsupset ⊐ sqsubseteq ⊑ sqsupseteq ⊒ emptyset ∅ varnothing ∅ forall ∀
    exists ∃ nexists ∄ neg ¬ lnot ¬ top ⊤ bot ⊥ therefore ∴ because ∵ complement ∁
    rightarrow → to → leftarrow ← gets ← uparrow ↑ downarrow ↓ leftrightarrow ↔ updownarrow ↕
    Rightarrow ⇒ Leftarrow ⇐ Uparrow ⇑ Downarrow ⇓ Leftrightarrow ⇔ longrightarrow ⟶
    longleftarrow ⟵ longleftrightarrow ⟷ Longrightarrow ⟹ Longleftarrow ⟸ Longleftrightarrow ⟺
    implies ⟹ impliedby ⟸ iff ⟺ mapsto ↦ longmapsto ⟼ hookrightarrow ↪ hookleftarrow ↩
    rightharpoonup ⇀ rightharpoondown ⇁ leftharpoonup ↼ leftharpoondown ↽ rightleftharpoons ⇌
    leftrightharpoons ⇋ nearrow ↗ searrow ↘ swarrow ↙ nwarrow ↖ leadsto ⇝ rightsquigarrow ⇝
    rightrightarrows ⇉ leftrightarrows ⇆ rightleftarrows ⇄ twoheadrightarrow ↠ rightarrowtail ↣
    upharpoonright ↾ restriction ↾ circlearrowleft ↺ circlearrowright ↻ multimap ⊸ nrightarrow ↛
    infty ∞ partial ∂ nabla ∇ hbar ℏ hslash ℏ ell ℓ wp ℘ Re ℜ Im ℑ aleph ℵ beth ℶ imath ı jmath ȷ
    angle ∠ measuredangle ∡ sphericalangle ∢ triangle △ vartriangle △ square □ Box □ Diamond ◊
    lozenge ◊ blacksquare ■ blacktriangle ▲ bigtriangleup △ bigtriangledown ▽ bigcirc ◯ bigstar ★
    clubsuit ♣ diamondsuit ♢ heartsuit ♡ spadesuit ♠ sharp ♯ flat ♭ natural ♮ surd √ prime ′
    backprime ‵ mho ℧ angstrom Å Angstrom Å eth ð Finv Ⅎ Game ⅁ cdots ⋯ vdots ⋮ ddots ⋱ colon :
    sum ∑ prod ∏ coprod ∐ int ∫ iint ∬ iiint ∭ oint ∮ bigcap ⋂ bigcup ⋃ bigvee ⋁ bigwedge ⋀
    bigoplus ⨁ bigotimes ⨂ langle ⟨ rangle ⟩ lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉ vert | lvert |
    rvert | Vert ‖ lVert ‖ rVert ‖
""")

# The Cyrillic letters of T2A; \CYRA is the capital of \cyra.
_CYRILLIC = {
    f"{prefix}{case(name)}": case(letter)
    for name, letter in _pairs("""
        a а b б v в g г d д e е yo ё zh ж z з i и ishrt й k к l л m м n н o о p п r р s с t т u у
        f ф h х c ц ch ч sh ш shch щ hrdsn ъ ery ы sftsn ь erev э yu ю ya я ie є ii і yi ї gup ґ
        je ј lje љ nje њ dze ѕ dje ђ tshe ћ dzhe џ ushrt ў
    """).items()
    for prefix, case in (("cyr", str.lower), ("CYR", str.upper))
}

#: Macros without arguments, and what they say. Of two meanings of a name, the later one counts.
SYMBOLS = _CYRILLIC | MATHS | TEXT_GREEK | GREEK | SPACES | _NAMES | MARKS | LETTERS

#: Names of functions, which mathematics sets upright.
FUNCTIONS = frozenset(
    """
    arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim liminf
    limsup ln log max min mod bmod Pr sec sin sinh sup tan tanh
    """.split()
)

#: Alphabets of mathematics, by their names in Unicode.
ALPHABETS = {
    "mathbb": "DOUBLE-STRUCK", "Bbb": "DOUBLE-STRUCK", "mathcal": "SCRIPT", "mathscr": "SCRIPT",
    "mathfrak": "FRAKTUR", "frak": "FRAKTUR",
}  # fmt: skip

# --- macros with an argument --------------------------------------------------------------------

_SMALL_CAPS = '<span style="font-variant:small-caps;">'
_ITALIC, _BOLD, _BARE = ("<i>", "</i>"), ("<b>", "</b>"), ("", "")

#: Macros around a text: what they put before and behind it.
FORMATS = {
    "textit": _ITALIC, "emph": _ITALIC, "textsl": _ITALIC, "mkbibemph": _ITALIC,
    "mkbibitalic": _ITALIC, "textbf": _BOLD, "mkbibbold": _BOLD,
    "mathbf": _BOLD,
    "textsuperscript": ("<sup>", "</sup>"), "mkbibsuperscript": ("<sup>", "</sup>"),
    "up": ("<sup>", "</sup>"), "sp": ("<sup>", "</sup>"), "textsubscript": ("<sub>", "</sub>"),
    "sb": ("<sub>", "</sub>"), "textsc": (_SMALL_CAPS, "</span>"), "bsc": (_SMALL_CAPS, "</span>"),
    "enquote": ("“", "”"), "enquote*": ("‘", "’"), "mkbibquote": ("“", "”"),
    "textquote": ("“", "”"), "mkbibparens": ("(", ")"), "mkbibbrackets": ("[", "]"),
    **dict.fromkeys(
        """
        text textrm textup textmd textnormal textsf texttt mbox hbox makebox fbox underline uline
        uuline ul nohyphens lowercase MakeLowercase textgreek textlatin textcyr textcyrillic
        textls smash NoCaseChange mkbibacro mkbibnamefamily mkbibnamegiven bibnamefont
        bibfnamefont autocap mathrm mathit mathsf mathtt textlf
        """.split(),
        _BARE,
    ),
}  # fmt: skip

#: Switches, which last to the end of their group. An empty one ends those before it.
SWITCHES = {
    **dict.fromkeys("em it itshape sl slshape".split(), _ITALIC),
    **dict.fromkeys("bf bfseries".split(), _BOLD),
    **dict.fromkeys("sc scshape".split(), (_SMALL_CAPS, "</span>")),
    **dict.fromkeys(
        "rm tt sf normalfont upshape mdseries rmfamily sffamily ttfamily".split(), _BARE
    ),
}

#: What `\\textgreek` makes of Latin letters (babel's encoding LGR).
LGR = str.maketrans(
    "abgdezhjiklmnxoprsctufqywABGDEZHJIKLMNXOPRSTUFQYW",
    "αβγδεζηθικλμνξοπρσςτυφχψωΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ",
)

#: Macros whose argument is no LaTeX.
VERBATIM = frozenset(["url", "path", "nolinkurl", "burl"])

#: Macros of which the second argument is the text.
SECOND = frozenset(
    """
    foreignlanguage textcolor texorpdfstring raisebox bibinfo colorbox scalebox hyperlink textlang
    """.split()
)

#: Macros that say nothing, with the number of arguments that go with them.
DROPPED = {
    **dict.fromkeys(
        """
        relax protect noindent nobreak allowbreak unskip ignorespaces leavevmode xspace nolinebreak
        nobreakdash sloppy frenchspacing tiny scriptsize footnotesize small normalsize large Large
        LARGE huge Huge selectfont null strut displaystyle textstyle limits nolimits
        """.split(),
        0,
    ),
    **dict.fromkeys("noopsort SortNoop color selectlanguage vspace phantom hphantom".split(), 1),
    "discretionary": 2,  # of three: the last is for where the line does not break
}


# --- asking ---------------------------------------------------------------------------------------


def symbol(name: str) -> str | None:
    """What a macro without arguments says; None where it is not known as one.

    >>> symbol("alpha"), symbol("dh"), symbol("foo")
    ('α', 'ð', None)
    """
    said = SYMBOLS.get(name)
    return _elsewhere(name) if said is None else said


@lru_cache(4096)
def _elsewhere(name: str) -> str | None:
    """What pylatexenc has for a macro, where that is a sign and not a description."""
    if is_macro(name):
        return None
    text = getattr(_pylatexenc().get_macro_spec(name), "simplify_repl", None)
    if not isinstance(text, str) or not 1 <= len(text) <= 2 or "%" in text or text.isspace():
        return None
    return text if len(text) == 1 or not text.isascii() else None


@lru_cache(1)
def _pylatexenc() -> Any:
    # Loaded where a macro is met that the tables lack, which few files have.
    return importlib.import_module("pylatexenc.latex2text").get_default_latex_context_db()


def is_macro(name: str) -> bool:
    """Whether the tables here know a macro, with arguments or without."""
    return any(name in table for table in _TABLES)


_TABLES = (
    SYMBOLS, ACCENTS, MATH_ACCENTS, FORMATS, SWITCHES, VERBATIM, SECOND, DROPPED, FUNCTIONS,
    ALPHABETS,
    frozenset(
        """
        begingroup bgroup endgroup egroup ensuremath href symbol char unichar ce uppercase
        MakeUppercase hspace
        """.split()
    ),
)  # fmt: skip


def alphabet(name: str, letter: str) -> str | None:
    """A letter in an alphabet of mathematics; None where Unicode does not have it.

    >>> alphabet("mathbb", "R"), alphabet("mathcal", "O")
    ('ℝ', '𝒪')
    """
    style = ALPHABETS[name]
    size = "CAPITAL" if letter.isupper() else "SMALL"
    old = "BLACK-LETTER" if style == "FRAKTUR" else style
    for form in (f"MATHEMATICAL {style}", old):
        try:
            return unicodedata.lookup(f"{form} {size} {letter}")
        except KeyError:
            continue
    return None
