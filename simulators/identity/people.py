"""Made-up persons. Their personal ids begin with 099, which no province has."""

from __future__ import annotations

from typing import Any

PEOPLE: dict[str, dict[str, Any]] = {
    "p-7c41": {
        "name": "Lê Thị Ngọc Ánh",
        "personal_id": "099190000101",
        "birthdate": "1990-03-14",
        "gender": "female",
        "address": {"formatted": "Số 8 đường Trường Thi, phường Hạc Thành, tỉnh Thanh Hóa"},
        "phone_number": "0190000101",
        "acr": "muc-2",
    },
    "p-19d0": {
        "name": "Nguyễn Đình Trung",
        "personal_id": "099082000102",
        "birthdate": "1982-11-02",
        "gender": "male",
        "address": {"formatted": "Thôn Đồng Lễ, xã Hoằng Hóa, tỉnh Thanh Hóa"},
        "phone_number": "0190000102",
        "acr": "muc-2",
    },
    "p-e3b8": {
        "name": "Phạm Hoàng Nguyễn Thị Thùy Dương",
        "personal_id": "099304000103",
        "birthdate": "2004-07-29",
        "gender": "female",
        "address": {"formatted": "Khu phố Bắc Kỳ, phường Sầm Sơn, tỉnh Thanh Hóa"},
        "phone_number": "0190000103",
        "acr": "muc-1",
    },
    "p-52fa": {
        "name": "Hà Văn Sửu",
        "personal_id": "099049000104",
        "birthdate": "1949-01-01",
        "gender": "male",
        "address": {"formatted": "Bản Mướp, xã Bá Thước, tỉnh Thanh Hóa"},
        "phone_number": "",
        "acr": "muc-2",
    },
}
