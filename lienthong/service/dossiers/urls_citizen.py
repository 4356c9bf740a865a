"""Addresses of the public: applying, following, completing."""

from __future__ import annotations

from django.urls import path

from lienthong.service.dossiers.views.citizen import acts, application, begin, follow, mine, papers, review

app_name = "citizen"

urlpatterns = [
    path("ho-so-cua-toi/", mine.my_dossiers, name="mine"),
    path("nop-ho-so/ban-nhap/<uuid:draft_id>/", application.resume, name="draft"),
    path("nop-ho-so/ban-nhap/<uuid:draft_id>/phan/<slug:group>/", application.question_group, name="group"),
    path("nop-ho-so/ban-nhap/<uuid:draft_id>/phan/<slug:group>/luu/", application.autosave, name="autosave"),
    path("nop-ho-so/ban-nhap/<uuid:draft_id>/giay-to/", papers.papers, name="papers"),
    path("nop-ho-so/ban-nhap/<uuid:draft_id>/xem-lai/", review.review, name="review"),
    path("nop-ho-so/ban-nhap/<uuid:draft_id>/bo/", mine.discard, name="discard"),
    path("nop-ho-so/<slug:key>/", begin.begin, name="begin"),
    path("ho-so/<str:code>/", follow.dossier_page, name="dossier"),
    path("ho-so/<str:code>/gui-ma/", follow.send_code, name="send_code"),
    path("ho-so/<str:code>/mo/", follow.open_by_code, name="open"),
    path("ho-so/<str:code>/tep/<uuid:file_id>/", follow.file_link, name="file"),
    path("ho-so/<str:code>/bo-sung/", acts.supplement_page, name="supplement"),
    path("ho-so/<str:code>/rut/", acts.withdraw_page, name="withdraw"),
]
