from __future__ import annotations

from django.urls import path

from lienthong.service.payments.views import paying

app_name = "payments"

urlpatterns = [
    path("nop-phi/ve/", paying.come_back, name="return"),
    path("nop-phi/bao-co/", paying.callback, name="callback"),
    path("nop-phi/<str:code>/", paying.pay, name="pay"),
]
