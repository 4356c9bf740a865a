"""Signed tree heads and proofs for everyone (RFC 9162 §2.1), without a word of what the actions say."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.actions import merkle
from lienthong.kernel.actions.keys import trusted_keys
from lienthong.kernel.actions.models import Action, Head
from lienthong.kernel.actions.sealing import head_dict, head_holds, proof_of, stored_node
from lienthong.kernel.errors import Invalid, NotFound


def heads() -> QuerySet[Head]:
    """All signed heads, newest first."""
    return Head.objects.order_by("-size")


def describe_head(head: Head) -> dict[str, Any]:
    """``head_dict`` with the instant as a datetime, and whether a trusted key signed it."""
    return {**head_dict(head), "moment": head.at, "holds": head_holds(head)}


def public_keys() -> list[dict[str, str]]:
    """The sealing keys whose signatures count, as hex of the 32 raw bytes (Ed25519, RFC 8032)."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    from lienthong.kernel.actions.keys import key_id

    return [
        {"key": key_id(key), "ed25519": key.public_bytes(Encoding.Raw, PublicFormat.Raw).hex()}
        for key in trusted_keys()
    ]


def head_of_size(size: int) -> Head:
    """The signed head of a tree with exactly this many leaves, or NotFound."""
    found = Head.objects.filter(size=size).first() if 0 < size < 1 << 62 else None
    if found is None:
        raise NotFound(_("Không có đầu cây nào với số lá này"))
    return found


def inclusion(action_id: UUID) -> dict[str, Any]:
    """That an action stands in the tree of the newest head. NotFound until it is sealed, and for unknown ids alike."""
    action = Action.objects.filter(pk=action_id).first()
    proof = proof_of(action) if action is not None else None
    if proof is None:
        raise NotFound(_("Không có hành động nào với mã này, hoặc chưa được niêm phong (mỗi phút một lần)"))
    return proof.to_dict()


def consistency(first: int, second: int) -> dict[str, Any]:
    """That the tree of ``second`` leaves only adds to the tree of ``first``; both must be signed heads."""
    if first > second:
        raise Invalid(_("Cây thứ nhất không được lớn hơn cây thứ hai"), field="first")
    older, newer = head_of_size(first), head_of_size(second)
    path = merkle.consistency_proof(stored_node, first, second)
    holds = merkle.verify_consistency(first, second, bytes(older.root), bytes(newer.root), path)
    return {
        "first": head_dict(older),
        "second": head_dict(newer),
        "path": [item.hex() for item in path],
        "holds": holds,
    }
