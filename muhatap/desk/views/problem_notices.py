"""A notice to everybody affected: written, looked at, agreed by a second person, and proven."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.approvals import operations as approvals
from muhatap.approvals.queries import proposals_waiting
from muhatap.cases.queries import known_cases_visible_to
from muhatap.desk.problems import faces
from muhatap.desk.problems.form import by_language
from muhatap.desk.views.door import actor, go, missing, page, refused
from muhatap.desk.views.problems import PLACE, of_problem, shown
from muhatap.problems import operations as problems
from muhatap.problems.filling import FIELDS, braced, filled, unknown_fields
from muhatap.problems.models import Problem
from muhatap.problems.queries import cases_to_tell, notice_of, recipients_of, second_above, silent_people


@require_http_methods(["GET", "HEAD", "POST"])
@of_problem(Permission.MANAGE_PROBLEMS)
def write(request: HttpRequest, staff: Staff, problem: Problem) -> HttpResponse:
    """Write to all, look at it as the first of them reads it, then send it or ask a second person."""
    subjects = by_language(request.POST, "subject", problem.brand, 300)
    texts = by_language(request.POST, "text", problem.brand, 20_000)
    trouble = _trouble(subjects, texts) if request.method == "POST" else ""
    if request.method == "POST" and not trouble and request.POST.get("then") == "send":
        try:
            notice = problems.write_notice(
                problem=problem, subjects=subjects, texts=texts, by=actor(staff), at=timezone.now()
            )
        except problems.NobodyToTell:
            trouble = _("Nobody is to be told: no case belongs to the problem, and nobody else is known.")
        except approvals.WaitsAlready:
            trouble = _("Another notice waits for a second person already.")
        else:
            messages.success(request, _said(notice.proposal_id is not None))
            return go(f"{PLACE}{problem.id}/notices/{notice.id}/")
    tied = cases_to_tell(problem)
    count = len(tied) + len(silent_people(problem))
    languages = problem.brand.languages
    return page(
        request,
        "problems/notice",
        staff,
        status=422 if trouble else 200,
        section="problems",
        problem=problem,
        trouble=trouble,
        fields=[(code, subjects[code], texts[code]) for code in languages],
        preview=[
            (code, subjects[code], filled(texts[code], tied[0]) if tied else texts[code])
            for code in languages
        ]
        if request.method == "POST" and not trouble
        else (),
        count=count,
        tied=len(tied),
        silent=count - len(tied),
        second_above=second_above(problem.brand),
        needs_second=count > second_above(problem.brand),
        names=[braced(name) for name in FIELDS],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@of_problem()
def show(request: HttpRequest, staff: Staff, problem: Problem, notice: int) -> HttpResponse:
    """One notice: its words, to whom it went, and what became of each; the second person decides here."""
    found = notice_of(problem, notice) if notice < 2**63 else None
    if found is None:
        return missing(request)
    if request.method == "POST":
        if not scope_of(staff).may(Permission.MANAGE_PROBLEMS, problem.brand_id):
            return refused(request)
        return _decide(request, staff, problem, found.proposal_id)
    told = [each.case_id for each in recipients_of(found) if each.case_id]
    seen = set(known_cases_visible_to(staff, told).values_list("id", flat=True))
    lines = faces.recipient_lines(found, seen)
    return page(
        request,
        "problems/notice_sent",
        staff,
        section="problems",
        problem=problem,
        face=faces.notice_face(found, problem, staff, timezone.now()),
        said=[(code, found.subjects[code], found.texts[code]) for code in found.texts],
        lines=lines,
        tally=faces.tally_of(lines),
        may_manage=scope_of(staff).may(Permission.MANAGE_PROBLEMS, problem.brand_id),
    )


def _decide(request: HttpRequest, staff: Staff, problem: Problem, proposal_id: int | None) -> HttpResponse:
    at = timezone.now()
    waiting = proposals_waiting(problem.brand, problems.NOTICE, at)
    proposal = next((each for each in waiting if each.id == proposal_id), None)
    if proposal is None:
        return shown(
            request, staff, problem, status=409, trouble=_("This is decided already, or its time is over.")
        )
    try:
        if request.POST.get("answer") == "agree":
            problems.agree_notice(proposal=proposal, by=actor(staff), at=at)
            messages.success(request, _said(False))
        else:
            reason = request.POST.get("reason", "").strip()[:500]
            problems.refuse_notice(proposal=proposal, reason=reason, by=actor(staff), at=at)
            messages.success(request, _("It is not sent to anybody."))
    except approvals.SamePerson:
        words = _("You proposed this yourself, so another person has to decide.")
        return shown(request, staff, problem, status=409, trouble=words)
    except (approvals.DecidedAlready, approvals.ProposalExpired):
        words = _("This is decided already, or its time is over.")
        return shown(request, staff, problem, status=409, trouble=words)
    return go(f"{PLACE}{problem.id}/#notices")


def _trouble(subjects: dict[str, str], texts: dict[str, str]) -> str:
    if not all(subjects.values()) or not all(texts.values()):
        return _("Write subject and text in every language of the brand.")
    wrong = [name for text in (*subjects.values(), *texts.values()) for name in unknown_fields(text)]
    return _("No recipient has this field: %(field)s") % {"field": braced(wrong[0])} if wrong else ""


def _said(waits: bool) -> str:
    if waits:
        return _("A second person must agree. Until then nobody is written to.")
    return _("It goes out now. Below you see what becomes of each.")
