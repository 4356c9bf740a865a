"""Processes for other apps."""

from lienthong.kernel.process.checks import check
from lienthong.kernel.process.decision_reader import check_decision, read_all
from lienthong.kernel.process.decisions import decide
from lienthong.kernel.process.domain.cancel import cancel
from lienthong.kernel.process.domain.complete import complete
from lienthong.kernel.process.domain.publish import InvalidProcess, publish
from lienthong.kernel.process.domain.start import start
from lienthong.kernel.process.domain.timers import fire_due_timers
from lienthong.kernel.process.models import ProcessDefinition, ProcessInstance
from lienthong.kernel.process.problems import Problem
from lienthong.kernel.process.queries import Done, Step, drawn_steps, path, running_for, waiting_steps
from lienthong.kernel.process.services import register_service

__all__ = [
    "Done",
    "InvalidProcess",
    "Problem",
    "ProcessDefinition",
    "ProcessInstance",
    "Step",
    "cancel",
    "check",
    "check_decision",
    "complete",
    "decide",
    "drawn_steps",
    "fire_due_timers",
    "path",
    "publish",
    "read_all",
    "register_service",
    "running_for",
    "start",
    "waiting_steps",
]
