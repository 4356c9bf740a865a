"""S13: fields that the form or the operation does not offer change nothing, and masked ones are never told."""

from __future__ import annotations

import json
from typing import Any

from django.db import models

from lienthong.service.dossiers.models import Dossier
from tests.security.world import CANARY, EXTRACT, World, undone

FORGED = {
    "state": "done", "fee_state": "paid", "fee_amount": 0, "applicant_account_id": "00000000-0000-7000-8000-000000000000", "kind": "officer",
    "is_active": "0", "is_staff": "1", "access_version": 99, "organisation_id": 1, "visible_orgs": "{1}", "username": "bi-doi", "due_at": "2030-01-01",
    "simulated": "1", "roles": "lanh_dao", "account_id": "1", "code": "H56.999-000000-0000", "slip_token": "x", "accepted_at": "2020-01-01",
}  # fmt: skip


def picture(obj: models.Model, *but: str) -> dict[str, Any]:
    """All columns of a row, read anew."""
    fresh = type(obj)._default_manager.get(pk=obj.pk)
    return {
        field.attname: getattr(fresh, field.attname)
        for field in fresh._meta.concrete_fields
        if field.attname not in but
    }


def test_s13_extra_fields_of_a_profile_change_nothing(world: World) -> None:
    with undone():
        account = world.accounts["owner"]
        before = (
            picture(account, "email", "phone", "language", "access_version", "last_login"),
            picture(account.person, "folded", "sort_key"),
        )
        world.client("owner").post("/tai-khoan/", {**FORGED, "email": "moi@vidu.vn"})

        assert (
            picture(account, "email", "phone", "language", "access_version", "last_login"),
            picture(account.person, "folded", "sort_key"),
        ) == before
        assert picture(account)["access_version"] != 99


def test_s13_extra_fields_of_an_application_change_nothing(world: World) -> None:
    client = world.client("owner")
    body = {
        "procedure": "civil_status_extract_copy",
        "deciding": world.province.ward.key,
        "values": EXTRACT,
        **FORGED,
    }
    with undone():
        answer = client.post(
            "/api/v1/dossiers", json.dumps(body), "application/json", headers={"Idempotency-Key": "s13"}
        )
        assert answer.status_code in (201, 422), answer.content
        if answer.status_code == 201:
            made = Dossier.objects.get(pk=answer.json()["id"])
            assert (made.state, made.applicant_account_id, made.accepted_at) == (
                "submitted",
                world.accounts["owner"].pk,
                None,
            )
            assert made.code != FORGED["code"]
            assert made.slip_token != "x"


def test_s13_the_same_application_without_them_is_taken(world: World) -> None:
    """Control: it is a whole application, so the fields above did reach the door."""
    with undone():
        answer = world.client("owner").post(
            "/api/v1/dossiers",
            json.dumps(
                {
                    "procedure": "civil_status_extract_copy",
                    "deciding": world.province.ward.key,
                    "values": EXTRACT,
                }
            ),
            "application/json",
            headers={"Idempotency-Key": "s13b"},
        )

    assert answer.status_code == 201, answer.content


def test_s13_answers_that_the_form_does_not_ask_are_not_kept(world: World) -> None:
    values = {
        **EXTRACT,
        "applicant": {**EXTRACT["applicant"], "is_admin": True},
        "fee_amount": 0,
        "secret": "x",
    }
    with undone():
        answer = world.client("owner").post(
            "/api/v1/dossiers", json.dumps({"procedure": "civil_status_extract_copy", "deciding": world.province.ward.key, "values": values}), "application/json",
            headers={"Idempotency-Key": "s13c"},
        )  # fmt: skip
        kept = (
            ""
            if answer.status_code != 201
            else json.dumps(Dossier.objects.get(pk=answer.json()["id"]).content.values)
        )

    assert answer.status_code in (201, 422)
    assert "is_admin" not in kept
    assert "secret" not in kept


def test_s13_extra_fields_of_an_act_change_nothing(world: World) -> None:
    """An officer's act with forged columns does the act and nothing else."""
    with undone():
        before = picture(world.waiting)
        body = json.dumps({"data": {**FORGED}})
        answer = world.client("desk").post(
            f"/api/v1/work-items/{world.item.pk}/actions/accept", body, "application/json"
        )
        after = picture(world.waiting)

    assert answer.status_code == 200, answer.content
    for name in ("code", "applicant_account_id", "slip_token", "fee_amount", "visible_orgs", "submitted_at"):
        assert after[name] == before[name], name
    assert after["state"] == "processing"


def test_s13_json_tells_no_masked_field(world: World) -> None:
    """What the interface says of a dossier holds neither the personal content nor the tokens that open it."""
    hidden = [
        world.dossier.slip_token,
        CANARY["personal_id"],
        CANARY["phone"],
        CANARY["address"],
        str(world.accounts["owner"].password),
    ]
    found = []
    for role, address in (
        ("owner", "/api/v1/dossiers"),
        ("owner", f"/api/v1/dossiers/{world.dossier.pk}"),
        ("desk", f"/api/v1/dossiers/{world.dossier.pk}"),
        ("desk", "/api/v1/inbox"),
        ("desk", f"/api/v1/work-items/{world.item.pk}"),
        ("anonymous", f"/api/v1/public/dossiers/{world.dossier.code}"),
    ):
        with undone():
            answer = world.client(role).get(address)
        assert answer.status_code == 200, address
        found += [f"{role} {address} {word}" for word in hidden if word in answer.content.decode()]

    assert found == []
