"""LaTeX in .bib values, read beside pylatexenc."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from latex_spans import CAPS

from bibkit.formats.bib.latex import decode

# Values that both read alike.
_ALIKE = r"""
M{\"u}ller|M\"uller|M\"{u}ller|Erd{\H{o}}s|Erd\H{o}s|Erd{\H o}s|\'Etude|\'{E}tude|{\'E}tude|{\'{E}}tude
na{\"\i}ve|na\"{\i}ve|na{\"{\i}}ve|na\"ive|Gar\c{c}on|Gar{\c c}on|Ha\v{c}ek|Ha{\v c}ek|{\v{S}}koda
\c{S}erban|\^{\i}le|\^ile|\`a la carte|ma\~nana|\~{a}o|\=a|\={u}|\u{g}|\u g|\.z|\.{z}|\.Istanbul|\r{u}
\r u|\d{h}|\d h|\b{d}|\k{a}|\H{u}|\'{\ae}|\'{\o}|\'y|\'{n}|{\aa}ngstr{\"o}m|{\AA}ngstr{\"o}m
\AA{}ngstr\"om|Stra{\ss}e|Stra\ss e|Stra\ss{}e|{\O}rsted|\O rsted|\O{}rsted|{\L}{\'o}d{\'z}|{\l}
{\oe}uvre|\OE uvre|{\ae}gis|{\AE}gis|{\dh}|{\DH}|{\th}|{\TH}|{\dj}|{\DJ}|{\ng}|{\NG}|{\i}|{\j}
``quoted''|``A ``nested'' one''|don't|1--10|a---b|?`Por qu\'e?|!`Ay!|S.~Hermann|Smith \& Sons|100\%
\$5|\#1|a\_b|\{x\}|{DNA} and {RNA}|{{Double}}|The {B}oltzmann|{}empty|\textendash|a{\textemdash}b
{\textquoteleft}x{\textquoteright}|{\textquotedblleft}x{\textquotedblright}|\textquotesingle
{\textellipsis}|{\ldots}|{\textbullet}|{\textdegree}|{\textregistered}|{\texttrademark}|{\textcopyright}
{\textsterling}|{\texteuro}|{\textyen}|{\textcent}|{\dag}|{\textdagger}|{\textordmasculine}
{\textonehalf}|{\textonequarter}|{\texttwosuperior}|{\textmu}|{\texttimes}|{\textpm}|{\textdiv}
{\textlnot}|{\textexclamdown}|{\guillemotleft}a{\guillemotright}|{\guilsinglleft}a{\guilsinglright}
{\quotedblbase}|{\quotesinglbase}|{\textperthousand}|{\textasciitilde}|{\textbackslash}|{\textnumero}
{\textbrokenbar}|{\textcurrency}|{\textasciiacute}|$\alpha$|$\beta$-catenin|$\gamma$|$\delta$
$\varepsilon$|$\theta$|$\kappa$B|$\lambda$|$\mu$m|$\pi$|$\sigma$|$\varphi$|$\omega$|$\Gamma$|$\Delta$
$\Omega$|$\leq$|$\geq$|$\neq$|$\approx$|$\sim$|$\equiv$|$\pm$|$\times$|$\infty$|$\rightarrow$|$\to$
$\Rightarrow$|$\partial$|$\nabla$|$\in$|$\subset$|$\cup$|$\forall$|$\emptyset$|$\ell$|$\circ$|$\ast$
$\star$|$\dagger$|\textcelsius|\textschwa|\cyra|pre\-fix|a\ b|\textrm{x}|\text{x}|\underline{x}
\ensuremath{\alpha}|\texorpdfstring{$\alpha$}{alpha}|\textcolor{red}{x}|\tilde{O}|$\hat{x}$|$\mathbb{R}$
$\mathcal{O}$|$\mathrm{d}x$|$\frac{1}{2}$
"""
# Where bibkit reads otherwise: the value, what bibkit reads, and why.
_OTHERWISE = (
    ("50% of it", "50% of it", "a value of a .bib file has no comments"),
    ("R&D", "R&D", "and no tables"),
    (r"\emph{x}", "<i>x</i>", "formats are CSL's rich text"),
    (r"{\bf x}", "<b>x</b>", "formats are CSL's rich text"),
    (r"\textsc{x}", f"{CAPS}x</span>", "formats are CSL's rich text"),
    (r"\textsuperscript{2}", "<sup>2</sup>", "formats are CSL's rich text"),
    ("$x^2$", "x<sup>2</sup>", "formats are CSL's rich text"),
    (r"\foo{x}", r"\foo{x}", "an unknown macro stays"),
    (r"\footnote{x}", r"\footnote{x}", "a note is no part of the text"),
    (r"\today", r"\today", "what is read does not depend on the day"),
    (r"\LaTeX{}", "LaTeX", "nothing is dropped"),
    (r"{\copyright}", "©", "nothing is dropped"),
    (r"{\S}", "§", "nothing is dropped"),
    (r"{\textless}", "<", "nothing is dropped"),
    (r"{\textbraceleft}", "{", "nothing is dropped"),
    (r"{\textunderscore}", "_", "nothing is dropped"),
    (r"\texttt{x}", "x", "nothing is dropped"),
    (r"\mbox{x}", "x", "nothing is dropped"),
    (r"\slash", "/", "nothing is dropped"),
    (r"\textesh", "ʃ", "nothing is dropped"),
    (r"\'{}", "´", "an accent without a letter"),
    (r"\~{}", "~", "an accent without a letter"),
    (r"\t{oo}", "o\u0361o", "accents of T1 and TS1"),
    (r"\G{a}", "ȁ", "accents of T1 and TS1"),
    (r"\textcommabelow{s}", "ș", "accents of T1 and TS1"),
    (r"\enquote{x}", "“x”", "csquotes and BibLaTeX"),
    (r"\mkbibquote{x}", "“x”", "csquotes and BibLaTeX"),
    (r"\foreignlanguage{german}{x}", "x", "the language is not said"),
    (r"\noopsort{a}b", "b", "what BibTeX sorts by is not said"),
    (r"\symbol{126}", "~", "a number of a character"),
    (r"\char126", "~", "a number of a character"),
    (r"\url{x}", "x", "an address stands alone"),
    ("<<x>>", "«x»", "ligatures of T1"),
    (",,x``", "„x“", "ligatures of T1"),
    (r"50\,kg", "50\u2009kg", "the space is a thin one"),
    (r"{\textperiodcentered}", "·", "a middle dot, no dot above"),
    (r"{\textasciicircum}", "^", "the character of ASCII"),
    (r"$\epsilon$", "ε", "authors mean the letter"),
    (r"$\phi$", "φ", "authors mean the letter"),
    ("$-1$", "−1", "a minus sign"),
    (r"$\prime$", "′", "a prime"),
    (r"$\cdot$", "⋅", "the operator"),
    (r"$\bullet$", "•", "the sign that is meant in text"),
    (r"$\langle x\rangle$", "⟨x⟩", "LaTeX sets no space there"),
)  # fmt: skip


def _pylatexenc() -> Callable[[str], str]:
    from pylatexenc.latex2text import LatexNodes2Text

    convert: Callable[[str], str] = LatexNodes2Text().latex_to_text
    return convert


def test_pylatexenc_reads_the_same() -> None:
    convert = _pylatexenc()
    values = [value for line in _ALIKE.split("\n") for value in line.split("|") if value]
    assert len(values) > 150
    for value in values:
        assert decode(value) == (convert(value), []), value


def test_where_pylatexenc_reads_otherwise_there_is_a_reason() -> None:
    convert = _pylatexenc()
    for value, text, reason in _OTHERWISE:
        assert decode(value)[0] == text
        assert convert(value) != text, f"{value} is read alike now: no longer {reason}"
