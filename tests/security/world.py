"""Two agencies, two citizens, and everything that each has: what the matrix, the replay and the walks look at.

Built once for the package inside a transaction that is rolled back at its end; every request runs in a savepoint.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pikepdf
from django.db import transaction
from django.test import Client

from lienthong.kernel import clock
from lienthong.kernel.access import scope
from lienthong.kernel.access.public import forget_actors
from lienthong.kernel.accounts.public import create_token
from lienthong.kernel.directory.models import Delegation
from lienthong.kernel.files.public import link, receive
from lienthong.kernel.notify.models import Notice
from lienthong.kernel.work.public import WorkItem, items, perform
from lienthong.office.documents.public import bring, register_intake
from lienthong.service.dossiers.public import save_draft, submit
from lienthong.service.payments.models import Payment
from tests.factories import Make
from tests.service.province import Province

# Every personal field of the seed holds a word that stands nowhere else: found in an answer to a stranger, it leaked.
CANARY = {
    "name": "Hoàng Thị Kim Oanh Bạch Yến",
    "personal_id": "038190077731",
    "address": "77 ngõ Bạch Yến, phường Thử Nghiệm",
    "phone": "0977731773",
    "child": "Hoàng Yến Phụng Bạch",
    "file": "giay-bach-yen-riêng.pdf",
    "note": "Ghi chú bạch yến nội bộ",
}
LETTERS = ("Bạch Yến", "bach-yen", "bạch yến", "Yến Phụng", "038190077731", "0977731773", "7731773")
OTHER_NAME = "Lý Văn Người Khác"

EXTRACT = {
    "applicant": {
        "full_name": CANARY["name"],
        "personal_id": CANARY["personal_id"],
        "address": CANARY["address"],
        "phone": CANARY["phone"],
    },
    "record": {"kind": "khai_sinh", "subject_name": CANARY["child"], "subject_born_on": "2020-05-01"},
}
RESULT = {
    "kind": "Khai sinh",
    "subject_name": CANARY["child"],
    "subject_born_on": "2020-05-01",
    "registered_at": "UBND phường",
    "registered_number": "12/2020",
}

LETTER = f"""Đơn đề nghị\n\nKính gửi: UBND phường Thử Nghiệm\n\nTôi là {CANARY["name"]}, số định danh {CANARY["personal_id"]}.\n"""

# Columns of the matrix. The outsider holds every role, in another agency: only the agency keeps her out.
ROLES = ("anonymous", "owner", "citizen", "desk", "registrar", "chairman", "clerk", "outsider")
EVERY_ROLE = ("van_thu", "chuyen_vien", "lanh_dao_phong", "lanh_dao", "mot_cua", "quan_tri_co_quan")


def leaks(body: bytes) -> list[str]:
    """Canaries in an answer, looked for as text, as HTML and as JSON escapes."""
    text = body.decode("utf-8", "replace")
    text += (
        re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), text) if "\\u" in text else ""
    )
    return [word for word in LETTERS if word in text]


def pdf_bytes() -> io.BytesIO:
    buffer = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(buffer)
    buffer.seek(0)
    return buffer


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside leaves no trace in the database, nor in what the process remembers of it."""
    try:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    finally:
        scope.forget()
        scope.enter(scope.EVERYTHING)
        forget_actors()


class World:
    def __init__(self) -> None:
        self.make = Make()
        self.province = Province(self.make)
        self.service = self.province.service("civil_status_extract_copy")
        self.province.citizen = self.make.citizen(CANARY["name"], phone=CANARY["phone"])
        self.other_citizen = self.make.citizen(OTHER_NAME)
        self.elsewhere = self.province._agency(
            "UBND xã Bên Kia",
            "xa-ben-kia",
            "commune",
            "committee",
            "H56.299",
            collective=True,
            short_code="UBND",
        )
        self.outsider = self.make.officer(
            *EVERY_ROLE, organisation=self.elsewhere, title="Chủ tịch", rank=1, name="Trịnh Người Ngoài"
        )
        self.accounts = {
            "owner": self.province.citizen,
            "citizen": self.other_citizen,
            **{
                name: self.province.officers[name].account
                for name in ("desk", "registrar", "chairman", "clerk")
            },
            "outsider": self.outsider.account,
        }
        self.browsers: dict[str, Client] = {}
        self._fill()

    def _fill(self) -> None:
        self.delegation = Delegation.objects.create(
            from_officer=self.province.officers["chairman"],
            to_officer=self.province.officers["deputy"],
            valid_from=clock.today(),
            valid_to=clock.today(),
        )
        owner = self.actor("owner")
        self.waiting = submit(
            self.service, deciding=self.province.ward, values=EXTRACT, files={}, actor=owner
        )
        self.dossier = submit(
            self.service, deciding=self.province.ward, values=EXTRACT, files={}, actor=owner
        )
        self.act("desk", "collect", {"method": "cash"})
        self.act("desk", "accept")
        self.act("registrar", "ok")
        self.act("registrar", "draft", RESULT)
        self.act("chairman", "sign")
        self.act("clerk", "seal")
        self.result = self.dossier.results.get(superseded_at=None)
        self.receipt = self.dossier.fee_receipts.get()
        self.payment = Payment.objects.create(
            dossier=self.waiting, amount=8000, state="refunding", flag="late", created_at=clock.now()
        )
        self.item: WorkItem = items(self.actor("desk")).filter(object_id=str(self.waiting.pk)).get()
        self.upload = receive(pdf_bytes(), name=CANARY["file"], actor=owner, declared_type="application/pdf")
        self.draft = save_draft(
            self.service, actor=owner, values=EXTRACT, files={}, deciding=self.province.ward
        )
        self.token, self.plain_token = create_token(self.accounts["owner"], ["read", "write"], "máy của tôi")
        clerk = self.actor("clerk")
        letter = io.BytesIO(LETTER.encode())
        intake = bring(
            letter,
            name="don-bach-yen.txt",
            declared_type="text/plain",
            actor=clerk,
            organisation_id=self.province.ward.pk,
        )
        self.document = register_intake(
            intake,
            actor=clerk,
            values={
                "subject": f"Đơn của {CANARY['name']}",
                "issuer_name": CANARY["name"],
                "code": "12/BY-VP",
                "signer_name": CANARY["name"],
            },
        )
        self.intake = bring(
            io.BytesIO(LETTER.encode() + b"."),
            name="don-2.txt",
            actor=clerk,
            organisation_id=self.province.ward.pk,
        )
        self.notice = Notice.objects.filter(account_id=self.accounts["owner"].pk)[0]
        self.group = self.service.form["ui"]["groups"][0]["key"]
        self.link = link(self.result.issued_file, owner).strip("/").split("/")[-1]

    def actor(self, role: str) -> Any:
        account = self.accounts[role]
        account.refresh_from_db()
        return self.make.actor(account)

    def act(self, role: str, action: str, data: dict[str, Any] | None = None) -> None:
        """The officer does one act on the dossier that goes to its end; the other one stays at the desk."""
        actor = self.actor(role)
        item = items(actor).filter(object_id=str(self.dossier.pk)).first()
        assert item is not None, f"nothing waits for {role}"
        perform(item, actor, action, data or {})

    def client(self, role: str, **options: Any) -> Client:
        """A browser in which this person is signed in."""
        client = Client(raise_request_exception=False, **options)
        if role != "anonymous":
            client.force_login(self.accounts[role])
        return client

    def bearer(self, role: str, scopes: tuple[str, ...] = ("read", "write")) -> dict[str, str]:
        """The header of a program that works for this person."""
        _token, plain = create_token(self.accounts[role], scopes, "kiểm thử")
        return {"HTTP_AUTHORIZATION": f"Bearer {plain}"}

    def places(self) -> dict[str, Any]:
        """Values of the parameters of addresses: things of the owner and of the ward."""
        return {
            "dossier_id": self.dossier.pk,
            "id": self.dossier.pk,
            "item_id": self.item.pk,
            "code": self.dossier.code,
            "draft_id": self.draft.pk,
            "file_id": self.result.issued_file_id,
            "result_id": self.result.pk,
            "token_id": self.token.pk,
            "account_id": self.accounts["owner"].pk,
            "notice_id": self.notice.pk,
            "key": "civil_status_extract_copy",
            "group": self.group,
            "action": "accept",
            "page": 1,
            "side": 240,
            "link": self.link,
            "paper": self.result.paper.token,
            "upload": self.upload.pk,
            "waiting": self.waiting.pk,
            "waiting_code": self.waiting.code,
            "document": self.document.pk,
            "document_id": self.document.pk,
            "intake_id": self.intake.pk,
            "register_id": self.document.register_id,
            "report_code": "theo-doi",
            "ending": "xlsx",
            "branch_id": self.document.pk,
            "officer_id": self.province.officers["clerk"].pk,
            "assignment_id": self.province.officers["clerk"].roles.get().pk,
            "deed": "khoa",
            "delegation_id": self.delegation.pk,
            "direction": "den",
            "act": "xong",
            "receipt_id": self.receipt.pk,
            "payment_id": self.payment.pk,
            "refund_act": "da-tra",
            "held_act": "huy",
            "none": "khong-co",
            "ui": "inbox",
        }
