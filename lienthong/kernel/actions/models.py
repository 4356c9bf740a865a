"""The one history of the installation. Nothing here is ever updated or deleted."""

from __future__ import annotations

from django.db import models

from lienthong.kernel.ids import new_id


class Action(models.Model):
    """One act: who, in what capacity, when, on what.

    Holds ids, codes and salted hashes only. Free text of people (the reason) stands in :class:`Note`, which may be
    erased without breaking a proof, because the action keeps only its salted hash. The table is partitioned by year
    of ``at`` from the first migration on, hence unmanaged.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    at = models.DateTimeField()
    verb = models.TextField()
    object_type = models.TextField()
    object_id = models.TextField()
    actor_kind = models.TextField()
    account_id = models.UUIDField(null=True)
    officer_id = models.BigIntegerField(null=True)
    organisation_id = models.BigIntegerField(null=True)
    on_behalf_of = models.BigIntegerField(null=True)
    acting_as = models.TextField(default="")
    channel = models.TextField(default="screen")
    reason_hash = models.TextField(default="")
    data = models.JSONField(default=dict)

    class Meta:
        managed = False
        db_table = "actions_action"

    def __str__(self) -> str:
        return f"{self.verb} {self.object_type}:{self.object_id}"


class Note(models.Model):
    """The free text given with an action; erasable."""

    action_id = models.UUIDField(primary_key=True)
    text = models.TextField()
    salt = models.TextField()


class Leaf(models.Model):
    """The place of an action in the Merkle tree."""

    index = models.BigIntegerField(primary_key=True)
    action_id = models.UUIDField(unique=True)
    hash = models.BinaryField()


class Node(models.Model):
    """The hash of a complete subtree: ``level`` 0 are the leaves, so (level, index) covers 2**level leaves."""

    level = models.SmallIntegerField()
    index = models.BigIntegerField()
    hash = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["level", "index"], name="actions_node_place")]


class Head(models.Model):
    """A signed tree head. Published, so that anyone who kept one can prove a later change."""

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField()
    at = models.DateTimeField()
    last_xid = models.TextField()
    last_action_id = models.UUIDField()
    key_id = models.TextField()
    signature = models.BinaryField()
