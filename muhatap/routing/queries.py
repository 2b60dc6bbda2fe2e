"""Reads of routing: what waits, who stands how, what was decided, and what is set."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Max, QuerySet

from muhatap.accounts.duty import Standing, is_absent, is_on_duty
from muhatap.accounts.models import Membership, Staff, Visit
from muhatap.accounts.roles import GRANTS, Permission
from muhatap.cases.models import Case
from muhatap.cases.statuses import Status
from muhatap.channels.chat_marks import CHAT_CHANNELS
from muhatap.channels.chat_queries import quiet_case_ids
from muhatap.routing.models import (
    BrandWeights,
    HeldSkill,
    Limits,
    NamedContact,
    Placement,
    QueueRouting,
    Skill,
    Unplaced,
)
from muhatap.routing.rules import USUAL_POINTS, USUAL_WEIGHTS, Person, Strategy, Waiting

WRITTEN = "email"
# What waits for somebody outside takes no attention now.
CARRIED = (Status.NEW, Status.OPEN)


def is_anything_routed() -> bool:
    """Whether any queue gives out its cases by itself."""
    return QueueRouting.objects.filter(is_on=True).exists()


def is_routed(queue_id: int) -> bool:
    """Whether this queue gives out its cases by itself."""
    return QueueRouting.objects.filter(queue_id=queue_id, is_on=True).exists()


def waiting_case_ids(limit: int) -> list[int]:
    """The cases that wait in such queues: half of them the most urgent, half of them the oldest."""
    found: dict[int, None] = {}
    for order in (("priority", "received_at", "id"), ("received_at", "id")):
        rows = _waiting().order_by(*order).values_list("id", flat=True)
        found |= dict.fromkeys(rows[: limit // 2])
    return list(found)


def _waiting() -> QuerySet[Case]:
    routed = QueueRouting.objects.filter(is_on=True).values("queue_id")
    return Case.objects.filter(is_open=True, owner__isnull=True, status__in=CARRIED, queue_id__in=routed)


def locked_waiting(case_ids: Iterable[int]) -> list[Case]:
    """Those of these cases that still wait, held until the transaction ends; one that others hold is left."""
    skip = connection.features.has_select_for_update_skip_locked
    rows = _waiting().filter(id__in=list(case_ids)).order_by("id")
    rows = rows.select_for_update(skip_locked=skip, of=("self",))
    return list(rows.select_related("brand", "customer", "topic", "queue__team", "queue__escalates_to"))


def as_waiting(cases: list[Case]) -> list[Waiting]:
    """These cases as the rules see them."""
    weights = weights_of({case.brand_id for case in cases})
    settings = {each.queue_id: each for each in QueueRouting.objects.filter(is_on=True)}
    needs = _needs({case.brand_id for case in cases})
    managers = dict(
        NamedContact.objects.filter(customer_id__in={case.customer_id for case in cases}).values_list(
            "customer_id", "staff_id"
        )
    )
    let_go = _let_go(cases)
    return [
        Waiting(
            id=case.id,
            brand=case.brand_id,
            queue=case.queue_id or 0,
            channel=case.channel,
            weight=weight_of(weights.get(case.brand_id, {}), case.channel),
            priority=case.priority,
            since=case.customer_wrote_at or case.received_at,
            language=case.language,
            needs=_needed(needs.get(case.brand_id, []), case),
            strategy=_strategy(settings.get(case.queue_id)),
            manager=managers.get(case.customer_id),
            let_go=tuple(let_go.get(case.id, ())),
        )
        for case in cases
    ]


def _strategy(row: QueueRouting | None) -> Strategy:
    return Strategy(row.strategy) if row else Strategy.ROUND_ROBIN


def weights_of(brand_ids: Iterable[int]) -> dict[int, dict[str, int]]:
    """How many points cases of each channel take, by brand."""
    rows = BrandWeights.objects.filter(brand_id__in=list(brand_ids))
    return {row.brand_id: row.weights for row in rows}


def weight_of(weights: dict[str, int], channel: str) -> int:
    """How many points a case of this channel takes."""
    return int(weights.get(channel, USUAL_WEIGHTS.get(channel, 1)))


def _needs(brand_ids: Iterable[int]) -> dict[int, list[Skill]]:
    found: dict[int, list[Skill]] = defaultdict(list)
    for skill in Skill.objects.filter(brand_id__in=list(brand_ids)).order_by("code"):
        found[skill.brand_id].append(skill)
    return found


def _needed(skills: list[Skill], case: Case) -> frozenset[str]:
    topic = case.topic.code if case.topic else ""
    queue = case.queue.code if case.queue else ""
    plan = case.customer.preferences.get("plan") or ""
    return frozenset(
        skill.code
        for skill in skills
        if topic in skill.topics or queue in skill.queues or (plan and plan in skill.plans)
    )


def _let_go(cases: list[Case]) -> dict[int, list[int]]:
    """Who had each case and did not answer, since somebody last did."""
    answered = {case.id: case.staff_wrote_at for case in cases}
    found: dict[int, list[int]] = defaultdict(list)
    rows = Placement.objects.filter(case_id__in=answered, was_let_go=True).order_by("given_at", "id")
    for case_id, staff_id, given_at in rows.values_list("case_id", "staff_id", "given_at"):
        last = answered[case_id]
        if last is None or given_at > last:
            found[case_id].append(staff_id)
    return found


def people_at(brand_ids: Iterable[int], at: datetime) -> list[Person]:
    """Everybody who may answer in these brands, as she stands at a moment."""
    answering = [role for role, granted in GRANTS.items() if Permission.ANSWER_CASES in granted]
    brands: dict[int, set[int]] = defaultdict(set)
    members = Membership.objects.filter(
        brand_id__in=list(brand_ids), role__in=answering, staff__is_active=True
    )
    for staff_id, brand_id in members.values_list("staff_id", "brand_id"):
        brands[staff_id].add(brand_id)
    staff = {each.pk: each for each in Staff.objects.filter(id__in=brands)}
    queues = _queues_of(staff)
    standings = standings_of(staff.values())
    skills = _skills_of(staff.values(), at)
    limits = {each.staff_id: each for each in Limits.objects.filter(staff_id__in=staff)}
    loads, carried = _loads_of(staff)
    turns = dict(
        Placement.objects.filter(staff_id__in=staff).values_list("staff_id").annotate(last=Max("given_at"))
    )
    return [
        Person(
            id=staff_id,
            is_here=is_on_duty(standings[staff_id], at, at.astimezone(ZoneInfo(each.zone))),
            queues=frozenset(queues.get(staff_id, ())),
            brands=frozenset(brands[staff_id]),
            skills=frozenset(skills.get(staff_id, ())),
            languages=frozenset(limits[staff_id].languages if staff_id in limits else ()),
            points=limits[staff_id].points if staff_id in limits else USUAL_POINTS,
            load=loads[staff_id],
            most=limits[staff_id].channels if staff_id in limits else {},
            carried=carried.get(staff_id, {}),
            last_given_at=turns.get(staff_id),
            delegate=each.delegate_id,
        )
        for staff_id, each in sorted(staff.items())
    ]


def standings_of(staff: Iterable[Staff]) -> dict[int, Standing]:
    """What is known of each of these people: presence, absence, hours, and when she was last heard of."""
    people = list(staff)
    seen = dict(
        Visit.objects.filter(staff_id__in=[each.pk for each in people], ended_at__isnull=True)
        .values_list("staff_id")
        .annotate(last=Max("seen_at"))
    )
    return {
        each.pk: Standing(
            each.is_active, each.presence, each.away_from, each.away_until, each.hours, seen.get(each.pk)
        )
        for each in people
    }


def may_keep(staff: Staff, at: datetime, *, must_be_here: bool) -> bool:
    """Whether a case that comes back may stay with her: here to work, or at least not absent."""
    standing = standings_of([staff])[staff.pk]
    if must_be_here:
        return is_on_duty(standing, at, at.astimezone(ZoneInfo(staff.zone)))
    return not is_absent(standing, at)


def _queues_of(staff_ids: Iterable[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    rows = QueueRouting.objects.filter(is_on=True, queue__team__members__in=list(staff_ids))
    for queue_id, staff_id in rows.values_list("queue_id", "queue__team__members"):
        found[staff_id].append(queue_id)
    return found


def _skills_of(staff: Iterable[Staff], at: datetime) -> dict[int, list[tuple[int, str]]]:
    """The skills that hold today, where each person works."""
    days = {each.pk: at.astimezone(ZoneInfo(each.zone)).date() for each in staff}
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for held in HeldSkill.objects.filter(staff_id__in=days).select_related("skill"):
        day = days[held.staff_id]
        if held.valid_from <= day and (held.valid_until is None or day <= held.valid_until):
            found[held.staff_id].append((held.skill.brand_id, held.skill.code))
    return found


def _loads_of(staff_ids: Iterable[int]) -> tuple[Counter[int], dict[int, Counter[str]]]:
    """Points and cases by channel that each person carries."""
    owned = Case.objects.filter(is_open=True, owner_id__in=list(staff_ids), status__in=CARRIED)
    rows = list(owned.values_list("owner_id", "brand_id", "channel", "id"))
    # A chat that is over and written up is a letter to answer, no more.
    quiet = quiet_case_ids([case_id for _, _, channel, case_id in rows if channel in CHAT_CHANNELS])
    rows = [
        (owner, brand, WRITTEN if case_id in quiet else channel) for owner, brand, channel, case_id in rows
    ]
    weights = weights_of({brand_id for _, brand_id, _ in rows})
    loads: Counter[int] = Counter()
    carried: dict[int, Counter[str]] = defaultdict(Counter)
    for owner_id, brand_id, channel in rows:
        loads[owner_id] += weight_of(weights.get(brand_id, {}), channel)
        carried[owner_id][channel] += 1
    return loads, carried


def due_placements(at: datetime, limit: int) -> list[int]:
    """The placements whose time to answer has passed."""
    rows = Placement.objects.filter(ended_at__isnull=True, returns_at__lte=at).order_by("returns_at", "id")
    return list(rows.values_list("id", flat=True)[:limit])


def obstacles_of(case_ids: Iterable[int]) -> dict[int, tuple[str, tuple[str, ...]]]:
    """What was found to stand in the way of each case."""
    rows = Unplaced.objects.filter(case_id__in=list(case_ids))
    return {row.case_id: (row.obstacle, tuple(row.lacks)) for row in rows}


def obstacle_of(case: Case) -> Unplaced | None:
    """Why a case still waits in its queue, if a rule tried to give it to somebody."""
    return Unplaced.objects.filter(case=case).first()


def placement_of(case: Case) -> Placement | None:
    """The placement by which a case has its owner, if a rule gave it."""
    open_ones = Placement.objects.filter(case=case, ended_at__isnull=True, staff_id=case.owner_id)
    return open_ones.select_related("staff").first()


def settings_of(brand_id: int) -> dict[int, QueueRouting]:
    """How the queues of a brand give out their cases, by queue."""
    return {row.queue_id: row for row in QueueRouting.objects.filter(brand_id=brand_id)}


def skills_of_brand(brand_id: int) -> list[Skill]:
    """The skills of a brand with who has them, by code."""
    rows = Skill.objects.filter(brand_id=brand_id).prefetch_related("held__staff")
    return list(rows.order_by("code"))


def skill_of_brands(skill_id: int, brand_ids: Iterable[int]) -> Skill | None:
    """The skill with this id, if one of these brands has it."""
    return Skill.objects.filter(id=skill_id, brand_id__in=list(brand_ids)).select_related("brand").first()


def skill_with_code(brand_id: int, code: str) -> Skill | None:
    """The skill of a brand with this code."""
    return Skill.objects.filter(brand_id=brand_id, code=code).first()


def limits_of(staff_ids: Iterable[int]) -> dict[int, Limits]:
    """What each of these people may carry, where something was set."""
    return {row.staff_id: row for row in Limits.objects.filter(staff_id__in=list(staff_ids))}


def manager_of(customer_id: int) -> NamedContact | None:
    """The person who looks after a customer."""
    rows = NamedContact.objects.filter(customer_id=customer_id)
    return rows.select_related("staff__delegate").first()
