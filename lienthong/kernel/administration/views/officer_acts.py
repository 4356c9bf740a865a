"""What an administrator does to one officer's account and roles. Each act has a page with its reason, then a POST."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lienthong.kernel import clock
from lienthong.kernel.access.models import RoleAssignment
from lienthong.kernel.access.public import (
    ADMINISTRATORS,
    MANAGE_ROLES,
    PLATFORM,
    ROLES,
    assign_role,
    end_role,
    is_platform_administrator,
    requires,
)
from lienthong.kernel.accounts.public import (
    disable_account,
    enable_account,
    end_all_sessions,
    issue_temporary_password,
    open_account,
    reset_second_factor,
    step_up_required,
    suggest_username,
)
from lienthong.kernel.accounts.rules import MANAGE, may_manage
from lienthong.kernel.administration.forms import EndRoleForm, OpenAccountForm, ReasonForm, RoleForm
from lienthong.kernel.administration.officers import account_of, role_words
from lienthong.kernel.administration.views.answers import put_errors
from lienthong.kernel.administration.views.officers import found_officer
from lienthong.kernel.directory.models import Officer, Unit
from lienthong.kernel.errors import DomainError, Forbidden, NotFound


@dataclass(frozen=True)
class Deed:
    title: Any
    what: Any
    do: Any
    done: Any
    danger: bool = False


DEEDS: dict[str, Deed] = {
    "mat-khau": Deed(
        gettext_lazy("Cấp lại mật khẩu"),
        gettext_lazy("Mật khẩu tạm hiện ra một lần để bạn trao tận tay. Mọi phiên và mã truy cập của người này kết thúc; lần đăng nhập sau phải đổi mật khẩu."),
        issue_temporary_password,
        gettext_lazy("Đã cấp lại mật khẩu."),
    ),
    "hai-lop": Deed(
        gettext_lazy("Bỏ xác thực hai lớp"),
        gettext_lazy("Dùng khi mất điện thoại và hết mã dự phòng. Mọi phiên kết thúc; lần đăng nhập sau thiết lập lại. Hãy chắc chắn bạn đang nói với đúng người."),
        reset_second_factor,
        gettext_lazy("Đã bỏ xác thực hai lớp; lần đăng nhập sau sẽ thiết lập lại."),
        danger=True,
    ),
    "khoa": Deed(
        gettext_lazy("Khóa tài khoản"),
        gettext_lazy("Người này không vào được nữa, ngay lập tức. Việc đang chờ người này không tự chuyển đi."),
        disable_account,
        gettext_lazy("Đã khóa tài khoản."),
        danger=True,
    ),
    "mo-khoa": Deed(
        gettext_lazy("Mở khóa tài khoản"),
        gettext_lazy("Người này đăng nhập lại được bằng mật khẩu cũ. Mã truy cập cũ không sống lại."),
        enable_account,
        gettext_lazy("Đã mở khóa tài khoản."),
    ),
    "phien": Deed(
        gettext_lazy("Kết thúc mọi phiên"),
        gettext_lazy("Người này bị đăng xuất trên mọi máy và phải đăng nhập lại."),
        end_all_sessions,
        gettext_lazy("Đã kết thúc mọi phiên."),
    ),
}  # fmt: skip


def _page_of(officer: Officer) -> str:
    return reverse("administration:officer", args=[officer.pk])


def _ask(
    request: HttpRequest, officer: Officer, form: forms.Form, status: int = 200, **words: Any
) -> HttpResponse:
    context = {"officer": officer, "form": form, "back": _page_of(officer), **words}
    return render(request, "administration/officer_act.html", context, status=status)


def _secret(request: HttpRequest, officer: Officer, username: str, password: str, title: str) -> HttpResponse:
    """Shown once; nothing keeps it, neither a message nor a browser's cache."""
    context = {
        "officer": officer,
        "username": username,
        "password": password,
        "title": title,
        "back": _page_of(officer),
    }
    answer = render(request, "administration/officer_secret.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


@requires(MANAGE)
@never_cache
@step_up_required
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, officer_id: int, deed: str) -> HttpResponse:
    """``/quan-tri/tai-khoan/<id>/viec/<deed>/``."""
    officer, chosen = found_officer(request, officer_id), DEEDS.get(deed)
    account = account_of(officer)
    if chosen is None or account is None or not may_manage(request.actor, account):  # type: ignore[attr-defined]
        raise NotFound()
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = chosen.do(account, actor=request.actor, reason=form.cleaned_data["reason"])  # type: ignore[attr-defined]
        except DomainError as error:
            if error.status == 403:
                raise
            put_errors(form, error)
        else:
            if deed == "mat-khau":
                return _secret(request, officer, account.username, made, str(chosen.done))
            messages.success(request, str(chosen.done))
            return HttpResponseRedirect(_page_of(officer))
    return _ask(
        request, officer, form, 422 if form.errors else 200,
        title=chosen.title, what=chosen.what, danger=chosen.danger, button=chosen.title,
    )  # fmt: skip


@requires(MANAGE)
@never_cache
@step_up_required
@require_http_methods(["GET", "POST"])
def open_one(request: HttpRequest, officer_id: int) -> HttpResponse:
    """``/quan-tri/tai-khoan/<id>/mo/``."""
    officer = found_officer(request, officer_id)
    initial = {"username": suggest_username(officer), "email": officer.person.email}
    form = OpenAccountForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            account, password = open_account(officer, actor=request.actor, **form.cleaned_data)  # type: ignore[attr-defined]
        except DomainError as error:
            if error.status == 403:
                raise
            put_errors(form, error)
        else:
            return _secret(request, officer, account.username, password, _("Đã mở tài khoản."))
    return _ask(
        request, officer, form, 422 if form.errors else 200,
        title=_("Mở tài khoản"), button=_("Mở tài khoản"),
        what=_("Mật khẩu tạm hiện ra một lần để bạn trao tận tay; lần đăng nhập đầu phải đổi. Vai trò được giao riêng."),
    )  # fmt: skip


@requires(MANAGE_ROLES)
@step_up_required
@require_http_methods(["GET", "POST"])
def give_role(request: HttpRequest, officer_id: int) -> HttpResponse:
    """``/quan-tri/tai-khoan/<id>/vai-tro/``."""
    officer = found_officer(request, officer_id)
    actor = request.actor  # type: ignore[attr-defined]
    offered = [(role, label) for role, label in ROLES.items() if role != PLATFORM or is_platform_administrator(actor)]  # fmt: skip
    units = list(
        Unit.objects.filter(Unit.on(clock.today()), organisation_id=officer.organisation_id).order_by("name")
    )
    form = RoleForm(request.POST or None, roles=offered, units=units, initial={"valid_from": clock.today()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        unit = next((item for item in units if str(item.pk) == data["unit"]), None)
        try:
            assign_role(
                officer,
                data["role"],
                actor=actor,
                unit=unit,
                valid_from=data["valid_from"],
                valid_to=data["valid_to"],
                reason=data["reason"],
            )
        except DomainError as error:
            if error.status == 403:
                raise
            put_errors(form, error)
        else:
            messages.success(request, _("Đã giao vai trò; người này đăng nhập lại là dùng được."))
            return HttpResponseRedirect(_page_of(officer))
    return _ask(
        request, officer, form, 422 if form.errors else 200, title=_("Giao vai trò"), button=_("Giao vai trò"),
        what=_("Người này được báo. Vai trò quản trị được giao cho cả cơ quan."),
    )  # fmt: skip


@requires(MANAGE_ROLES)
@step_up_required
@require_http_methods(["GET", "POST"])
def take_role(request: HttpRequest, officer_id: int, assignment_id: int) -> HttpResponse:
    """``/quan-tri/tai-khoan/<id>/vai-tro/<assignment>/thu/``."""
    officer = found_officer(request, officer_id)
    assignment = (
        RoleAssignment.objects.select_related("officer", "organisation", "unit")
        .filter(pk=assignment_id, officer=officer)
        .first()
    )
    if assignment is None:
        raise NotFound()
    form = EndRoleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            end_role(assignment, actor=request.actor, last=data["last"], reason=data["reason"])  # type: ignore[attr-defined]
        except Forbidden:
            raise
        except DomainError as error:
            put_errors(form, error)
        else:
            messages.success(request, _("Đã thu vai trò."))
            return HttpResponseRedirect(_page_of(officer))
    return _ask(
        request, officer, form, 422 if form.errors else 200,
        title=_("Thu vai trò: %(role)s") % {"role": role_words(assignment)}, button=_("Thu vai trò"), danger=True,
        what=_("Quản trị cuối cùng của cơ quan không thu được: giao cho người khác trước.") if assignment.role in ADMINISTRATORS
        else _("Việc đang chờ người này theo vai trò ấy không tự chuyển đi."),
    )  # fmt: skip
