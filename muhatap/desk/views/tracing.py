"""Tracing a payment at its provider: asked with a day, answered with what was found."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from muhatap.accounts.models import Staff
from muhatap.accounts.roles import Permission
from muhatap.cases.models import Case
from muhatap.desk.moments import local_moment
from muhatap.desk.tracing import RESULTS, trace_faces
from muhatap.desk.views.door import actor, go, missing, of_case, page
from muhatap.money import operations as money
from muhatap.money.queries import trace_of
from muhatap.promises.queries import clocks_alone
from muhatap.promises.readings import reading_of


@require_http_methods(["GET", "HEAD", "POST"])
@of_case(Permission.ANSWER_CASES)
def show(request: HttpRequest, staff: Staff, case: Case) -> HttpResponse:
    """Show the traces of a case beside its own clocks, and ask for another."""
    if request.method != "POST":
        return _page(request, staff, case)
    said = request.POST
    new = money.NewTrace(
        provider=said.get("provider", ""),
        reference=said.get("reference", ""),
        provider_reference=said.get("provider_reference", ""),
        due_at=local_moment(said.get("due_at", "")) or timezone.now(),
        awaited=said.get("awaited") == "yes",
    )
    try:
        money.ask_trace(case=case, new=new, by=actor(staff), at=timezone.now())
    except money.NotATrace:
        error = _("Write the provider, our reference, and a time that is still to come.")
        return _page(request, staff, case, status=422, error=error)
    except money.TraceOver:
        return _page(request, staff, case, status=409, error=_("This payment is being traced there already."))
    messages.success(request, _("The trace runs. You are told when its time has passed."))
    return go(_place(case))


@require_POST
@of_case(Permission.ANSWER_CASES)
def answer(request: HttpRequest, staff: Staff, case: Case, trace: int) -> HttpResponse:
    """Keep what the provider found."""
    found = trace_of(case, trace)
    if found is None:
        return missing(request)
    try:
        money.answer_trace(
            trace=found,
            result=request.POST.get("result", "")[:12],
            answer=request.POST.get("answer", ""),
            provider_reference=request.POST.get("provider_reference", ""),
            by=actor(staff),
            at=timezone.now(),
        )
    except money.NotATrace:
        return _page(request, staff, case, status=422, error=_("Choose what was found and write the answer."))
    except money.TraceOver:
        return _page(request, staff, case, status=409, error=_("This trace was answered already."))
    messages.success(request, _("The answer of the provider is kept."))
    return go(_place(case))


def _page(request: HttpRequest, staff: Staff, case: Case, status: int = 200, error: str = "") -> HttpResponse:
    at, language = timezone.now(), case.language
    running = [each for each in clocks_alone(case) if each.stopped_at is None]
    return page(
        request,
        "traces",
        staff,
        status=status,
        case=case,
        traces=trace_faces(case, at),
        clocks=[reading_of(each, language, at) for each in running],
        results=[(code, words) for code, words in RESULTS.items()],
        typed=request.POST,
        error=error,
    )


def _place(case: Case) -> str:
    return f"/desk/cases/{case.number}/traces/"
