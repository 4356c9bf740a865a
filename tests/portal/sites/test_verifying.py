"""Is a paper genuine? By QR code, by file; and the heads of the sealed history for everybody."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from lienthong.kernel.actions import merkle
from lienthong.kernel.actions.models import Action, Head
from lienthong.kernel.actions.public import SYSTEM, Ref, record
from lienthong.kernel.ids import new_id
from lienthong.kernel.papers.public import publish_paper, reserve_paper, withdraw_paper
from tests.kernel.actions.history import sealed
from tests.service.leftovers import clear_everything

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


@pytest.fixture
def sealing(transactional_db: None, settings: Any, tmp_path: Any) -> Any:
    """Sealing reads committed rows of an append-only table, which outlives a test: emptied by the superuser."""
    settings.KEYS_DIR = tmp_path / "keys"
    clear_everything()
    yield lambda: sealed(Action.objects.count())
    clear_everything()


@pytest.fixture
def paper(make: Any) -> Any:
    organisation = make.organisation("UBND phường Thử Nghiệm")
    issued = reserve_paper("Giấy chứng nhận", organisation_id=organisation.pk)
    with transaction.atomic():
        action = record("test.issue", Ref("test", "1"), actor=SYSTEM)
    return publish_paper(issued, b"noi dung cua giay to", file_id=new_id(), action=action, number="12/GCN")


def test_qr_code_tells_the_paper_and_its_seal(client: Client, sealing, paper):
    before = client.get(f"/xac-thuc/{paper.token}/").content.decode()
    sealing()
    after = client.get(f"/xac-thuc/{paper.token}/").content.decode()

    for words in ("Giấy tờ thật, còn hiệu lực", "12/GCN", "UBND phường Thử Nghiệm"):
        assert words in before
    assert "Chưa có bằng chứng niêm phong" in before
    assert "bằng chứng khớp" in after


def test_withdrawn_paper_says_so(client: Client, paper):
    withdraw_paper(paper, action=record("test.withdraw", Ref("test", "1"), actor=SYSTEM))

    assert "đã bị thu hồi" in client.get(f"/xac-thuc/{paper.token}/").content.decode()
    assert client.get(f"/api/v1/public/verify/{paper.token}").json()["verdict"] == "withdrawn"


def test_file_is_recognised_by_its_bytes_and_a_changed_one_is_not(client: Client, paper):
    same = client.post(
        "/xac-thuc/", {"tep": SimpleUploadedFile("a.bin", b"noi dung cua giay to")}
    ).content.decode()
    changed = client.post(
        "/xac-thuc/", {"tep": SimpleUploadedFile("a.bin", b"noi dung cua giay tO")}
    ).content.decode()

    assert "Giấy tờ thật, còn hiệu lực" in same
    assert "Hệ thống này không cấp tệp này" in changed


@pytest.mark.parametrize("body", [b"%PDF-1.7 hong", b"\x00" * 100, "chữ".encode()])
def test_any_file_gets_an_answer(client: Client, db, body):
    assert client.post("/xac-thuc/", {"tep": SimpleUploadedFile("a.pdf", body)}).status_code == 200


def test_verification_without_a_file_asks_for_one(client: Client, db):
    assert client.post("/xac-thuc/", {}).status_code == 422


@pytest.mark.parametrize("token", ["khong-co", "%00", "a" * 500])
def test_unknown_token_is_not_found(client: Client, db, token):
    assert client.get(f"/xac-thuc/{token}/").status_code == 404
    assert client.get(f"/api/v1/public/verify/{token}").status_code == 404


@pytest.fixture
def two_heads(sealing) -> list[Head]:
    for size in (3, 4):
        for number in range(size):
            with transaction.atomic():
                record("test.act", Ref("test", str(number)), actor=SYSTEM, data={"secret": "canary-7711"})
        sealing()
    return list(Head.objects.order_by("size"))


def test_heads_are_public_and_say_nothing_of_the_actions(client: Client, two_heads):
    page = client.get("/niem-phong/").content.decode()
    listed = client.get("/api/v1/public/heads").json()

    assert "Đầu cây mới nhất" in page
    assert [item["size"] for item in listed["items"]] == [two_heads[1].size, two_heads[0].size]
    assert "canary-7711" not in page + json.dumps(listed)


def test_consistency_proof_lets_a_watcher_check_by_himself(client: Client, two_heads):
    first, second = (head.size for head in two_heads)

    answer = client.get("/api/v1/public/proof/consistency", {"first": first, "second": second}).json()

    path = [bytes.fromhex(item) for item in answer["path"]]
    roots = [bytes.fromhex(answer[name]["root"]) for name in ("first", "second")]
    assert merkle.verify_consistency(first, second, roots[0], roots[1], path)
    assert answer["holds"]


def test_inclusion_proof_of_a_sealed_action_holds(client: Client, two_heads):
    from lienthong.kernel.actions.models import Action

    answer = client.get("/api/v1/public/proof/inclusion", {"action": str(Action.objects.first().pk)}).json()

    path = [bytes.fromhex(item) for item in answer["path"]]
    assert merkle.verify_inclusion(
        bytes.fromhex(answer["leaf"]),
        answer["index"],
        answer["head"]["size"],
        path,
        bytes.fromhex(answer["head"]["root"]),
    )


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("consistency?first=0&second=3", 422), ("consistency?first=7&second=3", 422), ("consistency?first=2&second=3", 404),
        ("consistency?first=x&second=3", 422), ("consistency", 422), (f"consistency?first={10**30}&second=3", 422),
        ("inclusion?action=1", 422), ("inclusion?action=01900000-0000-7000-8000-000000000000", 404), ("inclusion", 422),
    ],
)  # fmt: skip
def test_wrong_questions_about_proofs_are_refused_politely(client: Client, two_heads, query, status):
    assert client.get(f"/api/v1/public/proof/{query}").status_code == status


@pytest.mark.parametrize("query", ["limit=0", "limit=abc", "before=-1", f"before={10**30}"])
def test_wrong_questions_about_heads_are_refused_politely(client: Client, two_heads, query):
    assert client.get(f"/api/v1/public/heads?{query}").status_code == 422
