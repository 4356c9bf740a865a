"""XML from outside: no document type, no entities, no network, a bound on size and depth."""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext as _
from lxml import etree

from lienthong.kernel.process.problems import Problem

MAX_XML = 1_000_000  # bytes of one BPMN or DMN file
_DOCTYPE = re.compile(r"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


class Unreadable(Exception):
    """The text is not XML that we accept; carries the problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message_vi)
        self.problem = problem


def read(source: str) -> Any:
    """The root element. Raises Unreadable."""
    if not isinstance(source, str) or not source.strip():
        raise Unreadable(Problem("unparsable", _("Tệp trống hoặc không phải văn bản")))
    data = source.encode("utf-8", "surrogatepass")
    if len(data) > MAX_XML:
        raise Unreadable(Problem("too_large", _("Tệp lớn quá %(most)s KB") % {"most": MAX_XML // 1000}))
    if _DOCTYPE.search(source):
        raise Unreadable(
            Problem("doctype", _("Tệp không được có DOCTYPE hay ENTITY; hãy bỏ phần khai báo đó"))
        )
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False,
        huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 0
        raise Unreadable(
            Problem(
                "unparsable", _("Tệp không đọc được như XML: lỗi ở dòng %(line)s") % {"line": line}, line=line
            )
        ) from None
    if root.getroottree().docinfo.doctype:
        raise Unreadable(
            Problem("doctype", _("Tệp không được có DOCTYPE hay ENTITY; hãy bỏ phần khai báo đó"))
        )
    return root


def local(element: Any) -> str:
    """The tag without its namespace; empty for what is no element."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def namespace(element: Any) -> str:
    return etree.QName(element).namespace or "" if isinstance(element.tag, str) else ""


def children(element: Any, name: str) -> list[Any]:
    return [child for child in element if local(child) == name]


def descendants(element: Any, name: str) -> list[Any]:
    return [child for child in element.iterdescendants() if local(child) == name]


def text_of(element: Any, name: str) -> str:
    """The stripped text of the first child of that name; empty when there is none."""
    found = children(element, name)
    return "".join(found[0].itertext()).strip() if found else ""
