"""Bounds that keep any expression, hostile or clumsy, short and small."""

from __future__ import annotations

MAX_SOURCE = 20_000  # characters of one expression
MAX_TOKENS = 6_000
MAX_DEPTH = 64  # nesting of the syntax tree
MAX_CALL_DEPTH = 96  # nesting while evaluating; user-defined functions may call each other
MAX_STEPS = 100_000  # nodes evaluated and values compared in one evaluation
MAX_LIST = 20_000  # items of one list
MAX_STRING = 200_000  # characters of one string
MAX_PATTERN = 500  # characters of a regular expression
MAX_INPUT_DEPTH = 24  # nesting of the values handed in
MAX_INPUT_NODES = 100_000  # values handed in under the names an expression uses
MAX_SPENT = 4_000_000  # characters and list places made in one evaluation, all together
