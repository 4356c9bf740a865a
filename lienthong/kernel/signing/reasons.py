"""Why a signature is not simply valid, in words for the reader."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

# Reports are kept as data, so the words stay Vietnamese here and are translated where they are shown.
UNREADABLE = _("Tệp không phải là PDF đọc được")
UNSIGNED = _("Tệp không có chữ ký số")
BROKEN = _("Chữ ký số bị hỏng, không đọc được")
NOT_INTACT = _("Nội dung đã bị thay đổi sau khi ký")
CHANGED = _("Tệp có phần thêm hoặc sửa sau khi ký, ngoài các ô được phép điền")
TIMESTAMP_BROKEN = _("Dấu thời gian không hợp lệ")
TIMESTAMP_MISSING = _("Chữ ký không có dấu thời gian nên không biết chắc ký lúc nào")
TIMESTAMP_UNTRUSTED = _("Dấu thời gian do tổ chức không nằm trong danh sách tin cậy cấp")
EXPIRED = _("Chứng thư chữ ký số đã hết hạn khi ký")
NOT_YET_VALID = _("Chứng thư chữ ký số chưa có hiệu lực khi ký")
REVOKED = _("Chứng thư chữ ký số đã bị thu hồi trước khi ký")
REVOCATION_UNKNOWN = _("Không biết chứng thư có bị thu hồi hay không (thiếu danh sách thu hồi còn hạn)")
UNTRUSTED = _("Chứng thư không do tổ chức trong danh sách tin cậy cấp")
