"""The vocabulary of QCVN 102:2016/BTTTT: namespaces, the four acts on a document, the nine statuses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

QCVN = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
XMLDSIG = "http://www.w3.org/2000/09/xmldsig#"
XLINK = "http://www.w3.org/1999/xlink"
# Written without the last slash and in small letters; systems do not agree on either.
DIALECTS = {
    "http://www.mic.gov.vn/tbt/qcvn_102_2016": "qcvn102",
    "http://www.e-doc.vn/schema": "edoc",
    "http://www.go.vn/edoc": "govn",
}
SOAP = {"http://schemas.xmlsoap.org/soap/envelope", "http://www.w3.org/2003/05/soap-envelope"}

NEW, REVOKE, UPDATE, REPLACE = "new", "revoke", "update", "replace"
ACTS = {"0": NEW, "1": REVOKE, "2": UPDATE, "3": REPLACE}
ACT_CODES = {act: code for code, act in ACTS.items()}
ACT_LABELS = {
    NEW: _("Văn bản mới"), REVOKE: _("Thu hồi"), UPDATE: _("Cập nhật"), REPLACE: _("Thay thế"),
}  # fmt: skip

STATUSES = {
    "01": _("Đã đến"),
    "02": _("Từ chối tiếp nhận"),
    "03": _("Đã tiếp nhận"),
    "04": _("Phân công"),
    "05": _("Đang xử lý"),
    "06": _("Hoàn thành"),
    "13": _("Lấy lại"),
    "15": _("Đồng ý cập nhật, lấy lại"),
    "16": _("Từ chối cập nhật, lấy lại"),
}

# The longest text of each field (characters), as the standard gives it.
LONGEST = {
    "CodeNumber": 11, "CodeNotation": 30, "Place": 50, "TypeName": 100, "Subject": 500, "Content": 500, "Competence": 100, "Position": 100,
    "FullName": 50, "SphereOfPromulgation": 100, "TyperNotation": 10, "Appendix": 250, "BussinessDocReason": 500,
}  # fmt: skip
LONGEST_PLACE = 150


def dialect_of(namespace: str) -> str:
    """``qcvn102``, ``edoc`` or ``govn``; empty for an unknown namespace or none."""
    return DIALECTS.get(namespace.strip().rstrip("/").lower(), "")
