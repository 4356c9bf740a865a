"""Another system that hands in dossiers over the REST interface and never gives up on an intent."""

from __future__ import annotations

import http.client
import json
import random
import threading
import time
import uuid
from typing import Any

from tests.faults.ledger import Ledger

# A one-pixel picture: it costs the server less to look at than a PDF, and the faults want many submissions.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c"
    "49444154789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)
PATIENCE = 90


class Client:
    """Submits until told to stop; each unknown outcome is asked again with the same key (or, as a control, a new one)."""

    def __init__(
        self,
        port: int,
        token: str,
        ledger: Ledger,
        *,
        deciding: str,
        keys: bool = True,
        timeout: float = 20,
        rest: float = 0.2,
    ) -> None:
        self.port = port
        self.token = token
        self.ledger = ledger
        self.deciding = deciding
        self.keys = keys
        self.timeout = timeout
        self.rest = rest  # seconds between two intents of a thread: what is queued must be done before the books are compared
        self.stopping = threading.Event()
        self.threads: list[threading.Thread] = []

    def start(self, threads: int = 3) -> None:
        self.threads = [threading.Thread(target=self._work, daemon=True) for _ in range(threads)]
        for thread in self.threads:
            thread.start()

    def stop(self) -> None:
        """No new intents; those begun are brought to an end."""
        self.stopping.set()
        for thread in self.threads:
            thread.join(timeout=PATIENCE + 30)

    def _work(self) -> None:
        while not self.stopping.is_set():
            self.submit(str(uuid.uuid4()))
            self.stopping.wait(random.uniform(0, 2 * self.rest))

    def submit(self, intent: str) -> None:
        """One citizen's intent: two uploads, then the dossier, each repeated until answered.

        Without keys all of it is begun anew when an answer is missing, as a person does who fills the form again.
        """
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            files = [
                self._until_answered(intent, "/api/v1/files", self._upload(name), kind=name, once=False)
                for name in ("a.png", "b.png")
            ]
            if None in files:
                return
            body = (json.dumps(self._dossier(intent, files)).encode(), "application/json")
            answer = self._until_answered(
                intent, "/api/v1/dossiers", body, kind="dossier", once=not self.keys
            )
            if answer is not None:
                self.ledger.write(intent, "acknowledged", code=answer["code"])
            if self.keys or self.ledger.last[intent] != "unknown":
                return

    def _dossier(self, intent: str, files: list[Any]) -> dict[str, Any]:
        return {
            "procedure": "civil_status_extract_copy", "deciding": self.deciding,
            "values": {
                "applicant": {"full_name": "Lê Thị Thử", "personal_id": "038190012345", "address": f"intent {intent}", "phone": "0912345678", "by_proxy": True},
                "record": {"kind": "khai_sinh", "subject_name": "Lê Thị Thử", "subject_born_on": "2001-05-01"},
            },
            "files": {"van_ban_uy_quyen": [files[0]["id"]], "giay_to_tuy_than": [files[1]["id"]]},
        }  # fmt: skip

    @staticmethod
    def _upload(name: str) -> tuple[bytes, str]:
        boundary = "lienthong-thu"
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: image/png\r\n\r\n'
        return (
            head.encode() + PNG + f"\r\n--{boundary}--\r\n".encode(),
            f"multipart/form-data; boundary={boundary}",
        )

    def _until_answered(
        self, intent: str, path: str, body: tuple[bytes, str], *, kind: str, once: bool
    ) -> dict[str, Any] | None:
        """The answer, or None after a refusal. Ends unknown (and unresolved) when patience runs out, or after one try."""
        key = f"{intent}-{kind}"
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            self.ledger.write(intent, "try", kind=kind)
            try:
                status, answer = self._post(path, body, key if self.keys else f"{key}-{uuid.uuid4()}")
            except (OSError, http.client.HTTPException) as error:
                self.ledger.write(intent, "unknown", kind=kind, why=type(error).__name__)
                if once:
                    return None
                time.sleep(0.2)
                continue
            if status in (200, 201):
                return answer
            if status in (401, 408, 409, 425, 429) or status >= 500:
                self.ledger.write(
                    intent, "unknown", kind=kind, why=status, problem=str(answer.get("code", ""))
                )
                if once:
                    return None
                time.sleep(0.2)
                continue
            self.ledger.write(intent, "refused", kind=kind, status=status, answer=answer)
            return None
        return None

    def _post(self, path: str, body: tuple[bytes, str], key: str) -> tuple[int, Any]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.timeout)
        try:
            connection.request(
                "POST", path, body[0],
                {"Content-Type": body[1], "Authorization": f"Bearer {self.token}", "Idempotency-Key": key},
            )  # fmt: skip
            answer = connection.getresponse()
            text = answer.read()
            try:
                return answer.status, json.loads(text)
            except ValueError:
                return answer.status, {}
        finally:
            connection.close()
