"""What an expression of Python gives, as far as it must be known to say it in JavaScript.

An empty list is false in Python and true in JavaScript; `in` looks into strings, lists, sets and
mappings; `[0]` is a group of a match or the first of a list. Annotations say which it is, and the
few functions of Python that are used here. Where nothing says it, the prelude finds out when it runs.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from bibkit.zotero.translator.modules import Module, is_dataclass, is_re_call, require

__all__ = ["ANY", "Function", "Inference", "Kind", "Known", "is_name", "method_of"]


@dataclass(frozen=True, slots=True)
class Kind:
    """What a value is: `str`, `list` … or the name of a class; `any` where it is not known."""

    name: str
    args: tuple[Kind, ...] = ()
    optional: bool = False

    @property
    def element(self) -> Kind:
        """What a loop over it gives."""
        if self.name == "str":
            return Kind("str")
        if self.name == "tuple" and len({kind.name for kind in self.args}) == 1:
            return self.args[0]
        return self.args[0] if self.name in ("list", "set", "iter", "dict") and self.args else ANY


ANY = Kind("any")
_STR, _INT, _BOOL = Kind("str"), Kind("int"), Kind("bool")
_MATCH = Kind("match", optional=True)
_NAMES = {
    "str": "str", "int": "int", "bool": "bool", "list": "list", "Sequence": "list",
    "Iterable": "iter", "Iterator": "iter", "dict": "dict", "Mapping": "dict", "set": "set",
    "frozenset": "set", "Match": "match", "Pattern": "pattern", "tuple": "list", "Counter": "dict",
    "float": "int",
}  # fmt: skip
_TEXT_METHODS = frozenset(
    "strip lstrip rstrip lower upper replace removesuffix removeprefix join translate sub".split()
)
_TESTS = frozenset(
    "isupper islower isalpha isdigit isdecimal isalnum isascii startswith endswith".split()
)


@dataclass(frozen=True, slots=True)
class Function:
    """The arguments of a function or class, in order, and what it gives."""

    arguments: tuple[str, ...]
    gives: Kind


@dataclass(slots=True)
class Known:
    """The functions, classes and attributes of all modules, and the parts of their patterns."""

    functions: dict[str, Function] = field(default_factory=dict)  # by module and name
    methods: dict[str, Function] = field(default_factory=dict)  # by class and name
    attributes: dict[str, Kind] = field(default_factory=dict)  # by class and name
    classes: set[str] = field(default_factory=set)
    parts: dict[str, str] = field(default_factory=dict)  # of patterns, by name

    def add(self, module: Module) -> None:
        """Learn what a module's annotations say."""
        for name, node in module.statements.items():
            if isinstance(node, ast.FunctionDef):
                self.functions[f"{module.name}.{name}"] = _function(node, module)
            elif isinstance(node, ast.ClassDef):
                self._add_class(name, node, module)

    def _add_class(self, name: str, node: ast.ClassDef, module: Module) -> None:
        arguments = []
        self.classes.add(name)
        for part in node.body:
            if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name):
                arguments.append(part.target.id)
                attribute, kind = f"{name}.{part.target.id}", kind_of(part.annotation, module)
                require(self.attributes.get(attribute, kind) == kind, f"two classes {name}")
                self.attributes[attribute] = kind
            elif isinstance(part, ast.FunctionDef):
                method = _function(part, module)
                method = replace(method, arguments=method.arguments[1:])
                if any(isinstance(d, ast.Name) and d.id == "property" for d in part.decorator_list):
                    self.attributes[f"{name}.{part.name}"] = method.gives
                else:
                    self.methods[f"{name}.{part.name}"] = method
        self.functions[f"{module.name}.{name}"] = Function(tuple(arguments), Kind(name))


def _function(node: ast.FunctionDef, module: Module) -> Function:
    arguments = (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
    gives = kind_of(node.returns, module) if node.returns else ANY
    return Function(tuple(argument.arg for argument in arguments), gives)


def kind_of(annotation: ast.expr, module: Module) -> Kind:
    """What an annotation says."""
    if isinstance(annotation, ast.Constant):
        return Kind("none") if annotation.value is None else ANY
    if isinstance(annotation, ast.BinOp):
        return _union([kind_of(annotation.left, module), kind_of(annotation.right, module)])
    if isinstance(annotation, ast.Subscript):
        outer = kind_of(annotation.value, module)
        inner = annotation.slice
        rows = inner.elts if isinstance(inner, ast.Tuple) else [inner]
        several = isinstance(annotation.value, ast.Name) and annotation.value.id == "tuple"
        if several and not (len(rows) == 2 and isinstance(rows[1], ast.Constant)):
            return Kind("tuple", tuple(kind_of(row, module) for row in rows))
        if outer.name in ("match", "pattern"):
            return outer
        args = (kind_of(row, module) for row in rows if not isinstance(row, ast.Constant))
        return Kind(outer.name, tuple(args), outer.optional)
    name = annotation.attr if isinstance(annotation, ast.Attribute) else ""
    name = name or (annotation.id if isinstance(annotation, ast.Name) else "")
    if name in _NAMES:
        return Kind(_NAMES[name])
    alias = module.statements.get(name)
    if isinstance(alias, ast.Assign):
        return kind_of(alias.value, module)
    return Kind(name) if is_dataclass(module.value(name)) else ANY


def _union(kinds: Iterable[Kind]) -> Kind:
    listed = list(kinds)
    real = [kind for kind in listed if kind.name != "none"]
    if not real:
        return Kind("none")
    first = real[0]
    optional = len(real) < len(listed) or any(kind.optional for kind in real)
    if any(kind.name != first.name for kind in real):
        return ANY
    args = next((kind.args for kind in real if kind.args), ())
    return Kind(first.name, args, optional)


class Inference:
    """The kinds of the expressions of one function.

    Args:
        module: where it is; known: all functions; names: the kinds of its local names.
    """

    def __init__(self, module: Module, known: Known) -> None:
        self.module = module
        self.known = known
        self.names: dict[str, Kind] = {}

    def learn(self, node: ast.FunctionDef) -> None:
        """Find out what the local names of a function hold."""
        for argument in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs):
            if argument.annotation:
                self.names[argument.arg] = kind_of(argument.annotation, self.module)
        fixed = set(self.names)
        for _ in range(3):  # a name may depend on one that is set later in a loop
            found: dict[str, list[Kind]] = {}
            for part in ast.walk(node):
                self._learn_from(part, found)
            for name, kinds in found.items():
                if name not in fixed:
                    # Not known yet is not the same as open: another round may say.
                    sure = [kind for kind in kinds if kind != ANY]
                    self.names[name] = _union(sure) if len(sure) == len(kinds) else ANY

    def _learn_from(self, part: ast.AST, found: dict[str, list[Kind]]) -> None:
        if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name):
            found.setdefault(part.target.id, []).append(kind_of(part.annotation, self.module))
        elif isinstance(part, ast.Assign):
            for target in part.targets:
                self._bind(target, self.kind(part.value), found)
        elif isinstance(part, ast.NamedExpr):
            self._bind(part.target, self.kind(part.value), found)
        elif isinstance(part, ast.For):
            self._bind(part.target, self.kind(part.iter).element, found)

    def _bind(self, target: ast.expr, kind: Kind, found: dict[str, list[Kind]]) -> None:
        if isinstance(target, ast.Name):
            found.setdefault(target.id, []).append(kind)
        elif isinstance(target, ast.Tuple):
            for number, one in enumerate(target.elts):
                if isinstance(one, ast.Starred):
                    self._bind(one.value, Kind("list", (kind.element,)), found)
                    continue
                known = kind.name == "tuple" and number < len(kind.args)
                self._bind(one, kind.args[number] if known else kind.element, found)

    # --- expressions ---

    def kind(self, node: ast.expr) -> Kind:
        """What an expression gives."""
        method = getattr(self, f"_{type(node).__name__.lower()}", None)
        return method(node) if method else ANY

    def _namedexpr(self, node: ast.NamedExpr) -> Kind:
        return self.kind(node.value)

    def _constant(self, node: ast.Constant) -> Kind:
        return Kind("none") if node.value is None else Kind(type(node.value).__name__)

    def _joinedstr(self, _: ast.JoinedStr) -> Kind:
        return _STR

    def _compare(self, _: ast.Compare) -> Kind:
        return _BOOL

    def _unaryop(self, node: ast.UnaryOp) -> Kind:
        return _BOOL if isinstance(node.op, ast.Not) else _INT

    def _boolop(self, node: ast.BoolOp) -> Kind:
        kinds = [self.kind(value) for value in node.values]
        if isinstance(node.op, ast.And):
            return _union(kinds) if len({k.name for k in kinds}) == 1 else ANY
        union = _union(kinds)
        return replace(union, optional=kinds[-1].optional or kinds[-1].name == "none")

    def _ifexp(self, node: ast.IfExp) -> Kind:
        return _union([self.kind(node.body), self.kind(node.orelse)])

    def _binop(self, node: ast.BinOp) -> Kind:
        return Kind("set") if isinstance(node.op, ast.BitAnd) else self.kind(node.left)

    def _list(self, node: ast.List) -> Kind:
        return Kind("list", (self.kind(node.elts[0]),) if node.elts else ())

    def _tuple(self, node: ast.Tuple) -> Kind:
        if any(isinstance(one, ast.Starred) for one in node.elts):
            return Kind("list")
        return Kind("tuple", tuple(self.kind(one) for one in node.elts))

    def _dict(self, _: ast.Dict) -> Kind:
        return Kind("dict")

    def _dictcomp(self, _: ast.DictComp) -> Kind:
        return Kind("dict")

    def _set(self, _: ast.Set) -> Kind:
        return Kind("set")

    def _listcomp(self, node: ast.ListComp | ast.GeneratorExp) -> Kind:
        with self.within(node.generators):
            return Kind("list", (self.kind(node.elt),))

    _generatorexp = _listcomp

    @contextmanager
    def within(self, generators: list[ast.comprehension]) -> Iterator[None]:
        """Knows the names that a comprehension has for itself."""
        before = dict(self.names)
        for one in generators:
            found: dict[str, list[Kind]] = {}
            self._bind(one.target, self.kind(one.iter).element, found)
            self.names.update((name, kinds[0]) for name, kinds in found.items())
        yield
        self.names = before

    def _name(self, node: ast.Name) -> Kind:
        if node.id in self.names:
            return self.names[node.id]
        value = self.module.value(node.id)
        return _kind_of_value(value, self.module.statements.get(node.id), self.module)

    def _attribute(self, node: ast.Attribute) -> Kind:
        base = self.kind(node.value)
        return self.known.attributes.get(f"{base.name}.{node.attr}", ANY)

    def _subscript(self, node: ast.Subscript) -> Kind:
        base = self.kind(node.value)
        if isinstance(node.slice, ast.Slice):
            return replace(base, optional=False) if base.name in ("str", "list") else ANY
        if base.name == "match":
            return Kind("str", optional=not _is_zero(node.slice))
        if base.name == "dict":
            return base.args[1] if len(base.args) == 2 else ANY
        if base.name == "tuple" and isinstance(node.slice, ast.Constant):
            return base.args[int(str(node.slice.value))]
        return base.element

    def _call(self, node: ast.Call) -> Kind:
        function = self.function(node)
        if function:
            return function.gives
        name = method_of(node)
        if name:
            return self._method(name, node)
        return self._builtin(node)

    def _method(self, name: str, node: ast.Call) -> Kind:
        base = self.kind(node.func.value) if isinstance(node.func, ast.Attribute) else ANY
        if isinstance(node.func, ast.Attribute) and is_name(node.func.value, "dataclasses"):
            return self.kind(node.args[0])
        if name in _TEXT_METHODS:
            return _STR
        if name in _TESTS:
            return _BOOL
        fixed = {
            "match": _MATCH, "search": _MATCH, "fullmatch": _MATCH, "end": _INT, "count": _INT,
            "index": _INT, "finditer": Kind("list", (Kind("match"),)),
            "findall": Kind("list", (_STR,)), "split": Kind("list", (_STR,)),
            "splitlines": Kind("list", (_STR,)), "groupdict": Kind("dict", (_STR, Kind("str", optional=True))),
            "partition": Kind("tuple", (_STR, _STR, _STR)), "rpartition": Kind("tuple", (_STR, _STR, _STR)),
            "fromkeys": Kind("dict"), "span": Kind("tuple", (_INT, _INT)), "start": _INT,
            "groups": Kind("list", (Kind("str", optional=True),)),
        }.get(name)  # fmt: skip
        if fixed:
            return fixed
        if base.name == "dict" and len(base.args) == 2:
            if name == "items":
                return Kind("list", (Kind("tuple", base.args),))
            if name == "keys":
                return Kind("list", base.args[:1])
            if name == "get":
                return replace(base.args[1], optional=len(node.args) < 2)
        if base.name == "list" and name == "pop":
            return base.element
        return ANY

    def _builtin(self, node: ast.Call) -> Kind:
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        first = self.kind(node.args[0]) if node.args else ANY
        item = Kind("tuple", (_INT, first.element))
        return {
            "len": _INT, "int": _INT, "max": _INT, "min": _INT, "sum": _INT, "str": _STR, "chr": _STR,
            "bool": _BOOL, "any": _BOOL, "all": _BOOL, "isinstance": _BOOL, "range": Kind("list", (_INT,)),
            "enumerate": Kind("list", (item,)), "reversed": Kind("list", (first.element,)),
            "list": Kind("list", (first.element,)), "tuple": Kind("list", (first.element,)),
            "sorted": Kind("list", (first.element,)), "set": Kind("set", (first.element,)),
            "zip": Kind("list", (Kind("tuple", tuple(self.kind(a).element for a in node.args)),)),
            "pairwise": Kind("list", (Kind("tuple", (first.element, first.element)),)),
            "next": first.element, "MappingProxyType": first, "abs": _INT, "dict": Kind("dict"), "Counter": Kind("dict", (_STR, _INT)), "frozenset": Kind("set"),
            "map": Kind("list"), "filter": Kind("list"), "bytearray": Kind("list", (_INT,)),
        }.get(name, ANY)  # fmt: skip

    def function(self, node: ast.Call) -> Function | None:
        """The function of the project that a call calls; None for any other."""
        function = node.func
        if isinstance(function, ast.Name) and function.id not in self.names:
            home, name = self.module.imports.get(function.id, (self.module.name, function.id))
            return self.known.functions.get(f"{home}.{name}")
        if isinstance(function, ast.Attribute) and not is_re_call(node):
            base = function.value
            if isinstance(base, ast.Name) and base.id in self.module.imports:
                there = self.module.imports[base.id][0]
                return self.known.functions.get(f"{there}.{function.attr}")
            return self.known.methods.get(f"{self.kind(base).name}.{function.attr}")
        return None


def _kind_of_value(value: Any, node: ast.stmt | None, module: Module) -> Kind:
    if isinstance(node, ast.AnnAssign):
        return kind_of(node.annotation, module)
    if isinstance(value, re.Pattern):
        return Kind("pattern")
    for type_, name in (
        (bool, "bool"),
        (str, "str"),
        (int, "int"),
        (tuple, "list"),
        (dict, "dict"),
    ):
        if isinstance(value, type_):
            return Kind(name)
    return Kind("set") if isinstance(value, frozenset) else ANY


def method_of(node: ast.Call) -> str:
    """The name of the method that a call calls; empty for a function."""
    return node.func.attr if isinstance(node.func, ast.Attribute) else ""


def is_name(node: ast.expr, name: str) -> bool:
    """Whether an expression is a name alone, and which."""
    return isinstance(node, ast.Name) and node.id == name


def _is_zero(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value == 0
