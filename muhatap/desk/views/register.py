"""The register of complaints: a page with filters, a file of its rows, and the returns."""

import csv
from datetime import date, timedelta
from io import StringIO

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.approvals import operations as approvals
from muhatap.complaints import operations as complaints
from muhatap.complaints.queries import complaints_visible_to
from muhatap.complaints.register import returns_of
from muhatap.complaints.stages import Stage
from muhatap.complaints.wording import FINDINGS, ORIGINS, stage_words
from muhatap.desk import queries
from muhatap.desk.access.looking import note_taken_along
from muhatap.desk.complaints import columns, listing
from muhatap.desk.views.door import actor, go, missing, on_desk, page, refused
from muhatap.kernel.purposes import is_stated
from muhatap.privacy import operations as privacy
from muhatap.privacy.wording import PURPOSE_WORDS

_PLACE = "/desk/complaints/"


@require_safe
@on_desk(Permission.READ_CASES)
def show(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show the complaints that she may see, by filters; a page at a time."""
    filters = listing.filters_in(request.GET)
    number = request.GET.get("page", "1")
    found = listing.page_of(complaints_visible_to(staff), filters, staff.zone, number, timezone.now())
    may_export = scope_of(staff).may_anywhere(Permission.READ_REGISTER)
    since, until = filters.since or _year_begin(), filters.until or _tomorrow()
    brands = queries.brands_with(staff, Permission.READ_REGISTER)
    return page(
        request,
        "complaint/register",
        staff,
        section="complaints",
        found=found,
        filters=filters,
        given=request.GET,
        query=listing.query_without_page(request.GET),
        stages=[(stage, stage_words(stage)) for stage in Stage],
        outcomes=list(FINDINGS.items()),
        origins=list(ORIGINS.items()),
        may_export=may_export,
        waiting=listing.exports_waiting(staff, timezone.now()) if may_export else (),
        returns=[(brand, returns_of(brand, since, until, listing.packs_of(brand))) for brand in brands],
        since=since,
        last=until - timedelta(days=1),
    )


@require_safe
@on_desk(Permission.READ_REGISTER)
def export(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Give the rows as CSV; more than a hundred need a second person first."""
    filters, at = listing.filters_in(request.GET), timezone.now()
    brands = queries.brands_with(staff, Permission.READ_REGISTER)
    found = listing.found_in(complaints_visible_to(staff).filter(brand__in=brands), filters, staff.zone)
    counts = {brand: found.filter(brand=brand).count() for brand in brands}
    shown = [brand for brand, rows in counts.items() if rows]
    count, query = sum(counts.values()), listing.query_without_page(request.GET)
    if count > listing.ALONE_AT_MOST and not listing.is_agreed(staff, query, shown, at):
        return page(
            request,
            "complaint/export",
            staff,
            status=409,
            section="complaints",
            count=count,
            most=listing.ALONE_AT_MOST,
            query=query,
        )
    purpose = request.GET.get("purpose", "")
    if not purpose:
        return _purpose(request, staff, query)
    try:
        for brand in shown:
            privacy.state_purpose(brand=brand, what="complaints", purpose=purpose, by=actor(staff), at=at)
    except privacy.PurposeNotStated:
        return _purpose(request, staff, query, status=403)
    for brand in shown:
        complaints.note_export(brand=brand, rows=counts[brand], filters=query[:300], by=actor(staff), at=at)
        note_taken_along(staff, brand.id, found.filter(brand=brand).values_list("case_id", flat=True))
    into = StringIO()
    csv.writer(into).writerows(columns.cells_of(found, purpose, at))
    response = HttpResponse("\ufeff" + into.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="complaints-{at:%Y-%m-%d}.csv"'
    return response


def _purpose(request: HttpRequest, staff: Staff, query: str, status: int = 200) -> HttpResponse:
    """Ask what the file is for; people were told of some purposes, and data leave for no other."""
    purposes = [
        (str(code), str(words), columns.left_out_for(code) if is_stated(code) else [])
        for code, words in PURPOSE_WORDS.items()
    ]
    shown = {"query": request.GET.copy(), "purposes": purposes, "is_refused": status != 200, "back": query}
    shown["query"].pop("purpose", None)
    return page(request, "complaint/purpose", staff, status=status, section="complaints", **shown)


@require_POST
@on_desk(Permission.READ_REGISTER)
def ask(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Ask a second person of each brand to agree to a larger export."""
    reason, at = request.POST.get("reason", "").strip()[:500], timezone.now()
    if not reason:
        return missing(request)
    query = listing.query_without_page(request.GET)
    found = listing.found_in(complaints_visible_to(staff), listing.filters_in(request.GET), staff.zone)
    brands = queries.brands_with(staff, Permission.READ_REGISTER)
    try:
        with transaction.atomic():
            for brand in (each for each in brands if found.filter(brand=each).exists()):
                approvals.propose(
                    brand=brand,
                    sort=listing.EXPORT,
                    subject=str(staff.pk),
                    content=query,
                    reason=reason,
                    by=actor(staff),
                    at=at,
                )
    except approvals.WaitsAlready:
        messages.warning(request, _("A second person is asked already."))
    else:
        messages.success(request, _("A second person must agree. Then the file can be taken for a day."))
    return go(f"{_PLACE}?{query}")


@require_POST
@on_desk(Permission.SECOND_COMPLAINTS)
def decide(request: HttpRequest, staff: Staff, proposal: int) -> HttpResponse:
    """Agree to a larger export, or not; never to one's own."""
    found = next(
        (each for each in listing.exports_waiting(staff, timezone.now()) if each.id == proposal), None
    )
    if found is None:
        return missing(request)
    if not scope_of(staff).may(Permission.SECOND_COMPLAINTS, found.brand_id):
        return refused(request)
    try:
        if request.POST.get("answer") == "agree":
            approvals.approve(proposal=found, by=actor(staff), at=timezone.now())
        else:
            approvals.refuse(proposal=found, reason="", by=actor(staff), at=timezone.now())
    except approvals.SamePerson:
        messages.warning(request, _("You proposed this yourself, so another person has to decide."))
    except (approvals.DecidedAlready, approvals.ProposalExpired):
        messages.warning(request, _("This is decided already, or its time is over."))
    else:
        messages.success(request, _("Decided."))
    return go(_PLACE)


def _year_begin() -> date:
    return timezone.localdate().replace(month=1, day=1)


def _tomorrow() -> date:
    return timezone.localdate() + timedelta(days=1)
