"""String functions. Regular expressions run on RE2: time grows with the text's length only, whatever the pattern."""

from __future__ import annotations

import functools
import re
from decimal import Decimal
from typing import Any

import re2

from lienthong.kernel.feel.builtins.registry import builtin
from lienthong.kernel.feel.limits import MAX_LIST, MAX_PATTERN, MAX_STRING
from lienthong.kernel.feel.values import number


def whole(value: Decimal) -> int | None:
    """The integer a number stands for; null for a fraction or a number no position can have."""
    return int(value) if abs(value) < 10**12 and value == value.to_integral_value() else None


@builtin("substring", "string:s, start position:n, length:n?")
def substring(run: Any, string: str, position: Decimal, length: Decimal | None) -> str | None:
    start = whole(position)
    count = whole(length) if length is not None else len(string)
    if start is None or start == 0 or count is None or count < 0:
        return None
    begin = start - 1 if start > 0 else max(len(string) + start, 0)
    return string[begin : begin + count]


@builtin("string length", "string:s")
def string_length(run: Any, string: str) -> Decimal | None:
    return number(len(string))


@builtin("upper case", "string:s")
def upper_case(run: Any, string: str) -> str:
    return string.upper()


@builtin("lower case", "string:s")
def lower_case(run: Any, string: str) -> str:
    return string.lower()


@builtin("substring before", "string:s, match:s")
def substring_before(run: Any, string: str, match: str) -> str:
    before, found, _ = string.partition(match) if match else ("", "", "")
    return before if found else ""


@builtin("substring after", "string:s, match:s")
def substring_after(run: Any, string: str, match: str) -> str:
    return string.partition(match)[2] if match else string


@builtin("contains", "string:s, match:s")
def contains(run: Any, string: str, match: str) -> bool:
    return match in string


@builtin("starts with", "string:s, match:s")
def starts_with(run: Any, string: str, match: str) -> bool:
    return string.startswith(match)


@builtin("ends with", "string:s, match:s")
def ends_with(run: Any, string: str, match: str) -> bool:
    return string.endswith(match)


@builtin("trim", "string:s")
def trim(run: Any, string: str) -> str:
    return string.strip()


@builtin("string join", "list:l, delimiter:a?")
def string_join(run: Any, items: list[Any], delimiter: Any) -> str | None:
    if delimiter is not None and not isinstance(delimiter, str):
        return None
    texts = [item for item in items if item is not None]
    if not all(isinstance(item, str) for item in texts):
        return None
    total = sum(map(len, texts)) + len(delimiter or "") * max(len(texts) - 1, 0)
    return run.sized((delimiter or "").join(texts)) if total <= MAX_STRING else _too_long(run)


def _too_long(run: Any) -> Any:
    # Let the one place that knows the message refuse it, without building the string.
    return run.sized("x" * (MAX_STRING + 1))


@functools.lru_cache(maxsize=512)
def _pattern(pattern: str, flags: str) -> Any:
    """A compiled RE2 pattern; null when it is none, too long, or has unknown flags."""
    if len(pattern) > MAX_PATTERN or set(flags) - set("smix"):
        return None
    options = re2.Options()
    options.log_errors = False
    options.max_mem = 1 << 21
    if "x" in flags:
        pattern = re.sub(r"\s+", "", pattern)
    kept = "".join(sorted(set(flags) & set("smi")))
    try:
        return re2.compile(f"(?{kept}){pattern}" if kept else pattern, options)
    except (re2.error, UnicodeError):
        return None


def _compiled(run: Any, string: str, pattern: str, flags: str | None) -> Any:
    run.spend(len(string) // 20 + len(pattern))
    return _pattern(pattern, flags or "")


@builtin("matches", "input:s, pattern:s, flags:s?")
def matches(run: Any, string: str, pattern: str, flags: str | None) -> bool | None:
    compiled = _compiled(run, string, pattern, flags)
    return None if compiled is None else compiled.search(string) is not None


_REFERENCE = re.compile(r"\\(.)|\$([0-9])|(\$)", re.DOTALL)


@builtin("replace", "input:s, pattern:s, replacement:s, flags:s?")
def replace(run: Any, string: str, pattern: str, replacement: str, flags: str | None) -> str | None:
    compiled = _compiled(run, string, pattern, flags)
    if compiled is None:
        return None
    parts: list[str] = []
    end = total = 0
    for found in compiled.finditer(string):
        run.tick()
        piece = _REFERENCE.sub(lambda ref: _expand(ref, found), replacement)  # noqa: B023 - used at once
        parts += [string[end : found.start()], piece]
        end = found.end()
        total += len(piece) + len(parts[-2])
        if total > MAX_STRING:
            return _too_long(run)
    return run.sized("".join(parts) + string[end:])


def _expand(reference: re.Match[str], found: Any) -> str:
    escaped, group, _ = reference.groups()
    if escaped is not None:
        return escaped
    if group is None:
        return "$"
    return (found.group(int(group)) or "") if int(group) <= found.re.groups else ""


@builtin("split", "string:s, delimiter:s")
def split(run: Any, string: str, delimiter: str) -> list[str] | None:
    compiled = _compiled(run, string, delimiter, None)
    if compiled is None:
        return None
    parts: list[str] = []
    end = 0
    for found in compiled.finditer(string):
        run.tick()
        if found.end() == found.start():
            continue
        parts.append(string[end : found.start()])
        end = found.end()
        if len(parts) > MAX_LIST:
            break
    return [*parts, string[end:]]
