"""The page on which the answer to a complaint is written, looked at by the linter, and sent."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from muhatap.accounts.models import Staff
from muhatap.accounts.roles import Permission
from muhatap.cases.models import Case
from muhatap.complaints import operations as complaints
from muhatap.complaints.answer_letter import letter_facts, sort_of, used_mark, written_letter
from muhatap.complaints.knowing import latest_decision
from muhatap.complaints.models import Complaint
from muhatap.complaints.queries import complaint_of
from muhatap.complaints.stage_letters import may_send
from muhatap.complaints.stages import Stage
from muhatap.complaints.wording import missing_words
from muhatap.desk.views.door import actor, go, missing, of_case, page
from muhatap.letters.html import letter_pieces
from muhatap.letters.linting import DATED, DECIDING, LATE, OF_COMPLAINTS, Lint, Sort, lint
from muhatap.letters.linting.wording import flaw_words, place_words
from muhatap.letters.wording import sort_words, template_words

_LONGEST = 50_000


@dataclass(frozen=True, slots=True)
class Written:
    """What stands on the page: the letter's sort and words, and for a late one its reason and new day."""

    sort: Sort
    text: str
    new_date: date | None = None
    why_late: str = ""
    template: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
@of_case(Permission.ANSWER_CASES)
def write(request: HttpRequest, staff: Staff, case: Case) -> HttpResponse:
    """Show the letter with what the linter finds; send it when it is asked for and nothing is missing."""
    complaint = complaint_of(case)
    if complaint is None:
        return missing(request)
    written = _written(request, staff, complaint)
    if not may_send(Stage(complaint.stage), written.sort):
        return missing(request)
    if request.method == "POST" and request.POST.get("do") == "send":
        return _sent(request, staff, complaint, written)
    return _shown(request, staff, complaint, written)


def _written(request: HttpRequest, staff: Staff, complaint: Complaint) -> Written:
    given = request.POST if request.method == "POST" else request.GET
    sort = _sort(given.get("sort", ""), complaint)
    day, why = _day(given.get("new_date", "")), given.get("why_late", "").strip()[:2000]
    text = request.POST.get("text", "").replace("\r\n", "\n").strip()[: _LONGEST + 1]
    known = request.POST.get("template", "")[:60]
    if not text or given.get("do") == "anew":
        known = ""
        text = written_letter(
            complaint, signer=staff.name, at=timezone.now(), sort=sort, new_date=day, why_late=why
        )
    return Written(sort, text, day, why, used_mark(complaint, sort, known))


def _sent(request: HttpRequest, staff: Staff, complaint: Complaint, written: Written) -> HttpResponse:
    known = {"complaint": complaint, "text": written.text, "signer": staff.name, "by": actor(staff)}
    known |= {"template": written.template}
    why_not = ""
    try:
        if written.sort in DECIDING:
            why_not = complaints.send_answer(**known, sort=written.sort, at=timezone.now())
        else:
            known |= {"sort": written.sort, "new_date": written.new_date}
            complaints.tell_beside(**known, at=timezone.now())
    except complaints.LetterRefused:
        return _shown(request, staff, complaint, written, status=422)
    except complaints.MoveRefused as trouble:
        return _shown(
            request, staff, complaint, written, status=409, lacking=missing_words(trouble.refusal.items)
        )
    except complaints.NoDraft:
        return _shown(request, staff, complaint, written, status=409)
    messages.success(request, _("The customer has our letter."))
    if why_not:
        messages.warning(request, _("It went without a PDF, because none can be made here: %s.") % why_not)
    return go(f"/desk/cases/{complaint.case.number}/complaint/")


def _shown(
    request: HttpRequest,
    staff: Staff,
    complaint: Complaint,
    written: Written,
    *,
    status: int = 200,
    lacking: list[str] | None = None,
) -> HttpResponse:
    facts = letter_facts(
        complaint, signer=staff.name, at=timezone.now(), sort=written.sort, new_date=written.new_date
    )
    found, decision = lint(written.text, facts), latest_decision(complaint)
    beside = OF_COMPLAINTS - DECIDING
    needs_second = bool(decision and decision.second_reasons and decision.approved_at is None)
    return page(
        request,
        "complaint/letter",
        staff,
        status=status,
        section="complaints",
        case=complaint.case,
        complaint=complaint,
        written=written,
        decision=decision,
        points=decision.points.select_related("point").order_by("point__number") if decision else (),
        found=found,
        flaws=_faces(found),
        lacking=lacking or (),
        needs_second=needs_second and written.sort in DECIDING,
        preview=format_html_join("", "{}", ((piece,) for piece in letter_pieces(written.text))),
        title=sort_words(written.sort),
        is_beside=written.sort not in DECIDING,
        is_dated=written.sort in DATED,
        is_late=written.sort in LATE,
        others=[(each, sort_words(each)) for each in Sort if each in beside - {written.sort}],
        has_draft=_has_draft(complaint),
        template_words=template_words(written.template),
    )


def _faces(found: Lint) -> list[tuple[str, str, str, bool]]:
    every = (*found.flaws, *found.advice)
    return [(place_words(flaw), *flaw_words(flaw), flaw.is_advice) for flaw in every]


def _has_draft(complaint: Complaint) -> bool:
    decision = latest_decision(complaint)
    return decision is not None and decision.letter_id is None


def _sort(wanted: str, complaint: Complaint) -> Sort:
    if wanted in OF_COMPLAINTS - DECIDING:
        return Sort(wanted)
    return sort_of(complaint) if _has_draft(complaint) else Sort.HOLDING


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
