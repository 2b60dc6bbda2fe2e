"""The places of a brand: calendars, teams, queues, topics and mailboxes, as its charter says."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from muhatap.accounts.models import Team
from muhatap.brands.models import Brand
from muhatap.calendars.models import Calendar
from muhatap.channels.models import Mailbox
from muhatap.charters import shape
from muhatap.charters.mapping import to_plain
from muhatap.charters.schedules import schedule_of
from muhatap.charters.subjects import Guide
from muhatap.kernel.actors import Actor
from muhatap.topics.models import Queue, Topic


@dataclass(frozen=True, slots=True)
class Places:
    """What was furnished, by code."""

    calendars: dict[str, Calendar]
    queues: dict[str, Queue]


def furnish_places(*, brand: Brand, document: shape.CharterDocument, by: Actor, at: datetime) -> Places:
    """Make, change and retire the brand's places; nothing that a case points to is ever deleted."""
    calendars = {
        calendar.code: _upsert(
            Calendar,
            brand,
            {"name": calendar.code},
            schedule=schedule_of(calendar, brand.zone, range(at.year - 1, at.year + 3)).to_json(),
        )
        for calendar in document.calendars
    }
    teams = {
        team.code: _upsert(
            Team, brand, {"code": team.code}, name=team.name.in_language(brand.default_language)
        )
        for team in document.teams
    }
    queues = _queues(brand, document, teams, at)
    _topics(brand, document, queues, at)
    for channel in document.channels:
        for box in channel.mailboxes:
            known = Mailbox.objects.filter(brand=brand, name=box.name).first()
            state = {**(known.state if known else {}), "topic": box.topic}
            _upsert(Mailbox, brand, {"name": box.name}, address=box.address, state=state)
    return Places(calendars, queues)


def _queues(
    brand: Brand, document: shape.CharterDocument, teams: dict[str, Team], at: datetime
) -> dict[str, Queue]:
    queues = {
        queue.code: _upsert(
            Queue,
            brand,
            {"code": queue.code},
            names=to_plain(queue.name),
            team=teams[queue.team],
            position=place,
            retired_at=None,
        )
        for place, queue in enumerate(document.queues)
    }
    for queue in document.queues:
        row = queues[queue.code]
        row.escalates_to = queues.get(queue.escalates_to)
        row.save(update_fields=["escalates_to"])
    Queue.objects.filter(brand=brand, retired_at__isnull=True).exclude(code__in=queues).update(retired_at=at)
    return queues


def _topics(brand: Brand, document: shape.CharterDocument, queues: dict[str, Queue], at: datetime) -> None:
    common = [to_plain(rule) for rule in document.common_fields]
    for place, topic in enumerate(document.topics):
        _upsert(
            Topic,
            brand,
            {"code": topic.code},
            group=topic.group,
            names=to_plain(topic.name),
            descriptions=to_plain(topic.description) if topic.description else {},
            queue=queues[topic.queue],
            priority=int(topic.priority.removeprefix("P")),
            kind=topic.kind,
            fields=[*(to_plain(rule) for rule in topic.fields), *common],
            evidence=[to_plain(rule) for rule in topic.evidence],
            quick_fixes=[to_plain(fix) for fix in topic.quick_fixes],
            ready=[to_plain(item) for item in topic.ready],
            guidance=_guidance(topic, document.guides),
            position=place,
            retired_at=None,
        )
    codes = [topic.code for topic in document.topics]
    Topic.objects.filter(brand=brand, retired_at__isnull=True).exclude(code__in=codes).update(retired_at=at)


def _guidance(topic: shape.Topic, guides: tuple[Guide, ...]) -> dict[str, Any]:
    said: dict[str, Any] = {"sensitivity": topic.sensitivity, "identity_level": topic.identity_level}
    guide = next((each for each in guides if each.code == topic.guide), None)
    if guide is not None:
        said["guide"] = to_plain(guide)
    for name in ("completeness", "payment", "promotion", "recommend"):
        value = getattr(topic, name)
        if value:
            said[name] = to_plain(value)
    return said


def _upsert(model: type[Any], brand: Brand, key: dict[str, str], **values: Any) -> Any:
    row, _ = model.objects.update_or_create(brand=brand, **key, defaults=values)
    return row
