"""The cases that were handled in a period, by whom, and what makes them risky."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.db.models import Count, Q

from muhatap.audit.models import Event
from muhatap.brands.models import Brand
from muhatap.cases.models import Case, Message
from muhatap.cases.statuses import OPEN_STATUSES, Author, ClosedReason, Kind
from muhatap.channels.models import CallAttempt
from muhatap.quality.models import QualityTerms
from muhatap.quality.sampling import Handled, Risk

_PHONE = "phone"
_REOPENED, _SURVEYED = "case.status_changed", "survey.answered"
_LEFT_OUT = (ClosedReason.SPAM, ClosedReason.MERGED)


def handled_between(brand: Brand, since: datetime, until: datetime, terms: QualityTerms) -> list[Handled]:
    """The brand's cases that staff answered or called about from `since` to before `until`.

    A case belongs to whoever wrote and called most; of two alike, to the one with the smaller id.
    """
    written = _written(brand, since, until)
    called = _called(brand, since, until)
    shares: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for (case_id, staff_id), count in (*written.items(), *called.items()):
        shares[case_id][staff_id] += count
    rows = Case.objects.filter(id__in=shares).exclude(closed_reason__in=_LEFT_OUT).select_related("topic")
    cases = {case.id: case for case in rows}
    risks = _risks(brand, cases, since, until, terms)
    found = []
    for case_id, case in sorted(cases.items()):
        agent = min(shares[case_id], key=lambda staff_id: (-shares[case_id][staff_id], staff_id))
        spoke = called.get((case_id, agent), 0) > written.get((case_id, agent), 0)
        topic = case.topic.code if case.topic else ""
        found.append(
            Handled(case_id, agent, _PHONE if spoke else case.channel, topic, frozenset(risks[case_id]))
        )
    return found


def _written(brand: Brand, since: datetime, until: datetime) -> dict[tuple[int, int], int]:
    rows = Message.objects.filter(
        case__brand=brand, author=Author.STAFF, staff__isnull=False, at__gte=since, at__lt=until
    )
    counted = rows.order_by().values_list("case_id", "staff_id").annotate(count=Count("id"))
    return {(case_id, staff_id): count for case_id, staff_id, count in counted}


def _called(brand: Brand, since: datetime, until: datetime) -> dict[tuple[int, int], int]:
    rows = CallAttempt.objects.filter(
        callback__brand=brand, staff__isnull=False, began_at__gte=since, began_at__lt=until
    )
    counted = rows.order_by().values_list("callback__case_id", "staff_id").annotate(count=Count("id"))
    return {(case_id, staff_id): count for case_id, staff_id, count in counted}


def _risks(
    brand: Brand, cases: Mapping[int, Case], since: datetime, until: datetime, terms: QualityTerms
) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    for case in cases.values():
        if case.kind == Kind.COMPLAINT or case.dissatisfied_at is not None:
            found[case.id].add(Risk.COMPLAINT)
    for case_id, kind, content in _events(brand, cases, since):
        said = json.loads(content)
        if kind == _SURVEYED:
            if int(said["score"]) <= terms.low_score:
                found[case_id].add(Risk.LOW_SCORE)
        elif said["previous"] not in OPEN_STATUSES and said["status"] in OPEN_STATUSES:
            found[case_id].add(Risk.REOPENED)
    longest = timedelta(hours=terms.silence_hours)
    for case_id in _silent(cases, until, longest):
        found[case_id].add(Risk.SILENCE)
    return found


def _events(brand: Brand, case_ids: Iterable[int], since: datetime) -> Iterable[tuple[int, str, str]]:
    rows = Event.objects.filter(brand_id=brand.id, kind__in=(_REOPENED, _SURVEYED), at__gte=since)
    wanted = set(case_ids)
    told = rows.values_list("stream_id", "kind", "content").iterator(chunk_size=2000)
    return (row for row in told if row[0] in wanted)


def _silent(cases: Mapping[int, Case], until: datetime, longest: timedelta) -> set[int]:
    """The cases whose customer waited longer than that for an answer, up to the end of the period."""
    rows = Message.objects.filter(Q(author=Author.CUSTOMER) | Q(author=Author.STAFF), case_id__in=cases)
    waits: dict[int, datetime] = {}
    found: set[int] = set()
    for case_id, author, at in rows.order_by("case_id", "at", "id").values_list("case_id", "author", "at"):
        if author == Author.CUSTOMER:
            waits.setdefault(case_id, at)
        elif (began := waits.pop(case_id, None)) is not None and at - began > longest:
            found.add(case_id)
    open_ones = {case_id for case_id, case in cases.items() if case.is_open}
    return found | {case_id for case_id, at in waits.items() if case_id in open_ones and until - at > longest}
