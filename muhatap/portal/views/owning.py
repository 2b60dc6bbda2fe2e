"""A customer's own movements and cases: entered by a signed link, filtered by days, one picked."""

from dataclasses import astuple
from zoneinfo import ZoneInfo

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from muhatap.brands.models import Brand
from muhatap.integrations import operations as integrations
from muhatap.integrations.ledger import Days, Movement, days_between
from muhatap.integrations.peers import ledger_peer_of
from muhatap.portal import operations as portal
from muhatap.portal import owning
from muhatap.portal.operations import limiting
from muhatap.portal.plan import plan_of
from muhatap.portal.views.door import (
    VISITOR,
    keep_cookie,
    languages_of,
    of_brand,
    page,
    redirect,
    remember_draft,
    try_again_at,
)
from muhatap.topics.models import Topic
from muhatap.topics.queries import topic_in_force
from muhatap.ui.errors import error_page

_COOKIE = "muhatap_own"
_SECONDS = 1800


@require_safe
@of_brand
def enter(request: HttpRequest, brand: Brand, token: str) -> HttpResponse:
    """Follow a signed link once: to the form that it fills in, or to her movements."""
    if try_again_at(request, limiting.TRACKING) is not None:
        return page(request, "own_over", brand, status=429)
    known = owning.owner_in(token, brand, by=VISITOR, at=timezone.now())
    if known is None:
        return page(request, "own_over", brand, status=410)
    owner, identity = known
    topic = topic_in_force(brand, identity.topic) if identity.topic else None
    if topic is not None:
        answers = owning.prefilled(topic, languages_of(brand), dict(identity.fields))
        response = _begin(request, brand, topic, owner, answers)
    else:
        response = redirect(f"/{brand.code}/own/")
    signed = signing.dumps(list(astuple(owner)), salt=f"portal.own.{brand.id}")
    keep_cookie(response, _COOKIE, signed, f"/{brand.code}/own/", _SECONDS)
    return response


@require_safe
@of_brand
def show(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Show movements and cases of the chosen days, the first and the last among them."""
    owner = _owner(request, brand)
    if owner is None:
        return page(request, "own_over", brand, status=403)
    days, wanted = _days(request, brand), request.GET.get("q", "").strip()[:80]
    movements, failure = _movements(request, brand, owner, days)
    language = translation.get_language() or brand.default_language
    shown = [
        (each, each.label(language), owning.amount_words(each), each.stands(language)) for each in movements
    ]
    with timezone.override(days.zone):
        return page(
            request,
            "own",
            brand,
            days=days,
            movements=[line for line in shown if owning.is_meant(wanted, line[0].id, *line[1:])],
            wanted=wanted,
            topic=request.GET.get("topic", ""),
            failure=owning.failure_words(failure) if failure else "",
            cases=[
                each
                for each in owning.cases_of_owner(brand, owner, days)
                if owning.is_meant(wanted, each.number, each.subject)
            ],
            topics=owning.topics_for_movements(brand, languages_of(brand)),
        )


@require_POST
@of_brand
def pick(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Begin the form of a topic with what the picked movement answers of it."""
    owner = _owner(request, brand)
    if owner is None:
        return page(request, "own_over", brand, status=403)
    topic = topic_in_force(brand, request.POST.get("topic", "")[:40])
    movements, failure = _movements(request, brand, owner, _days(request, brand))
    picked = next((each for each in movements if each.id == request.POST.get("movement")), None)
    if topic is None or picked is None:
        words = owning.failure_words(failure) if failure else _("Choose the movement once more.")
        return error_page(
            request, 409, detail=words, next_url=f"/{brand.code}/own/", next_label=_("Back to my movements")
        )
    answers = owning.answers_from(topic, languages_of(brand), picked, ZoneInfo(brand.zone))
    return _begin(request, brand, topic, owner, answers)


@require_POST
@of_brand
def leave(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Forget in this browser who she is."""
    response = redirect(f"/{brand.code}/")
    response.delete_cookie(_COOKIE, path=f"/{brand.code}/own/", samesite="Lax")
    return response


def _begin(
    request: HttpRequest, brand: Brand, topic: Topic, owner: owning.Owner, answers: dict[str, str]
) -> HttpResponse:
    answers = owner.answers(plan_of(topic, languages_of(brand))) | answers
    language, at = translation.get_language() or brand.default_language, timezone.now()
    draft, key = portal.begin_draft(brand=brand, topic=topic.code, language=language, by=VISITOR, at=at)
    portal.keep_answers(draft=draft, answers=answers, step="form", language=language, by=VISITOR, at=at)
    response = redirect(f"/{brand.code}/form/{draft.id}/")
    remember_draft(request, response, brand, draft, key)
    return response


def _movements(
    request: HttpRequest, brand: Brand, owner: owning.Owner, days: Days
) -> tuple[list[Movement], str]:
    peer = ledger_peer_of(brand.code)
    if peer is None:
        return [], ""
    if try_again_at(request, limiting.WRITING, who=f"own {brand.id} {owner.account_no}") is not None:
        return [], "too_slow"
    return integrations.ask_movements(
        peer=peer,
        brand_code=brand.code,
        account_no=owner.account_no,
        days=days,
        by=VISITOR,
        at=timezone.now(),
    )


def _days(request: HttpRequest, brand: Brand) -> Days:
    given = request.POST if request.method == "POST" else request.GET
    zone = owning.own_zone(given.get("zone", ""), brand)
    return days_between(
        given.get("from", ""), given.get("until", ""), timezone.now().astimezone(zone).date(), zone
    )


def _owner(request: HttpRequest, brand: Brand) -> owning.Owner | None:
    try:
        told = signing.loads(
            request.COOKIES.get(_COOKIE, ""), salt=f"portal.own.{brand.id}", max_age=_SECONDS
        )
    except signing.BadSignature:
        return None
    return owning.Owner(*told)
