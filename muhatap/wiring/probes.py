"""What balancers, watchers and collectors ask: alive, ready, and measures in Prometheus' text format."""

import hmac
import ipaddress
from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from muhatap.wiring import health
from muhatap.wiring.measuring import measures

_TEXT = "text/plain; version=0.0.4; charset=utf-8"


@require_safe
def alive(_request: HttpRequest) -> HttpResponse:
    """This process answers; nothing else is asked."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def ready(_request: HttpRequest) -> JsonResponse:
    """Whether this process can serve now; 503 with codes when it cannot."""
    why = health.reasons_not_ready()
    return JsonResponse({"ready": not why, "why": why}, status=503 if why else 200)


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Counts and ages, for the holder of the token, or this machine where none is set; 404 for others."""
    if not _may_collect(request):
        return HttpResponse(status=404)
    told = "".join(each.written() for each in measures(datetime.now(UTC)))
    return HttpResponse(told, content_type=_TEXT)


def _may_collect(request: HttpRequest) -> bool:
    token = settings.MUHATAP_METRICS_TOKEN
    if token:
        given = request.headers.get("Authorization", "")
        return hmac.compare_digest(given.encode(), f"Bearer {token}".encode())
    # What a proxy brings has its caller's name beside it, and is not from here.
    is_brought = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    return not is_brought and _is_here(request.META.get("REMOTE_ADDR", ""))


def _is_here(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
