"""Problems: the list, one problem, what is known of it, the report of the weeks, and the terms."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import colleagues_in, scope_of
from muhatap.accounts.roles import Permission
from muhatap.brands.models import Brand
from muhatap.brands.queries import all_brands
from muhatap.desk import queries
from muhatap.desk.problems import faces
from muhatap.desk.problems.form import WrongForm, description_in, shown_of, typed_in
from muhatap.desk.problems.report import report_of
from muhatap.desk.views.door import actor, go, missing, on_desk, page, refused
from muhatap.problems import operations as problems
from muhatap.problems.models import Problem
from muhatap.problems.queries import (
    problem_visible_to,
    problems_visible_to,
    suggestions_visible_to,
    terms_of,
)
from muhatap.problems.rates import Sensitivity
from muhatap.problems.states import State
from muhatap.problems.wording import SENSITIVITIES, STATES
from muhatap.topics.queries import topics_of

PLACE = "/desk/problems/"
_MOST = 200
Door = Callable[..., HttpResponse]


def of_problem(permission: Permission = Permission.READ_CASES) -> Callable[[Door], Door]:
    """Hand a page the problem of its address: 404 when she may not see it, 403 when she may only read."""

    def wrapped(view: Door) -> Door:
        @wraps(view)
        def door(request: HttpRequest, staff: Staff, problem: int, **place: object) -> HttpResponse:
            found = problem_visible_to(staff, problem) if problem < 2**63 else None
            if found is None:
                return missing(request)
            if not scope_of(staff).may(permission, found.brand_id):
                return refused(request)
            return view(request, staff, found, **place)

        return on_desk()(door)

    return wrapped


@require_safe
@on_desk(Permission.READ_CASES)
def show_all(request: HttpRequest, staff: Staff) -> HttpResponse:
    """The problems of her brands, by state, and what looks like one."""
    wanted = request.GET.get("state", "")
    rows = problems_visible_to(staff)
    if wanted in set(State):
        rows = rows.filter(state=wanted)
    elif wanted != "all":
        rows = rows.exclude(state=State.CLOSED)
    found = list(rows[:_MOST])
    managed = queries.brands_with(staff, Permission.MANAGE_PROBLEMS)
    return page(
        request,
        "problems/list",
        staff,
        section="problems",
        found=faces.lines_of(found, timezone.now()),
        wanted=wanted,
        states=list(STATES.items()),
        suggestions=[faces.suggestion_face(each) for each in suggestions_visible_to(staff)],
        opens_for=queries.brands_with(staff, Permission.ANSWER_CASES),
        terms=[(brand, row, faces.plain_amount(row)) for brand in managed for row in [terms_of(brand)]],
        sensitivities=list(SENSITIVITIES.items()),
    )


@require_safe
@of_problem()
def show(request: HttpRequest, staff: Staff, problem: Problem) -> HttpResponse:
    """One problem with its cases, its rate, what the public reads, who was told, and its history."""
    return shown(request, staff, problem)


def shown(
    request: HttpRequest, staff: Staff, problem: Problem, status: int = 200, **more: object
) -> HttpResponse:
    """The page of a problem; `trouble` says what was refused."""
    face = faces.problem_face(problem, staff, timezone.localtime())
    return page(
        request, "problems/problem", staff, status=status, section="problems", problem=problem, **face, **more
    )


@require_http_methods(["GET", "HEAD", "POST"])
@on_desk(Permission.ANSWER_CASES)
def new(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Write down a problem; it is suspected until somebody who manages problems confirms it."""
    brands = queries.brands_with(staff, Permission.ANSWER_CASES)
    code = request.POST.get("for") or request.GET.get("for", "")
    brand = next((each for each in brands if each.code == code), brands[0])
    if request.method != "POST":
        given = {"owner": staff.pk, "severity": 3, "topics": (), "brands": (), "titles": {}}
        given["whys"] = [""] * problems.MOST_WHYS
        return _form(request, staff, brand, None, given)
    try:
        known = description_in(request.POST, brand, staff.pk)
    except WrongForm as wrong:
        return _form(
            request, staff, brand, None, typed_in(request.POST, brand), status=422, trouble=str(wrong)
        )
    problem = problems.open_problem(brand=brand, known=known, by=actor(staff), at=timezone.now())
    messages.success(request, _("%(problem)s is written down.") % {"problem": problem.name})
    return go(f"{PLACE}{problem.id}/")


@require_http_methods(["GET", "HEAD", "POST"])
@of_problem(Permission.MANAGE_PROBLEMS)
def edit(request: HttpRequest, staff: Staff, problem: Problem) -> HttpResponse:
    """Write down what is known of it now."""
    brand = problem.brand
    if request.method != "POST":
        return _form(request, staff, brand, problem, shown_of(problem))
    try:
        known = description_in(request.POST, brand, problem.owner_id)
        problems.describe(problem=problem, known=known, by=actor(staff), at=timezone.now())
    except (WrongForm, problems.NotAProblem) as wrong:
        words = _("The day of a fix that is out, its cause and what it is stay: they are what is watched.")
        trouble = str(wrong) if isinstance(wrong, WrongForm) else words
        given = typed_in(request.POST, brand)
        return _form(request, staff, brand, problem, given, status=422, trouble=trouble)
    messages.success(request, _("Saved."))
    return go(f"{PLACE}{problem.id}/")


@require_safe
@on_desk(Permission.READ_CASES)
def report(request: HttpRequest, staff: Staff) -> HttpResponse:
    """“Top problems” of the last weeks, counted anew, as a page or as JSON."""
    at = timezone.now()
    reports = [report_of(brand, at) for brand in queries.brands_with(staff, Permission.READ_REGISTER)]
    if not reports:
        return refused(request)
    if request.GET.get("format") == "json":
        return JsonResponse({"brands": [faces.report_as_json(each) for each in reports]})
    return page(request, "problems/report", staff, section="problems", reports=reports)


@require_POST
@on_desk(Permission.MANAGE_PROBLEMS)
def set_terms(request: HttpRequest, staff: Staff, brand: str) -> HttpResponse:
    """Set how readily a brand is alarmed, and above how many people a second person agrees."""
    managed = queries.brands_with(staff, Permission.MANAGE_PROBLEMS)
    found = next((each for each in managed if each.code == brand), None)
    if found is None:
        return missing(request)
    try:
        terms = problems.Terms(
            sensitivity=Sensitivity(request.POST.get("sensitivity", "")),
            least_cases=_whole(request.POST.get("least_cases", "")),
            second_above=_whole(request.POST.get("second_above", "")),
            cost_per_case=faces.minor_units_in(
                request.POST.get("cost", "0"), request.POST.get("currency", "").strip().upper()
            ),
            currency=request.POST.get("currency", "").strip().upper(),
        )
        problems.set_terms(brand=found, terms=terms, by=actor(staff), at=timezone.now())
    except (ValueError, ArithmeticError):
        messages.error(request, _("Nothing was set: write whole numbers, and an amount such as 85.00 TRY."))
        return go(PLACE)
    messages.success(request, _("Set from now on."))
    return go(PLACE)


def _form(
    request: HttpRequest,
    staff: Staff,
    brand: Brand,
    problem: Problem | None,
    given: dict[str, object],
    status: int = 200,
    trouble: str = "",
) -> HttpResponse:
    return page(
        request,
        "problems/edit",
        staff,
        status=status,
        section="problems",
        brand=brand,
        problem=problem,
        given=given,
        trouble=trouble,
        titles=[(code, given["titles"].get(code, "")) for code in brand.languages],
        people=colleagues_in(brand.id),
        topics=faces.topic_names(topics_of(brand.id), brand),
        others=[each for each in all_brands() if each.id != brand.id and each.id in scope_of(staff).roles],
        brands=queries.brands_with(staff, Permission.ANSWER_CASES) if problem is None else (),
    )


def _whole(written: str) -> int:
    if not written.isdecimal() or len(written) > 9:
        raise ValueError(written)
    return int(written)
