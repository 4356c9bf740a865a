import pytest

from lienthong.config.options import ROOT
from lienthong.kernel.packs.reading import read_yaml


@pytest.fixture
def national_pack():
    """Entries of a file of the national pack, as the framework reads them."""

    def read(name):
        return read_yaml(name, (ROOT / "packs" / "vn" / name).read_bytes())[0]

    return read
