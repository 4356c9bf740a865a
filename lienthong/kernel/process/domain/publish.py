"""A checked diagram becomes a version that instances can run."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from django.db import connection, transaction
from django.utils.translation import gettext as _

from lienthong.kernel import clock, errors
from lienthong.kernel.process import diagram, engine
from lienthong.kernel.process.checks import check
from lienthong.kernel.process.models import ProcessDefinition
from lienthong.kernel.process.problems import Problem


class InvalidProcess(errors.Invalid):
    """``problems`` holds what the check found."""

    default_code = "process_invalid"

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(
            _("Quy trình chưa ban hành được vì còn %(count)s lỗi. Lỗi đầu tiên: %(first)s")
            % {"count": len(problems), "first": problems[0]},
            errors={"bpmn": [str(problem) for problem in problems]},
        )
        self.problems = problems


def publish(key: str, bpmn: str, dmn: Sequence[str] = ()) -> ProcessDefinition:
    """The next version of ``key``; the latest version itself when nothing changed.

    Raises InvalidProcess (an Invalid) with the problems when the check finds any.
    """
    problems = check(bpmn, dmn)
    if problems:
        raise InvalidProcess(problems)
    checksum = hashlib.sha256(json.dumps([bpmn, list(dmn)]).encode()).hexdigest()
    spec = engine.spec_to_json(engine.build_spec(diagram.read(bpmn)))
    with transaction.atomic():
        with connection.cursor() as cursor:
            # Two publishers of one key wait for each other, or both would take the same number.
            cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"process:{key}"])
        latest = ProcessDefinition.objects.filter(key=key).order_by("-version").first()
        if latest is not None and latest.checksum == checksum:
            return latest
        return ProcessDefinition.objects.create(
            key=key,
            version=latest.version + 1 if latest else 1,
            bpmn=bpmn,
            dmn=list(dmn),
            spec=spec,
            checksum=checksum,
            published_at=clock.now(),
        )
