"""Statements, functions, classes and modules of Python to JavaScript.

Each Python module becomes one constant that holds its functions, so that two modules can have a
function of the same name. Comments go along; of a docstring, its first sentence.
"""

from __future__ import annotations

import ast
import dataclasses
import re
from collections.abc import Iterator, Mapping
from typing import Any

from bibkit.zotero.translator.calls import Calls
from bibkit.zotero.translator.expressions import CALL, name_of, text_of
from bibkit.zotero.translator.inference import Kind, Known
from bibkit.zotero.translator.modules import SKIPPED, Module, is_dataclass, require, walk
from bibkit.zotero.translator.patterns import javascript

__all__ = ["constant_of", "module_code"]


def constant_of(module: str) -> str:
    """The name that a Python module has in JavaScript.

    >>> constant_of("bibkit.reflist.grammar.parts")
    'reflist_grammar_parts'
    """
    return module.removeprefix("bibkit.").replace(".", "_")


def module_code(
    module: Module, known: Known, modules: dict[str, Module], attributes: set[str]
) -> list[str]:
    """The lines of JavaScript for what is needed of a module.

    Args:
        modules: all, by name: what is imported from any other is the prelude's.
        attributes: the methods that can be called.
    """
    constant = constant_of(module.name)
    lines = [f"// --- {module.name} ---", "", f"const {constant} = (() => {{"]
    imported: dict[str, list[str]] = {}
    for name, (there, other) in sorted(module.imports.items()):
        if other and there in modules and other in modules[there].needed and _is_used(module, name):
            require(name == other, "imported under another name")
            imported.setdefault(there, []).append(name_of(name))
    for there, names in imported.items():
        lines.append(f"\tconst {{ {', '.join(names)} }} = {constant_of(there)};")
    if imported:
        lines.append("")
    for name, node in module.needed_statements:
        writer = _Writer(module, known, attributes)
        written = writer.top(name, node)
        if written:
            lines += [f"\t{line}" if line else "" for line in [*writer.patterns, *written, ""]]
    shown = [n for n in module.statements if n in module.needed and n[0] != "_"]
    shown = [name for name in shown if not _is_enum(module, name)]
    lines.append(f"\treturn {{ {', '.join(map(name_of, shown))} }};")
    return [*lines, "})();", ""]


def _is_used(module: Module, name: str) -> bool:
    return any(
        isinstance(part, ast.Name) and part.id == name
        for one, node in module.needed_statements
        if not isinstance(module.value(one), re.Pattern)
        for part in walk(node)
    )


def _is_enum(module: Module, name: str) -> bool:
    value = module.value(name)
    return isinstance(value, type) and not is_dataclass(value)


class _Writer(Calls):
    def __init__(self, module: Module, known: Known, attributes: set[str]) -> None:
        super().__init__(module, known)
        self.attributes = attributes
        self.patterns: list[str] = []
        self.owner = ""
        self.generator = False
        self.declared: set[str] = set()

    def hoisted(self, pattern: str) -> str:
        for line in self.patterns:
            if line.partition(" = ")[2] == f"{pattern};":
                return line.split()[1]
        name = f"{self.owner.strip('_').upper()}_{len(self.patterns) + 1}"
        self.patterns.append(f"const {name} = {pattern};")
        return name

    # --- the top level ---

    def top(self, name: str, node: ast.stmt) -> list[str]:
        value = self.module.value(name)
        before = [f"// {text}" for text in self._comments_above(node)]
        if name in self.module.tables:
            table = self.module.tables[name]
            return [*before, f"const {name_of(name)} = new Map([", *_rows(table), "]);"]
        if isinstance(value, re.Pattern):
            return [*before, f"const {name_of(name)} = {javascript(value, self.known.parts)};"]
        bound = getattr(value, "__self__", None)
        if isinstance(bound, re.Pattern):
            method = getattr(value, "__name__", "")
            pattern = f"{name_of(name)}_PATTERN"
            made = f"const {name_of(name)} = (text) => {pattern}.{method}(text);"
            return [*before, f"const {pattern} = {javascript(bound, self.known.parts)};", made]
        if isinstance(node, ast.FunctionDef):
            return [*before, *self.function_code(node)]
        if isinstance(node, ast.ClassDef):
            return [*before, *self._class_code(node)] if is_dataclass(value) else []
        if isinstance(node, ast.Assign | ast.AnnAssign):
            shown = text_of(value) if isinstance(value, str) else ""
            shown = shown or self.code(node.value or ast.Constant(None))
            return [*before, f"const {name_of(name)} = {shown};"]
        raise NotImplementedError(ast.unparse(node))

    def _comments_above(self, node: ast.stmt) -> list[str]:
        first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))])
        found: list[str] = []
        while self.module.comments.get(first - 1, ("", False))[1]:
            first -= 1
            found.insert(0, self.module.comments[first][0])
        return [text for text in found if not re.match(r"-{3}", text)]

    # --- functions and classes ---

    def function_code(self, node: ast.FunctionDef, method: bool = False) -> list[str]:
        outer = dict(self.names), self.generator, self.declared, self.owner
        self.learn(node)
        self.owner = self.owner or node.name
        arguments = (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
        defaults = dict(
            zip([a.arg for a in node.args.args][::-1], node.args.defaults[::-1], strict=False)
        )
        defaults |= {
            a.arg: d for a, d in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True) if d
        }
        names = [argument.arg for argument in arguments][method:]
        shown = [
            f"{name_of(n)} = {self.code(defaults[n])}" if n in defaults else name_of(n)
            for n in names
        ]
        self.generator = any(isinstance(p, ast.Yield | ast.YieldFrom) for p in ast.walk(node))
        star = "*" if self.generator else ""
        head = f"{star}{node.name}" if method else f"function{star} {name_of(node.name)}"
        self.declared = set(names)
        body = node.body[1:] if ast.get_docstring(node) else node.body
        later = self._declared_later(body, names)
        lines = [*self._doc(node), f"{head}({', '.join(shown)}) {{"]
        if later:
            lines.append(f"\tlet {', '.join(map(name_of, later))};")
        self.declared |= set(later)
        lines += self.block(body)
        self.names, self.generator, self.declared, self.owner = outer
        return [*lines, "}"]

    def _doc(self, node: ast.FunctionDef | ast.ClassDef) -> list[str]:
        text = (ast.get_docstring(node) or "").split("\n\n")[0]
        return [f"/** {' '.join(text.split())} */"] if text else []

    def _declared_later(self, body: list[ast.stmt], arguments: list[str]) -> list[str]:
        """Names that are first set inside a block but belong to the whole function."""
        top: set[str] = set()
        later: dict[str, None] = {}
        for statement in body:
            for part in _own_parts(statement):
                if isinstance(part, ast.NamedExpr):
                    later |= dict.fromkeys(_target_names(part.target))
            if isinstance(statement, ast.Assign | ast.AnnAssign):
                targets = (
                    statement.targets if isinstance(statement, ast.Assign) else [statement.target]
                )
                for target in targets:
                    if isinstance(target, ast.Name | ast.Tuple):
                        names = list(_target_names(target))
                        if isinstance(target, ast.Tuple) and any(
                            n in top or n in later for n in names
                        ):
                            later |= dict.fromkeys(n for n in names if n not in top)
                        top |= set(names)
                continue
            for part in _own_parts(statement):
                if isinstance(part, ast.Assign):
                    for target in part.targets:
                        later |= dict.fromkeys(n for n in _target_names(target) if n not in top)
                elif isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name):
                    later |= dict.fromkeys([part.target.id] if part.target.id not in top else [])
        return [name for name in later if name not in arguments]

    def _class_code(self, node: ast.ClassDef) -> list[str]:
        shown, sets = [], []
        for part in node.body:
            if not isinstance(part, ast.AnnAssign):
                continue
            name = ast.unparse(part.target)
            default = self._default(part.value)
            shown.append(f"{name_of(name)} = {default}" if default else name_of(name))
            sets.append(f"\t\tthis.{name} = {name_of(name)};")
        lines = [*self._doc(node), f"class {node.name} {{"]
        lines += [f"\tconstructor({', '.join(shown)}) {{", *sets, "\t}"]
        for part in node.body:
            if not isinstance(part, ast.FunctionDef) or part.name not in self.attributes - SKIPPED:
                continue
            writer = _Writer(self.module, self.known, self.attributes)
            writer.owner, writer.patterns = f"{node.name}_{part.name}", self.patterns
            writer.names["self"] = Kind(node.name)
            is_property = bool(part.decorator_list)
            written = writer.function_code(part, method=True)
            written = [re.sub(r"\bself\b", "this", line) for line in written]
            if is_property:
                place = 1 if written[0].startswith("/**") else 0
                written[place] = f"get {written[place]}"
            lines += ["", *(f"\t{line}" for line in written)]
        return [*lines, "}"]

    def _default(self, node: ast.expr | None) -> str:
        if isinstance(node, ast.Call):  # field(default_factory=dict)
            words = {word.arg: word.value for word in node.keywords}
            if "default_factory" in words:
                return {"dict": "new Map()", "list": "[]"}[ast.unparse(words["default_factory"])]
            node = words.get("default")
        return self.code(node) if node else ""

    # --- statements ---

    def block(self, body: list[ast.stmt], label: str = "") -> list[str]:
        lines: list[str] = []
        for statement in body:
            lines += [f"\t// {text}" for text in self._comments_above(statement)]
            written = self.statement(statement, label)
            behind = self.module.comments.get(statement.end_lineno or 0)
            simple = not isinstance(
                statement, ast.If | ast.For | ast.While | ast.FunctionDef | ast.Try
            )
            if behind and not behind[1] and simple:
                written[-1] += f" // {behind[0]}"
            lines += [f"\t{line}" for line in written]
        return lines

    def statement(self, node: ast.stmt, label: str) -> list[str]:
        method = getattr(self, f"_{type(node).__name__.lower()}_lines", None)
        if method is None:
            raise NotImplementedError(f"{self.module.name}:{node.lineno}: {ast.unparse(node)}")
        if isinstance(node, ast.If | ast.For | ast.While | ast.Break):
            return list(method(node, label))
        return list(method(node))

    def _pass_lines(self, _: ast.Pass) -> list[str]:
        return []

    def _return_lines(self, node: ast.Return) -> list[str]:
        return [f"return {self.code(node.value)};" if node.value else "return;"]

    def _continue_lines(self, _: ast.Continue) -> list[str]:
        return ["continue;"]

    def _break_lines(self, _: ast.Break, label: str) -> list[str]:
        return [f"break {label};" if label else "break;"]

    def _functiondef_lines(self, node: ast.FunctionDef) -> list[str]:
        inner = _Writer(self.module, self.known, self.attributes)
        inner.names, inner.owner, inner.patterns = dict(self.names), self.owner, self.patterns
        return inner.function_code(node)

    def _expr_lines(self, node: ast.Expr) -> list[str]:
        value = node.value
        if isinstance(value, ast.Yield):
            return [f"yield {self.code(value.value)};" if value.value else "yield;"]
        if isinstance(value, ast.YieldFrom):
            return [f"yield* {self.code(value.value)};"]
        return [f"{self.code(value)};"]

    def _assign_lines(self, node: ast.Assign) -> list[str]:
        value = self.code(node.value)
        lines = []
        first = node.targets[0]
        if isinstance(first, ast.Tuple) and isinstance(first.elts[0], ast.Starred):
            # JavaScript has such a rest only at the end.
            names = ast.Tuple([first.elts[0].value, *first.elts[1:]], ast.Store())
            require(len(names.elts) == 2, ast.unparse(node))
            return [self._set_lines(names, f"py.last_apart({value})")]
        for target in reversed(node.targets):
            lines.append(self._set_lines(target, value))
            value = self.target(target)
        return lines

    def _annassign_lines(self, node: ast.AnnAssign) -> list[str]:
        if node.value is None:
            name = ast.unparse(node.target)
            self.declared.add(name)
            return [f"let {name_of(name)};"]
        return [self._set_lines(node.target, self.code(node.value))]

    def _set_lines(self, target: ast.expr, value: str) -> str:
        if isinstance(target, ast.Subscript):
            base = self.code(target.value, CALL)
            if isinstance(target.slice, ast.Slice):
                low, high = target.slice.lower, target.slice.upper
                if low is None or high is None:
                    raise NotImplementedError(ast.unparse(target))
                places = f"{self.code(low)}, {self.code(high)}"
                return f"py.replaced({base}, {places}, {value});"
            index = self.code(target.slice)
            kind = self.kind(target.value).name
            if kind == "dict" or (kind == "any" and index.startswith('"')):
                return f"{base}.set({index}, {value});"
            require(kind == "list", f"{self.module.name}: {ast.unparse(target)} of {kind}")
            return f"{base}[{self._place(base, index)}] = {value};"
        if isinstance(target, ast.Attribute):
            return f"{self.code(target)} = {value};"
        names = list(_target_names(target))
        new = [name for name in names if name not in self.declared]
        require(not new or len(new) == len(names), ast.unparse(target))
        self.declared |= set(names)
        return f"{'let ' if new else ''}{self.target(target)} = {value};"

    @staticmethod
    def _place(base: str, index: str) -> str:
        return f"{base}.length - {index[1:]}" if index.startswith("-") else index

    def _augassign_lines(self, node: ast.AugAssign) -> list[str]:
        value = ast.BinOp(node.target, node.op, node.value)
        ast.copy_location(value, node)
        kind = self.kind(node.target)
        if isinstance(node.op, ast.Add) and kind.name == "list":
            return [f"py.extend({self.code(node.target)}, {self._each(node.value)});"]
        simple = kind.name in ("str", "int") and not isinstance(node.target, ast.Subscript)
        if isinstance(node.op, ast.Add) and simple:
            return [f"{self.code(node.target)} += {self.code(node.value)};"]
        return [self._set_lines(node.target, self.code(value))]

    def _if_lines(self, node: ast.If, label: str) -> list[str]:
        lines = [f"if ({self.test(node.test)}) {{", *self.block(node.body, label)]
        if len(node.orelse) == 1 and isinstance(node.orelse[0], ast.If):
            inner = self._if_lines(node.orelse[0], label)
            return [*lines, f"}} else {inner[0]}", *inner[1:]]
        if node.orelse:
            lines += ["} else {", *self.block(node.orelse, label)]
        return [*lines, "}"]

    def _for_lines(self, node: ast.For, _: str) -> list[str]:
        names = list(_target_names(node.target))
        kept = any(name in self.declared for name in names)
        declare = "" if kept else "let " if self._is_set_again(node, names) else "const "
        before = set(self.declared)
        self.declared |= set(names)
        label = "found" if node.orelse else ""
        lines = [f"for ({declare}{self.target(node.target)} of {self._each(node.iter)}) {{"]
        lines += [*self.block(node.body, label), "}"]
        self.declared = before
        if not node.orelse:
            return lines
        lines += [line.removeprefix("\t") for line in self.block(node.orelse, "")]
        return ["found: {", *(f"\t{line}" for line in lines), "}"]

    def _is_set_again(self, node: ast.For, names: list[str]) -> bool:
        return any(
            isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store) and part.id in names
            for statement in node.body
            for part in ast.walk(statement)
        )

    def _try_lines(self, node: ast.Try) -> list[str]:
        plain = len(node.handlers) == 1 and not node.orelse and not node.finalbody
        require(plain, ast.unparse(node))
        inner = [*self.block(node.body), "} catch {", *self.block(node.handlers[0].body)]
        return ["try {", *inner, "}"]

    def _while_lines(self, node: ast.While, _: str) -> list[str]:
        require(not node.orelse, "no place in the translator")
        return [f"while ({self.test(node.test)}) {{", *self.block(node.body), "}"]


def _rows(table: Mapping[str, Any]) -> list[str]:
    return [f"\t[{text_of(key)}, {_value(value)}]," for key, value in table.items()]


def _value(value: Any) -> str:
    """A value of a table that is made when Python imports it."""
    if isinstance(value, Mapping):
        words = " ".join(f"{key}:{other}" for key, other in value.items())
        require(len(words.split()) == len(value), "no place in the translator")
        return f"py.pairs({text_of(words)})"
    if is_dataclass(type(value)):
        parts = (_value(getattr(value, one.name)) for one in dataclasses.fields(value))
        return f"new {type(value).__name__}({', '.join(parts)})"
    return text_of(str(value))


def _target_names(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Name):
        yield node.id
    elif isinstance(node, ast.Tuple):
        for one in node.elts:
            yield from _target_names(one)
    elif isinstance(node, ast.Starred):
        yield from _target_names(node.value)


def _own_parts(node: ast.stmt) -> Iterator[ast.AST]:
    """The parts of a statement that are not a function's inside it."""
    yield node
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.Lambda):
            continue
        if isinstance(child, ast.stmt):
            yield from _own_parts(child)
        else:
            yield from ast.walk(child)
