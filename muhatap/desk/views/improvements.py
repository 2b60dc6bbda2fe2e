"""The register of improvements: what is changed, measured again, and told to the public."""

from collections.abc import Callable
from datetime import date
from decimal import InvalidOperation
from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import colleagues_in, scope_of
from muhatap.accounts.roles import Permission
from muhatap.brands.models import Brand
from muhatap.desk import queries as desk_queries
from muhatap.desk.quality import improving
from muhatap.desk.quality.wording import VERDICTS
from muhatap.desk.views.door import actor, go, missing, on_desk, page, refused
from muhatap.quality import operations as quality
from muhatap.quality import queries
from muhatap.quality.models import Improvement, Verdict

PLACE = "/desk/improvements/"
_MOST = 300
Door = Callable[..., HttpResponse]


def of_improvement(view: Door) -> Door:
    """Hand a page the improvement of its address; only its owner and those who manage them change it."""

    @wraps(view)
    def door(request: HttpRequest, staff: Staff, improvement: int, **place: object) -> HttpResponse:
        found = queries.improvement_visible_to(staff, improvement) if improvement < 2**63 else None
        if found is None:
            return missing(request)
        if request.method == "POST" and not _may_manage(staff, found):
            return refused(request)
        return view(request, staff, found, **place)

    return on_desk(Permission.READ_CASES)(door)


@require_safe
@on_desk(Permission.READ_CASES)
def show_all(request: HttpRequest, staff: Staff) -> HttpResponse:
    """The register: open ones by the day of their check, then what came of the others."""
    rows = [
        improving.line_of(each, timezone.localdate())
        for each in queries.improvements_visible_to(staff)[:_MOST]
    ]
    return _page(
        request,
        "list",
        staff,
        open_ones=[each for each in rows if each.improvement.is_open],
        closed=[each for each in rows if not each.improvement.is_open],
        brands=desk_queries.brands_with(staff, Permission.MANAGE_IMPROVEMENTS),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@on_desk(Permission.MANAGE_IMPROVEMENTS)
def new(request: HttpRequest, staff: Staff, brand: str) -> HttpResponse:
    """Write down a change; its baseline is read from the reports, never typed."""
    brands = desk_queries.brands_with(staff, Permission.MANAGE_IMPROVEMENTS)
    found = next((each for each in brands if each.code == brand), None)
    if found is None:
        return missing(request)
    if request.method != "POST":
        return _form(request, staff, found)
    try:
        change = improving.change_in(request.POST, staff, found)
        baseline = improving.baseline_of(found, change, timezone.localdate())
        made = quality.open_improvement(
            brand=found, change=change, baseline=baseline, by=actor(staff), at=timezone.now()
        )
    except (ValueError, InvalidOperation, LookupError) as wrong:
        return _form(request, staff, found, improving.trouble_words(wrong))
    messages.success(request, _("%(improvement)s is written down.") % {"improvement": made.name})
    return go(f"{PLACE}{made.id}/")


@require_safe
@of_improvement
def show(request: HttpRequest, staff: Staff, improvement: Improvement) -> HttpResponse:
    """One improvement with its measure before, now and after."""
    return _shown(request, staff, improvement)


@require_POST
@of_improvement
def act(request: HttpRequest, staff: Staff, improvement: Improvement, name: str) -> HttpResponse:
    """Move its day or owner, close it with its measure, or tell the public."""
    step = _STEPS.get(name)
    if step is None:
        return missing(request)
    if name in {"publish", "withdraw"} and not scope_of(staff).may(Permission.ANNOUNCE, improvement.brand_id):
        return refused(request)
    try:
        step(request, staff, improvement)
    except quality.NotMeasured:
        trouble = _("The measure has no value after the change yet. It closes when there is one.")
        return _shown(request, staff, improvement, 409, trouble)
    except quality.NeedsAnotherPerson:
        trouble = _("You closed it yourself. Another person tells the public.")
        return _shown(request, staff, improvement, 403, trouble)
    except (quality.ClosedAlready, quality.NotClosed):
        return _shown(request, staff, improvement, 409, _("The improvement has moved on meanwhile."))
    except ValueError as wrong:
        return _shown(request, staff, improvement, 422, improving.trouble_words(wrong))
    messages.success(request, _("Saved."))
    return go(f"{PLACE}{improvement.id}/")


def _move(request: HttpRequest, staff: Staff, improvement: Improvement) -> None:
    people = {str(each.pk): each for each in colleagues_in(improvement.brand_id)}
    quality.move_improvement(
        improvement=improvement,
        owner=people.get(request.POST.get("owner", ""), improvement.owner),
        check_on=date.fromisoformat(request.POST.get("check_on", "")),
        reason=request.POST.get("reason", ""),
        by=actor(staff),
        at=timezone.now(),
    )


def _close(request: HttpRequest, staff: Staff, improvement: Improvement) -> None:
    verdict = request.POST.get("verdict", "")
    if verdict not in set(Verdict.values):
        raise quality.NotAnImprovement("verdict")
    quality.close_improvement(
        improvement=improvement,
        after=improving.after_of(improvement, timezone.localdate()),
        verdict=Verdict(verdict),
        result=request.POST.get("result", ""),
        by=actor(staff),
        at=timezone.now(),
    )


def _publish(request: HttpRequest, staff: Staff, improvement: Improvement) -> None:
    languages = improvement.brand.languages
    said, did = (
        {code: request.POST.get(f"{name}_{code}", "") for code in languages} for name in ("said", "did")
    )
    quality.publish_improvement(
        improvement=improvement, said=said, did=did, by=actor(staff), at=timezone.now()
    )


def _withdraw(request: HttpRequest, staff: Staff, improvement: Improvement) -> None:
    quality.withdraw_publication(improvement=improvement, by=actor(staff), at=timezone.now())


_STEPS: dict[str, Callable[[HttpRequest, Staff, Improvement], None]] = {
    "move": _move,
    "close": _close,
    "publish": _publish,
    "withdraw": _withdraw,
}


def _may_manage(staff: Staff, improvement: Improvement) -> bool:
    may = scope_of(staff).may(Permission.MANAGE_IMPROVEMENTS, improvement.brand_id)
    return may or improvement.owner_id == staff.pk


def _page(
    request: HttpRequest, name: str, staff: Staff, status: int = 200, **context: object
) -> HttpResponse:
    return page(request, f"improvements/{name}", staff, status=status, section="improvements", **context)


def _form(request: HttpRequest, staff: Staff, brand: Brand, trouble: str = "") -> HttpResponse:
    return _page(
        request,
        "edit",
        staff,
        status=422 if trouble else 200,
        brand=brand,
        trouble=trouble,
        given=request.POST or request.GET,
        people=colleagues_in(brand.id),
        **improving.offered(brand),
    )


def _shown(
    request: HttpRequest, staff: Staff, improvement: Improvement, status: int = 200, trouble: str = ""
) -> HttpResponse:
    scope = scope_of(staff)
    return _page(
        request,
        "improvement",
        staff,
        status=status,
        trouble=trouble,
        given=request.POST,
        may_manage=_may_manage(staff, improvement),
        may_publish=scope.may(Permission.ANNOUNCE, improvement.brand_id),
        is_another=improvement.may_be_published_by(staff.pk),
        people=colleagues_in(improvement.brand_id),
        verdicts=list(VERDICTS.items()),
        **improving.face_of(improvement, staff, timezone.localdate(), request.POST),
    )
