"""Where sending providers knock: the request is checked, kept, and only then thanked for."""

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from muhatap.brands.models import Brand
from muhatap.brands.queries import brand_with_code
from muhatap.channels.adapters.email import hooks
from muhatap.channels.adapters.email.hook_requests import carried, packed

_MOST_BYTES = 60_000_000


@csrf_exempt
@require_http_methods(["POST", "HEAD"])
def inbound(request: HttpRequest, brand: str, provider: str) -> HttpResponse:
    """Take in mail: 200 when it is safe in the vault, whatever becomes of it later."""
    return _answer(request, brand, provider, "inbound")


@csrf_exempt
@require_http_methods(["POST", "HEAD"])
def tracking(request: HttpRequest, brand: str, provider: str) -> HttpResponse:
    """Hear what became of our letters."""
    return _answer(request, brand, provider, "tracking")


def _answer(request: HttpRequest, code: str, provider: str, kind: str) -> HttpResponse:
    brand = brand_with_code(code)
    if brand is None:
        return HttpResponse(status=404)
    try:
        hook = hooks.hook_of(brand.code, provider, kind)
    except hooks.NoSuchHook:
        return HttpResponse(status=404)
    if request.method == "HEAD":
        return HttpResponse()
    body = request.read(_MOST_BYTES + 1)
    if len(body) > _MOST_BYTES:
        return HttpResponse(status=413)
    read = carried(request.path, request.META, body)
    try:
        hook.run_validators(read)
    except SuspiciousOperation:
        return HttpResponse(status=403)
    if kind == "tracking":
        hooks.note_events(brand=brand, events=hook.parse_events(read), at=timezone.now())
    else:
        _keep(request, brand, provider, body)
    return HttpResponse()


def _keep(request: HttpRequest, brand: Brand, provider: str, body: bytes) -> None:
    at = timezone.now()
    item, _is_new = hooks.keep_request(brand=brand, provider=provider, data=packed(request, body), at=at)
    hooks.take_in_one(item=item, at=at)
