"""Bad and hostile packages: each gives a named problem with its line or element, never a crash or a made-up value."""

from __future__ import annotations

import base64
import io
import os
import re
import resource
import struct
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lienthong.office.exchange.edxml import Limits, read, to_bytes
from lienthong.office.exchange.edxml.model import Document
from tests.office.exchange.edxml import samples
from tests.office.exchange.edxml.samples import codes, qcvn, reading, zipped
from tests.security.test_s37_xml import HEADS


@pytest.mark.parametrize("head", HEADS)
def test_s37_document_type_in_a_package_is_refused(head: str) -> None:
    data = qcvn().replace(b"?>\n", f"?>\n{head}\n".encode(), 1).replace(b"7816", b"&a;", 1)

    found = reading(data)

    assert [problem.code for problem in found.errors] == ["doctype"]
    assert found.errors[0].line == 2
    assert found.package is None


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b"", "empty", 1),
        (b"stray <?xml version='1.0'?><edXML/>", "not_well_formed", 1),
        (b"<edXML>\n<a></b></edXML>", "not_well_formed", 2),
        (b"<edXML>\n\n<edXML:edXMLEnvelope/></edXML>", "not_well_formed", 3),
        (b"<edXML xmlns='http://www.mic.gov.vn/TBT/QCVN_102_2016'><edXMLEnvelope>", "not_well_formed", 1),
        (b"<html><body/></html>", "not_edxml", 1),
        ("<?xml version='1.0' encoding='utf-16'?><edXML/>".encode("utf-16"), "wrong_encoding", 1),
        (b"<?xml version='1.0' encoding='windows-1258'?><edXML/>", "wrong_encoding", 1),
        (b"<?xml version='1.0' encoding='UTF-8'?>\n<edXML>S\xf4 N\xf4i v\xf5</edXML>", "bad_text", 2),
        (b"PK\x03\x04 not xml at all", "bad_text", 1),
    ],
)  # fmt: skip
def test_unreadable_package_gives_one_problem_with_its_line(data: bytes, code: str, line: int) -> None:
    found = reading(data)

    assert [problem.code for problem in found.errors] == [code]
    assert found.errors[0].line == line
    assert found.package is None


def directory_of(entries: int) -> str:
    """A ZIP of one file whose end record claims more."""
    data = bytearray(base64.b64decode(zipped()))
    struct.pack_into("<HH", data, len(data) - 14, entries, entries)
    return base64.b64encode(bytes(data)).decode()


def encrypted() -> str:
    data = bytearray(base64.b64decode(zipped()))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return base64.b64encode(bytes(data)).decode()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("!!!!", "bad_base64"), ("QUJD=QUJD", "bad_base64"), ("QUJDQ", "bad_base64"), ("QUI=QUJD", "bad_base64"), ("_-_-", "bad_base64"),
        ("ươ==", "bad_base64"), ("<b>QUJD</b>", "bad_base64"), (" ", "attachment_empty"), ("QUJD", "attachment_not_zip"),
        (zipped(other=b"x"), "attachment_entries"), (directory_of(0xFFFF), "attachment_entries"), (zipped(b"", name="folder/"), "attachment_entries"),
        (zipped(name="/etc/cron.d/x"), "attachment_path"), (zipped(name="../../x"), "attachment_path"), (zipped(name="C:\\x"), "attachment_path"),
        (zipped(name="..\\..\\x"), "attachment_path"), (zipped(b"\0" * 30_000_000), "attachment_bomb"), (encrypted(), "attachment_encrypted"),
    ],
)  # fmt: skip
def test_bad_file_is_refused_by_name_and_the_rest_is_still_shown(content: str, code: str) -> None:
    found = reading(qcvn(content=content))

    assert [problem.code for problem in found.errors][:1] == [code]
    assert "Attachment" in found.errors[0].element
    assert found.package is None or (isinstance(found.package, Document) and found.package.attachments == ())


def test_damaged_zip_is_refused() -> None:
    data = bytearray(base64.b64decode(zipped(os.urandom(3000))))
    data[200] ^= 0xFF

    assert codes(qcvn(content=base64.b64encode(bytes(data)).decode())) == ["attachment_damaged"]


def test_files_share_one_budget_for_unpacking() -> None:
    one = f"<Attachment><AttachmentName>a</AttachmentName><ContentTransferEncoded>{zipped(os.urandom(600_000))}</ContentTransferEncoded></Attachment>"
    data = qcvn(files=f"<AttachmentEncoded>{one * 3}</AttachmentEncoded>")

    assert "attachment_bomb" in codes(data, limits=Limits(unpacked=1_000_000))
    assert "attachment_bomb" not in codes(data, limits=Limits(unpacked=2_000_000))


def test_directory_of_a_million_entries_is_refused_without_being_read() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("a", b"x")
    end = target.getvalue()[-22:]
    directory = b"PK\x01\x02" + b"\0" * 42
    lying = target.getvalue()[:-22] + directory * 200_000 + end[:8] + struct.pack("<HHII", 1, 1, 46 * 200_000, 32) + end[20:]  # fmt: skip
    before = resource.getrusage(resource.RUSAGE_SELF).ru_utime

    assert codes(qcvn(content=base64.b64encode(lying).decode())) == ["attachment_entries"]
    assert resource.getrusage(resource.RUSAGE_SELF).ru_utime - before < 2


def big(size: int) -> bytes:
    data = os.urandom(size)
    return to_bytes(samples.document(attachments=(samples.attachment(data),)), limits=Limits(package=1 << 40))


def test_package_of_49_megabytes_is_taken_and_of_more_than_50_refused() -> None:
    most = Limits().package
    content = big(49 * 3 * 1024 * 1024 // 4)

    assert 49 * 1024 * 1024 < len(content) < most
    found = reading(content)
    assert found.ok
    padded = content.replace(
        b"<AttachmentEncoded>", b"<AttachmentEncoded>" + b" " * (most - len(content) + 1)
    )
    assert len(padded) == most + 1
    assert codes(padded) == ["package_too_large"]


def test_reading_holds_no_more_than_pieces_of_a_large_package_in_memory() -> None:
    import tracemalloc

    content = big(20_000_000)
    stream = io.BytesIO(content)
    tracemalloc.start()
    try:
        found = read(stream)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert found.ok
    assert peak < 8_000_000


@pytest.mark.parametrize(
    "data",
    [
        b"<edXML>" + b"<a>" * 5000 + b"</a>" * 5000 + b"</edXML>",
        b"<edXML>" + b"<a/>" * 30_000 + b"</edXML>",
        b"<edXML>" + b"a" * 5_000_000 + b"</edXML>",
        b"<edXML " + b" ".join(b"a%d='%s'" % (n, b"x" * 1000) for n in range(5000)) + b"/>",
        qcvn(files="<AttachmentEncoded>" + "<Attachment><ContentTransferEncoded/></Attachment>" * 400 + "</AttachmentEncoded>"),
    ],
)  # fmt: skip
def test_flood_of_elements_text_or_files_is_refused(data: bytes) -> None:
    assert codes(data)[0] in {"too_deep", "too_many_elements", "too_many_attachments"}


WRAPPED = "<{p}MessageHeader>" + samples.HEADER + "</{p}MessageHeader>"


@pytest.mark.parametrize(
    "place",
    [
        "<Signature xmlns='http://www.w3.org/2000/09/xmldsig#'><Object>%s</Object></Signature>", "<Extensions>%s</Extensions>",
        "<edXML:edXMLHeader xmlns:edXML='http://www.mic.gov.vn/TBT/QCVN_102_2016'>%s</edXML:edXMLHeader>", "%s",
        "<x:Wrapper xmlns:x='urn:other'>%s</x:Wrapper>",
    ],
)  # fmt: skip
def test_s38_second_header_hidden_anywhere_is_refused(place: str) -> None:
    header = WRAPPED.format(p="edXML:", number="1", day="2020/01/01", due="")

    found = reading(qcvn(extra=place % header))

    assert "two_headers" in [problem.code for problem in found.errors]
    assert found.package is None


def test_s38_header_inside_a_signature_alone_is_refused() -> None:
    data = qcvn().replace(b"<edXML:MessageHeader>", b"<Signature><edXML:MessageHeader>").replace(
        b"</edXML:MessageHeader>", b"</edXML:MessageHeader></Signature>"
    )  # fmt: skip

    assert codes(data) == ["misplaced"]


def test_two_senders_are_refused() -> None:
    data = qcvn().replace(
        b"<edXML:To>", b"<edXML:From><edXML:OrganId>H40</edXML:OrganId></edXML:From><edXML:To>"
    )

    assert "repeated" in codes(data)


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_package_changed_at_random_never_crashes_the_reader(data: st.DataObject) -> None:
    content = bytearray(qcvn())
    for _step in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(content) - 1))
        piece = data.draw(st.binary(max_size=6) | st.sampled_from([b"<", b">", b"&", b"</edXML:To>", b"\0"]))
        content[place : place + data.draw(st.integers(0, 20))] = piece

    found = reading(bytes(content))

    assert all(problem.code and problem.message for problem in found.problems)
    if found.package is None:
        assert found.errors


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_in_a_field_is_read_as_it_is_or_named(text: str) -> None:
    escaped = re.sub("[&<>]", "", text)
    found = reading(
        qcvn().replace("V/v kết nối, liên thông".encode(), escaped.encode("utf-8", "surrogatepass"))
    )

    assert found.package is not None or found.errors
