"""What the person who brought a file is told when somebody decides about it. The file's name stays out of subjects."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.accounts.models import Account
from lienthong.kernel.files.public import Event, StoredFile, on_decision
from lienthong.kernel.notify.public import Recipient, register_template, send

_TEMPLATES = {
    "refused": (
        _("Một tệp bạn gửi có mã độc"),
        _("Bộ quét thấy mã độc trong tệp “%(name)s” nên tệp không dùng được. Hãy quét máy của bạn rồi nộp lại tệp sạch."),
    ),
    "cleared": (
        _("Một tệp bạn gửi đã được quét xong"),
        _("Tệp “%(name)s” đã được quét lại, không thấy mã độc và dùng được. Bạn không phải làm gì thêm."),
    ),
    "released": (
        _("Một tệp bạn gửi đã ra khỏi cách ly"),
        _("Quản trị hệ thống đã xem và cho dùng tệp “%(name)s”. Lý do: %(reason)s"),
    ),
    "held_again": (
        _("Một tệp bạn gửi bị cách ly lại"),
        _("Tệp “%(name)s” tạm thời không mở được. Lý do: %(reason)s"),
    ),
    "destroyed": (
        _("Một tệp bạn gửi đã bị hủy"),
        _("Nội dung tệp “%(name)s” đã bị hủy vì không an toàn. Lý do: %(reason)s Nếu vẫn cần giấy tờ này, hãy nộp lại bản khác."),
    ),
}  # fmt: skip

for _event, (_title, _body) in _TEMPLATES.items():
    register_template(f"files.{_event}", title=_title, body=_body, subject=_title)


@on_decision
def tell_uploaders(event: Event, files: Sequence[StoredFile], reason: str) -> None:
    """One notice for each row, to its own uploader; what the platform stored itself has nobody to tell."""
    known = Account.objects.select_related("person").in_bulk(
        {file.uploaded_by for file in files if file.uploaded_by}
    )
    for file in files:
        account = known.get(file.uploaded_by)
        if account is None or not account.is_active:
            continue
        email = account.email or (account.person.email if account.person else "")
        send(
            f"files.{event}",
            to=Recipient(account_id=account.pk, email=email, language=account.language),
            context={"name": file.name, "reason": _sentence(reason)},
        )


def _sentence(text: str) -> str:
    return text if not text or text[-1] in ".!?…" else f"{text}."
