"""PDF: pages and active content, found by a parser that runs in a limited process of its own."""

from __future__ import annotations

from pathlib import Path

from .. import sandbox
from . import finding

MAX_PAGES = 5_000


def inspect(path: Path, *, max_pages: int = MAX_PAGES) -> finding.Finding:
    """Page count and quarantine reasons (javascript, launch, embedded_file, xfa, encrypted).

    Raises Invalid when the file is no readable PDF, TooLarge when it has too many pages or needs more
    time or memory than the process may use.
    """
    try:
        answer = sandbox.run("pdf_inspect", path, {"max_pages": max_pages}).answer
    except sandbox.LimitReached as error:
        raise finding.bomb() from error
    except sandbox.Failed as error:
        raise finding.broken() from error
    if answer.get("too_many_pages"):
        raise finding.too_many_pages()
    return finding.Finding(kind="pdf", reasons=set(answer["reasons"]), page_count=answer["page_count"])
