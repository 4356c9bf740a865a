from django.apps import AppConfig


class ProceduresConfig(AppConfig):
    name = "lienthong.service.procedures"
    label = "procedures"

    def ready(self) -> None:
        from lienthong.service.procedures import aspects

        aspects.register()
