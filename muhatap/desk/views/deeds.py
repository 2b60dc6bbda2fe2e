"""You said, we did: one person writes an entry, another one lets it be published."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from muhatap.accounts.models import Staff
from muhatap.accounts.roles import Permission
from muhatap.approvals import operations as approvals
from muhatap.desk import queries as desk_queries
from muhatap.desk.surveys.comments import deed_words
from muhatap.desk.views.door import actor, go, missing, on_desk, page
from muhatap.surveys import operations as surveys
from muhatap.surveys.queries import deeds_of, voices_to_choose

_HERE = "/desk/surveys/said/"


@require_safe
@on_desk(Permission.ANNOUNCE)
def show(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show what was published, what waits for a second person, and a form for the next entry."""
    return _page(request, staff)


@require_POST
@on_desk(Permission.ANNOUNCE)
def write(request: HttpRequest, staff: Staff, brand: str) -> HttpResponse:
    """Put an entry before a second person."""
    brands = desk_queries.brands_with(staff, Permission.ANNOUNCE)
    found = next((each for each in brands if each.code == brand), None)
    if found is None:
        return missing(request)
    given = request.POST
    try:
        surveys.write_deed(
            brand=found,
            said={code: given.get(f"said-{code}", "") for code in found.languages},
            done={code: given.get(f"done-{code}", "") for code in found.languages},
            done_on=date.fromisoformat(given.get("done_on", "")),
            source=given.get("source", ""),
            voices=[int(each) for each in given.getlist("voices") if each.isdecimal() and len(each) < 20],
            by=actor(staff),
            at=timezone.now(),
        )
    except surveys.NothingSaid:
        error = _("Write what customers said and what was done, in each language of the brand.")
        return _page(request, staff, status=422, error=error, of=brand)
    except ValueError:
        error = _("Day: write the day on which it was done.")
        return _page(request, staff, status=422, error=error, of=brand)
    messages.success(request, _("It waits for a second person now."))
    return go(_HERE)


@require_POST
@on_desk(Permission.ANNOUNCE)
def act(request: HttpRequest, staff: Staff, entry: int) -> HttpResponse:
    """Publish an entry as the second person, send it back, or withdraw it."""
    brands = desk_queries.brands_with(staff, Permission.ANNOUNCE)
    found = next((each for each in deeds_of(brand.id for brand in brands) if each.id == entry), None)
    if found is None:
        return missing(request)
    by, at, reason = actor(staff), timezone.now(), request.POST.get("reason", "")[:300]
    try:
        match request.POST.get("act"):
            case "agree":
                surveys.agree_deed(entry=found, by=by, at=at)
                messages.success(request, _("It is public now."))
            case "refuse":
                surveys.refuse_deed(entry=found, reason=reason, by=by, at=at)
                messages.success(request, _("It is not published."))
            case "withdraw":
                surveys.withdraw_deed(entry=found, reason=reason, by=by, at=at)
                messages.success(request, _("It is public no more."))
            case _:
                return missing(request)
    except approvals.SamePerson:
        messages.error(request, _("Somebody else has to look at it: nobody approves an own proposal."))
    except (approvals.DecidedAlready, approvals.ProposalExpired):
        messages.error(request, _("Somebody decided meanwhile. Look at the list again."))
    except surveys.NothingSaid:
        messages.error(request, _("Write why."))
    return go(_HERE)


def _page(
    request: HttpRequest, staff: Staff, status: int = 200, error: str = "", of: str = ""
) -> HttpResponse:
    brands = desk_queries.brands_with(staff, Permission.ANNOUNCE)
    given, names = request.POST, {"tr": _("Turkish"), "en": _("English")}
    forms = [
        (
            brand,
            [
                (code, names.get(code, code), given.get(f"said-{code}", ""), given.get(f"done-{code}", ""))
                for code in brand.languages
            ],
            error if brand.code == of else "",
            [(each, str(each.id) in given.getlist("voices")) for each in voices_to_choose(staff, brand.id)],
        )
        for brand in brands
    ]
    return page(
        request,
        "surveys/said",
        staff,
        status=status,
        section="insights",
        here="said",
        may_write_deeds=True,
        entries=[deed_words(each) for each in deeds_of(brand.id for brand in brands)],
        forms=forms,
        today=timezone.localdate(),
        now=timezone.now(),
    )
