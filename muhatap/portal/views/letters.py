"""A letter of one's own case as a PDF."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from muhatap.brands.models import Brand
from muhatap.cases.models import Case
from muhatap.letters.papers import set_paper
from muhatap.letters.queries import sent_letter
from muhatap.portal.operations import limiting
from muhatap.portal.views.case import of_case
from muhatap.portal.views.door import of_brand, try_again_at
from muhatap.ui.errors import error_page


@require_safe
@of_brand
@of_case
def paper(request: HttpRequest, brand: Brand, case: Case, message: int) -> HttpResponse:
    """Set one letter that we sent as a PDF; without the library that sets it, lead back to its words."""
    found = sent_letter(case, message)
    if found is None:
        return error_page(request, 404)
    if try_again_at(request, limiting.PAPERS) is not None:
        return error_page(request, 429, detail=_("Please try again in a while."))
    pdf, _why_not = set_paper(case=case, text=found.text, at=timezone.now())
    if not pdf:
        return HttpResponseRedirect(f"/{brand.code}/cases/{case.number}/")
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{case.number}-{found.at:%Y-%m-%d}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response
