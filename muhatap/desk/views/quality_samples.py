"""Samples with their seed, scorecards with their versions, and the terms of reviewing."""

from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from muhatap.accounts.models import Staff
from muhatap.accounts.roles import Permission
from muhatap.brands.models import Brand
from muhatap.desk import queries as desk_queries
from muhatap.desk.quality import faces, forms
from muhatap.desk.quality.wording import STRATA, WHY
from muhatap.desk.views.door import actor, go, missing, on_desk
from muhatap.desk.views.quality import PLACE, quality_page
from muhatap.quality import operations as quality
from muhatap.quality import queries
from muhatap.quality.models import Scorecard
from muhatap.quality.people import quality_terms
from muhatap.quality.sampling import Plan, Risk, plan_from
from muhatap.quality.scoring import NotASheet, sheet_from
from muhatap.ui.furniture import channel_words

_SAMPLES, _CARDS = f"{PLACE}samples/", f"{PLACE}scorecards/"


@require_http_methods(["GET", "HEAD", "POST"])
@on_desk(Permission.REVIEW_WORK)
def samples(request: HttpRequest, staff: Staff) -> HttpResponse:
    """The samples that were drawn; drawing one over days that are over."""
    brands = desk_queries.brands_with(staff, Permission.REVIEW_WORK)
    trouble, status = "", 200
    if request.method == "POST":
        brand = next((each for each in brands if each.code == request.POST.get("brand")), None)
        if brand is None:
            return missing(request)
        drawn = _draw(request, staff, brand)
        if isinstance(drawn, HttpResponse):
            return drawn
        trouble, status = drawn, 422
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    return quality_page(
        request,
        "samples",
        staff,
        status=status,
        here="samples",
        trouble=trouble,
        brands=brands,
        found=queries.samples_visible_to(staff),
        since=request.POST.get("since") or (monday - timedelta(days=7)).isoformat(),
        last=request.POST.get("last") or (monday - timedelta(days=1)).isoformat(),
        plan=Plan(),
        strata=list(STRATA.items()),
        risks=[(risk, WHY[risk]) for risk in Risk],
        terms=[(brand, forms.terms_fields(quality_terms(brand))) for brand in brands],
    )


@require_safe
@on_desk(Permission.REVIEW_WORK)
def sample(request: HttpRequest, staff: Staff, sample: int) -> HttpResponse:
    """One sample: its seed, what it was drawn from, and whether drawing again gives the same cases."""
    found = queries.sample_visible_to(staff, sample) if sample < 2**63 else None
    if found is None:
        return missing(request)
    rows = [each for each in queries.reviews_of_sample(found) if each.agent_id != staff.pk]
    plan = plan_from(found.plan)
    return quality_page(
        request,
        "sample",
        staff,
        here="samples",
        sample=found,
        plan=plan,
        strata=[STRATA[each] for each in plan.strata],
        risks=[WHY[each] for each in plan.risks],
        population=len(found.population),
        is_as_drawn=queries.is_as_drawn(found),
        lines=faces.lines_of(rows, staff.pk, timezone.localdate(), get_language() or ""),
    )


@require_POST
@on_desk(Permission.REVIEW_WORK)
def set_terms(request: HttpRequest, staff: Staff, brand: str) -> HttpResponse:
    """Set how often work is reviewed and coached, and when a case counts as risky."""
    brands = desk_queries.brands_with(staff, Permission.REVIEW_WORK)
    found = next((each for each in brands if each.code == brand), None)
    if found is None:
        return missing(request)
    try:
        quality.set_quality_terms(
            brand=found, values=forms.terms_in(request.POST), by=actor(staff), at=timezone.now()
        )
    except ValueError:
        messages.error(
            request, _("Nothing was set: write whole numbers within the limits beside the fields.")
        )
    else:
        messages.success(request, _("Set from now on."))
    return go(_SAMPLES)


@require_safe
@on_desk(Permission.REVIEW_WORK)
def scorecards(request: HttpRequest, staff: Staff) -> HttpResponse:
    """The scorecards in use."""
    brands = desk_queries.brands_with(staff, Permission.REVIEW_WORK)
    found = [
        (card, sheet_from(card.sheet), [channel_words(each) for each in card.channels])
        for card in queries.scorecards_of([each.id for each in brands])
    ]
    return quality_page(request, "scorecards", staff, here="scorecards", brands=brands, found=found)


@require_http_methods(["GET", "HEAD", "POST"])
@on_desk(Permission.REVIEW_WORK)
def scorecard(request: HttpRequest, staff: Staff, brand: str = "", card: int = 0) -> HttpResponse:
    """Write a scorecard, or the next version of one; reviews keep theirs."""
    known = queries.scorecard_visible_to(staff, card) if card and card < 2**63 else None
    brands = desk_queries.brands_with(staff, Permission.REVIEW_WORK)
    found = known.brand if known else next((each for each in brands if each.code == brand), None)
    if found is None or (card and known is None):
        return missing(request)
    given = forms.card_shown(known) if known else forms.CardForm()
    if request.method != "POST":
        return _card_page(request, staff, found, known, given)
    given = forms.card_in(request.POST)
    try:
        saved = quality.write_scorecard(
            brand=found,
            name=given.name,
            channels=given.channels,
            sheet=given.sheet(),
            known=known,
            by=actor(staff),
            at=timezone.now(),
        )
    except quality.ChannelTaken:
        words = _("Another scorecard asks about one of these channels.")
        return _card_page(request, staff, found, known, given, words)
    except NotASheet as wrong:
        return _card_page(request, staff, found, known, given, forms.card_trouble(str(wrong)))
    messages.success(
        request, _("%(name)s, version %(version)d") % {"name": saved.name, "version": saved.version}
    )
    return go(_CARDS)


def _draw(request: HttpRequest, staff: Staff, brand: Brand) -> HttpResponse | str:
    try:
        plan = forms.plan_in(request.POST)
        since = date.fromisoformat(request.POST.get("since", ""))
        until = date.fromisoformat(request.POST.get("last", "")) + timedelta(days=1)
        drawn = quality.draw_sample(
            brand=brand, since=since, until=until, plan=plan, by=actor(staff), at=timezone.now()
        )
    except quality.DrawnAlready as before:
        said = {"sample": before.sample.name}
        return _("Cases of these days were drawn before, as %(sample)s. A period is drawn once.") % said
    except quality.NothingHandled:
        return _("Nobody answered a case in these days.")
    except quality.NoScorecard as lacking:
        said = {"channel": channel_words(str(lacking))}
        return _("No scorecard asks about this channel yet: %(channel)s. Write one first.") % said
    except (ValueError, OverflowError):
        return _("Choose days that are over, at most 92 of them, and at least one case for each part.")
    messages.success(request, _("%(sample)s is drawn.") % {"sample": drawn.name})
    return go(f"{_SAMPLES}{drawn.id}/")


def _card_page(
    request: HttpRequest,
    staff: Staff,
    brand: Brand,
    known: Scorecard | None,
    given: forms.CardForm,
    trouble: str = "",
) -> HttpResponse:
    return quality_page(
        request,
        "scorecard",
        staff,
        status=422 if trouble else 200,
        here="scorecards",
        brand=brand,
        card=known,
        given=given,
        trouble=trouble,
        channels=forms.channels_offered(brand, given.channels),
        versions=queries.versions_of(known) if known else [],
    )
