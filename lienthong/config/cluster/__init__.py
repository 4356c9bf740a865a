"""The private PostgreSQL cluster under ``var/``: binaries, life cycle, roles."""
