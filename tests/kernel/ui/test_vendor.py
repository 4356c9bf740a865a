from __future__ import annotations

from pathlib import Path

import pytest

from scripts import vendor


def test_committed_assets_are_those_of_the_lock() -> None:
    assert vendor.problems() == []


def test_changed_asset_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "static/vendor"
    folder.mkdir(parents=True)
    (folder / "a.js").write_text("changed")
    (folder / "stray.js").write_text("x")
    lock = folder / "vendor.lock.json"
    lock.write_text(
        '{"packages": [{"name": "a", "version": "1", "files": {"static/vendor/a.js": "00", "static/vendor/b.js": "00"}}]}'
    )
    monkeypatch.setattr(vendor, "ROOT", tmp_path)
    monkeypatch.setattr(vendor, "STATIC", folder)
    monkeypatch.setattr(vendor, "TEST_VENDOR", tmp_path / "none")
    monkeypatch.setattr(vendor, "LOCK", lock)
    monkeypatch.setattr(vendor, "SPRITE", folder / "none.svg")
    monkeypatch.setattr(vendor, "PACKAGES", [vendor.Package("a", "1", "MIT")])

    found = vendor.problems()

    assert found == [
        "static/vendor/a.js: differs from the lock",
        "static/vendor/b.js: missing",
        "static/vendor/stray.js: not in the lock",
    ]


def test_every_asset_has_a_licence_the_project_accepts() -> None:
    licences = {package.licence for package in vendor.PACKAGES}

    assert licences <= {"MIT", "0BSD", "MPL-2.0", "OFL-1.1", "Apache-2.0", "BSD-3-Clause"}
    assert all(any("LICENSE" in name for name in package.files) for package in vendor.PACKAGES)


def test_icon_list_is_sorted_without_doubles() -> None:
    names = vendor.icon_names()

    assert names == sorted(set(names))


def test_every_icon_that_code_names_is_in_the_sprite() -> None:
    """A name that is not in the sprite draws nothing, and nobody notices."""
    import re

    names = set(vendor.icon_names())
    used: dict[str, str] = {}
    for path in [
        *vendor.ROOT.glob("lienthong/**/templates/**/*.html"),
        *vendor.ROOT.glob("lienthong/kernel/ui/**/*.js"),
    ]:
        text = path.read_text(encoding="utf-8")
        for name in re.findall(
            r"{%\s*icon \"([a-z0-9-]+)\"|icon=\"([a-z0-9-]+)\"|\bicon\(\"([a-z0-9-]+)\"\)", text
        ):
            used["".join(name)] = path.name

    assert {name: place for name, place in used.items() if name not in names} == {}
