"""What other apps may use of procedures."""

from lienthong.service.procedures.catalogue import (
    LIFE_EVENTS,
    publish_procedure,
    publish_service,
    withdraw_service,
)
from lienthong.service.procedures.models import Procedure, ServiceVersion
from lienthong.service.procedures.queries import (
    deciding_organisations,
    find,
    live_service,
    procedure,
    procedures,
    receiving_organisation,
)

__all__ = [
    "LIFE_EVENTS",
    "Procedure",
    "ServiceVersion",
    "deciding_organisations",
    "find",
    "live_service",
    "procedure",
    "procedures",
    "publish_procedure",
    "publish_service",
    "receiving_organisation",
    "withdraw_service",
]
