"""Cells of decision tables: unary tests (``> 5``, ``"a","b"``, ``not([1..3])``, ``-``)."""

from __future__ import annotations

from django.utils.translation import gettext_noop as mark

from lienthong.kernel.feel import nodes as n
from lienthong.kernel.feel.parser import Parser


class CellParser(Parser):
    def whole_tests(self) -> n.Node:
        """The content of a decision table's input cell. Empty counts as ``-``, as modellers leave cells empty."""
        start = self.token.pos
        if self.token.kind == "end":
            return n.UnaryTests((), False, pos=start)
        if self.is_op("-") and self.ahead(1).kind == "end":
            self.take()
            return n.UnaryTests((), False, pos=start)
        negated = self._wrapped_in_not()
        if negated:
            self.take()
            self.take()
        tests = self.tests()
        if negated:
            self.expect(")", mark("Thiếu dấu ) sau not(…"))
        self.finish()
        return n.UnaryTests(tests, negated, pos=start)

    def _wrapped_in_not(self) -> bool:
        if not (self.is_word("not") and self.ahead(1).text == "("):
            return False
        level = 0
        for offset, token in enumerate(self.tokens[self.index + 1 :]):
            if token.kind == "op" and token.text in "([{":
                level += 1
            elif token.kind == "op" and token.text in ")]}":
                level -= 1
                if level == 0:
                    return self.ahead(offset + 2).kind == "end"
        return False
