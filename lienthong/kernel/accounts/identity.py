"""From a person whom the identity provider vouches for to an account."""

from __future__ import annotations

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from lienthong.kernel import clock
from lienthong.kernel.access.public import actor_for, forget_actors
from lienthong.kernel.accounts.models import Account, Identity
from lienthong.kernel.accounts.oidc import Claims, IdentityRefused
from lienthong.kernel.accounts.registration import normal_phone
from lienthong.kernel.accounts.vault import keyed_hash
from lienthong.kernel.actions.public import record
from lienthong.kernel.directory.models import Person


def account_of(claims: Claims, *, present: Account | None = None) -> Account:
    """The citizen account of this person, found, linked or made.

    Found by subject; else by a personal id that the same issuer vouched for earlier; else, when a citizen is signed
    in (``present``), that account is linked. A personal id that someone merely *typed* into a profile never leads to
    that account: otherwise one could lie in wait under another's number. Raises IdentityRefused.
    """
    with transaction.atomic():
        # Two tabs coming back at once must not make two accounts for one person.
        with connection.cursor() as cursor:
            lock = f"identity:{claims.issuer}:{claims.personal_id}"
            cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [lock])
        known = _known(claims)
        if known is not None:
            account = known.account
            if present is not None and present.pk != account.pk:
                raise IdentityRefused(
                    _(
                        "Danh tính này đã gắn với một tài khoản khác. Hãy đăng xuất rồi đăng nhập bằng định danh."
                    )
                )
        elif present is not None:
            account = present
        else:
            account = _new_account(claims)
        if account.kind != "citizen":
            raise IdentityRefused(_("Tài khoản cán bộ không đăng nhập bằng định danh công dân."))
        if not account.is_active:
            raise IdentityRefused(_("Tài khoản đang bị khóa. Hãy liên hệ bộ phận một cửa."))
        _take_over(account, claims)
        _keep(account, claims)
    return account


def _known(claims: Claims) -> Identity | None:
    rows = Identity.objects.select_related("account__person").filter(issuer=claims.issuer)
    by_subject = rows.filter(subject=claims.subject).first()
    if by_subject is not None and by_subject.personal_id != claims.personal_id:
        # A subject is never given to someone else; if it seems so, somebody must look at it.
        raise IdentityRefused(_("Thông tin định danh không khớp với lần trước. Hãy liên hệ bộ phận một cửa."))
    return by_subject or rows.filter(personal_id=claims.personal_id).order_by("linked_at").first()


def _new_account(claims: Claims) -> Account:
    person = Person(full_name=claims.full_name or claims.personal_id)
    person.save()
    # Not the personal id: a user name shows in places where that number must not.
    name = keyed_hash("identity-username", claims.issuer, claims.subject)[:20]
    account = Account(username=f"dinhdanh-{name}", kind="citizen", person=person)
    account.set_unusable_password()
    account.save(force_insert=True)
    return account


def _take_over(account: Account, claims: Claims) -> None:
    """What the provider vouches for replaces what was typed; the rest only fills gaps."""
    person = account.person or Person()
    before = person.full_name
    person.full_name = claims.full_name or person.full_name
    person.personal_id = claims.personal_id
    person.born_on = claims.born_on or person.born_on
    person.sex = claims.sex or person.sex
    person.address = person.address or claims.address
    person.phone = person.phone or normal_phone(claims.phone) or ""
    person.save()
    if account.person_id is None:
        account.person = person
        account.save(update_fields=["person"])
    if before != person.full_name:
        forget_actors()


def _keep(account: Account, claims: Claims) -> None:
    now = clock.now()
    identity, fresh = Identity.objects.update_or_create(
        issuer=claims.issuer,
        subject=claims.subject,
        defaults={
            "account": account,
            "personal_id": claims.personal_id,
            "assurance": claims.assurance,
            "used_at": now,
        },
        create_defaults={
            "account": account,
            "personal_id": claims.personal_id,
            "assurance": claims.assurance,
            "used_at": now,
            "linked_at": now,
        },
    )
    if fresh:
        data = {"identity": identity.pk, "assurance": claims.assurance}
        record("accounts.link_identity", account, actor=actor_for(account), data=data)
