from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "lienthong.kernel.directory"
    label = "directory"
