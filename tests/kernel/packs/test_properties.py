"""For any pack x: applying x twice is applying it once, and any pack y can be undone."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lienthong.kernel.actions.public import SYSTEM
from lienthong.kernel.packs.checking import examine
from lienthong.kernel.packs.package import Package, from_archive, from_folder
from lienthong.kernel.packs.public import apply, plan, rollback

from .sample import Files, files, write
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


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
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


@st.composite
def damaged(draw: st.DrawFn) -> Files:
    """The sample with a few pieces cut, doubled or written over."""
    content = {name: text.encode() if isinstance(text, str) else text for name, text in files().items()}
    for _ in range(draw(st.integers(1, 3))):
        name = draw(st.sampled_from(sorted(content)))
        old = content[name]
        start = draw(st.integers(0, len(old)))
        end = draw(st.integers(start, min(start + 12, len(old))))
        junk = draw(
            st.sampled_from(
                [
                    b"",
                    b'"',
                    b"[",
                    b"{",
                    b"- ",
                    b": ",
                    b"&a ",
                    b"*a",
                    b"\n",
                    b"\t",
                    b",",
                    b"\xff",
                    b"9" * 5000,
                    b"1e999",
                    b"!x ",
                ]
            )
        )
        content[name] = old[:start] + junk + old[end:]
    return dict(content)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=damaged())
def test_check_of_any_damage_ends_with_problems_not_with_a_crash(db: object, content: Files) -> None:
    package = Package({name: text for name, text in content.items() if isinstance(text, bytes)})

    found, problems = examine(package)

    assert (found is None) == any(p.severity == "error" for p in problems)
    for problem in problems:
        lines = content.get(problem.file, b"").count(b"\n") + 1
        assert 0 <= problem.line <= lines + 1
