from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "lienthong.kernel.papers"
    label = "papers"
