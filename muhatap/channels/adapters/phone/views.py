"""Where a telephone system knocks: the signature is checked, the request kept, and only then thanked for."""

import json
import time
from dataclasses import asdict
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from muhatap.brands.models import Brand
from muhatap.brands.queries import brand_with_code
from muhatap.channels.adapters.phone.answering import answer
from muhatap.channels.adapters.phone.hearing import Heard, hear
from muhatap.channels.adapters.phone.menu import asked_in
from muhatap.channels.chat_hours import channel_said
from muhatap.kernel.webhook_signing import is_signed

# An hour of talk as words.
_MOST_BYTES = 256 * 1024
_STATUS = {Heard.NOT_UNDERSTOOD: 422, Heard.UNKNOWN_CALL: 404}


@csrf_exempt
@require_POST
def calls(request: HttpRequest, brand: str) -> HttpResponse:
    """Hear of a call: 200 when it is noted, also for the second time; 404 for a call that is not ours."""
    asked = _signed(request, brand)
    if isinstance(asked, HttpResponse):
        return asked
    found, body = asked
    call_id = request.headers.get("webhook-id", "")
    heard = hear(brand=found, call_id=call_id, body=body, at=timezone.now())
    return JsonResponse({"heard": heard}, status=_STATUS.get(heard, 200))


@csrf_exempt
@require_POST
def menu(request: HttpRequest, brand: str) -> HttpResponse:
    """Say what a caller hears next; 422 for what asks nothing, 404 where the charter has no telephone."""
    asked = _signed(request, brand)
    if isinstance(asked, HttpResponse):
        return asked
    found, body = asked
    said = channel_said(found, "phone")
    if said is None:
        return HttpResponse(status=404)
    try:
        question = asked_in(json.loads(body), found.languages)
    except (ValueError, RecursionError):
        return JsonResponse({"error": "not_understood"}, status=422)
    with translation.override(question.language), timezone.override(ZoneInfo(found.zone)):
        told = answer(brand=found, said=said, asked=question, at=timezone.now())
    return JsonResponse(asdict(told), json_dumps_params={"ensure_ascii": False})


def _signed(request: HttpRequest, brand: str) -> tuple[Brand, bytes] | HttpResponse:
    found = brand_with_code(brand)
    named = settings.MUHATAP_TELEPHONE.get(found.code) if found else None
    if found is None or named is None:
        return HttpResponse(status=404)
    body = request.read(_MOST_BYTES + 1)
    if len(body) > _MOST_BYTES:
        return HttpResponse(status=413)
    call_id = request.headers.get("webhook-id", "")
    stamped = request.headers.get("webhook-timestamp", "")
    signatures = request.headers.get("webhook-signature", "")
    if len(call_id) > 120 or not is_signed(named[1], call_id, stamped, signatures, body, int(time.time())):
        return HttpResponse(status=403)
    return found, body
