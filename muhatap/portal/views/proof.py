"""Proof for everybody: the signed roots of the days, the check of a receipt, the page that verifies files."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from muhatap.audit.chain import stamp
from muhatap.audit.models import HeadLog
from muhatap.brands.models import Brand
from muhatap.cases.numbers import parse_number
from muhatap.dossiers import receipts
from muhatap.dossiers.verifier.joined import verifier_page
from muhatap.portal.operations import limiting
from muhatap.portal.views.door import of_brand, page, try_again_at


@require_http_methods(["GET", "HEAD", "POST"])
@of_brand
def proof(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Show the signed roots, and where a case stands under them when number and receipt code are given."""
    logs = receipts.published_logs()
    if request.path.endswith(".json"):
        return JsonResponse({"roots": [_told(log) for log in logs]})
    typed = {name: (request.POST.get(name) or request.GET.get(name) or "").strip()[:60] for name in _FIELDS}
    context = {"logs": logs, **typed}
    if request.method != "POST":
        return page(request, "proof", brand, **context)
    number = parse_number(typed["number"])
    if number is None:
        errors = {"number": _("Case number: a digit is wrong or missing. It has twelve digits.")}
        return page(request, "proof", brand, status=422, errors=errors, **context)
    again_at = try_again_at(request, limiting.CHECKING)
    if again_at is not None:
        return page(request, "proof", brand, status=429, again_at=again_at, **context)
    found = receipts.found_by(brand.id, number, typed["code"])
    if found is None:
        errors = {"code": _("Number and receipt code do not belong together. Check both for a wrong letter.")}
        return page(request, "proof", brand, status=404, errors=errors, **context)
    return page(request, "proof", brand, found=found, **context)


@require_safe
@of_brand
def verifier(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Hand over the page that verifies case files; it is saved, since it works without this server."""
    response = HttpResponse(verifier_page(), content_type="text/html; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="verify.html"'
    return response


_FIELDS = ("number", "code")


def _told(log: HeadLog) -> dict[str, object]:
    names = ("number", "streams", "digest", "root", "previous", "fingerprint", "signature")
    return {"at": stamp(log.at), **{name: getattr(log, name) for name in names}}
