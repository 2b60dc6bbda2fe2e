"""How the customer wishes to be told, and everything that was sent to her on a case."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from muhatap.brands.models import Brand
from muhatap.cases.models import Case
from muhatap.cases.telling import telling_of
from muhatap.channels.proved import proof_of_customer
from muhatap.customers.queries import consent_of
from muhatap.kernel.actors import Actor
from muhatap.portal import operations as portal
from muhatap.portal.operations.preferring import MARKETING, SURVEY
from muhatap.portal.telling import consent_version, consent_words, sent_faces, wishes_refused
from muhatap.portal.views.case import of_case, place_of
from muhatap.portal.views.door import of_brand, page, redirect, remember_size


@require_http_methods(["GET", "HEAD", "POST"])
@of_brand
@of_case
def wishes(request: HttpRequest, brand: Brand, case: Case) -> HttpResponse:
    """Show how she is told, and keep what she changes."""
    if request.method != "POST":
        return _page(request, brand, case, _kept(case))
    said = _said(request)
    try:
        portal.say_wishes(
            case=case,
            wishes=said,
            words=consent_words(brand),
            version=consent_version(brand),
            by=Actor.customer(case.customer_id),
            at=timezone.now(),
        )
    except portal.NotWishes as refusal:
        return _page(request, brand, case, said, status=422, error=wishes_refused(refusal.code))
    with translation.override(said.language):
        messages.success(request, _("We tell you so from now on."))
    response = redirect(f"{place_of(brand, case)}?lang={said.language}")
    remember_size(response, "large" if said.is_large else "normal")
    return response


@require_safe
@of_brand
@of_case
def sent(request: HttpRequest, brand: Brand, case: Case) -> HttpResponse:
    """Everything that was sent to her on this case, by every channel."""
    return page(request, "sent", brand, case=case, letters=sent_faces(case, timezone.now()))


def _said(request: HttpRequest) -> portal.Wishes:
    given = request.POST
    return portal.Wishes(
        by=given.get("by", ""),
        language=given.get("language", ""),
        is_large=bool(given.get("large")),
        quiet_from=given.get("quiet_from", "")[:8],
        quiet_until=given.get("quiet_until", "")[:8],
        wants_surveys=bool(given.get("surveys")),
        is_everywhere=bool(given.get("everywhere")),
        marketing=bool(given.get("marketing")) if given.get("may_decide") else None,
    )


def _kept(case: Case) -> portal.Wishes:
    telling = telling_of(case)
    begins, ends = telling.quiet or (None, None)
    consent = consent_of(case.customer_id, MARKETING)
    return portal.Wishes(
        by=telling.by,
        language=case.language,
        is_large=telling.is_large,
        quiet_from=f"{begins:%H:%M}" if begins else "",
        quiet_until=f"{ends:%H:%M}" if ends else "",
        wants_surveys=case.customer.preferences.get(SURVEY) is not False,
        is_everywhere=case.telling is None,
        marketing=bool(consent and consent.is_given),
    )


def _page(
    request: HttpRequest,
    brand: Brand,
    case: Case,
    said: portal.Wishes,
    status: int = 200,
    error: str = "",
) -> HttpResponse:
    names = {"tr": _("Turkish"), "en": _("English")}
    return page(
        request,
        "telling",
        brand,
        status=status,
        case=case,
        said=said,
        error=error,
        languages=[(code, names.get(code, code)) for code in brand.languages],
        proof=proof_of_customer(case),
        consent=consent_of(case.customer_id, MARKETING),
        consent_words=consent_words(brand),
    )
