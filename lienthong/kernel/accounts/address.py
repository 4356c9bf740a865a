"""Where a request comes from."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def _parse(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(text.strip())
    except ValueError:
        return None


def _trusted(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    return any(address in ipaddress.ip_network(item, strict=False) for item in settings.TRUSTED_PROXIES)


def client_address(request: HttpRequest) -> str:
    """The client's IP address as text.

    ``X-Forwarded-For`` counts only when the connection comes from a proxy of ``TRUSTED_PROXIES`` (addresses or
    networks), and then from the right: the first address that is no proxy of ours. What a stranger wrote further
    left is ignored (S20). Empty text when the server gave no address (a unit test, a Unix socket).
    """
    peer = _parse(request.META.get("REMOTE_ADDR", ""))
    if peer is None:
        return ""
    if not _trusted(peer):
        return str(peer)
    for item in reversed(request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")):
        hop = _parse(item)
        if hop is None:
            break
        peer = hop
        if not _trusted(hop):
            break
    return str(peer)


Names = tuple[tuple[str, str], ...]


def device_of(request: HttpRequest) -> str:
    """A short description of the browser for the list of sessions, e.g. ``Chrome · Windows``."""
    agent = request.META.get("HTTP_USER_AGENT", "")
    browsers: Names = (("Edg", "Edge"), ("CocCoc", "Cốc Cốc"), ("coc_coc", "Cốc Cốc"), ("OPR", "Opera"))
    browsers += (("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
    systems: Names = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"))
    systems += (("Mac OS", "macOS"), ("Linux", "Linux"))
    found = [next((name for mark, name in table if mark in agent), "") for table in (browsers, systems)]
    return " · ".join(name for name in found if name)
