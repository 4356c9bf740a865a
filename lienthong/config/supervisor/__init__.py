"""Start everything, keep it running, stop everything."""
