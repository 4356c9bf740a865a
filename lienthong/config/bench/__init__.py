"""Measuring the installation against the bare limit of the same machine: ``lienthong bench``."""
