"""Expressions of Python to JavaScript.

What both languages say alike becomes that; what they do not is a call of the prelude's `py`.
"""

from __future__ import annotations

import ast
import enum
import json
import re
from collections.abc import Sequence

from bibkit.zotero.translator.inference import Inference, Kind, is_name, method_of
from bibkit.zotero.translator.modules import require

__all__ = ["CALL", "OR", "PRIMARY", "TERNARY", "UNARY", "Code", "Expressions", "name_of", "text_of"]

# How strongly operators bind (ECMAScript).
TERNARY, OR, AND, EQUAL, LESS, PLUS, TIMES, UNARY, CALL, PRIMARY = (
    2,
    3,
    4,
    8,
    9,
    11,
    12,
    14,
    17,
    18,
)

_RESERVED = frozenset(
    "case class const default delete do enum export function in instanceof let new null package "
    "private protected public static super switch this throw typeof undefined var void with "
    "py re W D S B UPPER LOWER".split()
)  # fmt: skip
_SAME_TRUTH = frozenset("str int bool none match pattern".split())
_PRIMITIVE = frozenset("str int bool none".split())
Code = tuple[str, int]  # and how strongly it binds


def name_of(name: str) -> str:
    """A name as JavaScript can have it."""
    return f"{name}_" if name in _RESERVED else name


def text_of(value: object) -> str:
    """A text as JavaScript writes it: what cannot be seen by its number."""
    text = json.dumps(value, ensure_ascii=False)
    return re.sub(
        "[\x7f-\xa0\u200b-\u200f\u2010-\u2012\u2028-\u202f\u2060-\u206f\ue000-\uf8ff\ufeff]",
        lambda match: f"\\u{ord(match[0]):04x}",
        text,
    )


class Expressions(Inference):
    """Expressions of one function or statement to JavaScript."""

    def code(self, node: ast.expr, binds: int = 0) -> str:
        """An expression, in parentheses where it binds less than it must."""
        method = getattr(self, f"_{type(node).__name__.lower()}_code", None)
        if method is None:
            raise NotImplementedError(f"{self.module.name}:{node.lineno}: {ast.unparse(node)}")
        code, own = method(node)
        return f"({code})" if own < binds else code

    def test(self, node: ast.expr, binds: int = 0) -> str:
        """An expression of which only counts whether it is true."""
        code, own = self._test(node)
        return f"({code})" if own < binds else code

    def _test(self, node: ast.expr) -> Code:
        if isinstance(node, ast.BoolOp):
            sign, own = ("&&", AND) if isinstance(node.op, ast.And) else ("||", OR)
            return f" {sign} ".join(self.test(value, own + 1) for value in node.values), own
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            return f"!{self.test(node.operand, UNARY)}", UNARY
        if isinstance(node, ast.Call) and is_name(node.func, "bool"):
            return self._test(node.args[0])
        if isinstance(node, ast.IfExp):
            parts = (
                self.test(node.test, OR),
                self.test(node.body, TERNARY),
                self.test(node.orelse, TERNARY),
            )
            return "{} ? {} : {}".format(*parts), TERNARY
        kind = self.kind(node)
        dot = "?." if kind.optional else "."
        if kind.name in ("list", "tuple"):
            return f"{self.code(node, CALL)}{dot}length", CALL
        if kind.name in ("dict", "set"):
            return f"{self.code(node, CALL)}{dot}size", CALL
        if self._same_truth(kind):
            return self.code(node), self._binding(node)
        return f"py.truth({self.code(node)})", CALL

    def _binding(self, node: ast.expr) -> int:
        method = getattr(self, f"_{type(node).__name__.lower()}_code")
        return int(method(node)[1])

    def _same_truth(self, kind: Kind) -> bool:
        return kind.name in _SAME_TRUTH or kind.name in self.known.classes

    # --- values ---

    def _constant_code(self, node: ast.Constant) -> Code:
        if node.value is None:
            return "null", PRIMARY
        if isinstance(node.value, bytes):
            return json.dumps(list(node.value)), PRIMARY
        return text_of(node.value), PRIMARY

    def _name_code(self, node: ast.Name) -> Code:
        if node.id == "len":
            return "py.len", CALL
        return name_of(node.id), PRIMARY

    def _joinedstr_code(self, node: ast.JoinedStr) -> Code:
        parts = []
        for part in node.values:
            if isinstance(part, ast.Constant):
                text = text_of(part.value)[1:-1].replace('\\"', '"')
                parts.append(text.replace("`", "\\`").replace("${", "\\${"))
            elif isinstance(part, ast.FormattedValue):
                code = self.code(part.value)
                if part.format_spec is not None:
                    code = f"py.format({code}, {self.code(part.format_spec)})"
                elif self.kind(part.value).name not in ("str", "int"):
                    code = f"py.str({code})"
                parts.append(f"${{{code}}}")
        return f"`{''.join(parts)}`", PRIMARY

    def _tuple_code(self, node: ast.Tuple | ast.List) -> Code:
        return f"[{self._listed(node.elts)}]", PRIMARY

    _list_code = _tuple_code

    def _set_code(self, node: ast.Set) -> Code:
        return f"new Set([{self._listed(node.elts)}])", PRIMARY

    def _dict_code(self, node: ast.Dict) -> Code:
        rows = []
        for key, value in zip(node.keys, node.values, strict=True):
            if key is None:
                rows.append(f"...{self.code(value, CALL)}")
            else:
                rows.append(f"[{self.code(key)}, {self.code(value)}]")
        return f"new Map([{', '.join(rows)}])" if rows else "new Map()", PRIMARY

    def _listed(self, nodes: Sequence[ast.expr]) -> str:
        return ", ".join(self.code(node) for node in nodes)

    def _starred_code(self, node: ast.Starred) -> Code:
        return f"...{self._each(node.value)}", PRIMARY

    # --- operators ---

    def _boolop_code(self, node: ast.BoolOp) -> Code:
        *first, _ = node.values
        if all(self._same_truth(self.kind(value)) for value in first):
            sign, own = ("&&", AND) if isinstance(node.op, ast.And) else ("||", OR)
            return f" {sign} ".join(self.code(value, own + 1) for value in node.values), own
        name = "and" if isinstance(node.op, ast.And) else "or"
        return (
            f"py.{name}({', '.join(f'() => {self.code(v, TERNARY)}' for v in node.values)})",
            CALL,
        )

    def _unaryop_code(self, node: ast.UnaryOp) -> Code:
        if isinstance(node.op, ast.Not):
            return self._test(node)
        return f"-{self.code(node.operand, UNARY)}", UNARY

    def _binop_code(self, node: ast.BinOp) -> Code:
        kind = self.kind(node.left)
        if isinstance(node.op, ast.Mult) and kind.name == "str":
            return f"{self.code(node.left, CALL)}.repeat({self.code(node.right)})", CALL
        if isinstance(node.op, ast.Mult) and kind.name in ("bytes", "str", "list"):
            return f"py.repeated({self._listed([node.left, node.right])})", CALL
        if isinstance(node.op, ast.Add) and kind.name in ("list", "tuple"):
            return f"[...{self._each(node.left)}, ...{self._each(node.right)}]", PRIMARY
        if isinstance(node.op, ast.BitAnd):
            return f"py.shared({self._listed([node.left, node.right])})", CALL
        if isinstance(node.op, ast.FloorDiv):
            return (
                f"Math.floor({self.code(node.left, TIMES)} / {self.code(node.right, UNARY)})",
                CALL,
            )
        sign, own = {
            ast.Add: ("+", PLUS), ast.Sub: ("-", PLUS), ast.Mult: ("*", TIMES), ast.Mod: ("%", TIMES),
        }[type(node.op)]  # fmt: skip
        return f"{self.code(node.left, own)} {sign} {self.code(node.right, own + 1)}", own

    def _compare_code(self, node: ast.Compare) -> Code:
        lefts = [node.left, *node.comparators]
        parts = [
            self._comparison(left, sign, right)
            for left, sign, right in zip(lefts, node.ops, node.comparators, strict=False)
        ]
        if len(parts) == 1:
            return parts[0]
        return " && ".join(f"({c})" if own <= AND else c for c, own in parts), AND

    def _comparison(self, left: ast.expr, sign: ast.cmpop, right: ast.expr) -> Code:
        if isinstance(sign, ast.In | ast.NotIn):
            code, own = self._contained(left, right)
            return (code, own) if isinstance(sign, ast.In) else (f"!{code}", UNARY)
        if isinstance(sign, ast.LtE) and isinstance(left, ast.Call) and method_of(left) == "keys":
            return f"py.within({self._listed([left, right])})", CALL
        if isinstance(sign, ast.Eq | ast.NotEq):
            names = {self.kind(left).name, self.kind(right).name}
            if not names & _PRIMITIVE:
                code = f"py.equal({self._listed([left, right])})"
                return (code, CALL) if isinstance(sign, ast.Eq) else (f"!{code}", UNARY)
        text, own = {
            ast.Eq: ("===", EQUAL), ast.NotEq: ("!==", EQUAL), ast.Is: ("===", EQUAL),
            ast.IsNot: ("!==", EQUAL), ast.Lt: ("<", LESS), ast.LtE: ("<=", LESS),
            ast.Gt: (">", LESS), ast.GtE: (">=", LESS),
        }[type(sign)]  # fmt: skip
        return f"{self.code(left, own + 1)} {text} {self.code(right, own + 1)}", own

    def _contained(self, left: ast.expr, right: ast.expr) -> Code:
        name = self.kind(right).name
        if name in ("dict", "set"):
            return f"{self.code(right, CALL)}.has({self.code(left)})", CALL
        simple = self.kind(left).name in (*_PRIMITIVE, "match")
        if name == "str" or (name in ("list", "tuple") and simple):
            return f"{self.code(right, CALL)}.includes({self.code(left)})", CALL
        return f"py.contains({self.code(right)}, {self.code(left)})", CALL

    def _ifexp_code(self, node: ast.IfExp) -> Code:
        body, other = self.code(node.body, TERNARY), self.code(node.orelse, TERNARY)
        return f"{self.test(node.test, OR)} ? {body} : {other}", TERNARY

    def _namedexpr_code(self, node: ast.NamedExpr) -> Code:
        return f"{self.code(node.target)} = {self.code(node.value)}", 0

    def _lambda_code(self, node: ast.Lambda) -> Code:
        names = ", ".join(name_of(argument.arg) for argument in node.args.args)
        return f"({names}) => {self.code(node.body, TERNARY)}", TERNARY

    # --- parts of values ---

    def _attribute_code(self, node: ast.Attribute) -> Code:
        value = self.module.value(node.value.id) if isinstance(node.value, ast.Name) else None
        if isinstance(value, type) and issubclass(value, enum.Enum):
            return text_of(str(value[node.attr].value)), PRIMARY
        return f"{self.code(node.value, CALL)}.{node.attr}", CALL

    def _subscript_code(self, node: ast.Subscript) -> Code:
        base, kind = self.code(node.value, CALL), self.kind(node.value)
        if isinstance(node.slice, ast.Slice):
            require(node.slice.step is None, "no place in the translator")
            low = self.code(node.slice.lower) if node.slice.lower else "0"
            high = f", {self.code(node.slice.upper)}" if node.slice.upper else ""
            return (base if low == "0" and not high else f"{base}.slice({low}{high})"), CALL
        index = self.code(node.slice)
        if kind.name in ("match", "dict") or (kind.name == "any" and index.startswith('"')):
            return f"{base}.get({index})", CALL
        if isinstance(node.slice, ast.Tuple):
            raise NotImplementedError(ast.unparse(node))
        if kind.name == "any":
            return f"py.at({base}, {index})", CALL
        return (f"{base}.at({index})" if index.startswith("-") else f"{base}[{index}]"), CALL

    # --- comprehensions ---

    def _each(self, node: ast.expr) -> str:
        """What a loop goes over, as something that JavaScript loops over."""
        kind = self.kind(node)
        if isinstance(node, ast.Call) and method_of(node) in ("items", "keys") and not node.args:
            return self.code(node, CALL)
        if kind.name == "dict":
            return f"{self.code(node, CALL)}.keys()"
        plain = kind.name in ("list", "tuple", "str", "set", "iter") and not kind.optional
        return self.code(node, CALL) if plain else f"py.iter({self.code(node)})"

    def _array(self, node: ast.expr) -> str:
        """The same, as an array."""
        if self.kind(node).name in ("list", "tuple") and not self.kind(node).optional:
            return self.code(node, CALL)
        return f"py.iter({self.code(node)})"

    def _comprehended(self, generators: list[ast.comprehension], element: str, same: str) -> str:
        one, *others = generators
        target = self.target(one.target)
        code = self._array(one.iter)
        arrow = f"({target}) => "
        for test in one.ifs:
            code += f".filter({arrow}{self.test(test, TERNARY)})"
        if others:
            return f"{code}.flatMap({arrow}{self._comprehended(others, element, same)})"
        return code if same == target else f"{code}.map({arrow}{element})"

    def target(self, node: ast.expr) -> str:
        """What is assigned to: a name, or several in brackets."""
        if isinstance(node, ast.Tuple):
            names = [self.target(one) for one in node.elts]
            require(len(set(names)) == len(names), f"{ast.unparse(node)}: a name twice")
            return f"[{', '.join(names)}]"
        if isinstance(node, ast.Starred):
            return f"...{self.target(node.value)}"
        return self.code(node)

    def _listcomp_code(self, node: ast.ListComp | ast.GeneratorExp) -> Code:
        with self.within(node.generators):
            element = self.code(node.elt, TERNARY)
            return self._comprehended(node.generators, element, self.code(node.elt)), CALL

    _generatorexp_code = _listcomp_code

    def _dictcomp_code(self, node: ast.DictComp) -> Code:
        with self.within(node.generators):
            element = f"[{self.code(node.key)}, {self.code(node.value)}]"
            return f"new Map({self._comprehended(node.generators, element, '')})", PRIMARY
