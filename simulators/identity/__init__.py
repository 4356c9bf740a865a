"""A simulated national identity: an OpenID Connect provider with made-up persons. It proves nothing about anyone."""
