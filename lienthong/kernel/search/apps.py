from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "lienthong.kernel.search"
    label = "search"
