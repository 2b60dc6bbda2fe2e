"""Measures of complaints."""

from collections.abc import Callable, Mapping
from typing import Any

from muhatap.reports.measures import Counts, Form, Measure, Unit
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


def _returned(told: Mapping[str, Any]) -> Counts | None:
    came = told.get("customer_returned")
    return None if came is None else (int(came), 1)


_ROWS: tuple[tuple[str, dict[str, str], dict[str, str], str, str, bool | None, Any], ...] = (
    (
        "complaints_closed_3bd",
        {"tr": "3 iş gününde kapanan şikâyet", "en": "Complaints closed in 3 business days"},
        {
            "tr": "Kapanan şikâyetlerden 3 iş gününde kapananlar.",
            "en": "Of the closed, within 3 business days.",
        },
        "closed ≤ 3 business days ÷ closed",
        "closed complaints",
        True,
        _of_closed(lambda told: told.get("closed_business_days", _EIGHT_WEEKS) <= 3),
    ),
    (
        "complaints_closed_8wk",
        {"tr": "8 haftada kapanan şikâyet", "en": "Complaints closed in 8 weeks"},
        {"tr": "Kapanan şikâyetlerden 8 haftada kapananlar.", "en": "Of the closed, within 8 weeks."},
        "closed ≤ 8 weeks ÷ closed",
        "closed complaints",
        True,
        _of_closed(lambda told: told.get("closed_days", 0) <= _EIGHT_WEEKS),
    ),
    (
        "uphold_rate",
        {"tr": "Haklı bulunan", "en": "Upheld"},
        {
            "tr": "Karara bağlanan şikâyetlerden tam veya kısmen haklı bulunanlar.",
            "en": "Decided complaints that were upheld, partly ones included.",
        },
        "(upheld + partly) ÷ decided",
        "complaints that were decided",
        None,
        _decided,
    ),
    (
        "ack_on_time",
        {"tr": "Zamanında alındı bildirimi", "en": "Acknowledged in time"},
        {"tr": "Alındı bildirimi süresinde gidenler.", "en": "Complaints acknowledged within the target."},
        "acknowledged ≤ target ÷ received",
        "complaints",
        True,
        _ack,
    ),
    (
        "external_referral",
        {"tr": "Dış kuruma giden", "en": "Gone to an outside body"},
        {"tr": "Dış başvuru yoluna giden şikâyetler.", "en": "Complaints that went to an outside body."},
        "referred ÷ received",
        "complaints",
        False,
        lambda told: (int(bool(told.get("external"))), 1),
    ),
    (
        "overturn_rate",
        {"tr": "Dışarıda bozulan karar", "en": "Overturned outside"},
        {
            "tr": "Dış kurumun bozduğu kararlar; yüksekse alarmdır.",
            "en": "Decisions that the outside body reversed; a high share is an alarm.",
        },
        "overturned ÷ decided outside",
        "complaints decided by an outside body",
        False,
        _overturned,
    ),
    (
        "reopen_rate",
        {"tr": "Yeniden açılan şikâyet", "en": "Complaints reopened"},
        {"tr": "Kapanan şikâyetlerden yeniden açılanlar.", "en": "Closed complaints that were opened again."},
        "reopened ÷ closed",
        "closed complaints",
        False,
        _of_closed(lambda told: bool(told.get("reopened"))),
    ),
    (
        "repeat_cause",
        {"tr": "Tekrarlayan neden", "en": "Repeated cause"},
        {
            "tr": "Nedeni son 90 günde “giderildi” denen şikâyetler.",
            "en": "Complaints with a cause that was called fixed in the last 90 days.",
        },
        "complaints with a cause fixed in the last 90 d ÷ all",
        "complaints",
        False,
        lambda told: (int(bool(told.get("cause_was_fixed"))), 1),
    ),
    (
        "silence_closures",
        {"tr": "Sessizlikle kapanan", "en": "Closed in silence"},
        {
            "tr": "Müşteri onaylamadan kapananlar; memnun sayılmaz.",
            "en": "Closed without the customer's word; never counted as satisfied.",
        },
        "closed unconfirmed ÷ closed",
        "closed complaints",
        False,
        _of_closed(lambda told: bool(told.get("unconfirmed"))),
    ),
    (
        "customer_return",
        {"tr": "Şikâyetten sonra kalan müşteri", "en": "Customers who stayed"},
        {
            "tr": "Şikâyeti bittikten sonra 90 günde yeniden gelen müşteriler.",
            "en": "Customers who came back for something else within 90 days of their complaint's end.",
        },
        "customers with another case, no complaint, within 90 d ÷ complaints ended 90 d ago",
        "complaints that ended at least 90 days ago, or whose customer came back",
        True,
        _returned,
    ),
)

COMPLAINTS = (
    Measure(
        id="complaints_received",
        title={"tr": "Gelen şikâyet", "en": "Complaints received"},
        meaning={"tr": "Dönemde gelen şikâyetler.", "en": "Complaints that came in the period."},
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
        title={"tr": "1.000 müşteride şikâyet", "en": "Complaints per 1,000 customers"},
        meaning={
            "tr": "Şikâyetlerin müşteri sayısına oranı.",
            "en": "Complaints against the number of customers.",
        },
        formula="received ÷ customers × 1000",
        population="complaints, and the number of customers told for the period",
        kinds=(Kind.CASE, Kind.CUSTOMERS),
        form=Form.PER_THOUSAND,
        unit=Unit.NUMBER,
        is_better_up=False,
        count=_per_thousand,
    ),
    *(
        Measure(
            id=name,
            title=title,
            meaning=meaning,
            formula=formula,
            population=population,
            kinds=(Kind.CASE,),
            form=Form.RATE,
            is_better_up=up,
            count=_complaint(count),
        )
        for name, title, meaning, formula, population, up, count in _ROWS
    ),
    Measure(
        id="average_redress",
        title={"tr": "Ortalama giderim", "en": "Average redress"},
        meaning={
            "tr": "Haklı bulunan şikâyet başına ödenen tutar.",
            "en": "What was paid for each upheld complaint.",
        },
        formula="redress paid ÷ upheld",
        population="complaints upheld, partly ones included",
        kinds=(Kind.CASE,),
        form=Form.MEAN,
        unit=Unit.MONEY,
        count=_complaint(_redress),
    ),
)
