"""What the sequence model is trained on."""

from __future__ import annotations

import random
import sys
from itertools import pairwise
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import gold
import train

import styles

ARTICLE = {
    "type": "article-journal", "title": "A view of the ways of ants", "container": "J Foo",
    "author": [{"family": "Chio", "given": "AB"}, {"family": "van der Berg", "given": "J."}, {"literal": "The Ant Group"}],
    "year": "2017", "volume": "12", "issue": "3", "page": "181-184", "doi": "10.1234/foo.1",
}  # fmt: skip
CHAPTER = {
    "type": "chapter", "title": "On nests", "container": "The big book of ants", "edition": "2nd ed",
    "author": [{"family": "Chio", "given": "Adriano"}], "editor": [{"family": "Roe", "given": "R"}],
    "publisher": "Ant Press", "publisher_place": "Oslo", "year": "1999", "page": "5-9",
}  # fmt: skip


# Labels whose words are the field's own; a style sets names and pages in its way, and makes up a
# meeting or a publisher where the record has none.
PLAIN_LABELS = {"title", "container", "volume", "issue", "issued"}


@pytest.mark.parametrize("record", [ARTICLE, CHAPTER], ids=["article", "chapter"])
def test_a_made_up_style_says_where_each_field_is(record: dict[str, object]) -> None:
    texts = set()
    for seed in range(300):
        made = styles.printed(record, random.Random(seed))
        assert made is not None
        _, text, fields = made
        texts.add(text)
        for label, start, end in fields:
            words = text[start:end]
            assert words
            assert words.strip() == words
            if label in PLAIN_LABELS:
                key = {"issued": "year", "place": "publisher_place"}.get(label, label)
                assert words == record[key]
        places = sorted((start, end) for _, start, end in fields)
        assert all(a[1] <= b[0] for a, b in pairwise(places))
    assert len(texts) > 280


def test_a_record_without_a_year_is_not_printed() -> None:
    assert styles.printed({**ARTICLE, "year": ""}, random.Random(1)) is None


def test_the_labels_of_a_record_are_those_of_its_fields() -> None:
    text = "Chio AB, van der Berg J., The Ant Group. A view of the ways of ants. J Foo. 2017;12(3):181–184."
    _, _, tokens = gold.prepared(text)
    labels = gold.labels({"gold": ARTICLE}, tokens)
    assert labels is not None
    assert labels.count("title") == 7
    assert {"family", "given", "literal", "container", "issued", "volume", "issue", "page"} <= {
        *labels
    }
    assert gold.labels({"gold": {**ARTICLE, "title": "Something else"}}, tokens) is None


def test_weights_find_what_matters() -> None:
    dice = random.Random(2)
    rows = []
    for _ in range(400):
        signal = dice.uniform(-3, 3)
        right = dice.random() < 1 / (1 + 2.718 ** -(0.5 + 1.5 * signal))
        rows.append(((1.0, signal, dice.uniform(-1, 1)), right))
    constant, weight, noise = train.fit(rows)
    assert 0.1 < constant < 1.0
    assert 1.0 < weight < 2.2
    assert abs(noise) < 0.6


def test_a_model_is_trained_and_read_with(tmp_path: Path) -> None:
    import pycrfsuite

    made = []
    for seed in range(40):
        printed = styles.printed(ARTICLE, random.Random(seed))
        assert printed is not None
        type_, text, fields = printed
        tokens = gold.tokenize(text)
        labels = train.span_labels(tokens, fields)
        if labels is not None:
            made.append(train.example(text, [], tokens, type_, labels))
    train.train(made, tmp_path / "m.crfsuite")
    tagger = pycrfsuite.Tagger()
    tagger.open(str(tmp_path / "m.crfsuite"))
    assert {"type:article-journal", "family", "title", "container", "page"} <= {*tagger.labels()}


def test_the_split_is_by_journal_and_a_quarter_is_kept_apart() -> None:
    apart = [gold.kept_apart(f"Journal {n}") for n in range(2000)]
    assert 0.2 < sum(apart) / len(apart) < 0.3
    assert {gold.fold(f"Journal {n}", 4) for n in range(50)} == {0, 1, 2, 3}
