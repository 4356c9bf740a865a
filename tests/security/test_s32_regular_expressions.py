"""S32: no regular expression of the product takes more than a bounded time on a hostile string.

Two ways that see different faults: regexploit reads the pattern for cubic and exponential backtracking; then every
pattern is run on long strings made of the characters it looks for, in a process that is stopped after a while.
"""

from __future__ import annotations

import importlib
import multiprocessing
import pkgutil
import re
import signal
import warnings
from typing import Any

import pytest

import lienthong
from tests.security.patterns import Pattern, all_patterns

LENGTH = 1_000
SECONDS = 3  # what is linear needs microseconds, quadratic tenths of a second; cubic would need minutes
PLANTED = [
    Pattern(r"^(\w+\s?)*$", 0, "planted"),
    Pattern(r"^(?:a|a)*$", 0, "planted"),
    Pattern(r"x*x*x*x*y", 0, "planted"),
]


@pytest.fixture(scope="module")
def patterns() -> list[Pattern]:
    for found in pkgutil.walk_packages(lienthong.__path__, "lienthong."):
        if "__main__" not in found.name and ".migrations" not in found.name:
            importlib.import_module(found.name)
    return all_patterns()


def blamed(pattern: Pattern) -> bool:
    """Whether regexploit finds a repeat that can be divided in three or more ways."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from regexploit.ast.sre import SreOpParser
        from regexploit.redos import find

        return any(
            True for _found in find(SreOpParser().parse_sre(pattern.text, pattern.flags & ~re.UNICODE))
        )


def hostile(pattern: Pattern) -> list[str]:
    """Long runs of each character and pair that the pattern names, and an end that fits nothing."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        letters = {"a", "0", " ", "Ă", "\n", ".", "/", "-", '"'} | {
            each for each in pattern.text if each.isprintable() and each not in r"\()[]{}|^$?*+"
        }
    runs = [letter * LENGTH for letter in sorted(letters)]
    runs += [(first + second) * (LENGTH // 2) for first, second in ("a ", "0 ", ", ", "a,", " /", "A ")]
    return [run + end for run in runs for end in ("", "!\n")]


def _run(pattern: Pattern) -> None:
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    compiled = re.compile(pattern.text, pattern.flags)
    for text in hostile(pattern):
        signal.alarm(SECONDS)  # a match holds the interpreter: only the end of the process stops it
        for method in pattern.methods:
            getattr(compiled, method)(text)


def endless(patterns: list[Pattern]) -> list[Pattern]:
    """Those whose process had to be stopped."""
    context = multiprocessing.get_context("fork")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = []
        rest = list(patterns)
        # Many patterns share a process; only when one is stopped are its patterns asked one by one.
        while rest:
            batch, rest = rest[:24], rest[24:]
            if not _ends(context, batch):
                found += [one for one in batch if not _ends(context, [one])]
    return found


def _all(batch: list[Pattern]) -> None:
    for one in batch:
        _run(one)


def _ends(context: Any, batch: list[Pattern]) -> bool:
    process = context.Process(target=_all, args=(batch,))
    process.start()
    process.join()
    return bool(process.exitcode == 0)


def test_s32_patterns_are_found(patterns: list[Pattern]) -> None:
    places = {one.where.split(":")[0] for one in patterns}

    assert len(patterns) > 150
    assert {"lienthong/kernel/text.py", "packs/thanh-hoa/services/foreign_work_permit/service.yaml"} <= places


def test_s32_no_pattern_backtracks_without_bound(patterns: list[Pattern]) -> None:
    assert [(one.where, one.text) for one in patterns if blamed(one)] == []


def test_s32_every_pattern_ends_on_hostile_strings(patterns: list[Pattern]) -> None:
    assert [(one.where, one.text) for one in endless(patterns)] == []


def test_s32_planted_patterns_are_noticed() -> None:
    """Control: the second one is seen only by running it."""
    assert [blamed(one) for one in PLANTED] == [True, False, True]
    assert endless(PLANTED[1:2]) == PLANTED[1:2]
