"""The books of an agency (sổ đăng ký văn bản, NĐ 30/2020 Điều 15, 22 and Phụ lục IV): which takes what, opened, renamed, closed.

Two ordinary books of each year take everything and open by themselves. A further book takes the kinds it names; arrival
numbers stay continuous over all books, issued numbers too unless the book counts each of its kinds for itself.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lienthong.kernel import clock
from lienthong.kernel.access.public import require
from lienthong.kernel.actions.public import Actor, record
from lienthong.kernel.directory.models import Organisation
from lienthong.kernel.errors import Invalid, Refused
from lienthong.kernel.legal.public import kinds as kinds_on
from lienthong.kernel.text import fold, straight
from lienthong.office.documents.models import DIRECTIONS, Document, Register
from lienthong.office.documents.rules import MANAGE_BOOKS

ORDINARY = {"incoming": ("VBDEN", "Sổ văn bản đến"), "outgoing": ("VBDI", "Sổ văn bản đi")}
LONGEST = 120


def book_for(organisation: Organisation, direction: str, year: int, kind_code: str = "") -> Register:
    """The open book that takes this kind, else the ordinary one of the year, which is opened at its first use."""
    code, name = ORDINARY[direction]
    known = Register.objects.filter(
        organisation=organisation, direction=direction, year=year, closed_at=None
    ).order_by("pk")
    ordinary = None
    for book in known:
        if kind_code and kind_code in book.kinds:
            return book
        if book.code == code:
            ordinary = book
    if ordinary is None:
        ordinary, _made = Register.objects.get_or_create(
            organisation=organisation, direction=direction, year=year, code=code, defaults={"name": f"{name} {year}"}
        )  # fmt: skip
    return ordinary


def open_book(
    organisation_id: int,
    *,
    actor: Actor,
    direction: str,
    year: int,
    name: str,
    kinds: Sequence[str],
    per_kind: bool = False,
) -> Register:
    """A further book of this year or the next, for kinds that no other open book takes.

    With ``per_kind`` each kind gets numbers of its own (outgoing only); that begins with the year or not at all, since a
    second 05/QĐ of the same year would otherwise come out. Raises Invalid per field, Refused.
    """
    require(actor, MANAGE_BOOKS, organisation_id=organisation_id)
    name = _name(name)
    this = clock.today().year
    if direction not in dict(DIRECTIONS):
        raise _wrong("direction", _("Hãy chọn sổ văn bản đến hoặc đi"))
    if year not in (this, this + 1):
        raise _wrong("year", _("Chỉ mở sổ của năm nay hoặc năm sau"))
    wanted = list(dict.fromkeys(kinds))
    names = {kind.code: kind.name for kind in kinds_on(clock.today())}
    if not wanted or any(code not in names for code in wanted):
        raise _wrong("kinds", _("Hãy chọn tên loại văn bản ghi vào sổ này"))
    if per_kind and direction == "incoming":
        raise _wrong("per_kind", _("Số đến liên tục cho cả cơ quan, không đánh riêng từng loại"))
    with transaction.atomic():
        # The agency's row orders the openings, so that two clerks do not give the same kind to two books.
        organisation = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation_id)
        same_year = list(Register.objects.filter(organisation=organisation, direction=direction, year=year))
        taken = [
            names[code] for book in same_year if not book.closed_at for code in book.kinds if code in wanted
        ]
        if taken:
            raise _wrong(
                "kinds", _("Đã có sổ đang mở ghi tên loại này: %(kinds)s") % {"kinds": ", ".join(taken)}
            )
        if any(fold(book.name) == fold(name) for book in same_year):
            raise _wrong("name", _("Cơ quan đã có sổ mang tên này trong năm"))
        numbered = Document.objects.filter(
            organisation=organisation, direction="outgoing", book_year=year, kind_code__in=wanted
        ).exclude(number="")
        if per_kind and numbered.exists():
            raise _wrong(
                "per_kind",
                _(
                    "Trong năm đã cấp số cho tên loại này theo dãy chung; đánh số riêng chỉ bắt đầu được từ đầu năm"
                ),
            )
        book = Register.objects.create(
            organisation=organisation, direction=direction, year=year, code=f"SO{len(same_year) + 1}", name=name, kinds=wanted, per_kind=per_kind,
        )  # fmt: skip
        record(
            "documents.open_book", book, actor=actor, organisation_id=organisation_id,
            data={"direction": direction, "year": year, "code": book.code, "kinds": wanted, "per_kind": per_kind},
        )  # fmt: skip
    return book


def rename_book(book: Register, *, actor: Actor, name: str) -> Register:
    """Another name for an open book. Raises Invalid for an empty or known name, Refused for a closed book."""
    require(actor, MANAGE_BOOKS, organisation_id=book.organisation_id)
    name = _name(name)
    with transaction.atomic():
        book = _open(book)
        others = Register.objects.filter(
            organisation_id=book.organisation_id, direction=book.direction, year=book.year
        )
        if any(fold(other.name) == fold(name) for other in others.exclude(pk=book.pk)):
            raise _wrong("name", _("Cơ quan đã có sổ mang tên này trong năm"))
        if book.name != name:
            book.name = name
            book.save(update_fields=["name"])
            record("documents.rename_book", book, actor=actor, organisation_id=book.organisation_id)
    return book


def close_book(book: Register, *, actor: Actor) -> Register:
    """No number goes into it any more; its kinds go to the ordinary book again.

    Raises Refused while its year runs for an ordinary book, and for one with numbers of its own that has given some:
    the kind would come back to numbers that are taken.
    """
    require(actor, MANAGE_BOOKS, organisation_id=book.organisation_id)
    with transaction.atomic():
        book = _open(book)
        running = book.year >= clock.today().year
        if running and not book.kinds:
            raise Refused(
                _("Sổ thường của năm đang dùng để cấp số; chỉ đóng khi hết năm"), code="book_in_use"
            )
        if running and book.per_kind and Document.objects.filter(register=book).exists():
            raise Refused(
                _("Sổ này có dãy số riêng và đã cấp số trong năm; chỉ đóng khi hết năm"), code="book_in_use"
            )
        book.closed_at = clock.now()
        book.save(update_fields=["closed_at"])
        record("documents.close_book", book, actor=actor, organisation_id=book.organisation_id)
    return book


def _open(book: Register) -> Register:
    book = Register.objects.select_for_update(of=("self",)).get(pk=book.pk)
    if book.closed_at:
        raise Refused(_("Sổ này đã đóng"), code="book_closed")
    return book


def _name(name: str) -> str:
    name = " ".join(straight(name).replace("\x00", "").split())
    if not name:
        raise _wrong("name", _("Hãy ghi tên sổ"))
    if len(name) > LONGEST:
        raise _wrong("name", _("Dài quá %(limit)s ký tự") % {"limit": LONGEST})
    return name


def _wrong(field: str, message: object) -> Invalid:
    return Invalid(message, field=field, errors={field: [message]})
