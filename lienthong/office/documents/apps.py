from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "lienthong.office.documents"
    label = "documents"

    def ready(self) -> None:
        from importlib import import_module
        from importlib.util import find_spec

        for name in ("rules", "states", "notices", "handlers", "owners", "navigation"):
            if find_spec(f"lienthong.office.documents.{name}"):
                import_module(f"lienthong.office.documents.{name}")
