"""The Python modules that become JavaScript: what of each is needed, in which order.

Beginning with one function, everything that it calls or names is found; of each module only that
becomes JavaScript.
"""

from __future__ import annotations

import ast
import dataclasses
import enum
import importlib
import inspect
import io
import re
import tokenize
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

__all__ = ["SKIPPED", "Module", "closure", "is_dataclass", "is_re_call", "require", "walk"]

#: Methods that nothing in the translator needs, though their names are those of others.
SKIPPED = frozenset("replace with_custom with_problems as_json".split())


@dataclass(slots=True)
class Module:
    """One Python module, and what of it is needed.

    Args:
        name: `bibkit.names`; module: itself; source: its text.
        statements: of its top level, by the name that each gives.
        imports: name here to module and name there; the name there is empty for a module.
        needed: the names at the top level that are needed.
        comments: by line, and whether nothing else is on the line.
        tables: names that are made when Python imports the module, with what of them is needed.
    """

    name: str
    module: ModuleType
    source: str
    statements: dict[str, ast.stmt]
    imports: dict[str, tuple[str, str]]
    needed: set[str] = field(default_factory=set)
    comments: dict[int, tuple[str, bool]] = field(default_factory=dict)
    tables: dict[str, dict[str, Any]] = field(default_factory=dict)

    def value(self, name: str) -> Any:
        """What a name of the top level stands for when the module has been imported."""
        return getattr(self.module, name, None)

    @property
    def needed_statements(self) -> list[tuple[str, ast.stmt]]:
        """The needed statements, in the order of the source."""
        rows = [(name, node) for name, node in self.statements.items() if name in self.needed]
        return sorted(rows, key=lambda row: row[1].lineno)


def closure(
    module: str, roots: Iterable[str], given: frozenset[str], tables: Mapping[str, Iterable[str]]
) -> tuple[list[Module], set[str]]:
    """The modules that some functions need, each before those that use it.

    Args:
        module, roots: where the functions are, and their names.
        given: full names (`bibkit.citekeys.with_keys`) that the prelude has; not followed.
        tables: full names of mappings that are made when Python imports them, with the keys needed;
            all of them where none is named.

    Returns:
        The modules; and every name of an attribute that the needed code uses, so that of a class
        only the methods need be made that can be called.
    """
    modules: dict[str, Module] = {}
    attributes: set[str] = set()
    queue = [(module, root) for root in roots]
    while queue:
        home, name = queue.pop()
        if f"{home}.{name}" in given:
            continue
        one = modules.get(home) or modules.setdefault(home, _load(home))
        if name in one.needed:
            continue
        if name in one.imports:
            there, other = one.imports[name]
            if there.startswith("bibkit") and other:
                queue.append((there, other))
            continue
        node = one.statements.get(name)
        if node is None:
            continue
        one.needed.add(name)
        if f"{home}.{name}" in tables:
            value = one.value(name)
            keys = tables[f"{home}.{name}"] or value
            one.tables[name] = {key: value[key] for key in keys}
            classes = sorted({type(v).__name__ for v in one.tables[name].values()})
            queue += [(home, other) for other in classes if is_dataclass(one.value(other))]
            continue
        for other in _names(one, name, node, attributes):
            if other.partition(".")[0] in one.imports and "." in other:
                there, _ = one.imports[other.partition(".")[0]]
                queue.append((there, other.partition(".")[2]))
            else:
                queue.append((home, other))
    return _ordered(modules), attributes


def _load(name: str) -> Module:
    module = importlib.import_module(name)
    source = inspect.getsource(module)
    statements: dict[str, ast.stmt] = {}
    imports: dict[str, tuple[str, str]] = {}
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            statements[node.name] = node
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            statements[node.targets[0].id] = node
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            statements[node.target.id] = node
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                there = (whole, "") if _is_module(whole) else (node.module, alias.name)
                imports[alias.asname or alias.name] = there
    return Module(name, module, source, statements, imports, comments=dict(_comments(source)))


def _is_module(name: str) -> bool:
    if not name.startswith("bibkit."):
        return False
    parent, _, last = name.rpartition(".")
    return isinstance(getattr(importlib.import_module(parent), last, None), ModuleType)


def _comments(source: str) -> Iterator[tuple[int, tuple[str, bool]]]:
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        text = token.string.lstrip("#: ")
        wanted = not text.startswith(("type:", "fmt:", "noqa"))
        if token.type == tokenize.COMMENT and wanted:
            yield token.start[0], (text, not token.line[: token.start[1]].strip())


def _names(one: Module, name: str, node: ast.stmt, attributes: set[str]) -> Iterator[str]:
    """The names of the top level that a statement needs; `module.name` of other modules."""
    if _is_pattern(one.value(name)):
        return  # made from the compiled pattern: what it was put together from is in it
    if isinstance(one.value(name), type) and issubclass(one.value(name), enum.Enum):
        return
    for part in walk(node):
        if isinstance(part, ast.Attribute):
            attributes.add(part.attr)
            if (
                isinstance(part.value, ast.Name)
                and one.imports.get(part.value.id, ("", "x"))[1] == ""
            ):
                yield f"{part.value.id}.{part.attr}"
        if isinstance(part, ast.Name) and (part.id in one.statements or part.id in one.imports):
            yield part.id


def walk(node: ast.AST) -> Iterator[ast.AST]:
    """All of a statement but annotations, patterns made where they are used, and dunder methods."""
    yield node
    for child_name, child in ast.iter_fields(node):
        if child_name in ("annotation", "returns", "decorator_list", "bases"):
            continue
        if isinstance(node, ast.ExceptHandler) and child_name == "type":
            continue
        for part in child if isinstance(child, list) else [child]:
            if not isinstance(part, ast.AST) or (
                isinstance(part, ast.FunctionDef)
                and (part.name.startswith("__") or part.name in SKIPPED)
            ):
                continue
            if isinstance(node, ast.ClassDef) and isinstance(part, ast.AnnAssign):
                continue
            if isinstance(node, ast.Call) and is_re_call(node) and part is node.args[0]:
                continue
            yield from walk(part)


def is_re_call(node: ast.Call) -> bool:
    """Whether a call is `re.sub(…)` and the like."""
    function = node.func
    return (
        isinstance(function, ast.Attribute)
        and isinstance(function.value, ast.Name)
        and function.value.id == "re"
    )


def _is_pattern(value: object) -> bool:
    return isinstance(value, re.Pattern) or isinstance(getattr(value, "__self__", None), re.Pattern)


def _ordered(modules: dict[str, Module]) -> list[Module]:
    """The modules, each behind those that it imports from."""
    done: dict[str, Module] = {}

    def visit(one: Module) -> None:
        for there, _ in one.imports.values():
            if there in modules and there not in done and there != one.name:
                visit(modules[there])
        done.setdefault(one.name, one)

    for one in modules.values():
        visit(one)
    return [one for one in done.values() if one.needed]


def is_dataclass(value: object) -> bool:
    """Whether a value is a dataclass, not an instance of one."""
    return isinstance(value, type) and dataclasses.is_dataclass(value)


def require(holds: bool, what: str) -> None:
    """Raise where the grammar has something that cannot be said in JavaScript yet.

    Raises:
        NotImplementedError: with the source in question.
    """
    if not holds:
        raise NotImplementedError(what)
