"""Organisations, units, posts, persons, officers, delegations, areas: all with dates, nothing ever deleted.

``valid_from`` and ``valid_to`` are inclusive dates in Vietnam; null means open. District committees that ended on
2025-06-30 stay, so that a document of 2012 still shows who sent it.
"""

from __future__ import annotations

import datetime as dt

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.ids import new_id
from lienthong.kernel.text import fold, name_sort_key, sort_key, straight


class Dated(models.Model):
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True

    @staticmethod
    def on(day: dt.date, prefix: str = "") -> Q:
        """Rows in force on a day."""
        start, end = f"{prefix}valid_from", f"{prefix}valid_to"
        return (Q(**{f"{start}__isnull": True}) | Q(**{f"{start}__lte": day})) & (
            Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gte": day})
        )

    def in_force(self, day: dt.date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


class Area(Dated):
    """An administrative unit of the country. ``code`` is text: leading zeros count. Unique per level and period."""

    LEVELS = [(1, _("tỉnh")), (2, _("huyện")), (3, _("xã"))]

    level = models.SmallIntegerField(choices=LEVELS)
    code = models.CharField(max_length=10)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)
    province_code = models.CharField(max_length=10)
    district_code = models.CharField(max_length=10, blank=True)
    folded = models.CharField(max_length=200, editable=False, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["level", "province_code", "district_code", "code", "valid_from"],
                name="area_once",
                nulls_distinct=False,
            )
        ]
        indexes = [models.Index(fields=["level", "code"])]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.name = straight(self.name)
        self.folded = fold(self.name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class AreaSuccession(models.Model):
    """Which area followed which; many to many, because units were divided and merged."""

    predecessor = models.ForeignKey(Area, models.PROTECT, related_name="successor_links")
    successor = models.ForeignKey(Area, models.PROTECT, related_name="predecessor_links")
    on = models.DateField()
    partial = models.BooleanField(default=False)
    default_target = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="area_succession_once")
        ]


class Organisation(Dated):
    """An agency: a committee, department, office, board or centre with a seal of its own."""

    TIERS = [
        ("province", _("tỉnh")),
        ("district", _("huyện")),
        ("commune", _("xã")),
        ("central", _("trung ương")),
        ("other", _("khác")),
    ]

    key = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=300)
    short_name = models.CharField(max_length=120, blank=True)
    short_code = models.CharField(max_length=40, blank=True, help_text="ký hiệu trong số văn bản")
    tier = models.CharField(max_length=20, choices=TIERS)
    kind = models.CharField(max_length=40, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    area_code = models.CharField(max_length=10, blank=True)
    collective = models.BooleanField(default=False, help_text="quyết định tập thể: ký TM.")
    place = models.CharField(max_length=120, blank=True, help_text="địa danh ghi trên văn bản")
    address = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.CharField(max_length=120, blank=True)
    officer_count = models.IntegerField(null=True, blank=True)
    simulated = models.BooleanField(default=False)
    folded = models.CharField(max_length=300, editable=False, db_index=True)
    sort = models.CharField(max_length=600, editable=False)

    def __str__(self) -> str:
        return self.name

    def prepare(self) -> None:
        """Derived columns; also called before bulk writes, which skip :meth:`save`."""
        self.name = straight(self.name)
        self.folded = fold(self.name)[:300]
        self.sort = sort_key(self.name)[:600]

    def save(self, *args: object, **kwargs: object) -> None:
        self.prepare()
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class OrganisationCode(Dated):
    """An identifier of an organisation: ``000.00.12.H40`` (qcvn102), ``H40.12`` (qd20) and others. Never re-used."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="codes")
    scheme = models.CharField(max_length=20)
    code = models.CharField(max_length=40)
    simulated = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scheme", "code"], name="organisation_code_never_reused")
        ]


class Succession(models.Model):
    """Which organisation took over from which: merged, split, renamed, dissolved into."""

    predecessor = models.ForeignKey(Organisation, models.PROTECT, related_name="successor_links")
    successor = models.ForeignKey(Organisation, models.PROTECT, related_name="predecessor_links")
    kind = models.CharField(max_length=30)
    on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["predecessor", "successor"], name="succession_once")]


class Unit(Dated):
    """A room, office, sub-department or centre inside an organisation."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="units")
    key = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    short_code = models.CharField(max_length=20, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    one_stop = models.BooleanField(default=False, help_text="bộ phận tiếp nhận và trả kết quả")
    records_office = models.BooleanField(default=False, help_text="văn thư cơ quan")
    confidence = models.CharField(max_length=20, blank=True)

    def __str__(self) -> str:
        return self.name


class Post(Dated):
    """A place on the chart: title, rank (1 highest) and how its holder signs."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="posts")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="posts")
    key = models.SlugField(max_length=100, unique=True)
    title = models.CharField(max_length=150)
    rank = models.SmallIntegerField(default=6)
    leader = models.BooleanField(default=False)
    signs_as = ArrayField(
        models.CharField(max_length=120), default=list, blank=True, help_text="các dòng trên chữ ký"
    )

    def __str__(self) -> str:
        return self.title


class Person(models.Model):
    """A human being, officer or citizen. Personal data; erasable field by field."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    full_name = models.CharField(max_length=120)
    sort = models.CharField(max_length=400, editable=False)
    folded = models.CharField(max_length=120, editable=False, db_index=True)
    personal_id = models.CharField(max_length=20, blank=True, db_index=True)
    born_on = models.DateField(null=True, blank=True)
    sex = models.CharField(max_length=10, blank=True)
    address = models.CharField(max_length=300, blank=True)
    area_code = models.CharField(max_length=10, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    email = models.CharField(max_length=120, blank=True)
    simulated = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.full_name

    def prepare(self) -> None:
        self.full_name = straight(self.full_name)
        self.sort = name_sort_key(self.full_name)[:400]
        self.folded = fold(self.full_name)[:120]

    def save(self, *args: object, **kwargs: object) -> None:
        self.prepare()
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class Officer(Dated):
    """A person in a post for a time. Rights hang on this, so they end when the post is left."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="officers")
    post = models.ForeignKey(Post, models.PROTECT, related_name="officers")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="officers")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="officers")
    key = models.SlugField(max_length=100, unique=True)
    concurrent = models.BooleanField(default=False, help_text="kiêm nhiệm")

    class Meta:
        indexes = [models.Index(fields=["organisation", "valid_to"])]

    def __str__(self) -> str:
        return f"{self.person}, {self.post}"


class Delegation(Dated):
    """For a period one officer lets another act for him, within a scope; both names show on every act."""

    from_officer = models.ForeignKey(Officer, models.PROTECT, related_name="delegations_given")
    to_officer = models.ForeignKey(Officer, models.PROTECT, related_name="delegations_taken")
    scope = models.CharField(max_length=30, default="all")
    reason = models.CharField(max_length=300, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
