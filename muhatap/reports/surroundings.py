"""What folding needs beside the events of a case, read for many cases at once."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from django.db.models import Q

from muhatap.audit.archived import archived_events
from muhatap.audit.models import Event
from muhatap.brands.models import Brand
from muhatap.calendars.days import counted_days_between
from muhatap.calendars.models import Calendar
from muhatap.calendars.schedules import Schedule
from muhatap.cases.models import Case
from muhatap.channels.chat_models import Chat
from muhatap.reports.folding import HEARD, Around, Folded, OtherCase, Told, fold_case
from muhatap.reports.folding_contacts import Spell
from muhatap.topics.models import Queue

_COMPLETE = {True: "complete", False: "partly"}


class Ground:
    """The brands and queues, read once for a run."""

    def __init__(self) -> None:
        self.zones = {brand.id: ZoneInfo(brand.zone) for brand in Brand.objects.all()}
        queues = Queue.objects.values_list("id", "code", "team__code")
        self.queues = {queue_id: (code, team) for queue_id, code, team in queues}
        self.schedules: dict[int, Schedule] = {}
        for row in Calendar.objects.order_by("-id"):
            self.schedules[row.brand_id] = Schedule.from_json(row.schedule)


def fold_cases(
    case_ids: Sequence[int], *, ground: Ground, as_of: datetime, and_later: bool = False
) -> dict[int, tuple[int, Folded]]:
    """By case its brand and its observations as of a moment, out of its events.

    With `and_later` what was told after that moment counts too, as if it had come just before.
    """
    rows = {
        case_id: (brand_id, customer_id, intake)
        for case_id, brand_id, customer_id, intake in Case.objects.filter(id__in=case_ids).values_list(
            "id", "brand_id", "customer_id", "intake"
        )
    }
    events = told_events(rows)
    others = _cases_of({customer_id for _, customer_id, _ in rows.values()}, None if and_later else as_of)
    found = {}
    for case_id, (brand_id, customer_id, intake) in rows.items():
        schedule = ground.schedules.get(brand_id)
        told = events.get(case_id, ())
        beside = [each for other_id, each in others.get(customer_id, ()) if other_id != case_id]
        later = [*(each.at for each in told), *(each.received_at for each in beside)] if and_later else []
        around = Around(
            zone=ground.zones[brand_id],
            as_of=max([as_of, *later]),
            queues=ground.queues,
            others=beside,
            completeness=_COMPLETE.get(intake.get("complete"), "") if intake else "",
            business_days=partial(counted_days_between, schedule) if schedule else None,
            beside=partial(_chats_beside, case_id),
        )
        found[case_id] = (brand_id, fold_case(case_id, told, around))
    return found


def told_events(case_ids: Iterable[int]) -> dict[int, list[Told]]:
    """The events of cases that measures hear of, each case's in the order of its chain."""
    told: dict[int, list[Told]] = {}
    rows = (
        Event.objects.filter(stream_id__in=list(case_ids), kind__in=HEARD)
        .order_by("stream_id", "seq")
        .values_list("stream_id", "kind", "at", "content")
    )
    for stream_id, kind, at, content in rows:
        told.setdefault(stream_id, []).append(Told(kind, at, json.loads(content)))
    for stream_id, events in archived_events(case_ids).items():
        told[stream_id] = [
            Told(each.kind, each.at, json.loads(each.content)) for each in events if each.kind in HEARD
        ]
    return told


def _chats_beside(case_id: int, staff_id: int, since: datetime, until: datetime) -> list[Spell]:
    """When this person had other chats between two moments, as their rows tell of the last time."""
    rows = Chat.objects.filter(staff_id=staff_id, accepted_at__lt=until).exclude(case_id=case_id)
    rows = rows.filter(Q(ended_at__gt=since) | Q(ended_at__isnull=True))
    spells = rows.values_list("accepted_at", "ended_at")
    return [(began_at, ended_at or until) for began_at, ended_at in spells]


def _cases_of(customer_ids: set[int], as_of: datetime | None) -> Mapping[int, list[tuple[int, OtherCase]]]:
    cases = Case.objects.filter(customer_id__in=customer_ids)
    if as_of is not None:
        cases = cases.filter(received_at__lte=as_of)
    rows = cases.values_list("id", "customer_id", "received_at", "topic__code", "kind")
    found: dict[int, list[tuple[int, OtherCase]]] = {}
    for case_id, customer_id, received_at, topic, sort in rows:
        found.setdefault(customer_id, []).append((case_id, OtherCase(received_at, topic or "", sort)))
    return found
