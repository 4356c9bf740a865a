"""Officers: a person in a post. ``username`` and ``roles`` are read by :mod:`.roles`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.access.public import touch_access
from lienthong.kernel.directory.models import Officer, Person, Post
from lienthong.kernel.packs.public import (
    Aspect,
    Change,
    Entry,
    Names,
    Problem,
    Reference,
    Row,
    Table,
    Work,
    as_date,
)

from . import dates
from .organisations import NOTE

ROLES = [
    "van_thu",
    "chuyen_vien",
    "lanh_dao_phong",
    "lanh_dao",
    "mot_cua",
    "quan_tri_co_quan",
    "quan_tri_nen_tang",
]
OFFICER_SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["key", "name", "post"],
    "properties": {
        "key": {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]*$", "maxLength": 100},
        "username": {"type": "string", "pattern": "^[a-z0-9]+(_[a-z0-9]+)*$", "maxLength": 60},
        "name": {"type": "string", "minLength": 2, "maxLength": 120},
        "sex": {"enum": ["male", "female", ""]},
        "born_on": dates.DATE,
        "personal_id": {"type": "string", "pattern": "^[0-9]{12}$"},
        "phone": {"type": "string", "maxLength": 20},
        "email": {"type": "string", "pattern": "^[^@\\s]+@[^@\\s]+$", "maxLength": 120},
        "post": {"type": "string", "maxLength": 100},
        "concurrent": {"type": "boolean"},
        "roles": {"type": "array", "items": {"enum": ROLES}, "uniqueItems": True},
        "simulated": {"type": "boolean"},
        "valid_from": dates.DATE,
        "valid_to": dates.DATE,
        "note": NOTE,
    },
}
PERSONAL = ("full_name", "sex", "personal_id", "phone", "email", "simulated")


def officer_key(entry: Entry) -> str:
    return entry.data["key"]


def _values(entry: Entry) -> dict[str, Any]:
    data = entry.data
    return {
        "full_name": data["name"],
        "sex": data.get("sex", ""),
        "personal_id": data.get("personal_id", ""),
        "phone": data.get("phone", ""),
        "email": data.get("email", ""),
        "simulated": data.get("simulated", False),
        "born_on": data.get("born_on"),
        "post": data["post"],
        "concurrent": data.get("concurrent", False),
        "valid_from": data.get("valid_from"),
        "valid_to": data.get("valid_to"),
    }


def _present(work: Work) -> Mapping[str, Row]:
    personal = [f"person__{name}" for name in PERSONAL]
    found = Officer.objects.values_list(
        "pk",
        "person_id",
        "key",
        "post__key",
        "concurrent",
        "valid_from",
        "valid_to",
        "person__born_on",
        *personal,
    )
    rows: dict[str, Row] = {}
    for pk, person, key, post, concurrent, begins, ends, born_on, *rest in found:
        values = dict(zip(PERSONAL, rest, strict=True))
        values.update(post=post, concurrent=concurrent, born_on=dates.iso(born_on))
        values.update(valid_from=dates.iso(begins), valid_to=dates.iso(ends))
        rows[key] = Row((pk, person), values)
    return rows


def _columns(work: Work, values: dict[str, Any]) -> dict[str, Any]:
    if "posts" not in work.found:
        found = Post.objects.values_list("key", "pk", "organisation_id", "unit_id")
        work.found["posts"] = {key: tuple(rest) for key, *rest in found}
    post, organisation, unit = work.found["posts"][values["post"]]
    return {
        "post_id": post,
        "organisation_id": organisation,
        "unit_id": unit,
        "concurrent": values["concurrent"],
        "valid_from": as_date(values["valid_from"]),
        "valid_to": as_date(values["valid_to"]),
    }


class OfficerTable(Table):
    """Two rows an entry: the person, who stays when the post is left, and the person in the post."""

    def apply(self, work: Work, changes: Sequence[Change]) -> int:
        fresh = [self._person(change) for change in changes if change.verb == "create"]
        Person.objects.bulk_create(fresh, batch_size=2_000)
        created = iter(fresh)
        work.found["persons"] = {c.key: next(created).pk for c in changes if c.verb == "create"}
        altered = [self._person(change) for change in changes if change.verb in {"change", "close"}]
        if altered:
            # A post left or moved ends its rights at the person's next request.
            touch_access(*(person.pk for person in altered))
            Person.objects.bulk_update(altered, [*PERSONAL, "born_on", "sort", "folded"], batch_size=2_000)
        return super().apply(work, changes)

    def _person(self, change: Change) -> Person:
        values = {name: change.after[name] for name in PERSONAL}
        person = Person(**values, born_on=as_date(change.after["born_on"]))
        if change.load is not None:
            person.pk = change.load[1]
        person.prepare()
        return person

    def _instance(self, work: Work, change: Change) -> Any:
        officer = Officer(key=change.key, **_columns(work, dict(change.after)))
        officer.pk, officer.person_id = change.load or (None, work.found["persons"].get(change.key))
        return officer


def _problems(entries: Sequence[Entry], names: Names) -> Iterable[Problem]:
    yield from dates.in_order(entries)
    yield from _repeated_usernames(entries)
    single: list[Entry] = []
    for entry in entries:
        post = names.get("post", entry.data["post"])
        yield from dates.within(entry, post, gettext("chức danh “%(post)s”") % {"post": entry.data["post"]})
        if post is not None and post.data.get("single"):
            single.append(entry)
    yield from dates.no_overlap(single, lambda e: e.data["post"], gettext("Chức danh chỉ một người giữ"))


def _repeated_usernames(entries: Sequence[Entry]) -> Iterable[Problem]:
    seen: dict[str, Entry] = {}
    for entry in entries:
        username = entry.data.get("username")
        if username is None:
            continue
        if username in seen:
            first = seen[username]
            message = gettext("Tên đăng nhập “%(username)s” đã dùng ở %(file)s dòng %(line)s") % {
                "username": username,
                "file": first.file,
                "line": first.line,
            }
            yield entry.problem(message, "duplicate_username", "username")
        seen.setdefault(username, entry)


officers = OfficerTable(
    aspect="officers",
    key=officer_key,
    model=Officer,
    wanted=_values,
    present=_present,
    columns=_columns,
    label=lambda values: str(values["full_name"]),
    recorded=True,
    key_field="key",
)
ASPECTS = [
    Aspect(
        name="officers",
        title=_("Cán bộ, công chức"),
        files="officers/*.yaml",
        schema=OFFICER_SCHEMA,
        key=officer_key,
        kind="officer",
        references=lambda entry: [Reference("post", entry.data["post"], ("post",))],
        validate=_problems,
        plan=officers.plan,
        apply=officers.apply,
        order=250,
    )
]
