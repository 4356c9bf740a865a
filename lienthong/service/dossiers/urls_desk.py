from __future__ import annotations

from django.urls import path

from lienthong.service.dossiers.views import counter, desk, fees, listing, page, register, services, slips

app_name = "dossiers"

urlpatterns = [
    path("", desk.home, name="desk"),
    path("ho-so/", listing.listing, name="list"),
    path("ho-so/xuat.xlsx", listing.export, name="export"),
    path("ho-so/in/", listing.print_view, name="print"),
    path("ho-so/<uuid:dossier_id>/", page.page, name="page"),
    path("ho-so/<uuid:dossier_id>/phieu/", slips.panel, name="slips"),
    path("ho-so/<uuid:dossier_id>/phieu-kiem-soat/", page.control_slip, name="control"),
    path("ho-so/<uuid:dossier_id>/dung/", page.stop_dossier, name="stop"),
    path("ho-so/<uuid:dossier_id>/thu-phi/", fees.collect, name="collect"),
    path("ho-so/<uuid:dossier_id>/bien-lai/<uuid:receipt_id>/huy/", fees.void, name="void_receipt"),
    path("ho-so/<uuid:dossier_id>/chu-ky/<uuid:result_id>/", page.signatures, name="signatures"),
    path("so-theo-doi/", register.book, name="register"),
    path("so-theo-doi/so.pdf", register.pdf, name="register_pdf"),
    path("tiep-nhan/", counter.choose, name="counter"),
    path("tiep-nhan/xong/<uuid:dossier_id>/", counter.done, name="counter_done"),
    path("tiep-nhan/xong/<uuid:dossier_id>/thu-phi/", counter.collect, name="counter_collect"),
    path("tiep-nhan/<slug:key>/", counter.form, name="counter_form"),
    path("thu-tuc/", services.services, name="services"),
    path("thu-tuc/<slug:key>/", services.service, name="service"),
]
