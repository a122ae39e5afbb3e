"""Calls of Python to JavaScript: of the project's functions, of methods, of what is built in."""

from __future__ import annotations

import ast
import builtins
import re
from typing import Any

from bibkit.zotero.translator.expressions import (
    CALL,
    OR,
    PRIMARY,
    TERNARY,
    UNARY,
    Code,
    Expressions,
    name_of,
    text_of,
)
from bibkit.zotero.translator.inference import is_name, method_of
from bibkit.zotero.translator.modules import is_dataclass, is_re_call, require
from bibkit.zotero.translator.patterns import javascript

__all__ = ["Calls"]

# Functions that the prelude has under the same name.
_BUILTINS = frozenset(
    "len sum any all zip enumerate reversed range sorted int str tuple list set dict map filter "
    "pairwise next Counter bytearray min max".split()
)
# Methods of strings that JavaScript has under another name, with the same arguments.
_RENAMED = {"lower": "toLowerCase", "append": "push", "index": "indexOf", "discard": "delete"}


class Calls(Expressions):
    """Calls of one function or statement to JavaScript."""

    def _call_code(self, node: ast.Call) -> Code:
        if is_re_call(node):
            return self._pattern_call(node), CALL
        function = self.function(node)
        if function is not None:
            called = self.code(node.func, CALL)
            is_class = is_dataclass(self._called(node))
            arguments = self._arguments(node, function.arguments)
            if is_class and arguments.count("undefined") > 1:
                words = ", ".join(f"{w.arg}: {self.code(w.value)}" for w in node.keywords)
                return (
                    f"Object.assign(new {called}({self._listed(node.args)}), {{ {words} }})",
                    CALL,
                )
            return f"{'new ' * is_class}{called}({arguments})", CALL
        if isinstance(node.func, ast.Name):
            return self._builtin_call(node, node.func.id)
        if isinstance(node.func, ast.Attribute):
            return self._method_call(node, node.func)
        raise NotImplementedError(ast.unparse(node))

    def _called(self, node: ast.Call) -> object:
        if isinstance(node.func, ast.Name) and node.func.id not in self.names:
            return self.module.value(node.func.id)
        return None

    def _arguments(self, node: ast.Call, names: tuple[str, ...]) -> str:
        given = [self.code(argument) for argument in node.args]
        by_name = {word.arg: self.code(word.value) for word in node.keywords}
        given += [by_name.pop(name, "undefined") for name in names[len(given) :]]
        require(not by_name, ast.unparse(node))
        while given and given[-1] == "undefined":
            given.pop()
        return ", ".join(given)

    def _pattern_call(self, node: ast.Call) -> str:
        """`re.sub(pattern, …)`: the pattern is made once, before the function."""
        name = method_of(node)
        count = {"sub": 3, "match": 2, "search": 2, "fullmatch": 2, "finditer": 2}[name]
        flags = [word.value for word in node.keywords if word.arg == "flags"] + node.args[count:]
        # Put together as Python would: it is the project's own source.
        scope = vars(self.module.module)
        source: Any = eval(ast.unparse(node.args[0]), scope)  # noqa: S307
        flag = eval(ast.unparse(flags[0]), scope) if flags else re.NOFLAG  # noqa: S307
        made = self.hoisted(javascript(re.compile(source, flag), self.known.parts))
        return f"{made}.{name}({self._listed(node.args[1:count])})"

    def hoisted(self, pattern: str) -> str:
        """A name for a pattern that is made where it is used."""
        raise NotImplementedError

    def _builtin_call(self, node: ast.Call, name: str) -> Code:
        arguments = node.args
        first = self.kind(arguments[0]).name if arguments else ""
        if name == "len" and first in ("str", "list", "tuple"):
            return f"{self.code(arguments[0], CALL)}.length", CALL
        if name == "bool":
            test = self.test(arguments[0])
            return (
                (test, self._test(arguments[0])[1])
                if self._gives_boolean(arguments[0])
                else (f"Boolean({test})", CALL)
            )
        if name == "isinstance":
            return self._instance(arguments[0], arguments[1]), OR
        if name in ("max", "min") and not node.keywords and len(arguments) > 1:
            return f"Math.{name}({self._listed(arguments)})", CALL
        if name in ("any", "all") and isinstance(arguments[0], ast.GeneratorExp):
            (one,) = arguments[0].generators
            with self.within([one]):
                target = self.target(one.target)
                code = self._comprehended([one], "", target)
                word = {"any": "some", "all": "every"}[name]
                return (
                    f"{code}.{word}(({target}) => {self.test(arguments[0].elt, TERNARY)})",
                    CALL,
                )
        if name == "MappingProxyType":
            return self.code(arguments[0]), self._binding(arguments[0])
        if name == "abs":
            return f"Math.abs({self.code(arguments[0])})", CALL
        if name in ("set", "frozenset"):
            return f"new Set({self._each(arguments[0]) if arguments else ''})", PRIMARY
        if name in ("dict",) and not arguments:
            return "new Map()", PRIMARY
        if name == "bytearray":
            return f"Array({self.code(arguments[0])}).fill(0)", CALL
        if name == "chr":
            return f"String.fromCharCode({self.code(arguments[0])})", CALL
        words = {word.arg: self.code(word.value) for word in node.keywords if word.arg != "strict"}
        require(words.keys() <= {"key", "start"}, ast.unparse(node))
        given = [self.code(argument) for argument in arguments]
        given = [{"str": "String"}.get(code, code) for code in given]
        local = name in self.names or not hasattr(builtins, name)
        if not local and name not in _BUILTINS:
            raise NotImplementedError(ast.unparse(node))
        where = "py." if name in _BUILTINS and name not in self.names else ""
        return f"{where}{name_of(name)}({', '.join([*given, *words.values()])})", CALL

    def _gives_boolean(self, node: ast.expr) -> bool:
        code = self._test(node)
        return code[1] == UNARY and code[0].startswith("!")

    def _instance(self, value: ast.expr, type_: ast.expr) -> str:
        if isinstance(type_, ast.BinOp):
            return f"{self._instance(value, type_.left)} || {self._instance(value, type_.right)}"
        code = self.code(value, CALL)
        name = ast.unparse(type_)
        return {
            "str": f'typeof {code} === "string"',
            "int": f'typeof {code} === "number"',
            "tuple": f"Array.isArray({code})",
            "Mapping": f"{code} instanceof Map",
        }.get(name, f"{code} instanceof {name}")

    def _method_call(self, node: ast.Call, function: ast.Attribute) -> Code:
        name, base = function.attr, function.value
        if is_name(base, "dataclasses"):
            words = ", ".join(f"{w.arg}: {self.code(w.value)}" for w in node.keywords)
            return f"py.changed({self.code(node.args[0])}, {{ {words} }})", CALL
        if is_name(base, "html") and name == "escape":
            return f"py.escape({self.code(node.args[0])})", CALL
        if is_name(base, "dict") or (is_name(base, "str") and name == "maketrans"):
            return f"py.{name}({self._listed(node.args)})", CALL
        kind = self.kind(base)
        require(len(node.keywords) < 2, ast.unparse(node))
        code = self.code(base, CALL)
        arguments = self._listed([*node.args, *(word.value for word in node.keywords)])
        if name == "split" and isinstance(base, ast.Constant):  # a table of words
            return f"py.split({text_of(' '.join(str(base.value).split()))})", CALL
        if name == "join":
            return f"{self._array(node.args[0])}.join({code})", CALL
        if name == "items":
            return f"[...{code}]", PRIMARY
        if name in ("keys", "values"):
            return f"[...{code}.{name}()]", PRIMARY
        if name == "extend":
            return f"py.extend({code}, {self._each(node.args[0])})", CALL
        if name == "pop" and not node.args:
            return f"{code}.pop()", CALL
        if name in _RENAMED:
            return f"{code}.{_RENAMED[name]}({arguments})", CALL
        whole = isinstance(node.args[0], ast.Constant | ast.JoinedStr) if node.args else False
        if name in ("startswith", "endswith") and (
            whole or (node.args and self.kind(node.args[0]).name == "str")
        ):
            return f"{code}.{name.replace('w', 'W')}({arguments})", CALL
        on_object = kind.name in ("match", "pattern") or kind.name in self.known.classes
        if name in ("match", "search", "fullmatch", "finditer", "findall", "sub", "start", "end",
                    "span", "groupdict", "groups") or on_object or name == "add":  # fmt: skip
            return f"{code}.{name}({arguments})", CALL
        return f"py.{name}({', '.join(filter(None, (code, arguments)))})", CALL
