from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "lienthong.kernel.directory"
    label = "directory"

    def ready(self) -> None:
        from .aspects import register

        register()
