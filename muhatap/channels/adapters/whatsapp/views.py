"""Where WhatsApp knocks: the signature is checked over the bytes as they came, then they are kept."""

import hashlib
import hmac
import logging

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from muhatap.brands.queries import brand_with_code
from muhatap.channels.adapters.whatsapp.accounts import Account, WrongAccount, account_of
from muhatap.channels.adapters.whatsapp.hearing import hear

# Meta sends at most 3 MB.
_MOST_BYTES = 3 * 1024 * 1024
_log = logging.getLogger("muhatap.whatsapp")


@csrf_exempt
@require_http_methods(["GET", "POST"])
def hook(request: HttpRequest, brand: str) -> HttpResponse:
    """Prove that the address is ours, or hear what is told: 200 when it is kept, also for the second time."""
    found = brand_with_code(brand)
    try:
        account = account_of(found.code) if found else None
    except WrongAccount as wrong:
        _log.error("the WhatsApp account of %s: %s", brand, wrong)
        return HttpResponse(status=503)
    if found is None or account is None:
        return HttpResponse(status=404)
    if request.method == "GET":
        return _proved(request, account)
    body = request.read(_MOST_BYTES + 1)
    if len(body) > _MOST_BYTES:
        return HttpResponse(status=413)
    if not is_signed(account.app_secret, request.headers.get("X-Hub-Signature-256", ""), body):
        return HttpResponse(status=403)
    hear(brand=found, phone_id=account.phone_id, body=body, at=timezone.now())
    return HttpResponse(status=200)


def is_signed(secret: str, header: str, body: bytes) -> bool:
    """Whether the header is `sha256=` and the HMAC of the body under the app's secret."""
    wanted = "sha256=" + hmac.digest(secret.encode(), body, hashlib.sha256).hex()
    return constant_time_compare(header, wanted)


def _proved(request: HttpRequest, account: Account) -> HttpResponse:
    asked = request.GET
    is_theirs = constant_time_compare(asked.get("hub.verify_token", ""), account.verify_token)
    if asked.get("hub.mode") != "subscribe" or not is_theirs:
        return HttpResponse(status=403)
    return HttpResponse(asked.get("hub.challenge", "")[:200], content_type="text/plain; charset=utf-8")
