"""S19: whoever verifies a paper learns number, date, agency and integrity, nothing personal; tokens cannot be guessed."""

from __future__ import annotations

import secrets
from typing import Any

from lienthong.kernel.files.public import read_bytes
from lienthong.kernel.papers.models import Paper
from tests.security.test_s10_replay import get
from tests.security.world import World, leaks, undone


def test_s19_a_token_tells_signed_facts_only(world: World) -> None:
    token = world.result.paper.token
    for address in (f"/xac-thuc/{token}/", f"/api/v1/public/verify/{token}"):
        status, body, _answer = get(world, "anonymous", address)

        assert status == 200
        assert world.result.number in body.decode()
        assert leaks(body) == []


def test_s19_a_file_tells_signers_and_integrity_but_not_what_it_says(world: World) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    data = read_bytes(world.result.issued_file)
    with undone():
        answer = world.client("anonymous").post(
            "/xac-thuc/", {"tep": SimpleUploadedFile("ket-qua.pdf", data)}
        )

    assert answer.status_code == 200
    assert world.result.number in answer.content.decode()
    assert leaks(answer.content) == []


def test_s19_a_token_says_nothing_about_papers_not_yet_given_out(world: World) -> None:
    with undone():
        reserved = Paper.objects.create(
            token=secrets.token_urlsafe(16), kind="result", organisation_id=world.province.ward.pk
        )
        waiting, _body, _answer = get(world, "anonymous", f"/xac-thuc/{reserved.token}/")
        unknown, _body, _answer = get(world, "anonymous", f"/xac-thuc/{secrets.token_urlsafe(16)}/")

    assert (waiting, unknown) == (404, 404)


def test_s19_a_withdrawn_paper_is_told_by_its_own_token(world: World) -> None:
    with undone():
        Paper.objects.filter(pk=world.result.paper.pk).update(state="withdrawn")
        answer = world.client("anonymous").get(f"/api/v1/public/verify/{world.result.paper.token}")

    assert answer.json()["verdict"] == "withdrawn"


def test_s19_tokens_hold_a_hundred_and_twenty_eight_bits(world: World) -> None:
    assert len(world.result.paper.token) >= 22


def probe(client: Any, address: str, most: int) -> int | None:
    """After how many guesses the door closes; None when it stays open."""
    for number in range(most):
        if client.get(address.format(secrets.token_urlsafe(16))).status_code == 429:
            return number
    return None


def test_s19_probing_is_limited(world: World) -> None:
    with undone():
        client = world.client("anonymous")
        page = probe(client, "/xac-thuc/{}/", 80)
        operation = probe(client, "/api/v1/public/verify/{}", 160)

    assert page is not None and page <= 60
    assert operation is not None and operation <= 120


def test_s20_walking_through_dossier_codes_is_limited(world: World) -> None:
    """Codes are sequential: guessing them tells how many dossiers there are."""
    with undone():
        client = world.client("anonymous")
        screens = [client.get(f"/ho-so/H56.201-261120-{number:04}/").status_code for number in range(60)]
        operation = [
            client.get(f"/api/v1/public/dossiers/H56.201-261120-{number:04}") for number in range(160)
        ]

    assert 429 in screens
    refused = [answer for answer in operation if answer.status_code == 429]
    assert refused
    assert all(1 <= int(answer["Retry-After"]) <= 60 for answer in refused)
