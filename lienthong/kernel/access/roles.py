"""The roles that an officer can hold. Which permissions each has is said where the permission is defined."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ROLES: dict[str, str | Promise] = {
    "van_thu": _("Văn thư"),
    "chuyen_vien": _("Chuyên viên"),
    "lanh_dao_phong": _("Lãnh đạo phòng"),
    "lanh_dao": _("Lãnh đạo cơ quan"),
    "mot_cua": _("Cán bộ một cửa"),
    "quan_tri_co_quan": _("Quản trị cơ quan"),
    "quan_tri_nen_tang": _("Quản trị nền tảng"),
}

PLATFORM = "quan_tri_nen_tang"
ADMINISTRATORS = frozenset({"quan_tri_co_quan", PLATFORM})
EVERY_OFFICER = tuple(ROLES)
ROLES_OF_A_UNIT = frozenset({"chuyen_vien", "lanh_dao_phong"})
