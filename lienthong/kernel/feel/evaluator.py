"""Evaluates a syntax tree. Type errors are null; only exceeding a limit raises."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from lienthong.kernel import text
from lienthong.kernel.feel import nodes as n
from lienthong.kernel.feel import temporal
from lienthong.kernel.feel.budget import Budget
from lienthong.kernel.feel.builtins import BUILTINS
from lienthong.kernel.feel.errors import FeelLimitExceeded
from lienthong.kernel.feel.limits import MAX_CALL_DEPTH, MAX_LIST
from lienthong.kernel.feel.operations import arithmetic, both, compared, fits, is_instance, negated, spread
from lienthong.kernel.feel.values import (
    CONTEXT,
    Converter,
    Function,
    Months,
    Range,
    less,
    number,
    within,
)


class Scope:
    """Names bound inside an expression, innermost first."""

    __slots__ = ("parent", "values")

    def __init__(self, values: dict[str, Any], parent: Scope | None) -> None:
        self.values = values
        self.parent = parent


class Evaluation(Budget):
    """One run of one expression with its budget."""

    def __init__(self, context: Mapping[str, Any]) -> None:
        super().__init__()
        self.context = context
        self.converter = Converter()
        self.seen: dict[str, Any] = {}
        self.depth = 0

    # evaluation

    def run(self, node: n.Node, scope: Scope | None = None) -> Any:
        self.tick()
        self.depth += 1
        if self.depth > MAX_CALL_DEPTH:
            raise FeelLimitExceeded(gettext("Biểu thức gọi lồng nhau quá sâu"))
        try:
            return _RULES[type(node)](self, node, scope)
        finally:
            self.depth -= 1

    def lookup(self, name: str, scope: Scope | None) -> Any:
        while scope is not None:
            if name in scope.values:
                return scope.values[name]
            scope = scope.parent
        if name not in self.seen:
            if name in self.context:
                self.seen[name] = self.converter.convert(self.context[name])
            else:
                # Names from outside may be decomposed; ours are NFC.
                found = next(
                    (key for key in self.context if isinstance(key, str) and text.nfc(key) == name), None
                )
                self.seen[name] = (
                    self.converter.convert(self.context[found]) if found is not None else BUILTINS.get(name)
                )
        return self.seen[name]

    def literal(self, node: n.Literal, scope: Scope | None) -> Any:
        value = node.value
        return number(value) if isinstance(value, Decimal) else value

    def at_literal(self, node: n.AtLiteral, scope: Scope | None) -> Any:
        return temporal.parse_any(node.text)

    def name(self, node: n.Name, scope: Scope | None) -> Any:
        return self.lookup(node.name, scope)

    def list_of(self, node: n.ListOf, scope: Scope | None) -> Any:
        return self.sized([self.run(item, scope) for item in node.items])

    def context_of(self, node: n.ContextOf, scope: Scope | None) -> Any:
        # Later entries see the earlier ones.
        values: dict[str, Any] = {}
        inner = Scope(values, scope)
        for key, item in node.entries:
            values[key] = self.run(item, inner)
        return dict(values)

    def range_of(self, node: n.RangeOf, scope: Scope | None) -> Any:
        low, high = self.run(node.low, scope), self.run(node.high, scope)
        if less(low, high) is None:
            return None
        return Range(low, high, node.low_closed, node.high_closed)

    def negate(self, node: n.Negate, scope: Scope | None) -> Any:
        value = self.run(node.operand, scope)
        if isinstance(value, Months):
            return Months(-value.months)
        if isinstance(value, dt.timedelta):
            return temporal.scale(value, Decimal(-1))
        return CONTEXT.minus(value) if isinstance(value, Decimal) else None

    def chain(self, node: n.Chain, scope: Scope | None) -> Any:
        value = self.run(node.first, scope)
        for op, operand in node.rest:
            right = self.run(operand, scope)
            if op == "**":
                self.spend(40)
            value = self.sized(arithmetic(op, value, right))
        return value

    def logic(self, node: n.Logic, scope: Scope | None) -> bool | None:
        decisive = node.op == "or"
        unknown = False
        for part in node.parts:
            value = self.run(part, scope)
            if value is decisive:
                return decisive
            if value is not (not decisive):
                unknown = True
        return None if unknown else not decisive

    def compare(self, node: n.Compare, scope: Scope | None) -> bool | None:
        return compared(node.op, self.run(node.left, scope), self.run(node.right, scope), self.tick)

    def between(self, node: n.Between, scope: Scope | None) -> bool | None:
        value, low, high = (self.run(part, scope) for part in (node.operand, node.low, node.high))
        return both(negated(less(value, low)), negated(less(high, value)))

    def in_tests(self, node: n.In, scope: Scope | None) -> bool | None:
        value = self.run(node.operand, scope)
        return self.any_test(node.tests, value, scope, placeholder=False)

    def unary_tests(self, node: n.UnaryTests, scope: Scope | None) -> bool | None:
        if not node.tests:
            return True
        result = self.any_test(node.tests, self.lookup("?", scope), scope, placeholder=True)
        return negated(result) if node.negated else result

    def any_test(
        self, tests: tuple[n.Node, ...], value: Any, scope: Scope | None, *, placeholder: bool
    ) -> bool | None:
        unknown = False
        for test in tests:
            result = self.met(test, value, scope, placeholder=placeholder)
            if result is True:
                return True
            unknown = unknown or result is None
        return None if unknown else False

    def met(self, test: n.Node, value: Any, scope: Scope | None, *, placeholder: bool) -> bool | None:
        if isinstance(test, n.Relative):
            return compared(test.op, value, self.run(test.operand, scope), self.tick)
        wanted = self.run(test, scope)
        if placeholder and n.mentions_placeholder(test):
            return wanted if isinstance(wanted, bool) else None
        return fits(value, wanted, self.tick)

    def if_(self, node: n.If, scope: Scope | None) -> Any:
        return self.run(node.then if self.run(node.condition, scope) is True else node.otherwise, scope)

    def bindings(self, iterations: tuple[n.Iteration, ...], scope: Scope | None) -> Iterator[Scope | None]:
        """One scope for each combination, the last variable running fastest; None where a list is null."""
        if not iterations:
            yield scope
            return
        first, rest = iterations[0], iterations[1:]
        items = self.items_of(first, scope)
        if items is None:
            yield None
            return
        for item in items:
            self.tick()
            yield from self.bindings(rest, Scope({first.name: item}, scope))

    def items_of(self, iteration: n.Iteration, scope: Scope | None) -> list[Any] | None:
        value = self.run(iteration.over, scope)
        low: Any
        if iteration.until is not None:
            low, high = value, self.run(iteration.until, scope)
        elif isinstance(value, Range):
            inside = spread(value.low, value.high)
            return None if inside is None else [item for item in inside if within(item, value)]
        elif value is None:
            return None
        else:
            return value if isinstance(value, list) else [value]
        return spread(low, high)

    def for_(self, node: n.For, scope: Scope | None) -> Any:
        results: list[Any] = []
        outer = Scope({"partial": results}, scope)
        for inner in self.bindings(node.iterations, outer):
            if inner is None:
                return None
            results.append(self.run(node.body, inner))
            if len(results) > MAX_LIST:
                raise FeelLimitExceeded(gettext("Vòng lặp dài quá %(most)s lần") % {"most": MAX_LIST})
        return self.sized(list(results))

    def quantified(self, node: n.Quantified, scope: Scope | None) -> bool | None:
        decisive = node.kind == "some"
        unknown = False
        for inner in self.bindings(node.iterations, scope):
            if inner is None:  # iterations always bind, so None only stands for a null list
                return None
            value = self.run(node.condition, inner)
            if value is decisive:
                return decisive
            unknown = unknown or value is not (not decisive)
        return None if unknown else not decisive

    def path(self, node: n.Path, scope: Scope | None) -> Any:
        return self.member(self.run(node.operand, scope), node.name)

    def member(self, value: Any, name: str) -> Any:
        if isinstance(value, dict):
            return value.get(name)
        if isinstance(value, list):
            for _ in value:
                self.tick()
            # One level only, as every further level would multiply the depth.
            return [
                item.get(name) if isinstance(item, dict) else temporal.member(item, name) for item in value
            ]
        if isinstance(value, Range):
            return {
                "start": value.low, "end": value.high,
                "start included": value.low_closed, "end included": value.high_closed,
            }.get(name)  # fmt: skip
        return temporal.member(value, name)

    def filter(self, node: n.Filter, scope: Scope | None) -> Any:
        value = self.run(node.operand, scope)
        if value is None:
            return None
        items = value if isinstance(value, list) else [value]
        index = self.filter_index(node.condition, scope)
        if index is not None:
            if index != index.to_integral_value() or index == 0 or abs(index) > len(items):
                return None
            return items[int(index) - 1 if index > 0 else int(index)]
        chosen = []
        for item in items:
            inner = Scope({"item": item}, scope)
            if isinstance(item, dict):
                inner = Scope(item, inner)
            if self.run(node.condition, inner) is True:
                chosen.append(item)
        return chosen

    def filter_index(self, condition: n.Node, scope: Scope | None) -> Decimal | None:
        """A number as condition picks one item. Only shapes that can give a number are tried, in the outer scope."""
        if not isinstance(condition, n.Literal | n.Negate | n.Chain | n.Name | n.Path | n.Call):
            return None
        value = self.run(condition, scope)
        return value if isinstance(value, Decimal) else None

    def call(self, node: n.Call, scope: Scope | None) -> Any:
        target = self.run(node.target, scope)
        arguments = [self.run(item, scope) for item in node.arguments]
        if not isinstance(target, Function):
            return None
        return self.sized(target.call(self, arguments, node.names))

    def function_of(self, node: n.FunctionOf, scope: Scope | None) -> Function:
        def call(run: Evaluation, arguments: list[Any], names: tuple[str, ...]) -> Any:
            if len(arguments) != len(node.parameters):
                return None
            if names and sorted(names) != sorted(node.parameters):
                return None
            return run.run(
                node.body, Scope(dict(zip(names or node.parameters, arguments, strict=True)), scope)
            )

        return Function("function", call)

    def instance_of(self, node: n.InstanceOf, scope: Scope | None) -> bool:
        return is_instance(self.run(node.operand, scope), node.type_name)


_RULES: dict[type[n.Node], Callable[[Evaluation, Any, Scope | None], Any]] = {
    n.Literal: Evaluation.literal,
    n.AtLiteral: Evaluation.at_literal,
    n.Name: Evaluation.name,
    n.ListOf: Evaluation.list_of,
    n.ContextOf: Evaluation.context_of,
    n.RangeOf: Evaluation.range_of,
    n.Negate: Evaluation.negate,
    n.Chain: Evaluation.chain,
    n.Logic: Evaluation.logic,
    n.Compare: Evaluation.compare,
    n.Between: Evaluation.between,
    n.In: Evaluation.in_tests,
    n.UnaryTests: Evaluation.unary_tests,
    n.If: Evaluation.if_,
    n.For: Evaluation.for_,
    n.Quantified: Evaluation.quantified,
    n.Path: Evaluation.path,
    n.Filter: Evaluation.filter,
    n.Call: Evaluation.call,
    n.InstanceOf: Evaluation.instance_of,
    n.FunctionOf: Evaluation.function_of,
}
