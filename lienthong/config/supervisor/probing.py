"""Ask the web server whether it answers: a living process is not yet a service.

granian's master stays alive when its workers are gone or stuck, and holds the port: browsers connect and wait for ever,
and a supervisor that looks at the process alone sees nothing wrong.
"""

from __future__ import annotations

import signal
import threading
import time
import urllib.request
from collections.abc import Callable
from http.client import HTTPException
from urllib.error import HTTPError, URLError

from django.utils.translation import gettext as _

from lienthong.config import options
from lienthong.config.supervisor.processes import Child

_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "": "127.0.0.1"}  # noqa: S104 - recognised, not listened on

# A proxy of the environment would answer for a server that is dead, or be silent for one that lives.
_directly = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def health_address() -> str:
    """``/healthz`` where the web server really listens."""
    host = options.text("LIENTHONG_HOST")
    host = _EVERYWHERE.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{host}:{options.text('LIENTHONG_PORT')}/healthz"


def ask(url: str, timeout: float) -> tuple[int, str]:
    """Status and body of an answer, whatever it says. Raises OSError or HTTPException when none comes."""
    # By the name that is always allowed: an answer of 400 to a bare number would say nothing about health.
    request = urllib.request.Request(url, headers={"Host": "127.0.0.1", "User-Agent": "lienthong-up"})  # noqa: S310 - our own address
    try:
        with _directly.open(request, timeout=timeout) as answer:
            return answer.status, answer.read().decode(errors="replace")
    except HTTPError as error:
        return error.code, error.read().decode(errors="replace")
    except URLError as error:
        raise OSError(str(error.reason)) from error


class Probe:
    """Asks in a thread of its own, so that a silent server delays nobody; ``__call__`` is the supervisor's tick.

    Any answer is life, 503 as well: a database that is down is not mended by another web server. ``most`` silences in a
    row end the process, and the supervisor starts it again. A start gets ``patience`` seconds before silence counts, so
    that a slow machine does not kill every start.
    """

    def __init__(
        self,
        child: Child,
        url: str,
        say: Callable[[str], None],
        *,
        every: float = 5.0,
        timeout: float = 10.0,
        most: int = 4,
        patience: float = 60.0,
    ) -> None:
        self.child, self.url, self.say = child, url, say
        self.every, self.timeout, self.most, self.patience = every, timeout, most, patience
        self.silences = 0
        self.restarts = 0
        self.answered: float | None = None  # the start that has answered: from then on silence counts at once
        self._of: float = 0.0  # the start that the silences belong to
        self._ended = threading.Event()

    def begin(self) -> None:
        threading.Thread(target=self._ask_on, name="probe", daemon=True).start()

    def end(self) -> None:
        self._ended.set()

    def _ask_on(self) -> None:
        while not self._ended.wait(self.every):
            started = self.child.started
            try:
                ask(self.url, self.timeout)
            except (OSError, HTTPException):
                young = self.answered != started and time.monotonic() - started < self.patience
                if not young and self.child.alive():
                    self.silences = self.silences + 1 if self._of == started else 1
                    self._of = started
            else:
                self.answered, self.silences = started, 0

    def __call__(self) -> None:
        if self.silences < self.most or self._of != self.child.started or not self.child.alive():
            return
        self.say(
            _("%(name)s: tiến trình còn sống nhưng không trả lời %(times)s lần liền; khởi động lại")
            % {"name": self.child.name, "times": self.silences}
        )
        self.silences, self.restarts = 0, self.restarts + 1
        # Not SIGTERM: a master that has lost its workers may wait for them, and there is nobody left to be polite to.
        self.child.signal(signal.SIGKILL)
