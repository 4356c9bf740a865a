"""S33: while any test runs, what is logged, and the subjects and addresses of messages, must not name a person or hold a key.

A plugin for all tests (named in pyproject.toml): the test during which such a thing comes out fails.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest

# The personal words of the seeds in tests/factories.py, tests/service/province.py and tests/security/world.py.
SEEDED = (
    "038190012345", "038190077731", "0912345678", "0977731773", "Hoàng Thị Công Dân", "Hoàng Công Dân", "Hoàng Bé Con", "Bạch Yến",
    "Trịnh Thử Nghiệm", "12 phố Thử", "X1234567", "JOHN SAMPLE", "mat-khau-rat-dai-1",
)  # fmt: skip
KEYS = re.compile(
    r"\blt_[0-9a-f]{8}_[A-Za-z0-9_-]{20,}|-----BEGIN [A-Z ]*PRIVATE KEY|(?:lienthong_session|__Host-session)=\w{20,}|Bearer\s+\S{20,}"
)


def named(text: str) -> list[str]:
    """Seeded words and keys in a text."""
    return [word for word in SEEDED if word in text] + [found[0][:12] + "…" for found in KEYS.finditer(text)]


class Wire(logging.Handler):
    """Formats like the product and keeps what it finds; the finding names the logger, so that it can be mended."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.name.startswith(("hypothesis", "asyncio", "parso", "faker", "schemathesis")):
            return
        try:
            if self.formatter is None:
                from lienthong.config.log_lines import Line

                self.formatter = Line("%(name)s %(message)s")
            self.found += [f"{record.name}: {word}" for word in named(self.format(record))]
        except Exception as error:  # a record that cannot be formatted is no leak
            self.found += [f"{record.name}: {word}" for word in named(repr(error))]

    def look(self, where: str, text: str) -> None:
        self.found += [f"{where}: {word}" for word in named(text)]


WIRE = Wire()


@pytest.fixture(scope="session", autouse=True)
def _the_wire_is_laid() -> Iterator[None]:
    from django.apps import apps
    from django.db.models.signals import post_save

    def look(sender: Any, instance: Any, **_kwargs: Any) -> None:
        WIRE.look(f"subject of {sender.__name__}", getattr(instance, "subject", "") or "")
        WIRE.look(f"address in {sender.__name__}", getattr(instance, "url", "") or "")

    logging.getLogger().addHandler(WIRE)
    for name in ("Delivery", "CaughtMail", "Notice"):
        if apps.is_installed("lienthong.kernel.notify"):
            post_save.connect(
                look, sender=apps.get_model("notify", name), weak=False, dispatch_uid=f"tripwire-{name}"
            )
    yield
    logging.getLogger().removeHandler(WIRE)


@pytest.fixture(autouse=True)
def _s33_nothing_personal_comes_out(request: pytest.FixtureRequest) -> Iterator[None]:
    # A test that sets up logging (the command line does) takes every handler off the root and may silence loggers.
    root = logging.getLogger()
    if WIRE not in root.handlers:
        root.addHandler(WIRE)
    logging.disable(logging.NOTSET)
    if root.level > logging.WARNING:
        root.setLevel(logging.WARNING)
    WIRE.found.clear()
    yield
    found, WIRE.found = WIRE.found[:], []
    if found and request.node.get_closest_marker("leaks_on_purpose") is None:
        pytest.fail(f"S33: logs or messages hold {sorted(set(found))}", pytrace=False)
