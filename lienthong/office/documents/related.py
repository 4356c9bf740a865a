"""What other apps of the office show on a document's page and in its pane: its files, its tasks, its exchange.

Documents know nothing of them; they register here from ``AppConfig.ready``. A section is drawn beside the timeline, an
act in the menu of the document. Both are asked once for each page, so each costs its statements once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from lienthong.kernel.actions.public import Actor
from lienthong.office.documents.models import Document


@dataclass(frozen=True)
class Section:
    """A card: ``template`` gets ``section`` (this, with ``context``), ``document`` and what the pane has."""

    title: Any
    template: str
    context: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Act:
    url: str
    label: Any
    icon: str


Sections = Callable[[Document, Actor], "Section | None"]
Acts = Callable[[Document, Actor], "Sequence[Act]"]

_sections: dict[str, tuple[int, Sections]] = {}
_acts: dict[str, tuple[int, Acts]] = {}


def register_section(name: str, section: Sections, *, order: int = 50) -> None:
    """``section(document, actor)`` answers None where it has nothing to show to this person."""
    _sections[name] = (order, section)


def register_acts(name: str, acts: Acts, *, order: int = 50) -> None:
    """``acts(document, actor)`` are the ways on that this person has; the pages behind them check the right."""
    _acts[name] = (order, acts)


def sections_of(document: Document, actor: Actor) -> list[Section]:
    found = (
        section(document, actor) for _order, section in sorted(_sections.values(), key=lambda row: row[0])
    )
    return [section for section in found if section is not None]


def acts_of(document: Document, actor: Actor) -> list[Act]:
    return [
        act
        for _order, acts in sorted(_acts.values(), key=lambda row: row[0])
        for act in acts(document, actor)
    ]
