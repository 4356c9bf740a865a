from django.apps import AppConfig


class ActionsConfig(AppConfig):
    name = "lienthong.kernel.actions"
    label = "actions"
