"""A timestamp authority of its own (RFC 3161 over HTTP), for demonstrations and tests."""
