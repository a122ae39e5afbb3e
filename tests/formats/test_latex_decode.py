"""LaTeX in .bib values: what is read."""

from __future__ import annotations

import subprocess
import sys
import unicodedata

import pytest

from bibkit.formats.bib.latex import decode, encode
from bibkit.formats.bib.macros import ACCENTS, SYMBOLS, symbol


def _rows(table: str) -> list[tuple[str, str]]:
    pairs = (line.partition(" => ") for line in table.strip().splitlines())
    return [(latex.strip(), text.strip()) for latex, _, text in pairs]


@pytest.mark.parametrize(
    ("latex", "text"),
    _rows(r"""
    M{\"u}ller M\"uller M\"{u}ller M{\"{u}}ller M\" uller => Müller Müller Müller Müller Müller
    {\'\i} \'{\i} {\'{\i}} \'i {\u\i} {\v{\j}}            => í í í í ĭ ǰ
    \c{c} \c c {\c c} \k{a} \d{h} \b{d} \H{o} \r a        => ç ç ç ą ḥ ḏ ő å
    \textcommabelow{S} \G{a} \U{a} \h{a} \f{a}            => Ș ȁ a̍ ả ȃ
    \t{oo} \t oo                                          => o͡o o͡o
    {\'{\^a}} \'\^a \d{\u{a}} {\={\ae}} \'{\o}            => ấ ấ ặ ǣ ǿ
    \'{ab} \v{sc}                                         => áb šc
    \.I \.{I} \.i \.{\i} {\i} {\j}                        => İ İ i i ı ȷ
    \~{} \^{} \'{} \"{} {\`{}}                            => ~ ^ ´ ¨ `
    {\aa}{\AA}\o\O\l\L\ss\ae\oe{}\dh\th\ng                => åÅøØłŁßæœðþŋ
    \O re \O{}re {\O}re \AA ngstr\"om                     => Øre Øre Øre Ångström
    Franc{\ocirc{u}} \polhk{a} \cprime                    => Franců ą ʹ
    {\ohorn}{\UHORN}{\d{\ohorn}} \textschwa\textesh{}     => ơƯợ əʃ
    \cyra\CYRZH\cyrshch{} \textcyr{\CYRP\cyru}            => аЖщ Пу
    \textgreek{m}m \textalpha\textOmega                   => μm αΩ
    ``a'' `b' don't                                       => “a” ‘b’ don't
    `c'est l'\'et\'e' a`b                                 => ‘c'est l'été’ a‘b
    ?`Que? !`Hola!                                        => ¿Que? ¡Hola!
    <<a>> a < b                                           => «a» a < b
    ,,Wort`` a,,b                                         => „Wort“ a,,b
    \glqq a\grqq{} \flqq b\frqq                            => „a“ «b»
    1--2 3---4                                            => 1–2 3—4
    a\/b a\ b a\@.                                        => ab a b a.
    50% R&D a_b a^b #1 \% \& \_ \# \$ \{ \}               => 50% R&D a_b a^b #1 % & _ # $ { }
    \textasciitilde{} \textbackslash x \textunderscore    => ~ \x _
    \symbol{126} \char126 \char"7E \char`\~ \unichar{233} => ~ ~~~é
    \TeX{} \LaTeX\ is \protect\TeX book {\relax Ch}       => TeX LaTeX is TeXbook Ch
    \textcelsius\ 5\degree C 37\celsius                   => ℃ 5°C 37°C
    \apj                                                  => ApJ
    {DNA} {{BRCA1}} {B}RCA1 {}x {D{\"u}sseldorf}          => DNA BRCA1 BRCA1 x Düsseldorf
    {{}iPhone}                                            => <span class="nocase">iPhone</span>
    \textit{a \textbf{b}} \emph{c}                        => <i>a <b>b</b></i> <i>c</i>
    \textsuperscript{2}\textsubscript 3                   => <sup>2</sup><sub>3</sub>
    {\em a b} c {\it d \rm e} {\bf{f}}                    => <i>a b</i> c <i>d </i>e <b>f</b>
    \begingroup\bf x\endgroup{} \em y                     => <b>x</b> <i>y</i>
    \textsc{a} {\sc b}                                    => <span style="font-variant:small-caps;">a</span> <span style="font-variant:small-caps;">b</span>
    \enquote{a \enquote{b} c} \enquote*{d} \mkbibquote{e} => “a ‘b’ c” ‘d’ “e”
    \mbox{a}\hbox{b}\text{c}\textrm{d}\underline{e}       => abcde
    \textcolor{red}{a} \textcolor[rgb]{1,0,0}{b}          => a b
    \foreignlanguage{german}{c} {\color{red}d}            => c d
    \texorpdfstring{$\alpha$}{alpha}                      => alpha
    \url{http://a.b/~c_d%20\_e} \path{a\b}                => http://a.b/~c_d%20_e a\b
    \href{http://x.y}{\texttt{http://x.y}}                => http://x.y
    \href {http://x.y/z} {x.y}                            => x.y
    \noopsort{1973}1975 a\discretionary{-}{}{}b           => 1975 ab
    \uppercase{p}olicy a\hspace{1em}b a\hspace{0pt}b      => Policy a b ab
    \ce{H2O} \ce{SO4^2-} \ce{Na+} \ce{A + B -> C}         => H<sub>2</sub>O SO<sub>4</sub><sup>2−</sup> Na<sup>+</sup> A + B → C
    \tilde{O} \mathbb{R} \vec{v}                          => Õ ℝ v⃗
    {\textless}i{\textgreater}a{\textless}/i{\textgreater} => <i>a</i>
    """),
)  # fmt: skip
def test_latex_is_read(latex: str, text: str) -> None:
    assert decode(latex) == (unicodedata.normalize("NFC", text), [])


@pytest.mark.parametrize(
    ("maths", "text"),
    _rows(r"""
    $\alpha$ $\mu$m $\beta$-catenin NF-$\kappa$B  => α μm β-catenin NF-κB
    Cu$_2$O CO$_{2}$ H$_2$O$_2$ $H_2O$            => Cu<sub>2</sub>O CO<sub>2</sub> H<sub>2</sub>O<sub>2</sub> H<sub>2</sub>O
    $^{14}$C $4^{\textrm{ème}}$ $\mathrm{Ca^{2+}}$ => <sup>14</sup>C 4<sup>ème</sup> Ca<sup>2+</sup>
    $10^{-3}$ $5\times10^6$ $5 \times 10^{6}$     => 10<sup>−3</sup> 5×10<sup>6</sup> 5 × 10<sup>6</sup>
    $\sim$5 $p < 0.05$ $p\leq 0.05$ $n=5$         => ∼5 p < 0.05 p≤0.05 n=5
    37$^\circ$C $37^{\circ}\mathrm{C}$              => 37°C 37°C
    $t$-$J$ $WBVR$ $x y$ $5 \mu m$                => t-J WBVR xy 5 μm
    $O(n \log n)$ $\log_2 n$ $\sin x$             => O(n log n) log<sub>2</sub> n sin x
    $\mathcal{O}(n)$ $\mathbb R$ $\mathfrak{g}$   => 𝒪(n) ℝ 𝔤
    $\hat{x}_1^2$ $\not=$ $\bar x$                => x̂<sub>1</sub><sup>2</sup> ≠ x̄
    $\frac12$ $\sqrt{2}$ $f''$ $5'$-UTR           => 1/2 √2 f″ 5′-UTR
    $\text{if } x$ $k\text{-means}$ $\mathbf{x}$  => if x k-means <b>x</b>
    $\left( a \right)$ $\{0,1\}$ $\lambda\,$      => (a) {0,1} λ
    \(x_1\) \[y\] $$z$$ \ensuremath{\gamma}       => x<sub>1</sub> y z γ
    {\rm CO}$_2$ $\rm CO_2$ $K_{\rm d}$           => CO<sub>2</sub> CO<sub>2</sub> K<sub>d</sub>
    """),
)  # fmt: skip
def test_simple_mathematics_becomes_text(maths: str, text: str) -> None:
    assert decode(maths) == (unicodedata.normalize("NFC", text), [])


@pytest.mark.parametrize(
    "maths",
    [
        r"$2^{2^n}$", r"$\frac{a+b}{2}$", r"$2\frac{1}{2}$", r"$\begin{matrix}a\end{matrix}$",
        r"$\foo$", r"$<i>$", r"$a & b$", r"$\sqrt{a+b}$", r"$\overline{AB}$", r"$x^$", r"$x__1$",
        r"$\frac{a+b}{2} \$ c$",
    ],
)  # fmt: skip
def test_other_mathematics_stays_as_it_is(maths: str) -> None:
    assert decode(f"a {maths} b") == (f"a {maths} b", [])
    assert encode(f"a {maths} b") == f"a {maths} b"
    assert decode(rf"\({maths[1:-1]}\)" if "$" not in maths[1:-1] else maths)[0] == maths


@pytest.mark.parametrize(
    "text",
    [
        "$5 and $6", "$50-$100", "from $2.2 Trillion to $3", "US$ 5 or A$ 6", "Worth $25 billion",
        "Mentally ill$$Q", "$ a", "a} $ {b$", "$5 a day (\\textsl{x}) or $6", "$$", "$$$$", "$ $",
    ],
)  # fmt: skip
def test_money_is_no_mathematics(text: str) -> None:
    assert decode(text)[0].count("$") == text.count("$")
    assert decode(encode(text))[0] == text


def test_unknown_macros_stay_with_their_arguments_and_are_named() -> None:
    for kept in (
        r"\foo{x}", r"\foo", r"\foo*{x}", r"\foo[a]{b}{c}", r"\foo {a}", r"\SI{5}{\mu m}",
        r"\footnote{a {\'e}}", r"\today", r"\cite{a}", r"\bar y", r"\log n", r"\MakeUppercase{\'e}",
    ):  # fmt: skip
        text, unknown = decode(f"a {kept}, {{b}}")
        assert text == f"a {kept}, b"
        assert unknown == [kept.split("{")[0].split("[")[0].split(" ")[0].rstrip("*")]
    assert decode(r"C:\dir\1") == (r"C:\dir\1", [r"\dir", r"\1"])
    assert decode(r"Ragnhei{\d}ur") == (r"Ragnhei\dur", [r"\d"])
    assert decode("a\\") == ("a\\", [])


def test_an_address_behind_a_text_is_named() -> None:
    assert decode(r"\href{http://x.y/a\_b}{Text} z") == ("Text z", [r"\href{http://x.y/a_b}"])


def test_macros_that_only_pylatexenc_knows_are_read_and_no_more_is() -> None:
    assert r"nvDash" not in SYMBOLS
    assert decode(r"a $\nvDash$ \nvDash{} b") == ("a ⊭ ⊭ b", [])
    # These are descriptions there, not signs.
    assert [symbol(name) for name in ("today", "cite", "footnote", "hint", "vspace")] == [None] * 5


def test_pylatexenc_is_loaded_for_unknown_macros_only() -> None:
    code = (
        "import sys; from bibkit.formats.bib.latex import decode, encode;"
        r"decode(r'\'e $\alpha$ \textit{x}'); encode('é', ascii=True);"
        "assert 'pylatexenc' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        ("  a \n\t b  ", "a b"),
        ("a\n  b\n \t\n\n  c\n", "a b\n\nc"),
        (r"a\\b \\ c\\[2ex] d\newline e", "a\nb\nc\nd\ne"),
        (r"a\par b \par\par c", "a\n\nb\n\n\n\nc"),
        ("a\\par\n\nb", "a\n\nb"),
        ("a{ } b{ }c", "a  b c"),
        ("{a b}\n{ c }", "a b c"),
        ("a\u00a0 \u2009b\u3000 c ", "a\u00a0 \u2009b\u3000 c"),
        ("é  \n à", "é à"),
    ],
)
def test_white_space_is_single_blanks_but_lines_stay(latex: str, text: str) -> None:
    assert decode(latex) == (text, [])


def test_spaces_and_hyphens_that_one_does_not_see() -> None:
    assert decode(r"a\,b c~d pre\-fix\nobreakspace{}e\quad f") == (
        "a\u2009b c\u00a0d pre\u00adfix\u00a0e\u2003f",
        [],
    )
    assert decode(r"\og Actes \fg{} x") == ("«\u00a0Actes\u00a0» x", [])
    assert decode(r"$10\,\mu$m, 37\,$^\circ$C") == ("10\u2009μm, 37\u2009°C", [])


@pytest.mark.parametrize("latex", ["}{", "{a", "a}", "{a}}", r"\textit{a", r"{\em a", "}}}", "{{{"])
def test_braces_without_partner_lose_nothing(latex: str) -> None:
    text, unknown = decode(latex)
    assert unknown == []
    assert text.count("}") == sum(map(_unopened, [latex]))
    assert ("a" in text) == ("a" in latex)
    assert text.count("<i>") == text.count("</i>")


def _unopened(latex: str) -> int:
    depth = extra = 0
    for character in latex:
        depth += (character == "{") - (character == "}")
        extra, depth = (extra + 1, 0) if depth < 0 else (extra, depth)
    return extra


def test_every_symbol_says_what_its_table_says() -> None:
    for name, said in SYMBOLS.items():
        if name not in ACCENTS and said[:1] != "\u00a0":
            assert decode(f"x\\{name}{{}}y") == (f"x{said}y", []), name
