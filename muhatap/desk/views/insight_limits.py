"""Limits of measures with their alerts, and reports by mail."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import colleagues_in, scope_of
from muhatap.accounts.roles import Permission
from muhatap.desk import queries as desk_queries
from muhatap.desk.insights import limits
from muhatap.desk.views.door import actor, go, missing, on_desk, page
from muhatap.reports import operations as reports
from muhatap.reports import queries

_BOUNDS, _MAIL = "/desk/insights/bounds/", "/desk/insights/mail/"


@require_safe
@on_desk(Permission.ASSIGN_OTHERS)
def bounds(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show within what each measure should stay, and the alerts that stand."""
    brands = desk_queries.brands_with(staff, Permission.ASSIGN_OTHERS)
    return page(
        request,
        "insights/bounds",
        staff,
        section="insights",
        watched=limits.watched_in(brands),
        groups=[(brand, limits.people_offered(brand)) for brand in brands],
        measures=limits.measures_offered(),
    )


@require_POST
@on_desk(Permission.ASSIGN_OTHERS)
def set_bound(request: HttpRequest, staff: Staff, brand: str) -> HttpResponse:
    """Say within what a measure stays."""
    given = request.POST
    mine = desk_queries.brands_with(staff, Permission.ASSIGN_OTHERS)
    found = next((each for each in mine if each.code == brand), None)
    if found is None:
        return missing(request)
    owner = next((each for each in colleagues_in(found.id) if str(each.pk) == given.get("owner")), None)
    days = given.get("days", "7")
    try:
        if owner is None or not days.isdecimal():
            raise reports.NotABound("owner")
        reports.set_bound(
            brand=found,
            measure=given.get("measure", ""),
            limits=limits.limits_in(given),
            days=int(days[:4]),
            owner=owner,
            action=given.get("action", ""),
            by=actor(staff),
            at=timezone.now(),
        )
    except ValueError:
        messages.warning(request, _("Give a measure, at least one limit, an owner and what she does."))
    else:
        messages.success(request, _("The owner is told when the measure leaves these limits."))
    return go(_BOUNDS)


@require_POST
@on_desk(Permission.ASSIGN_OTHERS)
def end_bound(request: HttpRequest, staff: Staff, bound: int) -> HttpResponse:
    """Watch a measure no more."""
    brands = desk_queries.brands_with(staff, Permission.ASSIGN_OTHERS)
    found = queries.bound_within(bound, brands)
    if found is None:
        return missing(request)
    reports.retire_bound(bound=found, by=actor(staff), at=timezone.now())
    messages.success(request, _("This measure is watched no more."))
    return go(_BOUNDS)


@require_POST
@on_desk(Permission.READ_CASES)
def answer(request: HttpRequest, staff: Staff, alert: int) -> HttpResponse:
    """Note what is done about a measure that left its limits: its owner, or whoever sets limits."""
    found = queries.alert_with(alert)
    scope = scope_of(staff)
    if found is None or not (
        found.bound.owner_id == staff.pk or scope.may(Permission.ASSIGN_OTHERS, found.bound.brand_id)
    ):
        return missing(request)
    done = request.POST.get("done", "").strip()
    if not done:
        messages.warning(request, _("Say what you do about it."))
    else:
        reports.answer_alert(alert=found, done=done, by=actor(staff), at=timezone.now())
        messages.success(request, _("Noted."))
    return go(_BOUNDS if scope.may_anywhere(Permission.ASSIGN_OTHERS) else "/desk/insights/")


@require_safe
@on_desk(Permission.ASSIGN_OTHERS)
def mail(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show which reports she gets by mail."""
    brands, is_whole = queries.brands_read_by(staff)
    held = {(each.brand_id, each.every): each for each in queries.subscriptions_of(staff)}
    rows = [
        (brand, every, limits.every_words(every), held.get((brand.id, every)))
        for brand in (brands if is_whole else ())
        for every in limits.EVERY_OFFERED
    ]
    return page(request, "insights/mail", staff, section="insights", rows=rows)


@require_POST
@on_desk(Permission.ASSIGN_OTHERS)
def subscribe(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Begin or end a report by mail."""
    brands, is_whole = queries.brands_read_by(staff)
    brand = next((each for each in brands if is_whole and each.code == request.POST.get("brand")), None)
    every = request.POST.get("every", "")
    if brand is None or every not in limits.EVERY_OFFERED:
        return missing(request)
    held = next(
        (
            each
            for each in queries.subscriptions_of(staff)
            if (each.brand_id, each.every) == (brand.id, every)
        ),
        None,
    )
    if held is not None:
        reports.end_subscription(subscription=held, by=actor(staff), at=timezone.now())
        messages.success(request, _("This report is sent no more."))
    else:
        reports.subscribe(staff=staff, brand=brand, every=every, by=actor(staff), at=timezone.now())
        messages.success(request, _("The report comes to %(email)s.") % {"email": staff.email})
    return go(_MAIL)
