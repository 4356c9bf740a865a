"""Packages as other systems write them: shapes of the official samples and of two older dialects, with made-up content."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import io
import zipfile
from typing import Any

from lienthong.office.exchange.edxml import Reading, read
from lienthong.office.exchange.edxml.model import Agency, Attachment, Document
from lienthong.office.exchange.edxml.names import QCVN

PDF = b"%PDF-1.4 van ban trinh dien\n" * 20


def zipped(data: bytes = PDF, name: str = "4f6d0c52.edxml", **more: bytes) -> str:
    """Base64 of a ZIP; the name inside is another than the file's, as in the official samples."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
        for other, content in more.items():
            archive.writestr(other, content)
    return base64.b64encode(target.getvalue()).decode()


def attachment(data: bytes = PDF, name: str = "Quyết định.pdf", **more: Any) -> Attachment:
    return Attachment(
        name=name, sha256=hashlib.sha256(data).hexdigest(), size=len(data), open=lambda: io.BytesIO(data), **more
    )  # fmt: skip


def document(**changes: Any) -> Document:
    """A package that the strict writer takes."""
    values: dict[str, Any] = {
        "sender": Agency("000.00.12.H40", name="Sở Nội vụ tỉnh Trình Diễn"), "receivers": (Agency("H40.15", name="UBND phường Mẫu"),),
        "document_id": "000.00.12.H40,2026/07/01,12/SNV-VP", "number": "12", "notation": "SNV-VP", "subject": "Về việc nghỉ lễ",
        "promulgated_on": dt.date(2026, 7, 1), "attachments": (attachment(),),
    }  # fmt: skip
    return Document(**{**values, **changes})


HEADER = """
<{p}From><{p}OrganId>000.00.00.G99</{p}OrganId><{p}OrganName>Văn phòng Mẫu</{p}OrganName></{p}From>
<{p}To><{p}OrganId>28.22.H17</{p}OrganId><{p}OrganName>Sở Mẫu</{p}OrganName></{p}To>
<{p}DocumentId>000.00.00.G99,2015/09/30,7816/VPM-TTĐT</{p}DocumentId>
<{p}Code><{p}CodeNumber>{number}</{p}CodeNumber><{p}CodeNotation>VPM-TTĐT</{p}CodeNotation></{p}Code>
<{p}PromulgationInfo><{p}Place>Hà Nội</{p}Place><{p}PromulgationDate>{day}</{p}PromulgationDate></{p}PromulgationInfo>
<{p}DocumentType><{p}Type>1</{p}Type><{p}TypeDetail>0</{p}TypeDetail><{p}TypeName>Công văn</{p}TypeName></{p}DocumentType>
<{p}Subject>V/v kết nối, liên thông</{p}Subject>
<{p}SignerInfo><{p}Competence>TL. BỘ TRƯỞNG</{p}Competence><{p}Position>Chánh Văn phòng</{p}Position><{p}FullName>Nguyễn Văn Mẫu</{p}FullName></{p}SignerInfo>
<{p}DueDate>{due}</{p}DueDate>
<{p}OtherInfo><{p}Priority>2</{p}Priority><{p}PageAmount>3</{p}PageAmount><{p}Appendixes><{p}Appendix>Phụ lục 1</{p}Appendix></{p}Appendixes></{p}OtherInfo>
<{p}SteeringType>2</{p}SteeringType>
<{p}ToPlaces><{p}Place>Như trên</{p}Place><{p}Place>Lưu: VT</{p}Place></{p}ToPlaces>
"""
TRACE = """<{p}TraceHeaderList id="1" version="1.0" mustUnderstand="1" actor="http://example.vn">
<{p}TraceHeader><{p}OrganId>000.00.00.G99</{p}OrganId><{p}Timestamp>2015/09/30 08:15:00</{p}Timestamp></{p}TraceHeader>{business}</{p}TraceHeaderList>"""
BUSINESS = "<{p}Bussiness><{p}BussinessDocType>0</{p}BussinessDocType><{p}BussinessDocReason>Mới</{p}BussinessDocReason><{p}Paper>0</{p}Paper></{p}Bussiness>"


def qcvn(
    *, prefix: str = "edXML", number: str = "7816", day: str = "2015/09/30", due: str = "", business: str = BUSINESS, header: str = "",
    files: str | None = None, namespace: str = QCVN, extra: str = "", content: str = "",
) -> bytes:  # fmt: skip
    """The layout of the official samples; ``prefix=""`` leaves every prefix out."""
    p = f"{prefix}:" if prefix else ""
    declare = f' xmlns:{prefix}="{namespace}"' if prefix else ""
    body = (header or HEADER).format(p=p, number=number, day=day, due=due)
    trace = TRACE.format(p=p, business=business.format(p=p))
    if files is None:
        files = f"<AttachmentEncoded><Attachment><ContentId>cid:209</ContentId><AttachmentName>7816_VPM.pdf</AttachmentName><Description>Toàn văn</Description><ContentType>application/pdf</ContentType><ContentTransferEncoded>{content or zipped()}</ContentTransferEncoded></Attachment></AttachmentEncoded>"
    manifest = f'<{p}edXMLBody><{p}edXMLManifest version="1.0"><{p}Reference><{p}ContentId>cid:209</{p}ContentId><{p}AttachmentName>7816_VPM.pdf</{p}AttachmentName></{p}Reference></{p}edXMLManifest></{p}edXMLBody>'
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<edXML xmlns="{namespace}"><{p}edXMLEnvelope{declare}><{p}edXMLHeader>'
        f"<{p}MessageHeader>{body}</{p}MessageHeader>{trace}{extra}</{p}edXMLHeader>{manifest if files else ''}</{p}edXMLEnvelope>{files}</edXML>"
    ).encode()


STATUS = f"""<?xml version="1.0" encoding="utf-8"?>
<edXML xmlns="{QCVN}"><edXML:edXMLEnvelope xmlns:edXML="{QCVN}"><edXML:edXMLHeader><edXML:MessageHeader>
<edXML:From><edXML:OrganId>H40.15</edXML:OrganId></edXML:From>
<edXML:ResponseFor><edXML:OrganId>000.00.12.H40</edXML:OrganId><edXML:Code>12/SNV-VP</edXML:Code><edXML:PromulgationDate>2026/07/01</edXML:PromulgationDate><edXML:DocumentId>000.00.12.H40,2026/07/01,12/SNV-VP</edXML:DocumentId></edXML:ResponseFor>
<edXML:StaffInfo><edXML:Department>Văn phòng</edXML:Department><edXML:Staff>Lê Thị Mẫu</edXML:Staff></edXML:StaffInfo>
<edXML:StatusCode>03</edXML:StatusCode><edXML:Description>Đã tiếp nhận</edXML:Description><edXML:Timestamp>2026/07/01 16:20:00</edXML:Timestamp>
</edXML:MessageHeader></edXML:edXMLHeader></edXML:edXMLEnvelope></edXML>""".encode()

# The dialect of some province axes: one root, plain values, the file itself in base64.
GOVN = f"""<edXMLEnvelope xmlns="http://www.go.vn/eDoc"><MessageHeader>
<From><OrganId>H37.DN.001</OrganId><OrganName>Công ty Mẫu</OrganName></From><To><OrganId>H37.02</OrganId></To>
<Code><CodeNumber>15</CodeNumber><CodeNotation>CV-M</CodeNotation></Code>
<PromulgationInfo><Promulgator>Công ty Mẫu</Promulgator><PromulgationDate>2026-05-20T23:30:00Z</PromulgationDate></PromulgationInfo>
<DocumentType>Công văn</DocumentType><Subject>Xin ý kiến</Subject><SignerInfo><Signer>Trần Mẫu</Signer><Position>Giám đốc</Position></SignerInfo>
<DocumentId>ab535a99-cb2a-404f-8fe8-a762bf4010cc</DocumentId></MessageHeader>
<Manifest><Attachment><Content>{base64.b64encode(PDF).decode()}</Content><FileName>cv.pdf</FileName><FileType>application/pdf</FileType></Attachment></Manifest></edXMLEnvelope>""".encode()

# The oldest: a SOAP envelope, the files beside it in a MIME message that is not part of the XML.
EDOC = b"""<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/" xmlns:edXML="http://www.e-doc.vn/Schema/"><SOAP-ENV:Header>
<edXML:MessageHeader><edXML:From><edXML:OrganId>000.00.12.H40</edXML:OrganId></edXML:From><edXML:To><edXML:OrganId>000.00.15.H40</edXML:OrganId></edXML:To>
<edXML:Code><edXML:CodeNumber>9</edXML:CodeNumber><edXML:CodeNotation>GM-SNV</edXML:CodeNotation></edXML:Code><edXML:Subject>Giay moi</edXML:Subject></edXML:MessageHeader>
</SOAP-ENV:Header><SOAP-ENV:Body><edXML:Manifest><edXML:Reference xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="cid:gm"><edXML:AttachmentName>gm.pdf</edXML:AttachmentName></edXML:Reference></edXML:Manifest></SOAP-ENV:Body></SOAP-ENV:Envelope>"""


def reading(data: bytes, **options: Any) -> Reading:
    return read(io.BytesIO(data), **options)


def codes(data: bytes, **options: Any) -> list[str]:
    """The errors of a package by code."""
    return [problem.code for problem in reading(data, **options).errors]
