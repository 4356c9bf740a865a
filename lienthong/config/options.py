"""The one table of settings. ``docs/settings.md`` is printed from it (`lienthong settings --markdown`).

An option comes from the environment, else from ``var/settings.env`` (KEY=VALUE lines), else from its default.
Secrets that nobody set are made at random once per installation and kept in ``var/secrets.json`` (mode 0600).
"""

from __future__ import annotations

import json
import os
import secrets as random_secrets
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Option:
    name: str
    default: str
    help: Any  # lazily translated: this table is read before any language is known
    secret: bool = False


OPTIONS: tuple[Option, ...] = (
    Option(
        "LIENTHONG_VAR",
        str(ROOT / "var"),
        _("Thư mục dữ liệu: cơ sở dữ liệu riêng, tệp, khóa, nhật ký"),
    ),
    Option(
        "LIENTHONG_DEMONSTRATION",
        "1",
        _("1: chế độ trình diễn (dữ liệu mẫu, thư thử, cho phép tắt quét vi-rút và xác thực hai lớp)"),
    ),
    Option(
        "LIENTHONG_DEBUG",
        "0",
        _("1: trang lỗi chi tiết cho người lập trình; bị từ chối ngoài chế độ trình diễn"),
    ),
    Option("LIENTHONG_HOST", "127.0.0.1", _("Địa chỉ mà máy chủ web lắng nghe")),
    Option("LIENTHONG_PORT", "8000", _("Cổng của máy chủ web")),
    Option(
        "LIENTHONG_PUBLIC_URL",
        "",
        _("Địa chỉ công khai; trống: http://127.0.0.1:<cổng>. https bật cookie __Host- và HSTS"),
    ),
    Option(
        "LIENTHONG_ALLOWED_HOSTS",
        "",
        _("Tên máy được phép, cách nhau bằng dấu phẩy; trống: theo địa chỉ công khai"),
    ),
    Option(
        "LIENTHONG_TRUSTED_PROXIES",
        "",
        _("Địa chỉ của proxy được tin khi đọc X-Forwarded-For, cách nhau bằng dấu phẩy"),
    ),
    Option("LIENTHONG_WEB_WORKERS", "2", _("Số tiến trình web")),
    Option("LIENTHONG_WEB_THREADS", "4", _("Số luồng mỗi tiến trình web")),
    Option("LIENTHONG_JOB_CONCURRENCY", "4", _("Số việc nền chạy cùng lúc")),
    Option(
        "DATABASE_URL",
        "",
        _("Cơ sở dữ liệu với vai trò làm việc; trống: cụm PostgreSQL riêng dưới var/"),
    ),
    Option(
        "DATABASE_OWNER_URL",
        "",
        _("Cùng cơ sở dữ liệu với vai trò chủ sở hữu, chỉ dùng để cập nhật lược đồ"),
    ),
    Option(
        "LIENTHONG_PG_BINARIES",
        "auto",
        _("auto | installed | wheel | đường dẫn thư mục bin của PostgreSQL (≥ 15)"),
    ),
    Option("LIENTHONG_SECRET_KEY", "", _("Khóa ký phiên làm việc và liên kết"), secret=True),
    Option(
        "LIENTHONG_SECRET_KEY_FALLBACKS",
        "",
        _("Các khóa ký cũ còn được chấp nhận khi đổi khóa, cách nhau bằng dấu phẩy"),
        secret=True,
    ),
    Option("LIENTHONG_KEYS_DIR", "", _("Thư mục khóa ký số phần mềm; trống: var/keys")),
    Option("LIENTHONG_KEYS_PASSPHRASE", "", _("Mật khẩu bảo vệ khóa ký số phần mềm"), secret=True),
    Option(
        "LIENTHONG_PKCS11_MODULE",
        "",
        _("Thư viện PKCS#11 của thiết bị ký; trống: dùng khóa phần mềm"),
    ),
    Option("LIENTHONG_PKCS11_PIN", "", _("Mã PIN của thiết bị ký"), secret=True),
    Option(
        "LIENTHONG_TIMESTAMP_URL",
        "",
        _("Dịch vụ dấu thời gian RFC 3161; trống chỉ được phép ở chế độ trình diễn"),
    ),
    Option(
        "LIENTHONG_VIRUS_SCAN",
        "auto",
        _("required | off | auto (required nếu không phải trình diễn; off chỉ ở chế độ trình diễn)"),
    ),
    Option("LIENTHONG_CLAMD_SOCKET", "", _("Ổ cắm của clamd; trống: gọi clamscan")),
    Option(
        "LIENTHONG_CLAMAV_DATABASE",
        "",
        _("Thư mục cơ sở dữ liệu chữ ký của clamscan; trống: mặc định của hệ thống"),
    ),
    Option(
        "LIENTHONG_SECOND_FACTOR",
        "auto",
        _("required | off | auto (required nếu không phải trình diễn; off chỉ ở chế độ trình diễn)"),
    ),
    Option(
        "LIENTHONG_SESSION_IDLE_MINUTES",
        "30",
        _("Phiên của cán bộ hết sau chừng này phút không dùng"),
    ),
    Option(
        "LIENTHONG_SESSION_IDLE_MINUTES_CITIZEN",
        "60",
        _("Phiên của công dân hết sau chừng này phút không dùng"),
    ),
    Option("LIENTHONG_SESSION_HOURS", "12", _("Phiên dài nhất, giờ, kể cả khi vẫn dùng")),
    Option(
        "LIENTHONG_PASSWORD_PROFILE",
        "asvs",
        _(
            "asvs (từ 12 ký tự, không phổ biến, không bắt đổi định kỳ) | tcvn (thêm 4 loại ký tự, đổi sau 90 ngày)"
        ),
    ),
    Option(
        "LIENTHONG_FILES_URL",
        "",
        _(
            "Địa chỉ riêng chỉ để tải tệp, khác tên máy với địa chỉ công khai, cùng trỏ về máy chủ web này; trống: tệp cùng địa chỉ với trang"
        ),
    ),
    Option("LIENTHONG_UPLOAD_LIMIT", str(50 * 1024 * 1024), _("Cỡ tệp tải lên lớn nhất, byte")),
    Option(
        "LIENTHONG_SMTP_URL",
        "",
        _("smtp://user:pass@host:port; trống: thư được giữ lại ở trang thư thử của chế độ trình diễn"),
    ),
    Option("LIENTHONG_MAIL_FROM", "khong-tra-loi@lienthong.example", _("Địa chỉ gửi thư")),
    Option(
        "LIENTHONG_OIDC_ISSUER",
        "",
        _("Địa chỉ phát hành của hệ thống định danh; trống: bản mô phỏng ở chế độ trình diễn"),
    ),
    Option("LIENTHONG_OIDC_CLIENT_ID", "lienthong", _("Mã ứng dụng ở hệ thống định danh")),
    Option(
        "LIENTHONG_OIDC_CLIENT_SECRET",
        "",
        _("Bí mật của ứng dụng ở hệ thống định danh"),
        secret=True,
    ),
    Option("LIENTHONG_PAYMENT_URL", "", _("Cổng thanh toán; trống: bản mô phỏng ở chế độ trình diễn")),
    Option(
        "LIENTHONG_FEE_REMINDER_DAYS",
        "2,5",
        _(
            "Nhắc nộp phí sau bao nhiêu ngày làm việc kể từ khi phải nộp, cách nhau bằng dấu phẩy; trống: không nhắc"
        ),
    ),
    Option(
        "LIENTHONG_LOOKUP_CODES_PER_DOSSIER",
        "6",
        _("Số lần nhiều nhất trong một ngày xin mã tra cứu gửi tới thư điện tử, cho một mã hồ sơ"),
    ),
    Option(
        "LIENTHONG_LOOKUP_CODES_PER_ADDRESS",
        "30",
        _("Số lần nhiều nhất trong một ngày xin mã tra cứu, từ một địa chỉ mạng"),
    ),
    Option("LIENTHONG_PAYMENT_SECRET", "", _("Bí mật ký thông điệp với cổng thanh toán"), secret=True),
    Option(
        "LIENTHONG_SIMULATORS",
        "1",
        _("1: `make run` khởi động các bên ngoài mô phỏng (định danh, thanh toán, dấu thời gian)"),
    ),
    Option("LIENTHONG_SIMULATOR_PORT", "0", _("Cổng đầu tiên của các bên mô phỏng; 0: cổng web + 10")),
    Option(
        "LIENTHONG_PACKS",
        "vn,thanh-hoa",
        _("Các gói cấu hình được nạp ở chế độ trình diễn, theo thứ tự"),
    ),
    Option(
        "LIENTHONG_SITE_NAME",
        "",
        _("Tên ở đầu các trang công khai; trống: tên gói cấu hình cuối cùng"),
    ),
    Option(
        "LIENTHONG_LANGUAGE",
        "vi",
        _("vi | en: ngôn ngữ của dòng lệnh; màn hình theo lựa chọn của từng người"),
    ),
    Option("LIENTHONG_LOG_LEVEL", "INFO", _("Mức nhật ký")),
)

_BY_NAME = {option.name: option for option in OPTIONS}


@cache
def _file_values() -> dict[str, str]:
    path = Path(os.environ.get("LIENTHONG_VAR", _BY_NAME["LIENTHONG_VAR"].default)) / "settings.env"
    values: dict[str, str] = {}
    if path.is_file():
        for raw in path.read_text(encoding="utf-8").splitlines():
            line = raw.strip()
            if line and not line.startswith("#") and "=" in line:
                name, _, value = line.partition("=")
                values[name.strip()] = value.strip()
    return values


def text(name: str) -> str:
    """The value of an option as text. An unknown name is a programming error (KeyError)."""
    option = _BY_NAME[name]
    return os.environ.get(name) or _file_values().get(name) or option.default


def flag(name: str) -> bool:
    return text(name).strip().lower() in {"1", "true", "yes", "on"}


def number(name: str) -> int:
    return int(text(name))


def names(name: str) -> list[str]:
    return [item.strip() for item in text(name).split(",") if item.strip()]


def var_dir() -> Path:
    path = Path(text("LIENTHONG_VAR"))
    path.mkdir(parents=True, exist_ok=True)
    return path


def secret(name: str) -> str:
    """A secret from the settings, else a random one of this installation.

    Two processes may start at once: the file is made with O_EXCL under a lock file, and the loser reads the winner's.
    """
    given = text(name) if name in _BY_NAME else ""
    if given:
        return given
    return _stored_secret(name)


def _stored_secret(name: str) -> str:
    import fcntl

    path = var_dir() / "secrets.json"
    lock_path = var_dir() / ".secrets.lock"
    with lock_path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        stored = json.loads(path.read_text()) if path.exists() else {}
        if name not in stored:
            stored[name] = random_secrets.token_urlsafe(36)
            temporary = path.with_suffix(".new")
            descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w") as handle:
                json.dump(stored, handle, indent=1)
                handle.flush()
                os.fsync(handle.fileno())
            temporary.replace(path)
        return str(stored[name])
