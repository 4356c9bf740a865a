"""Apply a pack, or go back to its version before: all of it or nothing."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext

from lienthong.kernel import clock
from lienthong.kernel.actions.public import Actor, record
from lienthong.kernel.errors import NotFound, Refused

from .aspect import Change, aspects
from .models import PackVersion
from .package import Package, from_archive, from_folder
from .planning import Plan, plan_package
from .queries import current_version, version_before

LOCK = int.from_bytes(hashlib.sha256(b"lienthong.packs").digest()[:8], "big", signed=True)


@dataclass(frozen=True)
class AppliedPack:
    """``changed`` is False when everything already was as declared; then nothing was written."""

    plan: Plan
    changed: bool
    version: PackVersion
    rows: dict[str, int]

    @property
    def summary(self) -> str:
        return f"{self.version.version}: {self.plan.summary}"

    def as_json(self) -> dict[str, Any]:
        return {
            "pack": self.version.key,
            "version": self.version.version,
            "sequence": self.version.sequence,
            "checksum": self.version.checksum,
            "changed": self.changed,
            "counts": self.plan.counts(),
            "rows": self.rows,
            "unchanged": self.plan.unchanged,
        }


def apply(path: Path | str, actor: Actor) -> AppliedPack:
    """Check, plan and apply the pack in a folder, in one transaction.

    Raises :class:`~lienthong.kernel.packs.problems.BadPack` when it does not check, :class:`Refused` when a pack it
    requires is not applied. Applying the same files again writes nothing.
    """
    return apply_package(from_folder(Path(path)), actor)


def apply_package(package: Package, actor: Actor, *, restores: PackVersion | None = None) -> AppliedPack:
    with transaction.atomic():
        # Two administrators at once: the second waits here, then plans against what the first one left.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        plan, work = plan_package(package)
        _require_applied(work.content.manifest)
        current = current_version(plan.key)
        if current is not None and plan.empty and plan.same_files:
            return AppliedPack(plan, False, current, {})
        version = PackVersion.objects.create(
            key=plan.key,
            sequence=current.sequence + 1 if current else 1,
            version=plan.version,
            name=work.content.manifest["name"],
            checksum=package.checksum,
            content=package.to_archive(),
            counts=plan.counts(),
            applied_at=clock.now(),
            applied_by_kind=actor.kind,
            applied_by_account=actor.account_id,
            restores=restores,
        )
        work.actor, work.version = actor, version
        by_aspect: dict[str, list[Change]] = {}
        for change in plan.changes:
            by_aspect.setdefault(change.aspect, []).append(change)
        rows = {
            aspect.name: aspect.apply(work, by_aspect[aspect.name])
            for aspect in aspects()
            if aspect.name in by_aspect
        }
        verb = "packs.rollback" if restores else "packs.apply"
        data = {
            "key": plan.key,
            "version": plan.version,
            "sequence": version.sequence,
            "checksum": package.checksum,
            "plan": _digest(plan),
            "counts": plan.counts(),
            "restores": restores.sequence if restores else None,
        }
        record(verb, version, actor=actor, data=data)
    return AppliedPack(plan, True, version, rows)


def rollback(key: str, actor: Actor) -> AppliedPack:
    """Apply the version before the one in force, as a new version of its own.

    What only the later version declared is closed by date, as on any removal. Raises :class:`NotFound` for a pack
    that was never applied, :class:`Refused` when there is no version before.
    """
    current = current_version(key)
    if current is None:
        raise NotFound(
            gettext("Gói “%(key)s” chưa được áp dụng lần nào") % {"key": key}, code="pack_not_applied"
        )
    target = version_before(current)
    if target is None:
        message = gettext("Gói “%(key)s” không có phiên bản trước để quay lại") % {"key": key}
        raise Refused(message, code="no_version_before")
    return apply_package(from_archive(bytes(target.content)), actor, restores=target)


def _digest(plan: Plan) -> str:
    """The changes hold names of people, an action may not: the digest proves which changes were carried out."""
    text = json.dumps(
        [change.as_json() for change in plan.changes], ensure_ascii=False, sort_keys=True, default=str
    )
    return hashlib.sha256(text.encode()).hexdigest()


def _require_applied(manifest: Any) -> None:
    for need in manifest.get("requires", []):
        found = current_version(need["key"])
        least = tuple(int(n) for n in need.get("at_least", "0.0.0").split("."))
        if found is None or tuple(int(n) for n in found.version.split(".")) < least:
            message = gettext("Hãy áp dụng gói “%(key)s” (từ %(least)s) trước") % {
                "key": need["key"],
                "least": need.get("at_least", "0.0.0"),
            }
            raise Refused(message, code="required_pack_not_applied")
