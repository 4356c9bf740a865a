"""Reads: the inbox, the public status page, search. Pages against a static page of the same stack."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client
from django.utils.translation import gettext

from lienthong.config.bench import dossiers, people
from lienthong.config.bench.counting import Line, Times, counting, timed
from lienthong.config.bench.ground import bare_connection
from lienthong.kernel.access import scope
from lienthong.kernel.access.public import actor_for
from lienthong.kernel.accounts.models import Account
from lienthong.kernel.search.public import find
from lienthong.service.dossiers.models import Dossier

READ_BUDGET = 6
REPETITIONS = 150
STATIC = "/static/ui/css/tokens.css"
HOST = "127.0.0.1"


def signed_in(account: Account) -> Client:
    """A browser in which this account has a session."""
    client = Client(HTTP_HOST=HOST)
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def _static(client: Client) -> Times:
    def get(_number: int) -> None:
        answer = client.get(STATIC)
        _body(answer)
        if answer.status_code != 200:
            raise RuntimeError(f"{STATIC}: {answer.status_code}")

    return timed(get, REPETITIONS)


def page(
    what: str, client: Client, address: Callable[[int], str], sizes: dict[str, int], *, note: str = ""
) -> Line:
    length = 0

    def get(number: int) -> None:
        nonlocal length
        answer = client.get(address(number), REMOTE_ADDR=f"10.1.{number % 250}.{number // 250 + 1}")
        length = len(_body(answer))
        if answer.status_code != 200:
            raise RuntimeError(f"{address(number)}: {answer.status_code}")

    times = timed(get, REPETITIONS)
    scope.forget()  # as on a server's connection, where nothing stands around the request
    with counting() as statements:
        get(REPETITIONS + 3)
    static = _static(client)
    scope.enter(scope.EVERYTHING)
    return Line(
        what, times.p50, static.p50, "ms", {**sizes, "bytes": length}, p95=times.p95, limit_p95=static.p95,
        limit_is=gettext("một tệp tĩnh qua cùng ngăn xếp WSGI"), statements=len(statements), control=statements.control, budget=READ_BUDGET, note=note,
    )  # fmt: skip


def inbox(sizes: dict[str, int]) -> Line:
    """The inbox of an officer with many open items."""
    office = dossiers.wards()[2]
    account = office.accounts["mot_cua"]
    from lienthong.kernel.work.public import counts

    open_items = sum(counts(actor_for(account)).values())
    return page(
        "inbox_page", signed_in(account), lambda _number: "/viec/", {**sizes, "open_items": open_items}
    )


def status_page(sizes: dict[str, int]) -> Line:
    """The public page of a dossier, by code alone, each time another."""
    chance = random.Random(7)  # noqa: S311
    scope.enter(scope.EVERYTHING)
    codes = list(Dossier.objects.order_by("?").values_list("code", flat=True)[:REPETITIONS])
    return page(
        "public_status_page", Client(HTTP_HOST=HOST), lambda _number: f"/ho-so/{chance.choice(codes)}/", sizes
    )


def status_api(sizes: dict[str, int]) -> Line:
    chance = random.Random(8)  # noqa: S311
    scope.enter(scope.EVERYTHING)
    codes = list(Dossier.objects.order_by("?").values_list("code", flat=True)[:REPETITIONS])
    return page(
        "public_status_api",
        Client(HTTP_HOST=HOST),
        lambda _number: f"/api/v1/public/dossiers/{chance.choice(codes)}",
        sizes,
    )


def search(sizes: dict[str, int]) -> Line:
    """Search without accents for a full name, as an officer types it; against the same look-up in bare SQL."""
    chance = random.Random(9)  # noqa: S311
    office = dossiers.wards()[3]
    actor = office.actor("mot_cua")
    questions = [people.full_name(chance).lower() for _ in range(REPETITIONS + 5)]
    hits = 0

    def ours(number: int) -> None:
        nonlocal hits
        hits += len(find(actor, questions[number]))

    times = timed(ours, REPETITIONS)
    with counting() as statements:
        ours(REPETITIONS + 4)
    from lienthong.kernel.text import fold

    with bare_connection() as raw:
        orgs = [office.organisation.pk]

        def bare(number: int) -> None:
            raw.execute(
                "select id, title from search_entry where vector @@ to_tsquery('simple', %s) and visible_orgs && %s::bigint[] "
                "order by ts_rank(vector, to_tsquery('simple', %s)) desc limit 20",
                [query := " & ".join(fold(questions[number]).split()), orgs, query],
            ).fetchall()

        limit = timed(bare, REPETITIONS)
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from search_entry")
        entries = cursor.fetchone()[0]
    return Line(
        "search", times.p50, limit.p50, "ms", {**sizes, "entries": entries, "hits": hits // (REPETITIONS + 4)}, p95=times.p95,
        limit_p95=limit.p95, limit_is=gettext("cùng câu hỏi bằng SQL trần, có lọc cơ quan"), statements=len(statements),
        control=statements.control, budget=READ_BUDGET,
    )  # fmt: skip
