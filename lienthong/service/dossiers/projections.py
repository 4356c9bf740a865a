"""Registers the projection of dossiers when the app is ready."""

from lienthong.service.dossiers.states import fold

__all__ = ["fold"]
