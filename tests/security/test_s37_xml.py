"""S37: whatever XML or YAML comes in, document types, entities and aliases are refused; nobody else parses any."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest

from lienthong.kernel.errors import DomainError
from lienthong.kernel.files.extraction import extract
from lienthong.kernel.files.public import receive
from lienthong.kernel.packs.reading import Unreadable, read_yaml
from lienthong.kernel.process.public import check, check_decision
from tests.kernel.files import samples
from tests.security.sources import imports, place, product

# The modules that may touch a parser, each read for this purpose.
REVIEWED = {
    "lienthong/kernel/process/xml.py": "đọc BPMN, DMN",
    "lienthong/kernel/process/engine.py": "dựng cây, không phân tích",
    "lienthong/kernel/files/inspection/xmls.py": "kiểm tra tệp tải lên",
    "lienthong/kernel/files/extraction/docx.py": "lấy chữ của DOCX",
    "lienthong/office/documents/reports/output.py": "dựng DOCX, không phân tích gì từ ngoài",
    "lienthong/office/exchange/edxml/scanning.py": "đọc gói tin edXML",
}
PARSERS = ("lxml", "xml", "xmltodict", "bs4", "html5lib", "docx", "docxtpl", "openpyxl", "defusedxml")

BOMB = '<!DOCTYPE b [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
OUTSIDE = '<!DOCTYPE b [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
HEADS = [
    BOMB,
    OUTSIDE,
    '<!DOCTYPE b SYSTEM "http://127.0.0.1:9/x.dtd">',
    "<!DOCTYPE b [<!ENTITY % p SYSTEM 'file:///etc/passwd'> %p;]>",
]


def parsing(sources: dict[str, str]) -> list[str]:
    """Modules that import a parser without being reviewed."""
    return [
        name
        for name, source in sources.items()
        if name not in REVIEWED and any(one.split(".")[0] in PARSERS for one in imports(source))
    ]


def test_s37_only_reviewed_modules_parse_xml() -> None:
    assert parsing({place(path): path.read_text(encoding="utf-8") for path in product()}) == []


def test_s37_a_module_that_parses_on_its_own_is_named() -> None:
    """Control."""
    assert parsing({"a.py": "from xml.etree import ElementTree", "b.py": "import json"}) == ["a.py"]


@pytest.mark.parametrize("head", HEADS)
def test_s37_bpmn_and_dmn_refuse_document_types(head: str) -> None:
    diagram = f"{head}<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL'><process id='p'>&a;</process></definitions>"
    decision = f"{head}<definitions xmlns='https://www.omg.org/spec/DMN/20191111/MODEL/'>&a;</definitions>"

    assert [problem.code for problem in check(diagram)] == ["doctype"]
    assert [problem.code for problem in check_decision(decision)] == ["doctype"]


def docx_with(part: str, head: str) -> bytes:
    """A Word file of which one part begins with a document type."""
    given, made = zipfile.ZipFile(io.BytesIO(samples.word())), io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for entry in given.infolist():
            data = given.read(entry)
            if entry.filename == part:
                declaration, _, rest = data.decode("utf-8").partition("?>")
                data = f"{declaration}?>{head}{rest}".encode() if rest else f"{head}{data.decode()}".encode()
            archive.writestr(entry.filename, data)
    return made.getvalue()


@pytest.mark.parametrize("head", HEADS)
def test_s37_docx_parts_refuse_document_types(head: str, db: None, make: Any) -> None:
    actor = make.actor(make.citizen())
    data = docx_with("word/document.xml", head)

    with pytest.raises(DomainError):
        receive(io.BytesIO(data), name="đơn.docx", actor=actor)
    with pytest.raises(DomainError):
        extract(data)


def test_s37_the_same_docx_without_document_type_is_taken(db: None, make: Any) -> None:
    """Control: it is the document type that is refused above."""
    file = receive(io.BytesIO(docx_with("none", "")), name="đơn.docx", actor=make.actor(make.citizen()))

    assert file.state != "refused"


@pytest.mark.parametrize(
    "text",
    [
        "a: &x [1]\nb: *x\n",
        "a: &a [1,1]\nb: &b [*a,*a]\nc: &c [*b,*b]\nd: [*c,*c]\n",
        "a: !!python/object/apply:os.system ['id']\n",
        "<<: &base {a: 1}\n",
    ],
)
def test_s37_packs_refuse_aliases_and_tags(text: str) -> None:
    with pytest.raises(Unreadable):
        read_yaml("x.yaml", text.encode())


def test_s37_packs_take_plain_yaml() -> None:
    """Control."""
    assert read_yaml("x.yaml", b"a: [1, 2]\n")[0] == {"a": [1, 2]}


def test_s37_reviewed_modules_exist() -> None:
    root = Path(__file__).resolve().parents[2]

    assert [name for name in REVIEWED if not (root / name).exists()] == []
