from __future__ import annotations

from django.urls import path

from lienthong.portal.sites.views import heads, home, lookup, procedures, verification

app_name = "sites"

urlpatterns = [
    path("", home.home, name="home"),
    path("thu-tuc/", procedures.finder, name="procedures"),
    path("thu-tuc/<slug:key>/", procedures.procedure_page, name="procedure"),
    path("tra-cuu/", lookup.lookup, name="lookup"),
    path("xac-thuc/", verification.upload, name="verify"),
    path("xac-thuc/<str:token>/", verification.by_token, name="verify_token"),
    path("niem-phong/", heads.tree_heads, name="heads"),
    path("so-lieu/dung-hen/", home.on_time, name="on_time"),
]
