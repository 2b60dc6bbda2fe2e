"""Replies, notes and drafts."""

from dataclasses import replace
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from muhatap.accounts.models import Staff
from muhatap.accounts.roles import Permission
from muhatap.cases.models import Case, Message
from muhatap.cases.operations import CannotMove
from muhatap.cases.operations.drafting import save_draft
from muhatap.cases.statuses import Author
from muhatap.desk import about_case
from muhatap.desk import operations as desk
from muhatap.desk.case_page.composing import Composer, news_faces
from muhatap.desk.case_page.text import mask_words
from muhatap.desk.copies import Copies, read_copies
from muhatap.desk.guarding import doubts_about
from muhatap.desk.moments import local_moment
from muhatap.desk.openings import next_opening_of
from muhatap.desk.uploads import read_uploads
from muhatap.desk.views.case import case_response
from muhatap.desk.views.door import actor, go, of_case, place_of_case
from muhatap.letters.filling import unknown_in, variables_in
from muhatap.ui.dates import moment_words, time_words

_LONGEST = 100_000
_LONGEST_LIST = 10_000


@require_http_methods(["GET", "HEAD", "POST"])
@of_case(Permission.ANSWER_CASES)
def reply(request: HttpRequest, staff: Staff, case: Case) -> HttpResponse:
    """Send a reply; when something stands against it nothing is sent and the text stays in its box."""
    if request.method != "POST":
        return go(place_of_case(case, request.GET.urlencode()))
    at = timezone.now()
    answer, errors = _answer(request, case, staff)
    copies = _copies(request, case)
    answer = replace(answer, cc=copies.cc, bcc=copies.bcc)
    if request.POST.get("later"):
        leaves_at = _leaves_at(request, case, at)
        answer = replace(answer, leaves_at=leaves_at, then=request.POST.get("later_then", ""))
        errors += () if leaves_at else (_("Say when the reply shall leave, with day and time."),)
    errors += copies.errors + _unfilled(answer.text)
    kept = _kept(request, answer)
    if errors:
        return case_response(request, staff, case, 422, replace(kept, errors=errors))
    if set(copies.others) - set(request.POST.getlist("other_customer")):
        return case_response(request, staff, case, 409, replace(kept, others=copies.others))
    doubts = doubts_about(case, answer.text)
    if {each.key for each in doubts} - set(request.POST.getlist("sure")):
        sure = tuple(each.key for each in doubts)
        return case_response(request, staff, case, 409, replace(kept, doubts=doubts, sure=sure))
    return _sent(request, staff, case, answer, kept, at)


@require_http_methods(["GET", "HEAD", "POST"])
@of_case(Permission.ANSWER_CASES)
def note(request: HttpRequest, staff: Staff, case: Case) -> HttpResponse:
    """Keep a note for the team."""
    if request.method != "POST":
        return go(place_of_case(case, request.GET.urlencode()))
    answer, errors = _answer(request, case, staff)
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
    copies = None
    if "cc" in request.POST:
        copies = (request.POST["cc"][:_LONGEST_LIST], request.POST.get("bcc", "")[:_LONGEST_LIST])
    save_draft(
        case=case,
        staff=staff,
        author=author,
        text=request.POST.get("text", "")[:_LONGEST],
        copies=copies,
        by=actor(staff),
        at=at,
    )
    return JsonResponse({"saved": _("Draft saved %(time)s") % {"time": time_words(timezone.localtime(at))}})


def _sent(
    request: HttpRequest, staff: Staff, case: Case, answer: desk.Answer, kept: Composer, at: datetime
) -> HttpResponse:
    try:
        sent = desk.send_reply(case=case, staff=staff, answer=answer, by=actor(staff), at=at)
    except desk.Outdated:
        trouble = _("Something new arrived since you opened this case. Read it, then send again.")
        if answer.files:
            trouble += " " + _("Choose your files again.")
        news = news_faces(case, about_case.news_for(case, staff.pk, answer.seen))
        return case_response(request, staff, case, 409, replace(kept, trouble=trouble, news=news))
    except CannotMove:
        trouble = _("The status of this case was changed meanwhile. Your text is still here.")
        return case_response(request, staff, case, 409, replace(kept, trouble=trouble))
    except desk.SaysTooMuch as much:
        trouble = _("Everybody can read this channel. Take these out before you send: %(what)s.")
        what = ", ".join(_secret_words(kind) for kind in much.kinds)
        return case_response(request, staff, case, 422, replace(kept, trouble=trouble % {"what": what}))
    except desk.PastMoment:
        trouble = _("Choose a time that is still to come, within ninety days.")
        return case_response(request, staff, case, 422, replace(kept, trouble=trouble))
    if isinstance(sent, Message):
        messages.success(request, _sent_words(answer.then))
    elif answer.leaves_at is not None:
        messages.success(
            request, _("Planned: it leaves %(time)s.") % {"time": moment_words(sent.leaves_at, at)}
        )
    return go(place_of_case(case, request.GET.urlencode()))


def _kept(request: HttpRequest, answer: desk.Answer) -> Composer:
    """What stands in the box again when it could not be sent."""
    return Composer(
        reply=answer.text,
        cc=request.POST.get("cc", "")[:_LONGEST_LIST],
        bcc=request.POST.get("bcc", "")[:_LONGEST_LIST],
    )


def _copies(request: HttpRequest, case: Case) -> Copies:
    given = request.POST
    return read_copies(case, given.get("cc", "")[:_LONGEST_LIST], given.get("bcc", "")[:_LONGEST_LIST])


def _answer(request: HttpRequest, case: Case, staff: Staff) -> tuple[desk.Answer, tuple[str, ...]]:
    files, errors = read_uploads(request.FILES.getlist("files"))
    text = request.POST.get("text", "").replace("\r\n", "\n")
    seen = request.POST.get("seen", "")
    wanted = set(request.POST.getlist("kept"))
    kept = about_case.draft_files_of(case, staff) if wanted else ()
    answer = desk.Answer(
        text=text[:_LONGEST],
        files=files,
        kept=tuple(each for each in kept if str(each.id) in wanted),
        seen=int(seen) if seen.isdecimal() and len(seen) < 20 else 0,
        then=request.POST.get("then", ""),
    )
    if len(text) > _LONGEST:
        errors += (_("The text is too long. Send the rest as a file."),)
    if not text.strip() and not files and not answer.kept and not errors:
        errors = (_("Write something, or add a file."),)
    return answer, errors


def _leaves_at(request: HttpRequest, case: Case, at: datetime) -> datetime | None:
    if request.POST["later"] == "opening":
        return next_opening_of(case.brand, at)
    return local_moment(request.POST.get("leaves_at", ""))


def _unfilled(text: str) -> tuple[str, ...]:
    places = [name for name in variables_in(text) if name not in unknown_in(text)]
    said = _("Nothing is known for {{%(name)s}}. Write it yourself, or take it out.")
    return tuple(said % {"name": name} for name in places)


def _secret_words(kind: str) -> str:
    match kind:
        case "case":
            return _("case number")
        case "card":
            return _("card number")
        case "iban":
            return _("IBAN")
        case "tckn":
            return _("identity number")
        case _:
            return mask_words(kind)


def _sent_words(then: str) -> str:
    match then:
        case "resolve":
            return _("Sent. The case is resolved and its promises are closed.")
        case "wait":
            return _("Sent. The clock stands still until the customer answers.")
        case _:
            return _("Sent. The clocks run on.")
