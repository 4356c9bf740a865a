"""A person with a browser, without one: pages with cookies, signing in, as far as a fault scenario needs it."""

from __future__ import annotations

import http.cookiejar
import re
import urllib.error
import urllib.parse
import urllib.request


class Person:
    """``get`` and ``post`` give (status, text, address in the end)."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.cookies = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def get(self, path: str) -> tuple[int, str, str]:
        return self._open(urllib.request.Request(f"{self.url}{path}"))

    def sign_in(self, username: str, password: str) -> tuple[int, str, str]:
        _status, text, _address = self.get("/dang-nhap/")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text)
        fields = {
            "csrfmiddlewaretoken": token[1] if token else "",
            "username": username,
            "password": password,
        }
        return self._open(
            urllib.request.Request(f"{self.url}/dang-nhap/", urllib.parse.urlencode(fields).encode())
        )

    @property
    def signed_in(self) -> bool:
        """The page of one's own account answers, and is not the sign-in."""
        status, _text, address = self.get("/tai-khoan/")
        return status == 200 and "/dang-nhap/" not in address

    def _open(self, request: urllib.request.Request) -> tuple[int, str, str]:
        try:
            with self.opener.open(request, timeout=20) as answer:
                return answer.status, answer.read().decode(errors="replace"), answer.url
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode(errors="replace"), error.url or ""
