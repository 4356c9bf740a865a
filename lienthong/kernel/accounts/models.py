"""Who signs in."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from lienthong.kernel.directory.models import Person
from lienthong.kernel.ids import new_id
from lienthong.kernel.text import nfc


class AccountManager(BaseUserManager["Account"]):
    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(username=nfc(username or "").strip().lower())

    def create_user(self, username: str, password: str | None = None, **fields: object) -> Account:
        account = self.model(username=nfc(username).strip().lower(), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """A way in for an officer, a citizen or another system.

    ``access_version`` grows whenever roles, posts or the state of the account change; the rights that a process
    keeps in memory are keyed by it, so a change counts at the very next request (S06).
    """

    KINDS = [("officer", "cán bộ"), ("citizen", "công dân"), ("service", "hệ thống khác")]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    username = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=10, choices=KINDS)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="accounts")
    email = models.CharField(max_length=120, blank=True, db_index=True)
    phone = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=5, default="vi")
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    access_version = models.IntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    simulated = models.BooleanField(default=False)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    objects = AccountManager()

    def __str__(self) -> str:
        return self.username

    @property
    def is_staff(self) -> bool:
        return False

    @property
    def display_name(self) -> str:
        return self.person.full_name if self.person else self.username
