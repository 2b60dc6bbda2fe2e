"""Measures of complaints."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from muhatap.reports.measures import Counts, Form, Measure, Unit, both
from muhatap.reports.observations import Kind, Observation

_UPHELD = frozenset({"upheld", "partly"})
_EIGHT_WEEKS = 56


def _complaint(count: Callable[[Mapping[str, Any]], Counts | None]) -> Callable[[Observation], Counts | None]:
    def of_case(seen: Observation) -> Counts | None:
        told = seen.values.get("complaint")
        return None if told is None else count(told)

    return of_case


def _of_closed(holds: Callable[[Mapping[str, Any]], bool]) -> Callable[[Mapping[str, Any]], Counts | None]:
    return lambda told: (int(holds(told)), 1) if told.get("closed") else None


def _decided(told: Mapping[str, Any]) -> Counts | None:
    outcome = told.get("outcome")
    return (int(outcome in _UPHELD), 1) if outcome else None


def _overturned(told: Mapping[str, Any]) -> Counts | None:
    overturned = told.get("overturned")
    return None if overturned is None else (int(overturned), 1)


def _redress(told: Mapping[str, Any]) -> Counts | None:
    return (told.get("redress", 0), 1) if told.get("outcome") in _UPHELD else None


def _per_thousand(seen: Observation) -> Counts | None:
    if seen.kind is Kind.CUSTOMERS:
        return 0, seen.values["count"]
    return (1, 0) if seen.values.get("complaint") is not None else None


def _ack(told: Mapping[str, Any]) -> Counts | None:
    kept = told.get("acknowledged_in_time")
    return None if kept is None else (int(kept), 1)


def _reversed_on_appeal(told: Mapping[str, Any]) -> Counts | None:
    changed = told.get("appeal_reversed")
    return None if changed is None else (int(changed), 1)


def _returned(told: Mapping[str, Any]) -> Counts | None:
    came = told.get("customer_returned")
    return None if came is None else (int(came), 1)


_share = partial(Measure, kinds=(Kind.CASE,), form=Form.RATE, population="complaints")
_of_the_closed = partial(Measure, kinds=(Kind.CASE,), form=Form.RATE, population="closed complaints")

COMPLAINTS = (
    Measure(
        id="complaints_received",
        title=both("Gelen şikâyet", "Complaints received"),
        meaning=both("Dönemde gelen şikâyetler.", "Complaints that came in the period."),
        formula="count of complaints",
        population="complaints",
        kinds=(Kind.CASE,),
        form=Form.COUNT,
        unit=Unit.NUMBER,
        decimals=0,
        count=_complaint(lambda told: (1, 1)),
    ),
    Measure(
        id="complaints_per_1000",
        title=both("1.000 müşteride şikâyet", "Complaints per 1,000 customers"),
        meaning=both("Şikâyetlerin müşteri sayısına oranı.", "Complaints against the number of customers."),
        formula="received ÷ customers × 1000",
        population="complaints, and the number of customers told for the period",
        kinds=(Kind.CASE, Kind.CUSTOMERS),
        form=Form.PER_THOUSAND,
        unit=Unit.NUMBER,
        is_better_up=False,
        count=_per_thousand,
    ),
    _of_the_closed(
        id="complaints_closed_3bd",
        title=both("3 iş gününde kapanan şikâyet", "Complaints closed in 3 business days"),
        meaning=both(
            "Kapanan şikâyetlerden 3 iş gününde kapananlar.", "Of the closed, within 3 business days."
        ),
        formula="closed ≤ 3 business days ÷ closed",
        is_better_up=True,
        count=_complaint(_of_closed(lambda told: told.get("closed_business_days", _EIGHT_WEEKS) <= 3)),
    ),
    _of_the_closed(
        id="complaints_closed_8wk",
        title=both("8 haftada kapanan şikâyet", "Complaints closed in 8 weeks"),
        meaning=both("Kapanan şikâyetlerden 8 haftada kapananlar.", "Of the closed, within 8 weeks."),
        formula="closed ≤ 8 weeks ÷ closed",
        is_better_up=True,
        count=_complaint(_of_closed(lambda told: told.get("closed_days", 0) <= _EIGHT_WEEKS)),
    ),
    _share(
        id="uphold_rate",
        title=both("Haklı bulunan", "Upheld"),
        meaning=both(
            "Karara bağlanan şikâyetlerden tam veya kısmen haklı bulunanlar.",
            "Decided complaints that were upheld, partly ones included.",
        ),
        formula="(upheld + partly) ÷ decided",
        population="complaints that were decided",
        count=_complaint(_decided),
    ),
    _share(
        id="ack_on_time",
        title=both("Zamanında alındı bildirimi", "Acknowledged in time"),
        meaning=both("Alındı bildirimi süresinde gidenler.", "Complaints acknowledged within the target."),
        formula="acknowledged ≤ target ÷ received",
        is_better_up=True,
        count=_complaint(_ack),
    ),
    _share(
        id="external_referral",
        title=both("Dış kuruma giden", "Gone to an outside body"),
        meaning=both("Dış başvuru yoluna giden şikâyetler.", "Complaints that went to an outside body."),
        formula="referred ÷ received",
        is_better_up=False,
        count=_complaint(lambda told: (int(bool(told.get("external"))), 1)),
    ),
    _share(
        id="overturn_rate",
        title=both("Dışarıda bozulan karar", "Overturned outside"),
        meaning=both(
            "Dış kurumun bozduğu kararlar; yüksekse alarmdır.",
            "Decisions that the outside body reversed; a high share is an alarm.",
        ),
        formula="overturned ÷ decided outside",
        population="complaints decided by an outside body",
        is_better_up=False,
        count=_complaint(_overturned),
    ),
    _share(
        id="appeal_reversal",
        title=both("İtirazda değişen karar", "Changed on appeal"),
        meaning=both(
            "İtiraz üzerine başka birinin yeniden baktığı ve sonucu değişen kararlar.",
            "Decisions whose outcome changed when somebody else looked again on appeal.",
        ),
        formula="appeals decided otherwise ÷ appeals decided",
        population="complaints whose appeal was decided by us",
        count=_complaint(_reversed_on_appeal),
    ),
    _of_the_closed(
        id="reopen_rate",
        title=both("Yeniden açılan şikâyet", "Complaints reopened"),
        meaning=both("Kapanan şikâyetlerden yeniden açılanlar.", "Closed complaints that were opened again."),
        formula="reopened ÷ closed",
        is_better_up=False,
        count=_complaint(_of_closed(lambda told: bool(told.get("reopened")))),
    ),
    _share(
        id="repeat_cause",
        title=both("Tekrarlayan neden", "Repeated cause"),
        meaning=both(
            "Nedeni son 90 günde “giderildi” denen şikâyetler.",
            "Complaints with a cause that was called fixed in the last 90 days.",
        ),
        formula="complaints with a cause fixed in the last 90 d ÷ all",
        is_better_up=False,
        count=_complaint(lambda told: (int(bool(told.get("cause_was_fixed"))), 1)),
    ),
    _of_the_closed(
        id="silence_closures",
        title=both("Sessizlikle kapanan", "Closed in silence"),
        meaning=both(
            "Müşteri onaylamadan kapananlar; memnun sayılmaz.",
            "Closed without the customer's word; never counted as satisfied.",
        ),
        formula="closed unconfirmed ÷ closed",
        is_better_up=False,
        count=_complaint(_of_closed(lambda told: bool(told.get("unconfirmed")))),
    ),
    _share(
        id="customer_return",
        title=both("Şikâyetten sonra kalan müşteri", "Customers who stayed"),
        meaning=both(
            "Şikâyeti bittikten sonra 90 günde yeniden gelen müşteriler.",
            "Customers who came back for something else within 90 days of their complaint's end.",
        ),
        formula="customers with another case, no complaint, within 90 d ÷ complaints ended 90 d ago",
        population="complaints that ended at least 90 days ago, or whose customer came back",
        is_better_up=True,
        count=_complaint(_returned),
    ),
    Measure(
        id="average_redress",
        title=both("Ortalama giderim", "Average redress"),
        meaning=both(
            "Haklı bulunan şikâyet başına ödenen tutar.", "What was paid for each upheld complaint."
        ),
        formula="redress paid ÷ upheld",
        population="complaints upheld, partly ones included",
        kinds=(Kind.CASE,),
        form=Form.MEAN,
        unit=Unit.MONEY,
        count=_complaint(_redress),
    ),
)
