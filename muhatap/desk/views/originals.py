"""A mail as it came: its HTML apart in a frame, its pictures and source for who asks, on the record."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.csp import CSP
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_POST, require_safe

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.cases import operations as cases
from muhatap.cases.models import Case
from muhatap.channels.adapters.email.viewing import Gone, download_of, source_of, view_of
from muhatap.desk import about_case, mail_frame
from muhatap.desk.views.door import actor, go, missing, of_case, page, place_of_case
from muhatap.letters.papers import set_paper
from muhatap.letters.queries import sent_letter
from muhatap.ui.errors import error_page

_FRAMING = {**settings.SECURE_CSP, "frame-src": [CSP.SELF]}


@csp_override(_FRAMING)
@require_safe
@of_case()
def show(request: HttpRequest, staff: Staff, case: Case, message: int) -> HttpResponse:
    """Show who wrote to whom, the whole text, and the HTML in a frame that loads nothing."""
    return _page(request, staff, case, message)


@csp_override(_FRAMING)
@require_POST
@of_case()
def load_pictures(request: HttpRequest, staff: Staff, case: Case, message: int) -> HttpResponse:
    """Show the mail once with its pictures from outside, and record who wanted them."""
    found = about_case.mail_of(case, message)
    if found is None:
        return missing(request)
    cases.note_source_opened(message=found[0], what="pictures", by=actor(staff), at=timezone.now())
    return _page(request, staff, case, message, grant=mail_frame.grant_of(found[0], staff))


@csp_override(_FRAMING)
@require_POST
@of_case(Permission.READ_SOURCE)
def source(request: HttpRequest, staff: Staff, case: Case, message: int) -> HttpResponse:
    """Show the source with numbers masked, and record who looked."""
    found = about_case.mail_of(case, message)
    if found is None:
        return missing(request)
    try:
        text = source_of(found[1])
    except Gone:
        return _gone(request, case)
    cases.note_source_opened(message=found[0], what="source", by=actor(staff), at=timezone.now())
    return _page(request, staff, case, message, source=text)


@require_POST
@of_case(Permission.READ_SOURCE)
def download(request: HttpRequest, staff: Staff, case: Case, message: int) -> HttpResponse:
    """Hand over the bytes that the vault keeps, and record who took them."""
    found = about_case.mail_of(case, message)
    if found is None:
        return missing(request)
    try:
        data, name, kind = download_of(found[1])
    except Gone:
        return _gone(request, case)
    cases.note_source_opened(message=found[0], what="download", by=actor(staff), at=timezone.now())
    response = HttpResponse(data, content_type=kind)
    response["Content-Disposition"] = (
        content_disposition_header(True, f"{case.number}-{name}") or "attachment"
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
@of_case()
def frame(request: HttpRequest, staff: Staff, case: Case, message: int) -> HttpResponse:
    """The HTML alone, for the frame: sandboxed, and without pictures from outside unless just asked for."""
    found = about_case.mail_of(case, message)
    if found is None:
        return missing(request)
    try:
        mail = view_of(found[1])
    except Gone:
        return _gone(request, case)
    has_pictures = mail_frame.is_granted(request.GET.get("pictures", ""), found[0], staff)
    response = HttpResponse(mail_frame.document(mail, has_pictures=has_pictures))
    response["Content-Security-Policy"] = mail_frame.policy(has_pictures=has_pictures)
    response["X-Frame-Options"] = "SAMEORIGIN"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _page(
    request: HttpRequest, staff: Staff, case: Case, message: int, *, grant: str = "", source: str = ""
) -> HttpResponse:
    found = about_case.mail_of(case, message)
    if found is None:
        return missing(request)
    try:
        mail = view_of(found[1])
    except Gone:
        return _gone(request, case)
    return page(
        request,
        "original",
        staff,
        case=case,
        message=found[0],
        mail=mail,
        grant=grant,
        source=source,
        may_see_source=scope_of(staff).may(Permission.READ_SOURCE, case.brand_id),
    )


def _gone(request: HttpRequest, case: Case) -> HttpResponse:
    return error_page(
        request,
        410,
        detail=_("This mail was erased, or its bytes cannot be read."),
        next_url=place_of_case(case),
        next_label=_("Back to the case"),
    )


@require_safe
@of_case()
def paper(request: HttpRequest, staff: Staff, case: Case, message: int) -> HttpResponse:
    """Set a letter that went as a PDF."""
    found = sent_letter(case, message)
    if found is None:
        return missing(request)
    pdf, _why_not = set_paper(case=case, text=found.text, at=timezone.now())
    if not pdf:
        return go(place_of_case(case))
    response = HttpResponse(pdf, content_type="application/pdf")
    name = f"{case.number}-{found.at:%Y-%m-%d}.pdf"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["Cache-Control"] = "private, no-store"
    return response
