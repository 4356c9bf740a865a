"""Who signs in."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.directory.models import Person
from lienthong.kernel.ids import new_id
from lienthong.kernel.text import straight


class AccountManager(BaseUserManager["Account"]):
    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(username=straight(username or "").strip().lower())

    def create_user(self, username: str, password: str | None = None, **fields: object) -> Account:
        account = self.model(username=straight(username).strip().lower(), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """A way in for an officer, a citizen or another system.

    ``access_version`` grows whenever roles, posts or the state of the account change; the rights that a process
    keeps in memory are keyed by it, so a change counts at the very next request (S06).
    """

    KINDS = [("officer", _("cán bộ")), ("citizen", _("công dân")), ("service", _("hệ thống khác"))]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    username = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=10, choices=KINDS)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="accounts")
    email = models.CharField(max_length=120, blank=True, db_index=True)
    email_confirmed_at = models.DateTimeField(null=True, blank=True)
    email_round = models.IntegerField(
        default=0, help_text="grows with each change and confirmation; older links are dead"
    )
    phone = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=5, default="vi")
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    password_changed_at = models.DateTimeField(null=True, blank=True)
    access_version = models.IntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    simulated = models.BooleanField(default=False)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []  # type: ignore[misc]

    objects = AccountManager()

    def __str__(self) -> str:
        return self.username

    @property
    def is_staff(self) -> bool:
        return False

    @property
    def confirmed_email(self) -> str:
        """The address when its holder showed that it is his; empty otherwise. Secrets and notices go nowhere else."""
        return self.email if self.email_confirmed_at else ""

    @property
    def display_name(self) -> str:
        return self.person.full_name if self.person else self.username


class Session(models.Model):
    """A browser's session. The cookie's value is not stored, only its SHA-256: who reads the table cannot use it."""

    key = models.CharField(max_length=64, primary_key=True)
    data = models.TextField()
    account = models.ForeignKey(Account, models.CASCADE, null=True, related_name="sessions")
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    address = models.CharField(max_length=45, blank=True)
    device = models.CharField(max_length=120, blank=True)


class Attempt(models.Model):
    """Wrong tries of one (name, address), or of one account's second factor. The key is a keyed hash (S02)."""

    key = models.CharField(max_length=64, primary_key=True)
    failures = models.IntegerField(default=0)
    level = models.IntegerField(default=0)
    locked_until = models.DateTimeField(null=True)
    last_at = models.DateTimeField(db_index=True)


class RateWindow(models.Model):
    """How often something was done in the present window, counted for all web nodes together (S20)."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.IntegerField()
    ends_at = models.DateTimeField(db_index=True)


class Totp(models.Model):
    """The shared secret of an authenticator app, encrypted. ``last_step`` is the newest time step that was used."""

    account = models.OneToOneField(Account, models.CASCADE, primary_key=True, related_name="totp")
    secret = models.TextField()
    last_step = models.BigIntegerField(default=0)
    confirmed_at = models.DateTimeField()
    preset = models.BooleanField(
        default=False, help_text="made with a demonstration account, not by its holder"
    )


class RecoveryCode(models.Model):
    account = models.ForeignKey(Account, models.CASCADE, related_name="recovery_codes")
    hash = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "hash"], name="recovery_code_once")]


class AccessToken(models.Model):
    """A personal access token. Only the hash is kept; ``prefix`` is what its owner recognises it by."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=16)
    hash = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=60), default=list)
    access_version = models.IntegerField()
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)


class Identity(models.Model):
    """A person at an identity provider: ``subject`` never changes there, the personal id is what it vouches for."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="identities")
    issuer = models.CharField(max_length=200)
    subject = models.CharField(max_length=200)
    personal_id = models.CharField(max_length=20, db_index=True)
    assurance = models.CharField(max_length=60, blank=True)
    linked_at = models.DateTimeField()
    used_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["issuer", "subject"], name="identity_once")]
