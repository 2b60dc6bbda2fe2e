"""What is written and traced of a request: its id, the pattern of its address, its answer, its time."""

import hashlib
import hmac
import logging
import re
import time
import weakref
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from datetime import UTC, datetime
from secrets import token_hex
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest

from muhatap.kernel.networks import household
from muhatap.kernel.tracing import request_id
from muhatap.wiring.traces import Otlp

App = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
_log = logging.getLogger("muhatap.request")
_GIVEN_ID = re.compile(r"[A-Za-z0-9-]{8,64}", re.ASCII)
_SEEN = "muhatap.seen"
# Arguments of addresses may be numbers of cases and secrets: only their pattern is told.
_NAMES = re.compile(r"\(\?P<(\w+)>[^)]*\)|[\^$]")


class SeenRequest(WSGIRequest):
    """A request that its server can still look at when it answers."""

    def __init__(self, environ: dict[str, Any]) -> None:
        super().__init__(environ)
        environ[_SEEN] = weakref.ref(self)


def observed(application: App, handlers: Iterable[WSGIHandler], tracer: Otlp | None, writes: bool) -> App:
    """The application with a line and a span for each request; itself where neither is asked for."""
    if tracer is None and not writes:
        return application
    for handler in handlers:
        handler.request_class = SeenRequest

    def seen(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        given = environ.get("HTTP_X_REQUEST_ID", "")
        mark = request_id.set(given if _GIVEN_ID.fullmatch(given) else token_hex(8))
        about: dict[str, Any] = {"method": environ["REQUEST_METHOD"], "route": "", "status": 0}
        began = time.perf_counter()

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            about["status"] = int(status[:3])
            about.update(_of_request(environ))
            return start_response(status, [*headers, ("X-Request-Id", request_id.get())], *rest)

        parent = environ.get("HTTP_TRACEPARENT", "")
        around = tracer.span(f"request {about['method']}", {}, parent) if tracer else nullcontext()
        try:
            with around as span:
                found = application(environ, start)
                if span is not None:
                    _say(span, about)
                return found
        finally:
            about["ms"] = round((time.perf_counter() - began) * 1000, 1)
            if writes:
                _log.info("request", extra={"fields": about})
            request_id.reset(mark)

    return seen


def visitor_mark(address: str, day: str) -> str:
    """A mark that tells visitors apart for a day and leads to nobody."""
    key = settings.MUHATAP_KEYRING.derive("log-visitor")
    return hmac.digest(key, f"{day} {household(address)}".encode(), hashlib.sha256).hex()[:12]


def _of_request(environ: dict[str, Any]) -> dict[str, Any]:
    request = environ.get(_SEEN, lambda: None)()
    match = getattr(request, "resolver_match", None)
    route = _NAMES.sub(lambda found: f"<{found[1]}>" if found[1] else "", match.route) if match else "unknown"
    return {"route": f"/{route}" if match else route, "who": _who(request, environ)}


def _who(request: Any, environ: dict[str, Any]) -> str:
    user = getattr(request, "_cached_user", None)
    if user is not None and user.is_authenticated:
        return f"staff:{user.pk}"
    program = getattr(request, "auth", None)
    token = getattr(program, "token", None)
    if token is not None:
        return f"token:{token.id}"
    return f"visitor:{visitor_mark(environ.get('REMOTE_ADDR', ''), f'{datetime.now(UTC):%Y-%m-%d}')}"


def _say(span: Any, about: dict[str, Any]) -> None:
    span.update_name(f"{about['method']} {about['route']}")
    span.set_attributes(
        {
            "http.request.method": about["method"],
            "http.route": about["route"],
            "http.response.status_code": about["status"],
        }
    )
