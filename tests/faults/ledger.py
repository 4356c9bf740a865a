"""The client's own book of what it sent and what it was told, written to disk before and after each attempt."""

from __future__ import annotations

import json
import os
import threading
from collections import Counter
from pathlib import Path
from typing import Any


class Ledger:
    """One line per event, fsynced, so that the client's memory survives the client."""

    def __init__(self, path: Path) -> None:
        self.file = path.open("a", encoding="utf-8")
        self.lock = threading.Lock()
        self.last: dict[str, str] = {}
        self.codes: dict[str, set[str]] = {}
        self.attempts: Counter[str] = Counter()
        self.told: Counter[str] = Counter()  # codes of problems that came instead of an acceptance

    def write(self, intent: str, what: str, **facts: Any) -> None:
        """``what``: try | acknowledged | refused | unknown."""
        with self.lock:
            self.file.write(json.dumps({"intent": intent, "what": what, **facts}) + "\n")
            self.file.flush()
            os.fsync(self.file.fileno())
            if what == "try":
                self.attempts[intent] += 1
            self.last[intent] = what
            if "problem" in facts:
                self.told[facts["problem"]] += 1
            if what == "acknowledged":
                self.codes.setdefault(intent, set()).add(facts["code"])

    def of(self, what: str) -> list[str]:
        return [intent for intent, last in self.last.items() if last == what]

    @property
    def unresolved(self) -> list[str]:
        """Begun, and still neither acknowledged nor refused."""
        return [intent for intent, last in self.last.items() if last in ("try", "unknown")]
