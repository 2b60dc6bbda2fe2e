"""Macros: choosing, looking at and running one on a case or on several, and writing them."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.automation import operations as automation
from muhatap.automation.actions import FOR_MACROS
from muhatap.automation.checking import Fault, Faulty
from muhatap.automation.models import Macro
from muhatap.automation.queries import macro_for
from muhatap.brands.models import Brand
from muhatap.cases.models import Case
from muhatap.cases.operations import CannotMove
from muhatap.desk import operations as desk
from muhatap.desk.bulk import chosen_cases
from muhatap.desk.queries import brands_with
from muhatap.desk.rules.form import Choices, Row, rearranged, rows_given, rows_of
from muhatap.desk.rules.macros import (
    macro_lines,
    macros_offered,
    may_edit,
    may_share,
    preview_of,
    trouble_words,
)
from muhatap.desk.rules.words import fault_words, named_in
from muhatap.desk.texts import variable_words
from muhatap.desk.views.door import actor, go, missing, of_case, on_desk, page, place_of_case, refused
from muhatap.letters.queries import modules_for

_LIST = "/desk/macros/"
_FETCHED = "fetch"


@require_safe
@on_desk()
def show_all(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Every macro that she may run."""
    brands = _brands(staff)
    if not brands:
        return refused(request)
    groups = macro_lines(staff)
    known = {brand.id for brand, _lines in groups}
    groups += [(brand, []) for brand in brands if brand.id not in known]
    return page(request, "macros", staff, groups=groups)


@require_safe
@of_case(Permission.ANSWER_CASES)
def choose(request: HttpRequest, staff: Staff, case: Case) -> HttpResponse:
    """The macros for a case: as a page, or fetched as lines of the composer's list."""
    query = request.GET.get("q", "")[:100]
    lines = macros_offered(staff, case.brand_id, query)
    shown = {"case": case, "lines": lines, "query": query}
    if request.headers.get("X-Requested-With") == _FETCHED:
        return render(request, "desk/_macro_options.html", shown)
    return page(request, "macros_here", staff, **shown)


@require_http_methods(["GET", "HEAD", "POST"])
@of_case(Permission.ANSWER_CASES)
def run(request: HttpRequest, staff: Staff, case: Case, macro: int) -> HttpResponse:
    """Look at what a macro would do to this case, and do it."""
    found, at = macro_for(staff, macro), timezone.now()
    if found is None or found.brand_id != case.brand_id:
        return missing(request)
    if request.method == "POST" and _ran(request, staff, case, found):
        return go(place_of_case(case))
    # After a refusal the case is read anew, as it stands.
    case.refresh_from_db(fields=["status", "priority", "queue", "owner", "topic", "is_open"])
    shown = preview_of(found, case, staff, at)
    status = 409 if request.method == "POST" else 200
    return page(request, "macro_run", staff, status, macro=found, case=case, shown=shown)


@require_POST
@on_desk(Permission.ANSWER_CASES)
def several(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Choose a macro for several cases, look at what it would do to each, and do it."""
    scope, here = scope_of(staff), request.GET.urlencode()
    cases = [
        case
        for case in chosen_cases(staff, request.POST.getlist("case"))
        if scope.may(Permission.ANSWER_CASES, case.brand_id)
    ]
    if not cases:
        messages.warning(request, _("No case was selected."))
        return go(f"/desk/?{here}")
    written = request.POST.get("macro", "")
    found = macro_for(staff, int(written)) if written.isdecimal() and len(written) < 20 else None
    fit = [case for case in cases if found and case.brand_id == found.brand_id]
    if found and fit and "run" in request.POST:
        return _ran_on_all(request, staff, found, fit)
    shown = [preview_of(found, case, staff, timezone.now()) for case in fit] if found else []
    offered = [
        line.macro
        for brand_id in {case.brand_id for case in cases}
        for line in macros_offered(staff, brand_id)
    ]
    context = {"cases": cases, "macro": found, "previews": shown, "offered": offered, "here": here}
    return page(request, "macro_several", staff, **context)


@require_http_methods(["GET", "HEAD", "POST"])
@on_desk()
def new(request: HttpRequest, staff: Staff, brand: str) -> HttpResponse:
    """Write a macro."""
    home = next((each for each in _brands(staff) if each.code == brand), None)
    if home is None:
        return missing(request)
    return _edit(request, staff, home, None)


@require_http_methods(["GET", "HEAD", "POST"])
@on_desk()
def edit(request: HttpRequest, staff: Staff, macro: int) -> HttpResponse:
    """Change a macro."""
    found = macro_for(staff, macro)
    if found is None:
        return missing(request)
    return _edit(request, staff, found.brand, found) if may_edit(staff, found) else refused(request)


@require_POST
@on_desk()
def retire(request: HttpRequest, staff: Staff, macro: int) -> HttpResponse:
    """Offer a macro no longer."""
    found = macro_for(staff, macro)
    if found is None:
        return missing(request)
    if not may_edit(staff, found):
        return refused(request)
    automation.retire_macro(macro=found, by=actor(staff), at=timezone.now())
    messages.success(request, _("The macro is offered no longer."))
    return go(_LIST)


def _ran(request: HttpRequest, staff: Staff, case: Case, macro: Macro) -> bool:
    """Whether the macro ran; else a message says why nothing was done."""
    seen = request.POST.get("seen", "")
    try:
        done = desk.run_macro(
            case=case,
            macro=macro,
            staff=staff,
            seen=int(seen) if seen.isdecimal() and len(seen) < 20 else 0,
            by=actor(staff),
            at=timezone.now(),
        )
    except (desk.Outdated, desk.SaysTooMuch, automation.CannotSend, CannotMove) as trouble:
        said = _("Nothing was done: %(why)s.") % {"why": trouble_words(type(trouble).__name__)}
        messages.error(request, said)
        return False
    messages.success(request, _("“%(name)s” was run.") % {"name": macro.name} + _then(done))
    return True


def _then(done: automation.Done) -> str:
    if not done.reply:
        return ""
    return " " + (_("The reply is on its way.") if done.sends else _("The reply is in the box."))


def _ran_on_all(request: HttpRequest, staff: Staff, macro: Macro, cases: Sequence[Case]) -> HttpResponse:
    seen = dict(zip(request.POST.getlist("case"), request.POST.getlist("seen"), strict=False))
    at = timezone.now()
    done = desk.run_macro_on_all(
        cases=[(case, _number(seen.get(case.number, ""))) for case in cases],
        macro=macro,
        staff=staff,
        by=actor(staff),
        at=at,
    )
    said = ngettext("“%(name)s” ran on %(count)d case.", "“%(name)s” ran on %(count)d cases.", done.count)
    messages.success(request, said % {"name": macro.name, "count": done.count})
    for case, why in done.left[:5]:
        told = {"number": case.number, "why": trouble_words(why)}
        messages.warning(request, _("%(number)s stays as it was: %(why)s.") % told)
    return go(f"/desk/?{request.GET.urlencode()}")


def _edit(request: HttpRequest, staff: Staff, brand: Brand, macro: Macro | None) -> HttpResponse:
    if request.method != "POST":
        rows, shared = (rows_of(macro.does), macro.is_shared) if macro else ([], False)
        return _form(request, staff, brand, macro, (macro.name if macro else "", shared), rows)
    rows = rows_given(request.POST)
    modules = {str(each.id): each for each in modules_for(staff, brand.id)}
    moved = rearranged(rows, request.POST, modules)
    shared = "shared" in request.POST and may_share(staff, brand.id)
    typed = (request.POST.get("name", "").strip()[:120], shared)
    if moved is not None:
        return _form(request, staff, brand, macro, typed, moved)
    content = automation.MacroContent(
        name=typed[0], actions=tuple(row.action(brand) for row in rows), is_shared=shared
    )
    try:
        automation.write_macro(
            brand=brand, macro=macro, content=content, staff=staff, by=actor(staff), at=timezone.now()
        )
    except Faulty as wrong:
        return _form(request, staff, brand, macro, typed, rows, wrong.faults)
    messages.success(request, _("The macro is kept."))
    return go(_LIST)


def _form(
    request: HttpRequest,
    staff: Staff,
    brand: Brand,
    macro: Macro | None,
    typed: tuple[str, bool],
    rows: Sequence[Row],
    faults: Sequence[Fault] = (),
) -> HttpResponse:
    choices = Choices(brand, named_in([brand.id]), modules_for(staff, brand.id), FOR_MACROS, is_rule=False)
    context = {
        "brand": brand,
        "macro": macro,
        "typed_name": typed[0],
        "is_shared": typed[1],
        "may_share": may_share(staff, brand.id),
        "rows": choices.faces(rows, faults),
        "addable": choices.addable,
        "errors": {each.place: fault_words(each) for each in faults},
        "variables": variable_words(),
    }
    return page(request, "macro_edit", staff, 422 if faults else 200, **context)


def _brands(staff: Staff) -> list[Brand]:
    found = {each.id: each for each in brands_with(staff, Permission.ANSWER_CASES)}
    found |= {each.id: each for each in brands_with(staff, Permission.MANAGE_RULES)}
    return list(found.values())


def _number(written: str) -> int:
    return int(written) if written.isdecimal() and len(written) < 20 else 0
