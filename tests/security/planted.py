"""Addresses with a planted fault each: the controls of the checks in this folder. Never part of the product."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from lienthong.config.urls import handler400, handler403, handler404, handler500
from lienthong.config.urls import urlpatterns as real
from lienthong.kernel.access.public import public_page, system_scope
from lienthong.kernel.actions.public import Ref, record
from lienthong.service.dossiers.models import Dossier


@public_page
def acts(request: HttpRequest) -> HttpResponse:
    record("planted.look", Ref("planted", "1"), actor=request.actor)  # type: ignore[attr-defined]
    return HttpResponse("ok")


@public_page
def another_agencys_dossier(request: HttpRequest, dossier_id: str) -> HttpResponse:
    with system_scope():
        return JsonResponse({"name": Dossier.objects.get(pk=dossier_id).applicant_name})


@csrf_exempt
@public_page
def unprotected(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


@public_page
def breaks(request: HttpRequest) -> HttpResponse:
    raise ValueError(f"bí mật {request.GET.get('q', '')}")


@public_page
def echoes(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"<p>{request.GET.get('q', '')}</p>")


faults = (
    [
        path("acts/", acts, name="acts"),
        path("dossier/<uuid:dossier_id>/", another_agencys_dossier, name="dossier"),
        path("unprotected/", unprotected, name="unprotected"),
        path("breaks/", breaks, name="breaks"),
        path("echoes/", echoes, name="echoes"),
    ],
    "planted",
)
urlpatterns = [path("planted/", include(faults)), *real]

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
