"""What can run inside an office package (ECMA-376, OpenDocument): macros, XLM, OLE, ActiveX, DDE, remote templates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from . import finding, xmls

_DDE = re.compile(r"^\s*(DDE|DDEAUTO)\b", re.IGNORECASE)
_MAX_FIELD = 64 * 1024

#: Relationship types that a program follows by itself when their target lies outside the package.
_REMOTE = (
    "attachedTemplate",
    "oleObject",
    "frame",
    "subDocument",
    "externalLinkPath/xlPathMissing",
    "mailMergeSource",
)


class Parts:
    """Reads the parts of one package as they unpack and adds to ``reasons``."""

    def __init__(self, kind: str, reasons: set[str]) -> None:
        self.kind = kind
        self.reasons = reasons

    def check_names(self, names: Iterable[str]) -> None:
        """Parts that matter by their name alone."""
        for name in names:
            low = name.lower()
            base = low.rsplit("/", 1)[-1]
            if base.startswith("vbaproject") or "macrosheets/" in low or "dialogsheets/" in low:
                self.reasons.add("macros")
            if low.startswith(("basic/", "scripts/")) and not low.endswith(
                ("/", "script-lc.xml", "script-lb.xml")
            ):
                self.reasons.add("macros")
            if "/activex/" in low:
                self.reasons.add("activex")
            if "/embeddings/" in low and base.startswith("oleobject"):
                self.reasons.add("embedded_object")

    def read(self, name: str, head: bytes, chunks: Iterator[bytes]) -> None:
        """Parse XML parts as a stream; other parts are left to the caller."""
        low = name.lower()
        if not low.endswith((".xml", ".rels", ".rdf")):
            return
        if not head and self.kind in ("odt", "ods"):
            return  # OpenDocument writers leave empty placeholder parts
        start = self._relationship if low.endswith(".rels") else self._element
        self._field: list[str] | None = None
        self._size = 0
        self._in_instruction = False
        root = xmls.read(chain((head,), chunks), on_start=start, on_text=self._text)
        self._finish_field()
        if root.lower() in xmls.ACTIVE_ROOTS:
            raise finding.mismatch()

    def _relationship(self, _name: str, attributes: dict[str, str]) -> None:
        if attributes.get("TargetMode", "").lower() != "external":
            return
        if attributes.get("Type", "").endswith(_REMOTE):
            self.reasons.add("remote_template")

    def _element(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _, local = name.rpartition(" ")
        self._in_instruction = local == "instrText"
        if local == "fldChar":
            # A field code may be cut into many runs ("DD", "EAUTO"): it is judged whole.
            self._finish_field()
            self._field = [] if _value(attributes, "fldCharType") == "begin" else None
        elif local in ("ddeLink", "dde-source", "dde-connection-decl") or (
            local == "fldSimple" and _DDE.match(_value(attributes, "instr"))
        ):
            self.reasons.add("dde")
        elif (local == "Override" and "macroEnabled" in attributes.get("ContentType", "")) or (
            local == "event-listener" and "script" in namespace
        ):
            self.reasons.add("macros")

    def _text(self, text: str) -> None:
        if self._in_instruction and self._field is not None and self._size < _MAX_FIELD:
            self._field.append(text)
            self._size += len(text)

    def _finish_field(self) -> None:
        if self._field and _DDE.match("".join(self._field)):
            self.reasons.add("dde")
        self._field, self._size = None, 0


def _value(attributes: dict[str, str], local: str) -> str:
    for name, value in attributes.items():
        if name.rsplit(" ", 1)[-1] == local:
            return value
    return ""
