"""Reads about money: the methods and rules of a brand's charter, and whether a case's payment is late."""

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from muhatap.brands.models import Brand
from muhatap.brands.queries import section_of
from muhatap.calendars.hours import CannotReckon, Schedule
from muhatap.calendars.schedules import always
from muhatap.calendars.written import schedule_written
from muhatap.cases.models import Case
from muhatap.money.lateness import Lateness, lateness_of
from muhatap.money.methods import Flow, Method, methods_of
from muhatap.money.models import ProviderTrace
from muhatap.money.refunds import RefundRule, refund_rules_of
from muhatap.topics.models import Topic


@dataclass(frozen=True, slots=True)
class CasePayment:
    """The payment that a case is about, judged by the charter of the case's day."""

    method: Method
    direction: str
    charter_number: int
    lateness: Lateness


def methods_in(brand: Brand, number: int | None = None) -> tuple[Method, ...]:
    """The payment methods of the charter in force, or of a numbered version."""
    return methods_of(section_of(brand, "payment_methods", number) or {})


def refund_rules_in(brand: Brand, number: int | None = None) -> tuple[RefundRule, ...]:
    """The refund rules of the charter in force, or of a numbered version."""
    return refund_rules_of(section_of(brand, "refund_terms", number) or ())


def topic_methods(brand: Brand, topic: Topic, number: int | None = None) -> tuple[Method, ...]:
    """The methods between which the topic's form chooses; none where it asks about no payment."""
    direction = (topic.guidance.get("payment") or {}).get("direction")
    return tuple(each for each in methods_in(brand, number) if direction in each.flows)


def is_about_withdrawal(case: Case) -> bool:
    """Whether the topic of a case asks about money that the customer takes out."""
    topic = case.chosen_topic or case.topic
    return topic is not None and (topic.guidance.get("payment") or {}).get("direction") == "withdrawal"


def traces_of(case: Case) -> list[ProviderTrace]:
    """What providers were asked to trace for a case, the newest first."""
    rows = ProviderTrace.objects.filter(case=case).select_related("asked_by", "answered_by")
    return list(rows.order_by("-asked_at", "-id"))


def trace_of(case: Case, trace_id: int) -> ProviderTrace | None:
    """The trace of this case with this id."""
    trace = ProviderTrace.objects.filter(case=case, id=trace_id).first()
    if trace is not None:
        trace.case = case
    return trace


def judge_payment(
    *, brand: Brand, topic: Topic, method: str, paid_at: datetime, at: datetime, number: int | None = None
) -> Lateness | None:
    """Whether a payment about which the topic asks is late; None where nothing can be said."""
    direction = (topic.guidance.get("payment") or {}).get("direction")
    known = next((each for each in topic_methods(brand, topic, number) if each.code == method), None)
    if known is None:
        return None
    flow = known.flows[direction]
    try:
        return lateness_of(flow, _schedule(brand, flow, number, paid_at.year), paid_at, at)
    except CannotReckon:
        return None


def payment_of(case: Case, at: datetime) -> CasePayment | None:
    """The payment that the answers of a case name, by the charter that ran when it came."""
    topic = case.chosen_topic or case.topic
    said = (topic.guidance.get("payment") or {}) if topic else {}
    method, paid_at = case.fields.get(said.get("method")), _moment(case, case.fields.get(said.get("at")))
    if not isinstance(method, str) or paid_at is None:
        return None
    number = case.charter_number or case.brand.charter_number
    known = next((each for each in methods_in(case.brand, number) if each.code == method), None)
    found = judge_payment(brand=case.brand, topic=topic, method=method, paid_at=paid_at, at=at, number=number)
    if known is None or found is None:
        return None
    return CasePayment(known, said["direction"], number, found)


def _schedule(brand: Brand, flow: Flow, number: int | None, year: int) -> Schedule:
    calendars = section_of(brand, "calendars", number) or {}
    if flow.calendar not in calendars:
        return always(brand.zone)
    return schedule_written(calendars[flow.calendar], brand.zone, range(year - 1, year + 3))


def _moment(case: Case, value: object) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return (
        moment.replace(tzinfo=ZoneInfo(case.brand.zone)) if moment.tzinfo is None else moment.astimezone(UTC)
    )
