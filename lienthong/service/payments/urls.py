from __future__ import annotations

from django.urls import path

from lienthong.service.payments.views import paying, review

app_name = "payments"

urlpatterns = [
    path("nop-phi/ve/", paying.come_back, name="return"),
    path("nop-phi/bao-co/", paying.callback, name="callback"),
    path("mot-cua/doi-soat-phi/", review.review, name="review"),
    path("mot-cua/doi-soat-phi/<uuid:payment_id>/", review.one, name="one"),
    path("mot-cua/doi-soat-phi/<uuid:payment_id>/<slug:act>/", review.decide, name="decide"),
    path("nop-phi/<str:code>/", paying.pay, name="pay"),
]
