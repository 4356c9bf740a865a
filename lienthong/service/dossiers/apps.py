from django.apps import AppConfig


class DossiersConfig(AppConfig):
    name = "lienthong.service.dossiers"
    label = "dossiers"

    def ready(self) -> None:
        from importlib import import_module
        from importlib.util import find_spec

        for name in ("rules", "projections", "handlers", "notices", "navigation", "calendars"):
            if find_spec(f"lienthong.service.dossiers.{name}"):
                import_module(f"lienthong.service.dossiers.{name}")
