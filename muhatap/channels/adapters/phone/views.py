"""Where a telephone system knocks: the signature is checked, the request kept, and only then thanked for."""

import time

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from muhatap.brands.queries import brand_with_code
from muhatap.channels.adapters.phone.hearing import Heard, hear
from muhatap.kernel.webhook_signing import is_signed

_MOST_BYTES = 16 * 1024
_STATUS = {Heard.NOT_UNDERSTOOD: 422, Heard.UNKNOWN_CALL: 404}


@csrf_exempt
@require_POST
def calls(request: HttpRequest, brand: str) -> HttpResponse:
    """Hear of a call: 200 when it is noted, also for the second time; 404 for a call that is not ours."""
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
    heard = hear(brand=found, call_id=call_id, body=body, at=timezone.now())
    return JsonResponse({"heard": heard}, status=_STATUS.get(heard, 200))
