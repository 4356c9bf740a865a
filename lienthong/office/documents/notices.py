"""What officers are told besides their inbox."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.accounts.models import Account
from lienthong.kernel.directory.models import Officer
from lienthong.kernel.notify.public import Recipient, register_template, send
from lienthong.office.documents.models import Document

register_template(
    "documents.returned",
    title=_("Văn bản bị trả lại"),
    body=_("“%(subject)s” bị trả lại: %(reason)s"),
    channels=(),
)
register_template(
    "documents.issued",
    title=_("Văn bản %(code)s đã phát hành"),
    body=_("“%(subject)s” đã được phát hành đến %(n)s cơ quan."),
    channels=(),
)
register_template(
    "documents.withdrawn",
    title=_("Văn bản bị thu hồi"),
    body=_("“%(subject)s” đã bị nơi gửi thu hồi."),
    channels=(),
)


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
    send(template, to=Recipient(account_id=account.pk), context=values, url=f"/van-ban/{document.pk}/")
