from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "lienthong.kernel.access"
    label = "access"
