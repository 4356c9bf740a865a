"""What an applicant pays, by the service's own table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lienthong.kernel.process.public import decide, read_all
from lienthong.service.procedures.public import ServiceVersion


def fee_of(service: ServiceVersion, values: Mapping[str, Any]) -> int:
    """Đồng, whole. ``fee: {amount}`` is fixed; ``fee: {decision}`` names a DMN table with the output ``amount``."""
    declared = service.data.get("fee") or {}
    if declared.get("decision"):
        tables, _problems = read_all(service.process.dmn)
        return int(decide(tables, declared["decision"], dict(values)).get("amount") or 0)
    return int(declared.get("amount") or 0)
