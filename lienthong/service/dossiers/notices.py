"""What the applicant is told, and when (NĐ 224/2026: at each change of state, at once). No personal data in subjects."""

from __future__ import annotations

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.notify.public import Recipient, register_template, send
from lienthong.kernel.worktime.public import instant_words
from lienthong.service.dossiers.models import Dossier

_SIGN = _("\n\nTheo dõi hồ sơ: %(link)s")

TEMPLATES = {
    "dossiers.submitted": (_("Đã nộp hồ sơ %(code)s"), _("Hồ sơ “%(procedure)s” đã được ghi nhận. Dự kiến trả kết quả: %(due)s.")),
    "dossiers.accepted": (_("Hồ sơ %(code)s đã được tiếp nhận"), _("Hồ sơ “%(procedure)s” đủ giấy tờ. Hẹn trả kết quả: %(due)s.")),
    "dossiers.supplement": (_("Hồ sơ %(code)s cần bổ sung"), _("Hồ sơ “%(procedure)s” cần bổ sung. Lý do: %(reason)s")),
    "dossiers.supplemented": (_("Hồ sơ %(code)s đã nhận phần bổ sung"), _("Phần bổ sung của hồ sơ “%(procedure)s” đã được gửi bằng mã hoặc phiếu, không qua đăng nhập. Nếu không phải bạn gửi, hãy báo ngay cho bộ phận một cửa.")),
    "dossiers.refused": (_("Hồ sơ %(code)s không được tiếp nhận"), _("Hồ sơ “%(procedure)s” bị từ chối. Lý do: %(reason)s")),
    "dossiers.rejected": (_("Hồ sơ %(code)s không đủ điều kiện"), _("Hồ sơ “%(procedure)s” không được giải quyết. Lý do: %(reason)s")),
    "dossiers.payment": (_("Hồ sơ %(code)s chờ nộp phí"), _("Hồ sơ “%(procedure)s” cần nộp phí, lệ phí để đi tiếp.")),
    "dossiers.fee_reminder": (_("Hồ sơ %(code)s còn chờ nộp phí"), _("Hồ sơ “%(procedure)s” chưa nộp %(amount)s. Bạn nộp trực tuyến trên trang hồ sơ, hoặc nộp tại bộ phận một cửa. Nếu vừa nộp, bạn bỏ qua thư này.")),
    "dossiers.apology": (_("Hồ sơ %(code)s lùi ngày trả"), _("Chúng tôi xin lỗi: hồ sơ “%(procedure)s” được hẹn lại đến %(due)s. Lý do: %(reason)s")),
    "dossiers.renewed": (_("Hồ sơ %(code)s có ngày trả mới"), _("Lịch nghỉ, làm bù hoặc giờ làm việc vừa thay đổi. Ngày trả kết quả hồ sơ “%(procedure)s” tính lại là %(due)s.")),
    "dossiers.ready": (_("Hồ sơ %(code)s đã có kết quả"), _("Kết quả “%(procedure)s” đã sẵn sàng.")),
    "dossiers.stopped": (_("Hồ sơ %(code)s đã dừng"), _("Hồ sơ “%(procedure)s” đã dừng giải quyết theo yêu cầu.")),
    "dossiers.code": (_("Mã xem hồ sơ"), _("Mã để xem chi tiết hồ sơ %(code)s: %(secret)s. Mã dùng một lần trong 10 phút.")),
}  # fmt: skip

for _key, (_title, _body) in TEMPLATES.items():
    register_template(_key, title=_title, body=_body, subject=_title)


# The reader's language is known only where the notice is written.
_instant = lazy(instant_words, str)


def tracking_path(dossier: Dossier) -> str:
    """The page of a dossier for someone who holds its slip."""
    return f"/ho-so/{dossier.code}/?the={dossier.slip_token}"


def tell_applicant(dossier: Dossier, template: str, **context: object) -> None:
    """In the application for an account, by e-mail where the applicant left an address."""
    applicant = dossier.content.applicant
    words = {
        "code": dossier.code, "procedure": dossier.procedure.short_name, "due": _instant(dossier.due_at) if dossier.due_at else "",
        "reason": "", "secret": "", "amount": "", **context,
    }  # fmt: skip
    send(
        template,
        to=Recipient(account_id=dossier.applicant_account_id, email=str(applicant.get("email") or "")),
        context=words,
        url=f"/ho-so/{dossier.code}/",
    )
