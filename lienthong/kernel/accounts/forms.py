"""The forms of the account screens. What they check is shape; rules are in the domain functions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


def _password(label: Any, autocomplete: str, **kwargs: Any) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, max_length=256, strip=False, widget=widget, **kwargs)


def _text(label: Any, autocomplete: str, *, limit: int, **kwargs: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, max_length=limit, widget=widget, **kwargs)


NEW_PASSWORD_HINT = _("Ít nhất 12 ký tự. Một câu dài dễ nhớ là tốt nhất.")


class SignInForm(forms.Form):
    username = forms.CharField(
        label=_("Tên đăng nhập"),
        max_length=80,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password = _password(_("Mật khẩu"), "current-password")


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Mã xác thực"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false"}),
    )


class PasswordOnlyForm(forms.Form):
    password = _password(_("Mật khẩu"), "current-password")


class NewPasswordForm(forms.Form):
    password = _password(_("Mật khẩu mới"), "new-password", help_text=NEW_PASSWORD_HINT)
    again = _password(_("Nhập lại mật khẩu mới"), "new-password")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("password") and data.get("again") and data["password"] != data["again"]:
            self.add_error("again", _("Hai lần nhập không giống nhau."))
        return data


class ChangePasswordForm(NewPasswordForm):
    current = _password(_("Mật khẩu đang dùng"), "current-password")
    field_order = ("current", "password", "again")


class ForgottenForm(forms.Form):
    login = _text(_("Tên đăng nhập hoặc e-mail"), "username", limit=120)


class RegisterForm(forms.Form):
    full_name = _text(_("Họ và tên"), "name", limit=120, min_length=2)
    contact = _text(
        _("Số điện thoại hoặc e-mail"), "username", limit=80, help_text=_("Dùng làm tên đăng nhập của bạn.")
    )
    password = _password(_("Mật khẩu"), "new-password", help_text=NEW_PASSWORD_HINT)


class ProfileForm(forms.Form):
    full_name = _text(_("Họ và tên"), "name", limit=120, min_length=2)
    personal_id = _text(
        _("Số định danh cá nhân"),
        "off",
        limit=12,
        required=False,
        help_text=_("12 chữ số trên thẻ căn cước."),
    )
    born_on = forms.DateField(
        label=_("Ngày sinh"),
        required=False,
        input_formats=["%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y"],
        help_text=_("Ngày/tháng/năm, ví dụ 05/09/1988."),
        widget=forms.DateInput(format="%d/%m/%Y", attrs={"autocomplete": "bday", "class": "input-date"}),
    )
    address = _text(_("Địa chỉ nơi ở"), "street-address", limit=300, required=False)
    phone = _text(_("Số điện thoại"), "tel", limit=20, required=False)
    email = _text(_("E-mail"), "email", limit=120, required=False)


class TokenForm(forms.Form):
    name = _text(
        _("Tên của mã"), "off", limit=80, help_text=_("Để bạn nhận ra: chương trình nào dùng mã này.")
    )
    days = forms.ChoiceField(
        label=_("Thời hạn"), choices=[("30", _("30 ngày")), ("90", _("90 ngày")), ("365", _("1 năm"))]
    )
    scopes = forms.MultipleChoiceField(
        label=_("Phạm vi"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Hãy chọn ít nhất một phạm vi.")},
    )

    def __init__(self, *args: Any, scopes: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scopes"].choices = scopes  # type: ignore[attr-defined]
