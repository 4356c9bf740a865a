"""Makes the directory's aspects known."""

from __future__ import annotations

from lienthong.kernel.packs.aspect import register_aspect

from . import areas, identity, officers, organisations, roles, units


def register() -> None:
    for module in (areas, organisations, identity, units, officers, roles):
        for aspect in module.ASPECTS:
            register_aspect(aspect)
