from django.apps import AppConfig


class WorkConfig(AppConfig):
    name = "lienthong.kernel.work"
    label = "work"
