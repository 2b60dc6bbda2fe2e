"""How a case came: what was complete, which lane it took, and whether the payment it is about is late."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from muhatap.cases.models import Case
from muhatap.desk.wording import priority_words
from muhatap.money.queries import payment_of
from muhatap.topics.promotion_words import promotion_lines
from muhatap.topics.questions import evidence_of, questions_of, words
from muhatap.ui.dates import moment_words


@dataclass(frozen=True, slots=True)
class Arrival:
    """What the panel shows; `complete` is None where nothing was needed."""

    complete: bool | None
    missing: tuple[str, ...]
    lane: str
    payment: str
    is_late: bool
    sensitivity: str
    charter: int
    promotion: tuple[str, ...] = ()


def arrival_of(case: Case, languages: tuple[str, ...], at: datetime) -> Arrival:
    """Read how a case came, in words; the payment is judged by the charter of the case's day."""
    said, payment = case.intake, payment_of(case, at)
    return Arrival(
        complete=said.get("complete"),
        missing=_missing(case, languages),
        lane=_lane(said),
        payment=_payment_words(payment, languages, at) if payment else "",
        is_late=bool(payment and payment.lateness.is_late),
        sensitivity=_sensitivity(case),
        charter=case.charter_number,
        promotion=_promotion(case, at),
    )


def _promotion(case: Case, at: datetime) -> tuple[str, ...]:
    topic, on = case.chosen_topic or case.topic, at.astimezone(ZoneInfo(case.brand.zone)).date()
    return tuple(promotion_lines(topic.guidance, case.fields, on)) if topic else ()


def _missing(case: Case, languages: tuple[str, ...]) -> tuple[str, ...]:
    topic = case.chosen_topic or case.topic
    if topic is None:
        return ()
    labels = {each.code: each.label for each in questions_of(topic.fields, languages)}
    labels |= {each.code: each.label for each in evidence_of(topic.evidence, languages)}
    codes = (*case.intake.get("fields", ()), *case.intake.get("evidence", ()))
    return tuple(labels.get(code, code) for code in codes)


def _lane(said: dict[str, Any]) -> str:
    lane = said.get("fast_lane")
    if not lane:
        return ""
    priorities = {"own": priority_words(lane["from"]), "fast": priority_words(lane["to"])}
    return _("Fast lane: everything was there, so %(own)s became %(fast)s.") % priorities


def _payment_words(payment: Any, languages: tuple[str, ...], at: datetime) -> str:
    found = payment.lateness
    said = {
        "method": words(payment.method.names, languages),
        "paid": moment_words(found.paid_at, at),
        "due": moment_words(found.due_at, at),
        "version": payment.charter_number,
    }
    if found.is_late:
        return (
            _("%(method)s of %(paid)s is late: it was due by %(due)s (charter version %(version)s).") % said
        )
    return _("%(method)s of %(paid)s is not late yet: due by %(due)s (charter version %(version)s).") % said


def _sensitivity(case: Case) -> str:
    match (case.topic.guidance if case.topic else {}).get("sensitivity"):
        case "personal":
            return _("Personal data")
        case "financial":
            return _("About money")
        case "special":
            return _("Health or need: handle with special care")
        case _:
            return ""
