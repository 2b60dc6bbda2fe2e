"""What the page before a form advises: which channel suits best now, and whether a payment is late yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from muhatap.brands.models import Brand
from muhatap.money.methods import Flow, Method
from muhatap.money.queries import judge_payment, topic_methods
from muhatap.portal import faces, queries
from muhatap.promises.wording import span_words
from muhatap.topics.models import Topic
from muhatap.topics.questions import words
from muhatap.topics.recommending import Recommended, recommended_now
from muhatap.ui.furniture import money_words, percent_words

METHOD, DAY, CLOCK = "method", "paid_on", "paid_time"
_LATEST = time(23, 59)


@dataclass(frozen=True, slots=True)
class Advice:
    """One recommended channel in words; `href` leads there, empty where the page itself is the way."""

    name: str
    href: str
    address: str
    standing: str
    why: str
    icon: str
    is_first: bool


@dataclass(frozen=True, slots=True)
class MethodFace:
    """One payment method in words."""

    code: str
    name: str
    usually: str
    at_latest: str
    bounds: tuple[str, ...]
    fee: str
    note: str


@dataclass(frozen=True, slots=True)
class PaymentAnswer:
    """The answer to “is it late yet?”; without one the times are None and `trouble` says what to correct."""

    method: str
    is_late: bool = False
    usual_at: datetime | None = None
    due_at: datetime | None = None
    trouble: str = ""


def advice_of(brand: Brand, topic: Topic, languages: Sequence[str], now: datetime) -> list[Advice]:
    """The channels that the charter recommends for the topic, the best one for now first.

    In an emergency the telephone is the brand's emergency line, which is open at every hour.
    """
    places = queries.places_of(brand, now)
    shown = {each.code: each for each in faces.place_faces(places, languages, now)}
    line = str(brand.contact.get("urgent_phone") or "") if topic.kind == "emergency" else ""
    open_now = {each.code for each in places if each.is_open} | ({"phone"} if line else set())
    found = recommended_now(topic.guidance.get("recommend") or (), shown, open_now)
    return [_advice(each, shown[each.channel], line, languages) for each in found]


def method_faces(brand: Brand, topic: Topic, languages: Sequence[str]) -> list[MethodFace]:
    """The payment methods of the topic's form with their bounds, fees and waiting times."""
    direction = (topic.guidance.get("payment") or {}).get("direction", "")
    return [_method_face(each, each.flows[direction], languages) for each in topic_methods(brand, topic)]


def payment_answer(
    brand: Brand, topic: Topic, asked: Mapping[str, str], now: datetime
) -> PaymentAnswer | None:
    """Whether the payment that somebody asks about is late; None when nobody asks.

    Without a time of day the latest one possible counts, so that nothing is called late too early.
    """
    method, day = asked.get(METHOD, "")[:40], asked.get(DAY, "")[:10]
    if not method and not day:
        return None
    if method not in {each.code for each in topic_methods(brand, topic)}:
        return PaymentAnswer(method, trouble=_("Choose how you paid."))
    paid_at = _moment(day, asked.get(CLOCK, "")[:5], brand, now)
    if paid_at is None:
        return PaymentAnswer(method, trouble=_("Enter the day of the payment; it cannot lie in the future."))
    found = judge_payment(brand=brand, topic=topic, method=method, paid_at=paid_at, at=now)
    if found is None:
        return PaymentAnswer(
            method, trouble=_("We cannot reckon with this day. Write to us; a person looks.")
        )
    return PaymentAnswer(method, found.is_late, found.usual_at, found.due_at)


def _advice(each: Recommended, place: faces.PlaceFace, line: str, languages: Sequence[str]) -> Advice:
    is_line = bool(line) and each.channel == "phone"
    standing = _("Open day and night") if is_line else place.standing
    return Advice(
        name=_("Emergency line") if is_line else place.name,
        href=f"tel:{line.replace(' ', '')}" if is_line else place.href if each.channel != "web_form" else "",
        address=line if is_line else place.address,
        standing=standing if each.needs_people else "",
        why=words(each.why, languages),
        icon=place.icon,
        is_first=each.is_first,
    )


def _method_face(method: Method, flow: Flow, languages: Sequence[str]) -> MethodFace:
    bounds = tuple(
        _("%(least)s to %(most)s")
        % {
            "least": money_words(each.minimum, each.currency),
            "most": money_words(each.maximum, each.currency),
        }
        for each in flow.bounds
        if each.minimum is not None and each.maximum is not None
    )
    parts = []
    if flow.fee and flow.fee.percent:
        parts.append(percent_words(float(flow.fee.percent)))
    if flow.fee and flow.fee.fixed:
        parts.append(money_words(flow.fee.fixed, flow.fee.currency))
    return MethodFace(
        code=method.code,
        name=words(method.names, languages) or method.code,
        usually=span_words(str(flow.usual)) if flow.usual else "",
        at_latest=span_words(str(flow.within)),
        bounds=bounds,
        fee=" + ".join(parts) or _("no fee"),
        note=words(method.notes, languages),
    )


def _moment(day: str, clock: str, brand: Brand, now: datetime) -> datetime | None:
    zone = ZoneInfo(brand.zone)
    try:
        paid_on = date.fromisoformat(day)
        hour = time.fromisoformat(clock) if clock else None
    except ValueError:
        return None
    today = now.astimezone(zone).date()
    if paid_on > today or paid_on.year < today.year - 10:
        return None
    moment = datetime.combine(paid_on, hour or _LATEST, zone)
    if hour is None:
        return min(moment, now)
    return moment if moment <= now else None
