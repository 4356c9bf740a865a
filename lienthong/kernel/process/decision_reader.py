"""A DMN file to decisions, every problem noted with its row and column."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from lienthong.kernel.feel import public as feel
from lienthong.kernel.process import xml
from lienthong.kernel.process.decisions import Decision, Output, Rule, Tables
from lienthong.kernel.process.expressions import safe
from lienthong.kernel.process.problems import Problem

MAX_RULES = 2000


MAX_COLUMNS = 40


POLICIES = {
    "UNIQUE": "U", "ANY": "A", "FIRST": "F", "PRIORITY": "P", "RULE ORDER": "R", "OUTPUT ORDER": "O", "COLLECT": "C",
}  # fmt: skip


AGGREGATIONS = {"SUM": "+", "MIN": "<", "MAX": ">", "COUNT": "#"}


def read_all(sources: Iterable[str]) -> tuple[dict[str, Decision], list[Problem]]:
    """All decisions of the files by id, and what is wrong with them."""
    tables: dict[str, Decision] = {}
    problems: list[Problem] = []
    for source in sources:
        try:
            root = xml.read(source)
        except xml.Unreadable as unreadable:
            problems.append(unreadable.problem)
            continue
        elements = xml.children(root, "decision") if xml.local(root) == "definitions" else []
        if not elements:
            problems.append(Problem("no_decision", _("Tệp DMN không có bảng quyết định nào")))
        for element in elements:
            reader = _Reader(element)
            decision = reader.decision()
            problems += reader.problems
            if decision.id in tables:
                problems.append(
                    reader.problem("duplicate_id", _("Mã này dùng cho hai bảng quyết định"), element)
                )
            tables[decision.id] = decision
    problems += _requirements(tables)
    return tables, problems


def check_decision(dmn: str) -> list[Problem]:
    """Problems of one DMN file."""
    return read_all([dmn])[1]


def _requirements(tables: Tables) -> list[Problem]:
    problems = []
    for decision in tables.values():
        problems += [
            Problem(
                "unknown_decision",
                _("Bảng “%(name)s” dựa vào bảng không có: %(missing)s")
                % {"name": decision.name, "missing": name},
                decision.id,
            )
            for name in decision.requires
            if name not in tables
        ]
        seen: set[str] = set()
        waiting = list(decision.requires)
        while waiting:
            current = waiting.pop()
            if current == decision.id:
                problems.append(
                    Problem(
                        "cycle", _("Bảng “%(name)s” dựa vào chính nó") % {"name": decision.name}, decision.id
                    )
                )
                break
            if current in tables and current not in seen:
                seen.add(current)
                waiting += tables[current].requires
    return problems


class _Reader:
    """One decision element to a Decision, noting every problem with its row and column."""

    def __init__(self, element: Any) -> None:
        self.element = element
        self.id = element.get("id") or ""
        self.problems: list[Problem] = []

    def problem(self, code: str, message: str, element: Any) -> Problem:
        return Problem(code, message, element.get("id") or self.id, element.sourceline or 0)

    def note(self, code: str, message: str, element: Any) -> None:
        self.problems.append(self.problem(code, message, element))

    def decision(self) -> Decision:
        if not self.id:
            self.note("no_id", _("Bảng quyết định chưa có mã (id)"), self.element)
        variables = xml.children(self.element, "variable")
        name = self.element.get("name") or self.id
        variable = (variables[0].get("name") if variables else "") or name
        requires = tuple(
            (item.get("href") or "").rpartition("#")[2]
            for item in xml.descendants(self.element, "requiredDecision")
        )
        tables = xml.children(self.element, "decisionTable")
        literals = xml.children(self.element, "literalExpression")
        if tables:
            return self.table(tables[0], name, variable, requires)
        if literals:
            source = xml.text_of(literals[0], "text")
            literal = self.compiled(source, literals[0], _("Biểu thức của “%(name)s”") % {"name": name})
            return Decision(self.id, name, variable, requires, literal=literal)
        self.note(
            "no_table", _("Quyết định “%(name)s” chưa có bảng hay biểu thức") % {"name": name}, self.element
        )
        return Decision(self.id, name, variable, requires)

    def compiled(
        self, source: str, element: Any, where: str, *, test: bool = False
    ) -> feel.Expression | None:
        try:
            return safe(feel.unary(source) if test else feel.compile(source))
        except feel.FeelSyntaxError as error:
            self.note(
                "expression",
                _("%(where)s: %(source)s không dùng được. %(error)s")
                % {"where": where, "source": f"{source!r}", "error": error},
                element,
            )
            return None

    def table(self, table: Any, name: str, variable: str, requires: tuple[str, ...]) -> Decision:
        policy = POLICIES.get((table.get("hitPolicy") or "UNIQUE").upper())
        aggregation = AGGREGATIONS.get((table.get("aggregation") or "").upper(), "")
        if policy is None or (table.get("aggregation") and not aggregation):
            self.note(
                "hit_policy", _("Bảng “%(name)s” có chính sách chọn dòng không biết") % {"name": name}, table
            )
        columns, rows = xml.children(table, "input"), xml.children(table, "rule")
        result_columns = xml.children(table, "output")
        if len(rows) > MAX_RULES or len(columns) + len(result_columns) > MAX_COLUMNS:
            self.note(
                "too_large",
                _("Bảng “%(name)s” quá lớn (tối đa %(rows)s dòng, %(columns)s cột)")
                % {"name": name, "rows": MAX_RULES, "columns": MAX_COLUMNS},
                table,
            )
            rows = []
        if not columns or not result_columns:
            self.note(
                "columns",
                _("Bảng “%(name)s” phải có ít nhất một cột vào và một cột ra") % {"name": name},
                table,
            )
        inputs = [self.input(column, number) for number, column in enumerate(columns, 1)]
        outputs = [self.output(column, variable, len(result_columns)) for column in result_columns]
        if aggregation and len(outputs) != 1:
            self.note(
                "columns", _("Bảng “%(name)s” cộng gộp nên chỉ được có một cột ra") % {"name": name}, table
            )
        if policy in ("P", "O") and not all(output.values for output in outputs):
            self.note(
                "priority",
                _("Bảng “%(name)s” chọn theo ưu tiên nhưng cột ra chưa ghi thứ tự giá trị") % {"name": name},
                table,
            )
        rules = [self.rule(row, number, len(inputs), len(outputs)) for number, row in enumerate(rows, 1)]
        return Decision(
            self.id, name, variable, requires, None, policy or "U", aggregation if policy == "C" else "",
            tuple(item for item in inputs if item), tuple(outputs), tuple(rule for rule in rules if rule),
        )  # fmt: skip

    def input(self, column: Any, number: int) -> feel.Expression | None:
        expression = xml.children(column, "inputExpression")
        source = xml.text_of(expression[0], "text") if expression else ""
        if not source:
            self.note("columns", _("Cột vào %(number)s chưa có biểu thức") % {"number": number}, column)
            return None
        return self.compiled(source, column, _("Cột vào %(number)s") % {"number": number})

    def output(self, column: Any, variable: str, count: int) -> Output:
        name = column.get("name") or (variable if count == 1 else "")
        if not name:
            self.note("columns", _("Bảng có nhiều cột ra thì mỗi cột phải có tên"), column)
        values: tuple[Any, ...] = ()
        for item in xml.children(column, "outputValues"):
            listed = self.compiled(
                f"[{xml.text_of(item, 'text')}]", item, _("Giá trị của cột ra “%(name)s”") % {"name": name}
            )
            values = tuple(feel.evaluate(listed)) if listed else ()
        default = None
        for item in xml.children(column, "defaultOutputEntry"):
            default = self.compiled(
                xml.text_of(item, "text"), item, _("Giá trị mặc định của cột ra “%(name)s”") % {"name": name}
            )
        return Output(name, values, default)

    def rule(self, row: Any, number: int, inputs: int, outputs: int) -> Rule | None:
        tests, results = xml.children(row, "inputEntry"), xml.children(row, "outputEntry")
        if len(tests) != inputs or len(results) != outputs:
            self.note(
                "columns",
                _("Dòng %(number)s có %(given)s ô vào và %(answers)s ô ra, phải là %(inputs)s và %(outputs)s")
                % {
                    "number": number,
                    "given": len(tests),
                    "answers": len(results),
                    "inputs": inputs,
                    "outputs": outputs,
                },
                row,
            )
            return None
        compiled_tests = [
            self.compiled(
                xml.text_of(cell, "text"),
                cell,
                _("Dòng %(number)s, cột vào %(column)s") % {"number": number, "column": column},
                test=True,
            )
            for column, cell in enumerate(tests, 1)
        ]
        compiled_results = [
            self.compiled(
                xml.text_of(cell, "text") or "null",
                cell,
                _("Dòng %(number)s, cột ra %(column)s") % {"number": number, "column": column},
            )
            for column, cell in enumerate(results, 1)
        ]
        if None in compiled_tests or None in compiled_results:
            return None
        return Rule(tuple(compiled_tests), tuple(compiled_results))  # type: ignore[arg-type]
