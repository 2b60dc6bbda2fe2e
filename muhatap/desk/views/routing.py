"""How work is shared out: queues, what channels weigh, what people can do and carry, who looks after whom."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import colleagues_in
from muhatap.accounts.roles import Permission
from muhatap.brands.models import Brand
from muhatap.cases.models import Case
from muhatap.desk import routing_page as shown
from muhatap.desk.views.door import actor, go, missing, of_case, on_desk, page, place_of_case, refused
from muhatap.routing import operations as routing
from muhatap.routing.models import Skill
from muhatap.routing.queries import manager_of, skill_of_brands
from muhatap.routing.rules import Strategy
from muhatap.topics.queries import queues_of
from muhatap.ui.errors import error_page
from muhatap.ui.furniture import CHANNELS

_PLACE = "/desk/routing/"
_LANGUAGES = ("tr", "en")
_MOST_POINTS = 200
_MOST_MINUTES = 7 * 24 * 60


@require_safe
@on_desk()
def show(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show how work is shared out in each brand."""
    brands, at = shown.brands_to_set(staff), timezone.now()
    if not brands:
        return refused(request)
    sections = [shown.section_of_brand(brand, at) for brand in brands]
    return page(request, "routing", staff, sections=sections, languages=_LANGUAGES)


@require_POST
@on_desk()
def set_queues(request: HttpRequest, staff: Staff, brand: str) -> HttpResponse:
    """Take how each queue gives out its cases, and what a case of each channel weighs."""
    found = _brand(staff, brand)
    if found is None:
        return missing(request)
    given, at = request.POST, timezone.now()
    weights = {code: _number(given.get(f"weight_{code}", ""), 1, _MOST_POINTS) for code in CHANNELS}
    queues = queues_of(found.id)
    minutes = {queue.id: given.get(f"minutes_{queue.id}", "").strip() for queue in queues}
    if None in weights.values() or any(
        each and _number(each, 1, _MOST_MINUTES) is None for each in minutes.values()
    ):
        return _unfit(request, _("Write whole numbers: weights from 1 to 200, minutes from 1 to 10080."))
    for queue in queues:
        chosen = given.get(f"strategy_{queue.id}", "")
        routing.set_queue(
            queue=queue,
            is_on=f"on_{queue.id}" in given,
            strategy=Strategy(chosen) if chosen in set(Strategy) else Strategy.ROUND_ROBIN,
            return_minutes=_number(minutes[queue.id], 1, _MOST_MINUTES),
            by=actor(staff),
            at=at,
        )
    routing.set_weights(
        brand=found,
        weights={code: weight for code, weight in weights.items() if weight is not None},
        by=actor(staff),
        at=at,
    )
    messages.success(request, _("Saved. The next cases are given out like this."))
    return go(f"{_PLACE}#queues-{found.id}")


@require_POST
@on_desk()
def set_people(request: HttpRequest, staff: Staff, brand: str) -> HttpResponse:
    """Take what each person carries at once, and in which languages she answers."""
    found = _brand(staff, brand)
    if found is None:
        return missing(request)
    given, at = request.POST, timezone.now()
    people = [each for each in colleagues_in(found.id) if f"points_{each.pk}" in given]
    points = {each.pk: _number(given.get(f"points_{each.pk}", ""), 1, _MOST_POINTS) for each in people}
    limits = {each.pk: shown.read_limits(given.get(f"channels_{each.pk}", "")) for each in people}
    if None in points.values() or None in limits.values():
        return _unfit(request, _("Write points from 1 to 200, and limits such as “email 5, phone 1”."))
    for each in people:
        routing.set_limits(
            staff=each,
            brand=found,
            points=points[each.pk] or 1,
            channels=limits[each.pk] or {},
            languages=[code for code in given.getlist(f"languages_{each.pk}") if code in _LANGUAGES],
            by=actor(staff),
            at=at,
        )
    messages.success(request, _("Saved. The next cases are given out like this."))
    return go(f"{_PLACE}#people-{found.id}")


@require_http_methods(["GET", "HEAD", "POST"])
@on_desk()
def skill(request: HttpRequest, staff: Staff, brand: str, skill: int = 0) -> HttpResponse:
    """Show one skill, or a new one: who has it from when to when, and which cases need it."""
    found = _brand(staff, brand)
    known = skill_of_brands(skill, [found.id]) if found and skill else None
    if found is None or (skill and known is None):
        return missing(request)
    if request.method != "POST":
        return page(request, "skill", staff, **shown.skill_form(found, known))
    if known is not None and "remove" in request.POST:
        routing.remove_skill(skill=known, by=actor(staff), at=timezone.now())
        messages.success(request, _("The skill is removed."))
        return go(f"{_PLACE}#skills-{found.id}")
    return _save_skill(request, staff, found, known)


def _save_skill(request: HttpRequest, staff: Staff, brand: Brand, known: Skill | None) -> HttpResponse:
    given, at = request.POST, timezone.now()
    names = {code: given.get(f"name_{code}", "").strip()[:80] for code in _LANGUAGES}
    names = {code: name for code, name in names.items() if name}
    code = known.code if known else slugify(names.get("en") or names.get("tr") or "")[:40]
    if not names or not code:
        return _unfit(request, _("Give the skill a name."))
    days = _days_of(request, brand)
    if days is None:
        return _unfit(request, _("Write the days of a skill; its last day is not before its first."))
    saved = routing.set_skill(
        brand=brand,
        code=code,
        names=names,
        needed_by=(given.getlist("topic"), given.getlist("queue"), given.getlist("plan")),
        by=actor(staff),
        at=at,
    )
    for person in colleagues_in(brand.id):
        if person.pk not in days:
            routing.take_skill(skill=saved, staff=person, by=actor(staff), at=at)
            continue
        begins, ends = days[person.pk]
        routing.give_skill(
            skill=saved, staff=person, valid_from=begins, valid_until=ends, by=actor(staff), at=at
        )
    messages.success(request, _("The skill is saved."))
    return go(f"{_PLACE}#skills-{brand.id}")


def _days_of(request: HttpRequest, brand: Brand) -> dict[int, tuple[date, date | None]] | None:
    """The days of each person who has the skill; None when some cannot be."""
    found: dict[int, tuple[date, date | None]] = {}
    for person in colleagues_in(brand.id):
        if f"has_{person.pk}" not in request.POST:
            continue
        try:
            begins = date.fromisoformat(
                request.POST.get(f"from_{person.pk}") or timezone.localdate().isoformat()
            )
            until = request.POST.get(f"until_{person.pk}")
            ends = date.fromisoformat(until) if until else None
        except ValueError:
            return None
        if ends is not None and ends < begins:
            return None
        found[person.pk] = (begins, ends)
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@of_case(Permission.ASSIGN_OTHERS)
def manager(request: HttpRequest, staff: Staff, case: Case) -> HttpResponse:
    """Show and change who looks after the customer of a case."""
    people = colleagues_in(case.brand_id)
    if request.method != "POST":
        known = manager_of(case.customer_id)
        return page(request, "account_manager", staff, case=case, people=people, known=known)
    wanted = request.POST.get("staff", "")
    person = next((each for each in people if str(each.pk) == wanted), None)
    if wanted and person is None:
        return missing(request)
    routing.name_account_manager(customer=case.customer, staff=person, by=actor(staff), at=timezone.now())
    messages.success(request, _("Noted who looks after this customer."))
    return go(place_of_case(case))


def _brand(staff: Staff, code: str) -> Brand | None:
    return next((brand for brand in shown.brands_to_set(staff) if brand.code == code), None)


def _number(written: str, least: int, most: int) -> int | None:
    text = written.strip()
    if not text.isdecimal() or len(text) > 6:
        return None
    return int(text) if least <= int(text) <= most else None


def _unfit(request: HttpRequest, detail: str) -> HttpResponse:
    return error_page(request, 400, detail=detail, next_url=_PLACE, next_label=_("Back to routing"))
