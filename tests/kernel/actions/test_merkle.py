"""RFC 9162 trees: vectors of the standard's predecessor and properties of proofs."""

from __future__ import annotations

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from lienthong.kernel.actions import merkle

# The eight leaves of the test vectors used by Certificate Transparency logs, and their published roots.
LEAVES = [
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
]  # fmt: skip
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def tree(entries: list[bytes]):
    leaves = [merkle.leaf_hash(entry) for entry in entries]

    def node_at(level: int, index: int) -> bytes:
        if level == 0:
            return leaves[index]
        return merkle.node_hash(node_at(level - 1, 2 * index), node_at(level - 1, 2 * index + 1))

    return leaves, node_at


def test_roots_equal_the_published_vectors():
    _leaves, node_at = tree([bytes.fromhex(leaf) for leaf in LEAVES])

    assert [merkle.range_root(node_at, 0, size).hex() for size in range(1, 9)] == ROOTS
    assert merkle.range_root(node_at, 0, 0) == hashlib.sha256(b"").digest()


@given(st.lists(st.binary(max_size=8), min_size=1, max_size=70), st.data())
def test_every_leaf_has_a_proof_that_holds_for_it_alone(entries, data):
    leaves, node_at = tree(entries)
    size = len(entries)
    index = data.draw(st.integers(0, size - 1))
    root = merkle.range_root(node_at, 0, size)

    proof = merkle.inclusion_proof(node_at, index, size)

    assert merkle.verify_inclusion(leaves[index], index, size, proof, root)
    assert not merkle.verify_inclusion(merkle.leaf_hash(b"other entry"), index, size, proof, root)
    assert not merkle.verify_inclusion(leaves[index], index, size, [*proof, b"\0" * 32], root)


@given(st.lists(st.binary(max_size=8), min_size=1, max_size=70), st.data())
def test_longer_tree_proves_that_it_contains_the_shorter(entries, data):
    _leaves, node_at = tree(entries)
    second = len(entries)
    first = data.draw(st.integers(1, second))
    roots = [merkle.range_root(node_at, 0, size) for size in (first, second)]

    proof = merkle.consistency_proof(node_at, first, second)

    assert merkle.verify_consistency(first, second, *roots, proof)
    if first < second:
        assert not merkle.verify_consistency(
            first, second, hashlib.sha256(b"forged").digest(), roots[1], proof
        )
