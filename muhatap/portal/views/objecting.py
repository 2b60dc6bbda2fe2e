"""The page behind “not satisfied” in a reply: opening it changes nothing, its button objects."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from muhatap.brands.models import Brand
from muhatap.cases.joined import lead_of
from muhatap.cases.telling import telling_of
from muhatap.channels.objection_links import objected_message
from muhatap.kernel.actors import Actor
from muhatap.portal import operations as portal
from muhatap.portal.queries import objected_since
from muhatap.portal.views.door import of_brand, page, redirect
from muhatap.ui.errors import error_page


# Whoever has the signed address objects, also in a mail program that keeps no cookies.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@of_brand
def by_mail(request: HttpRequest, brand: Brand, token: str) -> HttpResponse:
    """Say first what happens next, then make it happen, once for each reply."""
    message = objected_message(brand.id, token)
    if message is None:
        return error_page(request, 404)
    case, lead = message.case, lead_of(message.case)
    if lead.id != case.id and lead.customer_id != case.customer_id:
        return redirect(f"/{brand.code}/track/?number={case.number}")
    if telling_of(case).is_large:
        request.COOKIES.setdefault("size", "large")
    if "muhatap_language" not in request.COOKIES and "lang" not in request.GET:
        translation.activate(case.language)
        request.LANGUAGE_CODE = case.language
    is_done = objected_since(lead, message.at)
    if request.method == "POST" and not is_done:
        portal.object_to_answer(
            case=lead,
            words=request.POST.get("words", "")[:4000],
            by=Actor.customer(lead.customer_id),
            at=timezone.now(),
        )
        return redirect(request.path)
    return page(request, "object_by_mail", brand, case=lead, message=message, is_done=is_done)
