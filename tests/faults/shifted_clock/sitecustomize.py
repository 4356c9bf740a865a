"""Loaded by every Python process of an installation whose PYTHONPATH names this folder: moves what the process takes for
the time by the seconds in the file FAULTS_CLOCK, while it runs. As libfaketime does, the machine's clock and monotonic
time stay; so does the database's clock, which makes the two disagree, as on two machines.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import sys
import time
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any

_file = Path(os.environ["FAULTS_CLOCK"])
_real = time.time
_known = (0.0, 0.0)  # (monotonic instant of the last look, seconds)


def shift() -> float:
    global _known
    looked, seconds = _known
    now = time.monotonic()
    if now - looked > 0.05:
        with contextlib.suppress(OSError, ValueError):  # being written just now: what was known holds
            seconds = float(_file.read_text())
        _known = (now, seconds)
    return seconds


def _time() -> float:
    return _real() + shift()


def _now(*_ignored: Any) -> dt.datetime:
    return dt.datetime.now(dt.UTC) + dt.timedelta(seconds=shift())


time.time = _time
#: Where else the present is asked for past ``time.time``: module and the name in it.
_ASKING = {
    "lienthong.kernel.clock": "now",
    "django.utils.timezone": "now",
    "procrastinate.utils": "utcnow",
}


class _Patching(MetaPathFinder):
    """Replaces the name right after the module was executed, before anybody can import it from there."""

    def find_spec(self, name: str, path: Any = None, target: ModuleType | None = None) -> ModuleSpec | None:
        if name not in _ASKING:
            return None
        for finder in sys.meta_path:
            if finder is not self and (spec := finder.find_spec(name, path, target)):
                spec.loader = _Then(spec.loader, _ASKING[name])  # type: ignore[arg-type]
                return spec
        return None


class _Then(Loader):
    def __init__(self, loader: Any, name: str) -> None:
        self.loader = loader
        self.name = name

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        found: ModuleType | None = self.loader.create_module(spec)
        return found

    def exec_module(self, module: ModuleType) -> None:
        self.loader.exec_module(module)
        if not callable(getattr(module, self.name)):
            raise RuntimeError(f"{module.__name__}.{self.name} is no longer where the present is asked for")
        setattr(module, self.name, _now)


sys.meta_path.insert(0, _Patching())
