"""The sealed file of a case for an outside body: what it holds is said first, then it is made."""

from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.cases.models import Case
from muhatap.desk.views.door import actor, of_case, page, place_of_case, refused
from muhatap.dossiers import operations as dossiers
from muhatap.dossiers.archive import scratch_file
from muhatap.dossiers.audience import HOLDS, Audience
from muhatap.dossiers.queries import messages_for
from muhatap.dossiers.wording import GROUNDS, author_words
from muhatap.privacy import operations as privacy
from muhatap.privacy.wording import PURPOSE_WORDS
from muhatap.ui.errors import error_page

_EITHER = (Permission.ANSWER_CASES, Permission.READ_AUDIT)


@require_http_methods(["GET", "HEAD", "POST"])
@of_case()
def download(request: HttpRequest, staff: Staff, case: Case) -> HttpResponse:
    """Say what the file holds; seal it and hand it over when it is asked for."""
    scope = scope_of(staff)
    if not any(scope.may(permission, case.brand_id) for permission in _EITHER):
        return refused(request, case)
    if request.method != "POST":
        return _form(request, staff, case)
    try:
        audience, chosen = _wanted(request, case)
    except dossiers.NotAGround:
        error = _("Say why for each message that is left out, in at most 300 characters.")
        return _form(request, staff, case, status=422, error=error)
    if off := _off_purpose(request, staff, case):
        return _form(request, staff, case, status=off[0], error=off[1], is_left_out=False)
    into = scratch_file()
    try:
        sealed = dossiers.seal_dossier(
            case=case, audience=audience, into=into, chosen=chosen, by=actor(staff), at=timezone.now()
        )
    except dossiers.CaseIsBusy:
        into.close()
        return error_page(
            request,
            503,
            detail=_("Something was happening on this case at this very moment. Try again in a minute."),
            next_url=place_of_case(case),
            next_label=_("Back to the case"),
        )
    return FileResponse(into, as_attachment=True, filename=sealed.name, content_type="application/zip")


def _off_purpose(request: HttpRequest, staff: Staff, case: Case) -> tuple[int, str] | None:
    purpose = request.POST.get("purpose", "")
    if not purpose:
        return 422, _("Say what the file is for.")
    try:
        privacy.state_purpose(
            brand=case.brand,
            what="dossier",
            purpose=purpose,
            whole=HOLDS,
            by=actor(staff),
            at=timezone.now(),
        )
    except privacy.PurposeNotStated:
        return 403, _("The file holds data that nobody was told would serve this, so it is not made.")
    return None


def _wanted(request: HttpRequest, case: Case) -> tuple[Audience, dict[int, dossiers.LeftOut]]:
    """For whom it is made and which messages it leaves out; `NotAGround` where one has no words."""
    if request.POST.get("for") == Audience.INTERNAL:
        return Audience.INTERNAL, {}
    chosen = {}
    for message in messages_for(case, Audience.BODY):
        if ground := request.POST.get(f"ground-{message.id}", ""):
            chosen[message.id] = dossiers.LeftOut(ground, request.POST.get(f"why-{message.id}", "").strip())
    return Audience.BODY, chosen


def _form(
    request: HttpRequest,
    staff: Staff,
    case: Case,
    status: int = 200,
    error: str = "",
    is_left_out: bool = True,
) -> HttpResponse:
    told = [
        (
            message,
            author_words(message.author, message.staff.name if message.staff else ""),
            Truncator(message.text).chars(120),
            request.POST.get(f"ground-{message.id}", ""),
            request.POST.get(f"why-{message.id}", ""),
        )
        for message in messages_for(case, Audience.BODY)
        if message.erased_at is None
    ]
    return page(
        request,
        "dossier",
        staff,
        status=status,
        case=case,
        told=told,
        error=error,
        is_left_out=is_left_out,
        grounds=GROUNDS.items(),
        purposes=[(str(code), words) for code, words in PURPOSE_WORDS.items()],
        purpose=request.POST.get("purpose", ""),
    )
