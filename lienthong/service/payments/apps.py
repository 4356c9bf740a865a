from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "lienthong.service.payments"
    label = "payments"
