"""From bytes to a small tree, in one pass: the text of files streams past it and is never held as text.

No document type, hence no entities of any kind; nothing is fetched; UTF-8 only. Depth, number of elements, text and
size are bounded, so that what a hostile package costs is known before it is read.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any, BinaryIO, NoReturn
from xml.parsers import expat

from django.utils.translation import gettext as _

from lienthong.office.exchange.edxml.limits import Limits
from lienthong.office.exchange.edxml.payloads import Payload
from lienthong.office.exchange.edxml.problems import BadPackage, Problem

CHUNK = 64 * 1024
_MARKS = ((b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"), (b"\x00", "UTF-32"), (b"<\x00", "UTF-16"))


@dataclass
class Node:
    """An element. ``payload`` instead of text where the element carries a file."""

    name: str
    namespace: str
    line: int
    parent: Node | None = None
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    payload: Payload | None = None

    @property
    def text(self) -> str:
        return "".join(self.parts).strip()

    @property
    def path(self) -> str:
        names = []
        node: Node | None = self
        while node is not None:
            names.append(node.name)
            node = node.parent
        return "/".join(reversed(names))


@dataclass
class Scan:
    root: Node
    sha256: str
    size: int
    problems: list[Problem]


def scan(stream: BinaryIO, limits: Limits) -> Scan:
    """Read a whole package. Raises :class:`BadPackage` where it is no XML, too large, or has a document type."""
    return _Scanner(limits).run(stream)


class _Scanner:
    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.problems: list[Problem] = []
        self.root: Node | None = None
        self.here: Node | None = None
        self.depth = self.elements = self.metadata = self.payloads = 0
        self.sink: Payload | None = None
        parser = expat.ParserCreate(namespace_separator="\n")
        parser.buffer_text = True
        parser.buffer_size = CHUNK
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        parser.XmlDeclHandler = self._declaration
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        self.parser = parser

    def run(self, stream: BinaryIO) -> Scan:
        digest, size = hashlib.sha256(), 0
        try:
            while chunk := stream.read(CHUNK):
                if not size:
                    self._encoding(chunk)
                size += len(chunk)
                if size > self.limits.package:
                    most = self.limits.package // (1024 * 1024)
                    self._refuse(
                        "package_too_large",
                        _("Gói tin lớn quá %(most)s MB. Hãy tách tài liệu kèm theo thành nhiều gói.")
                        % {"most": most},
                    )
                digest.update(chunk)
                self.parser.Parse(chunk, False)
            if not size:
                self._refuse("empty", _("Gói tin trống"))
            self.parser.Parse(b"", True)
        except expat.ExpatError as error:
            self._not_well_formed(error)
        root = self.root
        assert root is not None  # expat has refused a file without an element
        return Scan(root, digest.hexdigest(), size, self.problems)

    def _not_well_formed(self, error: expat.ExpatError) -> NoReturn:
        line, reason = error.lineno, expat.ErrorString(error.code) or ""
        message = _("Tệp không phải XML đúng quy cách: lỗi ở dòng %(line)s, cột %(column)s (%(reason)s)") % {
            "line": line, "column": error.offset + 1, "reason": reason,
        }  # fmt: skip
        code = "not_well_formed"
        if error.code == expat.errors.codes[expat.errors.XML_ERROR_INVALID_TOKEN]:
            # A byte that is no UTF-8 looks like this as well as a stray character.
            code, message = "bad_text", _("Dòng %(line)s có ký tự hoặc mã không hợp lệ; gói tin phải là UTF-8") % {"line": line}  # fmt: skip
        raise BadPackage([*self.problems, Problem(code, message, self._path(), line)]) from None

    def _refuse(self, code: str, message: str) -> NoReturn:
        raise BadPackage(
            [*self.problems, Problem(code, message, self._path(), self.parser.CurrentLineNumber)]
        )

    def _path(self) -> str:
        return self.here.path if self.here else ""

    def _encoding(self, head: bytes) -> None:
        for mark, name in _MARKS:
            if head.startswith(mark):
                self._refuse(
                    "wrong_encoding", _("Gói tin viết bằng %(name)s; phải là UTF-8") % {"name": name}
                )

    def _declaration(self, version: str, encoding: str | None, standalone: int) -> None:
        if encoding and encoding.lower() not in ("utf-8", "utf8"):
            self._refuse(
                "wrong_encoding", _("Gói tin khai báo mã %(name)s; phải là UTF-8") % {"name": encoding[:40]}
            )

    def _doctype(self, *_given: Any) -> None:
        self._refuse("doctype", _("Gói tin không được có DOCTYPE hay ENTITY; hãy bỏ phần khai báo đó"))

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        namespace, _sep, name = tag.rpartition("\n")
        self.depth += 1
        self.elements += 1
        self.metadata += len(tag) + sum(len(key) + len(value) for key, value in attributes.items())
        if self.depth > self.limits.depth:
            self._refuse("too_deep", _("Các phần tử lồng nhau quá sâu"))
        if self.elements > self.limits.elements or self.metadata > self.limits.metadata:
            self._refuse("too_many_elements", _("Phần mô tả của gói tin quá lớn"))
        if self.sink is not None:
            self._refuse("bad_base64", _("Nội dung tệp không được chứa phần tử khác"))
        node = Node(name[:200], namespace, self.parser.CurrentLineNumber, self.here)
        node.attributes = {key.rpartition("\n")[2]: value for key, value in attributes.items()}
        if self.here is None:
            self.root = node
        else:
            self.here.children.append(node)
        self.here = node
        encoded = carries_file(node)
        if encoded:
            self.payloads += 1
            if self.payloads > self.limits.attachments:
                self._refuse("too_many_attachments", _("Gói tin có quá nhiều tệp kèm theo"))
            self.sink = node.payload = Payload(zipped=encoded == "zip", node=node.path, line=node.line)

    def _end(self, tag: str) -> None:
        node = self.here
        assert node is not None
        if self.sink is not None:
            self.sink.close()
            self.sink = None
        self.here = node.parent
        self.depth -= 1

    def _text(self, text: str) -> None:
        if self.sink is not None:
            self.sink.feed(text)
        elif self.here is not None and (text.strip() or self.here.parts):
            self.metadata += len(text)
            if self.metadata > self.limits.metadata:
                self._refuse("too_many_elements", _("Phần mô tả của gói tin quá lớn"))
            self.here.parts.append(text)


def carries_file(node: Node) -> str:
    """``zip`` for the standard's element, ``raw`` for that of the go.vn dialect, empty for others."""
    name = node.name.lower()
    if name == "contenttransferencoded":
        return "zip"
    if name == "content" and node.parent is not None and node.parent.name.lower() == "attachment":
        return "raw"
    return ""
