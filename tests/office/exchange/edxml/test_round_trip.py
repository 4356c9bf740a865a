"""What is written is read back the same, for any package that the standard allows."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lienthong.kernel.clock import VN
from lienthong.office.exchange.edxml import BadPackage, problems_of, to_bytes
from lienthong.office.exchange.edxml.description import build, describe
from lienthong.office.exchange.edxml.model import (
    Agency,
    Business,
    Document,
    Hop,
    ReceiverChange,
    Reference,
    Replacement,
    Staff,
    Status,
)
from lienthong.office.exchange.edxml.names import STATUSES
from tests.office.exchange.edxml import samples
from tests.office.exchange.edxml.samples import attachment, document, reading

LETTERS = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff", include_characters="\r\n\t")  # fmt: skip


def text(most: int, least: int = 0) -> st.SearchStrategy[str]:
    return (
        st.text(LETTERS, min_size=least, max_size=most)
        .map(lambda one: unicodedata.normalize("NFC", one).strip()[:most].strip())
        .filter(lambda one: len(one) >= least and unicodedata.is_normalized("NFC", one))
    )


DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2999, 12, 31))
TIMES = st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2100, 1, 1), timezones=st.just(VN)).map(
    lambda one: one.replace(microsecond=0)
)
IDS = st.from_regex(r"[A-Y][0-9]{2}(\.[0-9]{1,3}){0,3}", fullmatch=True) | st.from_regex(r"[0-9]{3}\.[0-9]{2}\.[0-9]{2}\.[A-Y][0-9]{2}", fullmatch=True)  # fmt: skip
AGENCIES = st.builds(
    Agency, id=IDS, name=text(60), in_charge=text(20), address=text(40), email=text(20), telephone=text(12), fax=text(12), website=text(20)
)  # fmt: skip
STAFF = st.builds(Staff, department=text(20, 1), name=text(30), email=text(20), mobile=text(12))
REFERENCES = st.builds(Reference, agency_id=IDS, code=text(30, 1), promulgated_on=st.none() | DAYS, document_id=text(50, 1))  # fmt: skip
FLAGS = st.none() | st.booleans()
WHOLE = st.none() | st.integers(0, 999_999_999)


@st.composite
def businesses(draw: st.DrawFn) -> Business:
    act = draw(st.sampled_from(["new", "revoke", "update", "replace"]))
    changed = draw(st.booleans())
    receivers = draw(st.lists(st.builds(ReceiverChange, agency_id=IDS, added=st.booleans()), max_size=3)) if changed else []  # fmt: skip
    replaced = draw(
        st.lists(
            st.builds(Replacement, document_id=text(40, 1), agency_ids=st.lists(IDS, max_size=2).map(tuple)),
            min_size=act == "replace", max_size=2,
        )
    )  # fmt: skip
    return Business(
        act=act, document_id=draw(text(60, 1)), reason=draw(text(500, 1)), paper=draw(FLAGS), document_changed=draw(st.booleans()) if changed else None,
        receivers_changed=draw(st.booleans()) if changed else None, receiver_changes=tuple(receivers), replacements=tuple(replaced),
        staff=draw(st.none() | STAFF),
    )  # fmt: skip


@st.composite
def documents(draw: st.DrawFn) -> Document:
    files = [
        attachment(content, name=draw(text(80, 1)), content_id=f"cid:{number}", content_type=draw(text(20)), description=draw(text(40)))
        for number, content in enumerate(draw(st.lists(st.binary(min_size=1, max_size=3000), max_size=3)))
    ]  # fmt: skip
    return Document(
        sender=draw(AGENCIES), receivers=tuple(draw(st.lists(AGENCIES, min_size=1, max_size=4, unique_by=lambda one: one.id))),
        number=draw(text(11, 1)), notation=draw(text(30, 1)), subject=draw(text(500, 1)), document_id=draw(text(100, 1)), place=draw(text(50)),
        promulgated_on=draw(DAYS), type_code=draw(text(3)), type_detail=draw(text(3)), type_name=draw(text(100)), content=draw(text(500)),
        signer_competence=draw(text(100)), signer_position=draw(text(100)), signer_name=draw(text(50)), due_on=draw(st.none() | DAYS),
        priority=draw(st.none() | st.integers(0, 4)), sphere=draw(text(100)), typist=draw(text(10)), copies=draw(WHOLE), pages=draw(WHOLE),
        direction=draw(FLAGS), appendixes=tuple(draw(st.lists(text(250, 1), max_size=3))), answers=tuple(draw(st.lists(REFERENCES, max_size=2))),
        steering=draw(st.sampled_from(["", "0", "1", "2", "3"])), to_places=tuple(draw(st.lists(text(150, 1), max_size=3))),
        hops=tuple(draw(st.lists(st.builds(Hop, agency_id=IDS, at=st.none() | TIMES), max_size=3))), business=draw(businesses()),
        attachments=tuple(files),
    )  # fmt: skip


STATUS_PACKAGES = st.builds(
    Status, sender=AGENCIES, answered=REFERENCES, code=st.sampled_from(sorted(STATUSES)), description=text(200, 1), at=st.none() | TIMES,
    staff=st.none() | STAFF,
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(documents())
def test_document_package_reads_back_as_it_was_written(package: Document) -> None:
    found = reading(to_bytes(package))

    assert found.errors == []
    assert found.package == package


@settings(max_examples=60, deadline=None)
@given(STATUS_PACKAGES)
def test_status_package_reads_back_as_it_was_written(package: Status) -> None:
    assert reading(to_bytes(package)).package == package


@settings(max_examples=40, deadline=None)
@given(documents() | STATUS_PACKAGES)
def test_description_in_json_holds_the_whole_package(package: Document | Status) -> None:
    bare = dataclasses.replace(package, attachments=()) if isinstance(package, Document) else package

    assert build(json.loads(json.dumps(describe(bare))), Path("/nowhere")) == bare


def test_equal_packages_are_equal_bytes() -> None:
    assert to_bytes(document()) == to_bytes(document())


def test_every_element_under_the_envelope_is_prefixed_and_none_of_the_files() -> None:
    written = to_bytes(
        document(
            business=Business("update", "A", "Sai", True, True, True, (ReceiverChange("H40", True),), (Replacement("B", ("H40",)),), Staff("VP")),
            answers=(Reference("H40", "1/A"),), to_places=("Như trên",), appendixes=("1",), hops=(Hop("H40"),),
        )
    ).decode()  # fmt: skip
    envelope, files = written.split("</edXML:edXMLEnvelope>")
    names = re.findall(r"</?([A-Za-z:]+)", envelope.partition("<edXML:edXMLEnvelope")[2])

    assert [name for name in names if not name.startswith("edXML:")] == []
    assert re.findall(r"<(edXML:\w+)", files) == []
    assert files.startswith("<AttachmentEncoded><Attachment><ContentId>")


def test_compressible_file_does_not_come_back_as_a_bomb() -> None:
    package = document(attachments=(attachment(b"\0" * 5_000_000, content_id="cid:1"),))

    assert reading(to_bytes(package)).package == package


BAD: list[tuple[dict[str, Any], str, str]] = [
    ({"number": ""}, "missing", "Code/CodeNumber"),
    ({"number": "1" * 12}, "too_long", "CodeNumber"),
    ({"notation": "N" * 31}, "too_long", "CodeNotation"),
    ({"subject": "x" * 501}, "too_long", "Subject"),
    ({"subject": "mất\x0bdòng"}, "bad_text", "subject"),
    ({"receivers": ()}, "missing", "To"),
    ({"receivers": (Agency("22.H17"), Agency("000.00.22.h17"))}, "repeated_receiver", "To"),
    ({"sender": Agency("")}, "missing", "From/OrganId"),
    ({"promulgated_on": None}, "missing", "PromulgationInfo/PromulgationDate"),
    ({"priority": 5}, "bad_priority", "OtherInfo/Priority"),
    ({"business": Business("revoke")}, "missing", "Bussiness/DocumentId"),
    ({"business": Business("replace")}, "missing", "Bussiness/ReplacementInfoList"),
    ({"business": Business("destroy")}, "unknown_act", "Bussiness"),
    ({"attachments": (attachment(b""),)}, "attachment_empty", "Attachment"),
    ({"attachments": (attachment(name=""),)}, "missing", "Attachment/AttachmentName"),
]


@pytest.mark.parametrize(("change", "code", "element"), BAD)
def test_writer_refuses_what_the_standard_forbids_and_names_the_element(
    change: dict[str, Any], code: str, element: str
) -> None:
    with pytest.raises(BadPackage) as refusal:
        to_bytes(document(**change))

    assert (code, element) in [(problem.code, problem.element) for problem in refusal.value.problems]


def test_writer_refuses_a_package_over_the_limit() -> None:
    from lienthong.office.exchange.edxml import Limits

    with pytest.raises(BadPackage) as refusal:
        to_bytes(document(), limits=Limits(package=300))

    assert [problem.code for problem in refusal.value.problems] == ["package_too_large"]


def test_refusal_of_a_document_needs_its_reason() -> None:
    status = Status(Agency("H40"), Reference("H41", "1/A"), "02")

    assert [problem.element for problem in problems_of(status)] == ["Description"]


def test_samples_of_others_survive_our_writer() -> None:
    package = reading(samples.qcvn()).package
    assert package is not None

    assert reading(to_bytes(package)).package == package
