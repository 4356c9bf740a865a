"""Why a signature is not simply valid, in words for the reader."""

from __future__ import annotations

UNREADABLE = "Tệp không phải là PDF đọc được"
UNSIGNED = "Tệp không có chữ ký số"
BROKEN = "Chữ ký số bị hỏng, không đọc được"
NOT_INTACT = "Nội dung đã bị thay đổi sau khi ký"
CHANGED = "Tệp có phần thêm hoặc sửa sau khi ký, ngoài các ô được phép điền"
TIMESTAMP_BROKEN = "Dấu thời gian không hợp lệ"
TIMESTAMP_MISSING = "Chữ ký không có dấu thời gian nên không biết chắc ký lúc nào"
TIMESTAMP_UNTRUSTED = "Dấu thời gian do tổ chức không nằm trong danh sách tin cậy cấp"
EXPIRED = "Chứng thư chữ ký số đã hết hạn khi ký"
NOT_YET_VALID = "Chứng thư chữ ký số chưa có hiệu lực khi ký"
REVOKED = "Chứng thư chữ ký số đã bị thu hồi trước khi ký"
REVOCATION_UNKNOWN = "Không biết chứng thư có bị thu hồi hay không (thiếu danh sách thu hồi còn hạn)"
UNTRUSTED = "Chứng thư không do tổ chức trong danh sách tin cậy cấp"
