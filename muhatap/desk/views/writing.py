"""Replies, notes and drafts."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from muhatap.accounts.models import Staff
from muhatap.accounts.roles import Permission
from muhatap.cases.models import Case
from muhatap.cases.operations import CannotMove
from muhatap.cases.operations.drafting import save_draft
from muhatap.cases.statuses import Author
from muhatap.desk import operations as desk
from muhatap.desk.case_page.page import Composer
from muhatap.desk.copies import Copies, read_copies
from muhatap.desk.uploads import read_uploads
from muhatap.desk.views.case import case_response
from muhatap.desk.views.door import actor, go, of_case, place_of_case
from muhatap.ui.dates import time_words

_LONGEST = 100_000
_LONGEST_LIST = 10_000


@require_http_methods(["GET", "HEAD", "POST"])
@of_case(Permission.ANSWER_CASES)
def reply(request: HttpRequest, staff: Staff, case: Case) -> HttpResponse:
    """Send a reply; when something arrived meanwhile nothing is sent and the text stays in its box."""
    if request.method != "POST":
        return go(place_of_case(case, request.GET.urlencode()))
    answer, errors = _answer(request)
    copies = read_copies(
        case, request.POST.get("cc", "")[:_LONGEST_LIST], request.POST.get("bcc", "")[:_LONGEST_LIST]
    )
    answer = replace(answer, cc=copies.cc, bcc=copies.bcc)
    errors += copies.errors
    kept = _kept(request, answer, copies)
    if errors:
        return case_response(request, staff, case, 422, replace(kept, errors=errors))
    if set(copies.others) - set(request.POST.getlist("other_customer")):
        return case_response(request, staff, case, 409, replace(kept, others=copies.others))
    try:
        desk.answer_customer(case=case, staff=staff, answer=answer, by=actor(staff), at=timezone.now())
    except desk.Outdated:
        trouble = _("Something new arrived since you opened this case. Read it, then send again.")
        if answer.files:
            trouble += " " + _("Choose your files again.")
        return case_response(request, staff, case, 409, replace(kept, trouble=trouble))
    except CannotMove:
        trouble = _("The status of this case was changed meanwhile. Your text is still here.")
        return case_response(request, staff, case, 409, replace(kept, trouble=trouble))
    messages.success(request, _sent_words(answer.then))
    return go(place_of_case(case, request.GET.urlencode()))


@require_http_methods(["GET", "HEAD", "POST"])
@of_case(Permission.ANSWER_CASES)
def note(request: HttpRequest, staff: Staff, case: Case) -> HttpResponse:
    """Keep a note for the team."""
    if request.method != "POST":
        return go(place_of_case(case, request.GET.urlencode()))
    answer, errors = _answer(request)
    if errors:
        return case_response(
            request, staff, case, 422, Composer(note=answer.text, mode="note", errors=errors)
        )
    desk.write_note(case=case, staff=staff, answer=answer, by=actor(staff), at=timezone.now())
    messages.success(request, _("The note is kept. The customer does not see it."))
    return go(place_of_case(case, request.GET.urlencode()))


@require_POST
@of_case(Permission.ANSWER_CASES)
def draft(request: HttpRequest, staff: Staff, case: Case) -> HttpResponse:
    """Keep what she is writing."""
    author = Author.NOTE if request.POST.get("author") == Author.NOTE else Author.STAFF
    at = timezone.now()
    save_draft(
        case=case,
        staff=staff,
        author=author,
        text=request.POST.get("text", "")[:_LONGEST],
        by=actor(staff),
        at=at,
    )
    return JsonResponse({"saved": _("Draft saved %(time)s") % {"time": time_words(timezone.localtime(at))}})


def _kept(request: HttpRequest, answer: desk.Answer, copies: Copies) -> Composer:
    """What stands in the box again when it could not be sent."""
    return Composer(
        reply=answer.text,
        cc=request.POST.get("cc", "")[:_LONGEST_LIST],
        bcc=request.POST.get("bcc", "")[:_LONGEST_LIST],
    )


def _answer(request: HttpRequest) -> tuple[desk.Answer, tuple[str, ...]]:
    files, errors = read_uploads(request.FILES.getlist("files"))
    text = request.POST.get("text", "").replace("\r\n", "\n")
    seen = request.POST.get("seen", "")
    answer = desk.Answer(
        text=text[:_LONGEST],
        files=files,
        seen=int(seen) if seen.isdecimal() and len(seen) < 20 else 0,
        then=request.POST.get("then", ""),
    )
    if len(text) > _LONGEST:
        errors += (_("The text is too long. Send the rest as a file."),)
    if not text.strip() and not files and not errors:
        errors = (_("Write something, or add a file."),)
    return answer, errors


def _sent_words(then: str) -> str:
    match then:
        case "resolve":
            return _("Sent. The case is resolved and its promises are closed.")
        case "wait":
            return _("Sent. The clock stands still until the customer answers.")
        case _:
            return _("Sent. The clocks run on.")
