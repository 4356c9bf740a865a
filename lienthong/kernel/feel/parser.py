"""Tokens to a syntax tree, by precedence climbing."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as mark

from lienthong.kernel.feel import nodes as n
from lienthong.kernel.feel.errors import FeelLimitExceeded
from lienthong.kernel.feel.limits import MAX_DEPTH
from lienthong.kernel.feel.stream import TokenStream
from lienthong.kernel.feel.tokens import place, syntax_error, unquote

_COMPARISONS = frozenset(("=", "!=", "<", "<=", ">", ">="))
_RANK = {"+": 4, "-": 4, "*": 5, "/": 5, "**": 6}
_CONSTANTS = {"true": True, "false": False, "null": None}


class Parser(TokenStream):
    # entry points

    def whole_expression(self) -> n.Node:
        node = self.expression()
        self.finish()
        return node

    def finish(self) -> None:
        if self.token.kind != "end":
            raise self.error(
                gettext("Không hiểu phần bắt đầu từ %(text)s") % {"text": f"{self.token.text!r}"}
            )

    # expressions, loosest binding first

    def expression(self) -> n.Node:
        self.enter()
        node = self.binary(1)
        self.depth -= 1
        return node

    def binary(self, rank: int) -> n.Node:
        left = self.unary()
        while True:
            token = self.token
            if token.kind == "word" and token.text in ("or", "and"):
                own = 1 if token.text == "or" else 2
                if own < rank:
                    return left
                parts = [left]
                while self.is_word(token.text):
                    self.take()
                    parts.append(self.binary(own + 1))
                left = n.Logic(token.text, tuple(parts), pos=left.pos)
            elif rank <= 3 and token.kind == "op" and token.text in _COMPARISONS:
                self.take()
                left = n.Compare(token.text, left, self.binary(4), pos=token.pos)
            elif rank <= 3 and self.is_word("between"):
                self.take()
                low = self.binary(4)
                self.expect("and", mark("Sau between phải có: giá trị thấp and giá trị cao"))
                left = n.Between(left, low, self.binary(4), pos=token.pos)
            elif rank <= 3 and self.is_word("in"):
                self.take()
                left = n.In(left, self.in_tests(), pos=token.pos)
            elif token.kind == "op" and _RANK.get(token.text, 0) >= rank:
                own = _RANK[token.text]
                rest = []
                while self.token.kind == "op" and _RANK.get(self.token.text) == own:
                    op = self.take().text
                    rest.append((op, self.binary(own + 1)))
                left = n.Chain(left, tuple(rest), pos=left.pos)
            else:
                return left

    def unary(self) -> n.Node:
        if self.is_op("-"):
            token = self.take()
            self.enter()
            operand = self.unary()
            self.depth -= 1
            return n.Negate(operand, pos=token.pos)
        return self.postfix(self.primary())

    def postfix(self, node: n.Node, *, filters: bool = True) -> n.Node:
        while True:
            token = self.token
            if self.is_op("."):
                self.take()
                node = n.Path(
                    node, self.name(mark("Sau dấu . phải là tên của một thuộc tính")), pos=token.pos
                )
            elif filters and self.is_op("["):
                self.take()
                condition = self.expression()
                self.expect("]", mark("Thiếu dấu ] của điều kiện lọc"))
                node = n.Filter(node, condition, pos=token.pos)
            elif self.is_op("("):
                node = self.call(node)
            elif self.is_word("instance"):
                self.take()
                self.expect("of", mark("Sau instance phải là of và tên kiểu"))
                node = n.InstanceOf(node, self.type_name(), pos=token.pos)
            else:
                return node

    def call(self, target: n.Node) -> n.Node:
        start = self.take().pos
        arguments: list[n.Node] = []
        names: list[str] = []
        while not self.is_op(")"):
            label = self._argument_label()
            if label is not None:
                names.append(label)
            arguments.append(self.expression())
            if bool(names) != (len(names) == len(arguments)):
                raise self.error(gettext("Không trộn tham số có tên và không tên"))
            if not self.is_op(","):
                break
            self.take()
        self.expect(")", mark("Thiếu dấu ) của lời gọi hàm"))
        return n.Call(target, tuple(arguments), tuple(names), pos=start)

    def _argument_label(self) -> str | None:
        offset = 0
        while self.ahead(offset).kind == "word":
            offset += 1
        if offset and self.ahead(offset).kind == "op" and self.ahead(offset).text == ":":
            label = " ".join(self.take().text for _ in range(offset))
            self.take()
            return label
        return None

    # the smallest parts

    def primary(self) -> n.Node:
        token = self.token
        if token.kind == "number":
            self.take()
            return n.Literal(Decimal(token.text), pos=token.pos)
        if token.kind == "string":
            self.take()
            return n.Literal(unquote(self.source, token), pos=token.pos)
        if token.kind == "word":
            return self.word()
        if token.kind == "end":
            raise self.error(gettext("Biểu thức chưa trọn vẹn"))
        match token.text:
            case "(":
                return self.parenthesis()
            case "[":
                return self.bracket()
            case "]":
                self.take()
                low = self.expression()
                return self.range_from(low, token.pos, low_closed=False)
            case "{":
                return self.context()
            case "@":
                self.take()
                if self.token.kind != "string":
                    raise self.error(gettext('Sau @ phải là chuỗi ngày giờ, ví dụ @"2026-01-31"'))
                return n.AtLiteral(unquote(self.source, self.take()), pos=token.pos)
            case "?":
                self.take()
                return n.Name("?", pos=token.pos)
        raise self.error(gettext("Không đặt được %(text)s ở đây") % {"text": f"{token.text!r}"})

    def word(self) -> n.Node:
        token = self.token
        match token.text:
            case "true" | "false" | "null" if self._known_length() < 2:
                self.take()
                return n.Literal(_CONSTANTS[token.text], pos=token.pos)
            case "if":
                self.take()
                condition = self.expression()
                self.expect("then", mark("Sau if … phải có then"))
                then = self.expression()
                self.expect("else", mark("Sau then … phải có else"))
                return n.If(condition, then, self.expression(), pos=token.pos)
            case "for":
                self.take()
                iterations = self.iterations()
                self.expect("return", mark("Sau for … phải có return"))
                return n.For(iterations, self.expression(), pos=token.pos)
            case "some" | "every":
                self.take()
                iterations = self.iterations()
                self.expect("satisfies", gettext("Sau %(text)s … phải có satisfies") % {"text": token.text})
                return n.Quantified(token.text, iterations, self.expression(), pos=token.pos)
            case "function" if self.ahead(1).text == "(":
                return self.function()
        return n.Name(self.name(mark("Ở đây phải là một giá trị hoặc một tên")), pos=token.pos)

    def iterations(self) -> tuple[n.Iteration, ...]:
        found = []
        while True:
            pos = self.token.pos
            name = self.name(mark("Ở đây phải là tên của biến chạy"))
            self.expect("in", gettext("Sau biến %(name)s phải có in") % {"name": f"{name!r}"})
            over = self.expression()
            until = None
            if self.is_op(".."):
                self.take()
                until = self.expression()
            found.append(n.Iteration(name, over, until, pos=pos))
            if not self.is_op(","):
                return tuple(found)
            self.take()

    def function(self) -> n.Node:
        start = self.take().pos
        self.take()
        parameters: list[str] = []
        while not self.is_op(")"):
            parameters.append(self.name(mark("Ở đây phải là tên tham số")))
            if self.is_op(":"):
                self.take()
                self.type_name()
            if not self.is_op(","):
                break
            self.take()
        self.expect(")", mark("Thiếu dấu ) sau danh sách tham số"))
        return n.FunctionOf(tuple(parameters), self.expression(), pos=start)

    def parenthesis(self) -> n.Node:
        start = self.take().pos
        inner = self.expression()
        if self.is_op(".."):
            return self.range_from(inner, start, low_closed=False)
        self.expect(")", mark("Thiếu dấu )"))
        return inner

    def bracket(self) -> n.Node:
        start = self.take().pos
        if self.is_op("]"):
            self.take()
            return n.ListOf((), pos=start)
        items = [self.expression()]
        if self.is_op(".."):
            return self.range_from(items[0], start, low_closed=True)
        while self.is_op(","):
            self.take()
            items.append(self.expression())
        self.expect("]", mark("Thiếu dấu ] của danh sách"))
        return n.ListOf(tuple(items), pos=start)

    def range_from(self, low: n.Node, start: int, *, low_closed: bool) -> n.Node:
        self.expect("..", mark("Khoảng phải viết dạng [thấp..cao]"))
        high = self.endpoint()
        if not self.is_op("]", ")", "["):
            raise self.error(gettext("Khoảng phải đóng bằng ], ) hoặc ["))
        return n.RangeOf(low, high, low_closed, self.take().text == "]", pos=start)

    def endpoint(self) -> n.Node:
        """The high end: no filter may follow it, as ``[`` closes an open range."""
        if self.is_op("-"):
            token = self.take()
            return n.Negate(self.endpoint_value(), pos=token.pos)
        return self.endpoint_value()

    def endpoint_value(self) -> n.Node:
        self.enter()
        node = self.postfix(self.primary(), filters=False)
        rest = []
        while self.is_op("+", "-"):
            op = self.take().text
            rest.append((op, self.postfix(self.primary(), filters=False)))
        self.depth -= 1
        return n.Chain(node, tuple(rest), pos=node.pos) if rest else node

    def context(self) -> n.Node:
        start = self.take().pos
        entries: list[tuple[str, n.Node]] = []
        while not self.is_op("}"):
            place_of_key = self.token.pos
            if self.token.kind == "string":
                key = unquote(self.source, self.take())
            else:
                key = self.name(mark("Ở đây phải là tên của mục"))
            if any(key == other for other, _ in entries):
                raise syntax_error(
                    self.source, place_of_key, gettext("Mục %(key)s bị lặp lại") % {"key": f"{key!r}"}
                )
            self.expect(":", gettext("Sau tên mục %(key)s phải có dấu :") % {"key": f"{key!r}"})
            entries.append((key, self.expression()))
            if not self.is_op(","):
                break
            self.take()
        self.expect("}", mark("Thiếu dấu }"))
        return n.ContextOf(tuple(entries), pos=start)

    # tests

    def tests(self) -> tuple[n.Node, ...]:
        found = [self.test()]
        while self.is_op(","):
            self.take()
            found.append(self.test())
        return tuple(found)

    def test(self) -> n.Node:
        token = self.token
        if token.kind == "op" and token.text in _COMPARISONS:
            self.take()
            return n.Relative(token.text, self.binary(4), pos=token.pos)
        return self.expression()

    def in_tests(self) -> tuple[n.Node, ...]:
        """``in (> 5, [1..3])`` holds tests; ``in (1..3)`` is a range and ``in (a)`` a value. Never backtracks."""
        if not self.is_op("("):
            return (self.test() if self.is_op(*_COMPARISONS) else self.binary(4),)
        start = self.take().pos
        self.enter()
        tests = self.tests()
        self.depth -= 1
        if len(tests) == 1 and self.is_op(".."):
            return (self.range_from(tests[0], start, low_closed=False),)
        self.expect(")", mark("Thiếu dấu )"))
        if len(tests) == 1 and not isinstance(tests[0], n.Relative):
            return (self.postfix(tests[0]),)
        return tests


def check_depth(source: str, node: n.Node) -> None:
    for current, depth in n.walk(node):
        if depth > MAX_DEPTH:
            line, column = place(source, current.pos)
            raise FeelLimitExceeded(
                gettext("Biểu thức lồng nhau quá %(most)s tầng") % {"most": MAX_DEPTH},
                line=line,
                column=column,
            )
