"""Roles of officers, dated."""

from __future__ import annotations

from django.db import models

from lienthong.kernel.directory.models import Dated, Officer, Organisation, Unit


class RoleAssignment(Dated):
    """An officer holds a role in an organisation, or only in one of its units, for a time."""

    officer = models.ForeignKey(Officer, models.PROTECT, related_name="roles")
    role = models.CharField(max_length=40)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    by_hand = models.BooleanField(
        default=False, help_text="given or ended by an administrator; packs leave it alone"
    )

    class Meta:
        indexes = [models.Index(fields=["organisation", "role"])]

    def __str__(self) -> str:
        return f"{self.officer_id}: {self.role} @ {self.organisation_id}"
