"""BibTeX is read: entries, names and LaTeX, and the oddities of real files."""

from __future__ import annotations

import time

import pytest

import bibkit
from bibkit import Date, Name, Reference
from bibkit.formats.bib.latex import decode, encode
from bibkit.formats.bib.names import read_names


def _one(body: str, kind: str = "article") -> Reference:
    return bibkit.read(f"@{kind}{{key,\n{body}\n}}", "bibtex")[0]


# --- reading --------------------------------------------------------------------------------------


def test_an_entry() -> None:
    reference = _one(
        r"""author = {M{\"u}ller, J. and {World Health Organization} and van der Berg, Jan},
        title = "{BRCA1} in {\em E. coli}: 100\% of it",
        journal = {J. Foo}, year = 2001, month = mar, day = 4, volume = {3}, number = {2},
        pages = {12--34}, doi = {https://doi.org/10.1000/a_b}, url = {http://x.org/a%20b_c~d},
        pmid = {123}, keywords = {soil, air}, file = {:a.pdf:PDF}"""
    )
    assert reference.type == "article-journal"
    assert dict(reference.fields) == {
        "author": (
            Name("Müller", "J."),
            Name(literal="World Health Organization"),
            Name("Berg", "Jan", non_dropping_particle="van der"),
        ),
        "title": "BRCA1 in <i>E. coli</i>: 100% of it",
        "container-title": "J. Foo",
        "issued": Date(2001, 3, 4),
        "volume": "3",
        "issue": "2",
        "page": "12-34",
        "DOI": "10.1000/a_b",
        "URL": "http://x.org/a%20b_c~d",
        "PMID": "123",
        "keyword": "soil, air",
    }
    assert reference.custom["bibtex"] == {"file": ":a.pdf:PDF"}
    assert "file = {:a.pdf:PDF}" in bibkit.write([reference], "bibtex")


def test_strings_are_expanded_and_joined() -> None:
    text = '@string{jf = "J. Foo"}\n@article{a, journal = jf # { B} # " C", month = jan, year=2001}'
    reference = bibkit.read(text)[0]
    assert reference.text("container-title") == "J. Foo B C"
    assert reference.date("issued") == Date(2001, 1)


def test_strings_cannot_grow_without_end() -> None:
    bombs = ["@string{a0 = {xxxxxxxxxx}}"]
    bombs += [f"@string{{a{n} = {' # '.join([f'a{n - 1}'] * 10)}}}" for n in range(1, 12)]
    batch = bibkit.read("\n".join(bombs) + "\n@article{k, title = a11}", "bibtex")
    assert len(batch[0].text("title")) <= 1_000_000


def test_a_forgotten_comma_is_mended_and_said() -> None:
    batch = bibkit.read("@article{a,\n title = {T}\n author = {X, Y}\n year = 2000\n}")
    assert batch[0].text("title") == "T"
    assert batch[0].names("author") == (Name("X", "Y"),)
    assert batch[0].date("issued") == Date(2000)
    assert [problem.code for problem in batch.problems] == ["missing-comma", "missing-comma"]


def test_a_bad_entry_is_a_problem_and_the_next_is_read() -> None:
    batch = bibkit.read("@article{a, title = {unclosed\n\n@book{b, title = {Soil}}\n", "bibtex")
    assert [reference.id for reference in batch] == ["b"]
    assert batch.problems[0].code == "unreadable"
    assert "unclosed" in batch.problems[0].raw


def test_doubled_keys_and_fields_are_said_and_nothing_is_lost() -> None:
    batch = bibkit.read("@book{a, title={X}, title={Y}}\n@book{A, title={Z}}\n@book{, title={Q}}")
    assert [reference.text("title") for reference in batch] == ["X", "Z", "Q"]
    assert len({reference.id.lower() for reference in batch}) == 3
    assert batch[0].id == "a"
    assert [p.code for p in batch.problems] == ["duplicate-field", "duplicate-key", "duplicate-key"]


def test_entries_of_other_kinds() -> None:
    text = """@comment{x} @preamble{"y"}
    @online(w, title = {Page}, urldate = {2020-01-02})
    @mastersthesis{t, title={T}, school={U}, year={2001}}
    @foo{f, title={F}, eprint={2101.00001}, archiveprefix={arXiv}}
    @incollection{c, title={C}, booktitle={B}, publisher={P}, address={L}, date={2017-03/2017-04}}"""
    web, thesis, other, chapter = bibkit.read(text, "bibtex")
    assert (web.type, web.date("accessed")) == ("webpage", Date(2020, 1, 2))
    assert (thesis.type, thesis.text("publisher"), thesis.text("genre")) == (
        "thesis",
        "U",
        "Master's thesis",
    )
    assert (other.type, other.text("archive_location")) == ("document", "2101.00001")
    assert chapter.date("issued") == Date(2017, 3, until=Date(2017, 4))
    assert chapter.text("container-title") == "B"


@pytest.mark.parametrize(
    ("raw", "names", "truncated"),
    [
        ("Knuth, Donald E.", [Name("Knuth", "Donald E.")], False),
        ("Donald E. Knuth", [Name("Knuth", "Donald E.")], False),
        ("Ludwig van Beethoven", [Name("Beethoven", "Ludwig", non_dropping_particle="van")], False),
        ("de la Cruz, Jr., Juan", [Name("Cruz", "Juan", "", "de la", "Jr.")], False),
        (
            "{Barnes and Noble} and Doe, J.",
            [Name(literal="Barnes and Noble"), Name("Doe", "J.")],
            False,
        ),
        ("{van der Berg}, Jan", [Name("van der Berg", "Jan")], False),
        ("al-Chalabi, A. and others", [Name("al-Chalabi", "A.")], True),
        (r"{\'E}tienne, J.~P. AND Doe, J.", [Name("Étienne", "J. P."), Name("Doe", "J.")], False),
        ("Plato", [Name("Plato")], False),
        ("Smith, John and et al.", [Name("Smith", "John")], True),
        ("Smith, J. and", [Name("Smith", "J.")], False),
        ("family=Smith, given=John and Doe, J.", [Name("Smith", "John"), Name("Doe", "J.")], False),
        (", and  and ,", [], False),
    ],
)
def test_names_by_bibtex_rules(raw: str, names: list[Name], truncated: bool) -> None:
    found, others, _ = read_names(raw)
    assert (list(found), others) == (names, truncated)


@pytest.mark.parametrize(
    ("fields", "issued", "left"),
    [
        ("year = 2001, month = {10~jan}", Date(2001, 1, 10), {}),
        ('year = 2001, month = jan # "~10"', Date(2001, 1, 10), {}),
        ("year = 2001, month = {mar/apr}", Date(2001, 3, until=Date(2001, 4)), {}),
        ("year = 2001, month = 3, day = {4}", Date(2001, 3, 4), {}),
        ("year = 2001, month = Spring", Date(2001, season=1), {}),
        ("year = 2001, month = {²}", Date(2001), {"month": "²"}),
        ("year = 2001, month = {Smarch}", Date(2001), {"month": "Smarch"}),
        ("year = {20x}, month = jan", Date(literal="20x"), {"month": "jan"}),
        ("month = jan, day = 3", None, {"month": "jan", "day": "3"}),
        ("year = {2017--2018}", Date(2017, until=Date(2018)), {}),
        ("date = {2001-13-45}", Date(literal="2001-13-45"), {}),
        ("date = {1850~}, year = 1850", Date(1850, circa=True), {}),
    ],
)
def test_dates_of_all_kinds_are_read_or_kept(
    fields: str, issued: Date | None, left: dict[str, str]
) -> None:
    reference = _one(fields, "book")
    assert reference.date("issued") == issued
    assert reference.custom.get("bibtex", {}) == left


@pytest.mark.parametrize("authors", ["Smith, J., Jones, M., and Brown, K.", "Smith, J.; Jones, M."])
def test_people_without_and_between_them_are_doubtful(authors: str) -> None:
    batch = bibkit.read(f"@book{{a, author = {{{authors}}}}}")
    assert [problem.code for problem in batch.problems] == ["odd-name"]


def test_strings_may_be_set_again_and_comments_are_said() -> None:
    text = "% a word\n@string{j={A}}\n@string{j={B}}\n@comment{x}\n@article{a, journal = j}"
    batch = bibkit.read(text, "bibtex")
    assert [reference.text("container-title") for reference in batch] == ["B"]
    assert [problem.code for problem in batch.problems] == ["comment", "comment"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_entries_and_problems_know_their_place(end: str) -> None:
    text = end.join(["% first", "@article{a, title = {T}}", "@book{b, title = {U", "@book{c}"])
    batch = bibkit.read(text, "bibtex")
    first = batch[0].source
    assert first is not None
    assert (text[first.start : first.end], first.line) == ("@article{a, title = {T}}", 2)
    bad = next(problem for problem in batch.problems if problem.code == "unreadable")
    assert bad.span is not None
    assert bad.span.line == 3


# --- LaTeX ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"{\'E}tude \'e \'{e} \^{\i} \~n \v{S} \c{c} \H{o} \.z \=a", "Étude é é î ñ Š ç ő ż ā"),
        (r"\ss \o{} {\ae}x \L\'od\'z", "ßø æx Łódź"),
        (r"\textit{a \textbf{b}} \textsuperscript{2}", "<i>a <b>b</b></i> <sup>2</sup>"),
        (r"H$_2$O $\alpha$ $x_1+y$", "H<sub>2</sub>O α x<sub>1</sub>+y"),
        (r"$5 and $6", "$5 and $6"),
        (r"At $10^{-5}$ M and $5\times10^{6}$", "At 10<sup>−5</sup> M and 5×10<sup>6</sup>"),
        (r"\(x_1+y\)", "x<sub>1</sub>+y"),
        (r"a 100% claim\footnote{x}", r"a 100% claim\footnote{x}"),
        (r"``a'' 1--2 --- ~\& \_", "“a” 1–2 — \u00a0& _"),
        (r"\url{http://a.b/c_d}", "http://a.b/c_d"),
        ("a  \n b", "a b"),
        ("}{", "}"),
    ],
)
def test_latex_is_read(latex: str, text: str) -> None:
    assert decode(latex)[0] == text


def test_unknown_macros_are_kept_and_named() -> None:
    assert decode(r"\foo{x} \bar y") == (r"\foo{x} \bar y", [r"\foo", r"\bar"])
    for kept in (r"\SI{5}{\mu m}", r"\foo[o]{arg}{b} c"):
        assert decode(kept)[0] == kept
        assert encode(kept) == kept
    batch = bibkit.read(r"@book{a, title = {\foo{x}}}")
    assert [problem.code for problem in batch.problems] == ["unknown-macro"]


@pytest.mark.parametrize(
    "text",
    ["50% & $5 #1 a_b", "{x", "x}", "~ ^ \\", "<i>a</i> <sup>2</sup>", "<i>open", "</b>", "a < b"],
)
def test_written_braces_are_balanced_and_read_back(text: str) -> None:
    written = encode(text)
    assert written.count("{") == written.count("}")
    if "open" not in text and "</b>" not in text:
        assert decode(written)[0] == text


@pytest.mark.parametrize(
    "latex", ["\\" * 200_000, "{" * 100_000, "$" * 50_000, "\\'" * 50_000, "a" * 10**6]
)
def test_hostile_latex_is_read_in_linear_time(latex: str) -> None:
    encode(decode(latex)[0])


# --- oddities of real files -----------------------------------------------------------------------


def test_an_empty_subtitle_adds_nothing() -> None:
    reference = _one(
        "title = {T}, subtitle = {}, titleaddon = { }, journaltitle = {J}, journalsubtitle = {}"
    )
    assert (reference.text("title"), reference.text("container-title")) == ("T", "J")


def test_a_control_space_parts_names() -> None:
    reference = _one(r"author = {Donald E.\ Knuth and J.\ Smith}")
    assert reference.names("author") == (Name("Knuth", "Donald E."), Name("Smith", "J."))


def test_small_capitals_are_no_part_of_a_name() -> None:
    assert _one(r"author = {\textsc{Smith}, John}").names("author") == (Name("Smith", "John"),)


@pytest.mark.parametrize(
    "author",
    [
        "A. Smith & B. Jones",
        r"A. Smith \& B. Jones",
        "John Smith Jr.",
        "Smith JA and Jones B",
        "{Smith, John and Jones, Ann}",
    ],
)
def test_names_that_bibtex_misreads_are_said(author: str) -> None:
    batch = bibkit.read(f"@book{{k, author = {{{author}}}}}", "bibtex")
    assert [problem.code for problem in batch.problems] == ["odd-name"]


@pytest.mark.parametrize(
    "author",
    ["Doe, Jr., John", "Xu, Y. and Li, X", "{Barnes and Noble}", "Louis Mc Neice", "LI, Wei"],
)
def test_names_that_are_in_order_are_not(author: str) -> None:
    assert bibkit.read(f"@book{{k, author = {{{author}}}}}", "bibtex").problems == ()


@pytest.mark.parametrize("blank", [" \t", "\u00a0", "\\ ", "\v"])
def test_long_runs_of_blanks_take_no_time(blank: str) -> None:
    value = f"a{blank * 20_000}b"
    entry = f"@misc{{k, author={{{value}}}, publisher={{{value}}}, howpublished={{{blank * 20_000}}}, date={{2001}}}}"
    started = time.perf_counter()
    bibkit.read(entry, "bibtex")
    assert time.perf_counter() - started < 2


def test_a_chapter_of_a_main_work_keeps_its_title() -> None:
    reference = _one("title = {Chapter}, maintitle = {Work}, mainsubtitle = {Sub}", "incollection")
    assert (reference.text("title"), reference.text("container-title")) == ("Chapter", "Work: Sub")


def test_an_article_number_of_acm() -> None:
    reference = _one("title = {T}, articleno = {12}, numpages = {22}")
    assert (reference.text("page"), reference.custom["article-number"]) == ("12", True)
    assert "eid = {12}" in bibkit.write([reference], "biblatex")


def test_the_version_of_a_preprint_stays() -> None:
    reference = _one("title = {T}, eprint = {1234.5678v2}, archiveprefix = {arXiv}")
    assert reference.text("archive_location") == "1234.5678v2"


def test_two_addresses_are_two() -> None:
    reference = _one(r"url = {\url{http://x.org/a} and \url{http://x.org/b}}")
    assert reference.text("URL") == "http://x.org/a and http://x.org/b"


def test_an_address_beside_another_stays() -> None:
    reference = _one(r"url = {http://x.org}, howpublished = {\url{http://y.org}}", "misc")
    assert reference.text("URL") == "http://x.org"
    assert reference.custom["bibtex"] == {"howpublished": r"\url{http://y.org}"}


@pytest.mark.parametrize("dialect", ["bibtex", "biblatex"])
@pytest.mark.parametrize(
    "entry",
    [
        "@techreport{k, title={T}, institution={I}, publisher={P}}",
        "@inproceedings{k, title={T}, publisher={P}, address={NY}, location={Paris}, venue={V}}",
        "@article{k, title={T}, __markedentry={[me:1]}}",
    ],
)
def test_of_two_fields_for_one_variable_neither_is_dropped(entry: str, dialect: str) -> None:
    reference = bibkit.read(entry, "bibtex")[0]
    again = bibkit.read(bibkit.write([reference], dialect), dialect)[0]
    assert (again.fields, again.extra) == (reference.fields, reference.extra)
