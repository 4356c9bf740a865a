"""Merkle tree hashing and proofs exactly as RFC 9162 §2.1 defines them. Pure functions on bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

# The hash of the complete subtree (level, index); raises KeyError when it is not complete.
NodeAt = Callable[[int, int], bytes]


def leaf_hash(entry: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


EMPTY_ROOT = hashlib.sha256(b"").digest()


def _split(size: int) -> int:
    """The largest power of two smaller than ``size`` (size > 1)."""
    return 1 << (size - 1).bit_length() - 1


def range_root(node_at: NodeAt, start: int, size: int) -> bytes:
    """MTH(D[start:start+size]). ``start`` is a multiple of the subtree size, as everywhere in the recursion."""
    if size == 0:
        return EMPTY_ROOT
    if size & (size - 1) == 0:
        level = size.bit_length() - 1
        return node_at(level, start >> level)
    left = _split(size)
    return node_hash(range_root(node_at, start, left), range_root(node_at, start + left, size - left))


def inclusion_proof(node_at: NodeAt, index: int, size: int) -> list[bytes]:
    """PATH(index, D_size), RFC 9162 §2.1.3.1. Raises ValueError when the leaf is not in the tree."""
    if not 0 <= index < size:
        raise ValueError("leaf outside the tree")

    def path(position: int, start: int, length: int) -> list[bytes]:
        if length == 1:
            return []
        left = _split(length)
        if position < left:
            return [*path(position, start, left), range_root(node_at, start + left, length - left)]
        return [*path(position - left, start + left, length - left), range_root(node_at, start, left)]

    return path(index, 0, size)


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """RFC 9162 §2.1.3.2."""
    if not 0 <= index < size:
        return False
    fn, sn, current = index, size - 1, leaf
    for sibling in proof:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            current = node_hash(sibling, current)
            while not fn & 1 and fn:
                fn >>= 1
                sn >>= 1
        else:
            current = node_hash(current, sibling)
        fn >>= 1
        sn >>= 1
    return sn == 0 and current == root


def consistency_proof(node_at: NodeAt, first: int, second: int) -> list[bytes]:
    """PROOF(first, D_second), RFC 9162 §2.1.4.1. Empty for equal sizes and for an empty first tree."""
    if not 0 <= first <= second:
        raise ValueError("the first tree must not be larger than the second")
    if first in (0, second):
        return []

    def subproof(m: int, start: int, n: int, whole: bool) -> list[bytes]:
        if m == n:
            return [] if whole else [range_root(node_at, start, m)]
        k = _split(n)
        if m <= k:
            return [*subproof(m, start, k, whole), range_root(node_at, start + k, n - k)]
        return [*subproof(m - k, start + k, n - k, False), range_root(node_at, start, k)]

    return subproof(first, 0, second, True)


def verify_consistency(
    first: int, second: int, first_root: bytes, second_root: bytes, proof: Sequence[bytes]
) -> bool:
    """RFC 9162 §2.1.4.2."""
    if first > second or first < 0:
        return False
    if first == second:
        return not proof and first_root == second_root
    if first == 0:
        return not proof and first_root == EMPTY_ROOT
    path = list(proof)
    if first & (first - 1) == 0:
        path.insert(0, first_root)
    if not path:
        return False
    fn, sn = first - 1, second - 1
    while fn & 1:
        fn >>= 1
        sn >>= 1
    fr = sr = path[0]
    for item in path[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            fr = node_hash(item, fr)
            sr = node_hash(item, sr)
            while not fn & 1 and fn:
                fn >>= 1
                sn >>= 1
        else:
            sr = node_hash(sr, item)
        fn >>= 1
        sn >>= 1
    return sn == 0 and fr == first_root and sr == second_root
