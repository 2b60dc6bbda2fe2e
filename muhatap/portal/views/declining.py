"""The page behind "unsubscribe": mail programs post to it by themselves (RFC 8058), people press a button."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from muhatap.brands.models import Brand
from muhatap.cases.queries import case_of_brand
from muhatap.channels import operations as channels
from muhatap.channels import optional_mail
from muhatap.kernel.actors import Actor
from muhatap.portal.views.door import of_brand, page
from muhatap.ui.errors import error_page


# A mail provider posts without our cookies; the signed address itself says who asks for what.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@of_brand
def decline(request: HttpRequest, brand: Brand, token: str) -> HttpResponse:
    """Ask once, and on POST stop optional letters; opening the address alone changes nothing."""
    kind, number = optional_mail.named_in(token)
    case = case_of_brand(brand.id, number) if number else None
    if case is None or not optional_mail.is_signed(token, case):
        return error_page(request, 404)
    is_done = request.method == "POST"
    if is_done:
        by = Actor.customer(case.customer_id)
        channels.decline_mail(case=case, kind=kind, by=by, at=timezone.now())
    return page(request, "decline", brand, is_done=is_done)
