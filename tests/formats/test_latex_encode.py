"""LaTeX in .bib values: what is written, that it fits what is read, and how long both take."""

from __future__ import annotations

import itertools
import json
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))

from latex_spans import CAPS, NO_CASE

from bibkit.formats.bib.latex import decode, encode, is_balanced, segments, to_ascii, unsayable
from bibkit.formats.bib.sayings import sayings
from bibkit.formats.bib.titles import protect

# --- writing --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "latex", "ascii"),
    [
        ("50% & $5 #1 a_b", r"50\% \& \$5 \#1 a\_b", None),
        ("{x} ~ ^ \\ `", r"{\textbraceleft}x{\textbraceright} {\textasciitilde} {\textasciicircum} {\textbackslash} {\textasciigrave}", None),
        ("<i>a</i> <b>b</b> H<sub>2</sub>O m<sup>2</sup>", r"\textit{a} \textbf{b} H\textsubscript{2}O m\textsuperscript{2}", None),
        (f"{CAPS}a</span> {NO_CASE}iPhone</span>", r"\textsc{a} {{}iPhone}", None),
        ("<em>a</em> <strong>b</strong> <sc>c</sc>", r"\emph{a} \textbf{b} \textsc{c}", None),
        ("<i>open </b> <span>x</span> p < 0.05", "<i>open </b> <span>x</span> p < 0.05", r"{\textless}i{\textgreater}open {\textless}/b{\textgreater} {\textless}span{\textgreater}x{\textless}/span{\textgreater} p {\textless} 0.05"),
        ("a--b --- '' ,, << >>", "a-{}-b -{}-{}- '{}' ,{}, <{}< >{}>", r"a-{}-b -{}-{}- '{}' ,{}, {\textless}{}{\textless} {\textgreater}{}{\textgreater}"),
        ("a\u00a0b\u2009c\u00add", r"a~b\,c\-d", None),
        ("a\n\nb\nc  d", r"a\par b\\ c{ } d", None),
        (" a\n", r"{ }a\\ {}", None),
        ("a\n[b]\n*", r"a\\ {}[b]\\ {}*", None),
        (r"see \foo{x} and \textit{x}", r"see \foo{x} and {\textbackslash}textit{\textbraceleft}x{\textbraceright}", None),
        ("Müller Ångström Straße Œuvre", "Müller Ångström Straße Œuvre", r"M{\"u}ller {\AA}ngstr{\"o}m Stra{\ss}e {\OE}uvre"),
        ("č ł ı İ í ǰ ấ ợ x̂", "č ł ı İ í ǰ ấ ợ x̂", r"{\v{c}} {\l} {\i} {\.I} {\'\i} {\v{\j}} {\'{\^a}} {\d{\ohorn}} {\^x}"),
        ("α-Δ ℝ − ± × → ∞ °", "α-Δ ℝ − ± × → ∞ °", r"$\alpha$-{$\Delta$} {$\mathbb{R}$} $-$ $\pm$ $\times$ $\rightarrow$ $\infty$ {\textdegree}"),
        ("“a” ‘b’ 1–2 — « » „ …", "“a” ‘b’ 1–2 — « » „ …", r"``a'' {\textquoteleft}b{\textquoteright} 1--2 --- {\guillemotleft} {\guillemotright} {\quotedblbase} {\textellipsis}"),
        ("-– '” ?“", "-– '” ?“", r"-{\textendash} '{\textquotedblright} ?{\textquotedblleft}"),
        ("李 Иван علم é", "李 Иван علم é", r"李 Иван علم {\'e}"),
    ],
)  # fmt: skip
def test_text_is_written(text: str, latex: str, ascii: str | None) -> None:
    assert encode(text) == latex
    assert encode(text, ascii=True) == (latex if ascii is None else ascii)
    assert decode(latex)[0] == decode(encode(text, ascii=True))[0]


def test_what_latex_says_of_a_character_is_read_as_that_character() -> None:
    for character, latex in sayings().items():
        assert latex.isascii()
        assert is_balanced(latex)
        assert decode(f"a{latex}b") == (f"a{character}b", []), latex
    # Letters are special characters for BibTeX, which sorts and lowers them as letters.
    letters = {latex for c, latex in sayings().items() if "À" <= c <= "ɏ" and c.isalpha()}
    assert all(latex.startswith("{\\") for latex in letters)


def test_what_has_no_macro_is_told() -> None:
    assert unsayable("Müller 李 α “x” Иван 李") == "李Иван"
    assert unsayable("Müller") == ""


def test_a_value_that_is_latex_already_is_put_into_ascii() -> None:
    value = "{Müller’s} $x_α \\$ ℝ$ β 5\\$ é {$Δ$}"
    assert to_ascii(value) == (
        r"{M{\"u}ller{\textquoteright}s} $x_{\alpha} \$ {\mathbb{R}}$ $\beta$ 5\$ {\'e} {${\Delta}$}"
    )
    assert to_ascii("a\u00a0b") == r"a{\nobreakspace}b"
    assert to_ascii(r"\foo") == r"\foo"


@pytest.mark.parametrize(
    ("title", "latex"),
    [
        ("BRCA1 and mRNA in Parkinson's disease", "{BRCA1} and {mRNA} in {Parkinson's} disease"),
        ("Current View and Perspectives in Disease", "Current View and Perspectives in Disease"),
        ("A view: The other side", "A view: The other side"),
        ("The pH of McDonald's COVID-19 X-ray", "The {pH} of {McDonald's} {COVID}-19 {X}-ray"),
        ("Vitamin D and What I Saw in a Study", "Vitamin {D} and What {I} Saw in a Study"),
        ("Effects on <i>E. coli</i> of DNA", r"Effects on \textit{E. coli} of {DNA}"),
        ("<i>Drosophila</i> in the wild", r"\textit{Drosophila} in the wild"),
        ("“Think Nutrition First” & more", r"“Think Nutrition First” \& more"),
        ("THE WHOLE TITLE IN CAPITALS", "THE WHOLE TITLE IN CAPITALS"),
        ("DNA", "{DNA}"),
        ("Une étude sur la démographie", "Une étude sur la démographie"),
        (f"The {NO_CASE}iPhone</span> and eBay", "The {{}iPhone} and {eBay}"),
        (r"On $\Delta_{\alpha^2}$ of \SI{5}{\Hz}", r"On {$\Delta_{\alpha^2}$} of {{\SI{5}{\Hz}}}"),
        ("The #MeToo movement", r"The \#{MeToo} movement"),
        ("", ""),
    ],
)
def test_capitals_are_protected_only_where_they_would_be_lost(title: str, latex: str) -> None:
    assert protect(title) == latex
    assert decode(latex)[0] == title


def test_protected_letters_are_no_special_characters_of_bibtex() -> None:
    assert protect("The old but useful Ångström unit of ÜBER", ascii=True) == (
        r"The old but useful {{\AA}ngstr{\"o}m} unit of {{\"U}BER}"
    )


# --- there and back -------------------------------------------------------------------------------

_ALPHABETS = (
    "abcxyzABCXYZ0123456789",
    "àâäçéèêëîïôùûüÿœæßøåñõãÀÉÖØÅÑ",
    "čďěňřšťůžłńśźżąęđőűțșģķļņāēīūėų",
    "ấầẩẫậắằẳẵặếềểễệốồổỗộớờởỡợứừửữựỳỵỷỹơưđ",
    "ıİşğçöüâîû",
    "αβγδεζηθικλμνξοπρσςτυφχψωΓΔΘΛΞΠΣΦΨΩάέήίόύώ",
    "абвгдежзийклмнопрстуфхцчшщъыьэюяёєіїґ",
    "中文標題日本語한국어",
    "علم النفسکتاب",
    "–—‘’“”„‚«»‹›…·•°©®™€£¥§¶†‡′″−±×÷≤≥≠≈∼→∞∂½¼²³ªº¿¡\u2010\u2011\u2012",
    "\u00a0\u2009\u00ad\u2002\u2003\u202f\u200b\u200c\u3000",
    "\u0301\u0300\u0302\u0308\u030c\u0323\u0327\u0328",
    "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~",
)
_FRAGMENTS = (
    "<i>", "</i>", "<b>", "</b>", "<sup>", "</sup>", "<sub>", "</sub>", NO_CASE, CAPS, "<span>",
    "</span>", "<i", "</", "<p>", "<br>", "$", "$$", "$5 and $6", "$x_1$", r"$\frac{a+b}{c}$",
    r"$2^{2^n}$5", "\\", "\\\\", r"\foo", r"\foo{x}", r"\foo[a]{b}", r"\foo*{x}", r"\textit{x}",
    r"\alpha", r"\'e", r"\tilde{O}", r"\(x\)", "{", "}", "{}", "{ }", "{{}", "--", "---", "''", "``",
    "?`", "!`", "<<", ">>", ",,", "  ", "\n", "\n\n", "e\u0301\u0323", "q\u0308", "ı\u0301",
    "i\u0307", "mRNA", "BRCA1", "E.", " a ", " and ", "[", "*", "p < 0.05",
)  # fmt: skip
_texts = st.lists(
    st.one_of(
        st.sampled_from(_FRAGMENTS),
        *(st.text(alphabet, min_size=1, max_size=8) for alphabet in _ALPHABETS),
        st.text(st.characters(blacklist_categories=("Cs", "Cc", "Cn")), max_size=4),
    ),
    max_size=12,
).map("".join)


@settings(max_examples=400, deadline=None)
@given(_texts)
@example("a -- b `` ''' ~ \\ $ < > ?` \u2013 \u2009\u00a0\u00ad \u2212 x\u0302 ıİ ẫ")
@example(r"Mind the \tilde{O}: $5 or {$\frac{a+b}{c}$} \foo{x} {y}")
@example("B\u0300\u0301 x\u0323\u0302\u0301 \u1ea5\u0308")
@example(f"{NO_CASE}</span><i><b></i></b>\n\n \n  ")
def test_any_text_comes_back_as_it_was(text: str) -> None:
    for write in (encode, protect):
        latex = write(text)
        assert is_balanced(latex)
        assert not latex.endswith("\\")
        assert decode(latex)[0] == text
        if unicodedata.normalize("NFC", text) == text:
            assert decode(write(text, ascii=True))[0] == text
            # LaTeX that the text has itself becomes other LaTeX.
            if all(kind not in ("maths", "macro") or one.isascii() for kind, one in segments(text)):
                assert decode(to_ascii(latex))[0] == text


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("\\{}$a'\"^`~-<>,?! \n[]*_%#&1v") | st.characters(), max_size=40))
def test_any_value_is_read_and_what_is_read_is_written_and_read_again(value: str) -> None:
    text, _ = decode(value)
    latex = encode(text)
    assert is_balanced(latex)
    assert decode(latex)[0] == text.replace("\t", " ")


@pytest.mark.parametrize(
    ("text", "again"),
    [
        ("<em>a</em>", "<i>a</i>"),
        ("<strong>a</strong>", "<b>a</b>"),
        ("<sc>a</sc>", f"{CAPS}a</span>"),
        ('<span style="font-variant: small-caps">a</span>', f"{CAPS}a</span>"),
        ("a\r\nb\rc\td", "a\nb\nc d"),
    ],
)
def test_what_comes_back_in_another_spelling(text: str, again: str) -> None:
    assert decode(encode(text))[0] == again
    assert decode(encode(again))[0] == again


def test_real_records_come_back(shared: Path) -> None:
    records = json.loads((shared / "suites" / "roundtrip.csl.json").read_text("utf-8"))
    for write in (encode, protect, lambda text: encode(text, ascii=True)):
        exact = [
            all(decode(write(text))[0] == text for text in _texts_of(record)) for record in records
        ]
        # The others have tabs or the line ends of Windows.
        assert sum(exact) >= 0.997 * len(records)


def _texts_of(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _texts_of(inner)


# --- time -----------------------------------------------------------------------------------------

_HOSTILE: dict[str, Callable[[int], str]] = {
    "backslashes": lambda n: "\\" * n,
    "braces": lambda n: "{" * n + "x" + "}" * n,
    "unclosed": lambda n: "{" * n,
    "dollars": lambda n: "$" * n,
    "maths": lambda n: "$a" * n,
    "prices": lambda n: "$1" * n,
    "escaped dollars": lambda n: "$" + "\\$" * n,
    "scripts": lambda n: "$" + "_{" * n + "$",
    "accents": lambda n: "\\'\\d" * n + "e",
    "nested accents": lambda n: "\\'{" * n + "e" + "}" * n,
    "formats": lambda n: "\\textit{" * n,
    "switches": lambda n: "{" + "\\em\\bf " * n,
    "unknown": lambda n: "\\foo{x}" * n,
    "unknown unclosed": lambda n: "\\foo{" * n,
    "options unclosed": lambda n: "\\foo[" * n,
    "links": lambda n: "\\href{a}{" * n,
    "arguments unclosed": lambda n: "\\uppercase{" * n,
    "displays": lambda n: "\\(" * n + "\\[" * n,
    "quotes": lambda n: "`x's" * n,
    "blanks": lambda n: " " * n + "--" + "\n " * n,
    "long": lambda n: "\\" + "Abc de, f-g's. " * 7 * n,
    "tags": lambda n: "<i>" * n + "<b>" + "</i></b>" * n,
    "no case": lambda n: NO_CASE * n + "</span>" * n,
    "dashes": lambda n: "–—“”" * n,
    "marks": lambda n: "e" + "\u0301\u0323" * n,
    "number": lambda n: "\\char" + "1" * n,
}


@pytest.mark.parametrize("kind", _HOSTILE)
def test_time_grows_with_length_and_no_faster(kind: str) -> None:
    for work in (decode, encode, protect, lambda text: encode(text, ascii=True)):
        times = [_time(work, _HOSTILE[kind](n)) for n in (3_000, 6_000, 12_000, 24_000)]
        # Twice the length is twice the time, but for the collector of garbage: one step of the
        # three may be disturbed; of a quadratic growth each is fourfold.
        steps = [later / earlier for earlier, later in itertools.pairwise(times)]
        assert min(steps) < 3


@pytest.mark.parametrize("value", ["\\" * 200_000, "{" * 100_000 + "}" * 100_000, "$a" * 100_000])
def test_very_long_values_take_a_second(value: str) -> None:
    assert _time(decode, value) < 1.5
    assert _time(encode, value) < 2.5


def _time(work: Callable[[str], object], value: str) -> float:
    begun = time.process_time()
    work(value)
    return max(time.process_time() - begun, 0.002)


def test_ten_megabytes_on_one_line_are_read_in_a_second() -> None:
    begun = time.process_time()
    assert len(decode("Abc de, f-g's. " * 700_000)[0]) > 10_000_000
    assert len(decode("{A}bc \\'e, f-g's. " * 60_000)[0]) > 800_000
    assert time.process_time() - begun < 1.5
