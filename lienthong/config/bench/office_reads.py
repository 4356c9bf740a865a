"""The office's pages in the busiest agency: the queue of an officer, the list of the records clerk, search."""

from __future__ import annotations

from urllib.parse import quote

from lienthong.config.bench import correspondence
from lienthong.config.bench.counting import Line
from lienthong.config.bench.reads import page, signed_in
from lienthong.kernel.work.public import counts

WORDS = (
    "bao cao tinh hinh",
    "phong chong thien tai",
    "dat dai",
    "chuyen doi so",
    "kinh phi dau tu cong",
    "kien nghi cu tri",
)


def queue(sizes: dict[str, int]) -> Line:
    """The inbox of a head of unit, who has the most open work."""
    of = correspondence.busiest()
    account = of.account(of.rooms[0].head)
    open_items = sum(counts(of.actor(of.rooms[0].head)).values())
    return page(
        "queue_page", signed_in(account), lambda _number: "/viec/", {**sizes, "open_items": open_items}
    )


def clerks_list(sizes: dict[str, int]) -> Line:
    """All incoming documents of the agency, newest first."""
    of = correspondence.busiest()
    return page("incoming_list_page", signed_in(of.account(of.clerk)), lambda _number: "/van-ban/den/", sizes)


def search_page(sizes: dict[str, int]) -> Line:
    """Ranked search without accents, as the records clerk types it; each time other words."""
    of = correspondence.busiest()
    return page(
        "search_page",
        signed_in(of.account(of.clerk)),
        lambda number: f"/tim/?q={quote(WORDS[number % len(WORDS)])}",
        sizes,
    )
