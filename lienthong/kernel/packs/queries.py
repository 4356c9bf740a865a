"""Reads of applied packs."""

from __future__ import annotations

from pathlib import Path

from .models import PackVersion
from .package import Package, from_archive, from_folder


def current_version(key: str) -> PackVersion | None:
    """The version in force, or None where the pack was never applied."""
    return PackVersion.objects.filter(key=key).order_by("-sequence").first()


def is_in_force(folder: Path) -> bool:
    """Whether the files in a folder are, byte for byte, the version in force of some pack. Reads nothing else."""
    checksum = from_folder(folder).checksum
    return any(version.checksum == checksum for version in applied_packs())


def applied_versions(key: str) -> list[PackVersion]:
    """Newest first, without the archives."""
    return list(PackVersion.objects.filter(key=key).defer("content").order_by("-sequence"))


def applied_packs() -> list[PackVersion]:
    """The version in force of every pack, by key."""
    return list(PackVersion.objects.defer("content").order_by("key", "-sequence").distinct("key"))


def applied_package(key: str) -> Package | None:
    """The files of the version in force, or None."""
    version = current_version(key)
    return None if version is None else from_archive(bytes(version.content))


def version_before(version: PackVersion) -> PackVersion | None:
    """What a roll-back of ``version`` goes to: the newest earlier one with other files.

    A version that is itself a roll-back counts as the one it restored, so that rolling back twice goes two steps
    back instead of to and fro.
    """
    base = version.restores or version
    earlier = PackVersion.objects.filter(key=version.key, sequence__lt=base.sequence)
    found = earlier.exclude(checksum=base.checksum).order_by("-sequence").first()
    return found.restores or found if found else None
