from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from lienthong.service.dossiers.models import Dossier
from lienthong.service.dossiers.public import submit
from simulators.payment.gateway import Gateway
from simulators.payment.server import Server, make_server
from tests.service.province import HOUSEHOLD

SECRET = "bi-mat-chung-cua-hai-ben-trong-kiem-thu"


@pytest.fixture(scope="module")
def simulator() -> Iterator[Server]:
    server = make_server(Gateway(SECRET), 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def gateway(simulator: Server, settings: Any) -> Gateway:
    settings.PAYMENT_URL, settings.PAYMENT_SECRET = simulator.url, SECRET
    return simulator.gateway


@pytest.fixture
def dossier(province: Any, friday_morning: None, upload: Any) -> Dossier:
    """A household's registration that waits for its fee."""
    service = province.service("household_business_registration")
    actor = province.actor("citizen")
    made = submit(
        service,
        deciding=province.ward,
        values=HOUSEHOLD,
        files={"giay_to_chu_ho": [upload(actor)]},
        actor=actor,
    )
    assert made.state == "waiting_payment"
    return made
