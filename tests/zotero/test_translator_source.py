"""How Python becomes JavaScript: patterns, and what is refused because it would mean another thing."""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess

import pytest

from bibkit.zotero.translator.calls import Calls
from bibkit.zotero.translator.generate import _part
from bibkit.zotero.translator.inference import Kind, Known
from bibkit.zotero.translator.modules import _load
from bibkit.zotero.translator.patterns import javascript

_PATTERNS = [
    r"\w+\b\s*\d", r"[^\W\d_a-z]\w", r"[\w-]+\.", r"(?i:mar|märz)\b\.?", r"^(?P<a>x)?(?P<b>y|z{2,3}?)$",
    r"(?<=[a-z]{2})(?=\d)", r"(?<!a)b|(?!c)d", r"[–—\u2010/]\s?\[`\]", r"[^\s\"“”]+", r"\(?(?:ab|cd)*\)?e",
]  # fmt: skip
_FLAGGED = [
    (r"(?:doi|kiss)\s*[a-z]", re.I),
    (r"[\s,;.]*et al\b", re.I),
    (r"\w\s\d\bpmc", re.I | re.A),
]
_TEXTS = [
    "aa1", "Äa 12", "mar.", "MÄRZ", "Mäſ", "dOı: x", "DOİ K", "ſ", "KISS ı", "KiſS k", "x", "xyzz", "zzz", "bb2 d",
    "ab b cd d", "–[`] — [`]", "a“b", "(ababcde)", "e", "Et Al", ", et al. ", "٣ a", "²", "_x", "a\x85b", "a\u3000b 3pmc",
    "é 3PMC", "a 3PmC", "中文 1", "ªº1", "",
]  # fmt: skip


def test_patterns_find_the_same_in_both_languages() -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed: the patterns cannot be compared")
    compiled = [re.compile(one) for one in _PATTERNS] + [re.compile(one, f) for one, f in _FLAGGED]
    source = ", ".join(javascript(one) for one in compiled)
    program = (
        f"{_part('prelude')}\nconst texts = {json.dumps(_TEXTS)};\n"
        f"console.log(JSON.stringify([{source}].map((one) => texts.map((text) => "
        "one.finditer(text).map((match) => [match.start(), match.end(), match.groups()])))));"
    )
    done = subprocess.run([node, "-"], input=program, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    for pattern, rows in zip(compiled, found, strict=True):
        for text, row in zip(_TEXTS, rows, strict=True):
            expected = [[*match.span(), list(match.groups())] for match in pattern.finditer(text)]
            assert row == expected, (pattern, text)


@pytest.mark.parametrize(
    "pattern",
    [re.compile("^a", re.M), re.compile("(a)*"), re.compile("(?:(?P<b>b)c)+"), re.compile("a++"),
     re.compile(r"(a)\1"), re.compile("[^a-z]", re.I), re.compile(r"\Ba")],
    ids=["lines", "group in a loop", "named group in a loop", "possessive", "reference", "letters outside, any case", "no boundary"],
)  # fmt: skip
def test_a_pattern_that_would_mean_something_else_is_refused(pattern: re.Pattern[str]) -> None:
    with pytest.raises(NotImplementedError):
        javascript(pattern)


def code(python: str, /, **kinds: str) -> str:
    writer = Calls(_load("bibkit.text"), Known())
    writer.names = {name: Kind(kind) for name, kind in kinds.items()}
    return writer.code(ast.parse(python, mode="eval").body)


@pytest.mark.parametrize(
    ("python", "expected"),
    [
        ("x if rows else y", "rows.length ? x : y"),
        ("not words", "!words.size"),
        ("text[-3:]", "text.slice(-3)"),
        ("text[1:n]", "text.slice(1, n)"),
        ("rows[-1]", "rows.at(-1)"),
        ("match['year']", 'match.get("year")'),
        ("1 <= n < 5", "1 <= n && n < 5"),
        ("'a' in text", 'text.includes("a")'),
        ("n in words", "words.has(n)"),
        ("unknown or 1", "py.or(() => unknown, () => 1)"),
        ("[w.strip('.') for w in rows if w]", 'rows.filter((w) => py.truth(w)).map((w) => py.strip(w, "."))'),
        ("any(a == 'x' for a, b in rows)", 'rows.some(([a, b]) => a === "x")'),
        ("(a + b) * c - -d", "(a + b) * c - -d"),
        ("f'{text}`{n:02d}'", "`${text}\\`${py.format(n, `02d`)}`"),
        ("len(text) > 3 and this is None", "text.length > 3 && this_ === null"),
    ],
)  # fmt: skip
def test_an_expression_becomes_what_means_the_same(python: str, expected: str) -> None:
    kinds = {"rows": "list", "words": "set", "text": "str", "match": "match", "n": "int"}
    assert code(python, **kinds) == expected


@pytest.mark.parametrize(
    "python",
    [
        "[*a][::2]",
        "[a for a, _, _ in rows]",
        "open('x')",
        "text.encode() @ b",
        "await x",
        "re.escape(a)",
    ],
)
def test_what_has_no_counterpart_is_refused(python: str) -> None:
    with pytest.raises((NotImplementedError, KeyError)):
        code(python)
