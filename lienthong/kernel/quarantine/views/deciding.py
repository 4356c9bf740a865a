"""The acts of the desk, each with a page of its own that asks for the reason; a new scan needs none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.kernel.access.public import requires, system_scope
from lienthong.kernel.accounts.public import step_up_required
from lienthong.kernel.errors import DomainError, Forbidden, Invalid
from lienthong.kernel.files import public as files
from lienthong.kernel.files.public import QUARANTINE, Release
from lienthong.kernel.quarantine import queries
from lienthong.kernel.quarantine.views.desk import context_of_act


@dataclass(frozen=True)
class Act:
    perform: Callable[..., Any]
    title: Any
    lead: Any
    done: Any
    icon: str = "check"
    danger: bool = False


ACTS = {
    "giai-toa": Act(
        files.release,
        _("Giải tỏa khỏi cách ly"),
        _("Tệp sẽ mở và tải về được. Nếu lần quét mới nhất không sạch, cần một quản trị viên khác xác nhận."),
        _("Đã giải tỏa tệp. Người gửi được thông báo."),
        "shield-check",
    ),
    "xac-nhan": Act(
        files.confirm_release,
        _("Xác nhận giải tỏa"),
        _("Bạn là người thứ hai xem lại: bộ quét báo nhầm, tệp này an toàn."),
        _("Đã xác nhận. Tệp dùng được, người gửi được thông báo."),
        "shield-check",
    ),
    "khong-dong-y": Act(
        files.decline_release,
        _("Không đồng ý giải tỏa"),
        _("Tệp vẫn ở trong cách ly; người khác có thể đề nghị lại với lý do mới."),
        _("Đã ghi nhận. Tệp vẫn bị cách ly."),
        "x",
    ),
    "cach-ly-lai": Act(
        files.hold_again,
        _("Cách ly lại"),
        _("Tệp không mở được nữa cho đến khi được giải tỏa lại."),
        _("Đã cách ly lại. Người gửi được thông báo."),
        "shield-lock",
    ),
    "huy": Act(
        files.destroy,
        _("Hủy nội dung tệp"),
        _("Nội dung bị xóa khỏi kho và không lấy lại được. Tên tệp, người gửi và lịch sử xử lý vẫn còn."),
        _("Đã hủy nội dung. Người gửi được thông báo."),
        "trash",
        danger=True,
    ),
}


@require_POST
@requires(QUARANTINE)
def rescan(request: HttpRequest, file_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    file = queries.one(actor, file_id)
    try:
        with system_scope():
            files.scan_again(file, actor=actor)
    except Forbidden:
        raise
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("Đã đưa vào hàng chờ quét lại. Kết quả hiện ở đây sau ít phút."))
    return redirect("quarantine:show", file_id=file_id)


@require_http_methods(["GET", "POST"])
@requires(QUARANTINE)
@step_up_required
def decide(request: HttpRequest, file_id: UUID, act: str) -> HttpResponse:
    """GET asks for the reason; POST decides. A refusal comes back to the same page with what was typed."""
    actor = request.actor  # type: ignore[attr-defined]
    chosen = ACTS.get(act)
    if chosen is None:
        raise Http404
    file = queries.one(actor, file_id)
    refusal, errors = "", {}
    reason = request.POST.get("reason", "")
    if request.method == "POST":
        try:
            with system_scope():
                found = chosen.perform(file, actor=actor, reason=reason)
        except Invalid as invalid:
            errors = {name: [str(text) for text in texts] for name, texts in invalid.errors.items()}
        except DomainError as error:
            refusal = str(error.message)
        else:
            waits = isinstance(found, Release) and found.state == "waiting"
            text = (
                _("Đã đề nghị giải tỏa. Tệp vẫn bị cách ly đến khi một quản trị viên khác xác nhận.")
                if waits
                else chosen.done
            )
            messages.success(request, str(text))
            return redirect("quarantine:show", file_id=file_id)
    status = 422 if errors else 409 if refusal else 200
    with system_scope():
        row = queries.rows([file])[0]
    return render(
        request,
        "quarantine/decide.html",
        {**context_of_act(file), "act": chosen, "row": row, "reason": reason, "refusal": refusal, "errors": errors},
        status=status,
    )  # fmt: skip
