from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "lienthong.kernel.files"
    label = "files"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Tệp"

    def ready(self) -> None:
        from . import checks  # noqa: F401  registers the system checks
