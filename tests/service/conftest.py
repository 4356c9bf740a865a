from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import pytest

from lienthong.kernel import clock
from tests.service.province import Province


@pytest.fixture(scope="session")
def keys_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One demonstration authority for all tests of a worker: making keys is slow."""
    return tmp_path_factory.mktemp("keys")


@pytest.fixture
def province(make, settings, keys_dir) -> Province:
    from lienthong.kernel.signing.public import ensure_demo_authority

    settings.KEYS_DIR = keys_dir
    # Older than every day that a test pretends to live on.
    with clock.frozen(clock.at(dt.date(2026, 10, 1))):
        ensure_demo_authority()
    return Province(make)


@pytest.fixture
def friday_morning():
    """09:12 on Friday 20 November 2026: a working day before the holiday of 24 November."""
    with clock.frozen(clock.at(dt.date(2026, 11, 20), dt.time(9, 12))):
        yield


@pytest.fixture
def upload():
    """A small PDF as the actor's own upload: ``upload(actor, "giay.pdf")``."""
    import pikepdf

    from lienthong.kernel.files.public import receive

    def give(actor, name: str = "giay-to.pdf"):
        buffer = io.BytesIO()
        with pikepdf.new() as pdf:
            pdf.add_blank_page()
            pdf.save(buffer)
        buffer.seek(0)
        return receive(buffer, name=name, actor=actor, declared_type="application/pdf")

    return give
