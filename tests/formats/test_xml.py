"""XML element by element: files larger than memory, several documents in one, nothing expanded."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest

from bibkit.errors import UnreadableInput
from bibkit.xml import elements, plain_text


def _texts(text: str, *tags: str, roots: tuple[str, ...] = ()) -> list[str]:
    found = elements(io.StringIO(text, newline=""), tags or ("a",), roots)
    return [plain_text(one) for one in found]


def test_elements_come_in_order_as_deep_as_they_lie() -> None:
    assert _texts("<s><x><a>1</a></x><b>2</b><a>3<i>4</i></a></s>", "a", "b") == ["1", "2", "34"]


def test_the_root_may_be_the_element() -> None:
    assert _texts("\ufeff \n<?xml version='1.0'?><a>1</a>") == ["1"]


def test_what_lies_in_an_element_is_part_of_it() -> None:
    assert _texts("<s><a>1<a>2</a></a><a>3</a></s>") == ["12", "3"]


def test_namespaces_are_told_by_their_address() -> None:
    assert _texts("<s xmlns='urn:x'><a>1</a></s>", "{urn:x}a") == ["1"]


@pytest.mark.parametrize("between", ["", "\n", "\r\n\r\n", "\n\ufeff"])
@pytest.mark.parametrize("head", ["", "<?xml version='1.0'?>", "<!DOCTYPE s SYSTEM 's.dtd'>"])
def test_documents_one_behind_the_other(between: str, head: str) -> None:
    one = f"{head}<s><a>1</a></s>"
    others = [one.replace("<a>1", f"<a>{number}") for number in "23"]
    assert _texts(between.join([one, *others])) == list("123")


def test_documents_are_told_apart_wherever_the_pieces_of_the_file_end() -> None:
    one = "<?xml version='1.0'?>\n<s><a>1</a></s >\n"
    for length in range(65_480, 65_560):
        padding = " " * (length - len(one))
        assert _texts(one.replace("</s", padding + "</s") + one) == ["1", "1"]


def test_an_inner_element_of_the_root_s_name_ends_no_document() -> None:
    assert _texts("<s><s><a>1</a></s>\n<t/><a>2</a></s>") == ["1", "2"]


def test_entities_of_html_are_characters_and_no_other_is_expanded() -> None:
    head = '<!DOCTYPE s [<!ENTITY x "xxxx"><!ENTITY y "&x;&x;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    assert _texts(f"{head}<s><a>&y;1&f;</a><a>&lt;&amp;</a></s>") == ["1", "<&"]
    assert _texts("<!DOCTYPE s SYSTEM 's.dtd'><s><a>&eacute;t&eacute;</a></s>") == ["été"]


@pytest.mark.parametrize(
    ("text", "read", "says"),
    [
        ("<s><a>1</a><a>2", ["1"], "not well-formed"),
        ("<s><a>1</a></b><a>2</a></s>", ["1"], "not well-formed"),
        ("<s><a>1</a></s>tail", ["1"], "not well-formed"),
        ("<s><a>1</a></s><?xml version='1.0'?><s><a>2</a>", ["1", "2"], "not well-formed"),
        ("<s><a>1</a></s><!DOCTYPE t><t><a>2</a></t>", ["1"], "its root is <t>"),
        ("<t><a>1</a></t>", [], "its root is <t>"),
        ("no XML", [], "not well-formed"),
        ("", [], "not well-formed"),
        ("<s>" * 5000, [], "not well-formed"),
    ],
)
def test_what_lies_before_a_fault_is_given(text: str, read: list[str], says: str) -> None:
    found: list[str] = []
    given = (plain_text(one) for one in elements(io.StringIO(text), {"a"}, {"s"}))
    with pytest.raises(UnreadableInput, match=says):
        found.extend(given)
    assert found == read


class _Endless(io.TextIOBase):
    """A document without end, which counts what is read of it."""

    def __init__(self) -> None:
        self.read_so_far = 0

    def read(self, size: int | None = -1) -> str:
        begin = "<s>" if not self.read_so_far else ""
        text = begin + "<a>soil</a>" * (max(size or 0, 11) // 11)
        self.read_so_far += len(text)
        return text


def test_no_more_is_read_than_is_asked_for() -> None:
    file = _Endless()
    found: Iterator[object] = elements(file, {"a"})  # type: ignore[arg-type]
    for _ in range(20_000):
        next(found)
    assert file.read_so_far < 20_000 * 11 + 400_000


def test_what_was_given_is_forgotten() -> None:
    file = io.StringIO(f"<s>{'<b/><a>soil</a>' * 50_000}</s>")
    held = [len(element.getparent()) for element in elements(file, {"a"})]
    assert len(held) == 50_000
    assert max(held) < 30_000  # what one piece of the file holds
    assert held[-1] <= 3
