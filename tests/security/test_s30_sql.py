"""S30, the part that reads the source: SQL text stands only in reviewed modules and is never put together from data."""

from __future__ import annotations

import ast

from tests.security.sources import place, product

# Modules with SQL of their own, and why the ORM does not do. A new one is read before its name is added.
REVIEWED = {
    "lienthong/config/cluster/server.py": "roles and databases, names as sql.Identifier",
    "lienthong/config/commands/doctor.py": "settings of the server",
    "lienthong/config/commands/demo.py": "drops the demonstration database, name as sql.Identifier",
    "lienthong/config/jobs.py": "tables of the job queue",
    "lienthong/config/health.py": "is the database there",
    "lienthong/config/supervisor/installation.py": "is it installed",
    "lienthong/kernel/access/rls.py": "policies, in migrations",
    "lienthong/kernel/access/scope.py": "the context of row security",
    "lienthong/kernel/accounts/identity.py": "advisory lock",
    "lienthong/kernel/accounts/limits.py": "count in one statement",
    "lienthong/kernel/accounts/lockout.py": "count in one statement",
    "lienthong/kernel/accounts/registration.py": "advisory lock",
    "lienthong/kernel/actions/append_only.py": "triggers, in migrations",
    "lienthong/kernel/actions/audit.py": "reading past row security",
    "lienthong/kernel/actions/sealing.py": "transaction horizon, advisory lock",
    "lienthong/kernel/files/domain/receive.py": "one question past row security, by a function of the database",
    "lienthong/kernel/idempotency/public.py": "insert or wait in one statement",
    "lienthong/kernel/legal/declared.py": "deferred constraints",
    "lienthong/kernel/legal/stamped.py": "version stamps",
    "lienthong/kernel/numbering/counters.py": "counter row in one statement",
    "lienthong/kernel/packs/applying.py": "advisory lock",
    "lienthong/kernel/process/domain/publish.py": "advisory lock",
    "lienthong/kernel/rows.py": "many rows as one parameter; names of the model, quoted",
    "lienthong/service/procedures/queries.py": "order by closeness to the words, given as parameters",
    "lienthong/kernel/search/public.py": "search functions of the database",
}  # fmt: skip
RUNNING = {"execute", "executemany", "raw", "RawSQL", "extra", "cursor", "copy"}


def _is_text(node: ast.expr) -> bool:
    """A statement that stands in the source as it is: a constant, a name of one, or an adjacent pair of those."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return _is_text(node.left) and _is_text(node.right)
    return isinstance(node, ast.Constant | ast.Name | ast.Attribute) or (
        # sql.SQL("…").format(sql.Identifier(name)) quotes what it puts in
        isinstance(node, ast.Call) and "sql.SQL" in ast.unparse(node)
    )


def running_sql(source: str) -> list[tuple[str, int, bool]]:
    """(call, line, whether its statement is plain text)."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name == "extra" and not {word.arg for word in node.keywords} & {"where", "select", "tables"}:
            continue
        if name in {"copy"} and not (node.args and isinstance(node.args[0], ast.Constant)):
            continue
        if name in RUNNING and (name == "cursor" or node.args or node.keywords):
            found.append((name, node.lineno, name == "cursor" or not node.args or _is_text(node.args[0])))
        elif name == "cursor":
            found.append((name, node.lineno, True))
    return found


def unreviewed(sources: dict[str, str]) -> list[str]:
    return [
        f"{name}:{line} {call}"
        for name, source in sources.items()
        if name not in REVIEWED
        for call, line, _plain in running_sql(source)
    ]


def put_together(sources: dict[str, str]) -> list[str]:
    return [
        f"{name}:{line} {call}"
        for name, source in sources.items()
        for call, line, plain in running_sql(source)
        if not plain
    ]


BENCH = "lienthong/config/bench/"  # fills and measures a database of its own; nothing from outside reaches it


def everything() -> dict[str, str]:
    return {
        place(path): path.read_text(encoding="utf-8")
        for path in product()
        if not place(path).startswith(BENCH)
    }


# Statements that are put together from names in the code itself; each was read.
FROM_OUR_OWN_NAMES = {
    "lienthong/kernel/access/rls.py",
    "lienthong/kernel/actions/append_only.py",
    "lienthong/kernel/actions/sealing.py",
    "lienthong/kernel/legal/declared.py",
    "lienthong/kernel/rows.py",
}


def test_s30_sql_stands_in_reviewed_modules_only() -> None:
    assert unreviewed(everything()) == []


def test_s30_no_statement_is_put_together_from_data() -> None:
    assert [one for one in put_together(everything()) if one.split(":")[0] not in FROM_OUR_OWN_NAMES] == []


def test_s30_planted_statements_are_named() -> None:
    """Control."""
    sources = {
        "a.py": 'from django.db import connection\nconnection.cursor().execute(f"select {x}")',
        "b.py": 'Thing.objects.raw("select 1" + x)',
        "c.py": "items = copy(x)",
    }

    assert [one.split()[0] for one in unreviewed(sources)] == ["a.py:2", "a.py:2", "b.py:1"]
    assert put_together(sources) == ["a.py:2 execute"]


def test_s30_no_shell_and_no_eval() -> None:
    """Operating system commands are started with argument lists; no text is ever run as code."""
    found = []
    for name, source in everything().items():
        for node in ast.walk(ast.parse(source)):
            if not isinstance(node, ast.Call):
                continue
            called = ast.unparse(node.func)
            shell = any(
                word.arg == "shell"
                and not (isinstance(word.value, ast.Constant) and word.value.value is False)
                for word in node.keywords
            )
            if shell or called in {
                "eval",
                "exec",
                "os.system",
                "os.popen",
                "pickle.loads",
                "pickle.load",
                "marshal.loads",
            }:
                found.append(f"{name}:{node.lineno} {called}")

    assert found == []
