from django.apps import AppConfig


class IdempotencyConfig(AppConfig):
    name = "lienthong.kernel.idempotency"
    label = "idempotency"
