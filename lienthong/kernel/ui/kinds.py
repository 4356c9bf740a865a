"""Which colour a kind of thing has, the same on every screen."""

from __future__ import annotations

TONES = frozenset({"brand", "lotus", "gold", "leaf", "plain"})

_tones: dict[str, str] = {
    "document": "brand",
    "incoming": "brand",
    "outgoing": "brand",
    "draft": "brand",
    "dossier": "lotus",
    "petition": "lotus",
    "task": "leaf",
    "report": "leaf",
    "urgent": "gold",
    "very_urgent": "lotus",
    "valid": "leaf",
    "invalid": "lotus",
}


def register_tone(kind: str, tone: str) -> None:
    """Give a kind of work item or state its tone; an unknown tone is an error at once."""
    if tone not in TONES:
        raise ValueError(f"unknown tone {tone!r}")
    _tones[kind] = tone


def tone_of(kind: str) -> str:
    """The tone of a kind; tones name themselves, and what nobody registered is plain."""
    return kind if kind in TONES else _tones.get(kind, "plain")
