"""Drawing samples: the machine makes the seed, and a period is drawn once."""

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Max

from muhatap.audit.recording import record, unit_of_work
from muhatap.brands.models import Brand
from muhatap.kernel.actors import Actor
from muhatap.notifications import operations as notifications
from muhatap.quality.events import SampleDrawn
from muhatap.quality.looks import second_look
from muhatap.quality.models import CoachingNote, Review, ReviewRole, Sample, Scorecard
from muhatap.quality.people import quality_terms, reviewers_of, staff_id_of
from muhatap.quality.population import handled_between
from muhatap.quality.sampling import Drawn, Handled, Plan, Risk, Stratum, draw, packed

_LONGEST = timedelta(days=92)


class NotAPeriod(ValueError):
    """Days that are not over, too many, or the wrong way round; or a plan that draws nothing."""


class DrawnAlready(Exception):
    """Cases of these days were drawn before; `sample` is what came."""

    def __init__(self, sample: Sample) -> None:
        super().__init__(sample.id)
        self.sample = sample


class NothingHandled(Exception):
    """Nobody handled a case in this period."""


class NoScorecard(Exception):
    """No scorecard asks about cases of this channel."""


def draw_sample(*, brand: Brand, since: date, until: date, plan: Plan, by: Actor, at: datetime) -> Sample:
    """Draw cases handled from `since` to before `until` and lay them out for review.

    `NotAPeriod`, `DrawnAlready` where these days overlap a sample, `NothingHandled`, `NoScorecard`.
    """
    zone = ZoneInfo(brand.zone)
    today = at.astimezone(zone).date()
    if not since < until <= today + timedelta(days=1) or until - since > _LONGEST or not _is_plan(plan):
        raise NotAPeriod(f"{since} {until}")
    begins, ends = (datetime.combine(day, time(), zone) for day in (since, until))
    with unit_of_work():
        Brand.objects.select_for_update().get(id=brand.id)
        before = Sample.objects.filter(brand=brand, since__lt=until, until__gt=since).first()
        if before is not None:
            raise DrawnAlready(before)
        terms = quality_terms(brand)
        population = handled_between(brand, begins, ends, terms)
        if not population:
            raise NothingHandled(brand.code)
        cards = _cards(brand, population)
        open_notes = CoachingNote.objects.filter(brand=brand, checked_at__isnull=True)
        goals = sorted(open_notes.values_list("agent_id", flat=True))
        sample = _keep(brand, since, until, plan, population, goals, by, at)
        drawn = draw(population, sample.seed, plan, goals)
        due_on = today + timedelta(days=terms.review_within_days)
        for each in drawn:
            _lay_out(sample, each, cards[each.handled.channel], due_on)
        _tell_reviewers(sample, len(drawn), by, at)
        record(
            SampleDrawn(
                brand=brand.id,
                sample=sample.id,
                seed=sample.seed,
                population=len(population),
                population_digest=sample.population_digest,
                cases=len(drawn),
            ),
            by=by,
            at=at,
        )
    return sample


def _is_plan(plan: Plan) -> bool:
    known = set(plan.strata) <= set(Stratum) and set(plan.risks) <= set(Risk)
    return (
        known
        and 0 <= plan.blind_percent <= 100
        and 0 <= plan.most_risky <= 200
        and 1 <= plan.per_stratum <= 50
    )


def _cards(brand: Brand, population: Sequence[Handled]) -> Mapping[str, Scorecard]:
    current = list(Scorecard.objects.filter(brand=brand, retired_at__isnull=True))
    named = {channel: card for card in current for channel in card.channels}
    for_others = next((card for card in current if not card.channels), None)
    found = {}
    for channel in {each.channel for each in population}:
        card = named.get(channel) or for_others
        if card is None:
            raise NoScorecard(channel)
        found[channel] = card
    return found


def _keep(
    brand: Brand,
    since: date,
    until: date,
    plan: Plan,
    population: Sequence[Handled],
    goals: Sequence[int],
    by: Actor,
    at: datetime,
) -> Sample:
    kept = packed(population)
    canonical = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
    last = Sample.objects.filter(brand=brand).aggregate(last=Max("number"))["last"] or 0
    return Sample.objects.create(
        brand=brand,
        number=last + 1,
        since=since,
        until=until,
        seed=secrets.token_hex(16),
        plan=plan.as_stored(),
        population=kept,
        population_digest=hashlib.sha256(canonical.encode()).hexdigest(),
        goals=[str(each) for each in goals],
        drawn_at=at,
        drawn_by_id=staff_id_of(by),
    )


def _lay_out(sample: Sample, drawn: Drawn, card: Scorecard, due_on: date) -> None:
    first = Review(
        brand_id=sample.brand_id,
        sample=sample,
        case_id=drawn.handled.case,
        agent_id=drawn.handled.agent,
        role=ReviewRole.FIRST,
        why=drawn.why,
        channel=drawn.handled.channel,
        topic=drawn.handled.topic,
        scorecard=card,
        due_on=due_on,
    )
    first.save(force_insert=True)
    if drawn.is_blind:
        second_look(first, ReviewRole.BLIND).save(force_insert=True)


def _tell_reviewers(sample: Sample, count: int, by: Actor, at: datetime) -> None:
    notifications.tell(
        staff_ids=[each.pk for each in reviewers_of(sample.brand_id)],
        kind="quality_drawn",
        brand_id=sample.brand_id,
        case_id=None,
        params={"sample": sample.name, "count": count},
        once_key=f"quality-drawn:{sample.id}",
        by=by,
        at=at,
    )
