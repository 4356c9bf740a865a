"""What an app takes from packs. Apps above register an :class:`Aspect`; this package knows none of them by name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, Literal

from django.utils.translation import gettext_lazy as _

from .problems import Problem
from .reading import Entry, Pointer

if TYPE_CHECKING:
    from .work import Names, Work

Verb = Literal["create", "change", "close", "remove"]
VERB_LABELS: Mapping[str, Any] = {
    "create": _("thêm"),
    "change": _("sửa"),
    "close": _("đóng"),
    "remove": _("bỏ"),
}


@dataclass(frozen=True)
class Reference:
    """A typed name, written ``organisation:TH-SKHCN``. ``pointer`` tells where in the entry it stands."""

    kind: str
    key: str
    pointer: Pointer = ()

    @classmethod
    def parse(cls, text: str, *pointer: str | int) -> Reference:
        """Raises ValueError unless the text is ``kind:key``."""
        kind, colon, key = text.partition(":")
        if not colon or not kind or not key:
            raise ValueError(text)
        return cls(kind, key, pointer)

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"


@dataclass(frozen=True)
class Change:
    """One line of a plan. ``before`` and ``after`` are JSON data; ``load`` is what apply needs and is not kept."""

    aspect: str
    verb: Verb
    key: str
    label: str = ""
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)
    load: Any = field(default=None, compare=False, repr=False)

    def as_json(self) -> dict[str, Any]:
        """``create`` shows all values, ``change`` and ``close`` only those that differ."""
        result: dict[str, Any] = {
            "aspect": self.aspect,
            "verb": self.verb,
            "key": self.key,
            "label": self.label,
        }
        names = [n for n in {**self.before, **self.after} if self.before.get(n) != self.after.get(n)]
        if self.verb != "create":
            result["before"] = {n: self.before.get(n) for n in names}
        result["after"] = {n: self.after.get(n) for n in names}
        return result


@dataclass(frozen=True)
class Aspect:
    """One kind of file and what becomes of it.

    ``files``      pattern inside the package, one folder per aspect: ``organisations/*.yaml``, ``areas/areas*.csv``
    ``schema``     JSON Schema 2020-12 of **one entry** (an item of a YAML list, a CSV row, or a whole YAML file
                   when ``shape`` is ``single``)
    ``key``        the entry's name inside the aspect, unique over the package and the packs it requires
    ``kind``       the word other entries refer to it by (``organisation`` in ``organisation:TH``)
    ``references`` names this entry needs: each must be offered by this package or one it requires
    ``validate``   rules over all entries of the aspect; runs only when all of them fit the schema
    ``offers``     further names it offers, as the bare code beside the dated one
    ``expand``     turns a template ("in every commune committee") into the entries it stands for; gets the entries
                   of the aspects before it in order
    ``plan``       compares the entries with the database and writes nothing
    ``apply``      writes the planned changes inside the caller's transaction, and returns how many rows it wrote
    ``attachments`` patterns of further files in any format that stand beside an entry's own file (a diagram beside
                   its service); an entry finds them by name in ``Entry.siblings``
    ``reads``      an aspect without files of its own works on the entries of this other one (``files`` is ``""``)
    ``order``      aspects are planned and applied from low to high; those of one app keep steps of ten
    """

    name: str
    title: Any
    files: str
    schema: Mapping[str, Any]
    key: Callable[[Entry], str]
    plan: Callable[[Work], Iterable[Change]]
    apply: Callable[[Work, Sequence[Change]], int]
    order: int
    kind: str = ""
    shape: Literal["list", "single"] = "list"
    attachments: tuple[str, ...] = ()
    reads: str = ""
    offers: Callable[[Entry], Iterable[Reference]] = lambda entry: ()
    references: Callable[[Entry], Iterable[Reference]] = lambda entry: ()
    expand: Callable[[Entry, Mapping[str, list[Entry]]], Iterable[Entry]] | None = None
    validate: Callable[[Sequence[Entry], Names], Iterable[Problem]] = lambda entries, names: ()

    @property
    def folder(self) -> str:
        return self.files.split("/", 1)[0]

    def takes(self, path: str) -> bool:
        return bool(self.files) and _fits(path, self.files)

    def carries(self, path: str) -> bool:
        return any(_fits(path, pattern) for pattern in self.attachments)


def _fits(path: str, pattern: str) -> bool:
    return path.count("/") == pattern.count("/") and fnmatchcase(path, pattern)


_aspects: dict[str, Aspect] = {}
_known: dict[str, Callable[[], Iterable[str]]] = {}


def register_aspect(aspect: Aspect) -> None:
    """Called from an app's ``ready``. Registering the same aspect again is harmless; another of its name is not."""
    present = _aspects.get(aspect.name)
    if present is not None and present != aspect:
        raise ValueError(f"two aspects are called {aspect.name}")
    _aspects[aspect.name] = aspect


def register_names(kind: str, names: Callable[[], Iterable[str]]) -> None:
    """Names that the code itself offers to packs, as roles and event kinds: ``register_names("role", …)``."""
    _known[kind] = names


def aspects() -> list[Aspect]:
    """In the order of work."""
    return sorted(_aspects.values(), key=lambda a: (a.order, a.name))


def built_in_names() -> dict[str, set[str]]:
    return {kind: set(names()) for kind, names in _known.items()}


def as_date(value: str | None) -> dt.date | None:
    """An ISO date of a pack, or None where it is open."""
    return dt.date.fromisoformat(value) if value else None
