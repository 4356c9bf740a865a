"""The syntax tree. Nodes compare by content, not by place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from typing import Any


@dataclass(frozen=True)
class Node:
    pos: int = field(default=0, compare=False, kw_only=True)

    def children(self) -> Iterator[Node]:
        for item in fields(self):
            yield from _nodes(getattr(self, item.name))


def _nodes(value: Any) -> Iterator[Node]:
    if isinstance(value, Node):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _nodes(item)


def walk(node: Node) -> Iterator[tuple[Node, int]]:
    """All nodes with their depth, without recursion: the tree may be deeper than Python's stack."""
    stack = [(node, 1)]
    while stack:
        current, depth = stack.pop()
        yield current, depth
        stack.extend((child, depth + 1) for child in current.children())


@dataclass(frozen=True)
class Literal(Node):
    value: Any  # None, bool, Decimal or str


@dataclass(frozen=True)
class AtLiteral(Node):
    """``@"2026-01-31"``: a date, time, date and time, or duration."""

    text: str


@dataclass(frozen=True)
class Name(Node):
    name: str


@dataclass(frozen=True)
class ListOf(Node):
    items: tuple[Node, ...]


@dataclass(frozen=True)
class ContextOf(Node):
    entries: tuple[tuple[str, Node], ...]


@dataclass(frozen=True)
class RangeOf(Node):
    low: Node
    high: Node
    low_closed: bool
    high_closed: bool


@dataclass(frozen=True)
class Negate(Node):
    operand: Node


@dataclass(frozen=True)
class Chain(Node):
    """Operators of one rank, applied from left to right: a flat node, so that long sums stay shallow."""

    first: Node
    rest: tuple[tuple[str, Node], ...]


@dataclass(frozen=True)
class Logic(Node):
    op: str  # and | or
    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Compare(Node):
    op: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Between(Node):
    operand: Node
    low: Node
    high: Node


@dataclass(frozen=True)
class Relative(Node):
    """``> 5`` as a test of the value in question."""

    op: str
    operand: Node


@dataclass(frozen=True)
class In(Node):
    operand: Node
    tests: tuple[Node, ...]


@dataclass(frozen=True)
class UnaryTests(Node):
    """A cell of a decision table; no tests at all means ``-``, which every value meets."""

    tests: tuple[Node, ...]
    negated: bool


@dataclass(frozen=True)
class If(Node):
    condition: Node
    then: Node
    otherwise: Node


@dataclass(frozen=True)
class Iteration(Node):
    name: str
    over: Node
    until: Node | None


@dataclass(frozen=True)
class For(Node):
    iterations: tuple[Iteration, ...]
    body: Node


@dataclass(frozen=True)
class Quantified(Node):
    kind: str  # some | every
    iterations: tuple[Iteration, ...]
    condition: Node


@dataclass(frozen=True)
class Path(Node):
    operand: Node
    name: str


@dataclass(frozen=True)
class Filter(Node):
    operand: Node
    condition: Node


@dataclass(frozen=True)
class Call(Node):
    target: Node
    arguments: tuple[Node, ...]
    names: tuple[str, ...]  # empty for positional arguments


@dataclass(frozen=True)
class InstanceOf(Node):
    operand: Node
    type_name: str


@dataclass(frozen=True)
class FunctionOf(Node):
    parameters: tuple[str, ...]
    body: Node


def mentions_placeholder(node: Node) -> bool:
    return any(isinstance(part, Name) and part.name == "?" for part, _ in walk(node))
