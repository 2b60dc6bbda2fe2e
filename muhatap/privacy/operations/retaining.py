"""What ends by itself: cases, words of calls and of surveys after the time of their class, under no hold."""

from collections import Counter
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from muhatap.audit.recording import record, unit_of_work
from muhatap.brands.models import Brand
from muhatap.brands.queries import all_brands
from muhatap.cases.models import Case
from muhatap.channels.models import CallAttempt, CallDetails
from muhatap.customers.models import Customer
from muhatap.evidence.models import LegalHold
from muhatap.kernel.actors import Actor
from muhatap.privacy.events import RetentionRan
from muhatap.privacy.models import RetentionRun
from muhatap.privacy.operations.copying import end_copies
from muhatap.privacy.operations.destroying import RETENTION, erase_case, erase_person
from muhatap.privacy.operations.erasing import go_on_erasing
from muhatap.privacy.queries.ending import AT_ONCE, RECEIVED, cases_ending, day_in
from muhatap.privacy.queries.planning import (
    cases_left,
    class_covering,
    class_of_cases,
    standing_hold,
)
from muhatap.privacy.register import person_of
from muhatap.surveys.models import OwnAnswer, SurveyAnswer


def end_due(*, by: Actor, at: datetime) -> int:
    """Destroy what is past its time in every brand, 200 cases each; go on with erasures and copies."""
    done = go_on_erasing(by=by, at=at) + end_copies(by=by, at=at)
    return done + sum(sum(run_retention(brand=brand, by=by, at=at).values()) for brand in all_brands())


def run_retention(*, brand: Brand, by: Actor, at: datetime) -> dict[str, int]:
    """Destroy what is past its time in one brand and keep a line of it; how much of each class."""
    today = day_in(brand, at)
    ended: Counter[str] = Counter()
    for ending in cases_ending(brand, today):
        with unit_of_work():
            Case.objects.select_for_update(of=("self",)).get(id=ending.case.id)
            if standing_hold(ending.case, at) is None and erase_case(
                case=ending.case, because=RETENTION, retention=ending.retention, by=by, at=at
            ):
                ended[ending.retention] += 1
        _forget_person(ending.case.customer_id, by=by, at=at)
    ended.update(_end_calls(brand, today))
    ended.update(_end_surveys(brand, today))
    if ended:
        with unit_of_work() as unit:
            unit.add(RetentionRun(brand=brand, on=today, ended=dict(ended), ran_at=at))
            record(RetentionRan(brand=brand.id, on=today, ended=dict(ended)), by=by, at=at)
    return dict(ended)


def _forget_person(customer_id: int, *, by: Actor, at: datetime) -> None:
    """A person of whom no case is left has no name here any more."""
    customer = Customer.objects.get(id=customer_id)
    if customer.erased_at is None and not cases_left(person_of(customer)):
        erase_person(customer=customer, because=RETENTION, by=by, at=at)


def _end_calls(brand: Brand, today: date) -> dict[str, int]:
    rule = class_covering(brand, "calls")
    if rule is None or rule.after != RECEIVED:
        return {}
    past = [
        attempt.id
        for attempt in CallAttempt.objects.filter(callback__brand=brand)
        .filter(~Q(note="") | Exists(CallDetails.objects.filter(attempt=OuterRef("pk")).exclude(turns=[])))
        .exclude(Exists(_holds(OuterRef("callback__case_id"), today)))
        .order_by("began_at")[:AT_ONCE]
        if rule.ends_on(day_in(brand, attempt.began_at)) <= today
    ]
    words = CallDetails.objects.filter(attempt_id__in=past).exclude(turns=[]).update(turns=[])
    notes = CallAttempt.objects.filter(id__in=past).exclude(note="").update(note="")
    return {rule.code: words + notes} if words + notes else {}


def _end_surveys(brand: Brand, today: date) -> dict[str, int]:
    rule = class_covering(brand, "surveys")
    if rule is None or rule.code == class_of_cases(brand).code:
        return {}
    past = [
        answer.id
        for answer in SurveyAnswer.objects.filter(brand=brand)
        .filter(~Q(comment="") | ~Q(reply="") | Exists(_own_words()))
        .exclude(Exists(_holds(OuterRef("case_id"), today)))
        .order_by("at")[:AT_ONCE]
        if rule.ends_on(day_in(brand, answer.at)) <= today
    ]
    OwnAnswer.objects.filter(answer_id__in=past).update(words="")
    filled = SurveyAnswer.objects.filter(id__in=past).exclude(comment="", reply="")
    gone = filled.update(comment="", reply="", published_text="", published_reply="")
    return {rule.code: gone} if gone else {}


def _own_words() -> QuerySet[OwnAnswer]:
    return OwnAnswer.objects.filter(answer=OuterRef("pk")).exclude(words="")


def _holds(case_id: OuterRef, today: date) -> QuerySet[LegalHold]:
    return LegalHold.objects.filter(case_id=case_id, released_at__isnull=True).exclude(until_on__lt=today)
