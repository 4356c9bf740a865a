"""Django settings, all derived from the table in :mod:`lienthong.config.options`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from lienthong.config import options

ROOT = options.ROOT
VAR = options.var_dir()

DEMONSTRATION = options.flag("LIENTHONG_DEMONSTRATION")
DEBUG = options.flag("LIENTHONG_DEBUG")
if DEBUG and not DEMONSTRATION:
    raise ImproperlyConfigured("LIENTHONG_DEBUG=1 chỉ được phép ở chế độ trình diễn")

PUBLIC_URL = options.text("LIENTHONG_PUBLIC_URL") or f"http://127.0.0.1:{options.text('LIENTHONG_PORT')}"
_public = urlsplit(PUBLIC_URL)
HTTPS = _public.scheme == "https"
ALLOWED_HOSTS = options.names("LIENTHONG_ALLOWED_HOSTS") or sorted(
    {_public.hostname or "127.0.0.1", "127.0.0.1", "localhost"}
)
FILES_URL = options.text("LIENTHONG_FILES_URL")
if FILES_URL:
    _files = urlsplit(FILES_URL)
    if not _files.hostname or _files.path.strip("/") or _files.scheme not in {"http", "https"}:
        raise ImproperlyConfigured("LIENTHONG_FILES_URL phải có dạng https://tên-máy, không có đường dẫn")
    # Cookies know names, not ports: another port of the same name would be no other host for them.
    if _files.hostname == _public.hostname:
        raise ImproperlyConfigured("LIENTHONG_FILES_URL phải khác tên máy với LIENTHONG_PUBLIC_URL")
    if HTTPS and _files.scheme != "https":
        raise ImproperlyConfigured("LIENTHONG_FILES_URL phải là https khi LIENTHONG_PUBLIC_URL là https")
    ALLOWED_HOSTS = [*ALLOWED_HOSTS, _files.hostname]
TRUSTED_PROXIES = options.names("LIENTHONG_TRUSTED_PROXIES")
SECRET_KEY = options.secret("LIENTHONG_SECRET_KEY")
SECRET_KEY_FALLBACKS = options.names("LIENTHONG_SECRET_KEY_FALLBACKS")
if len(SECRET_KEY) < 32:
    raise ImproperlyConfigured("LIENTHONG_SECRET_KEY phải dài ít nhất 32 ký tự")


def _switch(name: str) -> bool:
    """A protection that is `required`, or `off` in demonstration mode only (DESIGN §9.7)."""
    value = options.text(name)
    if value == "auto":
        return not DEMONSTRATION
    if value == "off" and not DEMONSTRATION:
        raise ImproperlyConfigured(f"{name}=off chỉ được phép ở chế độ trình diễn")
    if value not in {"off", "required"}:
        raise ImproperlyConfigured(f"{name}: giá trị phải là required, off hoặc auto")
    return value == "required"


VIRUS_SCAN_REQUIRED = _switch("LIENTHONG_VIRUS_SCAN")
SECOND_FACTOR_REQUIRED = _switch("LIENTHONG_SECOND_FACTOR")
CLAMD_SOCKET = options.text("LIENTHONG_CLAMD_SOCKET")
CLAMAV_DATABASE = options.text("LIENTHONG_CLAMAV_DATABASE")
UPLOAD_LIMIT = options.number("LIENTHONG_UPLOAD_LIMIT")
FILES_DIR = VAR / "files"
KEYS_DIR = Path(options.text("LIENTHONG_KEYS_DIR") or VAR / "keys")
KEYS_PASSPHRASE = options.secret("LIENTHONG_KEYS_PASSPHRASE")
PKCS11_MODULE = options.text("LIENTHONG_PKCS11_MODULE")
TIMESTAMP_URL = options.text("LIENTHONG_TIMESTAMP_URL")
PACKS_DIR = ROOT / "packs"


def _site_name() -> str:
    """The name that the public pages bear: as set, else that of the last pack without what stands in brackets."""
    given = options.text("LIENTHONG_SITE_NAME")
    packs = options.names("LIENTHONG_PACKS")
    described = PACKS_DIR / packs[-1] / "pack.yaml" if packs else None
    if given or described is None or not described.is_file():
        return given
    lines = described.read_text(encoding="utf-8").splitlines()
    name = next((line.partition(":")[2].strip() for line in lines if line.startswith("name:")), "")
    return name.partition(" (")[0]


SITE_NAME = _site_name()

_simulators = options.number("LIENTHONG_SIMULATOR_PORT") or options.number("LIENTHONG_PORT") + 10
SIMULATOR_PORTS = {"identity": _simulators, "payment": _simulators + 1, "timestamp": _simulators + 2}
OIDC_ISSUER = options.text("LIENTHONG_OIDC_ISSUER") or (
    f"http://127.0.0.1:{SIMULATOR_PORTS['identity']}" if DEMONSTRATION else ""
)
OIDC_CLIENT_ID = options.text("LIENTHONG_OIDC_CLIENT_ID")
OIDC_CLIENT_SECRET = options.secret("LIENTHONG_OIDC_CLIENT_SECRET")
PAYMENT_URL = options.text("LIENTHONG_PAYMENT_URL") or (
    f"http://127.0.0.1:{SIMULATOR_PORTS['payment']}" if DEMONSTRATION else ""
)
PAYMENT_SECRET = options.secret("LIENTHONG_PAYMENT_SECRET")
FEE_REMINDER_DAYS = sorted({int(day) for day in options.names("LIENTHONG_FEE_REMINDER_DAYS")})
LOOKUP_CODES_PER_DOSSIER = options.number("LIENTHONG_LOOKUP_CODES_PER_DOSSIER")
LOOKUP_CODES_PER_ADDRESS = options.number("LIENTHONG_LOOKUP_CODES_PER_ADDRESS")
# Browsers may be sent to these places by a form (payment, sign-in); everything else is 'self'.
FORM_ACTION_ORIGINS = [url for url in (OIDC_ISSUER, PAYMENT_URL) if url]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "procrastinate.contrib.django",
    "lienthong.kernel.actions.apps.ActionsConfig",
    "lienthong.kernel.directory.apps.DirectoryConfig",
    "lienthong.kernel.accounts.apps.AccountsConfig",
    "lienthong.kernel.access.apps.AccessConfig",
]
# Apps join the list as they land; an app that is not there yet is not installed.
for _name, _config in (
    ("legal", "LegalConfig"),
    ("idempotency", "IdempotencyConfig"),
    ("numbering", "NumberingConfig"),
    ("worktime", "WorktimeConfig"),
    ("files", "FilesConfig"),
    ("signing", "SigningConfig"),
    ("papers", "PapersConfig"),
    ("printing", "PrintingConfig"),
    ("forms", "FormsConfig"),
    ("process", "ProcessConfig"),
    ("work", "WorkConfig"),
    ("notify", "NotifyConfig"),
    ("search", "SearchConfig"),
    ("quarantine", "QuarantineConfig"),
    ("packs", "PacksConfig"),
    ("ui", "UiConfig"),
    ("api", "ApiConfig"),
    ("administration", "AdministrationConfig"),
):
    if (ROOT / "lienthong" / "kernel" / _name / "apps.py").exists():
        INSTALLED_APPS.append(f"lienthong.kernel.{_name}.apps.{_config}")
for _path, _config in (
    ("office/documents", "DocumentsConfig"),
    ("service/procedures", "ProceduresConfig"),
    ("service/dossiers", "DossiersConfig"),
    ("service/payments", "PaymentsConfig"),
    ("portal/sites", "SitesConfig"),
):
    if (ROOT / "lienthong" / _path / "apps.py").exists():
        INSTALLED_APPS.append(f"lienthong.{_path.replace('/', '.')}.apps.{_config}")

MIDDLEWARE = [
    "lienthong.kernel.ui.headers.SecurityHeaders",
    "lienthong.kernel.files.host.FilesHost",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "lienthong.kernel.accounts.middleware.SessionGuard",
    "lienthong.kernel.access.middleware.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "lienthong.kernel.ui.uploads.UploadRedirects",
]
if not (ROOT / "lienthong/kernel/ui/headers.py").exists():
    MIDDLEWARE.remove("lienthong.kernel.ui.headers.SecurityHeaders")

ROOT_URLCONF = "lienthong.config.urls"
WSGI_APPLICATION = "lienthong.config.wsgi.application"
APPEND_SLASH = True

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
if (ROOT / "lienthong/kernel/ui/context.py").exists():
    TEMPLATES[0]["OPTIONS"]["context_processors"].append("lienthong.kernel.ui.context.shell")


def _database(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    host = query.pop("host", None) or parts.hostname or ""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 5, **query},
    }


def _private_cluster_url(role: str) -> str:
    from lienthong.config.cluster.server import OWNER, RUNTIME, Cluster

    return Cluster.at(VAR).url(OWNER if role == "owner" else RUNTIME)


DATABASES = {
    "default": _database(options.text("DATABASE_URL") or _private_cluster_url("runtime")),
    "owner": _database(
        options.text("DATABASE_OWNER_URL") or options.text("DATABASE_URL") or _private_cluster_url("owner")
    ),
}
DATABASES["owner"]["CONN_MAX_AGE"] = 0
DATABASES["owner"]["TEST"] = {"MIRROR": "default"}
DATABASE_ROUTERS = ["lienthong.config.database.OwnerMigrates"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PRIVATE_CLUSTER = not options.text("DATABASE_URL")

AUTH_USER_MODEL = "accounts.Account"
LOGIN_URL = "/dang-nhap/"
LOGIN_REDIRECT_URL = "/"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
if DEMONSTRATION:
    # Checks the random passwords of demonstration accounts until their first sign-in; never the first of the list.
    PASSWORD_HASHERS.append("lienthong.kernel.accounts.hashers.DemonstrationHasher")
PASSWORD_PROFILE = options.text("LIENTHONG_PASSWORD_PROFILE")
AUTH_PASSWORD_VALIDATORS = [{"NAME": "lienthong.kernel.accounts.passwords.Policy"}]
PASSWORD_RESET_TIMEOUT = 3600

SESSION_ENGINE = "lienthong.kernel.accounts.sessions"
SESSION_IDLE_MINUTES = options.number("LIENTHONG_SESSION_IDLE_MINUTES")
SESSION_IDLE_MINUTES_CITIZEN = options.number("LIENTHONG_SESSION_IDLE_MINUTES_CITIZEN")
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = options.number("LIENTHONG_SESSION_HOURS") * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "lienthong_session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "lienthong_csrf"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "lienthong.config.errors.csrf_failure"
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if HTTPS else []
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS and TRUSTED_PROXIES else None
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_HANDLERS = [
    "lienthong.kernel.files.uploads.UploadBound",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "lienthong_language"
LOCALE_PATHS = [ROOT / "lienthong" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATIC_ROOT.mkdir(exist_ok=True)  # else every start warns of a folder that it does not need
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

EMAIL_SMTP_URL = options.text("LIENTHONG_SMTP_URL")
DEFAULT_FROM_EMAIL = options.text("LIENTHONG_MAIL_FROM")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "lienthong.config.log_lines.Line",
            "fmt": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": options.text("LIENTHONG_LOG_LEVEL")},
    # Django's request logger writes the path with its query; paths of ours carry no personal data, queries may.
    "loggers": {
        "django.request": {"level": "ERROR"},
        "procrastinate": {"level": "WARNING"},
        # pyHanko writes the names of signers into its warnings (S33); the verdict carries all that is needed.
        "pyhanko": {"level": "CRITICAL"},
        "pyhanko_certvalidator": {"level": "CRITICAL"},
    },
}

if os.environ.get("LIENTHONG_TEST_CLUSTER"):
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *PASSWORD_HASHERS]
