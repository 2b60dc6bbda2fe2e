"""Where a connector for public posts knocks: the signature is checked, the post masked, then kept."""

import time

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from muhatap.brands.queries import brand_with_code
from muhatap.channels.adapters.social.hearing import hear
from muhatap.channels.adapters.social.posts import NotTold, post_in
from muhatap.kernel.webhook_signing import is_signed

_MOST_BYTES = 64 * 1024


@csrf_exempt
@require_POST
def posts(request: HttpRequest, brand: str) -> HttpResponse:
    """Hear of a post and say what may be answered in public; 422 with the field that is not understood."""
    found = brand_with_code(brand)
    secret = settings.MUHATAP_SOCIAL.get(found.code) if found else None
    if found is None or secret is None:
        return HttpResponse(status=404)
    body = request.read(_MOST_BYTES + 1)
    if len(body) > _MOST_BYTES:
        return HttpResponse(status=413)
    call_id = request.headers.get("webhook-id", "")
    stamped = request.headers.get("webhook-timestamp", "")
    signatures = request.headers.get("webhook-signature", "")
    if len(call_id) > 120 or not is_signed(secret, call_id, stamped, signatures, body, int(time.time())):
        return HttpResponse(status=403)
    try:
        post = post_in(body)
    except NotTold as fault:
        return JsonResponse({"error": str(fault)}, status=422)
    said = {"suggestion": hear(brand=found, post=post, at=timezone.now()), "masked": list(post.showed)}
    return JsonResponse(said, json_dumps_params={"ensure_ascii": False})
