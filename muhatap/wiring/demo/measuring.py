"""The weeks before the demo begins: what an earlier system would have handed over, invented."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from muhatap.accounts import operations as accounts
from muhatap.accounts.models import Staff
from muhatap.accounts.queries import colleagues_in
from muhatap.accounts.rotas import teams_of_brand
from muhatap.brands.models import Brand
from muhatap.kernel.actors import Actor
from muhatap.promises.rules import rules_of
from muhatap.reports import operations as reports
from muhatap.reports.observations import Kind, Observation
from muhatap.topics.models import Topic

_DAYS = 30
_SOURCE = "demo"
# How many cases a day brings, Monday first, and when in the day they come.
_A_DAY = (34, 28, 27, 29, 32, 17, 12)
_HOURS = (8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 14, 14, 15, 15, 15, 16, 16, 17, 18, 19, 20, 21, 21, 22, 23)
# Channel, its share, and how much sooner than usual it is answered.
_CHANNELS = (
    *(("live_chat", 29, 0.04), ("email", 24, 1.2), ("web_form", 17, 1.0), ("phone", 18, 0.02)),
    *(("in_app", 8, 0.5), ("social", 5, 1.5)),
)
_EARLY, _LATE = (time(9), time(18)), (time(13), time(22))
_CAUSES = ("nobody", "work", "work", "third_party", "customer")
_CASES, _CALLS = 60_000_000, 70_000_000


def tell_past(*, brand: Brand, by: Actor, at: datetime) -> None:
    """Take the observations of the days before into the measures; the same on every first start of a day."""
    chance = Random(26)  # noqa: S311
    topics = list(Topic.objects.filter(brand=brand, retired_at=None).select_related("queue__team")[:14])
    people = colleagues_in(brand.id)
    if not topics or not people:
        return
    codes = {rule.clock: rule.code for rule in reversed(rules_of(brand)) if rule.is_public}
    seen = list(_past(chance, brand, topics, people, at, codes))
    reports.import_history(brand=brand, source=_SOURCE, seen=seen, by=by, at=at)
    _plan_week(brand, people, by, at)


def _plan_week(brand: Brand, people: list[Staff], by: Actor, at: datetime) -> None:
    """Put people on the rota of the team that answers first, to stand against what is expected."""
    team = teams_of_brand(brand)[0]
    for place, hours in enumerate((_EARLY, _EARLY, _LATE)):
        for weekday in range(5):
            person = people[place % len(people)]
            accounts.add_shift(team=team, staff=person, weekday=weekday, hours=hours, by=by, at=at)


def _past(
    chance: Random,
    brand: Brand,
    topics: list[Topic],
    people: list[Staff],
    at: datetime,
    codes: dict[str, str],
) -> Iterator[Observation]:
    zone = ZoneInfo(brand.zone)
    today = at.astimezone(zone).replace(minute=0, second=0, microsecond=0)
    weights = [10 // (place + 1) + 1 for place in range(len(topics))]
    for back in range(_DAYS, 0, -1):
        day = today - timedelta(days=back)
        slow = 1.8 if back in (4, 9) else 1.0
        for _ in range(_A_DAY[day.weekday()] + chance.randint(-4, 4)):
            moment = day.replace(hour=chance.choice(_HOURS), minute=chance.randint(0, 59))
            topic = chance.choices(topics, weights)[0]
            yield from _case(chance, moment, topic, chance.choice(people), slow, at, codes)
        yield from _around(chance, day)
        for person in people:
            handle = chance.randint(17_000, 22_000)
            sheet = {"handle": handle, "available": 27_000 - handle, "logged_in": 30_600, "paid": 36_000}
            yield _seen(Kind.AGENT_TIME, f"{day:%m%d}", day, {"agent": str(person.pk)}, sheet)


def _around(chance: Random, day: datetime) -> Iterator[Observation]:
    """What no case tells: hours and outages of channels, what they cost, and who helped herself."""
    for channel, cost in (("phone", 42_000), ("live_chat", 21_000)):
        down = chance.choice((0, 0, 0, 0, 900, 2400))
        told = {"open_seconds": 43_200, "down_seconds": down, "refused": down // 600}
        yield _seen(Kind.UPTIME, f"{channel} {day:%m%d}", day, {"channel": channel}, told)
        yield _seen(Kind.COST, f"{channel} {day:%m%d}", day, {"channel": channel}, {"amount": cost})
    for number in range(9):
        outcome = chance.choices(("solved", "contact", "left"), (4, 3, 2))[0]
        told = {"outcome": outcome, "seconds": chance.randint(60, 400)}
        yield _seen(Kind.SESSION, f"S-{day:%m%d}-{number}", day, {"channel": "portal"}, told)


def _case(
    chance: Random,
    moment: datetime,
    topic: Topic,
    person: Staff,
    slow: float,
    at: datetime,
    codes: dict[str, str],
) -> Iterator[Observation]:
    channel, _, speed = chance.choices(_CHANNELS, [share for _, share, _ in _CHANNELS])[0]
    reply = int(chance.lognormvariate(9.2, 0.7) * speed * slow) + 20
    solved = reply + int(chance.lognormvariate(10.6, 0.9))
    is_solved = chance.random() < 0.94 and moment + timedelta(seconds=solved) < at
    late = chance.random() < 0.022 * slow
    number = f"D-{chance.randrange(_CASES, _CALLS)}"
    places = {
        "channel": channel,
        "topic": topic.code,
        "team": topic.queue.team.code,
        "queue": topic.queue.code,
        "agent": str(person.pk),
        "sort": topic.kind,
        "priority": str(topic.priority),
        "completeness": chance.choice(("complete", "complete", "partly")),
    }
    cause = chance.choice(_CAUSES) if late else ""
    values = {
        "hour": moment.hour,
        "reply": reply,
        "turns": [reply],
        "promises": [
            ["first_reply", codes.get("first_reply", ""), "missed" if late else "kept", reply, cause],
            _promised(chance, codes, "next_reply", 0.03),
            _promised(chance, codes, "resolve", 0.012),
        ],
        "topic_was_wrong": chance.random() < 0.07,
    }
    if is_solved:
        once = chance.random() < 0.71
        share = chance.random() * 0.5
        waited = {"us": int(solved * (1 - share)), "customer": int(solved * share * 0.8)}
        values |= {"solved": solved, "was_solved": True, "reopened": chance.random() < 0.05}
        values |= {"ended": int(moment.timestamp()) + solved, "fcr": once, "fcr_strict": once}
        values["waited"] = waited | {"third": solved - sum(waited.values())}
    else:
        values["ended"] = int(at.timestamp())
    if chance.random() < 0.09:
        values["complaint"] = _complaint(chance)
        values["promises"].append(_promised(chance, codes, "investigation_start", 0.04))
    yield _seen(Kind.CASE, number, moment, places, values)
    if channel in {"phone", "live_chat"}:
        yield _seen(Kind.CONTACT, number, moment, places, _contact(chance, channel))
    if is_solved:
        yield from (_seen(Kind.SURVEY, number, moment, places, said) for said in _answers(chance))


def _answers(chance: Random) -> Iterator[dict[str, object]]:
    """Half of those who are asked say nothing; the others answer all three scales."""
    if chance.random() < 0.5:
        yield {"sort": "csat", "invited": True}
        return
    score = chance.choices((1, 2, 3, 4, 5), (4, 5, 10, 32, 49))[0]
    yield {"sort": "csat", "invited": True, "score": score}
    advice = chance.choices((2, 6, 7, 8, 9, 10), (6, 8, 12, 19, 27, 28))[0]
    yield {"sort": "nps", "invited": False, "score": advice}
    ease = chance.choices((2, 4, 5, 6, 7), (7, 12, 21, 32, 28))[0]
    yield {"sort": "ces", "invited": False, "score": ease}


def _promised(chance: Random, codes: dict[str, str], clock: str, missed: float) -> list[object]:
    is_missed = chance.random() < missed
    cause = chance.choice(_CAUSES[1:]) if is_missed else ""
    return [clock, codes.get(clock, ""), "missed" if is_missed else "kept", 3600, cause]


def _complaint(chance: Random) -> dict[str, object]:
    outcome = chance.choices(("upheld", "partly", "not_upheld"), (41, 22, 37))[0]
    is_outside = chance.random() < 0.2
    told = {"outcome": outcome, "closed": True, "closed_days": chance.randint(1, 9)}
    if chance.random() < 0.35:
        told["appeal_reversed"] = chance.random() < 0.3
    if chance.random() < 0.6:
        told["customer_returned"] = chance.random() < 0.7
    return told | ({"external": True, "overturned": chance.random() < 0.25} if is_outside else {})


def _contact(chance: Random, channel: str) -> dict[str, object]:
    is_answered = chance.random() < 0.955
    values: dict[str, object] = {"answered": is_answered, "wait": int(chance.expovariate(1 / 14))}
    if channel == "live_chat":
        focus = chance.randint(180, 520)
        return values | {"mode": "chat", "focus": focus, "elapsed": focus * 2}
    spoken = {"talk": chance.randint(150, 420), "hold": chance.randint(0, 70), "acw": chance.randint(30, 110)}
    return values | {"mode": "call", **spoken, "transferred": chance.random() < 0.08}


def _seen(kind: Kind, subject: str, at: datetime, places: dict[str, str], values: dict) -> Observation:
    return Observation(kind=kind, subject=subject, at=at, on=at.date(), places=places, values=values)
