"""FEEL for other packages: compile, evaluate, test."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from lienthong.kernel import text
from lienthong.kernel.feel import nodes as n
from lienthong.kernel.feel.builtins import BUILTINS
from lienthong.kernel.feel.cells import CellParser
from lienthong.kernel.feel.errors import FeelLimitExceeded, FeelSyntaxError
from lienthong.kernel.feel.evaluator import Evaluation
from lienthong.kernel.feel.parser import Parser, check_depth
from lienthong.kernel.feel.printer import to_source
from lienthong.kernel.feel.tokens import KEYWORDS
from lienthong.kernel.feel.values import Months, Range, to_python

__all__ = [
    "Expression",
    "FeelLimitExceeded",
    "FeelSyntaxError",
    "Months",
    "Range",
    "all_names",
    "at",
    "compile",
    "evaluate",
    "matches",
    "names_used",
    "to_source",
    "unary",
    "unknown_functions",
]

_ORDINARY = re.compile(r"[^\W\d]\w*(?: \w+)*")
_MAX_KNOWN = 500


@dataclass(frozen=True)
class Expression:
    """A parsed expression or, when ``tests``, the content of a decision table's input cell."""

    source: str
    node: n.Node
    tests: bool = False
    known: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.source


def compile(source: str, names: tuple[str, ...] = ()) -> Expression:
    """Parse an expression. ``names`` are known names with keywords or signs inside, such as ``ngày-nộp``.

    Raises FeelSyntaxError with line and column.
    """
    return _parse(source, False, _unusual(names))


def unary(source: str, names: tuple[str, ...] = ()) -> Expression:
    """Parse unary tests: ``> 5``, ``"a","b"``, ``not([1..3])``, ``-``. Evaluate with ``?`` in the context."""
    return _parse(source, True, _unusual(names))


def evaluate(expression: Expression | str, context: Mapping[str, Any] | None = None) -> Any:
    """The value in Python: numbers ``Decimal``, null ``None``; see ``values``. Tests give True, False or None.

    What FEEL calls null is ``None`` (unknown names, wrong types, division by zero). Raises FeelSyntaxError for
    a source that is not FEEL, and FeelLimitExceeded (its subclass) for one that asks for too much work.
    """
    context = context or {}
    if isinstance(expression, str):
        expression = compile(expression)
    unusual = _unusual(tuple(key for key in context if isinstance(key, str)))
    if unusual and unusual != expression.known:
        expression = _parse(expression.source, expression.tests, unusual)
    try:
        return to_python(Evaluation(context).run(expression.node))
    except RecursionError:
        # The limits keep us far from it; the caller's own stack may not.
        raise FeelLimitExceeded(gettext("Biểu thức lồng nhau quá sâu")) from None


def matches(tests: Expression | str, value: Any, context: Mapping[str, Any] | None = None) -> bool:
    """Whether a value meets unary tests; null counts as no."""
    expression = unary(tests) if isinstance(tests, str) else tests
    return evaluate(expression, {**(context or {}), "?": value}) is True


def names_used(expression: Expression | str) -> set[str]:
    """The names taken from the context, without bound variables and built-in functions.

    A name inside a filter may also be a property of the items, so it is counted.
    """
    node = (compile(expression) if isinstance(expression, str) else expression).node
    return _free(node, frozenset()) - {"?"}


def unknown_functions(expression: Expression) -> set[str]:
    """Functions called by a name that is neither built in nor bound: such a call is always null, hence a mistake."""
    called = {
        part.target.name
        for part, _ in n.walk(expression.node)
        if isinstance(part, n.Call) and isinstance(part.target, n.Name)
    }
    return called & _free(expression.node, frozenset())


def all_names(expression: Expression) -> set[str]:
    """Every name in the expression: variables, functions and the members of paths."""
    return {part.name for part, _ in n.walk(expression.node) if isinstance(part, n.Name | n.Path)}


def at(text: str) -> n.Node:
    """The tree of ``@"text"``: a date, time, date and time, or duration; null when it is none."""
    return n.AtLiteral(text)


def _unusual(names: tuple[str, ...]) -> tuple[str, ...]:
    """Names that joining words would not find: they hold a keyword or a sign."""
    return tuple(sorted(name for name in map(text.nfc, names) if _needs_help(name)))[:_MAX_KNOWN]


@functools.lru_cache(maxsize=4096)
def _needs_help(name: str) -> bool:
    if not name or not (name[0].isalpha() or name[0] == "_") or len(name) > 200:
        return False
    if _ORDINARY.fullmatch(name) and not KEYWORDS.intersection(name.split(" ")):
        return False
    try:
        tokens = Parser(name).tokens
    except FeelSyntaxError:
        return False
    # Strings, brackets and commas inside a "name" would change how everything else reads.
    return len(tokens) > 2 and all(
        token.kind in ("word", "number") or token.text in ("-", "+", "/", "*", "'", ".")
        for token in tokens[:-1]
    )


@functools.lru_cache(maxsize=2048)
def _parse(source: str, tests: bool, known: tuple[str, ...]) -> Expression:
    parser = CellParser(source, known)
    try:
        node = parser.whole_tests() if tests else parser.whole_expression()
    except RecursionError:
        raise FeelLimitExceeded(gettext("Biểu thức lồng nhau quá sâu")) from None
    check_depth(parser.source, node)
    return Expression(source, node, tests, known)


def _free(node: n.Node, bound: frozenset[str]) -> set[str]:
    match node:
        case n.Name(name=name):
            return set() if name in bound or name in BUILTINS else {name}
        case n.For(iterations=iterations, body=body):
            return _iterated(iterations, body, bound | {"partial"})
        case n.Quantified(iterations=iterations, condition=condition):
            return _iterated(iterations, condition, bound)
        case n.FunctionOf(parameters=parameters, body=body):
            return _free(body, bound | set(parameters))
        case n.Filter(operand=operand, condition=condition):
            return _free(operand, bound) | _free(condition, bound | {"item"})
        case n.ContextOf(entries=entries):
            found: set[str] = set()
            for key, item in entries:
                found |= _free(item, bound)
                bound |= {key}
            return found
    return {name for child in node.children() for name in _free(child, bound)}


def _iterated(iterations: tuple[n.Iteration, ...], body: n.Node, bound: frozenset[str]) -> set[str]:
    found: set[str] = set()
    for item in iterations:
        found |= _free(item.over, bound) | (_free(item.until, bound) if item.until is not None else set())
        bound |= {item.name}
    return found | _free(body, bound)
