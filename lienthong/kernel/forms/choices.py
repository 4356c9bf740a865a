"""Lists of choices that live elsewhere (areas, agencies, code lists); upper apps register them by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence

#: ``source(within)`` → (value, label) pairs; ``within`` is the value of the field that narrows the list, or "".
Source = Callable[[str], Sequence[tuple[str, str]]]

_sources: dict[str, Source] = {}


def register_choices(name: str, source: Source) -> None:
    """A second list under one name is an error."""
    if name in _sources and _sources[name] is not source:
        raise ValueError(f"choices {name} are registered already")
    _sources[name] = source


def choices_of(name: str, within: str = "") -> Sequence[tuple[str, str]]:
    """The list, or an empty one when nobody registered it: the field then takes no value."""
    source = _sources.get(name)
    return source(within) if source else ()


def known_sources() -> frozenset[str]:
    return frozenset(_sources)
