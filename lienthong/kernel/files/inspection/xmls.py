"""XML read as a stream: no document type, no entities, bounded depth and size of attributes.

Expat calls back per element and builds no tree, so memory does not grow with the input.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from xml.parsers import expat

from . import finding

MAX_DEPTH = 200
MAX_ELEMENTS = 5_000_000
MAX_ATTRIBUTES = 500

#: Root elements that a browser would run as a page or picture with script.
ACTIVE_ROOTS = frozenset({"html", "svg", "xhtml"})

Start = Callable[[str, dict[str, str]], None]


def read(
    chunks: Iterable[bytes], *, on_start: Start | None = None, on_text: Callable[[str], None] | None = None
) -> str:
    """Feed all chunks; returns the local name of the root element.

    Raises Invalid(code="file_broken") when it is not well-formed or declares a document type,
    Invalid(code="file_too_deep") beyond :data:`MAX_DEPTH`, TooLarge beyond :data:`MAX_ELEMENTS`.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    depth = count = 0
    root = ""

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, count, root
        depth += 1
        count += 1
        if depth > MAX_DEPTH:
            raise finding.too_deep()
        if count > MAX_ELEMENTS or len(attributes) > MAX_ATTRIBUTES:
            raise finding.bomb()
        if not root:
            root = name.rsplit(" ", 1)[-1]
        if on_start is not None:
            on_start(name, attributes)

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    def doctype(*_args: object) -> None:
        # A document type is the door to entity expansion and to reading local files.
        raise finding.broken()

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = doctype
    if on_text is not None:
        parser.CharacterDataHandler = on_text
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, UnicodeError, LookupError, ValueError) as error:
        raise finding.broken() from error
    return root
