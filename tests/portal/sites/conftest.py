from __future__ import annotations

from tests.service.conftest import friday_morning, keys_dir, province, upload

__all__ = ["friday_morning", "keys_dir", "province", "upload"]
