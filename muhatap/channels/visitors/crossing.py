"""Pages of other origins: which may speak to the chat, and how they are answered."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse


def origin_of(request: HttpRequest) -> str:
    """The origin that the browser names, empty for programs and for plain pages of our own."""
    return request.headers.get("Origin", "")


def may_cross(request: HttpRequest, said: Mapping[str, Any]) -> bool:
    """Whether the page that asks is ours or one that the charter names; `null` never is."""
    named = origin_of(request)
    if not named or named == settings.MUHATAP_ORIGIN:
        return True
    # Embedded, the desk may be reached by an address of the machine itself.
    if named.split("://")[-1] == request.get_host():
        return True
    return named in said.get("origins", ())


def let_cross(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Let the page read the answer; no cookie is ever of use here."""
    named = origin_of(request)
    if named:
        response["Access-Control-Allow-Origin"] = named
        response["Vary"] = "Origin"
        response["Access-Control-Allow-Headers"] = "Authorization, Content-Type"
        response["Access-Control-Allow-Methods"] = "GET, POST, OPTIONS"
        response["Access-Control-Max-Age"] = "7200"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
