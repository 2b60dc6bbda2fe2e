"""The copy of her data: how her request stands, the link and code that open the copy, and the copy itself."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from muhatap.brands.models import Brand
from muhatap.cases.models import Case
from muhatap.cases.trust import LevelTooLow, Sensitive, level_needed, level_of
from muhatap.kernel.actors import Actor
from muhatap.portal.operations import limiting
from muhatap.portal.operations.handing_over import mail_copy_link
from muhatap.portal.operations.limiting import Limit
from muhatap.portal.views.case import of_case
from muhatap.portal.views.door import of_brand, page, try_again_at
from muhatap.privacy import operations as privacy
from muhatap.privacy.keys import digest_of
from muhatap.privacy.operations.copying import LEVEL_OF_COPIES
from muhatap.privacy.queries import requests as queries
from muhatap.privacy.wording import right_words
from muhatap.ui.errors import error_page

_LONGEST = 60
_OPENING = Limit("data_copy", 20, timedelta(minutes=10))


@require_safe
@of_brand
@of_case
def show(request: HttpRequest, brand: Brand, case: Case) -> HttpResponse:
    """How her request stands, and whether a copy waits."""
    return _page(request, brand, case)


@require_POST
@of_brand
@of_case
def ask(request: HttpRequest, brand: Brand, case: Case) -> HttpResponse:
    """Mail the link and show the code, which stands nowhere else."""
    at = timezone.now()
    copy = queries.copy_ready(case, at)
    if copy is None:
        return _page(request, brand, case, status=409)
    if try_again_at(request, limiting.LINKS_OF_CASE, who=f"data {case.number}") is not None:
        error = _("You asked for several links within an hour. Try again in an hour.")
        return _page(request, brand, case, status=429, error=error)
    by = Actor.customer(case.customer_id)
    language = translation.get_language() or case.language
    try:
        code = mail_copy_link(case=case, copy=copy, language=language, by=by, at=at)
    except LevelTooLow:
        return _page(request, brand, case, status=403)
    return _page(request, brand, case, code=code, has_no_address=not code)


@require_POST
@of_brand
@of_case
def fetch(request: HttpRequest, brand: Brand, case: Case) -> HttpResponse:
    """Hand the copy over to somebody who is signed in with two factors."""
    at = timezone.now()
    copy = queries.copy_ready(case, at)
    if copy is None:
        return _page(request, brand, case, status=409)
    try:
        data = privacy.fetch_proved(copy=copy, by=Actor.customer(case.customer_id), at=at)
    except (privacy.NotProven, LevelTooLow):
        return _page(request, brand, case, status=403)
    return _package(case.number, data)


@require_http_methods(["GET", "HEAD", "POST"])
@of_brand
def open_link(request: HttpRequest, brand: Brand, token: str) -> HttpResponse:
    """Ask for the code that stands on her page, then hand the copy over, once."""
    at = timezone.now()
    copy = queries.copy_of_token(digest_of(token), at)
    if copy is None or copy.request.brand_id != brand.id:
        detail = _("This link was used, or its time is over. Ask for another one on the page of your case.")
        track = f"/{brand.code}/track/"
        return error_page(request, 410, detail=detail, next_url=track, next_label=_("To my case"))
    if request.method != "POST":
        return page(request, "data_code", brand)
    if try_again_at(request, _OPENING) is not None:
        error = _("There were many wrong codes. Try again in a while.")
        return page(request, "data_code", brand, status=429, error=error)
    case, code = copy.request.case, request.POST.get("code", "").strip()[:_LONGEST]
    try:
        data = privacy.fetch_copy(
            copy=copy, token=token, code=code, by=Actor.customer(case.customer_id), at=at
        )
    except privacy.WrongCode:
        error = _("This is not the code that stands on the page of your case.")
        return page(request, "data_code", brand, status=422, error=error)
    except LevelTooLow:
        error = _("It is not sure enough who asks. The page of your case says what is missing.")
        return page(request, "data_code", brand, status=403, error=error)
    except privacy.CopyGone:
        error = _("The code is no longer good. Ask for another link on the page of your case.")
        return page(request, "data_code", brand, status=410, error=error)
    return _package(case.number, data)


def _package(number: str, data: bytes) -> HttpResponse:
    response = HttpResponse(data, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{number}-data.zip"'
    response["Cache-Control"] = "private, no-store"
    return response


def _page(request: HttpRequest, brand: Brand, case: Case, status: int = 200, **more: object) -> HttpResponse:
    found, at = queries.request_of(case), timezone.now()
    if found is None:
        back = f"/{brand.code}/cases/{case.number}/"
        return error_page(request, 404, next_url=back, next_label=_("Back to my case"))
    level, needed = level_of(case), level_needed(brand, Sensitive.DELIVERY)
    shown = {
        "case": case,
        "asked": found,
        "right": right_words(found.right),
        "copy": queries.copy_ready(case, at),
        "is_proved": level >= max(needed, LEVEL_OF_COPIES),
        "is_too_low": level < needed,
        **more,
    }
    return page(request, "data", brand, status=status, **shown)
