"""Taking the case along: the sealed file of one case, and the key that seals."""

from datetime import timedelta

from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from muhatap.brands.models import Brand
from muhatap.cases.models import Case
from muhatap.dossiers import operations as dossiers
from muhatap.dossiers.archive import scratch_file
from muhatap.dossiers.audience import Audience
from muhatap.dossiers.keys import published_keys
from muhatap.kernel.actors import Actor
from muhatap.portal.operations.limiting import Limit
from muhatap.portal.views.case import of_case
from muhatap.portal.views.door import of_brand, try_again_at
from muhatap.ui.errors import error_page

_DOSSIERS = Limit("dossier", 10, timedelta(hours=1))


@require_POST
@of_brand
@of_case
def download(request: HttpRequest, brand: Brand, case: Case) -> HttpResponse:
    """Seal the case for its customer and hand it over."""
    back = {
        "next_url": f"/{brand.code}/cases/{case.number}/",
        "next_label": _("Back to my case"),
    }
    if try_again_at(request, _DOSSIERS, who=f"case:{case.id}") is not None:
        detail = _("You downloaded this file several times within an hour. Try again in an hour.")
        return error_page(request, 429, detail, **back)
    into = scratch_file()
    try:
        sealed = dossiers.seal_dossier(
            case=case,
            audience=Audience.CUSTOMER,
            into=into,
            by=Actor.customer(case.customer_id),
            at=timezone.now(),
        )
    except dossiers.CaseIsBusy:
        into.close()
        detail = _("Something was happening on your case at this very moment. Try again in a minute.")
        return error_page(request, 503, detail, **back)
    response = FileResponse(into, as_attachment=True, filename=sealed.name, content_type="application/zip")
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
@of_brand
def key(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Publish the keys that seal, so that anybody can compare."""
    return HttpResponse(published_keys(), content_type="application/x-pem-file")
