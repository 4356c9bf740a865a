"""``lienthong document``: reading official documents from the command line. No database is needed."""

from __future__ import annotations

import json
import sys
from typing import Any

import click
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.errors import DomainError
from lienthong.office.documents.reading import document_read_json

LABELS = {
    "issuer": gettext_lazy("Cơ quan ban hành"), "parent_agency": gettext_lazy("Cơ quan chủ quản"), "code": gettext_lazy("Số, ký hiệu"), "kind": gettext_lazy("Tên loại"), "place": gettext_lazy("Địa danh"), "date": gettext_lazy("Ngày"),
    "subject": gettext_lazy("Trích yếu"), "signer_competence": gettext_lazy("Thẩm quyền ký"), "signer_position": gettext_lazy("Chức vụ"), "signer_name": gettext_lazy("Người ký"), "urgency": gettext_lazy("Độ khẩn"),
    "secrecy": gettext_lazy("Độ mật"),
}  # fmt: skip


@click.group(help=gettext_lazy("Văn bản: đọc thông tin từ tệp."))
def document() -> None:
    pass


@document.command(
    help=gettext_lazy(
        "Đọc một văn bản (txt, DOCX, PDF, ảnh quét) và đề xuất các trường thông tin; không có thì để trống."
    )
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
@click.option("--json", "as_json", is_flag=True, help=gettext_lazy("In kết quả dạng JSON."))
def read(file: str, as_json: bool) -> None:
    try:
        found = document_read_json(file)
    except DomainError as refusal:
        if as_json:
            click.echo(
                json.dumps({"file": file, "error": str(refusal), "code": refusal.code}, ensure_ascii=False)
            )
        else:
            click.echo(str(refusal), err=True)
        sys.exit(1)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for line in lines(found):
        click.echo(line)


def lines(found: dict[str, Any]) -> list[str]:
    """The answer for people: one field a line with its confidence, then lists and attached documents."""
    out = [
        f"{label}: {found[name]['value']} ({found[name]['confidence']:.0%})"
        for name, label in LABELS.items()
        if found.get(name)
    ]
    for name, label in (("legal_bases", _("Căn cứ")), ("recipients", _("Nơi nhận"))):
        out += [f"{label}: {item['value']}" for item in found.get(name) or ()]
    for part in found.get("attached") or ():
        kind = (part.get("kind") or {}).get("value") or (part.get("label") or {}).get("value") or ""
        subject = (part.get("subject") or {}).get("value") or ""
        out.append((_("Kèm theo: %(kind)s %(subject)s") % {"kind": kind, "subject": subject}).rstrip())
    return out + [_("Lưu ý: %(text)s") % {"text": text} for text in found.get("warnings") or ()]
