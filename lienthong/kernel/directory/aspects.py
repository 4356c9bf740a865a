"""What packs may declare of the directory: areas, organisations, units, posts, officers."""

from __future__ import annotations

from lienthong.kernel.packs.public import register_aspect

from .pack_aspects import areas, identity, officers, organisations, units


def register() -> None:
    """Called from the app's ``ready``."""
    for module in (areas, organisations, identity, units, officers):
        for aspect in module.ASPECTS:
            register_aspect(aspect)
