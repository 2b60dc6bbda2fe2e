"""Telling an app that is closed: the operator's server by a signed call, a browser by Web Push.

What is pushed names the case and that something is new, never what was written.
"""

import base64
import hashlib
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from django.conf import settings

from muhatap.cases.models import Case
from muhatap.channels.adapters.in_app.web_push import Browser, encrypted, key_from, vapid_header
from muhatap.channels.contract import Delayed, OutboundMessage, Rejected, Rendered
from muhatap.channels.models import PushTarget
from muhatap.integrations.calling import Peer, PeerFailed, ask
from muhatap.kernel.sealing import unseal
from muhatap.kernel.tracing import spanned

_SECONDS = 5.0
WEBHOOK = "webhook"
# Where browsers' push services answer; nobody makes us call any other place.
SERVICES = (
    "fcm.googleapis.com",
    "updates.push.services.mozilla.com",
    "web.push.apple.com",
    "notify.windows.com",
)


def ready() -> None:
    """Always: what cannot be reached is tried again."""


def is_push_service(endpoint: str) -> bool:
    """Whether an address is that of a known push service."""
    parts = urlsplit(endpoint)
    host = parts.hostname or ""
    return (
        parts.scheme == "https"
        and parts.port in (None, 443)
        and not parts.username
        and any(host == each or host.endswith(f".{each}") for each in SERVICES)
    )


def render(message: OutboundMessage) -> Rendered:
    """What is said: which case, and that there is something new."""
    said = {"type": "message.new", "number": message.number, "id": str(message.delivery_id)}
    if message.recipient == WEBHOOK:
        said["user"] = Case.objects.select_related("customer").get(id=message.case_id).customer.account_no
        said["at"] = message.written_at.isoformat()
    raw = json.dumps(said, sort_keys=True, separators=(",", ":")).encode()
    return Rendered(raw, f"push-{message.delivery_id}")


@contextmanager
def line() -> Iterator["Pusher"]:
    """A way to all of them."""
    yield Pusher()


class Pusher:
    """Sends one push after the other."""

    def send(self, message: OutboundMessage, rendered: Rendered) -> None:
        """Call the operator's server, or the push service of a browser."""
        if message.recipient == WEBHOOK:
            _call_operator(message, rendered)
        else:
            _call_browser(message, rendered)


def _call_operator(message: OutboundMessage, rendered: Rendered) -> None:
    code = Case.objects.values_list("brand__code", flat=True).get(id=message.case_id)
    named = settings.MUHATAP_PUSH_HOOKS.get(code)
    if named is None:
        raise Rejected("no_hook", code="no_hook")
    try:
        ask(Peer(*named), call_id=rendered.external_id, timestamp=int(time.time()), body=rendered.raw)
    except PeerFailed as failed:
        raise Delayed(failed.code, was_answered=failed.code == "refused") from failed


def _call_browser(message: OutboundMessage, rendered: Rendered) -> None:
    target = PushTarget.objects.filter(id=int(message.recipient)).first()
    if target is None:
        raise Rejected("gone", code="gone")
    browser = _browser(target)
    if not is_push_service(browser.endpoint):
        raise Rejected("service", code="service")
    status = _posted(browser, rendered.raw)
    if status in (404, 410):
        target.delete()
        raise Rejected("gone", code="gone")
    if status >= 300:
        raise Delayed(str(status), was_answered=True)


def _browser(target: PushTarget) -> Browser:
    held = json.loads(unseal(settings.MUHATAP_KEYRING, "push-target", bytes(target.sealed)))
    return Browser(held["endpoint"], _bytes(held["p256dh"]), _bytes(held["auth"]))


@spanned("call browser")
def _posted(browser: Browser, text: bytes) -> int:
    parts = urlsplit(browser.endpoint)
    own = key_from(settings.MUHATAP_KEYRING.derive("web-push"))
    contact = (
        settings.MUHATAP_ORIGIN if settings.MUHATAP_ORIGIN.startswith("https") else "mailto:desk@localhost"
    )
    headers = {
        "Content-Type": "application/octet-stream",
        "Content-Encoding": "aes128gcm",
        "TTL": "86400",
        "Topic": hashlib.sha256(browser.endpoint.encode()).hexdigest()[:32],
        "Authorization": vapid_header(
            own, origin=f"https://{parts.netloc}", contact=contact, now=time.time()
        ),
    }
    connection = HTTPSConnection(parts.hostname or "", timeout=_SECONDS)
    try:
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", path, body=encrypted(text, browser), headers=headers)
        return connection.getresponse().status
    except (OSError, HTTPException) as trouble:
        raise Delayed(type(trouble).__name__, was_answered=False) from trouble
    finally:
        connection.close()


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
