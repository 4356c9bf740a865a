from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "lienthong.kernel.api"
    label = "api"
