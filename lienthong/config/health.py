"""``/healthz``: 200 when everything that a request needs is up."""

from __future__ import annotations

import os

from django.conf import settings
from django.db import connection
from django.db.utils import Error as DatabaseError
from django.http import HttpRequest, JsonResponse

from lienthong.kernel.access.public import public_page


@public_page
def healthz(request: HttpRequest) -> JsonResponse:
    """Database answers, the job queue can be read, the file store can be written."""
    parts: dict[str, str] = {}
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "select count(*) from procrastinate_workers where last_heartbeat > now() - interval '2 minutes'"
            )
            workers = cursor.fetchone()[0]
        parts["database"] = "ok"
        parts["jobs"] = "ok" if workers else "no worker"
    except DatabaseError:
        parts["database"] = "down"
    settings.FILES_DIR.mkdir(parents=True, exist_ok=True)
    parts["files"] = "ok" if os.access(settings.FILES_DIR, os.W_OK) else "read only"
    healthy = all(state == "ok" for state in parts.values())
    return JsonResponse(
        {"status": "ok" if healthy else "degraded", "parts": parts}, status=200 if healthy else 503
    )
