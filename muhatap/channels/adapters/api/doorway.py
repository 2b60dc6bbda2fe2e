"""What surrounds every call: language, TLS, headers; and every failure becomes a problem, never a page."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from muhatap.channels.adapters.api.access import refuse_plain_http
from muhatap.channels.adapters.api.faults import problem_of
from muhatap.channels.adapters.api.keeping import kept_after
from muhatap.channels.adapters.api.problems import Problem, answer_problem
from muhatap.kernel.outages import is_outage

LOG = logging.getLogger("muhatap.api")
LANGUAGES = ("en", "tr")

_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}

View = Callable[..., HttpResponse]


def doorway(view: View) -> View:
    """The view behind the doorway; HEAD is answered as GET without its body."""

    @wraps(view)
    def through(request: HttpRequest, **parts: Any) -> HttpResponse:
        is_head = request.method == "HEAD"
        if is_head:
            request.method = "GET"
        with translation.override(language_of(request.META.get("HTTP_ACCEPT_LANGUAGE", ""))):
            response = _guarded(view, request, parts)
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        if settings.SECURE_HSTS_SECONDS and request.is_secure():
            response["Strict-Transport-Security"] = f"max-age={settings.SECURE_HSTS_SECONDS}"
        response["Vary"] = "Accept-Language, Authorization"
        response["Content-Length"] = str(len(response.content))
        if is_head:
            response.content = b""
        # Refusals are told to the caller; a line in the log for each would drown what matters.
        response._has_been_logged = True
        return response

    # Bearer tokens are never sent by a browser on its own, so there is no forged request to fear.
    through.csrf_exempt = True
    return through


def nothing_here(request: HttpRequest, **parts: Any) -> HttpResponse:
    """Every address below /api/ that is not one of ours."""
    return answer_problem(Problem("address-not-found"), request.path)


def language_of(header: str) -> str:
    """Turkish or English, whichever Accept-Language names with the higher weight; English without it."""
    best, weight = "en", 0.0
    for part in header[:200].lower().split(",")[:20]:
        name, _, parameter = part.strip().partition(";")
        quality = _quality(parameter)
        language = name.partition("-")[0].strip()
        if language in LANGUAGES and quality > weight:
            best, weight = language, quality
    return best


def add_answers_to_failures(api: NinjaAPI) -> None:
    """Let the API answer every exception with a problem."""
    for kind in (Exception, HttpError, AuthenticationError, ValidationError, Problem):
        api.add_exception_handler(kind, _answer)


def _guarded(view: View, request: HttpRequest, parts: dict[str, Any]) -> HttpResponse:
    try:
        refuse_plain_http(request)
        response = view(request, **parts)
    except Exception as failure:
        return _answer(request, failure)
    if response.status_code == 405:
        allowed = response.headers.get("Allow", "")
        if "GET" in allowed:
            allowed += ", HEAD"
        return answer_problem(
            Problem("method-not-allowed", headers={"Allow": allowed}, allowed=allowed), request.path
        )
    return response


def _answer(request: HttpRequest, failure: Exception) -> HttpResponse:
    problem = problem_of(failure)
    if problem is None:
        problem = _failed(failure)
    return answer_problem(problem, request.path, kept_after(problem, request))


def _failed(failure: Exception) -> Problem:
    if is_outage(failure):
        LOG.warning("a call found the machine busy: %s", failure)
        return Problem("busy", headers={"Retry-After": "1"})
    LOG.error("a call failed", exc_info=failure)
    return Problem("unexpected")


def _quality(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return min(max(float(value), 0.0), 1.0)
    except ValueError:
        return 0.0
