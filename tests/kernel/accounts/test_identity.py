"""Sign-in by the simulated provider, over real HTTP on the loopback address."""

from __future__ import annotations

import base64
import hmac
import json
import threading
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest
from django.test import Client
from joserfc import jwt
from joserfc.jwk import RSAKey

from lienthong.kernel import clock
from lienthong.kernel.accounts import oidc
from lienthong.kernel.accounts.models import Account, Identity
from lienthong.kernel.accounts.public import profile_of
from simulators.identity.people import PEOPLE
from simulators.identity.server import Server
from tests.kernel.accounts.conftest import People, signed_in

ANH = "p-7c41"


@pytest.fixture
def provider(settings: Any, db: None) -> Iterator[Server]:
    settings.PUBLIC_URL = "http://testserver"
    settings.OIDC_CLIENT_SECRET = "bi-mat-thu"
    server = Server(
        0,
        client_id="lienthong",
        client_secret="bi-mat-thu",
        redirect_uris=("http://testserver/dinh-danh/ve/",),
    )
    settings.OIDC_ISSUER = server.provider.issuer
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def start(client: Client, **post: str) -> str:
    """The address that the browser is sent to."""
    return str(client.post("/dinh-danh/", post)["Location"])


def choose(target: str, person: str, **more: str) -> str:
    """What the provider answers when the person is chosen there: the address back, path and query."""
    query = dict(parse_qsl(urlsplit(target).query))
    answer = httpx.post(
        f"{target.split('?')[0]}", data={**query, **more, "person": person}, follow_redirects=False
    )
    parts = urlsplit(answer.headers["location"])
    assert f"{parts.scheme}://{parts.netloc}" == "http://testserver"
    return f"{parts.path}?{parts.query}"


def enter(client: Client, person: str = ANH, **more: str) -> Any:
    return client.get(choose(start(client), person, **more))


def test_a_person_comes_in_with_vouched_facts(client: Client, provider: Server) -> None:
    enter(client)

    account = Account.objects.get()
    assert signed_in(client)
    assert account.kind == "citizen"
    assert PEOPLE[ANH]["personal_id"] not in account.username
    known = profile_of(account)
    assert known["verified"]
    assert (known["full_name"], known["personal_id"]) == (PEOPLE[ANH]["name"], PEOPLE[ANH]["personal_id"])
    assert Identity.objects.get().assurance == "muc-2"


def test_the_same_person_comes_back_to_the_same_account(provider: Server) -> None:
    for _visit in range(2):
        enter(Client())

    assert (Account.objects.count(), Identity.objects.count()) == (1, 1)


def test_a_typed_personal_id_does_not_lead_to_that_account(people: People, provider: Server) -> None:
    """Someone lies in wait under another's number; its real owner signs in by the national identity."""
    waiting = people.make.citizen()
    waiting.person.personal_id = PEOPLE[ANH]["personal_id"]
    waiting.person.save()

    enter(Client())

    assert Identity.objects.get().account != waiting


def test_a_signed_in_citizen_links_his_account(client: Client, people: People, provider: Server) -> None:
    account = people.make.citizen()
    people.password(client, account.username)

    enter(client)

    assert Identity.objects.get().account == account
    other = Client()
    enter(other)
    assert other.get("/tai-khoan/bao-mat/").context["account"] == account


def test_an_officer_does_not_come_in_by_it(client: Client, people: People, provider: Server) -> None:
    people.password(client, people.make.officer().account.username)

    enter(client)

    assert not Identity.objects.exists()


def test_a_disabled_account_stays_out(provider: Server) -> None:
    enter(Client())
    Account.objects.update(is_active=False)
    browser = Client()

    enter(browser)

    assert not signed_in(browser)


class TestRefused:
    def test_by_the_person_or_the_provider(self, client: Client, provider: Server) -> None:
        answer = client.get(choose(start(client), ANH, simulate="refuse"), follow=True)

        assert "từ chối đăng nhập" in answer.content.decode()
        assert not signed_in(client)

    def test_an_answer_for_another_browser(self, client: Client, provider: Server) -> None:
        back = choose(start(client), ANH)
        victim = Client()
        start(victim)

        victim.get(back)
        Client().get(back)

        assert not signed_in(victim)
        assert not Account.objects.exists()

    def test_the_same_answer_a_second_time(self, client: Client, provider: Server) -> None:
        back = choose(start(client), ANH)
        client.get(back)
        client.post("/dang-xuat/")

        client.get(back)

        assert not signed_in(client)

    def test_a_code_that_was_used_before(self, client: Client, provider: Server) -> None:
        enter(Client())

        enter(client, simulate="repeat")

        assert not signed_in(client)

    def test_when_the_provider_does_not_answer(self, client: Client, provider: Server, settings: Any) -> None:
        settings.OIDC_ISSUER = "http://127.0.0.1:9"

        answer = client.post("/dinh-danh/", follow=True)

        assert "chưa trả lời" in answer.content.decode()

    def test_when_the_client_secret_is_wrong(self, client: Client, provider: Server, settings: Any) -> None:
        settings.OIDC_CLIENT_SECRET = "khac"

        enter(client)

        assert not signed_in(client)

    def test_when_it_took_too_long(self, client: Client, provider: Server, noon: Any) -> None:
        back = choose(start(client), ANH)
        noon(minutes=16)

        answer = client.get(back, follow=True)

        assert "quá lâu" in answer.content.decode()

    def test_never_to_a_foreign_address(self, client: Client, provider: Server) -> None:
        target = start(client, next="https://evil.example/")

        assert client.get(choose(target, ANH))["Location"].startswith("/")


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


class TestTheIdToken:
    """Each claim alone is wrong; the same token with right claims is taken."""

    KEY = RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256"}, auto_kid=True)
    FLOW = {"nonce": "n-1", "max_age": 3600}

    def check(
        self, claims: dict[str, Any], header: dict[str, Any] | None = None, key: Any = None
    ) -> dict[str, Any]:
        token = jwt.encode(header or {"alg": "RS256", "kid": self.KEY.kid}, claims, key or self.KEY)
        return oidc.verify_id_token(token, {"keys": [self.KEY.as_dict(private=False)]}, self.FLOW)

    def good(self) -> dict[str, Any]:
        now = int(time.time())
        return {
            "iss": "https://dinhdanh.example",
            "sub": "p-1",
            "aud": "lienthong",
            "iat": now,
            "exp": now + 300,
            "auth_time": now,
            "nonce": "n-1",
        }

    @pytest.fixture(autouse=True)
    def _issuer(self, settings: Any) -> None:
        settings.OIDC_ISSUER = "https://dinhdanh.example"

    def test_is_taken_when_all_is_right(self) -> None:
        assert self.check(self.good())["sub"] == "p-1"

    @pytest.mark.parametrize(
        "wrong",
        [
            {"iss": "https://evil.example"},
            {"aud": "other"},
            {"aud": ["lienthong", "other"]},
            {"azp": "other"},
            {"nonce": "n-2"},
            {"exp": 1},
            {"iat": 9_999_999_999},
            {"auth_time": 1},
            {"sub": None},
            {"nonce": None},
            {"auth_time": None},
        ],
        ids=str,
    )
    def test_is_refused_with_one_wrong_claim(self, wrong: dict[str, Any]) -> None:
        claims = {name: value for name, value in {**self.good(), **wrong}.items() if value is not None}

        with pytest.raises(oidc.IdentityRefused):
            self.check(claims)

    def test_is_refused_under_a_strangers_key(self) -> None:
        stranger = RSAKey.generate_key(2048, {"kid": self.KEY.kid})

        with pytest.raises(oidc.IdentityRefused):
            self.check(self.good(), key=stranger)

    def test_is_refused_signed_with_the_public_key_as_a_shared_secret(self) -> None:
        """The classic confusion of RS256 and HS256, made by hand because libraries refuse to make it."""
        head, body = (
            _encoded(json.dumps(part).encode())
            for part in ({"alg": "HS256", "kid": self.KEY.kid}, self.good())
        )
        mac = hmac.new(self.KEY.as_pem(private=False), f"{head}.{body}".encode(), "sha256").digest()

        with pytest.raises(oidc.IdentityRefused):
            oidc.verify_id_token(
                f"{head}.{body}.{_encoded(mac)}", {"keys": [self.KEY.as_dict(private=False)]}, self.FLOW
            )

    def test_is_refused_unsigned(self) -> None:
        with pytest.raises(oidc.IdentityRefused):
            oidc.verify_id_token(
                "eyJhbGciOiJub25lIn0.eyJzdWIiOiJwLTEifQ.",
                {"keys": [self.KEY.as_dict(private=False)]},
                self.FLOW,
            )


class TestTheSimulatedProvider:
    def request(self, provider: Server, **changes: str) -> httpx.Response:
        query = {
            "client_id": "lienthong",
            "redirect_uri": "http://testserver/dinh-danh/ve/",
            "response_type": "code",
            "scope": "openid",
            "state": "s",
            "nonce": "n",
            "code_challenge": "c",
            "code_challenge_method": "S256",
        }
        return httpx.get(f"{provider.provider.issuer}/authorize", params=query | changes)

    def test_shows_made_up_persons_and_says_that_it_is_a_simulation(self, provider: Server) -> None:
        text = self.request(provider).text

        assert "Mô phỏng" in text
        assert all(person["name"] in text for person in PEOPLE.values())

    @pytest.mark.parametrize(
        "changes",
        [
            {"redirect_uri": "http://testserver/dinh-danh/ve/x"},
            {"client_id": "other"},
            {"code_challenge_method": "plain"},
            {"nonce": ""},
            {"response_type": "token"},
        ],
    )
    def test_is_strict(self, provider: Server, changes: dict[str, str]) -> None:
        answer = self.request(provider, **changes)

        assert answer.status_code == 400
        assert "location" not in answer.headers

    def test_listens_on_the_loopback_address_only(self, provider: Server) -> None:
        assert provider.server_address[0] == "127.0.0.1"

    def test_misbehaves_by_its_switches(self, client: Client, provider: Server) -> None:
        httpx.post(f"{provider.provider.issuer}/switches", data={"refuse": "1"})
        enter(client)
        assert not signed_in(client)

        httpx.post(f"{provider.provider.issuer}/switches", data={})
        enter(client)
        assert signed_in(client)


@pytest.mark.parametrize("state", ["", "other"])
def test_an_answer_with_another_state_is_refused_before_the_provider_is_asked(
    settings: Any, state: str
) -> None:
    """PKCE and nonce would also stop it later; here nothing answers, so asking would be another error."""
    settings.OIDC_ISSUER = "http://127.0.0.1:9"
    flow = {
        "state": "mine",
        "nonce": "n",
        "verifier": "v",
        "at": clock.now().isoformat(),
        "max_age": 60,
        "next": "",
    }

    with pytest.raises(oidc.IdentityRefused):
        oidc.complete(flow, state=state, code="c")
    with pytest.raises(oidc.IdentityUnavailable):
        oidc.complete(flow, state="mine", code="c")
