"""The charter: planned and proposed by one person, applied or refused by another."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from muhatap.accounts.models import Staff
from muhatap.accounts.roles import Permission
from muhatap.approvals import operations as approvals
from muhatap.charters import operations as charters
from muhatap.charters.errors import CharterErrors
from muhatap.charters.queries import NoEarlierVersion, earlier_version
from muhatap.desk import charter, charter_editing
from muhatap.desk.views.door import actor, go, missing, on_desk, page

_PLACE = "/desk/charter/"


@require_safe
@on_desk(Permission.APPROVE_CHARTER)
def show(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show what runs in every brand in which she decides about the charter."""
    charters = charter.charters_visible_to(staff, timezone.now())
    return page(request, "charter", staff, section="charter", charters=charters)


@require_POST
@on_desk(Permission.CONFIGURE)
def plan(request: HttpRequest, staff: Staff, brand: str) -> HttpResponse:
    """Show the plan of an uploaded or pasted charter, or put it before a second person."""
    found = charter.charter_visible_to(staff, brand, timezone.now())
    if found is None or not found.may_propose:
        return missing(request)
    text, fault = _text_of(request)
    if fault:
        messages.error(request, fault)
        return go(_PLACE)
    if request.POST.get("then") != "propose":
        return _planned(request, staff, found, text)
    reason = request.POST.get("reason", "").strip()[:500]
    if not reason:
        messages.error(request, _("Write why: the second person reads it, and the record keeps it."))
        return _planned(request, staff, found, text)
    return _propose(request, staff, found, text, reason)


@require_safe
@on_desk(Permission.CONFIGURE)
def plan_draft(request: HttpRequest, staff: Staff, brand: str) -> HttpResponse:
    """Show the plan of the draft, to be proposed like any other charter."""
    at = timezone.now()
    found = charter.charter_visible_to(staff, brand, at)
    draft = charter_editing.draft_visible_to(staff, brand, at)
    if found is None or draft is None or draft.row is None:
        return missing(request)
    if draft.is_stale:
        messages.error(request, _("Carry the draft over first; then it can be planned and proposed."))
        return go(f"/desk/charter/edit/{brand}/")
    return _planned(request, staff, found, draft.text(), of_draft=True)


@require_POST
@on_desk(Permission.CONFIGURE)
def bring_back(request: HttpRequest, staff: Staff, brand: str, number: int) -> HttpResponse:
    """Show the plan of an earlier version, to be proposed like any other."""
    found = charter.charter_visible_to(staff, brand, timezone.now())
    if found is None or not found.may_propose:
        return missing(request)
    try:
        version = earlier_version(found.brand, number)
    except NoEarlierVersion:
        return missing(request)
    return _planned(request, staff, found, version.text, brings_back=version.number)


@require_safe
@on_desk(Permission.APPROVE_CHARTER)
def proposal(request: HttpRequest, staff: Staff, brand: str) -> HttpResponse:
    """Show the plan that waits for its second person, reckoned against what runs now."""
    found = charter.charter_visible_to(staff, brand, timezone.now())
    if found is None or found.waiting is None:
        return missing(request)
    return _planned(request, staff, found, found.waiting.proposed.text, waiting=found.waiting)


@require_POST
@on_desk(Permission.APPROVE_CHARTER)
def decide(request: HttpRequest, staff: Staff, brand: str) -> HttpResponse:
    """Apply the proposed charter, or refuse it with a reason."""
    at = timezone.now()
    found = charter.charter_visible_to(staff, brand, at)
    if found is None or found.waiting is None:
        return missing(request)
    waiting = found.waiting.proposal
    try:
        if request.POST.get("decision") == "apply":
            applied = charters.apply_proposed(proposal=waiting, by=actor(staff), at=at)
            messages.success(request, charter.applied_words(applied, at))
        else:
            reason = request.POST.get("reason", "").strip()[:500] or _("No reason was given.")
            approvals.refuse(proposal=waiting, reason=reason, by=actor(staff), at=at)
            messages.success(request, _("Refused. The reason stands in the record."))
    except approvals.SamePerson:
        messages.error(request, _("You proposed this yourself, so another person has to decide."))
    except charters.ScheduledAlready:
        messages.error(request, _("Another charter waits for its day. Cancel it first."))
    except (approvals.DecidedAlready, approvals.ProposalExpired):
        messages.error(request, _("This was decided or expired while you were looking at it."))
    except charters.PlanIsStale as stale:
        messages.error(request, _stale(stale))
    except CharterErrors as errors:
        for fault in charter.fault_lines(errors)[:5]:
            messages.error(request, f"{fault['path']}: {fault['message']} {fault['remedy']}")
    return go(_PLACE)


@require_POST
@on_desk(Permission.APPROVE_CHARTER)
def cancel(request: HttpRequest, staff: Staff, brand: str) -> HttpResponse:
    """Take back the charter that waits for its day."""
    at = timezone.now()
    found = charter.charter_visible_to(staff, brand, at)
    if found is None:
        return missing(request)
    reason = request.POST.get("reason", "").strip()[:500] or _("No reason was given.")
    try:
        charters.cancel_scheduled(brand=found.brand, reason=reason, by=actor(staff), at=at)
        messages.success(request, _("Cancelled. What runs goes on."))
    except charters.NothingScheduled:
        messages.error(request, _("No charter waits for its day: it began, was refused or was cancelled."))
    return go(_PLACE)


def _propose(
    request: HttpRequest, staff: Staff, found: charter.BrandCharter, text: str, reason: str
) -> HttpResponse:
    back = request.POST.get("brings_back", "")
    proposed = charters.ProposedCharter(
        text=text,
        against=_number(request.POST.get("against", "")),
        brings_back=_number(back) or None,
        begins_on=_day(request.POST.get("begins_on", "")),
    )
    try:
        charters.propose_charter(
            brand=found.brand, proposed=proposed, reason=reason, by=actor(staff), at=timezone.now()
        )
    except charters.PlanIsStale as stale:
        messages.error(request, _stale(stale))
    except approvals.WaitsAlready:
        messages.error(request, _("A charter already waits for its decision; decide or take it back first."))
    except charters.BeginsInThePast:
        messages.error(request, _("Choose a day after today, or leave it empty to begin at once."))
    except charters.NothingChanges:
        messages.error(request, _("Nothing changes: this charter runs."))
    except (CharterErrors, charters.OtherBrand):
        return _planned(request, staff, found, text)
    else:
        messages.success(request, _("Proposed. Another person decides within 14 days."))
        return go(_PLACE)
    return _planned(request, staff, found, text)


def _planned(
    request: HttpRequest, staff: Staff, found: charter.BrandCharter, text: str, **more: Any
) -> HttpResponse:
    shown: dict[str, Any] = {"found": found, "text": text, "faults": [], "face": None, **more}
    try:
        shown["face"] = charter.plan_face(found.brand, text, timezone.now(), get_language() or "en")
    except CharterErrors as errors:
        shown["faults"] = charter.fault_lines(errors)
    else:
        code = shown["face"].plan.brand_code
        if code != found.brand.code:
            shown["face"], shown["other_brand"] = None, code
    return page(request, "charter_plan", staff, status=422 if shown["face"] is None else 200, **shown)


def _text_of(request: HttpRequest) -> tuple[str, str]:
    """The charter of the form, and what is wrong with it as a file."""
    upload = request.FILES.get("file")
    if upload is not None and upload.size > charter.MOST_CHARACTERS:
        return "", _("This file is too large for a charter.")
    try:
        text = upload.read().decode("utf-8") if upload else request.POST.get("text", "")
    except UnicodeDecodeError:
        return "", _("This file is not text in UTF-8. Save it so and choose it again.")
    if not text.strip():
        return "", _("Choose a file or paste a charter.")
    return text.replace("\r\n", "\n")[: charter.MOST_CHARACTERS], ""


def _day(written: str) -> str:
    try:
        return date.fromisoformat(written).isoformat() if written else ""
    except ValueError:
        return ""


def _number(written: str) -> int:
    return int(written) if written.isdecimal() and len(written) < 9 else 0


def _stale(stale: charters.PlanIsStale) -> str:
    said = _("Version %(version)s was applied in between. Look at the plan again, then propose it anew.")
    return said % {"version": stale.running}
