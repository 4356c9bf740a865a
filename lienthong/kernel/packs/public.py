"""What other apps may use of packs."""

from .applying import AppliedPack, apply, rollback
from .aspect import Aspect, Change, Reference, as_date, aspects, register_aspect, register_names
from .checking import check
from .models import PackVersion
from .planning import Plan, plan
from .problems import BadPack, Problem
from .queries import applied_versions, current_version, is_in_force
from .reading import Entry
from .table import Row, Table
from .work import Names, Work

__all__ = [
    "AppliedPack",
    "Aspect",
    "BadPack",
    "Change",
    "Entry",
    "Names",
    "PackVersion",
    "Plan",
    "Problem",
    "Reference",
    "Row",
    "Table",
    "Work",
    "applied_versions",
    "apply",
    "as_date",
    "aspects",
    "check",
    "current_version",
    "is_in_force",
    "plan",
    "register_aspect",
    "register_names",
    "rollback",
]
