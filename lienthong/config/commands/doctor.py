"""``lienthong doctor``: what works here, what is missing, and what it would add."""

from __future__ import annotations

import json
import shutil
import sys
from dataclasses import asdict, dataclass

import click
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


@dataclass
class Finding:
    name: str
    state: str  # ok | missing (optional part) | fail
    detail: str


def _programs() -> list[Finding]:
    optional = (
        ("tesseract", _("nhận dạng chữ trong bản quét")),
        ("soffice", _("chuyển đổi tệp văn phòng sang PDF")),
        ("clamscan", _("quét vi-rút")),
        ("softhsm2-util", _("thử ký bằng thiết bị PKCS#11")),
        ("chromium", _("kiểm thử giao diện")),
        ("pdfsig", _("kiểm tra chữ ký bằng phần mềm độc lập")),
    )
    return [
        Finding(
            f"program:{name}",
            "ok" if shutil.which(name) else "missing",
            purpose if shutil.which(name) else _("chưa cài; cần cho: %(purpose)s") % {"purpose": purpose},
        )
        for name, purpose in optional
    ]


def _database() -> list[Finding]:
    from django.conf import settings
    from django.db import connection

    found = []
    with connection.cursor() as cursor:
        cursor.execute("show server_version")
        version = cursor.fetchone()[0]
        cursor.execute("select current_setting('server_version_num')::int >= 150000")
        found.append(Finding("database:version", "ok" if cursor.fetchone()[0] else "fail", version))
        cursor.execute(
            "select current_setting('fsync'), current_setting('full_page_writes'), current_setting('synchronous_commit')"
        )
        durable = cursor.fetchone()
        found.append(
            Finding(
                "database:durable",
                "ok" if set(durable) <= {"on", "remote_apply"} else "fail",
                " ".join(durable),
            )
        )
        cursor.execute("select current_setting('data_checksums')")
        found.append(
            Finding(
                "database:checksums",
                "ok" if cursor.fetchone()[0] == "on" else "fail",
                _("tổng kiểm trang dữ liệu"),
            )
        )
        cursor.execute("select rolsuper, rolbypassrls from pg_roles where rolname = current_user")
        found.append(
            Finding(
                "database:role",
                "ok" if cursor.fetchone() == (False, False) else "fail",
                _("vai trò làm việc không vượt được bảo mật hàng"),
            )
        )
        cursor.execute(
            "select has_table_privilege('actions_action', 'UPDATE') or has_table_privilege('actions_action', 'DELETE') "
            "or has_table_privilege('actions_action', 'TRUNCATE')"
        )
        found.append(
            Finding(
                "database:append-only", "fail" if cursor.fetchone()[0] else "ok", _("lịch sử chỉ được thêm")
            )
        )
    from lienthong.config.supervisor.installation import schema_digest

    mark = settings.VAR / "schema"
    current = not settings.PRIVATE_CLUSTER or (mark.exists() and mark.read_text() == schema_digest())
    found.append(
        Finding(
            "database:schema",
            "ok" if current else "fail",
            _("lược đồ khớp mã nguồn") if current else _("chạy lienthong prepare"),
        )
    )
    return found


def _protections() -> list[Finding]:
    from django.conf import settings

    return [
        Finding(
            "protection:virus-scan",
            "ok",
            _("bắt buộc") if settings.VIRUS_SCAN_REQUIRED else _("tắt (chế độ trình diễn)"),
        ),
        Finding(
            "protection:second-factor",
            "ok",
            _("bắt buộc") if settings.SECOND_FACTOR_REQUIRED else _("tắt (chế độ trình diễn)"),
        ),
        Finding(
            "protection:https",
            "ok" if settings.HTTPS or settings.DEMONSTRATION else "fail",
            settings.PUBLIC_URL,
        ),
        Finding(
            "protection:files-host",
            "ok" if settings.FILES_URL or settings.DEMONSTRATION else "missing",
            settings.FILES_URL
            or _(
                "tệp người khác nộp được tải từ cùng địa chỉ với các trang; đặt LIENTHONG_FILES_URL để tách riêng"
            ),
        ),
    ]


def _store() -> list[Finding]:
    from django.conf import settings

    settings.FILES_DIR.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(settings.FILES_DIR).free
    return [
        Finding(
            "files:space",
            "ok" if free > 2 * 2**30 else "fail",
            _("còn trống %(free)s GiB") % {"free": f"{free / 2**30:.1f}"},
        ),
        Finding("python", "ok", sys.version.split()[0]),
    ]


def _held_files() -> list[Finding]:
    """Files that wait for a person, and files that wait for a scanner that does not answer."""
    import datetime as dt

    from django.conf import settings
    from django.db.models import Count, Q

    from lienthong.kernel import clock
    from lienthong.kernel.files.public import Release, State, StoredFile

    edge = clock.now() - dt.timedelta(hours=1)
    unjudged = Q(state=State.QUARANTINE, scanned_at=None, reason="awaiting_scan", created_at__lt=edge)
    found = StoredFile.objects.exclude(state=State.CLEAN).aggregate(
        held=Count("pk", filter=Q(state=State.QUARANTINE)),
        refused=Count("pk", filter=Q(state=State.REFUSED)),
        released=Count("pk", filter=Q(state=State.RELEASED)),
        unscanned=Count("pk", filter=Q(state=State.UNSCANNED)),
        stuck=Count("pk", filter=unjudged),
    )
    waiting = Release.objects.filter(state="waiting").count()
    stuck = bool(found["stuck"]) and settings.VIRUS_SCAN_REQUIRED
    detail = _(
        "cách ly %(held)s, có mã độc %(refused)s, đã giải tỏa %(released)s, chưa quét %(unscanned)s, chờ người thứ hai xác nhận %(waiting)s"
    ) % {**found, "waiting": waiting}
    if stuck:
        detail += "; " + _("%(stuck)s tệp chờ quét hơn 1 giờ: kiểm tra bộ quét mã độc") % found
    return [Finding("files:quarantine", "fail" if stuck else "ok", detail)]


def _secrets() -> list[Finding]:
    from lienthong.config import options

    path = options.var_dir() / "secrets.json"
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o600
    return [Finding("secrets:mode", "ok" if mode == 0o600 else "fail", oct(mode))]


def _packs() -> list[Finding]:
    from lienthong.config import options
    from lienthong.kernel.packs.public import current_version

    found = []
    for name in options.names("LIENTHONG_PACKS"):
        version = current_version(name)
        found.append(
            Finding(
                f"pack:{name}",
                "ok" if version else "fail",
                str(version.version) if version else _("chưa áp dụng"),
            )
        )
    return found


def _jobs() -> list[Finding]:
    """Work that was given up needs a human."""
    from django.db import connection

    with connection.cursor() as cursor:
        # A periodic job that failed runs again by itself at its next time.
        cursor.execute(
            "select task_name, count(*) from procrastinate_jobs job where status = 'failed' and not exists "
            "(select from procrastinate_periodic_defers d where d.task_name = job.task_name) group by 1 order by 1"
        )
        failed = cursor.fetchall()
    detail = ", ".join(f"{name}: {count}" for name, count in failed) or _("không có việc nền bị bỏ")
    return [Finding("jobs:failed", "fail" if failed else "ok", detail)]


def _outdated() -> list[Finding]:
    """S48: freshness needs a package index; without a network say so and go on."""
    return [Finding("supply-chain", "ok", _("gói được khóa bằng mã băm; kiểm tra bản mới: make outdated"))]


@click.command("doctor", help=gettext_lazy("Kiểm tra máy và bản cài; mã thoát khác 0 khi có lỗi."))
@click.option("--json", "as_json", is_flag=True)
def doctor(as_json: bool) -> None:
    findings: list[Finding] = []
    for part in (_store, _database, _held_files, _secrets, _protections, _packs, _jobs, _programs, _outdated):
        try:
            findings += part()
        except Exception as error:
            findings.append(Finding(part.__name__.strip("_"), "fail", f"{type(error).__name__}: {error}"))
    healthy = all(finding.state != "fail" for finding in findings)
    if as_json:
        click.echo(
            json.dumps(
                {"ok": healthy, "findings": [asdict(finding) for finding in findings]},
                ensure_ascii=False,
                indent=1,
            )
        )
    else:
        for finding in findings:
            click.echo(f"{finding.state:8} {finding.name:28} {finding.detail}")
    raise SystemExit(0 if healthy else 1)
