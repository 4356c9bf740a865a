"""What apps need to offer REST operations."""

from lienthong.kernel.api.paging import Column, ordered, page
from lienthong.kernel.api.plumbing import PUBLIC, SIGNED_IN, Routes, install_errors, problem

__all__ = ["PUBLIC", "SIGNED_IN", "Column", "Routes", "install_errors", "ordered", "page", "problem"]
