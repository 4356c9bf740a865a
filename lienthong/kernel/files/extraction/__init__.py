"""Text extraction with positions: pure functions on paths and bytes. See ``extract``."""

from .extract import extract
from .limits import Limits
from .pages import Box, Page, Pages, TextLine

__all__ = ["Box", "Limits", "Page", "Pages", "TextLine", "extract"]
