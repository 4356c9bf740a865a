"""How a built-in function declares its parameters, and how arguments are bound to them.

A parameter is written ``name:kinds`` with ``?`` for an optional and ``*`` for a repeated one; the kinds are one
letter each: s string, n number, b boolean, l list, c context, d date, m date and time, t time, p days and time
duration, y years and months duration, r range, f function, a anything (also null). A wrong count, name or kind
makes the call null, as DMN wants it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from lienthong.kernel.feel.values import Function, kind

BUILTINS: dict[str, Function] = {}
_KINDS = {
    "s": "string", "n": "number", "b": "boolean", "l": "list", "c": "context", "d": "date", "m": "date and time",
    "t": "time", "p": "days and time duration", "y": "years and months duration", "r": "range", "f": "function",
}  # fmt: skip
_MISSING = object()


class Parameter(NamedTuple):
    name: str
    kinds: frozenset[str]
    anything: bool
    optional: bool
    repeated: bool


def builtin(name: str, *signatures: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Registers ``f(run, *values)``. With several signatures the first that fits is used; values arrive in its order."""
    parsed = [_signature(text) for text in signatures]

    def register(function: Callable[..., Any]) -> Callable[..., Any]:
        def call(run: Any, arguments: list[Any], names: tuple[str, ...]) -> Any:
            run.spend(sum(len(item) for item in arguments if isinstance(item, str | list)) // 200)
            for parameters in parsed:
                bound = _bind(parameters, arguments, names)
                if bound is not None:
                    return function(run, *bound)
            return None

        BUILTINS[name] = Function(name, call)
        return function

    return register


def _signature(text: str) -> list[Parameter]:
    parameters = []
    for part in filter(None, text.split(", ")):
        name, _, letters = part.partition(":")
        repeated, optional = letters.endswith("*"), letters.endswith("?")
        letters = letters.rstrip("*?")
        kinds = frozenset(_KINDS[letter] for letter in letters if letter != "a")
        parameters.append(Parameter(name, kinds, "a" in letters, optional, repeated))
    return parameters


def _bind(parameters: list[Parameter], arguments: list[Any], names: tuple[str, ...]) -> list[Any] | None:
    if names:
        given = dict(zip(names, arguments, strict=True))
        if len(given) != len(arguments) or given.keys() - {parameter.name for parameter in parameters}:
            return None
        slots = [given.get(parameter.name, _MISSING) for parameter in parameters]
    elif parameters and parameters[-1].repeated:
        head = len(parameters) - 1
        if len(arguments) < head:
            return None
        values = [_fit(parameter, value) for parameter, value in zip(parameters, arguments, strict=False)][
            :head
        ]
        values += [_fit(parameters[-1], value) for value in arguments[head:]]
        return None if any(value is _MISSING for value in values) else values
    else:
        if len(arguments) > len(parameters):
            return None
        slots = arguments + [_MISSING] * (len(parameters) - len(arguments))
    bound: list[Any] = []
    for parameter, value in zip(parameters, slots, strict=True):
        if value is _MISSING:
            if not parameter.optional:
                return None
            bound.append(None)
            continue
        fitted = _fit(parameter, value)
        if fitted is _MISSING:
            return None
        bound.append(fitted)
    return bound


def _fit(parameter: Parameter, value: Any) -> Any:
    """The value as the parameter takes it: a list of one stands for its item and an item for a list of one."""
    if parameter.anything:
        return value
    own = kind(value)
    if own in parameter.kinds:
        return value
    if value is None:
        return _MISSING
    if "list" in parameter.kinds:
        return [value]
    if own == "list" and len(value) == 1 and kind(value[0]) in parameter.kinds:
        return value[0]
    return _MISSING
