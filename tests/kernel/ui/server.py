"""The real site on a port of its own, without the parts that need a database: what the browser tests open."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.test import override_settings

NEEDS_DATABASE = ("AuthenticationMiddleware", "ActorMiddleware")


class _Quiet(WSGIRequestHandler):
    def log_message(self, *arguments: object) -> None:
        pass


class _Server(socketserver.ThreadingMixIn, WSGIServer):
    daemon_threads = True


@contextmanager
def site() -> Iterator[str]:
    middleware = [name for name in settings.MIDDLEWARE if not name.endswith(NEEDS_DATABASE)]
    with override_settings(
        ROOT_URLCONF="tests.kernel.ui.urls",
        MIDDLEWARE=middleware,
        DEMONSTRATION=True,
        ALLOWED_HOSTS=["127.0.0.1"],
    ):
        server = _Server(("127.0.0.1", 0), _Quiet)
        server.set_app(WSGIHandler())
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            server.server_close()
