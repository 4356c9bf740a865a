"""An officer's delegations: those he gave, those he was given, a new one, ending one early."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.kernel import clock
from lienthong.kernel.access.public import (
    ROLES,
    delegate,
    end_delegation,
    officers_only,
    roles_to_delegate,
)
from lienthong.kernel.accounts.public import step_up_required
from lienthong.kernel.actions.public import Actor
from lienthong.kernel.administration.forms import DelegationForm
from lienthong.kernel.administration.views.answers import put_errors
from lienthong.kernel.directory.models import Delegation, Officer
from lienthong.kernel.errors import DomainError, NotFound

SHOWN = 100


def _own_posts(actor: Actor) -> list[Officer]:
    if actor.person_id is None:
        return []
    rows = Officer.objects.filter(Officer.on(clock.today()), person_id=actor.person_id)
    return list(rows.select_related("person", "post", "organisation").order_by("concurrent", "pk"))


def _rows(actor: Actor, side: str) -> list[dict[str, Any]]:
    """Delegations by or to the actor, those in force first."""
    today = clock.today()
    found = (
        Delegation.objects.filter(**{f"{side}__person_id": actor.person_id})
        .select_related(
            "from_officer__person", "from_officer__post", "to_officer__person", "to_officer__post"
        )
        .order_by("-valid_to", "-pk")[:SHOWN]
    )
    rows = []
    for item in found:
        over = item.revoked_at is not None or (item.valid_to is not None and item.valid_to < today)
        later = item.valid_from is not None and item.valid_from > today
        rows.append(
            {
                "item": item,
                "scope": ROLES.get(item.scope, _("Mọi vai trò")),
                "state": _("Đã kết thúc") if over else _("Chưa đến ngày") if later else _("Đang có hiệu lực"),
                "tone": "plain" if over or later else "leaf",
                "over": over,
            }
        )
    return sorted(rows, key=lambda row: row["over"])


@officers_only
@require_http_methods(["GET"])
def listing(request: HttpRequest) -> HttpResponse:
    """``/uy-quyen/``."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    context = {"given": _rows(actor, "from_officer"), "taken": _rows(actor, "to_officer")}
    return render(request, "administration/delegations.html", context)


@officers_only
@step_up_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """``/uy-quyen/them/``."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    posts = _own_posts(actor)
    asked = (request.POST or request.GET).get("giver", "")
    giver = next((post for post in posts if str(post.pk) == asked), posts[0])
    colleagues = (
        Officer.objects.filter(Officer.on(clock.today()), organisation_id=giver.organisation_id)
        .exclude(person_id=giver.person_id)
        .select_related("person", "post")
        .order_by("post__rank", "person__sort", "pk")
    )
    people = {str(item.pk): item for item in colleagues}
    form = DelegationForm(
        request.POST or None,
        posts=posts,
        people=people,
        roles=[(role, ROLES[role]) for role in roles_to_delegate(giver)],
        initial={"giver": giver.pk, "valid_from": clock.today()},
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            delegate(
                giver,
                people[data["taker"]],
                actor=actor,
                valid_from=data["valid_from"],
                valid_to=data["valid_to"],
                scope=data["scope"],
                reason=data["reason"],
            )
        except DomainError as error:
            put_errors(form, error)
        else:
            messages.success(request, _("Đã ủy quyền. Người nhận được báo."))
            return HttpResponseRedirect(reverse("administration:delegations"))
    return render(
        request,
        "administration/delegation_new.html",
        {"form": form, "several": len(posts) > 1},
        status=422 if form.errors else 200,
    )


@officers_only
@require_POST
def end(request: HttpRequest, delegation_id: int) -> HttpResponse:
    """``/uy-quyen/<id>/ket-thuc/``."""
    found = (
        Delegation.objects.select_related("from_officer__person", "to_officer__person")
        .filter(pk=delegation_id)
        .first()
    )
    if found is None:
        raise NotFound()
    try:
        end_delegation(found, actor=request.actor)  # type: ignore[attr-defined]
    except NotFound:
        raise
    except DomainError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("Đã kết thúc ủy quyền, có hiệu lực ngay."))
    return HttpResponseRedirect(reverse("administration:delegations"))
