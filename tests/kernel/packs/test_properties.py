"""For any pack x: applying x twice is applying it once, and any pack y can be undone."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lienthong.kernel.actions.public import SYSTEM
from lienthong.kernel.packs.package import from_archive, from_folder
from lienthong.kernel.packs.public import apply, plan, rollback

from .sample import Files, write
from .test_applying import state

NAME = st.text(st.sampled_from("aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạ ,\"'"), min_size=1, max_size=12).map(
    lambda s: "Sở " + s
)


@st.composite
def packs(draw: st.DrawFn, version: int) -> Files:
    """A tree of up to six agencies, each under one with a smaller number, and units in some of them."""
    size = draw(st.integers(1, 6))
    rows = ["key,name,tier,kind,parent,valid_from"]
    for number in range(size):
        name = draw(NAME).replace('"', '""')
        parent = f"K{draw(st.integers(0, number - 1))}" if number and draw(st.booleans()) else ""
        kind = draw(st.sampled_from(["department", "office", ""]))
        since = "2020-01-01" if draw(st.booleans()) and not parent else ""
        rows.append(f'K{number},"{name}",province,{kind},{parent},{since}')
    units = [
        f"- {{organisation: K{number}, key: U{index}, name: Phòng {index}, one_stop: {str(draw(st.booleans())).lower()}}}"
        for number in range(size)
        for index in range(draw(st.integers(0, 2)))
    ]
    return {
        "pack.yaml": f"key: mau\nname: Mẫu\nversion: 1.0.{version}\nlicence: x\n",
        "organisations/organisations.csv": "\n".join(rows) + "\n",
        "units/units.yaml": "\n".join(units) + "\n",
    }


class Undo(Exception):
    pass


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=packs(1), second=packs(2))
def test_apply_is_idempotent_and_can_be_undone(db: object, first: Files, second: Files) -> None:
    with tempfile.TemporaryDirectory() as name, pytest.raises(Undo), transaction.atomic():
        one, two = write(Path(name) / "one", first), write(Path(name) / "two", second)

        apply(one, SYSTEM)
        once = state()
        assert apply(one, SYSTEM).changed is False
        assert state() == once

        apply(two, SYSTEM)
        twice = state()
        assert apply(two, SYSTEM).changed is False
        assert state() == twice
        assert plan(two).empty

        rollback("mau", SYSTEM)
        assert plan(one).empty
        raise Undo


@settings(max_examples=25, deadline=None)
@given(
    content=st.dictionaries(
        st.from_regex(r"[a-z]{1,8}/[a-z]{1,8}\.csv", fullmatch=True), st.binary(max_size=200), max_size=5
    )
)
def test_archive_gives_the_same_files_and_sum_back(content: dict[str, bytes]) -> None:
    with tempfile.TemporaryDirectory() as name:
        package = from_folder(write(Path(name) / "p", dict(content)))

    kept = from_archive(package.to_archive())

    assert dict(kept.files) == content
    assert kept.checksum == package.checksum
