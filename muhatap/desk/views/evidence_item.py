"""One item of evidence: looking at it, deciding, opening what lies closed, and blacking parts of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.approvals.operations import WaitsAlready
from muhatap.cases.models import Case
from muhatap.cases.trust import LevelTooLow
from muhatap.desk.evidence import ItemFace, choices, grant_of, is_granted, item_face, may_look_at
from muhatap.desk.redacting import boxes_in
from muhatap.desk.sensitive import words_of
from muhatap.desk.views.door import actor, go, missing, of_case, page, refused
from muhatap.evidence import operations as evidence
from muhatap.evidence import queries
from muhatap.evidence.kinds import CONFIDENTIAL, RejectionReason
from muhatap.evidence.models import EvidenceItem
from muhatap.evidence.operations.viewing import COPY, ORIGINAL, PREVIEW, QUARANTINE
from muhatap.evidence.unmasking import look_asked, may_look_now, suspected
from muhatap.evidence.wording import CORRECTIONS, VIEWED
from muhatap.files.models import StoredFile
from muhatap.files.operations import read_file
from muhatap.files.previews import CannotDraw, page_count, preview
from muhatap.files.serving import file_response
from muhatap.kernel.sealing import Tampered
from muhatap.ui.errors import error_page

Door = Callable[..., HttpResponse]


def of_item(view: Door) -> Door:
    """Hand a page the item of its address and what she may do with it; 404 for one of another case."""

    @wraps(view)
    def door(request: HttpRequest, staff: Staff, case: Case, piece: int) -> HttpResponse:
        found = queries.item_of(case, piece)
        if found is None:
            return missing(request)
        return view(request, staff, case, face_for(staff, found))

    return of_case()(door)


@require_safe
@of_case()
def of_file(request: HttpRequest, staff: Staff, case: Case, file: int) -> HttpResponse:
    """From a closed file in the conversation to its item."""
    found = queries.item_with_file(case, file)
    return go(place_of(case, found)) if found else missing(request)


@require_safe
@of_item
def show(request: HttpRequest, staff: Staff, case: Case, face: ItemFace) -> HttpResponse:
    """Show an item; an identity document shows itself only after a reason was given."""
    return _page(request, staff, case, face)


@require_POST
@of_item
def look(request: HttpRequest, staff: Staff, case: Case, face: ItemFace) -> HttpResponse:
    """Show an identity document, with a reason, for ten minutes."""
    if not face.may_look:
        return refused(request, case)
    why = request.POST.get("why", "")[:300]
    try:
        evidence.note_viewing(item=face.item, what=PREVIEW, why=why, by=actor(staff), at=timezone.now())
    except evidence.NeedsReason:
        return _page(request, staff, case, face, status=422, error=_("Write why you look at it."))
    return _page(request, staff, case, face, grant=grant_of(face.item, staff))


@require_safe
@of_case()
def draw(request: HttpRequest, staff: Staff, case: Case, piece: int, sheet: int) -> HttpResponse:
    """One page as a picture with the viewer's name and time on it; kept by no cache."""
    found = queries.item_of(case, piece)
    if found is None:
        return missing(request)
    face = face_for(staff, found)
    if not face.may_look or not face.is_drawable:
        return refused(request, case)
    if found.is_identity and not is_granted(request.GET.get("grant", ""), found, staff):
        return refused(request, case)
    mark = f"{staff.name} {localtime():%d.%m.%Y %H:%M}" if found.is_identity else ""
    try:
        data = preview(read_file(stored=found.file), found.file.content_type, page=min(sheet, 999), mark=mark)
    except (CannotDraw, LookupError, Tampered, OSError):
        return error_page(request, 404, detail=_("No picture can be made of this page."))
    if not found.is_identity:
        evidence.note_viewing(item=found, what=PREVIEW, why="", by=actor(staff), at=timezone.now())
    return file_response(data, "image/png", f"{found.id}-{sheet + 1}.png")


@require_POST
@of_item
def open_bytes(request: HttpRequest, staff: Staff, case: Case, face: ItemFace) -> HttpResponse:
    """Hand over the file: the copy, or with a right and a reason the original or what is in quarantine."""
    what, item = request.POST.get("what", COPY), face.item
    allowed = {
        COPY: face.may_look and not item.is_identity,
        ORIGINAL: face.may_open_original,
        QUARANTINE: face.may_open_quarantine,
    }
    if not allowed.get(what, False):
        return refused(request, case)
    stored = item.original if what == ORIGINAL else item.file
    try:
        data = read_file(stored=stored)
        why = request.POST.get("why", "")[:300]
        evidence.note_viewing(item=item, what=what, why=why, by=actor(staff), at=timezone.now())
    except evidence.NeedsReason:
        return _page(request, staff, case, face, status=422, error=_("Write why you open it."))
    except (LookupError, Tampered, OSError):
        return error_page(request, 503, detail=_("This file cannot be read at the moment."))
    return _handed_over(data, stored, what)


@require_POST
@of_item
def decide(request: HttpRequest, staff: Staff, case: Case, face: ItemFace) -> HttpResponse:
    """Accept or reject an item, say that it is being checked, or what it really is."""
    act, at, by = request.POST.get("act", ""), timezone.now(), actor(staff)
    if not face.may_decide:
        return refused(request, case)
    try:
        if act == "reject":
            reason = request.POST.get("reason", "")
            if reason in CONFIDENTIAL and not face.may_suspect:
                return refused(request, case)
            correction = request.POST.get("correction", "")[:2000]
            if reason in CONFIDENTIAL:
                evidence.suspect_item(item=face.item, correction=correction, by=by, at=at)
                messages.success(request, _("Another person must agree first."))
                return go(place_of(case, face.item))
            evidence.reject_item(item=face.item, reason=reason, correction=correction, by=by, at=at)
        elif act == "accept":
            evidence.accept_item(
                item=face.item,
                valid_until=_day(request, "valid_until"),
                issued_on=_day(request, "issued_on"),
                by=by,
                at=at,
            )
        elif act == "check":
            evidence.begin_check(item=face.item, by=by, at=at)
        else:
            evidence.retype_item(item=face.item, kind=request.POST.get("kind", ""), by=by, at=at)
    except evidence.DocumentOutdated as old:
        return _page(request, staff, case, face, status=409, error=_outdated(old), reason=old.reason)
    except LevelTooLow as low:
        return _page(request, staff, case, face, status=409, error=words_of(case.brand, low))
    except evidence.NeedsCorrection:
        error = _("Choose the reason and write what the customer should correct.")
        return _page(request, staff, case, face, status=422, error=error)
    except (evidence.CannotDecide, WaitsAlready, ValueError):
        error = _("This item cannot go there from where it stands now.")
        return _page(request, staff, case, face, status=409, error=error)
    messages.success(request, _("Noted."))
    return go(place_of(case, face.item))


@require_POST
@of_item
def redact(request: HttpRequest, staff: Staff, case: Case, face: ItemFace) -> HttpResponse:
    """Black parts of an item; what stood there stays in the closed original alone."""
    if not face.may_redact:
        return refused(request, case)
    reason = request.POST.get("reason", "")[:300]
    try:
        evidence.redact_item(
            item=face.item, boxes=boxes_in(request.POST), reason=reason, by=actor(staff), at=timezone.now()
        )
    except evidence.NotABox:
        error = _("Draw at least one box inside the page, and write the reason.")
        return _page(request, staff, case, face, status=422, error=error)
    except (evidence.ChangedMeanwhile, CannotDraw, LookupError, Tampered, OSError):
        error = _("It could not be redacted: it was changed meanwhile, or cannot be drawn.")
        return _page(request, staff, case, face, status=409, error=error)
    messages.success(request, _("From now on the redacted copy is shown. The original is kept closed."))
    return go(place_of(case, face.item))


def face_for(staff: Staff, item: EvidenceItem) -> ItemFace:
    """An item as she sees it; what another person let her look at shows itself for a quarter of an hour."""
    face, stored = item_face(scope_of(staff), item), item.file
    is_there = stored is not None and stored.destroyed_at is None and not stored.is_infected
    if face.may_look or not is_there or not may_look_now(item, staff.pk, timezone.now()):
        return face
    return replace(face, may_look=True)


def place_of(case: Case, item: EvidenceItem) -> str:
    """The address of an item."""
    return f"/desk/cases/{case.number}/evidence/{item.id}/"


def _page(
    request: HttpRequest,
    staff: Staff,
    case: Case,
    face: ItemFace,
    status: int = 200,
    error: str = "",
    grant: str = "",
    reason: str = "",
) -> HttpResponse:
    is_shown = face.may_look and face.is_drawable and (not face.item.is_identity or bool(grant))
    log = [(each, str(VIEWED.get(each.what, each.what))) for each in queries.viewings_of([face.item])]
    return page(
        request,
        "evidence/item",
        staff,
        status=status,
        case=case,
        face=face,
        item=face.item,
        pages=range(_pages(face)) if is_shown else (),
        grant=grant,
        error=error,
        chosen=reason,
        correction=str(CORRECTIONS.get(reason, "")),
        oldest_days=queries.oldest_days_of(face.item),
        said=request.POST,
        log=log,
        rows=range(8),
        asked=_asked(staff, face),
        redactions=face.item.redactions.select_related("staff").order_by("at"),
        choices=choices(case),
    )


def _asked(staff: Staff, face: ItemFace) -> dict[str, object]:
    """Who waits for a second person to look at an identity document, and whether she is that person."""
    proposal = look_asked(face.item, timezone.now())
    is_own = proposal is not None and proposal.proposed_by_id == staff.pk
    may = may_look_at(scope_of(staff), face.item)
    doubt = suspected(face.item, timezone.now()) if face.may_suspect else None
    return {
        "doubt": doubt,
        "is_own_doubt": doubt is not None and doubt.proposed_by_id == staff.pk,
        "proposal": proposal,
        "is_own": is_own,
        "may_agree": proposal and may and not is_own,
    }


def _day(request: HttpRequest, name: str) -> date | None:
    return parse_date(request.POST.get(name, "")[:20] or "x")


def _outdated(old: evidence.DocumentOutdated) -> str:
    match old.reason:
        case RejectionReason.EXPIRED:
            return _("Its own day is over: it cannot be accepted. Reject it with this reason.")
        case RejectionReason.TOO_OLD:
            said = {"days": old.oldest_days}
            return (
                _("It is older than the charter allows (%(days)s days). Reject it with this reason.") % said
            )
        case _:
            return _("Read the day on the document and write it; it cannot lie ahead.")


def _pages(face: ItemFace) -> int:
    stored = face.item.file
    if stored.content_type != "application/pdf":
        return 1
    try:
        return page_count(read_file(stored=stored), stored.content_type)
    except (CannotDraw, LookupError, Tampered, OSError):
        return 0


def _handed_over(data: bytes, stored: StoredFile, what: str) -> HttpResponse:
    if what == QUARANTINE:
        return file_response(data, "application/octet-stream", f"{stored.name}.quarantine")
    return file_response(data, stored.content_type, stored.name)
