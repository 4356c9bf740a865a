"""An applicant hands in a dossier, online or by another system."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from lienthong.kernel import clock
from lienthong.kernel.actions.public import Actor, record
from lienthong.kernel.directory.models import Organisation, OrganisationCode
from lienthong.kernel.errors import Invalid, NotFound
from lienthong.kernel.feel.public import evaluate
from lienthong.kernel.files.models import StoredFile
from lienthong.kernel.files.public import attach
from lienthong.kernel.forms.public import Form
from lienthong.kernel.ids import new_id
from lienthong.kernel.numbering.public import issue_dossier_code
from lienthong.kernel.process.public import start, waiting_steps
from lienthong.kernel.work.public import WorkItem
from lienthong.kernel.worktime.public import Clock, calendar_for
from lienthong.service.dossiers.domain.fees import assess_fee, fee_for_process, first_state
from lienthong.service.dossiers.domain.moving import amount_of, items_for, state_after
from lienthong.service.dossiers.models import Component, Content, Dossier
from lienthong.service.procedures.public import ServiceVersion

OWNER_TYPE = "dossiers.dossier"
MOST_FILES = 60

Files = Mapping[str, Sequence[StoredFile | UUID | str]]


def with_code(queryset: Any) -> Any:
    """Annotate agencies with their identifier (``agency_code``) of the form in force today."""
    codes = OrganisationCode.objects.filter(
        OrganisationCode.on(clock.today()), organisation=OuterRef("pk"), scheme="qd20"
    )
    return queryset.annotate(agency_code=Subquery(codes.order_by("-valid_from").values("code")[:1]))


def agency(organisation: Organisation | int) -> Organisation:
    """The organisation with its identifier, from the database."""
    pk = organisation if isinstance(organisation, int) else organisation.pk
    found = with_code(Organisation.objects.filter(pk=pk)).first()
    if found is None:
        raise NotFound(_("Không có cơ quan này"))
    return found


def required_components(service: ServiceVersion, values: Mapping[str, Any]) -> list[str]:
    """Keys of the papers that must be there, given the answers."""
    return [
        item["key"]
        for item in service.components
        if item.get("required") and (not item.get("when") or evaluate(item["when"], dict(values)) is True)
    ]


def newly_required(dossier: Dossier, merged: Mapping[str, Any]) -> set[str]:
    """Papers that only the changed answers ask for and that nobody handed in: the proof of an exemption, above all.
    Without them a supplement would waive a fee on the applicant's bare word."""
    before = required_components(dossier.service, dossier.content.values)
    wanted = set(required_components(dossier.service, merged)) - set(before)
    if not wanted:
        return wanted
    there = Component.objects.filter(dossier=dossier, superseded_at=None, key__in=wanted)
    return wanted - set(there.exclude(state="missing").values_list("key", flat=True))


def check(
    service: ServiceVersion,
    values: Mapping[str, Any],
    files: Files,
    *,
    on_paper: frozenset[str] = frozenset(),
) -> dict[str, Any]:
    """The cleaned answers. Raises Invalid that names every field and paper which is wrong or missing."""
    form = Form(service.form)
    errors: dict[str, list[Any]] = {place: list(messages) for place, messages in form.check(values).items()}
    names = {item["key"]: item["name"] for item in service.components}
    for key in files:
        if key not in names:
            errors.setdefault(f"components.{key}", []).append(
                _("Thành phần hồ sơ này không có trong thủ tục")
            )
    for key in required_components(service, values):
        if not files.get(key) and key not in on_paper:
            errors.setdefault(f"components.{key}", []).append(
                _("Thiếu giấy tờ: %(name)s") % {"name": names[key]}
            )
    if sum(len(given) for given in files.values()) > MOST_FILES:
        errors.setdefault("components", []).append(
            _("Mỗi hồ sơ có tối đa %(most)s tệp") % {"most": MOST_FILES}
        )
    if errors:
        raise Invalid(_("Hồ sơ chưa đủ hoặc chưa đúng"), errors=errors)
    return form.clean(values)


def submit(
    service: ServiceVersion,
    *,
    deciding: Organisation,
    values: Mapping[str, Any],
    files: Files,
    actor: Actor,
    source: str = "online",
    receiving: Organisation | None = None,
    returning: Organisation | None = None,
    marks: Mapping[str, str] | None = None,
    lacking: frozenset[str] = frozenset(),
) -> Dossier:
    """Accept a submission durably: code, content, papers, process, work item, action and job in one transaction.

    ``values``: answers of the form; ``values["applicant"]`` says for whom. ``files``: component key → the actor's own
    uploads. ``marks``: component key → how a paper was brought to the counter; ``lacking``: papers that the clerk will
    ask for in the same breath. Raises Invalid with a message per field.
    The receipt is drawn by a job after the answer.
    """
    from lienthong.service.dossiers.jobs import after_submission

    marks = dict(marks or {})
    clean = check(service, values, files, on_paper=frozenset(marks) | lacking)
    receiving = receiving or deciding
    now = clock.now()
    with transaction.atomic():
        code = issue_dossier_code(
            organisation_id=receiving.pk, agency=_identifier(receiving), received_at=now
        ).text
        applicant = dict(clean.get("applicant") or {})
        dossier = Dossier(
            id=new_id(), code=code, procedure=service.procedure, service=service, receiving=receiving, deciding=deciding,
            returning=returning or receiving, source=source,
            applicant_account_id=actor.account_id if actor.kind in ("citizen", "service") else None,
            applicant_name=str(applicant.get("full_name") or applicant.get("organisation_name") or actor.name)[:200],
            submitted_at=now, slip_token=secrets.token_urlsafe(16), visible_orgs=sorted({receiving.pk, deciding.pk, (returning or receiving).pk}),
        )  # fmt: skip
        assessed = assess_fee(service, clean)
        fee = assessed.amount
        dossier.fee_amount, dossier.fee_reason = fee, assessed.reason
        dossier.fee_state = first_state(service, assessed)
        dossier.fee_due_at = now if dossier.fee_state == "due" else None
        expected = Clock.start(amount_of(service), now, cut_off=_cut_off(service))
        dossier.due_at = expected.due(calendar_for(deciding.pk)).due
        dossier.process = start(
            service.process,
            subject=dossier,
            data={"fee": fee_for_process(service, source, fee), "source": source, "outcome": ""},
        )
        steps = waiting_steps(dossier.process)
        moved = state_after(steps, "done")
        dossier.state, dossier.step_code, dossier.step_name = (
            moved["state"],
            moved["step_code"],
            moved["step_name"],
        )
        dossier.save(force_insert=True)
        Content.objects.create(
            dossier=dossier, applicant=applicant, values=clean, visible_orgs=dossier.visible_orgs,
            applicant_account_id=dossier.applicant_account_id,
        )  # fmt: skip
        _keep_components(dossier, service, files, marks, actor, lacking)
        WorkItem.objects.bulk_create(items_for(dossier, steps))
        record(
            "dossiers.submit", dossier, actor=actor, organisation_id=receiving.pk,
            data={"code": code, "procedure": service.procedure.key, "version": service.version, "source": source,
                  "deciding": deciding.pk, "fee": fee, "fee_state": dossier.fee_state, **moved},
        )  # fmt: skip
        after_submission.defer(dossier_id=str(dossier.pk))
    return dossier


def _identifier(organisation: Organisation) -> str:
    code = getattr(organisation, "agency_code", None) or getattr(agency(organisation), "agency_code", None)
    if not code:
        raise Invalid(
            _("Cơ quan %(name)s chưa có mã định danh nên chưa cấp được mã hồ sơ")
            % {"name": organisation.name},
            field="deciding",
        )
    return str(code)


def _cut_off(service: ServiceVersion) -> Any:
    text = service.data.get("cut_off")
    return clock.dt.time.fromisoformat(text) if text else None


def _keep_components(
    dossier: Dossier,
    service: ServiceVersion,
    files: Files,
    marks: Mapping[str, str],
    actor: Actor,
    lacking: frozenset[str],
) -> None:
    now = clock.now()
    names = {item["key"]: item["name"] for item in service.components}
    flat = [(key, file) for key, given in files.items() for file in given]
    stored = (
        attach(
            [file for _key, file in flat],
            owner_type=OWNER_TYPE,
            owner_id=dossier.pk,
            actor=actor,
            organisation_ids=dossier.visible_orgs,
            account_id=dossier.applicant_account_id,
        )
        if flat
        else []
    )
    rows = [
        Component(
            dossier=dossier,
            key=key,
            name=names[key][:300],
            file=file,
            mark=marks.get(key, "electronic"),
            added_at=now,
        )
        for (key, _given), file in zip(flat, stored, strict=True)
    ]
    with_files = {key for key, _file in flat}
    rows += [
        Component(dossier=dossier, key=key, name=names[key][:300], mark=mark, state="ok", added_at=now)
        for key, mark in marks.items()
        if key in names and key not in with_files
    ]
    rows += [
        Component(dossier=dossier, key=key, name=names[key][:300], state="missing", added_at=now)
        for key in sorted(lacking - with_files - set(marks))
        if key in names
    ]
    Component.objects.bulk_create(rows)


__all__ = ["OWNER_TYPE", "agency", "check", "newly_required", "required_components", "submit", "with_code"]
