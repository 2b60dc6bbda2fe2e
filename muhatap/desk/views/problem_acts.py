"""What is done with a problem: moved, tied, published, asked about, told to everybody, suggested."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.cases.models import Case
from muhatap.cases.queries import case_visible_to
from muhatap.desk.problems import faces
from muhatap.desk.problems.form import by_language
from muhatap.desk.views.door import actor, go, missing, of_case, on_desk, page, place_of_case, refused
from muhatap.desk.views.problems import PLACE, of_problem, shown
from muhatap.problems import operations as problems
from muhatap.problems.hooks import ask_affected
from muhatap.problems.models import Problem
from muhatap.problems.queries import (
    issue_of,
    problem_visible_to,
    problems_to_choose,
    suggested_cases,
    suggestion_visible_to,
    ties_of,
)
from muhatap.problems.states import How, State
from muhatap.problems.wording import ASKED, how_words, missing_words, state_words


@require_POST
@of_problem(Permission.ANSWER_CASES)
def act(request: HttpRequest, staff: Staff, problem: Problem, name: str) -> HttpResponse:
    """Take one step; only those who manage problems do more than tie and untie cases."""
    step = _ACTS.get(name)
    if step is None:
        return missing(request)
    if name not in _FOR_ALL and not scope_of(staff).may(Permission.MANAGE_PROBLEMS, problem.brand_id):
        return refused(request)
    return step(request, staff, problem)


def _move(request: HttpRequest, staff: Staff, problem: Problem) -> HttpResponse:
    to = request.POST.get("to", "")
    if to not in set(State) - {State.WATCHED}:
        return missing(request)
    reason = request.POST.get("reason", "").strip()[:500]
    try:
        problems.move(problem=problem, to=State(to), reason=reason, by=actor(staff), at=timezone.now())
    except problems.CannotMove as cannot:
        said = {"state": state_words(to), "missing": missing_words(cannot.missing)}
        words = _("“%(state)s” needs first: %(missing)s.") % said
        if not cannot.missing:
            words = _("The problem has moved meanwhile and cannot become “%(state)s” now.") % said
        return shown(request, staff, problem, status=409, trouble=words)
    messages.success(
        request, _("%(problem)s: %(state)s") % {"problem": problem.name, "state": state_words(to)}
    )
    return go(f"{PLACE}{problem.id}/")


def _tie(request: HttpRequest, staff: Staff, problem: Problem) -> HttpResponse:
    case = case_visible_to(staff, request.POST.get("number", ""))
    if case is None:
        words = _("No case with this number is open to you.")
        return shown(request, staff, problem, status=422, trouble=words)
    return tie_here(request, staff, problem, case, f"{PLACE}{problem.id}/")


def _untie(request: HttpRequest, staff: Staff, problem: Problem) -> HttpResponse:
    case = case_visible_to(staff, request.POST.get("number", ""))
    if case is None:
        return missing(request)
    try:
        problems.untie(problem=problem, case=case, by=actor(staff), at=timezone.now())
    except problems.NotTied:
        return missing(request)
    said = {"number": case.number, "problem": problem.name}
    messages.success(request, _("%(number)s no longer belongs to %(problem)s.") % said)
    return go(place_of_case(case) if request.POST.get("back") == "case" else f"{PLACE}{problem.id}/")


def _withdraw(request: HttpRequest, staff: Staff, problem: Problem) -> HttpResponse:
    try:
        problems.end_issue(problem=problem, by=actor(staff), at=timezone.now())
    except problems.NotPublished:
        return missing(request)
    messages.success(request, _("The public no longer reads of it. Its versions stay here."))
    return go(f"{PLACE}{problem.id}/#public")


def _ask(request: HttpRequest, staff: Staff, problem: Problem) -> HttpResponse:
    """Ask outside of any transaction, since it calls the operator's system, and note what came of it."""
    at = timezone.now()
    answer = ask_affected(problem, at)
    count = problems.note_affected(problem=problem, answer=answer, by=actor(staff), at=at)
    if answer.outcome == "answered":
        words = ngettext(
            "%(count)d affected customer is known.", "%(count)d affected customers are known.", count
        )
        messages.success(request, words % {"count": count})
    else:
        messages.error(
            request, _("Nobody is known: %(why)s.") % {"why": ASKED.get(answer.outcome, answer.outcome)}
        )
    return go(f"{PLACE}{problem.id}/#notices")


_FOR_ALL = frozenset({"tie", "untie"})
_ACTS: dict[str, Callable[[HttpRequest, Staff, Problem], HttpResponse]] = {
    "move": _move,
    "tie": _tie,
    "untie": _untie,
    "withdraw": _withdraw,
    "ask": _ask,
}


@require_http_methods(["GET", "HEAD", "POST"])
@of_problem(Permission.MANAGE_PROBLEMS)
def publish(request: HttpRequest, staff: Staff, problem: Problem) -> HttpResponse:
    """Write what the public reads, in every language; published words stay as a version."""
    names = ("titles", "texts", "meanwhile")
    issue, trouble, status = issue_of(problem), "", 200
    given = {name: getattr(issue, name) if issue else {} for name in names}
    given["titles"] = given["titles"] or problem.titles
    article = issue.article if issue else ""
    if request.method == "POST":
        given = {name: by_language(request.POST, name, problem.brand, 4000) for name in names}
        article = request.POST.get("article", "").strip()[:500]
        try:
            words = problems.Words(**given, article=article)
            problems.publish_issue(problem=problem, words=words, by=actor(staff), at=timezone.now())
            messages.success(request, _("The public reads of it from now on."))
            return go(f"{PLACE}{problem.id}/#public")
        except problems.LacksWords as lacks:
            trouble, status = _("Write title, text and advice in every language of the brand."), 422
            if lacks.field == "article":
                trouble = _("The page to read: write an address that begins with https:// or with /.")
        except problems.NotLive:
            trouble, status = _("Only what customers meet now is a known issue."), 409
    fields = [(code, *(given[name].get(code, "") for name in names)) for code in problem.brand.languages]
    return page(
        request,
        "problems/publish",
        staff,
        status=status,
        section="problems",
        problem=problem,
        fields=fields,
        article=article,
        trouble=trouble,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@of_case(Permission.ANSWER_CASES)
def on_case(request: HttpRequest, staff: Staff, case: Case) -> HttpResponse:
    """Choose the problem that stands behind a case, take it away again, or write down a new one."""
    if request.method == "POST":
        written = request.POST.get("problem", "")
        known = written.isdecimal() and len(written) < 19
        problem = problem_visible_to(staff, int(written)) if known else None
        if problem is None:
            return missing(request)
        return tie_here(request, staff, problem, case, place_of_case(case))
    tied = ties_of(case)
    mine = [case.brand_id]
    taken = {each.problem_id for each in tied}
    return page(
        request,
        "problems/case",
        staff,
        case=case,
        tied=[(each, how_words(each.how), state_words(each.problem.state)) for each in tied],
        choices=[
            (each, state_words(each.state)) for each in problems_to_choose(mine) if each.id not in taken
        ],
    )


def tie_here(request: HttpRequest, staff: Staff, problem: Problem, case: Case, place: str) -> HttpResponse:
    """Tie a case by hand and say so; a fix that failed by it is told apart."""
    was = problem.state
    try:
        is_new = problems.tie(problem=problem, case=case, how=How.AGENT, by=actor(staff), at=timezone.now())
    except problems.OtherBrand:
        messages.error(request, _("The problem does not affect the brand of this case."))
        return go(place)
    said = {"number": case.number, "problem": problem.name}
    if problem.state == State.REOPENED != was:
        messages.warning(request, _("%(number)s came after the fix: %(problem)s is open again.") % said)
    elif is_new:
        messages.success(request, _("%(number)s belongs to %(problem)s now.") % said)
    else:
        messages.info(request, _("%(number)s belonged to %(problem)s already.") % said)
    return go(place)


@require_http_methods(["GET", "HEAD", "POST"])
@on_desk(Permission.MANAGE_PROBLEMS)
def suggestion(request: HttpRequest, staff: Staff, suggestion: int) -> HttpResponse:
    """Cases that are alike: one cause stands behind them, or none."""
    found = suggestion_visible_to(staff, suggestion) if suggestion < 2**63 else None
    if found is None:
        return missing(request)
    cases = suggested_cases(found, staff)
    if request.method != "POST":
        face = faces.suggestion_face(found)
        return page(request, "problems/suggestion", staff, section="problems", face=face, cases=cases)
    by, at = actor(staff), timezone.now()
    try:
        if request.POST.get("answer") == "decline":
            problems.decline_suggestion(suggestion=found, by=by, at=at)
            messages.success(request, _("These cases are not suggested again."))
            return go(PLACE)
        chosen = [case for case in cases if case.number in request.POST.getlist("case")]
        title = request.POST.get("title", "").strip()[:160]
        if not chosen or not (title or found.problem):
            messages.error(request, _("Choose at least one case, and write a title."))
            return go(f"{PLACE}suggestions/{found.id}/")
        signs = found.signs
        known = problems.Description(
            title=title or found.problem.title,
            owner=staff,
            error_code=signs.get("error_code", ""),
            provider=signs.get("provider", ""),
            promotion=signs.get("promotion", ""),
            app_version=signs.get("version", ""),
            topics=sorted({case.topic.code for case in chosen if case.topic}),
        )
        problem = problems.take_suggestion(suggestion=found, cases=chosen, known=known, by=by, at=at)
    except problems.DecidedAlready:
        messages.error(request, _("Somebody decided on this before."))
        return go(PLACE)
    return go(f"{PLACE}{problem.id}/")
