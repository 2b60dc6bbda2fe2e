"""Holding joined cases against their events: a case goes on where that was recorded, and nowhere else."""

from collections.abc import Iterable, Mapping

from muhatap.audit.findings import Fault, Finding
from muhatap.audit.verifying import ProvenEvent
from muhatap.cases.events import CasesJoined, CasesParted
from muhatap.cases.models import Joining


class JoiningsAgree:
    """The check of case streams: the last joining or parting that is told is what the table says."""

    stream_kind = "case"

    def __call__(self, streams: Mapping[int, list[ProvenEvent]]) -> Iterable[Finding]:
        """Where a case goes on in another one than its events say."""
        rows = Joining.objects.filter(case_id__in=list(streams), parted_at__isnull=True)
        shown = dict(rows.values_list("case_id", "into_id"))
        for case_id, events in streams.items():
            told, last = _told(events)
            if told == shown.get(case_id):
                continue
            place = last or (events[-1] if events else None)
            yield Finding(
                "case",
                case_id,
                place.seq if place else 1,
                place.event_id if place else None,
                Fault.TABLE,
                "the case goes on elsewhere than its events say",
            )


def _told(events: Iterable[ProvenEvent]) -> tuple[int | None, ProvenEvent | None]:
    into, last = None, None
    for event in events:
        if event.kind == CasesJoined.kind and not event.values["is_lead"]:
            into, last = int(event.values["other"]), event
        elif event.kind == CasesParted.kind and not event.values["is_lead"]:
            into, last = None, event
    return into, last
