"""Coming into one's case: by number and secret, or by a link that is mailed and good once."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from muhatap.brands.models import Brand
from muhatap.cases.numbers import parse_number
from muhatap.cases.queries import case_opened_by
from muhatap.kernel.identifiers import normal_email
from muhatap.portal import operations as portal
from muhatap.portal import queries
from muhatap.portal.operations import limiting
from muhatap.portal.views.door import VISITOR, case_of, let_in, of_brand, page, redirect, try_again_at


@require_http_methods(["GET", "HEAD", "POST"])
@of_brand
def track(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Open a case by number and secret; what is wrong of the two is never said."""
    number = (request.POST.get("number") or request.GET.get("number") or "").strip()[:60]
    if request.method != "POST":
        known = parse_number(number)
        if known and case_of(request, brand, known):
            return redirect(f"/{brand.code}/cases/{known}/")
        return page(request, "track", brand, number=number)
    if not number:
        return page(request, "track", brand, status=422, number=number, errors={"number": _no_number()})
    if parse_number(number) is None:
        errors = {"number": _("Case number: a digit is wrong or missing. It has twelve digits.")}
        return page(request, "track", brand, status=422, number=number, errors=errors)
    again_at = try_again_at(request, limiting.TRACKING)
    if again_at is not None:
        return page(request, "track", brand, status=429, number=number, again_at=again_at)
    case = case_opened_by(number, request.POST.get("secret", ""))
    if case is None or case.brand_id != brand.id:
        words = _("Number and secret do not belong together. Check both, or have a link mailed to you below.")
        return page(request, "track", brand, status=403, number=number, errors={"secret": words})
    return let_in(redirect(f"/{brand.code}/cases/{case.number}/"), brand, case)


@require_POST
@of_brand
def ask_for_link(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Mail a one-time link if number and address belong together; the answer is always the same."""
    number = parse_number(request.POST.get("number", "")[:60])
    email = normal_email(request.POST.get("email", ""))
    if number is None or email is None:
        context = {
            "number": request.POST.get("number", "")[:60],
            "email": request.POST.get("email", "")[:254],
        }
        return page(request, "track", brand, status=422, link_errors=_link_errors(number, email), **context)
    again_at = try_again_at(request, limiting.LINKS)
    if again_at is not None:
        return page(request, "track", brand, status=429, number=number, again_at=again_at)
    case = queries.case_for_link(brand.id, number, email)
    # Counted for unknown numbers too, so that the answer and its time stay the same.
    too_many = try_again_at(request, limiting.LINKS_OF_CASE, who=f"case {number}")
    if case is not None and too_many is None:
        language = translation.get_language() or case.language
        portal.mail_case_link(case=case, language=language, by=VISITOR, at=timezone.now())
    return page(request, "link_sent", brand, number=number, address=email)


@require_http_methods(["GET", "HEAD", "POST"])
@of_brand
def open_link(request: HttpRequest, brand: Brand, token: str) -> HttpResponse:
    """Ask before a one-time link is spent, so that a mail scanner that follows it does no harm."""
    at = timezone.now()
    if request.method != "POST":
        good = queries.link_is_good(brand.id, token, at)
        return page(request, "open_link", brand, status=200 if good else 410, good=good, token=token)
    case = portal.open_with_link(brand_id=brand.id, token=token, by=VISITOR, at=at)
    if case is None:
        return page(request, "open_link", brand, status=410, good=False, token=token)
    return let_in(redirect(f"/{brand.code}/cases/{case.number}/"), brand, case)


def _no_number() -> str:
    return _("Case number: write the number that we gave you, for example 26-48213-79057.")


def _link_errors(number: str | None, email: str | None) -> dict[str, str]:
    errors = {}
    if number is None:
        errors["number"] = _no_number()
    if email is None:
        errors["email"] = _("E-mail address: write an address such as name@example.com.")
    return errors
