"""What packs may configure of procedures."""


def register() -> None:
    """Filled in by the next commit."""
