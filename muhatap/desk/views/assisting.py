"""A page beside a case: articles that may help, signs of a complaint, and a draft of the model."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from muhatap.accounts.models import Staff
from muhatap.accounts.roles import Permission
from muhatap.bot.provider import ModelFailed
from muhatap.cases.models import Case
from muhatap.desk import assisting
from muhatap.desk.views.door import of_case, page

_TASKS = frozenset({"draft", "summary"})


@require_http_methods(["GET", "HEAD", "POST"])
@of_case(Permission.ANSWER_CASES)
def show(request: HttpRequest, staff: Staff, case: Case) -> HttpResponse:
    """Show what may help; nothing is sent, changed or decided from here."""
    written, error, status = "", "", 200
    task = request.POST.get("task", "")
    if request.method == "POST" and task in _TASKS:
        try:
            written = assisting.drafted(case, task)
        except ModelFailed:
            error, status = _("The language model gave no answer. Everything else works without it."), 503
    return page(
        request,
        "assisting",
        staff,
        status,
        case=case,
        hint=assisting.hint_for(case),
        terms=assisting.terms_of_day(case),
        written=written,
        error=error,
        task=task,
        root=f"/{case.brand.code}/help/",
    )
