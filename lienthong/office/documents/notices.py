"""What officers are told besides their inbox."""

from __future__ import annotations

import uuid

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.accounts.models import Account
from lienthong.kernel.directory.models import Officer
from lienthong.kernel.notify.public import Recipient, register_template, send
from lienthong.office.documents.models import Document

register_template(
    "documents.returned",
    title=_("Nhánh việc bị trả lại"),
    body=_("“%(subject)s” bị trả lại: %(reason)s"),
    channels=(),
)
register_template(
    "documents.opinion", title=_("Đã có ý kiến"), body=_("Ý kiến về “%(subject)s”: %(reason)s"), channels=()
)
register_template(
    "documents.refused",
    title=_("Nơi nhận trả lại văn bản"),
    body=_("“%(subject)s” bị trả lại: %(reason)s"),
    channels=(),
)
register_template(
    "documents.secret_removed",
    title=_("Tệp mang dấu độ mật đã bị xóa"),
    body=_("Bản quét bạn đưa vào sổ mang dấu độ mật nên đã bị xóa, không lưu lại gì. Xử lý văn bản theo quy định về bảo vệ bí mật nhà nước."),
    channels=(),
)  # fmt: skip


def tell_account(account_id: uuid.UUID | None, template: str) -> None:
    """A notice without any word of the document, for the one who brought it."""
    if account_id is not None:
        send(template, to=Recipient(account_id=account_id), context={}, url="/van-ban/vao-so/")


def tell_officer(document: Document, officer_id: int | None, template: str, **context: object) -> None:
    """A notice in the application for the officer's account, inside the transaction of the act."""
    officer = Officer.objects.filter(pk=officer_id or 0).first()
    account = Account.objects.filter(person_id=officer.person_id).first() if officer else None
    if account is None:
        return
    values = {
        "subject": document.subject,
        "code": document.code,
        "reason": "",
        "n": "",
        **{name: str(value) for name, value in context.items()},
    }
    send(
        template,
        to=Recipient(account_id=account.pk, language=account.language),
        context=values,
        url=f"/van-ban/{document.pk}/",
    )
