"""Which passwords are good, and changing them.

Two profiles, because two rules contradict each other. ``asvs`` (default; OWASP ASVS 5.0 §6.2, NIST SP 800-63B): at least 12
characters, not among the common ones, not made of the person's own data, no composition rule, no periodic change.
``tcvn``: the same, and four kinds of characters and a change every 90 days, as inspections after TCVN 11930 ask.
"""

from __future__ import annotations

import datetime as dt
import re
from difflib import SequenceMatcher
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    validate_password,
)
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lienthong.kernel import clock
from lienthong.kernel.access.public import actor_for
from lienthong.kernel.accounts.models import Account
from lienthong.kernel.actions.public import Actor, record
from lienthong.kernel.errors import Invalid
from lienthong.kernel.text import fold, nfc

TCVN = "tcvn"
LEFTOVER, LIKENESS = 8, 0.8
SHORTEST, LONGEST = 12, 128
ROTATION = dt.timedelta(days=90)
CLASSES = (r"[a-zà-ỹ]", r"[A-ZÀ-Ỹ]", r"[0-9]", r"[^\w\s]|_")
# Words that Vietnamese passwords are made of; a password that is only these and digits falls to the first guesses.
WORDS = (
    "matkhau", "mat khau", "anhyeuem", "emyeuanh", "yeuem", "yeuanh", "vietnam", "hanoi", "saigon", "thanhhoa",
    "lienthong", "lien thong", "dichvucong", "quantri", "congchuc", "canbo", "uybannhandan", "ubnd", "abc", "qwerty",
    "password", "pass", "admin", "administrator", "welcome", "iloveyou", "hanhphuc", "gia dinh", "giadinh", "khongbiet",
)  # fmt: skip


@cache
def _common() -> CommonPasswordValidator:
    return CommonPasswordValidator()


@cache
def _only_common_words() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in sorted(WORDS, key=len, reverse=True))
    return re.compile(rf"(?:(?:{words})|[0-9\W_])+")


class Policy:
    """The one validator named in the settings; it follows ``PASSWORD_PROFILE``."""

    def validate(self, password: str, user: Account | None = None) -> None:
        errors: list[Any] = []
        if len(password) < SHORTEST:
            errors.append(_("Mật khẩu cần ít nhất 12 ký tự. Một câu dài dễ nhớ là tốt nhất."))
        if len(password) > LONGEST:
            errors.append(_("Mật khẩu dài quá 128 ký tự."))
        elif self._is_common(password):
            errors.append(_("Mật khẩu này quá phổ biến hoặc dễ đoán. Hãy chọn mật khẩu khác."))
        if user is not None and self._is_personal(password, user):
            errors.append(_("Mật khẩu quá giống tên, tên đăng nhập hoặc thông tin của bạn."))
        if settings.PASSWORD_PROFILE == TCVN and not all(re.search(kind, password) for kind in CLASSES):
            errors.append(_("Mật khẩu cần đủ bốn loại: chữ thường, chữ hoa, chữ số và ký hiệu."))
        if errors:
            raise ValidationError(errors)

    def get_help_text(self) -> Any:
        return _("Ít nhất 12 ký tự, không dùng mật khẩu phổ biến. Một câu dài dễ nhớ là tốt nhất.")

    @staticmethod
    def _is_common(password: str) -> bool:
        folded = fold(password)
        try:
            _common().validate(password)
        except ValidationError:
            return True
        return len(set(password)) < 5 or bool(_only_common_words().fullmatch(folded))

    @staticmethod
    def _is_personal(password: str, user: Account) -> bool:
        person = user.person
        own = [user.username, user.email, user.phone]
        if person is not None:
            own += [person.full_name, person.personal_id]
        tried = _letters(password)
        for value in {_letters(item) for item in own if item}:
            # Django's own comparison takes a bag of letters for a likeness and refuses honest sentences.
            leftover = len(tried) - len(value)
            if len(value) >= 5 and value in tried and leftover < LEFTOVER:
                return True
            if SequenceMatcher(None, tried, value, autojunk=False).ratio() >= LIKENESS:
                return True
        return False


def _letters(text: str) -> str:
    return re.sub(r"\W", "", fold(text[:LONGEST]))


def check_new_password(password: str, account: Account | None = None, field: str = "password") -> str:
    """The password in NFC, or Invalid with everything that is wrong with it."""
    password = nfc(password)
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise Invalid(errors={field: error.messages}) from error
    return password


def must_change(account: Account) -> bool:
    """Whether a new password must be chosen before going on."""
    if account.must_change_password:
        return True
    if settings.PASSWORD_PROFILE != TCVN:
        return False
    since = account.password_changed_at or account.created_at
    return clock.now() - since > ROTATION


def set_password(
    account: Account, password: str, *, actor: Actor | None = None, temporary: bool = False, reason: str = ""
) -> Account:
    """Give the account a new password and end its sessions and tokens.

    ``temporary``: someone else chose it, so its holder must choose another at the next sign-in. Raises Invalid.
    The caller has made sure who asks (old password, reset link, or the right to manage accounts).
    """
    password = check_new_password(password, account)
    if not temporary and account.check_password(password):
        raise Invalid(errors={"password": [_("Mật khẩu mới phải khác mật khẩu đang dùng.")]})
    with transaction.atomic():
        account = Account.objects.select_for_update(of=("self",)).get(pk=account.pk)
        account.set_password(password)
        account.must_change_password = temporary
        account.password_changed_at = clock.now()
        account.access_version += 1
        account.save(
            update_fields=["password", "must_change_password", "password_changed_at", "access_version"]
        )
        account.sessions.all().delete()
        data = {"temporary": temporary}
        record("accounts.set_password", account, actor=actor or actor_for(account), reason=reason, data=data)
    return account
