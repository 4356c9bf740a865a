"""List functions, boolean functions over lists, and contexts."""

from __future__ import annotations

import functools
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from lienthong.kernel.feel.builtins.numbers import flat
from lienthong.kernel.feel.builtins.registry import builtin
from lienthong.kernel.feel.builtins.strings import whole
from lienthong.kernel.feel.errors import FeelLimitExceeded
from lienthong.kernel.feel.limits import MAX_LIST
from lienthong.kernel.feel.values import COMPARABLE, Function, equal, kind, less, number


def _same(run: Any, left: Any, right: Any) -> bool:
    return equal(left, right, run.tick) is True


@builtin("count", "list:l")
def count(run: Any, items: list[Any]) -> Decimal | None:
    return number(len(items))


@builtin("list contains", "list:l, element:a")
def list_contains(run: Any, items: list[Any], element: Any) -> bool:
    return any(_same(run, item, element) for item in items)


def _quantifier(name: str, *, decisive: bool) -> None:
    def call(run: Any, *arguments: Any) -> bool | None:
        items = flat(arguments)
        if any(item is decisive for item in items):
            return decisive
        return (not decisive) if all(item is (not decisive) for item in items) else None

    builtin(name, "list:a*")(call)


_quantifier("all", decisive=False)
_quantifier("any", decisive=True)


@builtin("not", "negand:a")
def not_(run: Any, value: Any) -> bool | None:
    return not value if isinstance(value, bool) else None


@builtin("sublist", "list:l, start position:n, length:n?")
def sublist(run: Any, items: list[Any], position: Decimal, length: Decimal | None) -> list[Any] | None:
    start = whole(position)
    size = whole(length) if length is not None else len(items)
    if start is None or start == 0 or abs(start) > len(items) or size is None or size < 0:
        return None
    begin = start - 1 if start > 0 else len(items) + start
    return items[begin : begin + size]


@builtin("append", "list:l, items:a*")
def append(run: Any, items: list[Any], *more: Any) -> list[Any]:
    return [*items, *more]


def _joined(lists: tuple[list[Any], ...]) -> list[Any]:
    if sum(map(len, lists)) > MAX_LIST:
        raise FeelLimitExceeded(_("Kết quả là danh sách có quá %(most)s phần tử") % {"most": MAX_LIST})
    return [item for items in lists for item in items]


@builtin("concatenate", "list:l*")
def concatenate(run: Any, *lists: list[Any]) -> list[Any]:
    return _joined(lists)


def _distinct(run: Any, items: list[Any]) -> list[Any]:
    kept: list[Any] = []
    for item in items:
        if not any(_same(run, item, other) for other in kept):
            kept.append(item)
    return kept


@builtin("distinct values", "list:l")
def distinct_values(run: Any, items: list[Any]) -> list[Any]:
    return _distinct(run, items)


@builtin("union", "list:l*")
def union(run: Any, *lists: list[Any]) -> list[Any]:
    return _distinct(run, _joined(lists))


@builtin("insert before", "list:l, position:n, newItem:a")
def insert_before(run: Any, items: list[Any], position: Decimal, item: Any) -> list[Any] | None:
    index = _index(items, position)
    return None if index is None else [*items[:index], item, *items[index:]]


@builtin("remove", "list:l, position:n")
def remove(run: Any, items: list[Any], position: Decimal) -> list[Any] | None:
    index = _index(items, position)
    return None if index is None else items[:index] + items[index + 1 :]


@builtin("list replace", "list:l, position:n, newItem:a", "list:l, match:f, newItem:a")
def list_replace(run: Any, items: list[Any], which: Any, item: Any) -> list[Any] | None:
    if isinstance(which, Function):
        return [item if which.call(run, [old, item], ()) is True else old for old in items]
    index = _index(items, which)
    return None if index is None else [*items[:index], item, *items[index + 1 :]]


def _index(items: list[Any], position: Decimal) -> int | None:
    place = whole(position)
    if place is None or place == 0 or abs(place) > len(items):
        return None
    return place - 1 if place > 0 else len(items) + place


@builtin("reverse", "list:l")
def reverse(run: Any, items: list[Any]) -> list[Any]:
    return items[::-1]


@builtin("index of", "list:l, match:a")
def index_of(run: Any, items: list[Any], match: Any) -> list[Any]:
    return [number(place) for place, item in enumerate(items, 1) if _same(run, item, match)]


@builtin("flatten", "list:l")
def flatten(run: Any, items: list[Any]) -> list[Any]:
    found: list[Any] = []
    stack = [iter(items)]
    while stack:
        item = next(stack[-1], _END)
        run.tick()
        if item is _END:
            stack.pop()
        elif isinstance(item, list):
            stack.append(iter(item))
        else:
            found.append(item)
    return found


_END = object()


@builtin("sort", "list:l, precedes:f?")
def sort(run: Any, items: list[Any], precedes: Function | None) -> list[Any] | None:
    """By ``precedes(a, b)``, or by the values' own order; equal items keep their places."""
    if precedes is None and any(
        kind(item) not in COMPARABLE or kind(item) != kind(items[0]) for item in items
    ):
        return None

    def order(left: Any, right: Any) -> int:
        run.tick()
        before = (lambda a, b: precedes.call(run, [a, b], ())) if precedes is not None else less
        if before(left, right) is True:
            return -1
        return 1 if before(right, left) is True else 0

    return sorted(items, key=functools.cmp_to_key(order))


@builtin("get value", "m:c, key:s", "context:c, key:s")
def get_value(run: Any, context: dict[str, Any], key: str) -> Any:
    return context.get(key)


@builtin("get entries", "m:c", "context:c")
def get_entries(run: Any, context: dict[str, Any]) -> list[Any]:
    return [{"key": key, "value": value} for key, value in context.items()]


@builtin("context", "entries:l")
def context_(run: Any, entries: list[Any]) -> dict[str, Any] | None:
    made: dict[str, Any] = {}
    for entry in entries:
        run.tick()
        key = entry.get("key") if isinstance(entry, dict) and "value" in entry else None
        if not isinstance(key, str) or key in made:
            return None
        made[key] = entry["value"]
    return made


@builtin("context put", "context:c, key:s, value:a")
def context_put(run: Any, context: dict[str, Any], key: str, value: Any) -> dict[str, Any]:
    run.spend(len(context))
    return {**context, key: value}


@builtin("context merge", "contexts:l")
def context_merge(run: Any, contexts: list[Any]) -> dict[str, Any] | None:
    if not all(isinstance(item, dict) for item in contexts):
        return None
    merged: dict[str, Any] = {}
    for item in contexts:
        run.spend(len(item))
        merged |= item
    return merged
